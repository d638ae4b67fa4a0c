#include <map>
#include <variant>
#include <vector>

#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

using operations::CapacityKind;

using values::EncodedItem;

void appendMap(const values::AttributeMap& map, std::string& out) {
    encodeItem(EncodedItem(map).view(), out);
}

void appendUnitsMembers(double units, CapacityKind kind, ObjectWriter& object) {
    appendUnits(units, object.member("CapacityUnits"));
    if (kind == CapacityKind::Read) {
        appendUnits(units, object.member("ReadCapacityUnits"));
    } else if (kind == CapacityKind::Write) {
        appendUnits(units, object.member("WriteCapacityUnits"));
    }
}

void appendUnitsObject(double units, CapacityKind kind, std::string& out) {
    ObjectWriter object(out);
    appendUnitsMembers(units, kind, object);
    object.close();
}

void appendIndexUnits(std::string_view name, const std::map<std::string, double>& units,
                      CapacityKind kind, ObjectWriter& object) {
    if (units.empty()) {
        return;
    }
    ObjectWriter indexes(object.member(name));
    for (const auto& [index, value] : units) {
        appendUnitsObject(value, kind, indexes.anyMember(index));
    }
    indexes.close();
}

void appendConsumedCapacity(const operations::ConsumedCapacity& capacity, std::string& out) {
    ObjectWriter object(out);
    object.text("TableName", capacity.tableName);
    appendUnitsMembers(capacity.capacityUnits, capacity.kind, object);
    if (capacity.table) {
        appendUnitsObject(*capacity.table, capacity.kind, object.member("Table"));
    }
    appendIndexUnits("LocalSecondaryIndexes", capacity.localIndexes, capacity.kind, object);
    appendIndexUnits("GlobalSecondaryIndexes", capacity.globalIndexes, capacity.kind, object);
    if (!capacity.vectorIndexes.empty()) {
        ObjectWriter indexes(object.member("VectorIndexes"));
        for (const auto& [index, bytes] : capacity.vectorIndexes) {
            ObjectWriter written(indexes.anyMember(index));
            written.integer("VectorWriteRequestBytes", bytes);
            written.close();
        }
        indexes.close();
    }
    object.close();
}

}  // namespace

void appendItems(const std::vector<EncodedItem>& items, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i != 0) {
            out += ',';
        }
        encodeItem(items[i].view(), out);
    }
    out += ']';
}

void appendConsumedCapacity(const std::optional<operations::ConsumedCapacity>& capacity,
                            ObjectWriter& object) {
    if (capacity) {
        appendConsumedCapacity(*capacity, object.member("ConsumedCapacity"));
    }
}

void appendConsumedCapacity(const std::vector<operations::ConsumedCapacity>& capacities,
                            ObjectWriter& object) {
    if (capacities.empty()) {
        return;
    }
    std::string& out = object.member("ConsumedCapacity");
    out += '[';
    for (std::size_t i = 0; i < capacities.size(); ++i) {
        if (i != 0) {
            out += ',';
        }
        appendConsumedCapacity(capacities[i], out);
    }
    out += ']';
}

