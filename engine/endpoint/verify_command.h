#pragma once

#include "engine/endpoint/command_line.h"

namespace engine::endpoint {

// `tidemark-server verify`: prints the report, gives the exit status. The work is done by a child
// process, so that a damaged file that ends it is a finding, too.
int verify(const CommandLine& commandLine);

}  // namespace engine::endpoint
