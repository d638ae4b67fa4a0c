#include "engine/operations/get_item.h"

#include <utility>

#include "engine/capacity/units.h"
#include "engine/operations/consumed_capacity.h"
#include "engine/operations/handlers.h"
#include "engine/operations/request_expressions.h"

namespace engine::operations {

Result<GetItemOutput> getItem(const Context& context, const GetItemInput& input) {
    const auto compiled = compileExpressions(
        {.projection = &input.projectionExpression, .legacy = &input.legacy}, input.attributes);
    if (!compiled) {
        return compiled.error();
    }
    const auto table = findTable(context, input.tableName, input.asOf);
    if (!table) {
        return table.error();
    }
    const auto key = schema::lookupKey(**table, input.key);
    if (!key) {
        return key.error();
    }
    if (auto checked = checkNoPathBelowKeys(**table, *compiled); !checked) {
        return std::move(checked).error();
    }
    const auto snapshot = beginRead(context, input.asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    const auto item = (*snapshot)->getItem((*table)->number, *key);
    if (!item) {
        return item.error();
    }
    GetItemOutput output;
    if (*item) {
        output.item = compiled->projection ? compiled->projection->apply(**item)
                                           : values::EncodedItem(std::string((*item)->bytes()));
    }
    if (input.returnConsumedCapacity != ReturnConsumedCapacity::None) {
        CapacityMeter meter;
        meter.addTable(capacity::readUnits(*item ? (*item)->sizeBytes() : 0,
                                           input.consistentRead ? capacity::Consistency::Strong
                                                                : capacity::Consistency::Eventual));
        output.consumedCapacity = meter.report(input.returnConsumedCapacity, input.tableName);
    }
    return output;
}

}  // namespace engine::operations
