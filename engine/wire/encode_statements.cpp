#include <string>
#include <vector>

#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

// {"Item": ...} or {}.
void appendItemObject(const std::optional<values::EncodedItem>& item, std::string& out) {
    ObjectWriter object(out);
    if (item) {
        encodeItem(item->view(), object.member("Item"));
    }
    object.close();
}

void appendResponse(const operations::BatchStatementResponse& response, std::string& out) {
    ObjectWriter object(out);
    if (response.error) {
        ObjectWriter error(object.member("Error"));
        error.text("Code", response.error->code);
        error.text("Message", response.error->message);
        error.close();
    }
    if (response.tableName) {
        object.text("TableName", *response.tableName);
    }
    if (response.item) {
        encodeItem(response.item->view(), object.member("Item"));
    }
    object.close();
}

void appendTexts(const std::vector<std::string>& texts, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        out += i == 0 ? "" : ",";
        appendJsonString(texts[i], out);
    }
    out += ']';
}

}  // namespace

void encodeAnswer(const operations::ExecuteStatementOutput& output, std::string& out) {
    ObjectWriter object(out);
    appendItems(output.items, object.member("Items"));
    if (output.nextToken) {
        object.text("NextToken", *output.nextToken);
    }
    if (output.lastEvaluatedKey) {
        encodeItem(values::EncodedItem(*output.lastEvaluatedKey).view(),
                   object.member("LastEvaluatedKey"));
    }
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void encodeAnswer(const operations::BatchExecuteStatementOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("Responses");
    list += '[';
    for (std::size_t i = 0; i < output.responses.size(); ++i) {
        list += i == 0 ? "" : ",";
        appendResponse(output.responses[i], list);
    }
    list += ']';
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void encodeAnswer(const operations::ExecuteTransactionOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("Responses");
    list += '[';
    for (std::size_t i = 0; i < output.items.size(); ++i) {
        list += i == 0 ? "" : ",";
        appendItemObject(output.items[i], list);
    }
    list += ']';
    appendConsumedCapacity(output.consumedCapacity, object);
    object.close();
}

void encodeAnswer(const operations::ExplainStatementOutput& output, std::string& out) {
    ObjectWriter object(out);
    object.text("Operation", output.operation);
    object.text("TableName", output.tableName);
    if (output.indexName) {
        object.text("IndexName", *output.indexName);
    }
    appendTexts(output.keyConditions, object.member("KeyConditions"));
    if (output.filter) {
        object.text("Filter", *output.filter);
    }
    if (output.condition) {
        object.text("Condition", *output.condition);
    }
    if (!output.columns.empty()) {
        appendTexts(output.columns, object.member("Columns"));
    }
    object.boolean("ScanIndexForward", output.scanIndexForward);
    object.boolean("FetchesFromTable", output.fetchesFromTable);
    ObjectWriter estimate(object.member("Estimate"));
    estimate.integer("Items", output.estimate.items);
    estimate.integer("Bytes", output.estimate.bytes);
    appendUnits(output.estimate.capacityUnits, estimate.member("CapacityUnits"));
    estimate.boolean("IsComplete", output.estimate.isComplete);
    estimate.close();
    object.close();
}

}  // namespace engine::wire
