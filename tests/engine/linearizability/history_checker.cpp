#include "tests/engine/linearizability/history_checker.h"

#include <algorithm>
#include <utility>

namespace engine::test {
namespace {

// The values of one key, each from its sequence on.
class Timeline final {
public:
    void add(std::uint64_t sequence, Value value) { m_steps.emplace_back(sequence, value); }
    Value last() const { return m_steps.back().second; }

    // The first moment from `from` on at which the key has the value.
    std::optional<std::uint64_t> next(std::uint64_t from, Value value) const {
        auto step = std::upper_bound(m_steps.begin(), m_steps.end(), std::pair(from, ~Value{0}));
        --step;
        if (step->second == value) {
            return from;
        }
        for (++step; step != m_steps.end(); ++step) {
            if (step->second == value) {
                return step->first;
            }
        }
        return std::nullopt;
    }

private:
    std::vector<std::pair<std::uint64_t, Value>> m_steps{{0, 0}};
};

class Checker final {
public:
    Checker(const std::vector<Operation>& operations, const std::vector<LoggedChange>& log)
        : m_operations(operations), m_log(log) {}

    std::optional<std::string> run() {
        if (auto violation = readLog()) {
            return violation;
        }
        for (const auto& operation : m_operations) {
            if (auto violation = checkWrites(operation)) {
                return violation;
            }
        }
        if (!m_written.empty()) {
            return "the log has changes of nobody";
        }
        if (auto violation = checkConflicts()) {
            return violation;
        }
        return placeAll();
    }

private:
    struct Written {
        std::uint64_t sequence = 0;  // of its last change
        std::vector<Observation> before;
        std::vector<Observation> after;
    };

    static std::string of(const Operation& operation) {
        return "operation " + std::to_string(operation.id) + ": ";
    }

    std::optional<std::string> readLog() {
        std::uint64_t writer = 0;
        // All changes of an operation happen at the moment of its last one.
        std::map<std::uint64_t, std::uint64_t> moments;
        for (const auto& change : m_log) {
            moments[change.operation] = change.sequence;
        }
        for (const auto& change : m_log) {
            auto& timeline = m_timelines[change.before.key];
            if (timeline.last() != change.before.value) {
                return "the log does not fit together at " + std::to_string(change.sequence);
            }
            timeline.add(moments[change.operation], change.after.value);
            auto& written = m_written[change.operation];
            if (!written.after.empty() && writer != change.operation) {
                return "the changes of operation " + std::to_string(change.operation) +
                       " do not stand together";
            }
            writer = change.operation;
            written.sequence = change.sequence;
            written.before.push_back(change.before);
            written.after.push_back(change.after);
        }
        return std::nullopt;
    }

    // What the log says that it did is what it was to do, and it saw what was there.
    std::optional<std::string> checkWrites(const Operation& operation) {
        auto found = m_written.extract(operation.id);
        if (operation.after.empty()) {
            return found.empty() ? std::nullopt : std::optional(of(operation) + "wrote something");
        }
        if (found.empty()) {
            return of(operation) + "is not in the log";
        }
        const auto& written = found.mapped();
        for (const auto& wanted : operation.after) {
            if (std::find(written.after.begin(), written.after.end(), wanted) ==
                written.after.end()) {
                return of(operation) + "did not write what it was to write";
            }
        }
        if (written.after.size() != operation.after.size()) {
            return of(operation) + "wrote more than it was to write";
        }
        for (const auto& seen : operation.before) {
            for (const auto& was : written.before) {
                if (seen.key == was.key && seen.value != was.value) {
                    return of(operation) + "saw another item than it replaced";
                }
            }
        }
        m_points.emplace(operation.id, written.sequence);
        return std::nullopt;
    }

    // A conflict needs a transaction on the same item at the same time.
    std::optional<std::string> checkConflicts() const {
        std::map<int, std::vector<const Operation*>> transactions;
        for (const auto& operation : m_operations) {
            if (operation.isTransaction && !operation.isConflict) {
                for (const int key : operation.keys) {
                    transactions[key].push_back(&operation);
                }
            }
        }
        std::map<int, std::vector<std::uint64_t>> latest;  // answer so far, by invocation
        for (auto& [key, list] : transactions) {
            std::sort(list.begin(), list.end(), [](const Operation* a, const Operation* b) {
                return a->invoked < b->invoked;
            });
            for (const auto* one : list) {
                auto& answers = latest[key];
                answers.push_back(answers.empty() ? one->answered
                                                  : std::max(answers.back(), one->answered));
            }
        }
        for (const auto& operation : m_operations) {
            const bool isFounded =
                !operation.isConflict ||
                std::any_of(operation.keys.begin(), operation.keys.end(), [&](int key) {
                    const auto list = transactions.find(key);
                    if (list == transactions.end()) {
                        return false;
                    }
                    const auto end = std::partition_point(
                        list->second.begin(), list->second.end(),
                        [&](const Operation* one) { return one->invoked < operation.answered; });
                    const auto count = end - list->second.begin();
                    return count > 0 &&
                           latest[key][static_cast<std::size_t>(count - 1)] > operation.invoked;
                });
            if (!isFounded) {
                return of(operation) + "met a conflict with nobody";
            }
        }
        return std::nullopt;
    }

    // In the order of the calls each operation takes the earliest moment that it can have had.
    std::optional<std::string> placeAll() {
        struct Event {
            std::uint64_t at = 0;
            const Operation* operation = nullptr;
            bool isAnswer = false;
        };
        std::vector<Event> events;
        for (const auto& operation : m_operations) {
            events.push_back({operation.invoked, &operation, false});
            events.push_back({operation.answered, &operation, true});
        }
        std::sort(events.begin(), events.end(),
                  [](const Event& a, const Event& b) { return a.at < b.at; });
        std::map<const Operation*, std::uint64_t> moments;
        std::uint64_t passed = 0;
        for (const auto& event : events) {
            if (event.isAnswer) {
                passed = std::max(passed, moments.at(event.operation));
                continue;
            }
            const auto moment = place(*event.operation, passed);
            if (!moment) {
                return of(*event.operation) + "saw what was past or not all at one time";
            }
            moments[event.operation] = *moment;
        }
        // A read from the future puts the write that it saw behind itself, where it finds no room.
        return std::nullopt;
    }

    std::optional<std::uint64_t> place(const Operation& operation, std::uint64_t passed) const {
        const auto point = m_points.find(operation.id);
        if (point != m_points.end()) {
            return point->second > passed ? std::optional(point->second) : std::nullopt;
        }
        auto moment = passed;
        for (bool isSettled = false; !isSettled;) {
            isSettled = true;
            for (const auto& seen : operation.before) {
                const auto timeline = m_timelines.find(seen.key);
                if (timeline == m_timelines.end()) {
                    if (seen.value != 0) {
                        return std::nullopt;
                    }
                    continue;
                }
                const auto next = timeline->second.next(moment, seen.value);
                if (!next) {
                    return std::nullopt;
                }
                isSettled = isSettled && *next == moment;
                moment = *next;
            }
        }
        return moment;
    }

    const std::vector<Operation>& m_operations;
    const std::vector<LoggedChange>& m_log;
    std::map<int, Timeline> m_timelines;
    std::map<std::uint64_t, Written> m_written;
    std::map<std::uint64_t, std::uint64_t> m_points;  // sequence of each writing operation
};

}  // namespace

std::optional<std::string> findViolation(const std::vector<Operation>& operations,
                                         const std::vector<LoggedChange>& log) {
    return Checker(operations, log).run();
}

}  // namespace engine::test
