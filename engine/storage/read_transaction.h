#pragma once

#include <memory>

#include "engine/storage/database.h"
#include "engine/storage/environment.h"

namespace engine::storage {

Result<std::unique_ptr<ReadTransaction>> beginReadTransaction(Environment& environment);

}  // namespace engine::storage
