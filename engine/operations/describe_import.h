#pragma once

#include <string>

#include "engine/operations/import_description.h"

namespace engine::operations {

struct DescribeImportInput {
    std::string importArn;
};

struct DescribeImportOutput {
    ImportDescription description;
};

}  // namespace engine::operations
