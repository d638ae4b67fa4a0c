#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/expressions/legacy.h"
#include "engine/wire/attribute_reader.h"
#include "engine/wire/constraints.h"
#include "engine/wire/json_request.h"

namespace engine::wire {

// The legacy parameters of one request: read with the other members, checked with the other
// constraints.
class LegacyReader final {
public:
    // `filterName`: "Expected", "QueryFilter", "ScanFilter" or "", if the operation has none.
    // Reads what the operation knows and ignores the rest.
    LegacyReader(const Members& members, AttributeReader& values, std::string_view filterName);

    void readAttributesToGet();
    void readKeyConditions();
    void readUpdates();

    // Query's own text of an unknown ConditionalOperator.
    std::optional<Error> conditionalOperatorProblem() const;
    void check(Constraints& constraints);
    expressions::LegacyParameters take() { return std::move(m_parameters); }

private:
    // An enum of the condition or update of one attribute.
    struct EnumText {
        std::string path;
        std::string text;
        std::string attribute;
    };

    std::optional<expressions::LegacyConditions> readConditions(std::string_view name,
                                                                std::vector<EnumText>& operators);
    void checkOperators(const std::vector<EnumText>& operators,
                        expressions::LegacyConditions& conditions, Constraints& constraints) const;
    void checkActions(Constraints& constraints);

    const Members& m_members;
    AttributeReader& m_values;
    expressions::LegacyParameters m_parameters;
    std::optional<std::string> m_conditionalOperator;
    std::vector<EnumText> m_filterOperators;
    std::vector<EnumText> m_keyOperators;
    std::vector<EnumText> m_actions;
    std::vector<std::string> m_missing;  // paths of members that must not be null
};

}  // namespace engine::wire
