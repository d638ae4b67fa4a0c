#pragma once

#include <string>
#include <vector>

namespace tidemark {

// How the rows of one page become the rows of the same page read again. Rows are told apart by
// their key bytes; a row that stays keeps its selection and its place on the screen.
struct RowDiff {
    struct Run {
        int first = 0;
        int count = 0;
    };
    std::vector<Run> removals;    // positions in the old rows, last run first
    std::vector<Run> insertions;  // positions in the new rows, first run first
};

RowDiff diffRows(const std::vector<std::string>& before, const std::vector<std::string>& after);

}  // namespace tidemark
