#include "app/items/inspector_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/session/on_answer.h"
#include "engine/values/item_view.h"
#include "widgets/common/banner.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/editor/json_editor.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

QStringList keyNames(const engine::schema::Table& table) {
    QStringList names{text::fromUtf8(table.partitionKey.name)};
    if (table.sortKey) {
        names.append(text::fromUtf8(table.sortKey->name));
    }
    return names;
}

}  // namespace

InspectorPanel::InspectorPanel(Theme& theme, Connection& connection, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_connection(connection) {
    buildLayout();
    connect(m_editor, &JsonEditor::modifiedChanged, this, &InspectorPanel::refreshState);
    connect(m_editor, &JsonEditor::validityChanged, this, &InspectorPanel::refreshState);
    connect(m_editor, &JsonEditor::saveRequested, this, &InspectorPanel::save);
    connect(m_save, &QPushButton::clicked, this, &InspectorPanel::save);
    connect(m_discard, &QPushButton::clicked, this, &InspectorPanel::discard);
    showNothing(tr("Select an item to see it here."));
}

void InspectorPanel::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    layout->addWidget(m_stack);
    m_empty = new EmptyState(m_theme, m_stack);
    m_stack->addWidget(m_empty);

    auto* page = new QWidget(m_stack);
    auto* pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(measure::gap / 2);
    m_key = new ElidedLabel(m_theme, {}, page);
    m_key->setObjectName("inspectorKey");
    m_key->setFont(Theme::monoFont());
    auto* keyRow = new QHBoxLayout;
    keyRow->setContentsMargins(12, 0, 12, 0);
    keyRow->addWidget(m_key);
    m_banner = new Banner(m_theme, page);
    m_banner->setObjectName("inspectorBanner");
    m_editor = new JsonEditor(m_theme, page);
    m_editor->setObjectName("itemEditor");
    pageLayout->addLayout(keyRow);
    pageLayout->addWidget(m_banner);
    pageLayout->addWidget(m_editor, 1);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 0, 8, 8);
    m_cost = kit::mutedLabel({}, page);
    m_cost->setObjectName("itemCost");
    m_discard = kit::button("discardButton", tr("Discard"), kit::ButtonKind::Plain, page);
    m_discard->setToolTip(tr("Discard the changes (Ctrl+Shift+Backspace)"));
    m_save = kit::button("saveButton", tr("Save"), kit::ButtonKind::Primary, page);
    m_save->setToolTip(tr("Save the item (Ctrl+S)"));
    bar->addWidget(m_cost, 1);
    bar->addWidget(m_discard);
    bar->addWidget(m_save);
    pageLayout->addLayout(bar);
    m_stack->addWidget(page);
}

void InspectorPanel::setTable(std::shared_ptr<const engine::schema::Table> table) {
    m_table = std::move(table);
}

bool InspectorPanel::hasEdits() const {
    return m_shown && (m_isNew || m_editor->isModified());
}

bool InspectorPanel::canSave() const {
    return hasEdits() && !m_saving && m_table && m_editor->isValid();
}

void InspectorPanel::showItem(const AttributeMap& item) {
    if (!m_table) {
        return;
    }
    if (!hasEdits()) {
        if (!m_shown || !(*m_shown == item)) {
            load(item, false);
        }
        return;
    }
    if (!m_isNew && itemKeyOf(*m_table, item) == itemKeyOf(*m_table, *m_shown)) {
        if (m_pending) {
            m_pending.reset();
            m_banner->clear();
        }
        return;
    }
    m_pending = item;
    askAboutPending();
}

void InspectorPanel::askAboutPending() {
    m_banner->showMessage(
        Banner::Kind::Notice,
        tr("Unsaved changes. Save or discard them to see the item you selected."));
    connect(m_banner->addAction(tr("Save")), &QPushButton::clicked, this, &InspectorPanel::save);
    connect(m_banner->addAction(tr("Discard")), &QPushButton::clicked, this,
            &InspectorPanel::discard);
}

void InspectorPanel::showNothing(const QString& reason) {
    if (hasEdits()) {
        return;
    }
    m_shown.reset();
    m_pending.reset();
    m_isNew = false;
    m_banner->clear();
    m_empty->setContent("braces", tr("No item"), reason, {});
    m_stack->setCurrentIndex(0);
    refreshState();
}

