#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/operations/job_record.h"
#include "engine/operations/key_range.h"

// FilterSpecification of an export (facts/operations.md, facts/streams-backup-pitr.md section 7):
// which items it writes, and what of them.
namespace engine::operations {

struct FilterSpecification {
    std::optional<std::string> filterExpression;
    std::optional<std::string> projectionExpression;
    std::optional<std::string> keyConditionExpression;
    ExpressionAttributes attributes;
};

// For the parameter "FilterSpecification" of the job record; decode fails with Corrupt.
std::string encodeFilter(const FilterSpecification& specification);
Result<FilterSpecification> decodeFilter(std::string_view bytes);

// As it is made, it lets everything pass.
class ExportFilter final {
public:
    // For exports of this table. Errors are those of Query with the same expressions: a filter
    // beside a key condition cannot name key attributes.
    static Result<ExportFilter> compile(const FilterSpecification& specification,
                                        std::shared_ptr<const schema::Table> table);

    const KeyRange* range() const { return m_range ? &*m_range : nullptr; }
    bool isInRange(const schema::PrimaryKey& key) const;
    // FilterExpression only. A change matches when its item did before or does after it, so that an
    // item that stops matching is told once more.
    bool matches(values::ItemView item) const;
    bool matches(const std::optional<values::ItemView>& before,
                 const std::optional<values::ItemView>& after) const;
    // What the ProjectionExpression leaves; nullopt: the whole item.
    std::optional<values::EncodedItem> projected(values::ItemView item) const;

private:
    CompiledExpressions m_compiled;
    std::optional<KeyRange> m_range;
};

// That of an export's job record.
Result<ExportFilter> exportFilterOf(const JobRecord& job,
                                    std::shared_ptr<const schema::Table> table);

}  // namespace engine::operations
