#include "engine/operations/describe_table.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/table_description.h"

namespace engine::operations {

Result<DescribeTableOutput> describeTable(const Context& context, const DescribeTableInput& input) {
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    auto description = describe(context, *std::move(table));
    if (!description) {
        return std::move(description).error();
    }
    return DescribeTableOutput{*std::move(description)};
}

}  // namespace engine::operations
