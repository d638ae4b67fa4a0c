#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/values/attribute_value.h"
#include "engine/values/vector_distance.h"

namespace engine::schema {

enum class KeyType { Hash, Range };
enum class BillingMode { Provisioned, PayPerRequest };
enum class ProjectionType { All, KeysOnly, Include };
// Updating is only what UpdateTable answers: by the next request the table is active.
enum class TableStatus { Creating, Active, Deleting, Updating };

struct AttributeDefinition {
    std::string name;
    values::AttributeType type = values::AttributeType::S;  // S, N or B
    friend bool operator==(const AttributeDefinition&, const AttributeDefinition&) = default;
};

struct KeySchemaElement {
    std::string name;
    KeyType type = KeyType::Hash;
    friend bool operator==(const KeySchemaElement&, const KeySchemaElement&) = default;
};

struct Throughput {
    std::int64_t readUnits = 0;
    std::int64_t writeUnits = 0;
    friend bool operator==(const Throughput&, const Throughput&) = default;
};

// Most that an on-demand table or index serves; nullopt: no ceiling.
struct OnDemandLimits {
    std::optional<std::int64_t> readUnits;
    std::optional<std::int64_t> writeUnits;
    friend bool operator==(const OnDemandLimits&, const OnDemandLimits&) = default;
};

// Members as they were sent; nullopt = not in the request. CreateTable's input and the source of
// validateTable's errors.
struct ProjectionSpec {
    std::optional<ProjectionType> type;
    std::optional<std::vector<std::string>> nonKeyAttributes;
};

struct IndexSpec {
    std::string name;
    std::vector<KeySchemaElement> keySchema;
    ProjectionSpec projection;
    std::optional<Throughput> throughput;  // global indexes only, as what follows
    std::optional<OnDemandLimits> onDemandLimits;
    std::optional<Throughput> warmThroughput;
};

// The HASH element partitions a vector index, an INLINE_FILTER element may be filtered by.
enum class SearchElementType { Hash, InlineFilter };

struct SearchElementSpec {
    std::string name;
    SearchElementType type = SearchElementType::Hash;
    friend bool operator==(const SearchElementSpec&, const SearchElementSpec&) = default;
};

struct VectorIndexSpec {
    std::string name;
    std::string vectorAttribute;
    std::int64_t dimensions = 0;
    values::DistanceFunction distance = values::DistanceFunction::Cosine;
    ProjectionSpec projection;
    std::vector<SearchElementSpec> searchSchema;
};

struct StreamSpec {
    bool enabled = false;
    std::optional<std::string> viewType;  // KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES
};

// SSESpecification. Nothing is encrypted by it: descriptions tell the key.
struct EncryptionSpec {
    bool enabled = false;              // false: with the key that the service owns
    std::optional<std::string> type;   // KMS
    std::optional<std::string> keyId;  // id, alias or ARN of a key
};

struct Tag {
    std::string key;
    std::string value;
    friend bool operator==(const Tag&, const Tag&) = default;
};

struct TableSpec {
    std::string tableName;
    std::vector<AttributeDefinition> attributeDefinitions;
    std::vector<KeySchemaElement> keySchema;
    std::optional<std::vector<IndexSpec>> localIndexes;
    std::optional<std::vector<IndexSpec>> globalIndexes;
    std::optional<std::vector<VectorIndexSpec>> vectorIndexes;
    std::optional<BillingMode> billingMode;
    std::optional<Throughput> throughput;
    std::optional<OnDemandLimits> onDemandLimits;
    std::optional<Throughput> warmThroughput;
    std::optional<StreamSpec> stream;
    std::optional<bool> deletionProtection;
    std::optional<std::string> tableClass;
    std::vector<Tag> tags;
    std::optional<std::string> resourcePolicy;  // canonical JSON
    std::optional<EncryptionSpec> encryption;   // the table's key is left to the caller
};

// One attribute of a key with its declared type.
struct KeyAttribute {
    std::string name;
    values::AttributeType type = values::AttributeType::S;
    friend bool operator==(const KeyAttribute&, const KeyAttribute&) = default;
};

// Number of a table inside its database, never reused.
using TableNumber = std::uint32_t;
// Number of an index inside its table, never reused; 0 means the table itself.
using IndexNumber = std::uint16_t;

// When provisioned throughput was raised and lowered.
struct ThroughputChanges {
    std::optional<Timestamp> increasedAt;
    std::optional<Timestamp> decreasedAt;
    std::uint32_t decreases = 0;  // on the day (UTC) of decreasedAt

    std::uint32_t decreasesOnDayOf(Timestamp moment) const;
    friend bool operator==(const ThroughputChanges&, const ThroughputChanges&) = default;
};

// An index that is built or deleted beside the traffic is kept up by every write all the same.
enum class IndexState { Active, Backfilling, Deleting };

struct Index {
    IndexNumber number = 0;
    bool global = true;
    std::string name;
    std::vector<KeyAttribute> partitionKey;  // 1; global: up to 4
    std::vector<KeyAttribute> sortKey;       // local: 1; global: 0 to 4
    ProjectionType projection = ProjectionType::All;
    std::vector<std::string> nonKeyAttributes;
    std::optional<Throughput> throughput;
    IndexState state = IndexState::Active;
    std::optional<OnDemandLimits> onDemandLimits;
    std::optional<Throughput> warmThroughput;  // as it was asked for
    ThroughputChanges throughputChanges;
};

struct SearchElement {
    KeyAttribute attribute;
    SearchElementType type = SearchElementType::Hash;
    friend bool operator==(const SearchElement&, const SearchElement&) = default;
};

// An index for searches by distance. It has no entries of its own: searches read the items. An
// item is in it when it has a good vector and, if there is one, the HASH attribute.
struct VectorIndex {
    IndexNumber number = 0;  // of the same row as those of the other indexes
    std::string name;
    std::string vectorAttribute;
    std::uint32_t dimensions = 0;
    values::DistanceFunction distance = values::DistanceFunction::Cosine;
    ProjectionType projection = ProjectionType::All;
    std::vector<std::string> nonKeyAttributes;
    std::vector<SearchElement> searchSchema;  // in the order of the request
    IndexState state = IndexState::Active;

