#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/transfer/record_reader.h"
#include "engine/values/item_view.h"

// CSV (RFC 4180 with the delimiters of ImportTable): fields may be quoted, a quote inside is
// doubled, quoted fields may hold delimiters and line breaks. UTF-8, with or without a BOM.
namespace engine::transfer {

struct CsvReadOptions {
    char delimiter = ',';  // one of , tab : ; | space
    // Names of the columns. Empty: the first row names them. Given: the first row is data.
    std::vector<std::string> header;
    // Declared types (S, N, B as base64) of key attributes; every other column is S.
    std::map<std::string, values::AttributeType, std::less<>> keyTypes;
};

// Errors: Validation (another delimiter; a header that is missing, longer than a record, or has an
// empty or repeated name); of the source. A row with more or fewer fields than the header is a bad
// record. An empty field of a column that is not a key is an empty string.
Result<std::unique_ptr<RecordReader>> makeCsvReader(std::unique_ptr<ByteSource> source,
                                                    CsvReadOptions options,
                                                    RecordPosition startAt = {});

struct CsvWriteOptions {
    char delimiter = ',';
    // Puts a ' before text that a spreadsheet would take for a formula: S values that start with
    // = + - @, a tab or a carriage return.
    bool neutraliseFormulas = false;
};

void appendCsvRow(std::span<const std::string> fields, const CsvWriteOptions& options,
                  std::string& out);
// The row of one item: S as its text, N as its number, B as base64, BOOL as true or false, an
// attribute that the item does not have as nothing, everything else as DynamoDB JSON.
void appendCsvItem(values::ItemView item, std::span<const std::string> columns,
                   const CsvWriteOptions& options, std::string& out);

}  // namespace engine::transfer
