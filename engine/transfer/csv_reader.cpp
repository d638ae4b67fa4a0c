#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/base64.h"
#include "engine/transfer/csv.h"
#include "engine/transfer/csv_rows.h"
#include "engine/transfer/value_rules.h"

namespace engine::transfer {
namespace {

using values::AttributeType;
using values::AttributeValue;

constexpr std::string_view delimiters = ",\t:;| ";

Result<void> checkHeader(const std::vector<std::string>& header) {
    std::set<std::string_view> seen;
    for (const std::string& name : header) {
        if (name.empty()) {
            return Error::validation("The CSV header has an empty name");
        }
        if (!seen.insert(name).second) {
            return Error::validation("The CSV header has the name " + name + " twice");
        }
    }
    return {};
}

Result<AttributeValue> readField(AttributeType type, std::string field) {
    if (type == AttributeType::N) {
        const auto number = values::Number::parse(field);
        return number ? AttributeValue::number(*number) : Result<AttributeValue>(number.error());
    }
    if (type == AttributeType::B) {
        auto bytes = fromBase64(field);
        return bytes
                   ? AttributeValue::binary(std::move(*bytes))
                   : Result<AttributeValue>(Error::validation("A value of type B must be base64"));
    }
    return AttributeValue::string(std::move(field));
}

class CsvReader final : public RecordReader {
public:
    CsvReader(std::unique_ptr<CsvRowReader> rows, const CsvReadOptions& options,
              std::vector<std::string> header)
        : m_rows(std::move(rows)), m_header(std::move(header)) {
        for (const std::string& name : m_header) {
            const auto declared = options.keyTypes.find(name);
            m_types.push_back(declared == options.keyTypes.end() ? AttributeType::S
                                                                 : declared->second);
        }
    }

    Result<std::optional<Record>> next() override {
        auto row = m_rows->next();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return std::optional<Record>();
        }
        CsvRow& taken = **row;
        if (!taken.fields) {
            return std::optional(Record{taken.position, taken.fields.error()});
        }
        return std::optional(Record{taken.position, readItem(std::move(*taken.fields))});
    }
    RecordPosition position() const override { return m_rows->position(); }
    std::size_t bufferBytes() const override { return m_rows->bufferBytes(); }

private:
    Result<values::AttributeMap> readItem(std::vector<std::string> fields) const {
        if (fields.size() != m_header.size()) {
            return Error::validation("The row has " + std::to_string(fields.size()) +
                                     " fields, the header " + std::to_string(m_header.size()));
        }
        values::AttributeMap item;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto value = readField(m_types[i], std::move(fields[i]));
            if (!value) {
                return value.error();
            }
            item.emplace(m_header[i], std::move(*value));
        }
        return checkedItem(std::move(item));
    }

    std::unique_ptr<CsvRowReader> m_rows;
    std::vector<std::string> m_header;
    std::vector<AttributeType> m_types;  // of the columns
};

// The names in the first row.
Result<std::vector<std::string>> readHeader(CsvRowReader& rows) {
    auto row = rows.next();
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return Error::validation("The CSV header is missing");
    }
    return std::move((*row)->fields);
}

}  // namespace

Result<std::unique_ptr<RecordReader>> makeCsvReader(std::unique_ptr<ByteSource> source,
                                                    CsvReadOptions options,
                                                    RecordPosition startAt) {
    if (delimiters.find(options.delimiter) == std::string_view::npos) {
        return Error::validation("The CSV delimiter must be one of , tab : ; | space");
    }
    const bool hasHeader = !options.header.empty();
    auto rows = std::make_unique<CsvRowReader>(std::move(source), options.delimiter,
                                               hasHeader ? startAt : RecordPosition{});
    auto header = hasHeader ? std::move(options.header) : readHeader(*rows);
    if (!header) {
        return header.error();
    }
    if (auto checked = checkHeader(*header); !checked) {
        return checked.error();
    }
    if (auto passed = rows->passTo(startAt.byteOffset); !passed) {
        return passed.error();
    }
    return std::unique_ptr<RecordReader>(
        std::make_unique<CsvReader>(std::move(rows), options, std::move(*header)));
}

}  // namespace engine::transfer
