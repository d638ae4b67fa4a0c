#pragma once

#include "engine/operations/job_page.h"

namespace engine::operations {

struct ListExportsInput {
    JobPageRequest page;
};

struct ListExportsOutput {
    JobPage page;
};

}  // namespace engine::operations
