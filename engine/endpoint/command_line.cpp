#include "engine/endpoint/command_line.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/endpoint/listen_socket.h"

namespace engine::endpoint {
namespace {

// Reads the arguments one by one. A long flag takes its value as "--flag VALUE" or "--flag=VALUE".
class Parser final {
public:
    explicit Parser(std::span<const std::string_view> arguments) : m_arguments(arguments) {}

    Result<CommandLine> parse();

private:
    Result<CommandLine> parseVerify();
    Result<void> readFlag(std::string_view flag);
    Result<void> readValueFlag(std::string_view flag);
    Result<std::string> takeValue(std::string_view flag);
    Result<void> readPort(std::string_view flag);
    Result<void> readDurability(std::string_view flag);
    Result<void> checkHost() const;

    std::span<const std::string_view> m_arguments;
    std::size_t m_next = 0;
    std::optional<std::string_view> m_attachedValue;
    bool m_allowRemote = false;
    CommandLine m_result;
};

Error usage(std::string message) {
    return Error::validation(std::move(message) + "; tidemark-server --help lists the flags");
}

// Flags of DynamoDB Local that change nothing here.
constexpr std::array<std::string_view, 4> acceptedFlags = {
    "-sharedDb", "-delayTransientStatuses", "-optimizeDbBeforeStartup", "-disableTelemetry"};

void splitList(std::string_view list, std::vector<std::string>& parts) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (const auto part = list.substr(0, comma); !part.empty()) {
            parts.emplace_back(part);
        }
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
}

Result<CommandLine> Parser::parse() {
    if (!m_arguments.empty() && m_arguments.front() == "verify") {
        return parseVerify();
    }
    if (!m_arguments.empty() && m_arguments.front() == "serve") {
        m_next = 1;
    } else if (m_arguments.empty()) {
        return usage("There is no command; did you mean tidemark-server serve --dir DIR?");
    }
    while (m_next < m_arguments.size()) {
        std::string_view flag = m_arguments[m_next++];
        m_attachedValue.reset();
        const auto equals = flag.find('=');
        if (flag.starts_with("--") && equals != std::string_view::npos) {
            m_attachedValue = flag.substr(equals + 1);
            flag = flag.substr(0, equals);
        }
        if (auto read = readFlag(flag); !read) {
            return std::move(read).error();
        }
        if (m_result.action != CommandLine::Action::Serve) {
            return std::move(m_result);
        }
    }
    if (auto checked = checkHost(); !checked) {
        return std::move(checked).error();
    }
    return std::move(m_result);
}

Result<CommandLine> Parser::parseVerify() {
    m_result.action = CommandLine::Action::Verify;
    m_result.directory.clear();
    for (const std::string_view argument : m_arguments.subspan(1)) {
        if (argument == "--json") {
            m_result.json = true;
        } else if (argument == "--in-this-process") {
            m_result.inThisProcess = true;
        } else if (argument.starts_with('-') || !m_result.directory.empty()) {
            return usage("verify takes one directory and --json, not " + std::string(argument));
        } else {
            m_result.directory = argument;
        }
    }
    if (m_result.directory.empty()) {
        return usage("verify needs the directory of a database");
    }
    return std::move(m_result);
}

Result<void> Parser::readFlag(std::string_view flag) {
    if (flag == "--help" || flag == "-help" || flag == "-h") {
        m_result.action = CommandLine::Action::Help;
        return {};
    }
    if (flag == "--version" || flag == "-version") {
        m_result.action = CommandLine::Action::Version;
        return {};
    }
    if (flag == "--in-memory" || flag == "-inMemory") {
        m_result.durability = storage::Durability::Memory;
        return {};
    }
    if (flag == "--allow-remote") {
        m_allowRemote = true;
        return {};
    }
    for (const auto accepted : acceptedFlags) {
        if (flag == accepted) {
            return {};
        }
    }
    return readValueFlag(flag);
}

Result<void> Parser::readValueFlag(std::string_view flag) {
    if (flag == "--port" || flag == "-port") {
        return readPort(flag);
    }
    if (flag == "--durability") {
        return readDurability(flag);
    }
    const bool isDirectory = flag == "--dir" || flag == "-dbPath";
    const bool isOrigins = flag == "--allow-origin" || flag == "-cors";
    if (!isDirectory && !isOrigins && flag != "--host" && flag != "--allow-host" &&
        flag != "--region") {
        return usage(flag.starts_with('-') ? "There is no flag " + std::string(flag)
                                           : "There is no command " + std::string(flag));
    }
    auto value = takeValue(flag);
    if (!value) {
        return std::move(value).error();
    }
    if (isDirectory) {
        m_result.directory = *std::move(value);
    } else if (isOrigins) {
        splitList(*value, m_result.http.allowedOrigins);
    } else if (flag == "--host") {
        m_result.http.host = *value == "localhost" ? "127.0.0.1" : *std::move(value);
    } else if (flag == "--region") {
        m_result.region = *std::move(value);
    } else {
        splitList(*value, m_result.http.allowedHosts);
    }
    return {};
}

Result<std::string> Parser::takeValue(std::string_view flag) {
    std::optional<std::string_view> value = m_attachedValue;
    if (!value && m_next < m_arguments.size()) {
        value = m_arguments[m_next++];
    }
    if (!value || value->empty()) {
        return usage("The flag " + std::string(flag) + " needs a value");
    }
    return std::string(*value);
}

Result<void> Parser::readPort(std::string_view flag) {
    const auto value = takeValue(flag);
    if (!value) {
        return value.error();
    }
    const char* const end = value->data() + value->size();
    const auto parsed = std::from_chars(value->data(), end, m_result.http.port);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
        return usage("The port " + *value + " is not a number from 0 to 65535");
    }
    return {};
}

