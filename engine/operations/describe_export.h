#pragma once

#include <string>

#include "engine/operations/export_description.h"

namespace engine::operations {

struct DescribeExportInput {
    std::string exportArn;
};

struct DescribeExportOutput {
    ExportDescription description;
};

}  // namespace engine::operations
