// Figures of the change log, as ratios in one run: durable puts next to LMDB's own synchronous
// group commit and to a bare append-and-flush loop, interleaved; the cost of keeping history;
// sizes; the time to recover.
//
//   log_bench DIRECTORY [PART...]     prints figures; DIRECTORY is made and removed
#include <fcntl.h>
#include <lmdb.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/history/as_of.h"
#include "engine/storage/database.h"
#include "engine/values/attribute_value.h"
#include "engine/values/key_bytes.h"

namespace {

namespace fs = std::filesystem;
using engine::SeededRandom;
using engine::schema::PrimaryKey;
using engine::storage::Database;
using engine::storage::DatabaseOptions;
using engine::storage::Durability;
using SteadyClock = std::chrono::steady_clock;

double secondsSince(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

[[noreturn]] void die(const std::string& what) {
    std::fprintf(stderr, "log_bench: %s\n", what.c_str());
    std::exit(1);
}

template <class T>
T need(engine::Result<T> result) {
    if (!result) {
        die(result.error().message);
    }
    return std::move(result).value();
}

// An item as applications have them: 300 bytes, words and numbers that differ from item to item.
engine::values::EncodedItem makeItem(std::uint64_t number, SeededRandom& random) {
    static const char* const words[] = {"amber",  "basalt", "cedar",  "delta",   "ember", "fjord",
                                        "garnet", "harbor", "indigo", "juniper", "kelp",  "lagoon"};
    engine::values::AttributeMap item;
    item.emplace("pk", engine::values::AttributeValue::string("order#" + std::to_string(number)));
    std::string note;
    while (note.size() < 190) {
        note += words[random.next() % std::size(words)];
        note += ' ';
    }
    item.emplace("note", engine::values::AttributeValue::string(note));
    item.emplace("customer", engine::values::AttributeValue::string(
                                 "c" + std::to_string(random.next() % 100'000)));
    item.emplace("total",
                 engine::values::AttributeValue::number(engine::values::Number::fromInteger(
                     static_cast<std::int64_t>(random.next() % 1'000'000))));
    item.emplace("when", engine::values::AttributeValue::string("2026-11-21T10:00:00Z"));
    return engine::values::EncodedItem(item);
}

struct Put {
    PrimaryKey key;
    engine::values::EncodedItem item;
};

std::vector<Put> makePuts(std::size_t count, std::uint64_t seed) {
    SeededRandom random(seed);
    std::vector<Put> puts;
    puts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t number = random.next();
        Put put;
        engine::values::appendTerminatedKey(
            engine::values::AttributeValue::string("order#" + std::to_string(number)),
            put.key.partition);
        put.item = makeItem(number, random);
        puts.push_back(std::move(put));
    }
    return puts;
}

class Run;

class PutWork final : public engine::storage::WriteWork {
public:
    PutWork(Run& run, const Put& put) : m_run(run), m_put(put) {}
    engine::Result<void> apply(engine::storage::WriteTransaction& transaction) override;
    void finished(engine::Result<void> outcome) override;

private:
    Run& m_run;
    const Put& m_put;
};

// Clients that each send the next put when the last one is answered.
class Run final {
public:
    Run(Database& database, engine::schema::TableNumber table, const std::vector<Put>& puts)
        : m_database(database), m_table(table), m_puts(puts) {}

    double perSecond(std::size_t clients) {
        const auto begin = SteadyClock::now();
        m_lastAnswer = begin;
        for (std::size_t i = 0; i < clients; ++i) {
            sendNext();
        }
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [this] { return m_answered == m_puts.size(); });
        return static_cast<double>(m_puts.size()) / secondsSince(begin);
    }

    void sendNext() {
        const Put* next = nullptr;
        {
            const std::lock_guard lock(m_mutex);
            if (m_sent < m_puts.size()) {
                next = &m_puts[m_sent++];
            }
        }
        if (next != nullptr) {
            m_database.submit(std::make_unique<PutWork>(*this, *next));
        }
    }

    void answered() {
        const auto now = SteadyClock::now();
        m_worstGap =
            std::max(m_worstGap, std::chrono::duration<double>(now - m_lastAnswer).count());
        m_lastAnswer = now;
        {
            const std::lock_guard lock(m_mutex);
            if (++m_answered == m_puts.size()) {
                m_done.notify_all();
                return;
            }
        }
        sendNext();
    }

    engine::schema::TableNumber table() const { return m_table; }
    double worstGapMilliseconds() const { return m_worstGap * 1000; }

private:
    Database& m_database;
    engine::schema::TableNumber m_table;
    const std::vector<Put>& m_puts;
    std::mutex m_mutex;
    std::condition_variable m_done;
    std::size_t m_sent = 0;
    std::size_t m_answered = 0;
    SteadyClock::time_point m_lastAnswer;
    double m_worstGap = 0;
};

engine::Result<void> PutWork::apply(engine::storage::WriteTransaction& transaction) {
    return transaction.putItem(m_run.table(), m_put.key, m_put.item.view());
}

void PutWork::finished(engine::Result<void> outcome) {
    if (!outcome) {
        die(outcome.error().message);
    }
    m_run.answered();
}

class AddTable final : public engine::storage::WriteWork {
public:
    engine::Result<void> apply(engine::storage::WriteTransaction& transaction) override {
        engine::schema::Table table;
        table.id = "bench";
        table.name = "orders";
        table.partitionKey = {"pk", engine::values::AttributeType::S};
        table.attributeDefinitions = {{"pk", engine::values::AttributeType::S}};
        auto number = transaction.addTable(table);
        return number ? engine::Result<void>() : std::move(number).error();
    }
    void finished(engine::Result<void> /*outcome*/) override {
        const std::lock_guard lock(mutex);
        isDone = true;
        done.notify_all();
    }
    static inline std::mutex mutex;
    static inline std::condition_variable done;
    static inline bool isDone = false;
};

std::unique_ptr<Database> openDatabase(const std::string& directory, DatabaseOptions options = {}) {
    options.directory = directory;
    return need(Database::open(std::move(options)));
}

engine::schema::TableNumber tableOf(Database& database) {
    if (const auto table = database.catalog()->find("orders")) {
        return table->number;
    }
    AddTable::isDone = false;
    database.submit(std::make_unique<AddTable>());
    std::unique_lock lock(AddTable::mutex);
    AddTable::done.wait(lock, [] { return AddTable::isDone; });
    return database.catalog()->find("orders")->number;
}

// LMDB alone: the same keys and items, a synchronous commit per group.
class BareLmdb final {
public:
    explicit BareLmdb(const std::string& directory) {
        fs::create_directories(directory);
        check(mdb_env_create(&m_env));
        check(mdb_env_set_mapsize(m_env, std::size_t{1} << 36U));
        check(mdb_env_open(m_env, directory.c_str(), MDB_NOTLS, 0600));
        MDB_txn* txn = nullptr;
        check(mdb_txn_begin(m_env, nullptr, 0, &txn));
        check(mdb_dbi_open(txn, nullptr, 0, &m_tree));
        check(mdb_txn_commit(txn));
    }
    ~BareLmdb() { mdb_env_close(m_env); }
    BareLmdb(const BareLmdb&) = delete;
    BareLmdb& operator=(const BareLmdb&) = delete;

    double perSecond(const std::vector<Put>& puts, std::size_t group) {
        const auto begin = SteadyClock::now();
        for (std::size_t at = 0; at < puts.size(); at += group) {
            MDB_txn* txn = nullptr;
            check(mdb_txn_begin(m_env, nullptr, 0, &txn));
            for (std::size_t i = at; i < std::min(puts.size(), at + group); ++i) {
                MDB_val key{puts[i].key.partition.size(),
                            const_cast<char*>(puts[i].key.partition.data())};
                MDB_val value{puts[i].item.bytes().size(),
                              const_cast<char*>(puts[i].item.bytes().data())};
                check(mdb_put(txn, m_tree, &key, &value, 0));
            }
            check(mdb_txn_commit(txn));
        }
        return static_cast<double>(puts.size()) / secondsSince(begin);
    }

private:
    static void check(int code) {
        if (code != 0) {
            die(mdb_strerror(code));
        }
    }
    MDB_env* m_env = nullptr;
    MDB_dbi m_tree = 0;
};

// A file, an append and a flush per group.
class BareLog final {
public:
    explicit BareLog(const std::string& path)
        : m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600)) {}
    ~BareLog() { ::close(m_file); }
    BareLog(const BareLog&) = delete;
    BareLog& operator=(const BareLog&) = delete;

    double perSecond(const std::vector<Put>& puts, std::size_t group) {
        const auto begin = SteadyClock::now();
        std::string bytes;
        for (std::size_t at = 0; at < puts.size(); at += group) {
            bytes.clear();
            for (std::size_t i = at; i < std::min(puts.size(), at + group); ++i) {
                bytes += puts[i].key.partition;
                bytes += puts[i].item.bytes();
            }
            if (::write(m_file, bytes.data(), bytes.size()) < 0 || ::fdatasync(m_file) != 0) {
                die("the bare log cannot be written");
            }
        }
        return static_cast<double>(puts.size()) / secondsSince(begin);
    }

private:
    int m_file;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void comparePuts(const std::string& root, std::size_t clients, std::size_t perRound, int rounds) {
    const auto database = openDatabase(root + "/compare" + std::to_string(clients));
    const auto table = tableOf(*database);
    BareLmdb lmdb(root + "/lmdb" + std::to_string(clients));
    BareLog log(root + "/bare" + std::to_string(clients) + ".log");
    std::vector<double> ours;
    std::vector<double> toLmdb;
    std::vector<double> toLog;
    double worst = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto puts = makePuts(perRound, clients * 1000 + static_cast<std::uint64_t>(round));
        Run run(*database, table, puts);
        const double mine = run.perSecond(clients);
        ours.push_back(mine);
        toLmdb.push_back(mine / lmdb.perSecond(puts, clients));
        toLog.push_back(mine / log.perSecond(puts, clients));
        worst = std::max(worst, run.worstGapMilliseconds());
    }
    std::printf(
        "%3zu clients: %8.0f puts/s, %.2fx LMDB's synchronous commit, %.2fx a bare log, worst "
        "group %.1f ms\n",
        clients, median(ours), median(toLmdb), median(toLog), worst);
    const auto extent = database->history();
    std::printf("             log %.0f bytes per put before sealing\n",
                static_cast<double>(extent.bytes) / static_cast<double>(extent.last));
}

void costOfHistory(const std::string& root, std::size_t perRound, int rounds) {
    const auto kept = openDatabase(root + "/kept");
    DatabaseOptions none;
    none.retention = {.milliseconds = 0, .bytes = 0};
    const auto trimmed = openDatabase(root + "/trimmed", none);
    const auto keptTable = tableOf(*kept);
    const auto trimmedTable = tableOf(*trimmed);
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        const auto puts = makePuts(perRound, 7'000 + static_cast<std::uint64_t>(round));
        const double with = Run(*kept, keptTable, puts).perSecond(64);
        const double without = Run(*trimmed, trimmedTable, puts).perSecond(64);
        ratios.push_back(with / without);
    }
    std::printf("history kept: %.0f %% of the puts/s of history trimmed at once\n",
                median(ratios) * 100);
}

void sizes(const std::string& root, std::size_t count) {
    const std::string directory = root + "/sizes";
    const auto puts = makePuts(count, 99);
    {
        const auto database = openDatabase(directory);
        Run(*database, tableOf(*database), puts).perSecond(64);
    }
    const auto atRest = fs::file_size(directory + "/state/data.mdb");
    {
        // The same keys once more, so that pages are freed and taken again.
        const auto database = openDatabase(directory);
        Run(*database, tableOf(*database), puts).perSecond(64);
    }
    const auto after = fs::file_size(directory + "/state/data.mdb");
    // Opening seals what was closed.
    const auto database = openDatabase(directory);
    std::uint64_t raw = 1;
    while (raw != 0) {
        raw = 0;
        for (const auto& entry : fs::directory_iterator(directory + "/log")) {
            std::FILE* file = std::fopen(entry.path().c_str(), "rb");
            char head[12] = {};
            if (file != nullptr) {
                raw += std::fread(head, 1, sizeof(head), file) == sizeof(head) && head[11] == 0;
                std::fclose(file);
            }
        }
        raw = raw > 0 ? raw - 1 : 0;  // the one that is appended to
        std::this_thread::yield();
    }
    const auto extent = database->history();
    std::printf("log after sealing: %.0f bytes per change of a 300-byte item\n",
                static_cast<double>(extent.bytes) / static_cast<double>(extent.last));
    std::printf("data.mdb: %.2fx its size at rest after every item was written again\n",
                static_cast<double>(after) / static_cast<double>(atRest));
}

double scanSeconds(const std::function<std::unique_ptr<engine::storage::ReadTransaction>()>& begin,
                   engine::schema::TableNumber table, std::size_t expected) {
    const auto start = SteadyClock::now();
    std::size_t items = 0;
    std::size_t pageItems = 1;
    std::optional<PrimaryKey> after;
    while (pageItems != 0) {
        const auto read = begin();
        const auto cursor = need(read->scanItems(table, {}, after));
        std::size_t bytes = 0;
        pageItems = 0;
        while (bytes < (std::size_t{1} << 20U)) {
            const auto entry = need(cursor->next());
            if (!entry) {
                break;
            }
            ++pageItems;
            bytes += entry->item.bytes().size();
            after = PrimaryKey{};
            engine::values::appendTerminatedKey(*entry->item.find("pk"), after->partition);
        }
        items += pageItems;
    }
    if (items != expected) {
        die("a scan gave " + std::to_string(items) + " items");
    }
    return secondsSince(start);
}

void readingThePast(const std::string& root, std::size_t count, std::size_t changes) {
    const auto database = openDatabase(root + "/past");
    const auto table = tableOf(*database);
    constexpr std::size_t part = 100'000;
    for (std::size_t done = 0; done < count; done += part) {
        Run(*database, table, makePuts(part, 500 + done)).perSecond(256);
    }
    const auto moment = database->history().last;
    auto puts = makePuts(part, 500);
    puts.resize(changes);
    SeededRandom random(3);
    for (auto& put : puts) {
        put.item = makeItem(random.next(), random);
        auto item = put.item.view().decode();
        std::string_view key = put.key.partition;
        item["pk"] = need(engine::values::takeTerminatedKey(engine::values::AttributeType::S, key));
        put.item = engine::values::EncodedItem(item);
    }
    Run(*database, table, puts).perSecond(256);
    engine::history::PastReads past(*database, engine::systemClock());
    std::vector<double> ratios;
    for (int round = 0; round < 5; ++round) {
        const double present =
            scanSeconds([&] { return need(database->beginRead()); }, table, count);
        // The first of them reads the log, too; all count.
        const double then = scanSeconds([&] { return need(past.after(moment)); }, table, count);
        ratios.push_back(then / present);
        std::printf(
            "as-of scan of %zu items with %zu later changes: %.2f s, %.2fx a present scan%s\n",
            count, changes, then, then / present, round == 0 ? " (reads the log)" : "");
    }
}

// A child is killed when its log has grown by 64 MiB that no checkpoint covers.
void recovery(const std::string& root) {
    const std::string directory = root + "/recovery";
    const std::string copy = root + "/recovery-copy";
    { tableOf(*openDatabase(directory)); }
    const pid_t child = ::fork();
    if (child == 0) {
        const auto database = openDatabase(directory);
        const auto table = tableOf(*database);
        for (std::uint64_t seed = 1;; ++seed) {
            const auto puts = makePuts(20'000, seed);
            Run(*database, table, puts).perSecond(256);
        }
    }
    // The checkpoint that it begins from stays what it was: the log of a longer run is put beside
    // it.
    std::uint64_t grown = 0;
    while (grown < (std::uint64_t{64} << 20U)) {
        std::this_thread::yield();
        grown = 0;
        for (const auto& entry : fs::directory_iterator(directory + "/log")) {
            std::error_code code;
            grown += fs::file_size(entry.path(), code);
        }
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto begin = SteadyClock::now();
    const auto database = openDatabase(directory);
    const double seconds = secondsSince(begin);
    std::printf("restart after kill -9 with %.0f MiB of log: %.2f s\n",
                static_cast<double>(grown) / (1 << 20), seconds);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(
            stderr,
            "usage: log_bench DIRECTORY [puts] [one] [history] [sizes] [past] [recovery]\n");
        return 2;
    }
    const std::string root = argv[1];
    fs::create_directories(root);
    const std::vector<std::pair<std::string, std::function<void()>>> parts = {
        {"puts", [&] { comparePuts(root, 64, 20'000, 9); }},
        {"one", [&] { comparePuts(root, 1, 300, 9); }},
        {"history", [&] { costOfHistory(root, 20'000, 9); }},
        {"sizes", [&] { sizes(root, 100'000); }},
        {"past", [&] { readingThePast(root, 1'000'000, 100'000); }},
        {"recovery", [&] { recovery(root); }},
    };
    for (const auto& [name, run] : parts) {
        if (argc == 2 || std::find(argv + 2, argv + argc, name) != argv + argc) {
            run();
        }
    }
    fs::remove_all(root);
    return 0;
}
