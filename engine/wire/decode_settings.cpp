#include "engine/base/limits.h"
#include "engine/wire/decoders.h"

// Settings of a table that have operations of their own: time to live, continuous backups, and the
// confirmation of the clock.
namespace engine::wire {
namespace {

constexpr std::size_t attributeNameBytesMax = 255;

// Reads TableName; the error of a request that lacks it, has a member of a wrong type or breaks a
// constraint. Called when all else has been read.
std::optional<Error> finish(const Members& members, Constraints& constraints,
                            std::string& tableName) {
    const auto name = members.text("TableName");
    if (members.failure()) {
        return members.failure().error();
    }
    if (!name) {
        return tableNameRequired();
    }
    constraints.resourceName(name, "tableName", 1);
    if (constraints.broken()) {
        return constraints.error();
    }
    tableName = *name;
    return std::nullopt;
}

template <class Input>
DecodedRequest decodeTableName(const Members& members) {
    Constraints constraints(Framework::Old);
    Input input;
    if (auto error = finish(members, constraints, input.tableName)) {
        return *std::move(error);
    }
    return operations::Request(std::move(input));
}

}  // namespace

DecodedRequest decodeUpdateTimeToLive(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::UpdateTimeToLiveInput input;
    const auto specification =
        members.structure("TimeToLiveSpecification", "TimeToLiveSpecification");
    constraints.notNull(specification.has_value(), "timeToLiveSpecification");
    if (specification) {
        const auto name = specification->text("AttributeName");
        const auto enabled = specification->boolean("Enabled");
        const std::string_view nameMember = "timeToLiveSpecification.attributeName";
        constraints.notNull(name.has_value(), nameMember);
        if (name) {
            constraints.lengthAtLeast(name->size(), 1, *name, nameMember);
            constraints.lengthAtMost(name->size(), attributeNameBytesMax, *name, nameMember);
        }
        constraints.notNull(enabled.has_value(), "timeToLiveSpecification.enabled");
        input.specification = {enabled.value_or(false), name.value_or("")};
    }
    if (auto error = finish(members, constraints, input.tableName)) {
        return *std::move(error);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeTimeToLive(const Members& members) {
    return decodeTableName<operations::DescribeTimeToLiveInput>(members);
}

DecodedRequest decodeUpdateContinuousBackups(const Members& members) {
    constexpr int recoveryPeriodDaysMax = 35;
    Constraints constraints(Framework::Old);
    operations::UpdateContinuousBackupsInput input;
    const auto specification =
        members.structure("PointInTimeRecoverySpecification", "PointInTimeRecoverySpecification");
    constraints.notNull(specification.has_value(), "pointInTimeRecoverySpecification");
    if (specification) {
        const auto enabled = specification->boolean("PointInTimeRecoveryEnabled");
        const auto days = specification->integer("RecoveryPeriodInDays");
        const std::string_view daysMember = "pointInTimeRecoverySpecification.recoveryPeriodInDays";
        constraints.notNull(enabled.has_value(),
                            "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled");
        constraints.atLeast(days, 1, daysMember);
        constraints.atMost(days, recoveryPeriodDaysMax, daysMember);
        input.pointInTimeRecoveryEnabled = enabled.value_or(false);
        if (days) {
            input.recoveryPeriodInDays = static_cast<std::int32_t>(*days);
        }
    }
    if (auto error = finish(members, constraints, input.tableName)) {
        return *std::move(error);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeContinuousBackups(const Members& members) {
    return decodeTableName<operations::DescribeContinuousBackupsInput>(members);
}

DecodedRequest decodeConfirmClock(const Members&) {
    return operations::Request(operations::ConfirmClockInput{});
}

}  // namespace engine::wire
