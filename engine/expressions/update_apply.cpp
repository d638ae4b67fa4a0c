#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/limits.h"
#include "engine/expressions/binder.h"
#include "engine/expressions/update_program.h"

namespace engine::expressions {
namespace {

using values::AttributeList;
using values::AttributeMap;
using values::AttributeValue;
using values::BinarySet;
using values::DocumentPath;
using values::Number;
using values::NumberSet;
using values::StringSet;

Error missingAttribute() {
    return Error::validation(
        "The provided expression refers to an attribute that does not exist in the item");
}

Error invalidPath() {
    return Error::validation(
        "The document path provided in the update expression is invalid for update");
}

Error incorrectDataType() {
    return Error::validation("An operand in the update expression has an incorrect data type");
}

// Right-hand sides. All of them read the item as it was.

Result<AttributeValue> evaluate(const UpdateValue& value, const AttributeMap& before);

Result<AttributeValue> evaluateArithmetic(Operator op, const AttributeValue& left,
                                          const AttributeValue& right) {
    const auto* one = left.getIf<Number>();
    const auto* two = right.getIf<Number>();
    if (one == nullptr || two == nullptr) {
        return incorrectDataType();
    }
    const auto result = op == Operator::Plus ? one->plus(*two) : one->minus(*two);
    if (!result) {
        return result.error();
    }
    return AttributeValue::number(*result);
}

Result<AttributeValue> evaluateAppend(AttributeValue left, const AttributeValue& right) {
    auto* list = left.getIf<AttributeList>();
    const auto* appended = right.getIf<AttributeList>();
    if (list == nullptr || appended == nullptr) {
        return incorrectDataType();
    }
    list->insert(list->end(), appended->begin(), appended->end());
    return left;
}

Result<AttributeValue> evaluateOperation(const UpdateValue& value, const AttributeMap& before) {
    if (value.op == Operator::IfNotExists) {
        const auto* present = findAt(before, value.operands[0].path);
        return present != nullptr ? *present : evaluate(value.operands[1], before);
    }
    auto left = evaluate(value.operands[0], before);
    if (!left) {
        return left;
    }
    const auto right = evaluate(value.operands[1], before);
    if (!right) {
        return right;
    }
    return value.op == Operator::ListAppend ? evaluateAppend(*std::move(left), *right)
                                            : evaluateArithmetic(value.op, *left, *right);
}

Result<AttributeValue> evaluate(const UpdateValue& value, const AttributeMap& before) {
    switch (value.kind) {
        case UpdateValue::Kind::Literal: return value.literal;
        case UpdateValue::Kind::Operation: return evaluateOperation(value, before);
        case UpdateValue::Kind::Path: break;
    }
    const auto* present = findAt(before, value.path);
    return present != nullptr ? Result<AttributeValue>(*present) : missingAttribute();
}

// ADD and DELETE.

Result<AttributeValue> sum(const AttributeValue& present, const AttributeValue& operand) {
    if (present.type() != operand.type()) {
        return incorrectDataType();
    }
    if (const auto* number = present.getIf<Number>()) {
        return evaluateArithmetic(Operator::Plus, AttributeValue::number(*number), operand);
    }
    const auto joined = [](auto members, const auto& added) {
        members.insert(members.end(), added.begin(), added.end());
        return members;
    };
    if (const auto* set = present.getIf<StringSet>()) {
        return AttributeValue::stringSet(joined(set->members, operand.getIf<StringSet>()->members));
    }
    if (const auto* set = present.getIf<NumberSet>()) {
        return AttributeValue::numberSet(joined(set->members, operand.getIf<NumberSet>()->members));
    }
    const auto* set = present.getIf<BinarySet>();
    ENSURE(set != nullptr);
    return AttributeValue::binarySet(joined(set->members, operand.getIf<BinarySet>()->members));
}

// Takes the operand's members out of the set; true when none is left.
template <class Set>
bool subtract(Set& set, const Set& operand) {
    decltype(set.members) left;
    std::set_difference(set.members.begin(), set.members.end(), operand.members.begin(),
                        operand.members.end(), std::back_inserter(left));
    set.members = std::move(left);
    return set.members.empty();
}

bool subtractFrom(AttributeValue& present, const AttributeValue& operand) {
    if (auto* set = present.getIf<StringSet>()) {
        return subtract(*set, *operand.getIf<StringSet>());
    }
    if (auto* set = present.getIf<NumberSet>()) {
        return subtract(*set, *operand.getIf<NumberSet>());
    }
    auto* set = present.getIf<BinarySet>();
    ENSURE(set != nullptr);
    return subtract(*set, *operand.getIf<BinarySet>());
}

// Carries out one program on a copy of the item. Paths of a program never overlap, so that every
// action finds the item's containers as they were; what would move list elements waits for the end.
class UpdateRun final {
public:
    explicit UpdateRun(const AttributeMap& before) : m_before(before), m_after(before) {}

    Result<void> perform(const UpdateAction& action);
    bool isTooBig() const { return m_setBytes > limits::itemSizeBytesMax; }
    AttributeMap finish();

private:
    enum class Parent { Usable, Missing };

    Parent parentOf(const DocumentPath& path) const;
    Result<void> write(const DocumentPath& path, AttributeValue value);
    Result<void> remove(const DocumentPath& path);
    Result<void> add(const UpdateAction& action);
    Result<void> takeAway(const UpdateAction& action);
    AttributeValue* containerOf(const DocumentPath& path);
    void erase(const DocumentPath& path);
    static std::uint32_t lastIndex(const DocumentPath& path) {
        return std::get<std::uint32_t>(path.elements.back());
    }

