#include "engine/storage/verify_log.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/storage/key_layout.h"

namespace engine::storage {
namespace {

constexpr std::size_t firstSlots = 1U << 12U;
constexpr std::uint64_t recordsInPass = 2'000'000;

std::uint64_t atLeastOne(std::uint64_t hash) {
    return hash == 0 ? 1 : hash;
}

// The partition ends itself, so the parts need nothing between them.
std::uint64_t keyHash(schema::TableNumber table, std::string_view partition,
                      std::string_view sort) {
    constexpr std::uint64_t factor = 0x9e3779b97f4a7c15ULL;
    const std::uint64_t hash = (partitionHash(partition) + table) * factor;
    return atLeastOne((hash ^ partitionHash(sort)) * factor);
}

std::uint64_t imageHash(std::string_view bytes) {
    return atLeastOne(partitionHash(bytes));
}

std::string nameOf(const Change& change) {
    return "record " + std::to_string(change.sequence) + " of the change log";
}

}  // namespace

LogVerification::LogVerification(Database& database, Sequence last, VerifyReport& report)
    : m_database(database), m_last(last), m_report(report), m_first(database.history().first) {
    const std::uint64_t records = last + 1 - std::min(m_first, last + 1);
    m_passes = static_cast<unsigned>(records / recordsInPass) + 1;
    m_report.bytes += database.history().bytes;
}

LogVerification::Slot& LogVerification::slotOf(std::uint64_t key) {
    std::size_t at = key & (m_slots.size() - 1);
    while (m_slots[at].key != 0 && m_slots[at].key != key) {
        at = (at + 1) & (m_slots.size() - 1);
    }
    return m_slots[at];
}

void LogVerification::grow() {
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    for (const Slot& slot : old) {
        if (slot.key != 0) {
            slotOf(slot.key) = slot;
        }
    }
}

void LogVerification::take(const Change& change) {
    const std::uint64_t key = keyHash(change.table, change.partition, change.sort);
    if (!isOfPass(key)) {
        return;
    }
    if (m_used * 2 >= m_slots.size()) {
        grow();
    }
    Slot& slot = slotOf(key);
    const std::uint64_t before = change.before ? imageHash(change.before->bytes()) : 0;
    // What stood there before the log begins is not known.
    const bool isKnown = slot.key != 0 || m_first == 1;
    if (isKnown && slot.image != before) {
        m_report.add("V4", nameOf(change),
                     "It does not begin with what the change before it of the same item left.");
    }
    m_used += slot.key == 0 ? 1 : 0;
    slot.key = key;
    slot.table = change.table;
    slot.image = change.after ? imageHash(change.after->bytes()) : 0;
}

void LogVerification::readLog(unsigned pass) {
    m_pass = pass;
    m_used = 0;
    m_slots.assign(firstSlots, Slot{});
    m_isBroken = true;
    auto reader = m_database.readChanges({}, m_first - 1, m_last);
    if (!reader && reader.error().kind == ErrorKind::TrimmedDataAccess) {
        m_first = m_database.history().first;  // the oldest part has just been given up
        reader = m_database.readChanges({}, m_first - 1, m_last);
    }
    if (!reader) {
        m_report.add("V4", "change log", reader.error().message);
        return;
    }
    Sequence before = m_first - 1;
    Timestamp time;
    while (true) {
        const auto change = (*reader)->next();
        if (!change) {
            m_report.add("V4", "change log behind record " + std::to_string((*reader)->position()),
                         change.error().message);
            return;
        }
        if (!*change) {
            break;
        }
        if ((*change)->sequence <= before || (*change)->time < time) {
            m_report.add("V4", nameOf(**change), "Its number or its time goes back.");
        }
        before = (*change)->sequence;
        time = (*change)->time;
        m_report.changes += pass == 0 ? 1 : 0;
        take(**change);
    }
    m_isBroken = false;
    if ((*reader)->position() != m_last) {
        m_report.add("V4", "change log",
                     "It ends with record " + std::to_string((*reader)->position()) +
                         ", the trees with record " + std::to_string(m_last) + ".");
    }
}

void LogVerification::see(schema::TableNumber table, const ItemRecord& item) {
    const std::uint64_t key = keyHash(table, item.partition, item.sort);
    if (!isOfPass(key) || m_isBroken) {
        return;
    }
    Slot& slot = slotOf(key);
    if (slot.key == 0 && m_first != 1) {
        return;  // older than the log
    }
    if (slot.image != imageHash(item.item)) {
        m_report.add("V4", "an item of table number " + std::to_string(table),
                     slot.key == 0 ? "The change log does not tell of it."
                                   : "It is not what its newest change in the log says.");
    }
    slot.seen = true;
}

void LogVerification::finish(const Catalog& catalog) {
    if (m_isBroken) {
        return;
    }
    std::uint64_t missing = 0;
    for (const Slot& slot : m_slots) {
        const bool isExpected = slot.key != 0 && slot.image != 0 && !slot.seen;
        if (isExpected && catalog.find(slot.table) != nullptr) {
            ++missing;
        }
    }
    if (missing > 0) {
        m_report.add("V4", "items",
                     std::to_string(missing) + " items that the change log tells of are missing.");
    }
}

}  // namespace engine::storage
