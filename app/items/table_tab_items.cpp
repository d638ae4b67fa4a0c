// What TableTab does with the selected items: new, duplicate, delete with undo, copy.
#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QPushButton>

#include "app/items/table_tab.h"
#include "app/session/on_answer.h"
#include "widgets/common/banner.h"
#include "widgets/grid/item_grid.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::operations::DeleteItemOutput;

}  // namespace

void TableTab::newItem() {
    if (m_table) {
        emit inspectorWanted();
        m_inspector->startNewItem(templateItem(*m_table));
        emit stateChanged();
    }
}

void TableTab::duplicateItem() {
    if (const auto item = itemAt(m_grid->currentIndex().row())) {
        emit inspectorWanted();
        m_inspector->startNewItem(*item);
        emit stateChanged();
    }
}

void TableTab::copyItems() {
    QStringList texts;
    const QStringList keys = keyColumns(*m_table, {});
    for (const int row : selectedRows()) {
        if (const auto item = itemAt(row)) {
            texts.append(text::itemToJson(*item, text::JsonFlavour::DynamoDb, keys));
        }
    }
    QApplication::clipboard()->setText(texts.join(QLatin1Char('\n')));
    emit copied(static_cast<int>(texts.size()));
}

void TableTab::deleteItems() {
    QList<AttributeMap> items;
    for (const int row : selectedRows()) {
        if (const auto item = itemAt(row)) {
            items.append(*item);
        }
    }
    if (items.isEmpty()) {
        return;
    }
    const QString what = items.size() == 1 ? tr("Delete %1?").arg(keyText(*m_table, items.first()))
                                           : tr("Delete %1 items?").arg(items.size());
    m_question->showMessage(Banner::Kind::Warning, what);
    auto* confirm = m_question->addAction(tr("Delete"));
    confirm->setObjectName("confirmDeleteButton");
    auto* cancel = m_question->addAction(tr("Cancel"));
    cancel->setObjectName("cancelDeleteButton");
    connect(confirm, &QPushButton::clicked, this, [this, items] { deleteNow(items); });
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_question->clear();
        focusGrid();
    });
    confirm->setAutoDefault(true);
    confirm->setFocus(Qt::OtherFocusReason);
}

void TableTab::deleteNow(const QList<AttributeMap>& items) {
    m_question->clear();
    m_toDelete = items;
    m_deleted.clear();
    m_grid->setFocus(Qt::OtherFocusReason);
    deleteNext();
}

void TableTab::deleteNext() {
    if (m_toDelete.isEmpty()) {
        finishDelete();
        return;
    }
    const AttributeMap item = m_toDelete.takeFirst();
    onAnswer(m_connection.execute(deleteRequest(*m_table, item)), this,
             [this](const Result<Response>& result) {
                 if (!result) {
                     m_toDelete.clear();
                     finishDelete();
                     showFailure(result.error());
                     return;
                 }
                 const auto* output = std::get_if<DeleteItemOutput>(&*result);
                 if (output && output->attributes) {
                     m_deleted.append(output->attributes->view().decode());
                 }
                 deleteNext();
             });
}

void TableTab::finishDelete() {
    refresh();
    if (m_deleted.isEmpty()) {
        return;
    }
    m_question->showMessage(Banner::Kind::Notice,
                            m_deleted.size() == 1
                                ? tr("Deleted %1.").arg(keyText(*m_table, m_deleted.first()))
                                : tr("Deleted %1 items.").arg(m_deleted.size()));
    auto* undo = m_question->addAction(tr("Undo"));
    undo->setObjectName("undoDeleteButton");
    connect(undo, &QPushButton::clicked, this, &TableTab::undoDelete);
}

void TableTab::undoDelete() {
    m_question->clear();
    undoNext();
}

void TableTab::undoNext() {
    if (m_deleted.isEmpty()) {
        refresh();
        return;
    }
    const AttributeMap item = m_deleted.takeFirst();
    m_lostKey = itemKeyOf(*m_table, item);
    onAnswer(m_connection.execute(createRequest(*m_table, item)), this,
             [this](const Result<Response>& result) {
                 if (!result) {
                     showFailure(result.error());
                 }
                 undoNext();
             });
}

}  // namespace tidemark
