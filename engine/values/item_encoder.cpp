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

// Writes payload length and payload of a value.
struct AppendSizedPayload {
    std::string& out;

    void operator()(const std::string& text) const { ByteWriter(out).sized(text); }
    void operator()(const Binary& binary) const { ByteWriter(out).sized(binary.bytes); }
    void operator()(bool value) const {
        out.push_back(1);
        out.push_back(value ? 1 : 0);
    }
    void operator()(const Null&) const { out.push_back(0); }
    void operator()(const Number& number) const {
        framed([&] { number.appendKeyBytes(out); });
    }
    void operator()(const StringSet& set) const {
        framed([&] {
            ByteWriter writer(out);
            writer.varint(set.members.size());
            for (const auto& member : set.members) {
                writer.sized(member);
            }
        });
    }
    void operator()(const NumberSet& set) const {
        framed([&] {
            ByteWriter(out).varint(set.members.size());
            for (const auto& member : set.members) {
                member.appendKeyBytes(out);
            }
        });
    }
    void operator()(const BinarySet& set) const {
        framed([&] {
            ByteWriter writer(out);
            writer.varint(set.members.size());
            for (const auto& member : set.members) {
                writer.sized(member.bytes);
            }
        });
    }
    void operator()(const AttributeList& list) const {
        framed([&] {
            ByteWriter(out).varint(list.size());
            for (const auto& element : list) {
                appendValue(element, out);
            }
        });
    }
    void operator()(const AttributeMap& map) const {
        framed([&] { appendMembers(map, out); });
    }

private:
    // The payload is written behind a one-byte length, which most values fit; longer ones move.
    template <class AppendPayload>
    void framed(const AppendPayload& appendPayload) const {
        const std::size_t lengthAt = out.size();
        out.push_back('\0');
        appendPayload();
        const std::size_t length = out.size() - lengthAt - 1;
        if (length < 0x80) {
            out[lengthAt] = static_cast<char>(length);
            return;
        }
        std::string prefix;
        ByteWriter(prefix).varint(length);
        out.replace(lengthAt, 1, prefix);
    }
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

void appendValue(const AttributeValue& value, std::string& out) {
    out.push_back(static_cast<char>(value.type()));
    std::visit(AppendSizedPayload{out}, value.storage());
}

void appendValue(ValueView value, std::string& out) {
    out.push_back(static_cast<char>(value.type()));
    ByteWriter(out).sized(value.payload());
}

}  // namespace engine::values
