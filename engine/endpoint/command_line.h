#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/endpoint/http_server.h"
#include "engine/storage/database.h"

namespace engine::endpoint {

// What tidemark-server was asked to do.
struct CommandLine {
    enum class Action { Serve, Verify, Help, Version };
    Action action = Action::Serve;
    std::string directory = "tidemark-data";
    storage::Durability durability = storage::Durability::Full;
    std::string region = "us-east-1";
    HttpServerOptions http;
    // Verify: the report as JSON; the work done here and not in a child process.
    bool json = false;
    bool inThisProcess = false;
};

// Reads tidemark-server's flags and those of Amazon's DynamoDB Local. The error is the message for
// somebody who mistyped.
Result<CommandLine> parseCommandLine(std::span<const std::string_view> arguments);

std::string_view helpText();

}  // namespace engine::endpoint
