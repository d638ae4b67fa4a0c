#include "app/window/palette_model.h"

#include <QAction>
#include <QKeySequence>

#include <algorithm>

#include "app/window/command_actions.h"

namespace tidemark {
namespace {

constexpr std::size_t entriesMax = 100;

}  // namespace

PaletteModel::PaletteModel(const CommandActions& commands, QObject* parent)
    : QAbstractListModel(parent), m_commands(commands) {
    rebuild();
}

void PaletteModel::setTables(const QStringList& tableNames) {
    m_tables = tableNames;
    rebuild();
}

void PaletteModel::setCommandsOnly(bool commandsOnly) {
    m_commandsOnly = commandsOnly;
    rebuild();
}

void PaletteModel::setTyped(const QString& typed) {
    m_typed = typed;
    rebuild();
}

void PaletteModel::addTables(std::vector<Entry>& entries) const {
    for (const QString& name : m_tables) {
        const int score = m_typed.isEmpty() ? 0 : fuzzyScore(m_typed, name);
        if (score >= 0) {
            entries.push_back(
                {name, name, tr("table"), QStringLiteral("table"), true, true, score});
        }
    }
}

void PaletteModel::addCommands(std::vector<Entry>& entries) const {
    const auto add = [&](const Command& command, int score) {
        const QString id = QString::fromLatin1(command.id);
        const QAction* action = m_commands.action(id);
        entries.push_back(
            {id, commandText(command).remove(u'&'),
             action ? action->shortcut().toString(QKeySequence::NativeText) : QString(),
             QString::fromLatin1(command.icon), false, action && action->isEnabled(), score});
    };
    if (m_typed.isEmpty()) {
        for (const Command& command : commandTable()) {
            add(command, 0);
        }
        return;
    }
    for (const Command* command : matchCommands(m_typed)) {
        add(*command, fuzzyScore(m_typed, commandText(*command)));
    }
}

void PaletteModel::rebuild() {
    beginResetModel();
    m_entries.clear();
    if (!m_commandsOnly) {
        addTables(m_entries);
    }
    addCommands(m_entries);
    // What cannot run now comes last; tables before commands of the same score.
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
        return a.enabled != b.enabled ? a.enabled : a.score > b.score;
    });
    if (m_entries.size() > entriesMax) {
        m_entries.resize(entriesMax);
    }
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return entry.text;
        case Qt::AccessibleTextRole:
            return entry.detail.isEmpty() ? entry.text : tr("%1, %2").arg(entry.text, entry.detail);
        case IdRole: return entry.id;
        case IsTableRole: return entry.isTable;
        case DetailRole: return entry.detail;
        case IconNameRole: return entry.icon;
        case EnabledRole: return entry.enabled;
        default: return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags all = QAbstractListModel::flags(index);
    return index.data(EnabledRole).toBool() ? all : all & ~Qt::ItemIsEnabled;
}

}  // namespace tidemark
