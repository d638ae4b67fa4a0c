#pragma once

#include <string>
#include <string_view>

#include "engine/history/stream_shards.h"
#include "engine/operations/context.h"

// What the four operations on streams share.
namespace engine::operations {

std::string streamArn(const Context& context, const schema::Table& table,
                      const schema::Stream& stream);

// The two names in an ARN of a stream; Validation when it is none.
struct StreamName {
    std::string tableName;
    std::string label;
};
Result<StreamName> streamNameOf(std::string_view arn);

// ResourceNotFound when there is no such stream, or none any more.
Result<history::TableStream> findStream(const Context& context, std::string_view arn);
Error streamNotFound(std::string_view arn);

// The label of the newest stream of a table that has this name or had it; empty when there is none.
std::string newestStreamLabel(const Context& context, std::string_view tableName);

// Where iterators and records of the database are dated.
Timestamp streamTime(const Context& context);

}  // namespace engine::operations
