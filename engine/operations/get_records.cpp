#include "engine/operations/get_records.h"

#include <algorithm>
#include <utility>

#include "engine/base/iso_time.h"
#include "engine/operations/handlers.h"
#include "engine/operations/stream_lookup.h"

namespace engine::operations {

namespace {

Error expiredIterator(const history::ShardIterator& iterator, Timestamp now) {
    return {ErrorKind::ExpiredIterator,
            "Iterator expired. The iterator was created at time " + isoTime(iterator.createdAt) +
                " while right now it is " + isoTime(now) +
                " which is further in the future than the tolerated delay of " +
                std::to_string(history::iteratorLifeMilliseconds) + " milliseconds.",
            {}};
}

// Where reading begins, when part of what the iterator points at has become too old.
Result<storage::Sequence> placeOf(const history::ShardIterator& iterator,
                                  storage::Sequence trimmed) {
    if (iterator.after >= trimmed) {
        return iterator.after;
    }
    if (iterator.skipsTrimmed) {
        return trimmed;
    }
    return Error{
        ErrorKind::TrimmedDataAccess,
        "Attempt to access trimmed data: sequence number " + history::sequenceText(iterator.after),
        {}};
}

}  // namespace

Result<GetRecordsOutput> getRecords(const Context& context, const GetRecordsInput& input) {
    const auto& databaseId = context.database.databaseId();
    auto iterator = history::decodeIterator(input.shardIterator, databaseId);
    if (!iterator) {
        return Error::validation("Invalid ShardIterator");
    }
    const auto now = context.clock.now();
    if (now.milliseconds - iterator->createdAt.milliseconds > history::iteratorLifeMilliseconds) {
        return expiredIterator(*iterator, now);
    }
    const auto arn = input.shardIterator.substr(0, input.shardIterator.find('|'));
    const auto stream = history::findStream(*context.database.catalog(), streamTime(context),
                                            iterator->table, iterator->label);
    if (!stream) {
        return streamNotFound(arn);
    }
    const auto view = history::StreamShards::open(context.database, context.clock, *stream);
    if (!view) {
        return view.error();
    }
    const auto shard = view->at(iterator->shard);
    if (!shard) {
        return shard.error();
    }
    const auto trimmed = view->trimmedThrough();
    if (!trimmed) {
        return trimmed.error();
    }
    const auto place = placeOf(*iterator, *trimmed);
    if (!place) {
        return place.error();
    }
    const auto most = static_cast<std::size_t>(
        input.limit.value_or(static_cast<std::int32_t>(history::streamPageRecordsMax)));
    auto page = history::readShard(context.database, *stream, *shard, *place, most);
    if (!page) {
        return std::move(page).error();
    }
    GetRecordsOutput output;
    output.records = std::move(page->records);
    for (const auto& record : output.records) {
        output.eventIds.push_back(history::eventIdOf(databaseId, record.sequence));
    }
    output.viewType = stream->stream.viewType;
    output.region = context.region;
    if (!page->isAtEnd) {
        iterator->after = page->position;
        iterator->createdAt = now;
        output.nextShardIterator = history::encodeIterator(*iterator, arn, databaseId);
    }
    return output;
}

}  // namespace engine::operations