Result<void> Parser::readDurability(std::string_view flag) {
    const auto value = takeValue(flag);
    if (!value) {
        return value.error();
    }
    if (*value == "full") {
        m_result.durability = storage::Durability::Full;
    } else if (*value == "interval") {
        m_result.durability = storage::Durability::Interval;
    } else if (*value == "memory") {
        m_result.durability = storage::Durability::Memory;
    } else {
        return usage("The durability " + *value + " is none of full, interval, memory");
    }
    return {};
}

Result<void> Parser::checkHost() const {
    const auto& host = m_result.http.host;
    if (isLoopbackAddress(host) || m_allowRemote) {
        return {};
    }
    return usage("The address " + host +
                 " can be reached by other machines, and signatures of requests are not checked "
                 "yet, so anybody who reaches it could read and change everything. Add "
                 "--allow-remote if that is what you want");
}

}  // namespace

Result<CommandLine> parseCommandLine(std::span<const std::string_view> arguments) {
    return Parser(arguments).parse();
}

std::string_view helpText() {
    return R"(Usage: tidemark-server serve [FLAGS]
       tidemark-server verify DIR [--json]

serve answers the DynamoDB HTTP protocol on this machine from one database directory.

  --dir DIR           directory of the database; made if it is not there
                      (default: tidemark-data)
  --in-memory         keep nothing: a temporary database, gone at the end
  --durability LEVEL  full: a write is answered once it is on disk (default)
                      interval: flushed every 100 ms; memory: like --in-memory
  --port N            port, 0 for any free one (default: 8000)
  --host ADDRESS      literal address to listen on (default: 127.0.0.1 and ::1)
  --allow-remote      permit an address that other machines can reach;
                      signatures are not checked yet, so everybody may do all
  --allow-host LIST   further Host names to answer to, e.g. host.docker.internal
  --allow-origin LIST web pages that may call, e.g. http://localhost:3000; * is all
  --region NAME       region in ARNs (default: us-east-1)
  --version, --help

The flags of Amazon's DynamoDB Local work too, with or without "serve":
  -port N, -dbPath DIR, -inMemory, -cors LIST, -help, -version
  -sharedDb, -delayTransientStatuses, -optimizeDbBeforeStartup and
  -disableTelemetry are accepted and change nothing: one database is shared by all
  credentials and regions, tables are active at once, there is no telemetry.

verify checks everything in a database that nobody has open and that can be
recomputed: pages, checksums, index entries, the change log, counts, keys, modes.
Its exit status: 0 all is well, 1 something is wrong, 2 it cannot be opened.

serve prints "listening on http://HOST:PORT" once it answers; SIGTERM or Ctrl+C ends it.
Its exit status: 0 ended by a signal, 1 the database or the port cannot be opened,
2 wrong command line.
)";
}

}  // namespace engine::endpoint
