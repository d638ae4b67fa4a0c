#include "engine/operations/describe_time_to_live.h"

#include "engine/operations/handlers.h"

namespace engine::operations {

Result<DescribeTimeToLiveOutput> describeTimeToLive(const Context& context,
                                                    const DescribeTimeToLiveInput& input) {
    const auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return table.error();
    }
    if ((*table)->status == schema::TableStatus::Creating) {
        return Error::validation(
            "Cannot describe time to live while table is in CREATING state: Current table state "
            "is CREATING");
    }
    DescribeTimeToLiveOutput output;
    if ((*table)->timeToLive) {
        output.attributeName = (*table)->timeToLive->attributeName;
    }
    return output;
}

}  // namespace engine::operations