bool InspectorPanel::startNewItem(const AttributeMap& item) {
    if (!m_table) {
        return false;
    }
    if (hasEdits()) {
        askAboutPending();
        return false;
    }
    load(item, true);
    focusEditor();
    return true;
}

void InspectorPanel::load(const AttributeMap& item, bool isNew) {
    m_shown = item;
    m_pending.reset();
    m_theirs.reset();
    m_isNew = isNew;
    m_banner->clear();
    m_editor->setItem(item, keyNames(*m_table));
    m_stack->setCurrentIndex(1);
    refreshState();
}

void InspectorPanel::showPending() {
    if (m_pending) {
        const AttributeMap item = *m_pending;
        load(item, false);
    }
}

void InspectorPanel::refreshState() {
    m_save->setEnabled(canSave());
    m_editor->setReadOnly(m_saving);
    m_discard->setEnabled(hasEdits() && !m_saving);
    if (m_shown && m_table) {
        m_key->setText(m_isNew ? tr("New item of %1").arg(text::fromUtf8(m_table->name))
                               : keyText(*m_table, *m_shown));
        const text::ParsedItem parsed = m_editor->parsed();
        const ItemCost cost = itemCost(parsed.ok ? parsed.item : *m_shown);
        m_cost->setText(tr("%1 B · %2 RCU · %3 WCU")
                            .arg(QLocale().toString(static_cast<qulonglong>(cost.sizeBytes)))
                            .arg(cost.readUnits)
                            .arg(cost.writeUnits));
    }
    emit editsChanged();
}

void InspectorPanel::focusEditor() {
    m_editor->setFocus(Qt::OtherFocusReason);
}

void InspectorPanel::discard() {
    if (!m_shown || m_saving) {
        return;
    }
    if (m_pending) {
        showPending();
        return;
    }
    if (m_isNew) {
        m_isNew = false;
        m_editor->setItem(*m_shown, keyNames(*m_table));
        showNothing(tr("Select an item to see it here."));
        return;
    }
    load(AttributeMap(*m_shown), false);
    emit reloadRequested();
}

void InspectorPanel::save() {
    if (!hasEdits() || m_saving || !m_table) {
        return;
    }
    text::ParsedItem parsed = m_editor->parsed();
    if (!parsed.ok) {
        m_banner->showMessage(
            Banner::Kind::Error,
            tr("Line %1: %2").arg(parsed.problem.line).arg(parsed.problem.message));
        return;
    }
    m_sent = std::move(parsed.item);
    if (m_isNew) {
        send(createRequest(*m_table, m_sent), &InspectorPanel::finishSave);
        return;
    }
    if (!(itemKeyOf(*m_table, m_sent) == itemKeyOf(*m_table, *m_shown))) {
        askAboutKeyChange();
        return;
    }
    if (m_sent == *m_shown) {
        finishSave();
        return;
    }
    send(updateRequest(*m_table, *m_shown, m_sent), &InspectorPanel::finishSave);
}

void InspectorPanel::askAboutKeyChange() {
    m_banner->showMessage(Banner::Kind::Warning,
                          tr("The key changed. DynamoDB cannot rename an item: saving makes a new "
                             "item."));
    auto* replace = m_banner->addAction(tr("Make new, remove old"));
    replace->setObjectName("replaceKeyButton");
    connect(replace, &QPushButton::clicked, this, [this] { createThenRemoveOld(true); });
    auto* keep = m_banner->addAction(tr("Make new, keep old"));
    keep->setObjectName("keepOldButton");
    connect(keep, &QPushButton::clicked, this, [this] { createThenRemoveOld(false); });
}

void InspectorPanel::createThenRemoveOld(bool removeOld) {
    m_removeOld = removeOld;
    send(createRequest(*m_table, m_sent), &InspectorPanel::removeOldItem);
}

void InspectorPanel::removeOldItem() {
    if (!m_removeOld) {
        finishSave();
        return;
    }
    m_removeOld = false;
    const AttributeMap old = *m_shown;
    finishSave();
    onAnswer(m_connection.execute(deleteUnchangedRequest(*m_table, old)), this,
             [this, old](const Result<Response>& result) {
                 if (result) {
                     emit itemRemoved(old);
                     return;
                 }
                 m_banner->showMessage(Banner::Kind::Warning,
                                       tr("The new item is saved, the old one was not removed: %1")
                                           .arg(text::fromUtf8(result.error().message)));
             });
}

