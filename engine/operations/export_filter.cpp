#include "engine/operations/export_filter.h"

#include <utility>

#include "engine/base/bytes.h"
#include "engine/operations/job_store.h"

namespace engine::operations {

namespace {

void put(const std::optional<std::string>& text, ByteWriter& writer) {
    writer.u8(text ? 1 : 0);
    writer.sized(text.value_or(""));
}

std::optional<std::string> take(ByteReader& reader) {
    const bool isSet = reader.u8() != 0;
    std::string text(reader.sized());
    return isSet ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<std::string> namesText(const std::optional<expressions::NameMap>& names) {
    if (!names) {
        return std::nullopt;
    }
    std::string text;
    ByteWriter writer(text);
    for (const auto& [token, name] : *names) {
        writer.sized(token);
        writer.sized(name);
    }
    return text;
}

}  // namespace

std::string encodeFilter(const FilterSpecification& specification) {
    std::string bytes;
    ByteWriter writer(bytes);
    put(specification.filterExpression, writer);
    put(specification.projectionExpression, writer);
    put(specification.keyConditionExpression, writer);
    put(namesText(specification.attributes.names), writer);
    const auto& values = specification.attributes.values;
    put(values ? std::optional(values::EncodedItem(*values).bytes()) : std::nullopt, writer);
    return bytes;
}

Result<FilterSpecification> decodeFilter(std::string_view bytes) {
    ByteReader reader(bytes);
    FilterSpecification specification;
    specification.filterExpression = take(reader);
    specification.projectionExpression = take(reader);
    specification.keyConditionExpression = take(reader);
    const auto names = take(reader);
    const auto values = take(reader);
    if (reader.failed() || !reader.atEnd() || (values && !values::checkItemBytes(*values))) {
        return Error::corrupt("The filter of an export cannot be read.");
    }
    if (names) {
        auto& map = specification.attributes.names.emplace();
        for (ByteReader pairs(*names); !pairs.atEnd() && !pairs.failed();) {
            std::string token(pairs.sized());
            map.emplace(std::move(token), pairs.sized());
        }
    }
    if (values) {
        specification.attributes.values = values::ItemView(*values).decode();
    }
    return specification;
}

Result<ExportFilter> ExportFilter::compile(const FilterSpecification& specification,
                                           std::shared_ptr<const schema::Table> table) {
    auto compiled = compileExpressions({.keyCondition = &specification.keyConditionExpression,
                                        .filter = &specification.filterExpression,
                                        .projection = &specification.projectionExpression},
                                       specification.attributes);
    if (!compiled) {
        return std::move(compiled).error();
    }
    ReadTarget target;
    target.table = std::move(table);
    if (auto checked = checkNoPathBelowKeys(*target.table, *compiled); !checked) {
        return std::move(checked).error();
    }
    ExportFilter filter;
    if (compiled->keyClauses) {
        auto range = resolveKeyCondition(target, *compiled->keyClauses);
        if (!range) {
            return std::move(range).error();
        }
        if (auto checked = checkFilterHasNoKeys(target, *compiled, "Filter Expression"); !checked) {
            return std::move(checked).error();
        }
        filter.m_range = *std::move(range);
    }
    filter.m_compiled = *std::move(compiled);
    return filter;
}

bool ExportFilter::isInRange(const schema::PrimaryKey& key) const {
    return !m_range || (key.partition == m_range->partition && contains(m_range->sort, key.sort));
}

bool ExportFilter::matches(values::ItemView item) const {
    return !m_compiled.filter || m_compiled.filter->matches(item);
}

bool ExportFilter::matches(const std::optional<values::ItemView>& before,
                           const std::optional<values::ItemView>& after) const {
    return !m_compiled.filter || (before && matches(*before)) || (after && matches(*after));
}

std::optional<values::EncodedItem> ExportFilter::projected(values::ItemView item) const {
    return m_compiled.projection ? std::optional(m_compiled.projection->apply(item)) : std::nullopt;
}

Result<ExportFilter> exportFilterOf(const JobRecord& job,
                                    std::shared_ptr<const schema::Table> table) {
    if (!job.parameters.contains("FilterSpecification")) {
        return ExportFilter();
    }
    const auto specification = decodeFilter(parameter(job, "FilterSpecification"));
    return specification ? ExportFilter::compile(*specification, std::move(table))
                         : specification.error();
}

}  // namespace engine::operations
