#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"

namespace engine::wire {
namespace {

constexpr std::string_view keysAndAttributesType =
    "com.amazonaws.dynamodb.v20120810.KeysAndAttributes";
constexpr std::string_view writeRequestsType =
    "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>";
constexpr std::string_view mapKeysConstraint =
    "Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member "
    "must have length greater than or equal to 3, Member must satisfy regular expression pattern: "
    "[a-zA-Z0-9_.-]+]";
constexpr std::string_view mapValueConstraint =
    "Map value must satisfy constraint: [Member must have length less than or equal to 25, Member "
    "must have length greater than or equal to 1]";

bool isTableReference(std::string_view name) {
    return isArn(name) || (name.size() >= limits::tableNameBytesMin &&
                           name.size() <= limits::tableNameBytesMax && isResourceName(name));
}

void checkTableReferences(JsonObject requestItems, Constraints& constraints) {
    for (const auto& member : requestItems) {
        if (!isTableReference(member.key)) {
            constraints.add(oldEntry(singleQuoted(simdjson::minify(requestItems)), "requestItems",
                                     mapKeysConstraint));
            return;
        }
    }
}

// What has to be said about one table's part of a batch once the types of the whole request are
// known to be good.
struct KeysPart {
    operations::KeysAndAttributes keysAndAttributes;
    std::optional<std::size_t> keyCount;  // nullopt: Keys is missing
    std::optional<std::string> valueProblem;
};

using KeyText = std::map<std::string_view, std::string>;

KeyText textOf(JsonObject key) {
    KeyText text;
    for (const auto& member : key) {
        text.emplace(member.key, simdjson::minify(member.value));
    }
    return text;
}

// Whether the key names an item that another key of the list names already, with its numbers
// written otherwise. The service reads such an item once, and only takes keys for duplicates that
// are written alike (facts/aws-observed.md section 9).
class RepeatedKeys final {
public:
    bool isWrittenOtherwise(JsonObject json, const values::AttributeMap& key) {
        auto [known, isNew] =
            m_texts.emplace(values::EncodedItem(key).bytes(), std::set<KeyText>());
        return known->second.insert(textOf(json)).second && !isNew;
    }

private:
    std::map<std::string, std::set<KeyText>> m_texts;
};

KeysPart readKeysPart(const Members& members) {
    KeysPart part;
    AttributeReader reader(ValueLayer::Current, members.failure());
    RepeatedKeys repeated;
    const auto keys = members.array("Keys");
    if (keys) {
        part.keyCount = keys->size();
        for (const Json key : *keys) {
            const auto object = toMap(key,
                                      "java.util.Map<java.lang.String, "
                                      "com.amazonaws.dynamodb.v20120810.AttributeValue>",
                                      members.failure());
            if (!object) {
                continue;
            }
            auto read = reader.readMap(*object);
            if (reader.problem() || !repeated.isWrittenOtherwise(*object, read)) {
                part.keysAndAttributes.keys.push_back(std::move(read));
            }
        }
    }
    part.keysAndAttributes.consistentRead = members.boolean("ConsistentRead").value_or(false);
    part.keysAndAttributes.projectionExpression = members.text("ProjectionExpression");
    part.keysAndAttributes.attributes.names = readNames(members);
    part.keysAndAttributes.legacy.attributesToGet = members.texts("AttributesToGet");
    if (reader.problem()) {
        part.valueProblem = reader.problem()->message;
    }
    return part;
}

std::vector<std::pair<std::string, KeysPart>> readKeysParts(JsonObject requestItems,
                                                            SerializationFailure& failure) {
    std::vector<std::pair<std::string, KeysPart>> parts;
    for (const auto& member : requestItems) {
        if (member.value.is_null()) {
            continue;
        }
        if (const auto object = toElementStructure(member.value, "KeysAndAttributes", failure)) {
            parts.emplace_back(member.key, readKeysPart(Members(*object, failure)));
        }
    }
    return parts;
}

void checkKeyCounts(const std::vector<std::pair<std::string, KeysPart>>& parts,
                    Constraints& constraints) {
    for (const auto& [table, part] : parts) {
        if (!part.keyCount) {
            constraints.notNull(false, "requestItems." + table + ".member.keys");
            continue;
        }
        const std::string member = "requestItems." + table + ".member.Keys";
        constraints.lengthAtLeast(*part.keyCount, 1, "[]", member);
        constraints.lengthAtMost(*part.keyCount, limits::batchGetKeysMax, "[...]", member);
        const auto& attributes = part.keysAndAttributes.legacy.attributesToGet;
        if (attributes) {
            constraints.lengthAtLeast(attributes->size(), 1, "[]",
                                      "requestItems." + table + ".member.AttributesToGet");
        }
    }
}

struct WritePart {
    std::vector<operations::WriteRequest> requests;
    std::size_t count = 0;
    std::string echo;                  // of a list whose length is wrong
    std::vector<std::string> missing;  // members that must not be null
    std::optional<std::string> problem;
};

// The map of attributes inside a PutRequest or DeleteRequest.
void readWriteRequest(const Members& members, const std::string& path, WritePart& part) {
    AttributeReader reader(ValueLayer::Old, members.failure());
    const auto put = members.structure("PutRequest", "PutRequest");
    const auto del = members.structure("DeleteRequest", "DeleteRequest");
    if (put.has_value() == del.has_value()) {
        if (!part.problem) {
            part.problem = put ? "Supplied AttributeValue has more than one datatypes set, must "
                                 "contain exactly one of the supported datatypes"
                               : "Supplied AttributeValue is empty, must contain exactly one of "
                                 "the supported datatypes";
        }
        return;
    }
    auto attributes =
        put ? readAttributes(*put, "Item", reader) : readAttributes(*del, "Key", reader);
    if (!attributes) {
        part.missing.push_back(path + (put ? ".putRequest.item" : ".deleteRequest.key"));
        return;
    }
    if (reader.problem() && !part.problem) {
        part.problem = reader.problem()->message;
    }
    part.requests.push_back({put.has_value(), *std::move(attributes)});
}

WritePart readWritePart(std::string_view table, const simdjson::dom::array& requests,
                        SerializationFailure& failure) {
    WritePart part;
    part.count = requests.size();
    if (part.count == 0 || part.count > limits::batchWriteItemsMax) {
        part.echo = simdjson::minify(requests);
    }
    const std::string path = "requestItems." + std::string(table) + ".member.";
    std::size_t position = 0;
    for (const Json request : requests) {
        ++position;
        if (const auto object = toElementStructure(request, "WriteRequest", failure)) {
            readWriteRequest(Members(*object, failure), path + std::to_string(position) + ".member",
                             part);
        }
    }
    return part;
}

std::vector<std::pair<std::string, WritePart>> readWriteParts(JsonObject requestItems,
                                                              SerializationFailure& failure) {
    std::vector<std::pair<std::string, WritePart>> parts;
    for (const auto& member : requestItems) {
        if (member.value.is_null()) {
            continue;
        }
        if (const auto requests = toArray(member.value, failure)) {
            parts.emplace_back(member.key, readWritePart(member.key, *requests, failure));
        }
    }
    return parts;
}

void checkWriteParts(const std::vector<std::pair<std::string, WritePart>>& parts,
                     Constraints& constraints) {
    for (const auto& [table, part] : parts) {
        if (part.count == 0 || part.count > limits::batchWriteItemsMax) {
            constraints.add(oldEntry("'{" + table + "=" + part.echo + "}'", "requestItems",
                                     mapValueConstraint));
        }
        for (const auto& path : part.missing) {
            constraints.notNull(false, path);
        }
    }
}

}  // namespace

DecodedRequest decodeBatchGetItem(const Members& members) {
    operations::BatchGetItemInput input;
    const EnumTexts texts(members);
    const auto requestItems = members.map("RequestItems", keysAndAttributesType);
    std::vector<std::pair<std::string, KeysPart>> parts;
    if (requestItems) {
        parts = readKeysParts(*requestItems, members.failure());
    }
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Current, true);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    constraints.notNull(requestItems.has_value(), "requestItems");
    if (requestItems) {
        constraints.lengthAtLeast(requestItems->size(), 1, "{}", "requestItems");
        checkTableReferences(*requestItems, constraints);
        checkKeyCounts(parts, constraints);
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    for (auto& [table, part] : parts) {
        if (part.valueProblem) {
            return Error::validation(*part.valueProblem);
        }
        input.requestItems.insert_or_assign(table, std::move(part.keysAndAttributes));
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeBatchWriteItem(const Members& members) {
    operations::BatchWriteItemInput input;
    const EnumTexts texts(members);
    const auto requestItems = members.map("RequestItems", writeRequestsType);
    std::vector<std::pair<std::string, WritePart>> parts;
    if (requestItems) {
        parts = readWriteParts(*requestItems, members.failure());
    }
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    input.returnItemCollectionMetrics = checkCollectionMetrics(texts, constraints);
    constraints.notNull(requestItems.has_value(), "requestItems");
    // A broken enum is told alone (facts/aws-observed.md section 9).
    if (requestItems && !constraints.broken()) {
        checkTableReferences(*requestItems, constraints);
        checkWriteParts(parts, constraints);
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    if (requestItems->size() == 0) {
        return Error::validation("The requestItems parameter is required for BatchWriteItem");
    }
    for (auto& [table, part] : parts) {
        if (part.problem) {
            return Error::validation(*part.problem);
        }
        input.requestItems.insert_or_assign(table, std::move(part.requests));
    }
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
