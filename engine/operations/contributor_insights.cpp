#include "engine/operations/contributor_insights.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/base/base64.h"
#include "engine/operations/handlers.h"
#include "engine/operations/table_settings.h"

namespace engine::operations {

namespace {

constexpr std::size_t pageMax = 100;

Result<schema::IndexNumber> findIndexNumber(const schema::Table& table,
                                            const std::optional<std::string>& name) {
    if (!name) {
        return schema::IndexNumber{0};
    }
    const auto* const index = table.findIndex(*name);
    if (index == nullptr || !index->global) {
        return Error::resourceNotFound("Requested resource not found: Index: " + *name +
                                       " not found for table: " + table.name);
    }
    return index->number;
}

const schema::Index* indexOf(const schema::Table& table, schema::IndexNumber number) {
    const auto found =
        std::find_if(table.indexes.begin(), table.indexes.end(),
                     [&](const schema::Index& index) { return index.number == number; });
    return found == table.indexes.end() ? nullptr : &*found;
}

// Names of the rules: keys of partitions and, where there is a sort key, of items; consumed and
// throttled.
std::vector<std::string> ruleNames(const schema::Table& table, const schema::Index* index,
                                   const InsightsSetting& setting) {
    const bool hasSortKey = index != nullptr ? !index->sortKey.empty() : table.sortKey.has_value();
    const auto stem = table.name + (index != nullptr ? "-" + index->name : std::string()) + "-" +
                      std::to_string(setting.enabledAt.milliseconds);
    std::vector<std::string> names;
    for (const std::string_view kind : {"PKC", "SKC", "PKT", "SKT"}) {
        const bool isThrottled = kind.ends_with('T');
        if ((hasSortKey || kind.starts_with('P')) && (isThrottled || !setting.throttledKeysOnly)) {
            names.push_back("DynamoDBContributorInsights-" + std::string(kind) + "-" + stem);
        }
    }
    return names;
}

ContributorInsightsDescription describeSetting(const schema::Table& table,
                                               const InsightsSetting& setting) {
    const auto* const index = indexOf(table, setting.index);
    ContributorInsightsDescription description;
    description.tableName = table.name;
    if (index != nullptr) {
        description.indexName = index->name;
    }
    description.status = setting.enabled ? "ENABLED" : "DISABLED";
    if (setting.changedAt.milliseconds != 0) {
        description.updatedAt = setting.changedAt;
        description.mode =
            setting.throttledKeysOnly ? "THROTTLED_KEYS" : "ACCESSED_AND_THROTTLED_KEYS";
    }
    if (setting.enabled) {
        description.rules = ruleNames(table, index, setting);
    }
    return description;
}

InsightsSetting& settingOf(InsightsSettings& settings, schema::IndexNumber index) {
    const auto found =
        std::find_if(settings.entries.begin(), settings.entries.end(),
                     [&](const InsightsSetting& entry) { return entry.index == index; });
    if (found != settings.entries.end()) {
        return *found;
    }
    auto& added = settings.entries.emplace_back();
    added.index = index;
    return added;
}

class UpdateInsightsWrite final : public PendingWrite {
public:
    UpdateInsightsWrite(std::shared_ptr<const schema::Table> table,
                        UpdateContributorInsightsInput input)
        : m_table(std::move(table)), m_input(std::move(input)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_table->name);
        if (!current || current->number != m_table->number) {
            return controlTableNotFound(m_table->name);
        }
        const auto index = findIndexNumber(*current, m_input.indexName);
        if (!index) {
            return index.error();
        }
        auto settings = readSettings<InsightsSettings>(transaction, *current);
        if (!settings) {
            return std::move(settings).error();
        }
        auto& setting = settingOf(*settings, *index);
        const bool isSame =
            setting.enabled == m_input.enable &&
            (!m_input.enable || setting.throttledKeysOnly == m_input.throttledKeysOnly);
        if (!isSame) {
            change(setting, transaction.time());
        }
        m_description = describeSetting(*current, setting);
        if (isSame) {
            return {};
        }
        m_description.status = m_input.enable ? "ENABLING" : "DISABLING";
        std::erase_if(settings->entries, [&](const InsightsSetting& entry) {
            return entry.index != 0 && indexOf(*current, entry.index) == nullptr;
        });
        return writeSettings(transaction, *current, *settings);
    }

protected:
    Response response() override {
        return UpdateContributorInsightsOutput{std::move(m_description)};
    }

private:
    // A change of the mode keeps the names of the rules.
    void change(InsightsSetting& setting, Timestamp now) const {
        if (m_input.enable) {
            setting.enabledAt = setting.enabled ? setting.enabledAt : now;
            setting.throttledKeysOnly = m_input.throttledKeysOnly;
        }
        setting.enabled = m_input.enable;
        setting.changedAt = now;
    }

