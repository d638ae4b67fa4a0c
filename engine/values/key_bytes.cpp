#include "engine/values/key_bytes.h"

#include "engine/base/ensure.h"

namespace engine::values {
namespace {

constexpr char escaped = '\xff';
constexpr char terminator = '\x01';

void appendEscaped(std::string_view bytes, std::string& out) {
    for (std::size_t zero = bytes.find('\0'); zero != std::string_view::npos;
         zero = bytes.find('\0')) {
        out.append(bytes.substr(0, zero + 1));
        out.push_back(escaped);
        bytes.remove_prefix(zero + 1);
    }
    out.append(bytes);
    out.push_back('\0');
    out.push_back(terminator);
}

std::string_view rawBytes(const AttributeValue& value) {
    if (const auto* text = value.getIf<std::string>()) {
        return *text;
    }
    const auto* binary = value.getIf<Binary>();
    ENSURE(binary != nullptr);
    return binary->bytes;
}

AttributeValue fromRaw(AttributeType type, std::string bytes) {
    return type == AttributeType::S ? AttributeValue::string(std::move(bytes))
                                    : AttributeValue::binary(std::move(bytes));
}

Error damaged() {
    return Error::corrupt("The bytes of a stored key are damaged");
}

}  // namespace

void appendTerminatedKey(ValueView value, std::string& out) {
    if (value.type() == AttributeType::N) {
        out.append(value.payload());
        return;
    }
    appendEscaped(value.payload(), out);
}

void appendTerminatedKey(const AttributeValue& value, std::string& out) {
    if (const auto* number = value.getIf<Number>()) {
        number->appendKeyBytes(out);
        return;
    }
    appendEscaped(rawBytes(value), out);
}

void appendOpenKey(ValueView value, std::string& out) {
    out.append(value.payload());
}

void appendOpenKey(const AttributeValue& value, std::string& out) {
    if (const auto* number = value.getIf<Number>()) {
        number->appendKeyBytes(out);
        return;
    }
    out.append(rawBytes(value));
}

Result<AttributeValue> takeTerminatedKey(AttributeType type, std::string_view& bytes) {
    if (type == AttributeType::N) {
        auto number = Number::takeKeyBytes(bytes);
        if (!number) {
            return std::move(number).error();
        }
        return AttributeValue::number(*number);
    }
    std::string raw;
    for (std::size_t zero = bytes.find('\0');
         zero != std::string_view::npos && zero + 1 < bytes.size(); zero = bytes.find('\0')) {
        raw.append(bytes.substr(0, zero));
        const char mark = bytes[zero + 1];
        bytes.remove_prefix(zero + 2);
        if (mark == terminator) {
            return fromRaw(type, std::move(raw));
        }
        if (mark != escaped) {
            return damaged();
        }
        raw.push_back('\0');
    }
    return damaged();
}

Result<AttributeValue> openKeyValue(AttributeType type, std::string_view bytes) {
    if (type != AttributeType::N) {
        return fromRaw(type, std::string(bytes));
    }
    auto number = Number::takeKeyBytes(bytes);
    if (!number || !bytes.empty()) {
        return damaged();
    }
    return AttributeValue::number(*number);
}

std::string prefixSuccessor(std::string_view prefix) {
    while (!prefix.empty() && prefix.back() == '\xff') {
        prefix.remove_suffix(1);
    }
    std::string successor(prefix);
    if (!successor.empty()) {
        successor.back() = static_cast<char>(static_cast<unsigned char>(successor.back()) + 1);
    }
    return successor;
}

}  // namespace engine::values
