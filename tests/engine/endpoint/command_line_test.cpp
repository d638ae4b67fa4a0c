#include <vector>

#include <gtest/gtest.h>

#include "engine/endpoint/command_line.h"

namespace engine::endpoint {
namespace {

using Arguments = std::vector<std::string_view>;

CommandLine parsed(const Arguments& arguments) {
    auto result = parseCommandLine(arguments);
    EXPECT_TRUE(result.hasValue()) << (result ? "" : result.error().message);
    return result ? *std::move(result) : CommandLine();
}

std::string refusal(const Arguments& arguments) {
    const auto result = parseCommandLine(arguments);
    return result ? "accepted" : result.error().message;
}

TEST(CommandLineTest, OwnFlags) {
    const auto line = parsed({"serve", "--dir", "data", "--port=9000", "--durability", "interval",
                              "--allow-origin", "http://a,http://b", "--allow-host", "name",
                              "--region", "eu-west-1"});
    EXPECT_EQ(line.action, CommandLine::Action::Serve);
    EXPECT_EQ(line.directory, "data");
    EXPECT_EQ(line.http.port, 9000);
    EXPECT_EQ(line.durability, storage::Durability::Interval);
    EXPECT_EQ(line.http.allowedOrigins, (std::vector<std::string>{"http://a", "http://b"}));
    EXPECT_EQ(line.http.allowedHosts, (std::vector<std::string>{"name"}));
    EXPECT_EQ(line.region, "eu-west-1");
}

TEST(CommandLineTest, Defaults) {
    const auto line = parsed({"serve"});
    EXPECT_EQ(line.directory, "tidemark-data");
    EXPECT_EQ(line.http.port, 8000);
    EXPECT_EQ(line.http.host, "127.0.0.1");
    EXPECT_EQ(line.durability, storage::Durability::Full);
}

TEST(CommandLineTest, FlagsOfDynamoDbLocal) {
    const Arguments flags = {"-port",
                             "8001",
                             "-dbPath",
                             "data",
                             "-sharedDb",
                             "-cors",
                             "*",
                             "-delayTransientStatuses",
                             "-optimizeDbBeforeStartup",
                             "-disableTelemetry"};
    const auto line = parsed(flags);
    EXPECT_EQ(line.http.port, 8001);
    EXPECT_EQ(line.directory, "data");
    EXPECT_EQ(line.http.allowedOrigins, (std::vector<std::string>{"*"}));
    EXPECT_EQ(parsed({"serve", "-inMemory"}).durability, storage::Durability::Memory);
    EXPECT_EQ(parsed({"-help"}).action, CommandLine::Action::Help);
    EXPECT_EQ(parsed({"-version"}).action, CommandLine::Action::Version);
}

TEST(CommandLineTest, WrongUsageIsNamed) {
    const std::string hint = "; tidemark-server --help lists the flags";
    EXPECT_EQ(refusal({}),
              "There is no command; did you mean tidemark-server serve --dir DIR?" + hint);
    EXPECT_EQ(refusal({"serve", "--nonsense"}), "There is no flag --nonsense" + hint);
    EXPECT_EQ(refusal({"fly"}), "There is no command fly" + hint);
    EXPECT_EQ(refusal({"serve", "--dir"}), "The flag --dir needs a value" + hint);
    EXPECT_EQ(refusal({"serve", "--port", "65536"}),
              "The port 65536 is not a number from 0 to 65535" + hint);
    EXPECT_EQ(refusal({"serve", "--port", "80a"}),
              "The port 80a is not a number from 0 to 65535" + hint);
    EXPECT_EQ(refusal({"serve", "--durability", "some"}),
              "The durability some is none of full, interval, memory" + hint);
}

TEST(CommandLineTest, OtherMachinesOnlyWhenAskedFor) {
    EXPECT_TRUE(refusal({"serve", "--host", "0.0.0.0"})
                    .starts_with("The address 0.0.0.0 can be reached by other machines"));
    EXPECT_EQ(parsed({"serve", "--host", "0.0.0.0", "--allow-remote"}).http.host, "0.0.0.0");
    EXPECT_EQ(parsed({"serve", "--host", "localhost"}).http.host, "127.0.0.1");
    EXPECT_EQ(parsed({"serve", "--host", "::1"}).http.host, "::1");
    EXPECT_EQ(parsed({"serve", "--host", "127.0.0.2"}).http.host, "127.0.0.2");
}

}  // namespace
}  // namespace engine::endpoint
