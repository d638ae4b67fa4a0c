#include "engine/operations/stream_lookup.h"

#include <utility>

namespace engine::operations {

namespace {

constexpr std::string_view streamPart = "/stream/";

}  // namespace

std::string streamArn(const Context& context, const schema::Table& table,
                      const schema::Stream& stream) {
    auto arn = schema::tableArn(context.region, context.accountId, table.name);
    return arn.append(streamPart).append(stream.label);
}

Result<StreamName> streamNameOf(std::string_view arn) {
    const auto at = arn.find(streamPart);
    const auto tableName = schema::tableNameOf(arn.substr(0, at));
    if (!arn.starts_with("arn:") || at == std::string_view::npos || tableName.empty() ||
        tableName.find(':') != std::string_view::npos || at + streamPart.size() == arn.size()) {
        return Error::validation("Invalid StreamArn: Invalid ResourceArn provided as input " +
                                 std::string(arn));
    }
    return StreamName{std::string(tableName), std::string(arn.substr(at + streamPart.size()))};
}

Result<history::TableStream> findStream(const Context& context, std::string_view arn) {
    const auto name = streamNameOf(arn);
    if (!name) {
        return name.error();
    }
    auto stream = history::findStream(*context.database.catalog(), streamTime(context),
                                      name->tableName, name->label);
    if (!stream) {
        return streamNotFound(arn);
    }
    return *std::move(stream);
}

Error streamNotFound(std::string_view arn) {
    return Error::resourceNotFound("Requested resource not found: Stream: " + std::string(arn) +
                                   " not found");
}

std::string newestStreamLabel(const Context& context, std::string_view tableName) {
    const auto streams = history::readableStreams(*context.database.catalog(), streamTime(context),
                                                  std::string(tableName));
    return streams.empty() ? std::string() : streams.back().stream.label;
}

Timestamp streamTime(const Context& context) {
    return history::streamTime(context.database.history(), context.clock);
}

}  // namespace engine::operations
