#include <algorithm>
#include <string>

#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

void appendMap(const values::AttributeMap& map, std::string& out) {
    encodeItem(values::EncodedItem(map).view(), out);
}

// As in the streams API, so that the two can be told together.
void writeSequence(std::string_view name, storage::Sequence sequence, ObjectWriter& object) {
    constexpr std::size_t digits = 21;
    std::string text = std::to_string(sequence);
    text.insert(0, digits - text.size(), '0');
    object.text(name, text);
}

void writeTime(std::string_view name, Timestamp time, ObjectWriter& object) {
    appendTime(std::max(time.milliseconds, std::int64_t{0}), object.member(name));
}

std::string_view eventName(history::Event event) {
    switch (event) {
        case history::Event::Insert: return "INSERT";
        case history::Event::Modify: return "MODIFY";
        case history::Event::Remove: return "REMOVE";
    }
    return {};
}

std::string_view originName(storage::ChangeOrigin origin) {
    switch (origin) {
        case storage::ChangeOrigin::User: return "USER";
        case storage::ChangeOrigin::TimeToLive: return "TIME_TO_LIVE";
        case storage::ChangeOrigin::Restore: return "RESTORE";
        case storage::ChangeOrigin::Import: return "IMPORT";
    }
    return {};
}

std::string_view kindName(history::BookmarkKind kind) {
    switch (kind) {
        case history::BookmarkKind::Manual: return "MANUAL";
        case history::BookmarkKind::Restart: return "RESTART";
        case history::BookmarkKind::SchemaChange: return "SCHEMA_CHANGE";
        case history::BookmarkKind::BulkOperation: return "BULK_OPERATION";
        case history::BookmarkKind::Import: return "IMPORT";
        case history::BookmarkKind::Restore: return "RESTORE";
    }
    return {};
}

std::string_view actionName(operations::RestoreAction action) {
    switch (action) {
        case operations::RestoreAction::None: return "NONE";
        case operations::RestoreAction::Put: return "PUT";
        case operations::RestoreAction::Delete: return "DELETE";
    }
    return {};
}

std::string_view statusName(operations::RestoreStatus status) {
    switch (status) {
        case operations::RestoreStatus::Planned: return "PLANNED";
        case operations::RestoreStatus::Done: return "DONE";
        case operations::RestoreStatus::Conflict: return "CONFLICT";
    }
    return {};
}

template <class List, class Append>
void writeList(std::string_view name, const List& list, ObjectWriter& object, Append append) {
    std::string& out = object.member(name);
    out += '[';
    bool isFirst = true;
    for (const auto& element : list) {
        out += isFirst ? "" : ",";
        isFirst = false;
        append(element, out);
    }
    out += ']';
}

void writeImage(std::string_view name, const std::optional<values::EncodedItem>& image,
                ObjectWriter& object) {
    if (image) {
        encodeItem(image->view(), object.member(name));
    }
}

// What a version and a later version have in common.
template <class Version>
void writeChange(const Version& version, ObjectWriter& object) {
    writeSequence("SequenceNumber", version.sequence, object);
    writeTime("DateTime", version.time, object);
    object.text("EventName", eventName(version.event));
    object.text("Origin", originName(version.origin));
    if (!version.actor.empty()) {
        object.text("Actor", version.actor);
    }
}

void writeNames(const std::vector<std::string>& names, ObjectWriter& object) {
    writeList("ChangedAttributes", names, object,
              [](const std::string& name, std::string& out) { appendJsonString(name, out); });
}

void appendVersion(const history::ItemVersion& version, std::string& out) {
    ObjectWriter object(out);
    writeChange(version, object);
    writeSequence("RequestSequenceNumber", version.request, object);
    writeNames(version.changedAttributes, object);
    writeImage("Item", version.after, object);
    writeImage("OldItem", version.before, object);
    object.close();
}

void appendDifference(const operations::ItemDifference& difference, std::string& out) {
    ObjectWriter object(out);
    object.text("DifferenceType", !difference.before  ? "ADDED"
                                  : !difference.after ? "REMOVED"
                                                      : "CHANGED");
    appendMap(difference.key, object.member("Key"));
    writeNames(difference.changedAttributes, object);
    writeImage("OldItem", difference.before, object);
    writeImage("NewItem", difference.after, object);
    object.close();
}

void appendRestored(const operations::RestoredItem& item, std::string& out) {
    ObjectWriter object(out);
    appendMap(item.key, object.member("Key"));
    object.text("Action", actionName(item.action));
    object.text("Status", statusName(item.status));
    if (item.laterVersionCount != 0) {
        object.integer("LaterVersionCount", item.laterVersionCount);
        writeList("LaterVersions", item.laterVersions, object,
                  [](const operations::LaterVersion& version, std::string& list) {
                      ObjectWriter entry(list);
                      writeChange(version, entry);
                      entry.close();
                  });
    }
    object.close();
}

