#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.h"

void fuzz::require(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}