    const AttributeMap& m_before;
    AttributeMap m_after;
    std::vector<std::pair<DocumentPath, AttributeValue>> m_appended;
    std::vector<DocumentPath> m_removedElements;
    std::size_t m_setBytes = 0;  // of the values that SET made
};

DocumentPath withoutLast(const DocumentPath& path) {
    return {{path.elements.begin(), path.elements.end() - 1}};
}

UpdateRun::Parent UpdateRun::parentOf(const DocumentPath& path) const {
    if (path.isTopLevel()) {
        return Parent::Usable;
    }
    const auto* parent = findAt(m_before, withoutLast(path));
    const bool byName = std::holds_alternative<std::string>(path.elements.back());
    const bool usable = parent != nullptr && (byName ? parent->getIf<AttributeMap>() != nullptr
                                                     : parent->getIf<AttributeList>() != nullptr);
    return usable ? Parent::Usable : Parent::Missing;
}

AttributeValue* UpdateRun::containerOf(const DocumentPath& path) {
    auto* container = findAt(m_after, withoutLast(path));
    ENSURE(container != nullptr);
    return container;
}

Result<void> UpdateRun::write(const DocumentPath& path, AttributeValue value) {
    if (parentOf(path) == Parent::Missing) {
        return invalidPath();
    }
    if (path.isTopLevel()) {
        m_after.insert_or_assign(path.attributeName(), std::move(value));
        return {};
    }
    auto* container = containerOf(path);
    if (auto* map = container->getIf<AttributeMap>()) {
        map->insert_or_assign(std::get<std::string>(path.elements.back()), std::move(value));
        return {};
    }
    auto& list = *container->getIf<AttributeList>();
    if (lastIndex(path) < list.size()) {
        list[lastIndex(path)] = std::move(value);
    } else {
        m_appended.emplace_back(path, std::move(value));
    }
    return {};
}

Result<void> UpdateRun::remove(const DocumentPath& path) {
    if (m_before.empty()) {
        return {};
    }
    if (parentOf(path) == Parent::Missing) {
        return invalidPath();
    }
    if (findAt(m_before, path) != nullptr) {
        erase(path);
    }
    return {};
}

void UpdateRun::erase(const DocumentPath& path) {
    if (path.isTopLevel()) {
        m_after.erase(path.attributeName());
    } else if (auto* map = containerOf(path)->getIf<AttributeMap>()) {
        map->erase(std::get<std::string>(path.elements.back()));
    } else {
        m_removedElements.push_back(path);
    }
}

Result<void> UpdateRun::add(const UpdateAction& action) {
    const auto* present = findAt(m_before, action.path);
    if (present == nullptr) {
        return write(action.path, action.value.literal);
    }
    auto total = sum(*present, action.value.literal);
    if (!total) {
        return std::move(total).error();
    }
    return write(action.path, *std::move(total));
}

Result<void> UpdateRun::takeAway(const UpdateAction& action) {
    const auto* present = findAt(m_before, action.path);
    if (present == nullptr) {
        return remove(action.path);
    }
    if (present->type() != action.value.literal.type()) {
        return incorrectDataType();
    }
    AttributeValue left = *present;
    if (subtractFrom(left, action.value.literal)) {
        erase(action.path);
        return {};
    }
    return write(action.path, std::move(left));
}

Result<void> UpdateRun::perform(const UpdateAction& action) {
    switch (action.kind) {
        case ActionKind::Remove: return remove(action.path);
        case ActionKind::Add: return add(action);
        case ActionKind::Delete: return takeAway(action);
        case ActionKind::Set: break;
    }
    auto value = evaluate(action.value, m_before);
    if (!value) {
        return std::move(value).error();
    }
    // All of them would stay in the item: beyond what it may have, only their places are checked.
    m_setBytes += values::valueSizeBytes(*value);
    return write(action.path, isTooBig() ? AttributeValue::null() : *std::move(value));
}

AttributeMap UpdateRun::finish() {
    std::stable_sort(m_appended.begin(), m_appended.end(), [](const auto& one, const auto& two) {
        return lastIndex(one.first) < lastIndex(two.first);
    });
    for (auto& [path, value] : m_appended) {
        containerOf(path)->getIf<AttributeList>()->push_back(std::move(value));
    }
    // From the back, so that no removal moves an element that is still to be removed.
    std::sort(m_removedElements.begin(), m_removedElements.end(),
              [](const auto& one, const auto& two) { return one.elements > two.elements; });
    for (const auto& path : m_removedElements) {
        auto& list = *containerOf(path)->getIf<AttributeList>();
        list.erase(list.begin() + lastIndex(path));
    }
    return std::move(m_after);
}

}  // namespace

Result<AttributeMap> applyUpdate(const UpdateProgram& program, const AttributeMap& before) {
    UpdateRun run(before);
    for (const auto& action : program.actions) {
        if (auto performed = run.perform(action); !performed) {
            if (program.isLegacy && performed.error().message == incorrectDataType().message) {
                return Error::validation("Type mismatch for attribute to update");
            }
            return std::move(performed).error();
        }
    }
    if (run.isTooBig()) {
        return Error::validation("Item size to update has exceeded the maximum allowed size");
    }
    return run.finish();
}

}  // namespace engine::expressions
