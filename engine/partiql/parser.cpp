#include "engine/partiql/parser.h"

#include <utility>

#include "engine/partiql/statement_parser.h"

namespace engine::partiql {

Result<Statement> parse(std::string_view text) {
    auto tokens = tokenize(text);
    if (!tokens) {
        return std::move(tokens).error();
    }
    return StatementParser(*std::move(tokens)).run();
}

}  // namespace engine::partiql
