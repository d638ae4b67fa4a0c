#include <utility>

#include "engine/base/bytes.h"
#include "engine/schema/table.h"

// The catalog's form of a table. A field is never moved or reused: a later version appends.
namespace engine::schema {

namespace {

// 2 appended what began with the change log: streams, time to live, recovery, restore. 3 appended
// what UpdateTable changes: states of indexes, limits, warm throughput. 4 appended vector indexes,
// 5 the key of the encryption and the moments of changes.
constexpr std::uint8_t formatVersion = 5;

std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
}

std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

class TableEncoder final {
public:
    explicit TableEncoder(std::string& out) : m_writer(out) {}

    void table(const Table& table) {
        m_writer.u8(formatVersion);
        m_writer.u32(table.number);
        m_writer.sized(table.id);
        m_writer.sized(table.name);
        m_writer.varint(table.attributeDefinitions.size());
        for (const auto& definition : table.attributeDefinitions) {
            attribute(definition.name, definition.type);
        }
        attribute(table.partitionKey.name, table.partitionKey.type);
        flag(table.sortKey.has_value());
        if (table.sortKey) {
            attribute(table.sortKey->name, table.sortKey->type);
        }
        m_writer.varint(table.indexes.size());
        for (const auto& entry : table.indexes) {
            index(entry);
        }
        settings(table);
        history(table);
        changes(table);
        m_writer.varint(table.vectorIndexes.size());
        for (const auto& entry : table.vectorIndexes) {
            vectorIndex(entry);
        }
        m_writer.sized(table.encryptionKeyArn);
        optionalMoment(table.tableClassChangedAt);
        throughputChanges(table.throughputChanges);
        for (const auto& entry : table.indexes) {
            throughputChanges(entry.throughputChanges);
        }
    }

private:
    void flag(bool value) { m_writer.u8(value ? 1 : 0); }

    void attribute(std::string_view name, values::AttributeType type) {
        m_writer.sized(name);
        m_writer.u8(static_cast<std::uint8_t>(type));
    }

    void throughput(const Throughput& value) {
        m_writer.varint(zigzag(value.readUnits));
        m_writer.varint(zigzag(value.writeUnits));
    }

    void text(const std::optional<std::string>& value) {
        flag(value.has_value());
        if (value) {
            m_writer.sized(*value);
        }
    }

    void keyAttributes(const std::vector<KeyAttribute>& attributes) {
        m_writer.varint(attributes.size());
        for (const auto& key : attributes) {
            attribute(key.name, key.type);
        }
    }

    void index(const Index& index) {
        m_writer.u16(index.number);
        flag(index.global);
        m_writer.sized(index.name);
        keyAttributes(index.partitionKey);
        keyAttributes(index.sortKey);
        m_writer.u8(static_cast<std::uint8_t>(index.projection));
        m_writer.varint(index.nonKeyAttributes.size());
        for (const auto& name : index.nonKeyAttributes) {
            m_writer.sized(name);
        }
        flag(index.throughput.has_value());
        if (index.throughput) {
            throughput(*index.throughput);
        }
    }

    void settings(const Table& table) {
        m_writer.u8(static_cast<std::uint8_t>(table.billingMode));
        throughput(table.throughput);
        m_writer.u8(static_cast<std::uint8_t>(table.status));
        m_writer.varint(zigzag(table.createdAt.milliseconds));
        flag(table.deletionProtection);
        text(table.tableClass);
        flag(table.stream.has_value());
        if (table.stream) {
            flag(table.stream->enabled);
            text(table.stream->viewType);
        }
        m_writer.varint(table.tags.size());
        for (const auto& tag : table.tags) {
            m_writer.sized(tag.key);
            m_writer.sized(tag.value);
        }
    }

    void moment(Timestamp value) { m_writer.varint(zigzag(value.milliseconds)); }

    void optionalMoment(const std::optional<Timestamp>& value) {
        flag(value.has_value());
        if (value) {
            moment(*value);
        }
    }

    void history(const Table& table) {
        m_writer.varint(table.streams.size());
        for (const auto& stream : table.streams) {
            m_writer.sized(stream.label);
            m_writer.sized(stream.viewType);
            m_writer.varint(stream.after);
            moment(stream.createdAt);
            flag(stream.last.has_value());
            m_writer.varint(stream.last.value_or(0));
            optionalMoment(stream.disabledAt);
        }
        flag(table.timeToLive.has_value());
        if (table.timeToLive) {
            m_writer.sized(table.timeToLive->attributeName);
            moment(table.timeToLive->enabledAt);
        }
        optionalMoment(table.timeToLiveChangedAt);
        flag(table.pointInTimeRecovery.has_value());
        if (table.pointInTimeRecovery) {
            moment(table.pointInTimeRecovery->enabledAt);
            m_writer.varint(
                static_cast<std::uint64_t>(table.pointInTimeRecovery->recoveryPeriodDays));
        }
        flag(table.restore.has_value());
        if (table.restore) {
            text(table.restore->sourceBackupArn);
            text(table.restore->sourceTableArn);
            moment(table.restore->restoredTo);
            flag(table.restore->inProgress);
        }
    }