    const SearchElement* hash() const;  // null when there is none
    const SearchElement* findElement(std::string_view attributeName) const;
};

// One stream of a table: a window on its changes. A table has had as many as its stream was
// enabled; the last one is open while it has no end. Sequences are those of the change log.
struct Stream {
    std::string label;  // YYYY-MM-DDTHH:MM:SS.mmm, UTC; the last part of its ARN
    std::string viewType;
    std::uint64_t after = 0;  // its records are those behind this one
    Timestamp createdAt;
    std::optional<std::uint64_t> last;  // set when it was disabled
    std::optional<Timestamp> disabledAt;
    friend bool operator==(const Stream&, const Stream&) = default;
};

struct TimeToLive {
    std::string attributeName;
    Timestamp enabledAt;
    friend bool operator==(const TimeToLive&, const TimeToLive&) = default;
};

struct PointInTimeRecovery {
    Timestamp enabledAt;
    int recoveryPeriodDays = 35;
    friend bool operator==(const PointInTimeRecovery&, const PointInTimeRecovery&) = default;
};

// Where a restored table came from.
struct RestoreOrigin {
    std::optional<std::string> sourceBackupArn;
    std::optional<std::string> sourceTableArn;
    Timestamp restoredTo;  // the moment whose items it has
    bool inProgress = false;
    friend bool operator==(const RestoreOrigin&, const RestoreOrigin&) = default;
};

// A table's description: immutable once made; a change makes a new one.
struct Table {
    TableNumber number = 0;
    std::string id;  // UUID
    std::string name;
    std::vector<AttributeDefinition> attributeDefinitions;
    KeyAttribute partitionKey;
    std::optional<KeyAttribute> sortKey;
    std::vector<Index> indexes;  // local ones first, each kind in the order of the request
    BillingMode billingMode = BillingMode::Provisioned;
    Throughput throughput;  // zero when on demand
    TableStatus status = TableStatus::Active;
    Timestamp createdAt;
    bool deletionProtection = false;
    std::optional<std::string> tableClass;
    std::optional<StreamSpec> stream;
    std::vector<Tag> tags;
    std::vector<Stream> streams;  // oldest first; those that ended a day ago are left out
    std::optional<TimeToLive> timeToLive;
    std::optional<Timestamp> timeToLiveChangedAt;  // no second change for an hour
    std::optional<PointInTimeRecovery> pointInTimeRecovery;
    std::optional<RestoreOrigin> restore;
    IndexNumber lastIndexNumber = 0;         // the highest that was ever given
    std::optional<Timestamp> onDemandSince;  // the last change to on demand; none: created so
    std::optional<OnDemandLimits> onDemandLimits;
    std::optional<Throughput> warmThroughput;  // as it was asked for
    std::vector<VectorIndex> vectorIndexes;    // in the order of the request
    std::string encryptionKeyArn;              // empty: the key that the service owns
    std::optional<Timestamp> tableClassChangedAt;
    ThroughputChanges throughputChanges;

    const Stream* openStream() const;  // null when no stream is enabled
    const Index* findIndex(std::string_view indexName) const;
    const Index* findIndex(IndexNumber indexNumber) const;
    const VectorIndex* findVectorIndex(std::string_view indexName) const;
    const VectorIndex* findVectorIndex(IndexNumber indexNumber) const;
    // Whether the name is one of any kind of index.
    bool hasIndex(std::string_view indexName) const;
    bool isKeyAttribute(std::string_view attributeName) const;
};

// All custom checks of CreateTable in the service's order (facts/validation.md section 11); the
// member constraints of section 3 are the wire's. Leaves number, id and createdAt to the caller;
// numbers the indexes 1, 2, ...
Result<Table> validateTable(const TableSpec& spec);

// A global index that a table gets later, with the checks of CreateTable. The definitions are those
// of the request. Leaves number and state to the caller.
Result<Index> validateNewIndex(const Table& table, const IndexSpec& spec,
                               const std::vector<AttributeDefinition>& definitions);
// The same for a vector index, as CreateTable checks it, too. All of the definitions must be those
// of the request.
Result<VectorIndex> validateVectorIndex(const VectorIndexSpec& spec, BillingMode billingMode,
                                        const std::vector<AttributeDefinition>& definitions);
Result<void> checkProjection(const ProjectionSpec& projection);
// "Conflicting attribute definition for ...": a vector is none of the defined attributes.
Error definedVectorAttribute(const std::string& name);
// The parts of the above that changes of throughput need.
Result<void> checkUnits(const Throughput& throughput);

// Name rules alone (length 3..255, [a-zA-Z0-9_.-]), for dialogs: nullopt when good, else the text.
std::optional<std::string> tableNameProblem(std::string_view name);

// Binary form for the catalog (engine/storage/FORMAT.md); decode fails with Corrupt.
std::string encodeTable(const Table& table);
Result<Table> decodeTable(std::string_view bytes);

// arn:aws:dynamodb:<region>:<account>:table/<name>, and back: the table name of a name or ARN.
std::string tableArn(std::string_view region, std::string_view account, std::string_view name);
std::string_view tableNameOf(std::string_view nameOrArn);

}  // namespace engine::schema
