#include "engine/base/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace engine {

void ensureFailed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "ENSURE failed: %s at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace engine
