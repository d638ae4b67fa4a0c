#include "engine/partiql/statement.h"

#include <algorithm>

namespace engine::partiql {
namespace {

bool sameMeaning(const std::optional<Expression>& left, const std::optional<Expression>& right) {
    return left.has_value() == right.has_value() && (!left || partiql::sameMeaning(*left, *right));
}

}  // namespace

bool sameMeaning(const Expression& left, const Expression& right) {
    return left.kind == right.kind && left.text == right.text && left.flag == right.flag &&
           left.parameter == right.parameter && left.op == right.op && left.path == right.path &&
           left.names == right.names && left.value == right.value &&
           std::equal(left.operands.begin(), left.operands.end(), right.operands.begin(),
                      right.operands.end(), [](const Expression& one, const Expression& two) {
                          return sameMeaning(one, two);
                      });
}

bool sameMeaning(const Statement& left, const Statement& right) {
    return left.kind == right.kind && left.source.table == right.source.table &&
           left.source.index == right.source.index && left.columns == right.columns &&
           sameMeaning(left.where, right.where) &&
           std::equal(left.order.begin(), left.order.end(), right.order.begin(), right.order.end(),
                      [](const OrderTerm& one, const OrderTerm& two) {
                          return one.path == two.path && one.descending == two.descending;
                      }) &&
           sameMeaning(left.item, right.item) && left.ignoresDuplicate == right.ignoresDuplicate &&
           std::equal(left.assignments.begin(), left.assignments.end(), right.assignments.begin(),
                      right.assignments.end(),
                      [](const Assignment& one, const Assignment& two) {
                          return one.isRemove == two.isRemove && one.target == two.target &&
                                 sameMeaning(one.value, two.value);
                      }) &&
           left.fromFirst == right.fromFirst && left.returning == right.returning &&
           left.parameterCount == right.parameterCount;
}

}  // namespace engine::partiql
