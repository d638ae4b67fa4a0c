#pragma once

#include <string>

#include "engine/operations/create_bookmark.h"
#include "engine/operations/create_table.h"
#include "engine/operations/delete_table.h"
#include "engine/operations/describe_history.h"
#include "engine/operations/describe_table.h"
#include "engine/operations/diff_table.h"
#include "engine/operations/list_bookmarks.h"
#include "engine/operations/list_item_versions.h"
#include "engine/operations/list_tables.h"
#include "engine/operations/restore_items.h"

namespace engine::wire {

void encodeAnswer(const operations::CreateTableOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeTableOutput& output, std::string& out);
void encodeAnswer(const operations::DeleteTableOutput& output, std::string& out);
void encodeAnswer(const operations::ListTablesOutput& output, std::string& out);
void encodeAnswer(const operations::CreateBookmarkOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeHistoryOutput& output, std::string& out);
void encodeAnswer(const operations::DiffTableOutput& output, std::string& out);
void encodeAnswer(const operations::ListBookmarksOutput& output, std::string& out);
void encodeAnswer(const operations::ListItemVersionsOutput& output, std::string& out);
void encodeAnswer(const operations::RestoreItemsOutput& output, std::string& out);

}  // namespace engine::wire
