#include "engine/storage/verify.h"

#include <filesystem>
#include <system_error>

#include "engine/storage/page_walk.h"
#include "engine/storage/verify_log.h"
#include "engine/storage/verify_state.h"
#include "engine/storage/verify_streams.h"
#include "engine/storage/write_transaction.h"

namespace engine::storage {
namespace {

constexpr std::size_t findingsShown = 1000;

// Nobody else may read or write a database.
void checkModes(const std::string& directory, VerifyReport& report) {
    namespace fs = std::filesystem;
    constexpr auto others = fs::perms::group_all | fs::perms::others_all;
    std::error_code code;
    const auto check = [&](const fs::path& path) {
        const auto status = fs::symlink_status(path, code);
        if (code) {
            return;  // a file that the running database has just removed
        }
        if (fs::is_symlink(status)) {
            report.add("V9", path.string(), "It is a symbolic link.");
        } else if ((status.permissions() & others) != fs::perms::none) {
            report.add("V9", path.string(), "Others than its owner may use it.");
        }
    };
    check(directory);
    for (fs::recursive_directory_iterator entry(directory, code), end; !code && entry != end;
         entry.increment(code)) {
        check(entry->path());
    }
}

// The pages of a snapshot can be walked until two later commits have taken its meta page.
bool walkSnapshot(const Snapshot& snapshot, VerifyReport& report) {
    return walkPages(snapshot.environment().directory() + "/data.mdb",
                     mdb_txn_id(snapshot.transaction()), report);
}

void verifySnapshot(Database& database, const Snapshot& snapshot,
                    const TableOfQueueJob& tableOfQueueJob, VerifyReport& report) {
    const auto catalog = loadCatalog(snapshot);
    if (!catalog) {
        report.add("V2", "catalog", catalog.error().message);
        return;
    }
    const auto place = readLogPlace(snapshot);
    if (!place) {
        report.add("V2", "meta", place.error().message);
        return;
    }
    LogVerification log(database, place->last, report);
    verifyStreams(**catalog, place->last, report);
    StateVerification state(snapshot, *catalog, report);
    state.tableOfQueueJob = tableOfQueueJob;
    state.onItem = [&](schema::TableNumber table, const ItemRecord& item) { log.see(table, item); };
    for (unsigned pass = 0; pass < log.passes(); ++pass) {
        log.readLog(pass);
        if (pass == 0) {
            state.run();
        } else {
            state.visitItemsAgain();
        }
        log.finish(**catalog);
    }
}

}  // namespace

void VerifyReport::add(std::string_view check, std::string place, std::string message) {
    ++findingCount;
    if (findings.size() < findingsShown) {
        findings.push_back({std::string(check), std::move(place), std::move(message)});
    }
}

Result<VerifyReport> verifyDatabase(Database& database, const Clock& clock,
                                    const TableOfQueueJob& tableOfQueueJob) {
    auto* const verifiable = dynamic_cast<Verifiable*>(&database);
    if (verifiable == nullptr) {
        return Error::internal("This database cannot be verified.");
    }
    const auto started = clock.steadyNow();
    VerifyReport report;
    bool isWalked = false;
    constexpr int attemptsMax = 100;
    for (int attempt = 0; attempt < attemptsMax && !isWalked; ++attempt) {
        const auto snapshot = Snapshot::begin(verifiable->environment());
        if (!snapshot) {
            return snapshot.error();
        }
        isWalked = walkSnapshot(*snapshot, report);
        if (!isWalked && attempt + 1 < attemptsMax) {
            continue;
        }
        verifySnapshot(database, *snapshot, tableOfQueueJob, report);
    }
    checkModes(database.directory(), report);
    report.milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock.steadyNow() - started).count();
    return report;
}

}  // namespace engine::storage
