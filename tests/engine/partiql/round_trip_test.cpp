#include <random>

#include "engine/partiql/printer.h"
#include "statements.h"

namespace engine::partiql {
namespace {

using Kind = Expression::Kind;

// Makes random statements.
class Generator final {
public:
    explicit Generator(std::uint32_t seed) : m_random(seed) {}

    Statement statement() {
        Statement made;
        m_parameters = 0;
        made.source.table = pick({"Music", "my-table", "select", "a\"b"});
        switch (below(5)) {
            case 0:
            case 1: makeSelect(made); break;
            case 2:
                made.kind = Statement::Kind::Insert;
                made.item = map(3);
                made.ignoresDuplicate = below(2) == 0;
                break;
            case 3: makeUpdate(made); break;
            default:
                made.kind = Statement::Kind::Delete;
                made.where = condition(3);
                made.returning = Returning{};
        }
        made.parameterCount = m_parameters;
        return made;
    }

private:
    std::size_t below(std::size_t bound) { return m_random() % bound; }
    std::string pick(const std::vector<std::string>& words) { return words[below(words.size())]; }
    std::string name() {
        return pick({"a", "Artist", "value", "a-b", "x y", "_z", "9", "q\"q", "\u00e9"});
    }

    values::DocumentPath path() {
        values::DocumentPath made;
        made.elements.emplace_back(name());
        for (auto count = below(3); count > 0; --count) {
            if (below(2) == 0) {
                made.elements.emplace_back(name());
            } else {
                made.elements.emplace_back(static_cast<std::uint32_t>(below(20)));
            }
        }
        return made;
    }

    Expression of(Kind kind) {
        Expression made;
        made.kind = kind;
        return made;
    }

    Expression pathExpression() {
        auto made = of(Kind::Path);
        made.path = path();
        return made;
    }

    Expression operation(Operator op, std::vector<Expression> operands) {
        auto made = of(Kind::Operation);
        made.op = op;
        made.operands = std::move(operands);
        return made;
    }

    Expression map(int depth) {
        auto made = of(Kind::Map);
        for (auto count = below(3); count > 0; --count) {
            made.names.push_back(pick({"a", "it's", "", "\"", "b"}));
            made.operands.push_back(literal(depth - 1));
        }
        return made;
    }

    // Parameters are counted in the order in which they are printed.
    Expression literal(int depth) {
        switch (below(depth > 0 ? 8 : 5)) {
            case 0: {
                auto made = of(Kind::Text);
                made.text = pick({"", "x", "it's", "-- no comment", "\"q\""});
                return made;
            }
            case 1: {
                auto made = of(Kind::Number);
                made.text = pick({"1", "-1.5", ".73e1", "7.3E+6", "0"});
                return made;
            }
            case 2: {
                auto made = of(Kind::Boolean);
                made.flag = below(2) == 0;
                return made;
            }
            case 3: return of(Kind::Null);
            case 4: {
                auto made = of(Kind::Parameter);
                made.parameter = m_parameters++;
                return made;
            }
            case 5: return map(depth);
            default: {
                auto made = of(below(2) == 0 ? Kind::List : Kind::Set);
                for (auto count = below(4); count > 0; --count) {
                    made.operands.push_back(literal(depth - 1));
                }
                return made;
            }
        }
    }

    Expression operand() { return below(2) == 0 ? pathExpression() : literal(1); }

    Expression comparison() {
        const std::vector<Operator> ops = {Operator::Equal,   Operator::NotEqual,
                                           Operator::Less,    Operator::LessOrEqual,
                                           Operator::Greater, Operator::GreaterOrEqual};
        const auto op = ops[below(ops.size())];
        auto left = operand();
        auto right = operand();
        return operation(op, {std::move(left), std::move(right)});
    }

    Expression call() {
        auto made = of(Kind::Call);
        made.text = pick({"attribute_exists", "size", "begins_with", "contains"});
        for (auto count = below(3); count > 0; --count) {
            made.operands.push_back(operand());
        }
        return made;
    }

    Expression condition(int depth) {
        switch (below(depth > 0 ? 8 : 4)) {
            case 0: return comparison();
            case 1: return call();
            case 2: {
                auto made = of(Kind::TypeTest);
                made.text = pick({"missing", "null", "string", "double", "bool"});
                made.flag = below(2) == 0;
                made.operands.push_back(pathExpression());
                return made;
            }
            case 3: {
                std::vector<Expression> operands;
                operands.push_back(pathExpression());
                for (auto count = below(3) + 1; count > 0; --count) {
                    operands.push_back(literal(1));
                }
                return operation(Operator::In, std::move(operands));
            }
            case 4: {
                std::vector<Expression> operands;
                for (int i = 0; i < 3; ++i) {
                    operands.push_back(operand());
                }
                return operation(Operator::Between, std::move(operands));
            }
            case 5: {
                std::vector<Expression> operands;
                operands.push_back(condition(depth - 1));
                return operation(Operator::Not, std::move(operands));
            }
            default: {
                std::vector<Expression> operands;
                for (auto count = below(3) + 2; count > 0; --count) {
                    operands.push_back(condition(depth - 1));
                }
                return operation(below(2) == 0 ? Operator::And : Operator::Or, std::move(operands));
            }
        }
    }

    void makeSelect(Statement& made) {
        made.kind = below(8) == 0 ? Statement::Kind::Exists : Statement::Kind::Select;
        if (below(3) == 0) {
            made.source.index = name();
        }
        for (auto count = below(4); count > 0; --count) {
            made.columns.push_back(path());
        }
        if (below(4) != 0) {
            made.where = condition(3);
        }
        for (auto count = below(3); count > 0; --count) {
            made.order.push_back({{{name()}}, below(2) == 0});
        }
    }

    void makeUpdate(Statement& made) {
        made.kind = Statement::Kind::Update;
        made.fromFirst = below(2) == 0;
        if (made.fromFirst) {
            made.where = condition(2);
        }
        for (auto count = below(3) + 1; count > 0; --count) {
            Assignment assignment;
            assignment.target = path();
            assignment.isRemove = below(3) == 0;
            if (!assignment.isRemove) {
                auto left = operand();
                assignment.value = below(2) == 0
                                       ? std::move(left)
                                       : operation(Operator::Plus, {std::move(left), operand()});
            }
            made.assignments.push_back(std::move(assignment));
        }
        if (!made.fromFirst) {
            made.where = condition(2);
        }
        if (below(2) == 0) {
            made.returning = Returning{below(2) == 0, below(2) == 0};
        }
    }

    std::mt19937 m_random;
    std::size_t m_parameters = 0;
};

TEST(PartiqlRoundTrip, PrintedStatementsParseToThemselves) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Generator generator(seed);
    for (int i = 0; i < 5'000; ++i) {
        const auto made = generator.statement();
        const auto text = print(made);
        const auto parsed = parse(text);
        ASSERT_TRUE(parsed) << text << ": " << parsed.error().message;
        ASSERT_TRUE(sameMeaning(*parsed, made)) << text << "\n" << print(*parsed);
    }
}

}  // namespace
}  // namespace engine::partiql
