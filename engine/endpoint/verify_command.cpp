#include "engine/endpoint/verify_command.h"

#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "engine/base/os/files.h"
#include "engine/base/os/process.h"
#include "engine/endpoint/verify_backups.h"
#include "engine/operations/verify.h"
#include "engine/wire/json_writer.h"

namespace engine::endpoint {
namespace {

constexpr int exitClean = 0;
constexpr int exitFindings = 1;
constexpr int exitNotOpened = 2;
constexpr std::uint64_t megabyte = 1'000'000;

void print(std::FILE* stream, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

int notOpened(const Error& error) {
    print(stderr, "tidemark-server: " + error.message + "\n");
    return exitNotOpened;
}

// Megabytes of 10^6 bytes a second, rounded down.
std::uint64_t speedOf(const storage::VerifyReport& report) {
    const auto milliseconds =
        static_cast<std::uint64_t>(std::max<std::int64_t>(report.milliseconds, 1));
    return report.bytes / 1000 / milliseconds;
}

std::string jsonOf(const storage::VerifyReport& report, const std::string& directory) {
    std::string findings;
    for (const auto& finding : report.findings) {
        findings += findings.empty() ? "" : ",";
        wire::ObjectWriter writer(findings);
        writer.text("check", finding.check);
        writer.text("place", finding.place);
        writer.text("message", finding.message);
        writer.close();
    }
    std::string out;
    wire::ObjectWriter writer(out);
    writer.text("directory", directory);
    writer.boolean("clean", report.isClean());
    writer.integer("findingCount", report.findingCount);
    writer.member("findings") += "[" + findings + "]";
    writer.integer("pages", report.pages);
    writer.integer("tables", report.tables);
    writer.integer("items", report.items);
    writer.integer("indexEntries", report.indexEntries);
    writer.integer("records", report.records);
    writer.integer("changes", report.changes);
    writer.integer("bytes", report.bytes);
    writer.integer("milliseconds", static_cast<std::uint64_t>(report.milliseconds));
    writer.integer("megabytesPerSecond", speedOf(report));
    writer.close();
    return out + "\n";
}

std::string textOf(const storage::VerifyReport& report, const std::string& directory) {
    std::string out;
    for (const auto& finding : report.findings) {
        out += finding.check + " " + finding.place + ": " + finding.message + "\n";
    }
    if (report.findingCount > report.findings.size()) {
        out +=
            "... and " + std::to_string(report.findingCount - report.findings.size()) + " more\n";
    }
    out +=
        directory + ": " +
        (report.isClean() ? "nothing wrong" : std::to_string(report.findingCount) + " findings") +
        " in " + std::to_string(report.tables) + " tables, " + std::to_string(report.items) +
        " items, " + std::to_string(report.indexEntries) + " index entries, " +
        std::to_string(report.changes) + " changes, " + std::to_string(report.pages) + " pages; " +
        std::to_string(report.bytes / megabyte) + " MB in " + std::to_string(report.milliseconds) +
        " ms (" + std::to_string(speedOf(report)) + " MB/s)\n";
    return out;
}

int tell(const CommandLine& commandLine, const storage::VerifyReport& report) {
    print(stdout, commandLine.json ? jsonOf(report, commandLine.directory)
                                   : textOf(report, commandLine.directory));
    return report.isClean() ? exitClean : exitFindings;
}

int tellOne(const CommandLine& commandLine, std::string message) {
    storage::VerifyReport report;
    report.add("V1", commandLine.directory, std::move(message));
    return tell(commandLine, report);
}

int verifyHere(const CommandLine& commandLine) {
    const std::string manifest = commandLine.directory + "/tidemark.json";
    if (const auto kind = os::pathKind(manifest); !kind || *kind != os::PathKind::Other) {
        return notOpened(kind ? Error{ErrorKind::NotADatabase,
                                      commandLine.directory + " holds no Tidemark database.",
                                      {}}
                              : kind.error());
    }
    storage::DatabaseOptions options;
    options.directory = commandLine.directory;
    const auto database = storage::Database::open(std::move(options));
    if (!database) {
        return database.error().kind == ErrorKind::Corrupt
                   ? tellOne(commandLine, database.error().message)
                   : notOpened(database.error());
    }
    auto report = operations::verifyAll(**database, systemClock());
    if (!report) {
        return tellOne(commandLine, report.error().message);
    }
    verifyBackups(**database, *report);
    return tell(commandLine, *report);
}

}  // namespace

int verify(const CommandLine& commandLine) {
    if (commandLine.inThisProcess) {
        return verifyHere(commandLine);
    }
    std::vector<std::string> arguments = {"verify", commandLine.directory, "--in-this-process"};
    if (commandLine.json) {
        arguments.emplace_back("--json");
    }
    const auto end = os::runThisProgram(arguments);
    if (!end) {
        return notOpened(end.error());
    }
    if (end->signal != 0) {
        return tellOne(commandLine, std::string("Reading it ended the process: ") +
                                        ::strsignal(end->signal) + ".");
    }
    print(stdout, end->output);
    return end->exitCode;
}

}  // namespace engine::endpoint
