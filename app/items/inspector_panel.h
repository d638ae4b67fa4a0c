#pragma once

#include <QJsonObject>
#include <QWidget>

#include <memory>
#include <optional>

#include "app/items/item_edit.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace tidemark {

class Banner;
class ElidedLabel;
class EmptyState;
class JsonEditor;
class Theme;

// One item as JSON: looked at, changed, saved. A save is conditional on what was shown, so that
// nothing somebody else wrote is lost; unsaved changes stay until they are saved or discarded.
class InspectorPanel final : public QWidget {
    Q_OBJECT
public:
    InspectorPanel(Theme& theme, Connection& connection, QWidget* parent);

    void setTable(std::shared_ptr<const engine::schema::Table> table);
    // Waits for a decision when there are unsaved changes.
    void showItem(const AttributeMap& item);
    void showNothing(const QString& reason);
    // Starts an item that is not stored yet; false when unsaved changes are in the way.
    bool startNewItem(const AttributeMap& item);

    void save();
    void discard();
    bool hasEdits() const;
    bool canSave() const;
    bool hasItem() const { return m_shown.has_value(); }
    const std::optional<AttributeMap>& shownItem() const { return m_shown; }
    // Somebody else changed the table while there are unsaved changes.
    void noteOutsideChange();
    void focusEditor();

    // Unsaved changes as JSON, so that they survive a restart; empty without any.
    QJsonObject draft() const;
    void restoreDraft(const QJsonObject& draft);

signals:
    void editsChanged();
    void saved(const AttributeMap& item);
    void itemRemoved(const AttributeMap& item);  // the old item of a changed key
    void reloadRequested();

private:
    void load(const AttributeMap& item, bool isNew);
    void showPending();
    void refreshState();
    void send(Request request, void (InspectorPanel::*done)());
    void handleFailure(const engine::Error& error);
    void showConflict(const engine::Error& error);
    void askAboutKeyChange();
    void createThenRemoveOld(bool removeOld);
    void finishSave();
    void removeOldItem();
    void overwrite();
    void reloadTheirs();
    void askAboutPending();
    void buildLayout();

    Theme& m_theme;
    Connection& m_connection;
    std::shared_ptr<const engine::schema::Table> m_table;
    std::optional<AttributeMap> m_shown;    // as read; the template of a new item
    std::optional<AttributeMap> m_pending;  // selected while there are unsaved changes
    std::optional<AttributeMap> m_theirs;   // what a conflict found
    AttributeMap m_sent;
    bool m_isNew = false;
    bool m_saving = false;
    bool m_removeOld = false;

    QStackedWidget* m_stack;
    EmptyState* m_empty;
    ElidedLabel* m_key;
    Banner* m_banner;
    JsonEditor* m_editor;
    QLabel* m_cost;
    QPushButton* m_discard;
    QPushButton* m_save;
};

}  // namespace tidemark
