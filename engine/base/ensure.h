#pragma once

namespace engine {

// Prints where and what to standard error and aborts. Called by ENSURE only.
[[noreturn]] void ensureFailed(const char* condition, const char* file, int line);

}  // namespace engine

// For what cannot happen: a broken invariant ends the process, in release builds too, because
// going on could damage data. What can happen is a Result.
#define ENSURE(condition) \
    ((condition) ? static_cast<void>(0) : ::engine::ensureFailed(#condition, __FILE__, __LINE__))

#ifdef NDEBUG
#define DEBUG_ENSURE(condition) static_cast<void>(0)
#else
#define DEBUG_ENSURE(condition) ENSURE(condition)
#endif
