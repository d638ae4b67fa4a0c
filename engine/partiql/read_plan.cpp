#include "engine/partiql/read_plan.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/partiql/key_clauses.h"
#include "engine/partiql/sort_interval.h"
#include "engine/schema/keys.h"
#include "engine/values/key_bytes.h"

namespace engine::partiql {
namespace {

using expressions::KeyClause;
using expressions::KeyOperator;
using Kind = Expression::Kind;

// A condition of a branch; of IN on a key attribute one candidate stands for it.
struct Leaf {
    const Expression* condition = nullptr;
    std::shared_ptr<const KeyClause> clause;  // of many alternatives; null: not about a key
};
using Conjunction = std::vector<Leaf>;

// One alternative of the WHERE clause.
struct Branch {
    std::optional<KeyClause> partition;
    std::string partitionBytes;
    bool isContradiction = false;
    SortInterval sort;
    bool hasNegatedSort = false;
    std::vector<const Expression*> rest;  // what the keys do not decide
    std::vector<const Expression*> sortConditions;
};

class Planner final {
public:
    Planner(const Statement& select, const schema::Table& table, const schema::Index* index)
        : m_select(select),
          m_table(table),
          m_index(index),
          m_partitionKey(index != nullptr ? index->partitionKey.front() : table.partitionKey) {
        if (index == nullptr) {
            m_sortKey = table.sortKey;
        } else if (!index->sortKey.empty()) {
            m_sortKey = index->sortKey.front();
        }
        m_keyNames.push_back(m_partitionKey.name);
        if (m_sortKey) {
            m_keyNames.push_back(m_sortKey->name);
        }
    }

    Result<ReadPlan> run() {
        ReadPlan plan;
        plan.filter = m_select.where;
        for (auto check : {&Planner::checkColumns, &Planner::checkPaths, &Planner::checkOrder}) {
            if (auto checked = (this->*check)(); !checked) {
                return std::move(checked).error();
            }
        }
        if (!m_select.where || !pinsPartition(*m_select.where)) {
            return m_select.order.empty() ? Result<ReadPlan>(std::move(plan)) : noPartition();
        }
        if (auto made = makeBranches(); !made) {
            return std::move(made).error();
        }
        if (auto checked = checkFilterIsProjected(); !checked) {
            return std::move(checked).error();
        }
        if (auto merged = refuseOverlaps(); !merged) {
            return std::move(merged).error();
        }
        if (auto ordered = orderBranches(plan); !ordered) {
            return std::move(ordered).error();
        }
        fill(plan);
        return plan;
    }

private:
    static Error noPartition() {
        return Error::validation(
            "Must have at least one non-optional hash key condition in WHERE clause when using "
            "ORDER BY clause.");
    }

    bool isKey(const std::optional<schema::KeyAttribute>& key, const KeyClause& clause) const {
        return key && key->name == clause.attributeName;
    }

    // A global index has nothing but what it projects.
    Result<void> checkColumns() {
        if (m_index == nullptr || !m_index->global) {
            return {};
        }
        std::string missing;
        std::vector<std::string> seen;
        for (const auto& column : m_select.columns) {
            const auto& name = column.attributeName();
            const bool isNew = std::find(seen.begin(), seen.end(), name) == seen.end();
            if (isNew && !schema::isProjected(m_table, *m_index, name)) {
                missing.append(missing.empty() ? "" : ", ").append(name);
            }
            seen.push_back(name);
        }
        if (missing.empty()) {
            return {};
        }
        return Error::validation(
            "One or more parameter values were invalid: Global secondary "
            "index " +
            m_index->name + " does not project [" + missing + "]");
    }

    Result<void> checkPaths() {
        if (!m_select.where) {
            return {};
        }
        auto checked = checkNoPathBelow(m_partitionKey, *m_select.where);
        return checked && m_sortKey ? checkNoPathBelow(*m_sortKey, *m_select.where) : checked;
    }

    Result<void> checkOrder() {
        if (m_select.order.empty()) {
            return {};
        }
        if (!m_select.where) {
            return Error::validation(
                "Must have WHERE clause in the statement when using ORDER BY clause.");
        }
        for (const auto& term : m_select.order) {
            const auto& name = term.path.attributeName();
            if (std::find(m_keyNames.begin(), m_keyNames.end(), name) == m_keyNames.end()) {
                return Error::validation("Attribute " + name +
                                         " in ORDER BY clause must be part of the primary key");
            }
        }
        return {};
    }

    // Whether every alternative names its partition.
    bool pinsPartition(const Expression& condition) const {
        const auto pins = [this](const Expression& operand) { return pinsPartition(operand); };
        const auto& operands = condition.operands;
        if (condition.isOperation(Operator::And)) {
            return std::any_of(operands.begin(), operands.end(), pins);
        }
        if (condition.isOperation(Operator::Or)) {
            return std::all_of(operands.begin(), operands.end(), pins);
        }
        const auto clause = keyClauseOf(condition);
        if (clause) {
            return clause->op == KeyOperator::Equal && isKey(m_partitionKey, *clause);
        }
        const auto alternatives = alternativesOf(condition);
        return !alternatives.empty() && isKey(m_partitionKey, alternatives.front());
    }