    void optionalUnits(const std::optional<std::int64_t>& units) {
        flag(units.has_value());
        if (units) {
            m_writer.varint(zigzag(*units));
        }
    }

    void limits(const std::optional<OnDemandLimits>& limits,
                const std::optional<Throughput>& warm) {
        flag(limits.has_value());
        if (limits) {
            optionalUnits(limits->readUnits);
            optionalUnits(limits->writeUnits);
        }
        flag(warm.has_value());
        if (warm) {
            throughput(*warm);
        }
    }

    void changes(const Table& table) {
        m_writer.u16(table.lastIndexNumber);
        optionalMoment(table.onDemandSince);
        limits(table.onDemandLimits, table.warmThroughput);
        for (const auto& entry : table.indexes) {
            m_writer.u8(static_cast<std::uint8_t>(entry.state));
            limits(entry.onDemandLimits, entry.warmThroughput);
        }
    }

    void throughputChanges(const ThroughputChanges& changes) {
        optionalMoment(changes.increasedAt);
        optionalMoment(changes.decreasedAt);
        m_writer.varint(changes.decreases);
    }

    void vectorIndex(const VectorIndex& index) {
        m_writer.u16(index.number);
        m_writer.sized(index.name);
        m_writer.sized(index.vectorAttribute);
        m_writer.u32(index.dimensions);
        m_writer.u8(static_cast<std::uint8_t>(index.distance));
        m_writer.u8(static_cast<std::uint8_t>(index.projection));
        m_writer.varint(index.nonKeyAttributes.size());
        for (const auto& name : index.nonKeyAttributes) {
            m_writer.sized(name);
        }
        m_writer.varint(index.searchSchema.size());
        for (const auto& element : index.searchSchema) {
            attribute(element.attribute.name, element.attribute.type);
            m_writer.u8(static_cast<std::uint8_t>(element.type));
        }
        m_writer.u8(static_cast<std::uint8_t>(index.state));
    }

    ByteWriter m_writer;
};

class TableDecoder final {
public:
    explicit TableDecoder(std::string_view bytes) : m_reader(bytes) {}

    Result<Table> table() {
        const auto version = m_reader.u8();
        if (version == 0 || version > formatVersion) {
            return Error::corrupt("A table description in the catalog has an unknown version.");
        }
        Table table;
        table.number = m_reader.u32();
        table.id = m_reader.sized();
        table.name = m_reader.sized();
        list(table.attributeDefinitions, [this] {
            const auto read = attribute();
            return AttributeDefinition{read.name, read.type};
        });
        table.partitionKey = attribute();
        if (flag()) {
            table.sortKey = attribute();
        }
        list(table.indexes, [this] { return index(); });
        settings(table);
        if (version > 1) {
            history(table);
        }
        if (version > 2) {
            changes(table);
        } else {
            table.lastIndexNumber = static_cast<IndexNumber>(table.indexes.size());
        }
        if (version > 3) {
            list(table.vectorIndexes, [this] { return vectorIndex(); });
        }
        if (version > 4) {
            table.encryptionKeyArn = m_reader.sized();
            table.tableClassChangedAt = optionalMoment();
            table.throughputChanges = throughputChanges();
            for (auto& entry : table.indexes) {
                entry.throughputChanges = throughputChanges();
            }
        }
        if (m_reader.failed() || m_bad || !m_reader.atEnd()) {
            return Error::corrupt("A table description in the catalog cannot be read.");
        }
        return table;
    }

private:
    bool flag() { return enumValue<std::uint8_t>(1) == 1; }

    template <class E>
    E enumValue(std::uint8_t max) {
        const auto value = m_reader.u8();
        m_bad = m_bad || value > max;
        return static_cast<E>(value);
    }

    // Every element takes at least one byte, so a count beyond the rest ends the reading at once.
    template <class T, class Read>
    void list(std::vector<T>& out, Read read) {
        const auto count = m_reader.varint();
        m_bad = m_bad || count > m_reader.rest().size();
        for (std::uint64_t i = 0; i < count && !m_bad && !m_reader.failed(); ++i) {
            out.push_back(read());
        }
    }

    KeyAttribute attribute() {
        KeyAttribute key;
        key.name = m_reader.sized();
        key.type =
            enumValue<values::AttributeType>(static_cast<std::uint8_t>(values::AttributeType::B));
        return key;
    }

    Throughput throughput() {
        Throughput value;
        value.readUnits = unzigzag(m_reader.varint());
        value.writeUnits = unzigzag(m_reader.varint());
        return value;
    }

    std::optional<std::string> text() {
        if (!flag()) {
            return std::nullopt;
        }
        return std::string(m_reader.sized());
    }

