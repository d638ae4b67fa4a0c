#pragma once

#include <memory>

#include "engine/transfer/compression.h"

// The two formats behind compression.h, one file each.
namespace engine::transfer {

std::unique_ptr<ByteSource> makeGzipSource(std::unique_ptr<ByteSource> below,
                                           InflateBudget& budget);
std::unique_ptr<ByteSink> makeGzipSink(std::unique_ptr<ByteSink> below);
std::unique_ptr<ByteSource> makeZstdSource(std::unique_ptr<ByteSource> below,
                                           InflateBudget& budget);
std::unique_ptr<ByteSink> makeZstdSink(std::unique_ptr<ByteSink> below);

}  // namespace engine::transfer