    // The alternatives of a condition. Alternatives that do not concern the keys stay together.
    // Stops when there are too many: whatever follows, they do not become fewer.
    std::vector<Conjunction> expand(const Expression& condition) const {
        if (condition.isOperation(Operator::And)) {
            std::vector<Conjunction> product(1);
            for (const auto& operand : condition.operands) {
                product = multiply(product, expand(operand));
            }
            return product;
        }
        if (condition.isOperation(Operator::Or) && mentionsAny(condition, m_keyNames)) {
            std::vector<Conjunction> all;
            for (const auto& operand : condition.operands) {
                const auto inner = expand(operand);
                all.insert(all.end(), inner.begin(), inner.end());
                if (all.size() > decomposedReadsMax) {
                    break;
                }
            }
            return all;
        }
        std::vector<Conjunction> leaves;
        for (auto& clause : alternativesOf(condition)) {
            if (isKey(m_partitionKey, clause) || isKey(m_sortKey, clause)) {
                leaves.push_back(
                    {Leaf{&condition, std::make_shared<KeyClause>(std::move(clause))}});
            }
        }
        if (leaves.empty()) {
            auto clause = keyClauseOf(condition);
            leaves.push_back({Leaf{
                &condition, clause ? std::make_shared<KeyClause>(*std::move(clause)) : nullptr}});
        }
        return leaves;
    }

    static std::vector<Conjunction> multiply(const std::vector<Conjunction>& left,
                                             const std::vector<Conjunction>& right) {
        std::vector<Conjunction> product;
        for (const auto& one : left) {
            for (const auto& two : right) {
                if (product.size() > decomposedReadsMax) {
                    return product;
                }
                product.push_back(one);
                product.back().insert(product.back().end(), two.begin(), two.end());
            }
        }
        return product;
    }

    Result<void> makeBranches() {
        const auto alternatives = expand(*m_select.where);
        if (alternatives.size() > decomposedReadsMax) {
            return Error::validation("Too many decomposed read operations for a given query.");
        }
        for (const auto& conjunction : alternatives) {
            auto branch = branchOf(conjunction);
            if (!branch) {
                return std::move(branch).error();
            }
            m_isExact = m_isExact && branch->rest.empty() && branch->sort.isExact();
            if (!branch->isContradiction && !branch->sort.isEmpty()) {
                m_branches.push_back(*std::move(branch));
            }
        }
        m_isSingle = alternatives.size() == 1;
        return {};
    }

    Result<Branch> branchOf(const Conjunction& conjunction) const {
        Branch branch;
        for (const auto& leaf : conjunction) {
            auto added = addLeaf(leaf, branch);
            if (!added) {
                return std::move(added).error();
            }
        }
        return branch;
    }

    Result<void> addLeaf(const Leaf& leaf, Branch& branch) const {
        if (leaf.clause && isKey(m_partitionKey, *leaf.clause) &&
            leaf.clause->op == KeyOperator::Equal) {
            if (auto checked = checkKeyTypes(m_partitionKey, *leaf.clause); !checked) {
                return checked;
            }
            branch.isContradiction =
                branch.isContradiction ||
                (branch.partition && branch.partition->first != leaf.clause->first);
            branch.partition = *leaf.clause;
            branch.partitionBytes.clear();
            values::appendOpenKey(leaf.clause->first, branch.partitionBytes);
            return {};
        }
        if (leaf.clause && isKey(m_sortKey, *leaf.clause)) {
            if (auto checked = checkKeyTypes(*m_sortKey, *leaf.clause); !checked) {
                return checked;
            }
            branch.sort.add(*leaf.clause);
            branch.sortConditions.push_back(leaf.condition);
            return {};
        }
        const bool isNegation = leaf.condition->isOperation(Operator::Not) ||
                                leaf.condition->isOperation(Operator::NotEqual);
        branch.hasNegatedSort =
            branch.hasNegatedSort ||
            (isNegation && m_sortKey && mentionsAny(*leaf.condition, {m_sortKey->name}));
        branch.rest.push_back(leaf.condition);
        return {};
    }

    // A filter must not need what the index does not have. The service does not look for it inside
    // an OR (facts/aws-observed.md section 16).
    Result<void> checkFilterIsProjected() const {
        if (m_index == nullptr || m_index->projection == schema::ProjectionType::All) {
            return {};
        }
        std::vector<std::string> names;
        collectOutsideOr(*m_select.where, names);
        std::string missing;
        for (const auto& name : names) {
            if (!schema::isProjected(m_table, *m_index, name)) {
                missing.append(missing.empty() ? "" : ", ").append(name);
            }
        }
        if (missing.empty()) {
            return {};
        }
        return Error::validation("One or more parameter values were invalid: Secondary index " +
                                 m_index->name +
                                 " does not project one or more filter "
                                 "attributes: [" +
                                 missing + "]");
    }

