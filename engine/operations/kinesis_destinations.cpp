#include "engine/operations/kinesis_destinations.h"

#include <algorithm>
#include <utility>

#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

// Disabled ones stay listed; the oldest of more than these is forgotten.
constexpr std::size_t destinationsMax = 20;
constexpr std::string_view precisionDefault = "MILLISECOND";

Error badState(std::string_view rule) {
    return Error::validation(
        "Table is not in a valid state to enable Kinesis Streaming Destination: " +
        std::string(rule));
}

KinesisDestination* find(KinesisSettings& settings, std::string_view arn) {
    const auto found =
        std::find_if(settings.destinations.begin(), settings.destinations.end(),
                     [&](const KinesisDestination& each) { return each.streamArn == arn; });
    return found == settings.destinations.end() ? nullptr : &*found;
}

// Reads the destinations of a table, lets the operation change them, and writes them.
template <class Input, class Output>
class DestinationWrite : public PendingWrite {
public:
    DestinationWrite(std::shared_ptr<const schema::Table> table, Input input)
        : m_table(std::move(table)), m_input(std::move(input)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_table->name);
        if (!current || current->number != m_table->number) {
            return controlTableNotFound(m_table->name);
        }
        auto settings = readSettings<KinesisSettings>(transaction, *current);
        if (!settings) {
            return std::move(settings).error();
        }
        if (auto changed = change(*settings); !changed) {
            return changed;
        }
        return writeSettings(transaction, *current, *settings);
    }

protected:
    virtual Result<void> change(KinesisSettings& settings) const = 0;
    virtual std::string_view status() const = 0;

    Response response() override {
        return Output{{m_table->name, m_input.streamArn, std::string(status()),
                       std::move(m_input.precision)}};
    }
    const schema::Table& table() const { return *m_table; }
    const Input& input() const { return m_input; }

private:
    std::shared_ptr<const schema::Table> m_table;
    Input m_input;
};

class EnableWrite final : public DestinationWrite<EnableKinesisStreamingDestinationInput,
                                                  EnableKinesisStreamingDestinationOutput> {
public:
    using DestinationWrite::DestinationWrite;

private:
    Result<void> change(KinesisSettings& settings) const override {
        const auto& all = settings.destinations;
        if (std::any_of(all.begin(), all.end(), [](const auto& each) { return each.active; })) {
            return badState(
                "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform "
                "ENABLE operation.");
        }
        const KinesisDestination enabled{input().streamArn, true, input().precision.value_or("")};
        if (auto* const known = find(settings, input().streamArn)) {
            *known = enabled;
            return {};
        }
        if (settings.destinations.size() == destinationsMax) {
            settings.destinations.erase(settings.destinations.begin());
        }
        settings.destinations.push_back(enabled);
        return {};
    }
    std::string_view status() const override { return "ENABLING"; }
};

class DisableWrite final : public DestinationWrite<DisableKinesisStreamingDestinationInput,
                                                   DisableKinesisStreamingDestinationOutput> {
public:
    using DestinationWrite::DestinationWrite;

private:
    Result<void> change(KinesisSettings& settings) const override {
        auto* const known = find(settings, input().streamArn);
        if (known == nullptr || !known->active) {
            return badState(
                "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
        }
        known->active = false;
        return {};
    }
    std::string_view status() const override { return "DISABLING"; }
};

class UpdateWrite final : public DestinationWrite<UpdateKinesisStreamingDestinationInput,
                                                  UpdateKinesisStreamingDestinationOutput> {
public:
    using DestinationWrite::DestinationWrite;

private:
    Result<void> change(KinesisSettings& settings) const override {
        auto* const known = find(settings, input().streamArn);
        if (known == nullptr) {
            return badState("No streaming destination with streamArn: " + input().streamArn +
                            " found for table with tableName: " + table().name);
        }
        if (!known->active) {
            return badState(
                "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE "
                "state. TableName: " +
                table().name + ", kdsArn: " + input().streamArn);
        }
        const std::string_view current =
            known->precision.empty() ? precisionDefault : std::string_view(known->precision);
        if (current == input().precision) {
            return Error::validation(
                "Invalid Request: Precision is already set to the desired "
                "value of " +
                *input().precision + " for tableId: " + table().id +
                ", kdsArn: " + input().streamArn);
        }
        known->precision = *input().precision;
        return {};
    }
    std::string_view status() const override { return "UPDATING"; }
};

template <class Write, class Input>
PreparedWrite prepareChange(const Context& context, Input input) {
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    if (auto active = checkActive(**table); !active) {
        return std::move(active).error();
    }
    return PreparedWrite::Value(std::make_unique<Write>(*std::move(table), std::move(input)));
}

}  // namespace

PreparedWrite prepareEnableKinesisStreamingDestination(
    const Context& context, EnableKinesisStreamingDestinationInput input) {
    return prepareChange<EnableWrite>(context, std::move(input));
}

PreparedWrite prepareDisableKinesisStreamingDestination(
    const Context& context, DisableKinesisStreamingDestinationInput input) {
    if (input.precision) {
        return Error::validation(
            "Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters");
    }
    return prepareChange<DisableWrite>(context, std::move(input));
}

PreparedWrite prepareUpdateKinesisStreamingDestination(
    const Context& context, UpdateKinesisStreamingDestinationInput input) {
    if (!input.precision) {
        return Error::validation(
            "Streaming destination cannot be updated with given parameters: "
            "UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
    }
    return prepareChange<UpdateWrite>(context, std::move(input));
}

Result<DescribeKinesisStreamingDestinationOutput> describeKinesisStreamingDestination(
    const Context& context, const DescribeKinesisStreamingDestinationInput& input) {
    const auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return table.error();
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    auto settings = readSettings<KinesisSettings>(**snapshot, **table);
    if (!settings) {
        return std::move(settings).error();
    }
    return DescribeKinesisStreamingDestinationOutput{(*table)->name,
                                                     std::move(settings->destinations)};
}

}  // namespace engine::operations