namespace {

void appendCollectionMetrics(const operations::ItemCollectionMetrics& metrics, std::string& out) {
    ObjectWriter object(out);
    values::AttributeMap key;
    key.emplace(metrics.keyName, metrics.keyValue);
    appendMap(key, object.member("ItemCollectionKey"));
    std::string& range = object.member("SizeEstimateRangeGB");
    range += '[';
    appendUnits(metrics.lowerGigabytes, range);
    range += ',';
    appendUnits(metrics.upperGigabytes, range);
    range += ']';
    object.close();
}

void appendCollectionMetrics(
    const std::map<std::string, std::vector<operations::ItemCollectionMetrics>>& metricsByTable,
    ObjectWriter& object) {
    if (metricsByTable.empty()) {
        return;
    }
    ObjectWriter tables(object.member("ItemCollectionMetrics"));
    for (const auto& [table, metrics] : metricsByTable) {
        std::string& list = tables.anyMember(table);
        list += '[';
        for (std::size_t i = 0; i < metrics.size(); ++i) {
            list += i == 0 ? "" : ",";
            appendCollectionMetrics(metrics[i], list);
        }
        list += ']';
    }
    tables.close();
}

// PutItem, DeleteItem and UpdateItem answer alike.
template <class Output>
void encodeWriteAnswer(const Output& output, std::string& out) {
    ObjectWriter object(out);
    if (output.attributes) {
        encodeItem(output.attributes->view(), object.member("Attributes"));
    }
    appendConsumedCapacity(output.consumedCapacity, object);
    if (output.itemCollectionMetrics) {
        appendCollectionMetrics(*output.itemCollectionMetrics,
                                object.member("ItemCollectionMetrics"));
    }
    object.close();
}

void encodeAnswer(const operations::PutItemOutput& output, std::string& out) {
    encodeWriteAnswer(output, out);
}

void encodeAnswer(const operations::DeleteItemOutput& output, std::string& out) {
    encodeWriteAnswer(output, out);
}

void encodeAnswer(const operations::UpdateItemOutput& output, std::string& out) {
    encodeWriteAnswer(output, out);
}

void encodeAnswer(const operations::GetItemOutput& output, std::string& out) {
    ObjectWriter object(out);
    if (output.item) {
        encodeItem(output.item->view(), object.member("Item"));
    }
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void encodeAnswer(const operations::QueryOutput& output, std::string& out) {
    ObjectWriter object(out);
    if (!output.countOnly) {
        appendItems(output.items, object.member("Items"));
    }
    object.integer("Count", static_cast<std::uint64_t>(output.count));
    object.integer("ScannedCount", static_cast<std::uint64_t>(output.scannedCount));
    if (output.lastEvaluatedKey) {
        appendMap(*output.lastEvaluatedKey, object.member("LastEvaluatedKey"));
    }
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void appendKeysAndAttributes(const operations::KeysAndAttributes& keys, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("Keys");
    list += '[';
    for (std::size_t i = 0; i < keys.keys.size(); ++i) {
        if (i != 0) {
            list += ',';
        }
        appendMap(keys.keys[i], list);
    }
    list += ']';
    if (keys.consistentRead) {
        object.boolean("ConsistentRead", true);
    }
    if (keys.projectionExpression) {
        object.text("ProjectionExpression", *keys.projectionExpression);
    }
    if (keys.legacy.attributesToGet) {
        std::string& names = object.member("AttributesToGet");
        names += '[';
        for (const auto& name : *keys.legacy.attributesToGet) {
            names += names.back() == '[' ? "" : ",";
            appendJsonString(name, names);
        }
        names += ']';
    }
    if (keys.attributes.names) {
        ObjectWriter names(object.member("ExpressionAttributeNames"));
        for (const auto& [token, name] : *keys.attributes.names) {
            appendJsonString(name, names.anyMember(token));
        }
        names.close();
    }
    object.close();
}

void encodeAnswer(const operations::BatchGetItemOutput& output, std::string& out) {
    ObjectWriter object(out);
    ObjectWriter responses(object.member("Responses"));
    for (const auto& [table, items] : output.responses) {
        appendItems(items, responses.anyMember(table));
    }
    responses.close();
    ObjectWriter unprocessed(object.member("UnprocessedKeys"));
    for (const auto& [table, keys] : output.unprocessedKeys) {
        appendKeysAndAttributes(keys, unprocessed.anyMember(table));
    }
    unprocessed.close();
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void appendWriteRequests(const std::vector<operations::WriteRequest>& requests, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < requests.size(); ++i) {
        out += i == 0 ? "" : ",";
        out += requests[i].isPut ? "{\"PutRequest\":{\"Item\":" : "{\"DeleteRequest\":{\"Key\":";
        appendMap(requests[i].itemOrKey, out);
        out += "}}";
    }
    out += ']';
}

void encodeAnswer(const operations::BatchWriteItemOutput& output, std::string& out) {
    ObjectWriter object(out);
    ObjectWriter unprocessed(object.member("UnprocessedItems"));
    for (const auto& [table, requests] : output.unprocessedItems) {
        appendWriteRequests(requests, unprocessed.anyMember(table));
    }
    unprocessed.close();
    appendCollectionMetrics(output.itemCollectionMetrics, object);
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void encodeAnswer(const operations::TransactWriteItemsOutput& output, std::string& out) {
    ObjectWriter object(out);
    appendConsumedCapacity(output.consumedCapacity, object);
    appendCollectionMetrics(output.itemCollectionMetrics, object);
    object.close();
}

void encodeAnswer(const operations::TransactGetItemsOutput& output, std::string& out) {
    ObjectWriter object(out);
    appendConsumedCapacity(output.consumedCapacity, object);
    std::string& responses = object.member("Responses");
    responses += '[';
    for (std::size_t i = 0; i < output.items.size(); ++i) {
        responses += i == 0 ? "" : ",";
        ObjectWriter response(responses);
        if (output.items[i]) {
            encodeItem(output.items[i]->view(), response.member("Item"));
        }
        response.close();
    }
    responses += ']';
    object.close();
}

}  // namespace

void encodeResponse(const operations::Response& response, std::string& out) {
    std::visit([&](const auto& output) { encodeAnswer(output, out); }, response);
}

}  // namespace engine::wire