    static void collectOutsideOr(const Expression& condition, std::vector<std::string>& names) {
        if (condition.isOperation(Operator::Or)) {
            return;
        }
        if (!condition.isOperation(Operator::And)) {
            collectAttributes(condition, names);
            return;
        }
        for (const auto& operand : condition.operands) {
            collectOutsideOr(operand, names);
        }
    }

    // Branches with a negated condition on the sort key are read together with all others of their
    // partition.
    void mergeNegated() {
        if (m_isSingle) {
            return;
        }
        std::vector<Branch> merged;
        for (const auto& branch : m_branches) {
            if (!branch.hasNegatedSort || holdsPartition(merged, branch.partitionBytes)) {
                continue;
            }
            merged.push_back(branch);
            merged.back().sort = SortInterval();
        }
        for (const auto& branch : m_branches) {
            if (!branch.hasNegatedSort && !holdsNegated(merged, branch.partitionBytes)) {
                merged.push_back(branch);
            }
        }
        m_branches = std::move(merged);
    }

    static bool holdsPartition(const std::vector<Branch>& branches, const std::string& partition) {
        return std::any_of(branches.begin(), branches.end(), [&](const Branch& branch) {
            return branch.partitionBytes == partition;
        });
    }

    static bool holdsNegated(const std::vector<Branch>& branches, const std::string& partition) {
        return std::any_of(branches.begin(), branches.end(), [&](const Branch& branch) {
            return branch.hasNegatedSort && branch.partitionBytes == partition;
        });
    }

    // Other branches of one partition must not meet, or an item would be read twice.
    Result<void> refuseOverlaps() {
        mergeNegated();
        for (std::size_t i = 0; i < m_branches.size(); ++i) {
            for (std::size_t j = i + 1; j < m_branches.size(); ++j) {
                if (m_branches[i].partitionBytes == m_branches[j].partitionBytes &&
                    m_branches[i].sort.overlaps(m_branches[j].sort)) {
                    return Error::validation(
                        "Overlapping conditions with range keys are not supported in where clause");
                }
            }
        }
        return {};
    }

    // Partitions as they were written, or by ORDER BY; inside one by sort key.
    Result<void> orderBranches(ReadPlan& plan) {
        const OrderTerm* partitionTerm = nullptr;
        for (const auto& term : m_select.order) {
            if (term.path.attributeName() == m_partitionKey.name) {
                partitionTerm = &term;
            } else {
                plan.forward = !term.descending;
            }
        }
        std::vector<std::string> partitions;
        for (const auto& branch : m_branches) {
            if (std::find(partitions.begin(), partitions.end(), branch.partitionBytes) ==
                partitions.end()) {
                partitions.push_back(branch.partitionBytes);
            }
        }
        if (partitionTerm != nullptr) {
            std::sort(partitions.begin(), partitions.end());
            if (partitionTerm->descending) {
                std::reverse(partitions.begin(), partitions.end());
            }
        } else if (partitions.size() > 1 && !m_select.order.empty()) {
            return Error::validation(
                "Must have hash key in ORDER BY clause when more than one hash key condition "
                "specified in WHERE clause.");
        }
        const auto rank = [&](const Branch& branch) {
            return std::find(partitions.begin(), partitions.end(), branch.partitionBytes);
        };
        std::stable_sort(m_branches.begin(), m_branches.end(),
                         [&](const Branch& one, const Branch& two) {
                             if (one.partitionBytes != two.partitionBytes) {
                                 return rank(one) < rank(two);
                             }
                             return plan.forward ? one.sort.startsBefore(two.sort)
                                                 : two.sort.startsBefore(one.sort);
                         });
        return {};
    }

    void fill(ReadPlan& plan) {
        plan.kind = ReadPlan::Kind::Query;
        for (const auto& branch : m_branches) {
            auto& read = plan.reads.emplace_back();
            read.clauses.push_back(*branch.partition);
            const auto sort = branch.sort.clauses();
            read.clauses.insert(read.clauses.end(), sort.begin(), sort.end());
        }
        const bool isItem = m_index == nullptr && m_branches.size() == 1 &&
                            (!m_sortKey || m_branches.front().sort.isSingleValue());
        if (isItem) {
            plan.kind = ReadPlan::Kind::GetItem;
        }
        if (m_isExact) {
            plan.filter.reset();
        } else if (m_isSingle && m_branches.size() == 1) {
            auto conditions = m_branches.front().rest;
            if (!m_branches.front().sort.isExact()) {
                const auto& sort = m_branches.front().sortConditions;
                conditions.insert(conditions.end(), sort.begin(), sort.end());
            }
            plan.filter = conjunctionOf(conditions);
        }
    }

    const Statement& m_select;
    const schema::Table& m_table;
    const schema::Index* m_index;
    schema::KeyAttribute m_partitionKey;
    std::optional<schema::KeyAttribute> m_sortKey;
    std::vector<std::string> m_keyNames;
    std::vector<Branch> m_branches;
    bool m_isExact = true;   // the keys decide everything
    bool m_isSingle = true;  // there is one alternative
};

}  // namespace

Result<ReadPlan> planRead(const Statement& select, const schema::Table& table,
                          const schema::Index* index) {
    return Planner(select, table, index).run();
}

}  // namespace engine::partiql
