#include "engine/base/bytes.h"
#include "engine/base/limits.h"
#include "engine/values/item_bytes.h"
#include "engine/values/item_view.h"

namespace engine::values {
namespace {

// Walks bytes that may be anything; every read is bounded by ByteReader.
class Checker {
public:
    bool item(std::string_view bytes) {
        return !bytes.empty() && bytes[0] == itemFormat && members(bytes.substr(1), 1);
    }

private:
    // One level more than a request may nest: what is stored was checked on the way in.
    static constexpr int depthMax = limits::nestingDepthMax + 1;

    bool members(std::string_view bytes, int depth) {
        ByteReader reader(bytes);
        const std::uint64_t count = reader.varint();
        std::string_view before;
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto name = reader.sized();
            if (reader.failed() || (i > 0 && name <= before) || !value(reader, depth)) {
                return false;
            }
            before = name;
        }
        return !reader.failed() && reader.atEnd();
    }

    bool value(ByteReader& reader, int depth) {
        const std::uint8_t type = reader.u8();
        const auto payload = reader.sized();
        if (reader.failed() || type > static_cast<std::uint8_t>(AttributeType::M) ||
            depth > depthMax) {
            return false;
        }
        switch (static_cast<AttributeType>(type)) {
            case AttributeType::S:
            case AttributeType::B: return true;
            case AttributeType::N: return isOneNumber(payload);
            case AttributeType::Bool:
                return payload.size() == 1 && static_cast<unsigned char>(payload[0]) <= 1;
            case AttributeType::Null: return payload.empty();
            case AttributeType::SS:
            case AttributeType::BS: return stringSet(payload);
            case AttributeType::NS: return numberSet(payload);
            case AttributeType::L: return list(payload, depth + 1);
            case AttributeType::M: return members(payload, depth + 1);
        }
        return false;
    }

    static bool isOneNumber(std::string_view bytes) {
        return Number::takeKeyBytes(bytes).hasValue() && bytes.empty();
    }

    static bool stringSet(std::string_view bytes) {
        ByteReader reader(bytes);
        const std::uint64_t count = reader.varint();
        std::string_view before;
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto member = reader.sized();
            if (reader.failed() || (i > 0 && member <= before)) {
                return false;
            }
            before = member;
        }
        return !reader.failed() && reader.atEnd();
    }

    static bool numberSet(std::string_view bytes) {
        ByteReader reader(bytes);
        const std::uint64_t count = reader.varint();
        std::string_view rest = reader.rest();
        std::string_view before;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::string_view start = rest;
            if (!Number::takeKeyBytes(rest)) {
                return false;
            }
            const auto member = start.substr(0, start.size() - rest.size());
            if (i > 0 && member <= before) {
                return false;
            }
            before = member;
        }
        return !reader.failed() && rest.empty();
    }

    bool list(std::string_view bytes, int depth) {
        ByteReader reader(bytes);
        const std::uint64_t count = reader.varint();
        for (std::uint64_t i = 0; i < count; ++i) {
            if (reader.failed() || !value(reader, depth)) {
                return false;
            }
        }
        return !reader.failed() && reader.atEnd();
    }
};

}  // namespace

Result<void> checkItemBytes(std::string_view bytes) {
    if (!Checker().item(bytes)) {
        return Error::corrupt("The bytes of a stored item are damaged");
    }
    return {};
}

}  // namespace engine::values
