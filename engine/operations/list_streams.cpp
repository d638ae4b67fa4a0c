#include "engine/operations/list_streams.h"

#include <tuple>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/stream_lookup.h"

namespace engine::operations {

Result<ListStreamsOutput> listStreams(const Context& context, const ListStreamsInput& input) {
    std::optional<StreamName> start;
    if (input.exclusiveStartStreamArn) {
        auto name = streamNameOf(*input.exclusiveStartStreamArn);
        if (!name) {
            return std::move(name).error();
        }
        start = *std::move(name);
    }
    std::optional<std::string> tableName;
    if (input.tableName) {
        tableName = schema::tableNameOf(*input.tableName);
    }
    const auto most = static_cast<std::size_t>(input.limit.value_or(limits::streamPageMax));
    ListStreamsOutput output;
    for (const auto& found :
         history::readableStreams(*context.database.catalog(), streamTime(context), tableName)) {
        const auto& name = found.table->name;
        const auto& label = found.stream.label;
        if (start && std::tie(name, label) <= std::tie(start->tableName, start->label)) {
            continue;
        }
        if (output.streams.size() == most) {
            output.lastEvaluatedStreamArn = output.streams.back().arn;
            break;
        }
        output.streams.push_back({streamArn(context, *found.table, found.stream), name, label});
    }
    return output;
}

}  // namespace engine::operations
