#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <string>

namespace engine {

// The only source of randomness in the engine. Safe to call from any thread.
class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;
};

// Seeded from the operating system.
Random& systemRandom();

// Replays the same sequence for the same seed; for tests and generated data.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : m_generator(seed) {}
    std::uint64_t next() override {
        const std::lock_guard lock(m_mutex);
        return m_generator();
    }

private:
    std::mutex m_mutex;
    std::mt19937_64 m_generator;
};

// Random (version 4) UUID in lower-case text, e.g. "8c5fa1c4-7f5e-4cf5-9f0c-2f0e34c3a9f1".
std::string makeUuid(Random& random);

}  // namespace engine
