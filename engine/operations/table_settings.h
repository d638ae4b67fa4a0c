#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/table.h"
#include "engine/storage/database.h"

// Settings of a table beside its description, each in a record (storage::RecordKind::TableSetting)
// under "<table id>/<name>", so that big policies do not make the catalog heavy. They go with
// their table. Errors: Corrupt.
namespace engine::operations {

// Of the table, or of one of its streams.
struct ResourcePolicy {
    std::string streamLabel;  // empty: the table's
    std::string document;     // canonical JSON; empty: it was deleted
    std::string revisionId;   // of the last change
};

struct InsightsSetting {
    schema::IndexNumber index = 0;  // 0: the table
    bool enabled = false;
    bool throttledKeysOnly = false;
    Timestamp enabledAt;
    Timestamp changedAt;
};

struct KinesisDestination {
    std::string streamArn;
    bool active = false;
    std::string precision;  // MILLISECOND, MICROSECOND; empty: was never said, MILLISECOND
};

struct PolicySettings {
    static constexpr std::string_view name = "policy";
    std::vector<ResourcePolicy> policies;
};
struct InsightsSettings {
    static constexpr std::string_view name = "insights";
    std::vector<InsightsSetting> entries;
};
struct KinesisSettings {
    static constexpr std::string_view name = "kinesis";
    std::vector<KinesisDestination> destinations;  // in the order of their first use
};

std::string encodeSettings(const PolicySettings& settings);
std::string encodeSettings(const InsightsSettings& settings);
std::string encodeSettings(const KinesisSettings& settings);
Result<void> decodeSettings(std::string_view bytes, PolicySettings& settings);
Result<void> decodeSettings(std::string_view bytes, InsightsSettings& settings);
Result<void> decodeSettings(std::string_view bytes, KinesisSettings& settings);

std::string settingsKey(const schema::Table& table, std::string_view name);

// What is stored; empty settings when nothing is.
template <class Settings, class Transaction>
Result<Settings> readSettings(Transaction& transaction, const schema::Table& table) {
    Settings settings;
    const auto body = transaction.getRecord(storage::RecordKind::TableSetting,
                                            settingsKey(table, Settings::name));
    if (!body) {
        return body.error();
    }
    if (*body) {
        if (auto decoded = decodeSettings(**body, settings); !decoded) {
            return std::move(decoded).error();
        }
    }
    return settings;
}

template <class Settings>
Result<void> writeSettings(storage::WriteTransaction& transaction, const schema::Table& table,
                           const Settings& settings) {
    return transaction.putRecord(storage::RecordKind::TableSetting,
                                 settingsKey(table, Settings::name), encodeSettings(settings));
}

// Of a table that is being dropped.
Result<void> forgetSettings(storage::WriteTransaction& transaction, const schema::Table& table);

}  // namespace engine::operations
