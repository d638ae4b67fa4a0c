#include "engine/operations/resource_tags.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/resource_arn.h"
#include "engine/operations/tag_characters.h"

namespace engine::operations {

namespace {

constexpr std::size_t tagsMax = 50;
constexpr std::size_t keyCharactersMax = 128;
constexpr std::size_t valueCharactersMax = 256;

Error tooMany() {
    return Error::validation(
        "Number of Tags exceed the current limit for the provided ResourceArn");
}

Result<void> checkKey(const std::string& key) {
    const auto characters = countTagCharacters(key);
    if (!characters || *characters == 0 || *characters > keyCharactersMax) {
        return Error::validation("The Tag Key provided is invalid, Key: " + key);
    }
    return {};
}

Error resourceMissing(const ResourceArn& arn) {
    return Error::resourceNotFound("Requested resource not found: ResourcArn: " + arn.text +
                                   " not found");
}

Result<std::shared_ptr<const schema::Table>> findResource(const Context& context,
                                                          const ResourceArn& arn) {
    auto table = context.database.catalog()->find(arn.tableName);
    if (!table || table->status == schema::TableStatus::Creating) {
        return resourceMissing(arn);
    }
    return table;
}

// Both writes: the tags of a table after the change are a function of those before.
class TagsWrite final : public PendingWrite {
public:
    TagsWrite(ResourceArn arn, std::shared_ptr<const schema::Table> table,
              std::vector<schema::Tag> put, std::vector<std::string> removed, Response answer)
        : m_arn(std::move(arn)),
          m_table(std::move(table)),
          m_put(std::move(put)),
          m_removed(std::move(removed)),
          m_answer(std::move(answer)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_table->name);
        if (!current || current->number != m_table->number) {
            return resourceMissing(m_arn);
        }
        schema::Table changed = *current;
        for (const auto& tag : m_put) {
            const auto found = find(changed.tags, tag.key);
            if (found == changed.tags.end()) {
                changed.tags.push_back(tag);
            } else {
                found->value = tag.value;
            }
        }
        for (const auto& key : m_removed) {
            if (const auto found = find(changed.tags, key); found != changed.tags.end()) {
                changed.tags.erase(found);
            }
        }
        if (changed.tags.size() > tagsMax) {
            return tooMany();
        }
        return changed.tags == current->tags ? Result<void>()
                                             : transaction.changeTable(std::move(changed));
    }

protected:
    Response response() override { return std::move(m_answer); }

private:
    static std::vector<schema::Tag>::iterator find(std::vector<schema::Tag>& tags,
                                                   const std::string& key) {
        return std::find_if(tags.begin(), tags.end(),
                            [&](const schema::Tag& tag) { return tag.key == key; });
    }

    ResourceArn m_arn;
    std::shared_ptr<const schema::Table> m_table;
    std::vector<schema::Tag> m_put;
    std::vector<std::string> m_removed;
    Response m_answer;
};

PreparedWrite prepareTags(const Context& context, const std::string& text, std::string_view action,
                          std::vector<schema::Tag> put, std::vector<std::string> removed,
                          Response answer) {
    auto arn = parseResourceArn(context, text, ArnUse::Tags, action);
    if (!arn) {
        return std::move(arn).error();
    }
    auto table = findResource(context, *arn);
    if (!table) {
        return std::move(table).error();
    }
    return PreparedWrite::Value(std::make_unique<TagsWrite>(
        *std::move(arn), *std::move(table), std::move(put), std::move(removed), std::move(answer)));
}

}  // namespace

Result<void> checkTags(const std::vector<schema::Tag>& tags) {
    if (tags.size() > tagsMax) {
        return tooMany();
    }
    std::set<std::string_view> keys;
    for (const auto& tag : tags) {
        if (auto checked = checkKey(tag.key); !checked) {
            return checked;
        }
        if (tag.key.starts_with("aws:")) {
            return Error::validation("Tag Key cannot be prefixed with aws:, Key: " + tag.key);
        }
        const auto characters = countTagCharacters(tag.value);
        if (!characters || *characters > valueCharactersMax) {
            return Error::validation("The Tag Value provided is invalid, Value: " + tag.value);
        }
        if (!keys.insert(tag.key).second) {
            return Error::validation(
                "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + tag.key);
        }
    }
    return {};
}

PreparedWrite prepareTagResource(const Context& context, TagResourceInput input) {
    if (input.tags.empty()) {
        return Error::validation("Atleast one Tag needs to be provided as Input.");
    }
    if (auto checked = checkTags(input.tags); !checked) {
        return std::move(checked).error();
    }
    return prepareTags(context, input.resourceArn, "TagResource", std::move(input.tags), {},
                       TagResourceOutput{});
}

PreparedWrite prepareUntagResource(const Context& context, UntagResourceInput input) {
    if (input.tagKeys.empty()) {
        return Error::validation("Atleast one Tag Key needs to be provided as Input.");
    }
    if (input.tagKeys.size() > tagsMax) {
        return tooMany();
    }
    for (const auto& key : input.tagKeys) {
        if (auto checked = checkKey(key); !checked) {
            return std::move(checked).error();
        }
    }
    return prepareTags(context, input.resourceArn, "UntagResource", {}, std::move(input.tagKeys),
                       UntagResourceOutput{});
}

Result<ListTagsOfResourceOutput> listTagsOfResource(const Context& context,
                                                    const ListTagsOfResourceInput& input) {
    const auto arn =
        parseResourceArn(context, input.resourceArn, ArnUse::Tags, "ListTagsOfResource");
    if (!arn) {
        return arn.error();
    }
    const auto table = findResource(context, *arn);
    if (!table) {
        return table.error();
    }
    if (input.nextToken) {
        return Error::validation("Invalid NextToken");
    }
    return ListTagsOfResourceOutput{(*table)->tags};
}

}  // namespace engine::operations
