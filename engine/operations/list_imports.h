#pragma once

#include "engine/operations/job_page.h"

namespace engine::operations {

struct ListImportsInput {
    JobPageRequest page;
};

struct ListImportsOutput {
    JobPage page;
};

}  // namespace engine::operations