    Index index() {
        Index index;
        index.number = m_reader.u16();
        index.global = flag();
        index.name = m_reader.sized();
        list(index.partitionKey, [this] { return attribute(); });
        list(index.sortKey, [this] { return attribute(); });
        index.projection =
            enumValue<ProjectionType>(static_cast<std::uint8_t>(ProjectionType::Include));
        list(index.nonKeyAttributes, [this] { return std::string(m_reader.sized()); });
        if (flag()) {
            index.throughput = throughput();
        }
        return index;
    }

    void settings(Table& table) {
        table.billingMode =
            enumValue<BillingMode>(static_cast<std::uint8_t>(BillingMode::PayPerRequest));
        table.throughput = throughput();
        table.status = enumValue<TableStatus>(static_cast<std::uint8_t>(TableStatus::Deleting));
        table.createdAt.milliseconds = unzigzag(m_reader.varint());
        table.deletionProtection = flag();
        table.tableClass = text();
        if (flag()) {
            StreamSpec stream;
            stream.enabled = flag();
            stream.viewType = text();
            table.stream = std::move(stream);
        }
        list(table.tags, [this] {
            Tag tag;
            tag.key = m_reader.sized();
            tag.value = m_reader.sized();
            return tag;
        });
    }

    Timestamp moment() { return {unzigzag(m_reader.varint())}; }

    std::optional<Timestamp> optionalMoment() {
        return flag() ? std::optional(moment()) : std::nullopt;
    }

    Stream stream() {
        Stream stream;
        stream.label = m_reader.sized();
        stream.viewType = m_reader.sized();
        stream.after = m_reader.varint();
        stream.createdAt = moment();
        const bool ended = flag();
        const auto last = m_reader.varint();
        if (ended) {
            stream.last = last;
        }
        stream.disabledAt = optionalMoment();
        return stream;
    }

    void history(Table& table) {
        list(table.streams, [this] { return stream(); });
        if (flag()) {
            const std::string name(m_reader.sized());
            table.timeToLive = TimeToLive{name, moment()};
        }
        table.timeToLiveChangedAt = optionalMoment();
        if (flag()) {
            const Timestamp enabledAt = moment();
            table.pointInTimeRecovery =
                PointInTimeRecovery{enabledAt, static_cast<int>(m_reader.varint())};
        }
        if (flag()) {
            RestoreOrigin origin;
            origin.sourceBackupArn = text();
            origin.sourceTableArn = text();
            origin.restoredTo = moment();
            origin.inProgress = flag();
            table.restore = std::move(origin);
        }
    }

    std::optional<std::int64_t> optionalUnits() {
        return flag() ? std::optional(unzigzag(m_reader.varint())) : std::nullopt;
    }

    void limits(std::optional<OnDemandLimits>& limits, std::optional<Throughput>& warm) {
        if (flag()) {
            limits.emplace();
            limits->readUnits = optionalUnits();
            limits->writeUnits = optionalUnits();
        }
        if (flag()) {
            warm = throughput();
        }
    }

    void changes(Table& table) {
        table.lastIndexNumber = m_reader.u16();
        table.onDemandSince = optionalMoment();
        limits(table.onDemandLimits, table.warmThroughput);
        for (auto& entry : table.indexes) {
            entry.state = enumValue<IndexState>(static_cast<std::uint8_t>(IndexState::Deleting));
            limits(entry.onDemandLimits, entry.warmThroughput);
        }
    }

    ThroughputChanges throughputChanges() {
        ThroughputChanges changes;
        changes.increasedAt = optionalMoment();
        changes.decreasedAt = optionalMoment();
        changes.decreases = static_cast<std::uint32_t>(m_reader.varint());
        return changes;
    }

    VectorIndex vectorIndex() {
        VectorIndex index;
        index.number = m_reader.u16();
        index.name = m_reader.sized();
        index.vectorAttribute = m_reader.sized();
        index.dimensions = m_reader.u32();
        index.distance = enumValue<values::DistanceFunction>(
            static_cast<std::uint8_t>(values::DistanceFunction::Euclidean));
        index.projection =
            enumValue<ProjectionType>(static_cast<std::uint8_t>(ProjectionType::Include));
        list(index.nonKeyAttributes, [this] { return std::string(m_reader.sized()); });
        list(index.searchSchema, [this] {
            SearchElement element;
            element.attribute = attribute();
            element.type = enumValue<SearchElementType>(
                static_cast<std::uint8_t>(SearchElementType::InlineFilter));
            return element;
        });
        index.state = enumValue<IndexState>(static_cast<std::uint8_t>(IndexState::Deleting));
        return index;
    }

    ByteReader m_reader;
    bool m_bad = false;
};

}  // namespace

std::string encodeTable(const Table& table) {
    std::string bytes;
    TableEncoder(bytes).table(table);
    return bytes;
}

Result<Table> decodeTable(std::string_view bytes) {
    return TableDecoder(bytes).table();
}

}  // namespace engine::schema
