#pragma once

#include <string>

#include "engine/operations/create_table.h"
#include "engine/operations/delete_table.h"
#include "engine/operations/describe_table.h"
#include "engine/operations/list_tables.h"

namespace engine::wire {

void encodeAnswer(const operations::CreateTableOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeTableOutput& output, std::string& out);
void encodeAnswer(const operations::DeleteTableOutput& output, std::string& out);
void encodeAnswer(const operations::ListTablesOutput& output, std::string& out);

}  // namespace engine::wire
