#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

// The layout of an LMDB 0.9 data file on a 64-bit machine, in the machine's byte order; lmdb.h does
// not tell it. Offsets are in bytes.
namespace engine::storage::layout {

using PageNumber = std::uint64_t;

inline constexpr std::size_t pageBytes = 4096;
inline constexpr PageNumber metaPages = 2;
inline constexpr PageNumber noPage = ~PageNumber{0};
// A branch page of the longest keys has eight children, so no tree of a file that fits on a disk is
// deeper.
inline constexpr unsigned depthMax = 20;

// A page begins with its own number.
inline constexpr std::size_t headerBytes = 16;
inline constexpr std::size_t flagsAt = 10;
inline constexpr std::size_t lowerAt = 12;  // of overflow pages: their number, u32
inline constexpr std::size_t upperAt = 14;
inline constexpr unsigned branchFlag = 0x01;
inline constexpr unsigned leafFlag = 0x02;
inline constexpr unsigned overflowFlag = 0x04;
inline constexpr unsigned metaFlag = 0x08;

inline constexpr std::size_t treesAt = headerBytes + 24;  // of meta pages: free list, main tree
inline constexpr std::size_t treeBytes = 48;
inline constexpr std::size_t lastPageAt = headerBytes + 120;
inline constexpr std::size_t transactionAt = headerBytes + 128;

inline constexpr std::size_t nodeHeaderBytes = 8;
inline constexpr unsigned bigDataFlag = 0x01;
inline constexpr unsigned subTreeFlag = 0x02;

template <class T>
T numberAt(const char* bytes) {
    T value{};
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

template <class T>
T numberAt(std::string_view bytes, std::size_t at) {
    return numberAt<T>(bytes.data() + at);
}

// What a tree says about itself.
struct Tree {
    std::uint32_t pad;
    unsigned flags;
    unsigned depth;
    std::uint64_t branchPages;
    std::uint64_t leafPages;
    std::uint64_t overflowPages;
    std::uint64_t entries;
    PageNumber root;
};

// `bytes` has treeBytes.
inline Tree treeIn(std::string_view bytes) {
    return {numberAt<std::uint32_t>(bytes, 0),  numberAt<std::uint16_t>(bytes, 4),
            numberAt<std::uint16_t>(bytes, 6),  numberAt<std::uint64_t>(bytes, 8),
            numberAt<std::uint64_t>(bytes, 16), numberAt<std::uint64_t>(bytes, 24),
            numberAt<std::uint64_t>(bytes, 32), numberAt<std::uint64_t>(bytes, 40)};
}

}  // namespace engine::storage::layout
