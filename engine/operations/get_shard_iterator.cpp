#include "engine/operations/get_shard_iterator.h"

#include <algorithm>

#include "engine/history/stream_records.h"
#include "engine/operations/handlers.h"
#include "engine/operations/stream_lookup.h"

namespace engine::operations {

namespace {

using storage::Sequence;

bool namesSequence(ShardIteratorType type) {
    return type == ShardIteratorType::AtSequenceNumber ||
           type == ShardIteratorType::AfterSequenceNumber;
}

Result<void> checkSequenceGiven(const GetShardIteratorInput& input) {
    if (namesSequence(input.type) == input.sequenceNumber.has_value()) {
        return {};
    }
    return Error::validation(
        input.sequenceNumber
            ? "One or more parameter values were invalid: SequenceNumber must not be specified "
              "when ShardIteratorType is TRIM_HORIZON or LATEST"
            : "One or more parameter values were invalid: SequenceNumber must be specified when "
              "ShardIteratorType is AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER");
}

// The record that an iterator begins behind, for the two kinds that name one.
Result<Sequence> placeOf(const GetShardIteratorInput& input, const history::Shard& shard,
                         Sequence trimmed) {
    const auto sequence = history::parseSequence(input.sequenceNumber.value_or(""));
    if (!sequence || *sequence < shard.first || *sequence > std::max(shard.last, shard.first)) {
        return Error::validation("Invalid SequenceNumber: " + input.sequenceNumber.value_or("") +
                                 " is not a sequence number of shard " + shard.id);
    }
    if (*sequence <= trimmed) {
        return Error{ErrorKind::TrimmedDataAccess,
                     "Attempt to access trimmed data: sequence number " + *input.sequenceNumber,
                     {}};
    }
    const bool isAt = input.type == ShardIteratorType::AtSequenceNumber;
    return isAt ? *sequence - 1 : *sequence;
}

}  // namespace

Result<GetShardIteratorOutput> getShardIterator(const Context& context,
                                                const GetShardIteratorInput& input) {
    if (auto given = checkSequenceGiven(input); !given) {
        return std::move(given).error();
    }
    const auto stream = findStream(context, input.streamArn);
    if (!stream) {
        return stream.error();
    }
    const auto view = history::StreamShards::open(context.database, context.clock, *stream);
    if (!view) {
        return view.error();
    }
    const auto shard = view->find(input.shardId);
    if (!shard) {
        return shard.error();
    }
    if (!*shard) {
        return Error::resourceNotFound("Requested resource not found: Shard: " + input.shardId +
                                       " in stream: " + input.streamArn + " not found");
    }
    const auto trimmed = view->trimmedThrough();
    if (!trimmed) {
        return trimmed.error();
    }
    history::ShardIterator iterator;
    iterator.table = stream->table->number;
    iterator.label = stream->stream.label;
    iterator.shard = (*shard)->number;
    iterator.createdAt = context.clock.now();
    if (namesSequence(input.type)) {
        const auto place = placeOf(input, **shard, *trimmed);
        if (!place) {
            return place.error();
        }
        iterator.after = *place;
    } else if (input.type == ShardIteratorType::Latest) {
        iterator.after = (*shard)->last;
    } else {
        iterator.skipsTrimmed = true;
    }
    return GetShardIteratorOutput{
        history::encodeIterator(iterator, streamArn(context, *stream->table, stream->stream),
                                context.database.databaseId())};
}

}  // namespace engine::operations
