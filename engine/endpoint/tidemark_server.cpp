// tidemark-server: the engine and its endpoint without a window.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/resource.h>

#include "engine/endpoint/command_line.h"
#include "engine/endpoint/http_server.h"
#include "engine/endpoint/verify_command.h"
#include "engine/jobs/job_runner.h"
#include "engine/jobs/time_to_live.h"
#include "engine/operations/engine.h"

namespace {

constexpr int exitWrongUsage = 2;

void print(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

int fail(const engine::Error& error, int status) {
    print(stderr, "tidemark-server: " + error.message + "\n");
    return status;
}

// Every connection is a descriptor; the usual limit of 1,024 is below what the endpoint allows.
void raiseDescriptorLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

// Blocked in every thread, so that serve() can wait for them.
sigset_t blockStopSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

int serve(engine::endpoint::CommandLine commandLine) {
    const sigset_t signals = blockStopSignals();
    raiseDescriptorLimit();
    engine::operations::EngineOptions options;
    options.directory = std::move(commandLine.directory);
    options.durability = commandLine.durability;
    options.region = std::move(commandLine.region);
    auto database = engine::operations::Engine::open(std::move(options));
    if (!database) {
        return fail(database.error(), EXIT_FAILURE);
    }
    auto& engine = **database;
    const engine::jobs::TimeToLiveSweeper sweeper(engine);
    const engine::jobs::JobRunner jobs(engine);
    auto server = engine::endpoint::HttpServer::start(std::move(commandLine.http), engine);
    if (!server) {
        return fail(server.error(), EXIT_FAILURE);
    }
    engine.database().setEndpoint((*server)->url());
    print(stdout, "listening on " + (*server)->url() + "\n");
    int signal = 0;
    sigwait(&signals, &signal);
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    auto commandLine = engine::endpoint::parseCommandLine(arguments);
    if (!commandLine) {
        return fail(commandLine.error(), exitWrongUsage);
    }
    switch (commandLine->action) {
        case engine::endpoint::CommandLine::Action::Help:
            print(stdout, engine::endpoint::helpText());
            return EXIT_SUCCESS;
        case engine::endpoint::CommandLine::Action::Version:
            print(stdout, "tidemark-server " TIDEMARK_VERSION "\n");
            return EXIT_SUCCESS;
        case engine::endpoint::CommandLine::Action::Verify:
            return engine::endpoint::verify(*commandLine);
        case engine::endpoint::CommandLine::Action::Serve: break;
    }
    return serve(*std::move(commandLine));
}
