#include "engine/operations/context.h"

namespace engine::operations {

namespace {

// An ARN that is none of a table, say of an index (facts/validation.md section 3).
Result<void> checkTableArn(std::string_view nameOrArn) {
    if (nameOrArn.starts_with("arn:") && schema::tableNameOf(nameOrArn) == nameOrArn) {
        return Error::validation("Invalid TableArn: Invalid ResourceArn provided as input " +
                                 std::string(nameOrArn));
    }
    return {};
}

}  // namespace

Error dataTableNotFound() {
    return Error::resourceNotFound("Requested resource not found");
}

Error controlTableNotFound(std::string_view name) {
    return Error::resourceNotFound("Requested resource not found: Table: " + std::string(name) +
                                   " not found");
}

Result<std::shared_ptr<const schema::Table>> findTable(const Context& context,
                                                       std::string_view nameOrArn) {
    if (auto checked = checkTableArn(nameOrArn); !checked) {
        return std::move(checked).error();
    }
    auto table = context.database.catalog()->find(schema::tableNameOf(nameOrArn));
    // A table that a restore or an import still fills does not answer yet.
    if (!table || table->status == schema::TableStatus::Creating) {
        return dataTableNotFound();
    }
    return table;
}

Result<std::shared_ptr<const schema::Table>> findTable(const Context& context,
                                                       std::string_view nameOrArn,
                                                       std::optional<Timestamp> asOf) {
    if (!asOf) {
        return findTable(context, nameOrArn);
    }
    const auto sequence = context.past.sequenceAt(*asOf);
    if (!sequence) {
        return sequence.error();
    }
    const auto name = schema::tableNameOf(nameOrArn);
    const auto catalog = context.database.catalog();
    if (auto table = catalog->find(name);
        table && table->createdAt <= *asOf && table->status != schema::TableStatus::Creating) {
        return table;
    }
    for (const auto& dropped : catalog->droppedTables()) {
        if (dropped.table->name == name && dropped.table->createdAt <= *asOf &&
            dropped.droppedBy > *sequence) {
            return dropped.table;
        }
    }
    return dataTableNotFound();
}

Result<std::unique_ptr<storage::ReadTransaction>> beginRead(const Context& context,
                                                            std::optional<Timestamp> asOf) {
    return asOf ? context.past.at(*asOf) : context.database.beginRead();
}

Result<std::shared_ptr<const schema::Table>> findTableForControl(const Context& context,
                                                                 std::string_view nameOrArn) {
    if (auto checked = checkTableArn(nameOrArn); !checked) {
        return std::move(checked).error();
    }
    const auto name = schema::tableNameOf(nameOrArn);
    auto table = context.database.catalog()->find(name);
    if (!table) {
        return controlTableNotFound(name);
    }
    return table;
}

Result<void> checkActive(const schema::Table& table) {
    if (table.status == schema::TableStatus::Active) {
        return {};
    }
    return Error::resourceInUse(
        "Attempt to change a resource which is still in use: Table is being created: " +
        table.name);
}

Error enveloped(Error error) {
    if (error.kind == ErrorKind::Validation) {
        error.message.insert(0, "1 validation error detected: ");
    }
    return error;
}

}  // namespace engine::operations
