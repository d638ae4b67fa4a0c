#include "engine/operations/describe_stream.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/stream_lookup.h"

namespace engine::operations {

Result<DescribeStreamOutput> describeStream(const Context& context,
                                            const DescribeStreamInput& input) {
    auto stream = findStream(context, input.streamArn);
    if (!stream) {
        return std::move(stream).error();
    }
    const auto view = history::StreamShards::open(context.database, context.clock, *stream);
    if (!view) {
        return view.error();
    }
    auto shards = view->all();
    if (!shards) {
        return std::move(shards).error();
    }
    DescribeStreamOutput output;
    output.streamArn = streamArn(context, *stream->table, stream->stream);
    output.stream = *std::move(stream);
    const auto most = static_cast<std::size_t>(input.limit.value_or(limits::streamPageMax));
    for (auto& shard : *shards) {
        if ((input.exclusiveStartShardId && shard.id <= *input.exclusiveStartShardId) ||
            (input.childrenOf && shard.parentId != input.childrenOf)) {
            continue;
        }
        if (output.shards.size() == most) {
            output.lastEvaluatedShardId = output.shards.back().id;
            break;
        }
        output.shards.push_back(std::move(shard));
    }
    return output;
}

}  // namespace engine::operations
