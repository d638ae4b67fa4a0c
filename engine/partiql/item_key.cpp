#include "engine/partiql/item_key.h"

#include <utility>
#include <vector>

#include "engine/partiql/key_clauses.h"

namespace engine::partiql {
namespace {

using expressions::KeyClause;
using expressions::KeyOperator;

std::vector<schema::KeyAttribute> keyAttributes(const schema::Table& table) {
    std::vector<schema::KeyAttribute> attributes{table.partitionKey};
    if (table.sortKey) {
        attributes.push_back(*table.sortKey);
    }
    return attributes;
}

// An equality, or IN with one candidate.
std::optional<KeyClause> equalityOf(const Expression& condition) {
    if (auto clause = keyClauseOf(condition); clause && clause->op == KeyOperator::Equal) {
        return clause;
    }
    auto alternatives = alternativesOf(condition);
    return alternatives.size() == 1 ? std::optional(std::move(alternatives.front())) : std::nullopt;
}

const schema::KeyAttribute* findAttribute(const std::vector<schema::KeyAttribute>& attributes,
                                          std::string_view name) {
    for (const auto& attribute : attributes) {
        if (attribute.name == name) {
            return &attribute;
        }
    }
    return nullptr;
}

}  // namespace

Result<ItemTarget> findItemTarget(const std::optional<Expression>& where,
                                  const schema::Table& table) {
    const auto attributes = keyAttributes(table);
    ItemTarget target;
    std::vector<const Expression*> conditions;
    for (const auto* conjunct : where ? conjunctsOf(*where) : std::vector<const Expression*>()) {
        auto equality = equalityOf(*conjunct);
        const auto* attribute =
            equality ? findAttribute(attributes, equality->attributeName) : nullptr;
        if (attribute == nullptr) {
            conditions.push_back(conjunct);
            continue;
        }
        if (auto checked = checkKeyTypes(*attribute, *equality); !checked) {
            return std::move(checked).error();
        }
        const auto [entry, isNew] = target.key.emplace(attribute->name, equality->first);
        if (!isNew && entry->second != equality->first) {
            return Error::validation("Multiple conditions on same key " + attribute->name +
                                     ". Only single item Update/Insert/Delete are supported");
        }
    }
    if (target.key.size() < attributes.size()) {
        return Error::validation(
            "Where clause does not contain a mandatory equality on all key attributes");
    }
    for (const auto& attribute : attributes) {
        if (auto checked = checkNoPathBelow(attribute, *where); !checked) {
            return std::move(checked).error();
        }
    }
    target.condition = conjunctionOf(conditions);
    return target;
}

Result<void> checkItemKeys(const values::AttributeMap& item, const schema::Table& table) {
    for (const auto& attribute : keyAttributes(table)) {
        const auto found = item.find(attribute.name);
        if (found == item.end()) {
            return Error::validation("Key attribute should be present in the item: Key " +
                                     attribute.name);
        }
        if (found->second.type() != attribute.type) {
            return Error::validation(
                "Key attribute's data type should match its data type in table's schema: Key " +
                attribute.name);
        }
    }
    return {};
}

}  // namespace engine::partiql