void appendBookmark(const history::Bookmark& bookmark, std::string& out) {
    ObjectWriter object(out);
    object.text("BookmarkId", bookmark.id);
    object.text("BookmarkName", bookmark.name);
    object.text("BookmarkKind", kindName(bookmark.kind));
    writeTime("BookmarkDateTime", bookmark.time, object);
    writeSequence("SequenceNumber", bookmark.sequence, object);
    object.close();
}

void appendTable(const operations::HistoryTable& table, std::string& out) {
    ObjectWriter object(out);
    object.text("TableName", table.name);
    object.text("TableId", table.id);
    object.text("TableStatus", table.droppedAt ? "DELETED" : "ACTIVE");
    writeTime("CreationDateTime", table.createdAt, object);
    if (table.droppedAt) {
        writeTime("DeletionDateTime", *table.droppedAt, object);
    }
    object.close();
}

}  // namespace

void encodeAnswer(const operations::ListItemVersionsOutput& output, std::string& out) {
    ObjectWriter object(out);
    writeList("Versions", output.versions, object, appendVersion);
    if (output.lastEvaluatedSequence) {
        writeSequence("LastEvaluatedSequenceNumber", *output.lastEvaluatedSequence, object);
    }
    object.close();
}

void encodeAnswer(const operations::DiffTableOutput& output, std::string& out) {
    ObjectWriter object(out);
    writeList("Differences", output.differences, object, appendDifference);
    writeTime("FromDateTime", output.from, object);
    writeTime("ToDateTime", output.to, object);
    if (output.lastEvaluatedKey) {
        appendMap(*output.lastEvaluatedKey, object.member("LastEvaluatedKey"));
    }
    object.close();
}

void encodeAnswer(const operations::RestoreItemsOutput& output, std::string& out) {
    ObjectWriter object(out);
    writeList("Items", output.items, object, appendRestored);
    writeSequence("PlannedAt", output.plannedAt, object);
    if (output.lastEvaluatedKey) {
        appendMap(*output.lastEvaluatedKey, object.member("LastEvaluatedKey"));
    }
    object.close();
}

void encodeAnswer(const operations::CreateBookmarkOutput& output, std::string& out) {
    ObjectWriter object(out);
    appendBookmark(output.bookmark, object.member("BookmarkDescription"));
    object.close();
}

void encodeAnswer(const operations::ListBookmarksOutput& output, std::string& out) {
    ObjectWriter object(out);
    writeList("Bookmarks", output.bookmarks, object, appendBookmark);
    if (output.lastEvaluatedBookmarkId) {
        object.text("LastEvaluatedBookmarkId", *output.lastEvaluatedBookmarkId);
    }
    object.close();
}

void encodeAnswer(const operations::VerifyOutput& output, std::string& out) {
    const auto& report = output.report;
    ObjectWriter answer(out);
    ObjectWriter object(answer.member("VerifyReport"));
    object.boolean("IsClean", report.isClean());
    object.integer("FindingCount", report.findingCount);
    writeList("Findings", report.findings, object,
              [](const storage::VerifyFinding& finding, std::string& list) {
                  ObjectWriter entry(list);
                  entry.text("Check", finding.check);
                  entry.text("Place", finding.place);
                  entry.text("Message", finding.message);
                  entry.close();
              });
    object.integer("PageCount", report.pages);
    object.integer("TableCount", report.tables);
    object.integer("ItemCount", report.items);
    object.integer("IndexEntryCount", report.indexEntries);
    object.integer("RecordCount", report.records);
    object.integer("ChangeCount", report.changes);
    object.integer("CheckedSizeBytes", report.bytes);
    object.integer("DurationMilliseconds", static_cast<std::uint64_t>(report.milliseconds));
    object.close();
    answer.close();
}

void encodeAnswer(const operations::DescribeHistoryOutput& output, std::string& out) {
    constexpr std::int64_t secondMilliseconds = 1000;
    ObjectWriter answer(out);
    ObjectWriter object(answer.member("HistoryDescription"));
    writeTime("EarliestReadableDateTime", output.extent.begin, object);
    writeTime("LatestChangeDateTime", output.extent.end, object);
    writeSequence("FirstSequenceNumber", output.extent.first, object);
    writeSequence("LastSequenceNumber", output.extent.last, object);
    object.integer("SizeBytes", output.extent.bytes);
    object.integer("SegmentCount", output.extent.segments);
    object.integer("RetentionSeconds",
                   static_cast<std::uint64_t>(output.retention.milliseconds / secondMilliseconds));
    object.integer("RetentionSizeBytes", output.retention.bytes);
    object.integer("BookmarkCount", output.bookmarks);
    writeList("Tables", output.tables, object, appendTable);
    object.close();
    answer.close();
}

}  // namespace engine::wire
