#include "engine/operations/job_record.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"

namespace engine::operations {

namespace {

constexpr std::uint8_t formatVersion = 1;

void putMoment(ByteWriter& writer, const std::optional<Timestamp>& moment) {
    writer.u8(moment ? 1 : 0);
    writer.u64(moment ? static_cast<std::uint64_t>(moment->milliseconds) : 0);
}

std::optional<Timestamp> moment(ByteReader& reader) {
    const bool isSet = reader.u8() != 0;
    const Timestamp value{static_cast<std::int64_t>(reader.u64())};
    return isSet ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string makeJobId(Timestamp now, Random& random) {
    constexpr std::size_t digits = 14;
    constexpr std::string_view hexDigits = "0123456789abcdef";
    std::string time = std::to_string(now.milliseconds);
    time.insert(0, digits - std::min(digits, time.size()), '0');
    time.push_back('-');
    std::uint64_t bits = random.next();
    for (int i = 0; i < 8; ++i) {
        time.push_back(hexDigits[bits & 15U]);
        bits >>= 4U;
    }
    return time;
}

std::string encodeJob(const JobRecord& job) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u8(formatVersion);
    writer.sized(job.id);
    writer.u8(static_cast<std::uint8_t>(job.kind));
    writer.u8(static_cast<std::uint8_t>(job.status));
    writer.sized(job.arn);
    writer.u32(job.sourceTable);
    writer.u32(job.targetTable);
    writer.u64(job.sequence);
    putMoment(writer, job.from);
    putMoment(writer, job.to);
    putMoment(writer, job.createdAt);
    putMoment(writer, job.startedAt);
    putMoment(writer, job.endedAt);
    writer.varint(job.parameters.size());
    for (const auto& [name, value] : job.parameters) {
        writer.sized(name);
        writer.sized(value);
    }
    writer.sized(job.cursor);
    for (const auto count : {job.items, job.bytes, job.itemsTotal, job.bytesTotal, job.errors}) {
        writer.varint(count);
    }
    writer.sized(job.failureCode);
    writer.sized(job.failureMessage);
    return bytes;
}

Result<JobRecord> decodeJob(std::string_view bytes) {
    ByteReader reader(bytes);
    const auto version = reader.u8();
    JobRecord job;
    job.id = reader.sized();
    const auto kind = reader.u8();
    const auto status = reader.u8();
    job.kind = static_cast<JobKind>(kind);
    job.status = static_cast<JobStatus>(status);
    job.arn = reader.sized();
    job.sourceTable = reader.u32();
    job.targetTable = reader.u32();
    job.sequence = reader.u64();
    job.from = moment(reader);
    job.to = moment(reader);
    job.createdAt = moment(reader).value_or(Timestamp{});
    job.startedAt = moment(reader);
    job.endedAt = moment(reader);
    const auto parameters = reader.varint();
    for (std::uint64_t i = 0; i < parameters && !reader.failed(); ++i) {
        std::string name(reader.sized());
        job.parameters.emplace(std::move(name), reader.sized());
    }
    job.cursor = reader.sized();
    for (auto* const count :
         {&job.items, &job.bytes, &job.itemsTotal, &job.bytesTotal, &job.errors}) {
        *count = reader.varint();
    }
    job.failureCode = reader.sized();
    job.failureMessage = reader.sized();
    const bool isKnown = kind >= static_cast<std::uint8_t>(JobKind::Restore) &&
                         kind <= static_cast<std::uint8_t>(JobKind::BulkPut) &&
                         status <= static_cast<std::uint8_t>(JobStatus::Cancelled);
    if (version != formatVersion || !isKnown || reader.failed() || !reader.atEnd()) {
        return Error::corrupt("A job record cannot be read.");
    }
    return job;
}

}  // namespace engine::operations
