#include "engine/operations/confirm_clock.h"

#include "engine/base/bytes.h"
#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

constexpr std::uint8_t formatVersion = 1;

class ConfirmClockWrite final : public PendingWrite {
public:
    explicit ConfirmClockWrite(Timestamp now) { m_output.now = now; }

    Result<void> apply(storage::WriteTransaction& transaction) override {
        m_output.pause.reset();
        const auto record = transaction.getRecord(storage::RecordKind::Setting, clockPauseKey);
        if (!record) {
            return record.error();
        }
        if (!*record) {
            return {};
        }
        const auto pause = decodeClockPause(**record);
        if (!pause) {
            return pause.error();
        }
        m_output.pause = *pause;
        return transaction.deleteRecord(storage::RecordKind::Setting, clockPauseKey);
    }

protected:
    Response response() override { return m_output; }

private:
    ConfirmClockOutput m_output;
};

}  // namespace

std::string encodeClockPause(const ClockPause& pause) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u8(formatVersion);
    writer.u64(static_cast<std::uint64_t>(pause.before.milliseconds));
    writer.u64(static_cast<std::uint64_t>(pause.after.milliseconds));
    return bytes;
}

Result<ClockPause> decodeClockPause(std::string_view bytes) {
    ByteReader reader(bytes);
    const auto version = reader.u8();
    ClockPause pause;
    pause.before.milliseconds = static_cast<std::int64_t>(reader.u64());
    pause.after.milliseconds = static_cast<std::int64_t>(reader.u64());
    if (version != formatVersion || reader.failed() || !reader.atEnd()) {
        return Error::corrupt("The record of a jump of the clock cannot be read.");
    }
    return pause;
}

PreparedWrite prepareConfirmClock(const Context& context, const ConfirmClockInput&) {
    return PreparedWrite::Value(std::make_unique<ConfirmClockWrite>(context.clock.now()));
}

}  // namespace engine::operations
