#include "engine/operations/table_settings.h"

#include "engine/base/bytes.h"

namespace engine::operations {

namespace {

constexpr std::uint8_t formatVersion = 1;

// "version, count, elements": the form of all three.
template <class Elements, class Write>
std::string encode(const Elements& elements, Write write) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u8(formatVersion);
    writer.varint(elements.size());
    for (const auto& element : elements) {
        write(writer, element);
    }
    return bytes;
}

template <class Elements, class Read>
Result<void> decode(std::string_view bytes, Elements& elements, Read read) {
    ByteReader reader(bytes);
    const auto version = reader.u8();
    const auto count = reader.varint();
    for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
        elements.push_back(read(reader));
    }
    if (reader.failed() || version != formatVersion || !reader.atEnd()) {
        return Error::corrupt("The settings of a table cannot be read");
    }
    return {};
}

}  // namespace

std::string encodeSettings(const PolicySettings& settings) {
    return encode(settings.policies, [](ByteWriter& writer, const ResourcePolicy& policy) {
        writer.sized(policy.streamLabel);
        writer.sized(policy.document);
        writer.sized(policy.revisionId);
    });
}

std::string encodeSettings(const InsightsSettings& settings) {
    return encode(settings.entries, [](ByteWriter& writer, const InsightsSetting& entry) {
        writer.u16(entry.index);
        writer.u8(entry.enabled ? 1 : 0);
        writer.u8(entry.throttledKeysOnly ? 1 : 0);
        writer.u64(static_cast<std::uint64_t>(entry.enabledAt.milliseconds));
        writer.u64(static_cast<std::uint64_t>(entry.changedAt.milliseconds));
    });
}

std::string encodeSettings(const KinesisSettings& settings) {
    return encode(settings.destinations, [](ByteWriter& writer, const KinesisDestination& entry) {
        writer.sized(entry.streamArn);
        writer.u8(entry.active ? 1 : 0);
        writer.sized(entry.precision);
    });
}

// Members of a braced list are read in their order.
Result<void> decodeSettings(std::string_view bytes, PolicySettings& settings) {
    return decode(bytes, settings.policies, [](ByteReader& reader) {
        return ResourcePolicy{std::string(reader.sized()), std::string(reader.sized()),
                              std::string(reader.sized())};
    });
}

Result<void> decodeSettings(std::string_view bytes, InsightsSettings& settings) {
    return decode(bytes, settings.entries, [](ByteReader& reader) {
        return InsightsSetting{reader.u16(), reader.u8() != 0, reader.u8() != 0,
                               Timestamp{static_cast<std::int64_t>(reader.u64())},
                               Timestamp{static_cast<std::int64_t>(reader.u64())}};
    });
}

Result<void> decodeSettings(std::string_view bytes, KinesisSettings& settings) {
    return decode(bytes, settings.destinations, [](ByteReader& reader) {
        return KinesisDestination{std::string(reader.sized()), reader.u8() != 0,
                                  std::string(reader.sized())};
    });
}

std::string settingsKey(const schema::Table& table, std::string_view name) {
    std::string key = table.id;
    return key.append("/").append(name);
}

Result<void> forgetSettings(storage::WriteTransaction& transaction, const schema::Table& table) {
    for (const auto name : {PolicySettings::name, InsightsSettings::name, KinesisSettings::name}) {
        if (auto done = transaction.deleteRecord(storage::RecordKind::TableSetting,
                                                 settingsKey(table, name));
            !done) {
            return done;
        }
    }
    return {};
}

}  // namespace engine::operations
