#include "engine/operations/list_tables.h"

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"

namespace engine::operations {

Result<ListTablesOutput> listTables(const Context& context, const ListTablesInput& input) {
    const auto limit = static_cast<std::size_t>(input.limit.value_or(limits::listTablesPageMax));
    ListTablesOutput output;
    for (const auto& table : context.database.catalog()->tables()) {
        if (input.exclusiveStartTableName && table->name <= *input.exclusiveStartTableName) {
            continue;
        }
        if (output.tableNames.size() == limit) {
            output.lastEvaluatedTableName = output.tableNames.back();
            break;
        }
        output.tableNames.push_back(table->name);
    }
    return output;
}

}  // namespace engine::operations
