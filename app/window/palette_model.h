#pragma once

#include <QAbstractListModel>
#include <QStringList>

#include <vector>

namespace tidemark {

class CommandActions;

// What the palette offers for the text typed so far: tables and commands, best match first.
class PaletteModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, IsTableRole, DetailRole, IconNameRole, EnabledRole };

    PaletteModel(const CommandActions& commands, QObject* parent);

    void setTables(const QStringList& tableNames);
    // Commands only: what Ctrl+Shift+P asks for.
    void setCommandsOnly(bool commandsOnly);
    void setTyped(const QString& typed);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Entry {
        QString id;
        QString text;
        QString detail;
        QString icon;
        bool isTable = false;
        bool enabled = true;
        int score = 0;
    };
    void rebuild();
    void addTables(std::vector<Entry>& entries) const;
    void addCommands(std::vector<Entry>& entries) const;

    const CommandActions& m_commands;
    QStringList m_tables;
    QString m_typed;
    bool m_commandsOnly = false;
    std::vector<Entry> m_entries;
};

}  // namespace tidemark
