#pragma once

#include <cstdint>
#include <string>

#include "engine/storage/verify.h"

namespace engine::storage {

// Reads the pages of an LMDB data file without LMDB and adds what is wrong to the report: each page
// up to the last one must be used exactly once, by a tree, the free list or as a meta page; pages
// must be well-formed and their numbers must agree with what the trees say about themselves.
// Everything is read with pread, so that a file that was cut off is a finding.
//
// `transaction`: the one whose state is walked; a reader must hold it open. False when its meta
// page has been overwritten by later commits: then nothing was walked.
bool walkPages(const std::string& dataFile, std::uint64_t transaction, VerifyReport& report);

}  // namespace engine::storage
