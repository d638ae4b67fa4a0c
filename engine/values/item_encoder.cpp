#include "engine/base/bytes.h"
#include "engine/values/item_bytes.h"
#include "engine/values/item_view.h"

namespace engine::values {
namespace {

void appendMembers(const AttributeMap& map, std::string& out) {
    ByteWriter writer(out);
    writer.varint(map.size());
    for (const auto& [name, value] : map) {
        writer.sized(name);
        appendValue(value, out);
    }
}

struct AppendPayload {
    std::string& out;

    void operator()(const std::string& text) const { out.append(text); }
    void operator()(const Number& number) const { number.appendKeyBytes(out); }
    void operator()(const Binary& binary) const { out.append(binary.bytes); }
    void operator()(bool value) const { out.push_back(value ? 1 : 0); }
    void operator()(const Null&) const {}
    void operator()(const StringSet& set) const {
        ByteWriter writer(out);
        writer.varint(set.members.size());
        for (const auto& member : set.members) {
            writer.sized(member);
        }
    }
    void operator()(const NumberSet& set) const {
        ByteWriter(out).varint(set.members.size());
        for (const auto& member : set.members) {
            member.appendKeyBytes(out);
        }
    }
    void operator()(const BinarySet& set) const {
        ByteWriter writer(out);
        writer.varint(set.members.size());
        for (const auto& member : set.members) {
            writer.sized(member.bytes);
        }
    }
    void operator()(const AttributeList& list) const {
        ByteWriter(out).varint(list.size());
        for (const auto& element : list) {
            appendValue(element, out);
        }
    }
    void operator()(const AttributeMap& map) const { appendMembers(map, out); }
};

}  // namespace

EncodedItem::EncodedItem() : m_bytes({itemFormat, '\0'}) {
}

EncodedItem::EncodedItem(const AttributeMap& item) {
    appendItem(item, m_bytes);
}

void appendItem(const AttributeMap& item, std::string& out) {
    out.push_back(itemFormat);
    appendMembers(item, out);
}

// The payload is written behind a one-byte length, which most values fit; longer ones move it.
void appendValue(const AttributeValue& value, std::string& out) {
    out.push_back(static_cast<char>(value.type()));
    const std::size_t lengthAt = out.size();
    out.push_back('\0');
    std::visit(AppendPayload{out}, value.storage());
    const std::size_t length = out.size() - lengthAt - 1;
    if (length < 0x80) {
        out[lengthAt] = static_cast<char>(length);
        return;
    }
    std::string prefix;
    ByteWriter(prefix).varint(length);
    out.replace(lengthAt, 1, prefix);
}

void appendValue(ValueView value, std::string& out) {
    out.push_back(static_cast<char>(value.type()));
    ByteWriter(out).sized(value.payload());
}

}  // namespace engine::values
