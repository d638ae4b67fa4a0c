#include "engine/partiql/binder.h"
#include "engine/partiql/lowering.h"
#include "engine/partiql/parser.h"
#include "engine/partiql/printer.h"
#include "tests/fuzz/targets.h"

using namespace engine::partiql;

void fuzz::partiql(std::string_view input) {
    const auto statement = parse(input);
    if (!statement) {
        return;
    }
    if (!statement->refusal) {
        const auto again = parse(print(*statement));
        require(again.hasValue(), "what is printed parses");
        require(sameMeaning(*statement, *again), "what is printed means the same");
    }
    const std::vector<engine::values::AttributeValue> parameters(
        statement->parameterCount, engine::values::AttributeValue::string("p"));
    const auto bound = bind(*statement, parameters);
    if (!bound) {
        return;
    }
    if (bound->where) {
        const auto condition = compileCondition(*bound->where);
        if (condition) {
            condition->matches({});
        }
    }
    static_cast<void>(compileUpdate(bound->assignments));
    static_cast<void>(Columns::compile(bound->columns));
}
