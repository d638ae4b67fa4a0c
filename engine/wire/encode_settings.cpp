#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

void encodeRecovery(const operations::ContinuousBackupsDescription& description, std::string& out) {
    ObjectWriter object(out);
    ObjectWriter backups(object.member("ContinuousBackupsDescription"));
    backups.text("ContinuousBackupsStatus", "ENABLED");
    ObjectWriter recovery(backups.member("PointInTimeRecoveryDescription"));
    recovery.text("PointInTimeRecoveryStatus", description.window ? "ENABLED" : "DISABLED");
    if (description.window) {
        recovery.integer("RecoveryPeriodInDays",
                         static_cast<std::uint64_t>(description.recoveryPeriodDays));
        appendTime(description.window->earliest.milliseconds,
                   recovery.member("EarliestRestorableDateTime"));
        appendTime(description.window->latest.milliseconds,
                   recovery.member("LatestRestorableDateTime"));
    }
    recovery.close();
    backups.close();
    object.close();
}

}  // namespace

void encodeAnswer(const operations::UpdateTimeToLiveOutput& output, std::string& out) {
    ObjectWriter object(out);
    ObjectWriter specification(object.member("TimeToLiveSpecification"));
    specification.boolean("Enabled", output.specification.enabled);
    specification.text("AttributeName", output.specification.attributeName);
    specification.close();
    object.close();
}

void encodeAnswer(const operations::DescribeTimeToLiveOutput& output, std::string& out) {
    ObjectWriter object(out);
    ObjectWriter description(object.member("TimeToLiveDescription"));
    description.text("TimeToLiveStatus", output.attributeName ? "ENABLED" : "DISABLED");
    if (output.attributeName) {
        description.text("AttributeName", *output.attributeName);
    }
    description.close();
    object.close();
}

void encodeAnswer(const operations::UpdateContinuousBackupsOutput& output, std::string& out) {
    encodeRecovery(output.description, out);
}

void encodeAnswer(const operations::DescribeContinuousBackupsOutput& output, std::string& out) {
    encodeRecovery(output.description, out);
}

void encodeAnswer(const operations::ConfirmClockOutput& output, std::string& out) {
    ObjectWriter object(out);
    object.boolean("WasPaused", output.pause.has_value());
    if (output.pause) {
        appendTime(output.pause->before.milliseconds, object.member("ExpectedTime"));
        appendTime(output.pause->after.milliseconds, object.member("SeenTime"));
    }
    appendTime(output.now.milliseconds, object.member("ConfirmedTime"));
    object.close();
}

}  // namespace engine::wire
