#include "tests/faults/recording.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace engine::faults {

Recording::Recording(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    m_bytes.assign(std::istreambuf_iterator<char>(file), {});
    const std::string_view all = m_bytes;
    std::size_t at = 0;
    while (at < all.size()) {
        CallHeader header{};
        if (all.size() - at >= sizeof(header)) {
            std::memcpy(&header, all.data() + at, sizeof(header));
        }
        at += sizeof(header);
        const std::size_t size = std::size_t{header.pathBytes} + header.dataBytes;
        if (header.magic != callMagic || at + size > all.size()) {
            std::fprintf(stderr, "%s is not a write log\n", path.c_str());
            std::abort();
        }
        Call call{header.kind,
                  header.flag != 0,
                  header.descriptor,
                  header.offset,
                  header.nanoseconds,
                  {},
                  {},
                  {}};
        call.path = all.substr(at, header.pathBytes);
        call.data = all.substr(at + header.pathBytes, header.dataBytes);
        if (call.kind == CallKind::Rename) {
            const std::size_t split = call.path.find('\0');
            call.toPath = call.path.substr(split + 1);
            call.path = call.path.substr(0, split);
        }
        at += size;
        m_calls.push_back(call);
    }
}

std::string Recording::violations() const {
    std::string all;
    for (const Call& call : m_calls) {
        if (call.kind == CallKind::Violation) {
            all.append(call.data).append("\n");
        }
    }
    return all;
}

}  // namespace engine::faults
