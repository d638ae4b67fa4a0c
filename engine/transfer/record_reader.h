#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/transfer/byte_stream.h"
#include "engine/values/attribute_value.h"

// Items from import files (facts/streams-backup-pitr.md section 8). Readers decode one record per
// call and hold one record and one block; they are used by one thread at a time.
namespace engine::transfer {

// A record (a line; in CSV a row with its quoted line breaks) may be this long. The longest legal
// item, 400 KiB of empty strings in a list, is 3.6 MB as DynamoDB JSON.
inline constexpr std::size_t recordBytesMax = 4'194'304;

// Where a record starts in the inflated stream.
struct RecordPosition {
    std::uint64_t line = 1;
    std::uint64_t byteOffset = 0;
    friend bool operator==(const RecordPosition&, const RecordPosition&) = default;
};

struct Record {
    RecordPosition position;
    // Error (Validation): this record is bad, the next one may be good. The item keeps the rules of
    // PutItem that need no table: facts/validation.md section 5 and the size of an item. Keys are
    // for the caller to check (schema::itemKey, schema::checkIndexKeys).
    Result<values::AttributeMap> item;
};

// "line 3, byte 120: Supplied AttributeValue is empty, ..."; the record must be a bad one.
std::string describeBadRecord(const Record& record);

class RecordReader {
public:
    RecordReader() = default;
    virtual ~RecordReader() = default;
    RecordReader(const RecordReader&) = delete;
    RecordReader& operator=(const RecordReader&) = delete;

    // nullopt is the end. An error (of the source: Io, Corrupt, LimitExceeded) ends the reading.
    // Empty lines are no records.
    virtual Result<std::optional<Record>> next() = 0;
    // Behind the records that next() has returned: a reader of the same bytes that is made with
    // this position goes on there, so that an interrupted job can resume.
    virtual RecordPosition position() const = 0;
    // Most bytes that the reader has held of its source at once.
    virtual std::size_t bufferBytes() const = 0;
};

// Lines {"Item":{...}}.
std::unique_ptr<RecordReader> makeDynamoDbJsonReader(std::unique_ptr<ByteSource> source,
                                                     RecordPosition startAt = {});

// Lines $ion_1_0 {Item:{...}}; the version marker may be missing. Numbers are Ion ints, decimals
// and floats (by their text, so exact), B is a blob, sets are annotated lists ($dynamodb_SS, _NS,
// _BS), S is a string or a quoted symbol. What has no DynamoDB type (timestamp, clob,
// s-expression, typed null, other annotations, symbol ids) is an error of its record.
std::unique_ptr<RecordReader> makeIonReader(std::unique_ptr<ByteSource> source,
                                            RecordPosition startAt = {});

}  // namespace engine::transfer
