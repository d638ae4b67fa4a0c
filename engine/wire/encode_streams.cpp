#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

using history::StreamEvent;

std::string_view eventName(StreamEvent event) {
    switch (event) {
        case StreamEvent::Insert: return "INSERT";
        case StreamEvent::Modify: return "MODIFY";
        case StreamEvent::Remove: return "REMOVE";
    }
    return "MODIFY";
}

// The record's own part: what changed.
void appendStreamRecord(const history::StreamRecord& record, std::string_view viewType,
                        std::string& out) {
    ObjectWriter object(out);
    object.integer("ApproximateCreationDateTime",
                   static_cast<std::uint64_t>(record.time.milliseconds / 1000));
    encodeItem(record.keys.view(), object.member("Keys"));
    if (record.newImage) {
        encodeItem(record.newImage->view(), object.member("NewImage"));
    }
    if (record.oldImage) {
        encodeItem(record.oldImage->view(), object.member("OldImage"));
    }
    object.text("SequenceNumber", history::sequenceText(record.sequence));
    object.integer("SizeBytes", record.sizeBytes);
    object.text("StreamViewType", viewType);
    object.close();
}

void appendRecord(const operations::GetRecordsOutput& output, std::size_t position,
                  std::string& out) {
    const auto& record = output.records[position];
    ObjectWriter object(out);
    object.text("eventID", output.eventIds[position]);
    object.text("eventName", eventName(record.event));
    object.text("eventVersion", "1.1");
    object.text("eventSource", "aws:dynamodb");
    object.text("awsRegion", output.region);
    appendStreamRecord(record, output.viewType, object.member("dynamodb"));
    if (record.byTimeToLive) {
        ObjectWriter identity(object.member("userIdentity"));
        identity.text("Type", "Service");
        identity.text("PrincipalId", "dynamodb.amazonaws.com");
        identity.close();
    }
    object.close();
}

void appendShard(const history::Shard& shard, std::string& out) {
    ObjectWriter object(out);
    object.text("ShardId", shard.id);
    ObjectWriter range(object.member("SequenceNumberRange"));
    range.text("StartingSequenceNumber", history::sequenceText(shard.first));
    if (shard.isClosed) {
        range.text("EndingSequenceNumber", history::sequenceText(shard.last));
    }
    range.close();
    if (shard.parentId) {
        object.text("ParentShardId", *shard.parentId);
    }
    object.close();
}

void appendStreamDescription(const operations::DescribeStreamOutput& output, std::string& out) {
    const auto& [table, stream] = output.stream;
    ObjectWriter object(out);
    object.text("StreamArn", output.streamArn);
    object.text("StreamLabel", stream.label);
    object.text("StreamStatus", output.stream.isOpen() ? "ENABLED" : "DISABLED");
    object.text("StreamViewType", stream.viewType);
    appendTime(stream.createdAt.milliseconds, object.member("CreationRequestDateTime"));
    object.text("TableName", table->name);
    appendTableKeySchema(*table, object.member("KeySchema"));
    std::string& shards = object.member("Shards");
    shards += '[';
    for (std::size_t i = 0; i < output.shards.size(); ++i) {
        shards += i == 0 ? "" : ",";
        appendShard(output.shards[i], shards);
    }
    shards += ']';
    if (output.lastEvaluatedShardId) {
        object.text("LastEvaluatedShardId", *output.lastEvaluatedShardId);
    }
    object.close();
}

}  // namespace

void encodeAnswer(const operations::ListStreamsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("Streams");
    list += '[';
    for (std::size_t i = 0; i < output.streams.size(); ++i) {
        list += i == 0 ? "" : ",";
        ObjectWriter stream(list);
        stream.text("StreamArn", output.streams[i].arn);
        stream.text("StreamLabel", output.streams[i].label);
        stream.text("TableName", output.streams[i].tableName);
        stream.close();
    }
    list += ']';
    if (output.lastEvaluatedStreamArn) {
        object.text("LastEvaluatedStreamArn", *output.lastEvaluatedStreamArn);
    }
    object.close();
}

void encodeAnswer(const operations::DescribeStreamOutput& output, std::string& out) {
    ObjectWriter object(out);
    appendStreamDescription(output, object.member("StreamDescription"));
    object.close();
}

void encodeAnswer(const operations::GetShardIteratorOutput& output, std::string& out) {
    ObjectWriter object(out);
    object.text("ShardIterator", output.shardIterator);
    object.close();
}

void encodeAnswer(const operations::GetRecordsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& records = object.member("Records");
    records += '[';
    for (std::size_t i = 0; i < output.records.size(); ++i) {
        records += i == 0 ? "" : ",";
        appendRecord(output, i, records);
    }
    records += ']';
    if (output.nextShardIterator) {
        object.text("NextShardIterator", *output.nextShardIterator);
    }
    object.close();
}

}  // namespace engine::wire