    std::shared_ptr<const schema::Table> m_table;
    UpdateContributorInsightsInput m_input;
    ContributorInsightsDescription m_description;
};

// Where a page of the list ended.
struct ListPlace {
    std::string tableName;
    int index = -1;  // the last one that was listed
};

std::string tokenOf(const ListPlace& place) {
    return toBase64(std::to_string(place.index) + "/" + place.tableName);
}

std::optional<ListPlace> placeOf(const std::string& token) {
    const auto text = fromBase64(token);
    const auto slash = text ? text->find('/') : std::string::npos;
    if (slash == std::string::npos) {
        return std::nullopt;
    }
    ListPlace place{text->substr(slash + 1), -1};
    const auto read = std::from_chars(text->data(), text->data() + slash, place.index);
    return read.ec == std::errc() && read.ptr == text->data() + slash ? std::optional(place)
                                                                      : std::nullopt;
}

// Adds what is enabled of a table behind the place; false when the page is full.
Result<bool> listTable(storage::ReadTransaction& snapshot, const schema::Table& table,
                       const ListPlace& after, std::size_t most,
                       ListContributorInsightsOutput& output) {
    auto settings = readSettings<InsightsSettings>(snapshot, table);
    if (!settings) {
        return std::move(settings).error();
    }
    std::sort(settings->entries.begin(), settings->entries.end(),
              [](const auto& left, const auto& right) { return left.index < right.index; });
    for (const auto& entry : settings->entries) {
        const bool isBefore = table.name == after.tableName && entry.index <= after.index;
        const bool isGone = entry.index != 0 && indexOf(table, entry.index) == nullptr;
        if (!entry.enabled || isBefore || isGone) {
            continue;
        }
        if (output.summaries.size() == most) {
            return false;
        }
        output.summaries.push_back(describeSetting(table, entry));
        output.nextToken = tokenOf({table.name, entry.index});
    }
    return true;
}

}  // namespace

PreparedWrite prepareUpdateContributorInsights(const Context& context,
                                               UpdateContributorInsightsInput input) {
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    if (const auto index = findIndexNumber(**table, input.indexName); !index) {
        return index.error();
    }
    if ((*table)->status == schema::TableStatus::Creating) {
        return Error::validation(
            "Table or Index is not in a valid state to update Key Access Insights: TableStatus "
            "must be ACTIVE to enable ContributorInsights.");
    }
    return PreparedWrite::Value(
        std::make_unique<UpdateInsightsWrite>(*std::move(table), std::move(input)));
}

Result<DescribeContributorInsightsOutput> describeContributorInsights(
    const Context& context, const DescribeContributorInsightsInput& input) {
    const auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return table.error();
    }
    const auto index = findIndexNumber(**table, input.indexName);
    if (!index) {
        return index.error();
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    auto settings = readSettings<InsightsSettings>(**snapshot, **table);
    if (!settings) {
        return std::move(settings).error();
    }
    return DescribeContributorInsightsOutput{
        describeSetting(**table, settingOf(*settings, *index))};
}

Result<ListContributorInsightsOutput> listContributorInsights(
    const Context& context, const ListContributorInsightsInput& input) {
    std::vector<std::shared_ptr<const schema::Table>> tables;
    if (input.tableName) {
        auto table = findTableForControl(context, *input.tableName);
        if (!table) {
            return std::move(table).error();
        }
        tables.push_back(*std::move(table));
    } else {
        tables = context.database.catalog()->tables();
    }
    const auto place = input.nextToken ? placeOf(*input.nextToken) : ListPlace{};
    if (!place) {
        return Error::validation("Invalid NextToken");
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto most =
        input.maxResults.value_or(0) > 0 ? static_cast<std::size_t>(*input.maxResults) : pageMax;
    ListContributorInsightsOutput output;
    for (const auto& table : tables) {
        if (table->name < place->tableName) {
            continue;
        }
        const auto hasRoom = listTable(**snapshot, *table, *place, most, output);
        if (!hasRoom) {
            return hasRoom.error();
        }
        if (!*hasRoom) {
            return output;
        }
    }
    output.nextToken.reset();
    return output;
}

}  // namespace engine::operations
