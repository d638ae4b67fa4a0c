#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/expressions/binder.h"
#include "engine/expressions/parser.h"
#include "engine/expressions/projection_node.h"
#include "engine/values/item_bytes.h"

namespace engine::expressions {
namespace {

using values::AttributeType;
using values::DocumentPath;
using values::EncodedItem;
using values::ItemView;
using values::MemberCursor;
using values::ValueView;
using Node = Projection::Node;

template <class Key>
Node& childAt(std::vector<Key>& keys, std::vector<Node>& children, const Key& key) {
    const auto position = std::lower_bound(keys.begin(), keys.end(), key);
    const auto offset = position - keys.begin();
    if (position == keys.end() || *position != key) {
        keys.insert(position, key);
        children.insert(children.begin() + offset, Node{});
    }
    return children[static_cast<std::size_t>(offset)];
}

void addPath(Node& root, const DocumentPath& path) {
    Node* node = &root;
    for (const auto& element : path.elements) {
        if (const auto* name = std::get_if<std::string>(&element)) {
            node = &childAt(node->names, node->children, *name);
        } else {
            const auto index = std::get<std::uint32_t>(element);
            node = &childAt(node->indexes, node->children, index);
        }
    }
}

bool projectValue(const Node& node, ValueView value, std::string& out);

// Appends the members that the node asks for, without their count, which it returns.
std::uint64_t projectMembers(const Node& node, MemberCursor members, std::string& out) {
    std::uint64_t count = 0;
    std::size_t next = 0;
    while (next < node.names.size()) {
        const auto member = members.next();
        if (!member) {
            break;
        }
        while (next < node.names.size() && node.names[next] < member->name) {
            ++next;
        }
        if (next == node.names.size() || node.names[next] != member->name) {
            continue;
        }
        const std::size_t begin = out.size();
        ByteWriter(out).sized(member->name);
        if (projectValue(node.children[next], member->value, out)) {
            ++count;
        } else {
            out.resize(begin);
        }
        ++next;
    }
    return count;
}

std::uint64_t projectElements(const Node& node, ValueView list, std::string& out) {
    std::uint64_t count = 0;
    std::uint64_t position = 0;
    std::size_t next = 0;
    auto elements = list.elements();
    while (next < node.indexes.size()) {
        const auto element = elements.next();
        if (!element) {
            break;
        }
        if (position++ == node.indexes[next]) {
            count += projectValue(node.children[next], *element, out) ? 1U : 0U;
            ++next;
        }
    }
    return count;
}

// Appends the part of the value that the node asks for; false when there is none.
bool projectValue(const Node& node, ValueView value, std::string& out) {
    if (node.children.empty()) {
        values::appendValue(value, out);
        return true;
    }
    const bool asMap = value.type() == AttributeType::M && !node.names.empty();
    const bool asList = value.type() == AttributeType::L && !node.indexes.empty();
    if (!asMap && !asList) {
        return false;
    }
    std::string parts;
    const auto count =
        asMap ? projectMembers(node, value.members(), parts) : projectElements(node, value, parts);
    if (count == 0) {
        return false;
    }
    std::string countBytes;
    ByteWriter(countBytes).varint(count);
    ByteWriter writer(out);
    writer.u8(static_cast<std::uint8_t>(value.type()));
    writer.varint(countBytes.size() + parts.size());
    writer.raw(countBytes);
    writer.raw(parts);
    return true;
}

}  // namespace

Node projectionTree(const std::vector<DocumentPath>& paths) {
    Node root;
    for (const auto& path : paths) {
        addPath(root, path);
    }
    return root;
}

EncodedItem project(const Node& root, ItemView item) {
    constexpr std::size_t oneByteCountMax = 127;
    std::string bytes(2, values::itemFormat);
    if (root.names.size() <= oneByteCountMax) {
        bytes[1] = static_cast<char>(projectMembers(root, item.members(), bytes));
        return EncodedItem(std::move(bytes));
    }
    std::string members;
    const auto count = projectMembers(root, item.members(), members);
    bytes.resize(1);
    ByteWriter writer(bytes);
    writer.varint(count);
    writer.raw(members);
    return EncodedItem(std::move(bytes));
}

Result<Projection> Projection::compile(std::string_view text, Placeholders& placeholders) {
    auto tree = parseExpression(ExpressionKind::Projection, text);
    if (!tree) {
        return std::move(tree).error();
    }
    const Binder binder(ExpressionKind::Projection, placeholders);
    Projection projection;
    for (const auto& syntax : (*tree)->paths) {
        auto path = binder.path(syntax);
        if (!path) {
            return std::move(path).error();
        }
        projection.m_paths.push_back(*std::move(path));
    }
    if (auto checked = binder.checkDistinctPaths(projection.m_paths); !checked) {
        return std::move(checked).error();
    }
    projection.m_root = std::make_shared<const Node>(projectionTree(projection.m_paths));
    return projection;
}

Projection Projection::ofAttributes(std::vector<std::string> names) {
    Projection projection;
    for (auto& name : names) {
        projection.m_paths.push_back({{std::move(name)}});
    }
    projection.m_root = std::make_shared<const Node>(projectionTree(projection.m_paths));
    return projection;
}

EncodedItem Projection::apply(ItemView item) const {
    return project(*m_root, item);
}

}  // namespace engine::expressions
