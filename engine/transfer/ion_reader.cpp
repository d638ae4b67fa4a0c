#include <utility>

#include "engine/base/limits.h"
#include "engine/transfer/ion_number.h"
#include "engine/transfer/ion_scanner.h"
#include "engine/transfer/line_records.h"
#include "engine/transfer/value_rules.h"

namespace engine::transfer {
namespace {

using values::AttributeType;
using values::AttributeValue;

constexpr std::string_view versionMarker = "$ion_1_0";

bool isKeyword(std::string_view word) {
    return word == "null" || word == "true" || word == "false" || word == "nan";
}

bool isSymbolId(std::string_view word) {
    return word.size() > 1 && word.front() == '$' &&
           word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

class IonParser final {
public:
    explicit IonParser(std::string_view line) : m_scanner(line) {}

    Result<values::AttributeMap> record();

private:
    Result<AttributeValue> value(int level);
    Result<AttributeValue> word();
    Result<AttributeValue> quotedSymbol();
    Result<AttributeValue> list(int level);
    Result<AttributeValue> set(std::string_view annotation);
    Result<AttributeValue> map(int level);
    Result<AttributeValue> scalar();
    Result<values::AttributeMap> members(int level);
    Result<std::string> fieldName();
    template <class ReadElement>
    Result<void> elements(ReadElement readElement);
    // Skips space, then takes the text.
    Result<bool> takeNext(std::string_view text);
    Result<void> expect(std::string_view text);

    IonScanner m_scanner;
};

Result<bool> IonParser::takeNext(std::string_view text) {
    if (auto skipped = m_scanner.skipSpace(); !skipped) {
        return skipped.error();
    }
    return m_scanner.take(text);
}

Result<void> IonParser::expect(std::string_view text) {
    const auto taken = takeNext(text);
    if (!taken) {
        return taken.error();
    }
    if (!*taken) {
        return m_scanner.error("expected " + std::string(text));
    }
    return {};
}

Result<values::AttributeMap> IonParser::record() {
    for (bool more = true; more;) {
        const auto marker = takeNext(versionMarker);
        if (!marker) {
            return marker.error();
        }
        more = *marker;
    }
    if (auto opened = expect("{"); !opened) {
        return opened.error();
    }
    if (auto skipped = m_scanner.skipSpace(); !skipped) {
        return skipped.error();
    }
    const auto name = fieldName();
    if (!name) {
        return name.error();
    }
    if (*name != "Item") {
        return m_scanner.error("the record is not of the form {Item:{...}}");
    }
    if (auto opened = expect("{"); !opened) {
        return opened.error();
    }
    auto item = members(1);
    if (!item) {
        return item;
    }
    if (auto comma = takeNext(","); !comma) {
        return comma.error();
    }
    if (auto closed = expect("}"); !closed) {
        return closed.error();
    }
    if (auto skipped = m_scanner.skipSpace(); !skipped) {
        return skipped.error();
    }
    if (!m_scanner.atEnd()) {
        return m_scanner.error("something behind the record");
    }
    return item;
}

// The name of a field and its colon.
Result<std::string> IonParser::fieldName() {
    std::string name;
    if (m_scanner.peek() == '"' || m_scanner.peek() == '\'') {
        auto text = m_scanner.text();
        if (!text) {
            return text;
        }
        name = std::move(*text);
    } else {
        const auto word = m_scanner.identifier();
        if (word.empty() || isKeyword(word) || isSymbolId(word)) {
            return m_scanner.error("expected a field name");
        }
        name = word;
    }
    if (auto colon = expect(":"); !colon) {
        return colon.error();
    }
    return name;
}

// Behind the opening brace, up to and with the closing one. `level` is that of the members.
Result<values::AttributeMap> IonParser::members(int level) {
    values::AttributeMap members;
    for (;;) {
        const auto closed = takeNext("}");
        if (!closed) {
            return closed.error();
        }
        if (*closed) {
            return members;
        }
        auto name = fieldName();
        if (!name) {
            return name.error();
        }
        if (name->empty()) {
            return emptyAttributeName();
        }
        auto member = value(level);
        if (!member) {
            return member.error();
        }
        if (!members.try_emplace(std::move(*name), std::move(*member)).second) {
            return m_scanner.error("a field name that is there twice");
        }
        const auto comma = takeNext(",");
        if (!comma) {
            return comma.error();
        }
        if (!*comma && m_scanner.peek() != '}') {
            return m_scanner.error("expected , or }");
        }
    }
}

// Behind the opening bracket, up to and with the closing one.
template <class ReadElement>
Result<void> IonParser::elements(ReadElement readElement) {
    for (;;) {
        const auto closed = takeNext("]");
        if (!closed) {
            return closed.error();
        }
        if (*closed) {
            return {};
        }
        if (auto read = readElement(); !read) {
            return read;
        }
        const auto comma = takeNext(",");
        if (!comma) {
            return comma.error();
        }
        if (!*comma && m_scanner.peek() != ']') {
            return m_scanner.error("expected , or ]");
        }
    }
}

Result<AttributeValue> IonParser::value(int level) {
    if (level > limits::nestingDepthMax) {
        return nestedTooDeeply();
    }
    if (auto skipped = m_scanner.skipSpace(); !skipped) {
        return skipped.error();
    }
    if (m_scanner.take("[")) {
        return list(level);
    }
    if (!m_scanner.looksAt("{{") && m_scanner.take("{")) {
        return map(level);
    }
    if (m_scanner.peek() == '\'' && !m_scanner.looksAt("'''")) {
        return quotedSymbol();
    }
    const char next = m_scanner.peek();
    const bool isWord =
        next == '$' || next == '_' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    return isWord ? word() : scalar();
}

Result<AttributeValue> IonParser::list(int level) {
    values::AttributeList list;
    auto read = elements([&]() -> Result<void> {
        auto element = value(level + 1);
        if (!element) {
            return element.error();
        }
        list.push_back(std::move(*element));
        return {};
    });
    if (!read) {
        return read.error();
    }
    return AttributeValue::list(std::move(list));
}

Result<AttributeValue> IonParser::map(int level) {
    auto map = members(level + 1);
    if (!map) {
        return map.error();
    }
    return AttributeValue::map(std::move(*map));
}

// A text, or the annotation of a set.
Result<AttributeValue> IonParser::quotedSymbol() {
    auto symbol = m_scanner.text();
    if (!symbol) {
        return symbol.error();
    }
    const auto annotates = takeNext("::");
    if (!annotates) {
        return annotates.error();
    }
    return *annotates ? set(*symbol) : AttributeValue::string(std::move(*symbol));
}

// null, true, false, or the annotation of a set.
Result<AttributeValue> IonParser::word() {
    const auto word = m_scanner.identifier();
    if (word == "null") {
        if (m_scanner.take(".null") || m_scanner.peek() != '.') {
            return AttributeValue::null();
        }
        return m_scanner.error("a null with a type has no DynamoDB type");
    }
    if (word == "true" || word == "false") {
        return AttributeValue::boolean(word == "true");
    }
    const auto annotates = takeNext("::");
    if (!annotates) {
        return annotates.error();
    }
    return *annotates ? set(word) : m_scanner.error("a symbol has no DynamoDB type");
}

Result<AttributeValue> IonParser::set(std::string_view annotation) {
    const AttributeType wanted = annotation == "$dynamodb_SS"   ? AttributeType::S
                                 : annotation == "$dynamodb_NS" ? AttributeType::N
                                 : annotation == "$dynamodb_BS" ? AttributeType::B
                                                                : AttributeType::Null;
    if (wanted == AttributeType::Null) {
        return m_scanner.error("an annotation other than $dynamodb_SS, $dynamodb_NS, $dynamodb_BS");
    }
    if (auto opened = expect("["); !opened) {
        return opened.error();
    }
    std::vector<AttributeValue> values;
    auto read = elements([&]() -> Result<void> {
        auto element = scalar();
        if (!element) {
            return element.error();
        }
        if (element->type() != wanted) {
            return m_scanner.error("a member of another type in a set");
        }
        values.push_back(std::move(*element));
        return {};
    });
    if (!read) {
        return read.error();
    }
    return makeSet(wanted, std::move(values));
}

// A text, a number or a blob.
Result<AttributeValue> IonParser::scalar() {
    const char next = m_scanner.peek();
    if (next == '"' || next == '\'') {
        auto text = m_scanner.text();
        if (!text) {
            return text.error();
        }
        return AttributeValue::string(std::move(*text));
    }
    if (m_scanner.take("{{")) {
        auto bytes = m_scanner.blob();
        if (!bytes) {
            return bytes.error();
        }
        return AttributeValue::binary(std::move(*bytes));
    }
    if (next != '-' && (next < '0' || next > '9')) {
        return m_scanner.error("expected a value that has a DynamoDB type");
    }
    const auto number = parseIonNumber(m_scanner.numeral());
    if (!number) {
        return number.error();
    }
    return AttributeValue::number(*number);
}

class IonDecoder final : public LineDecoder {
public:
    Result<values::AttributeMap> decode(std::string_view line) override {
        auto item = IonParser(line).record();
        return item ? checkedItem(std::move(*item)) : item;
    }

    // Comments and version markers alone are no record.
    bool isBlank(std::string_view line) const override {
        IonScanner scanner(line);
        do {
            if (!scanner.skipSpace()) {
                return false;
            }
        } while (scanner.take(versionMarker));
        return scanner.atEnd();
    }
};

}  // namespace

std::unique_ptr<RecordReader> makeIonReader(std::unique_ptr<ByteSource> source,
                                            RecordPosition startAt) {
    return std::make_unique<LineRecordReader>(std::move(source), startAt,
                                              std::make_unique<IonDecoder>());
}

}  // namespace engine::transfer
