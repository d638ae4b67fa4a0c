#include "engine/wire/legacy_reader.h"

#include <cctype>
#include <utility>

namespace engine::wire {
namespace {

using expressions::ComparisonOperator;
using expressions::LegacyCondition;
using expressions::LegacyConditions;
using expressions::LegacyUpdate;

constexpr std::string_view package = "com.amazonaws.dynamodb.v20120810.";

std::string pathOf(std::string_view member, std::string_view attribute, std::string_view rest) {
    std::string path(member);
    path.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(path.front())));
    return path.append(".").append(attribute).append(".member.").append(rest);
}

std::string typeName(std::string_view shape) {
    return std::string(package).append(shape);
}

}  // namespace

LegacyReader::LegacyReader(const Members& members, AttributeReader& values,
                           std::string_view filterName)
    : m_members(members), m_values(values) {
    if (!filterName.empty()) {
        m_parameters.filter = readConditions(filterName, m_filterOperators);
        m_conditionalOperator = members.text("ConditionalOperator");
    }
}

void LegacyReader::readAttributesToGet() {
    m_parameters.attributesToGet = m_members.texts("AttributesToGet");
}

void LegacyReader::readKeyConditions() {
    m_parameters.keyConditions = readConditions("KeyConditions", m_keyOperators);
}

std::optional<LegacyConditions> LegacyReader::readConditions(std::string_view name,
                                                             std::vector<EnumText>& operators) {
    const bool isExpected = name == "Expected";
    const std::string_view shape = isExpected ? "ExpectedAttributeValue" : "Condition";
    const auto object = m_members.map(name, typeName(shape));
    if (!object) {
        return std::nullopt;
    }
    LegacyConditions conditions;
    for (const auto& member : *object) {
        const auto structure = toElementStructure(member.value, shape, m_members.failure());
        if (!structure) {
            continue;
        }
        const Members content(*structure, m_members.failure());
        LegacyCondition condition;
        if (const auto list = content.array("AttributeValueList")) {
            auto& arguments = condition.arguments.emplace();
            for (const Json element : *list) {
                arguments.push_back(m_values.readOne(element, member.key));
            }
        }
        const auto value = isExpected ? content.find("Value") : std::nullopt;
        if (value) {
            condition.value = m_values.readOne(*value, member.key);
        }
        if (isExpected) {
            condition.exists = content.boolean("Exists");
        }
        const std::string attribute(member.key);
        const auto path = pathOf(name, attribute, "comparisonOperator");
        if (auto text = content.text("ComparisonOperator")) {
            operators.push_back({path, *std::move(text), attribute});
        } else if (!isExpected) {
            m_missing.push_back(path);
        }
        if (!isExpected && !condition.arguments) {
            condition.arguments.emplace();
        }
        conditions.insert_or_assign(attribute, std::move(condition));
    }
    return conditions;
}

void LegacyReader::readUpdates() {
    const auto object = m_members.map("AttributeUpdates", typeName("AttributeValueUpdate"));
    if (!object) {
        return;
    }
    auto& updates = m_parameters.updates.emplace();
    for (const auto& member : *object) {
        const auto structure =
            toElementStructure(member.value, "AttributeValueUpdate", m_members.failure());
        if (!structure) {
            continue;
        }
        const Members content(*structure, m_members.failure());
        const std::string attribute(member.key);
        LegacyUpdate update;
        if (const auto value = content.find("Value")) {
            update.value = m_values.readOne(*value, member.key);
        }
        if (auto text = content.text("Action")) {
            m_actions.push_back(
                {pathOf("attributeUpdates", attribute, "action"), *std::move(text), attribute});
        }
        updates.insert_or_assign(attribute, std::move(update));
    }
}

void LegacyReader::checkOperators(const std::vector<EnumText>& operators,
                                  LegacyConditions& conditions, Constraints& constraints) const {
    for (const auto& [path, text, attribute] : operators) {
        conditions[attribute].op = constraints.enumeration<ComparisonOperator>(
            text, path,
            "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, "
            "CONTAINS]",
            {{"EQ", ComparisonOperator::Equal},
             {"NE", ComparisonOperator::NotEqual},
             {"LE", ComparisonOperator::LessOrEqual},
             {"LT", ComparisonOperator::Less},
             {"GE", ComparisonOperator::GreaterOrEqual},
             {"GT", ComparisonOperator::Greater},
             {"NOT_NULL", ComparisonOperator::NotNull},
             {"NULL", ComparisonOperator::Null},
             {"CONTAINS", ComparisonOperator::Contains},
             {"NOT_CONTAINS", ComparisonOperator::NotContains},
             {"BEGINS_WITH", ComparisonOperator::BeginsWith},
             {"IN", ComparisonOperator::In},
             {"BETWEEN", ComparisonOperator::Between}});
    }
}

void LegacyReader::checkActions(Constraints& constraints) {
    for (const auto& [path, text, attribute] : m_actions) {
        const auto action = constraints.enumeration<LegacyUpdate::Action>(
            text, path, "[ADD, PUT, DELETE]",
            {{"ADD", LegacyUpdate::Action::Add},
             {"PUT", LegacyUpdate::Action::Put},
             {"DELETE", LegacyUpdate::Action::Delete}});
        (*m_parameters.updates)[attribute].action = action.value_or(LegacyUpdate::Action::Put);
    }
}

std::optional<Error> LegacyReader::conditionalOperatorProblem() const {
    if (!m_conditionalOperator || m_conditionalOperator == "AND" || m_conditionalOperator == "OR") {
        return std::nullopt;
    }
    return Error::validation(
        "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
}

void LegacyReader::check(Constraints& constraints) {
    m_parameters.anyCondition = constraints.enumeration<bool>(
        m_conditionalOperator, "conditionalOperator", "[OR, AND]", {{"OR", true}, {"AND", false}});
    if (m_parameters.attributesToGet) {
        constraints.lengthAtLeast(m_parameters.attributesToGet->size(), 1, "[]", "attributesToGet");
    }
    for (const auto& path : m_missing) {
        constraints.notNull(false, path);
    }
    if (m_parameters.filter) {
        checkOperators(m_filterOperators, *m_parameters.filter, constraints);
    }
    if (m_parameters.keyConditions) {
        checkOperators(m_keyOperators, *m_parameters.keyConditions, constraints);
    }
    checkActions(constraints);
}

}  // namespace engine::wire
