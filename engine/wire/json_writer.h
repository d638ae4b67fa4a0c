#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/values/json_text.h"

// Writing answers: appends to one string, straight from stored bytes.
namespace engine::wire {

void appendInteger(std::uint64_t value, std::string& out);
// Capacity units and the like, as the service prints them: 0.5, 1.0.
void appendUnits(double value, std::string& out);
// Epoch seconds with milliseconds: 1700000000.123.
void appendTime(std::int64_t milliseconds, std::string& out);
using values::appendJsonMembers;
using values::appendJsonValue;

// Writes the members of one object; the constructor opens it, close() ends it.
class ObjectWriter final {
public:
    explicit ObjectWriter(std::string& out) : m_out(out) { m_out += '{'; }
    // Appends the separator and the name; the caller appends the value. `name` needs no escapes.
    std::string& member(std::string_view name);
    std::string& anyMember(std::string_view name);  // a name that may need escapes
    void text(std::string_view name, std::string_view value);
    void integer(std::string_view name, std::uint64_t value);
    void boolean(std::string_view name, bool value);
    void close() { m_out += '}'; }

private:
    void separate();

    std::string& m_out;
    bool m_first = true;
};

}  // namespace engine::wire