void InspectorPanel::send(Request request, void (InspectorPanel::*done)()) {
    m_saving = true;
    refreshState();
    onAnswer(m_connection.execute(std::move(request)), this,
             [this, done](const Result<Response>& result) {
                 m_saving = false;
                 if (!result) {
                     handleFailure(result.error());
                     refreshState();
                     return;
                 }
                 (this->*done)();
             });
}

void InspectorPanel::finishSave() {
    const AttributeMap stored = m_sent;
    const std::optional<AttributeMap> pending = m_pending;
    load(stored, false);
    emit saved(stored);
    if (pending) {
        load(*pending, false);
    }
}

void InspectorPanel::handleFailure(const engine::Error& error) {
    if (error.kind == engine::ErrorKind::ConditionalCheckFailed) {
        showConflict(error);
        return;
    }
    m_banner->showMessage(Banner::Kind::Error, text::fromUtf8(error.message),
                          text::fromUtf8(engine::errorKindName(error.kind)));
}

void InspectorPanel::showConflict(const engine::Error& error) {
    const bool keyTaken =
        m_isNew || !(itemKeyOf(*m_table, m_sent) == itemKeyOf(*m_table, *m_shown));
    if (keyTaken) {
        m_banner->showMessage(Banner::Kind::Error,
                              tr("An item with this key exists already. Nothing was written."));
        return;
    }
    m_theirs.reset();
    if (!error.item.empty()) {
        m_theirs = engine::values::ItemView(error.item).decode();
    }
    m_banner->showMessage(
        Banner::Kind::Warning,
        m_theirs ? tr("Somebody else changed this item meanwhile. Your text is kept.")
                 : tr("Somebody else deleted this item meanwhile. Your text is kept."));
    if (m_theirs) {
        auto* reload = m_banner->addAction(tr("Reload"));
        reload->setObjectName("conflictReloadButton");
        connect(reload, &QPushButton::clicked, this, &InspectorPanel::reloadTheirs);
    }
    auto* overwriteButton = m_banner->addAction(m_theirs ? tr("Overwrite") : tr("Write it again"));
    overwriteButton->setObjectName("conflictOverwriteButton");
    connect(overwriteButton, &QPushButton::clicked, this, &InspectorPanel::overwrite);
}

void InspectorPanel::reloadTheirs() {
    if (m_theirs) {
        load(AttributeMap(*m_theirs), false);
        emit reloadRequested();
    }
}

// Lays our changes over theirs; conditional on theirs, so a third change is a conflict again.
void InspectorPanel::overwrite() {
    if (!m_theirs) {
        send(createRequest(*m_table, m_sent), &InspectorPanel::finishSave);
        return;
    }
    const text::ParsedItem mine = m_editor->parsed();
    m_sent = mergedItem(*m_shown, mine.ok ? mine.item : m_sent, *m_theirs);
    if (m_sent == *m_theirs) {
        finishSave();
        return;
    }
    send(updateRequest(*m_table, *m_theirs, m_sent), &InspectorPanel::finishSave);
}

void InspectorPanel::noteOutsideChange() {
    if (!hasEdits() || m_saving || !m_banner->isHidden()) {
        return;
    }
    m_banner->showMessage(Banner::Kind::Notice,
                          tr("The table changed meanwhile. Saving checks that your item did not."));
}

QJsonObject InspectorPanel::draft() const {
    if (!hasEdits() || !m_table) {
        return {};
    }
    return {
        {"text", m_editor->plainText()},
        {"plain", m_editor->flavour() == text::JsonFlavour::Plain},
        {"new", m_isNew},
        {"original", text::itemToJson(*m_shown, text::JsonFlavour::DynamoDb, keyNames(*m_table))}};
}

void InspectorPanel::restoreDraft(const QJsonObject& draft) {
    if (draft.isEmpty() || !m_table) {
        return;
    }
    const auto original = text::itemFromJson(draft["original"].toString(),
                                             text::JsonFlavour::DynamoDb, AttributeMap());
    if (!original.ok) {
        return;
    }
    load(original.item, draft["new"].toBool());
    m_editor->setFlavour(draft["plain"].toBool() ? text::JsonFlavour::Plain
                                                 : text::JsonFlavour::DynamoDb);
    m_editor->setPlainText(draft["text"].toString());
    refreshState();
}

}  // namespace tidemark
