#include "app/explorer/explorer_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/explorer/explorer_delegate.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {
namespace {

constexpr int describeDelayMs = 30;
constexpr int treeIndent = 16;

QTreeView* makeTree(QWidget* parent) {
    auto* tree = new QTreeView(parent);
    tree->setObjectName("explorerTree");
    tree->setHeaderHidden(true);
    tree->setUniformRowHeights(true);
    tree->setIndentation(treeIndent);
    tree->setFrameShape(QFrame::NoFrame);
    tree->setContextMenuPolicy(Qt::CustomContextMenu);
    tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tree->setExpandsOnDoubleClick(false);
    tree->setTextElideMode(Qt::ElideMiddle);
    return tree;
}

}  // namespace

ExplorerPanel::ExplorerPanel(Theme& theme, Connection& connection, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(new ExplorerModel(connection, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(9, 0, 9, 9);
    layout->setSpacing(6);
    m_filter = kit::iconField(theme, "tableFilter", "search", tr("Find a table..."), this);
    m_filter->setClearButtonEnabled(true);
    m_stack = new QStackedWidget(this);
    m_tree = makeTree(m_stack);
    m_tree->setAccessibleName(tr("Tables"));
    m_tree->setItemDelegate(new ExplorerDelegate(theme, m_tree));
    m_empty = new EmptyState(theme, m_stack);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_filter);
    layout->addWidget(m_stack, 1);

    m_proxy = new QSortFilterProxyModel(this);
    m_proxy->setSourceModel(m_model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tree->setModel(m_proxy);
    m_tree->expandToDepth(0);
    m_describeDelay = new QTimer(this);
    m_describeDelay->setSingleShot(true);
    m_describeDelay->setInterval(describeDelayMs);

    const auto describeSoon = [this] { m_describeDelay->start(); };
    connect(m_describeDelay, &QTimer::timeout, this, &ExplorerPanel::describeVisible);
    connect(m_tree->verticalScrollBar(), &QScrollBar::valueChanged, this, describeSoon);
    connect(m_tree->verticalScrollBar(), &QScrollBar::rangeChanged, this, describeSoon);
    connect(m_model, &ExplorerModel::tablesListed, this, [this] {
        m_tree->expand(m_proxy->mapFromSource(m_model->connectionIndex()));
        updateEmptyState();
        m_describeDelay->start();
    });
    connect(m_filter, &QLineEdit::textChanged, this, &ExplorerPanel::applyFilter);
    connect(m_tree, &QTreeView::activated, this, &ExplorerPanel::openIndex);
    connect(m_tree, &QTreeView::clicked, this, &ExplorerPanel::openIndex);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &ExplorerPanel::showContextMenu);
    connect(m_empty, &EmptyState::actionTriggered, this, &ExplorerPanel::createRequested);
    connect(&theme, &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
    m_tree->installEventFilter(this);
    m_filter->installEventFilter(this);
    setFocusProxy(m_tree);
    updateEmptyState();
}

void ExplorerPanel::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ExplorerPanel::applyFilter(const QString& text) {
    m_proxy->setFilterFixedString(text);
    m_tree->expandToDepth(0);
    updateEmptyState();
    m_describeDelay->start();
}

void ExplorerPanel::updateEmptyState() {
    const bool noTables = m_model->isLoaded() && m_model->tableNames().isEmpty();
    const bool noMatch = !noTables && !m_filter->text().isEmpty() && m_proxy->rowCount() == 0;
    if (noTables) {
        m_empty->setContent("table-plus", tr("No tables yet"),
                            tr("A table that a client creates appears here by itself."),
                            tr("Create table"));
        m_empty->actionButton()->setObjectName("explorerCreateTable");
    } else if (noMatch) {
        m_empty->setContent("search", tr("No table matches"),
                            tr("Nothing here is called \"%1\".").arg(m_filter->text()), {});
    }
    m_stack->setCurrentIndex(noTables || noMatch ? 1 : 0);
}

void ExplorerPanel::describeVisible() {
    if (!isVisible()) {
        return;
    }
    QModelIndex index = m_tree->indexAt(QPoint(1, 1));
    const int bottom = m_tree->viewport()->height();
    while (index.isValid() && m_tree->visualRect(index).top() <= bottom) {
        m_model->describe(m_proxy->mapToSource(index));
        index = m_tree->indexBelow(index);
    }
}

void ExplorerPanel::openIndex(const QModelIndex& index) {
    const auto kind = static_cast<ExplorerModel::Kind>(index.data(ExplorerModel::KindRole).toInt());
    if (!index.isValid() || kind == ExplorerModel::Kind::Connection) {
        return;
    }
    emit openRequested(index.data(ExplorerModel::TableNameRole).toString(),
                       index.data(ExplorerModel::IndexNameRole).toString());
}

void ExplorerPanel::selectTable(const QString& tableName, const QString& indexName) {
    QModelIndex place = m_model->tableIndex(tableName);
    for (int row = 0; !indexName.isEmpty() && row < m_model->rowCount(place); ++row) {
        const QModelIndex index = m_model->index(row, 0, place);
        if (index.data(ExplorerModel::IndexNameRole).toString() == indexName) {
            place = index;
            break;
        }
    }
    const QModelIndex shown = m_proxy->mapFromSource(place);
    if (shown.isValid()) {
        m_tree->setCurrentIndex(shown);
    } else {
        m_tree->selectionModel()->clear();
    }
}

void ExplorerPanel::showContextMenu(const QPoint& position) {
    const QModelIndex index = m_tree->indexAt(position);
    const QString table = index.data(ExplorerModel::TableNameRole).toString();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName("explorerMenu");
    if (!table.isEmpty()) {
        menu->addAction(m_theme.icon("table"), tr("Open"), this,
                        [this, index] { openIndex(index); })
            ->setObjectName("explorerOpen");
        menu->addAction(m_theme.icon("copy"), tr("Copy name"), this,
                        [table] { QApplication::clipboard()->setText(table); })
            ->setObjectName("explorerCopyName");
        menu->addSeparator();
        menu->addAction(m_theme.icon("trash", Token::Red), tr("Delete table..."), this,
                        [this, table] { emit deleteRequested(table); })
            ->setObjectName("explorerDelete");
    } else {
        menu->addAction(m_theme.icon("table-plus"), tr("Create table..."), this,
                        &ExplorerPanel::createRequested)
            ->setObjectName("explorerCreate");
    }
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

bool ExplorerPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = (key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    if (watched == m_tree && plain && handleTreeKey(key->key(), key->text())) {
        return true;
    }
    if (watched == m_filter && plain && handleFilterKey(key->key())) {
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool ExplorerPanel::handleTreeKey(int key, const QString& text) {
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        openIndex(m_tree->currentIndex());
        return true;
    }
    if (text.isEmpty() || !text.front().isPrint() || text.front().isSpace()) {
        return false;
    }
    m_filter->setFocus(Qt::OtherFocusReason);
    m_filter->setText(m_filter->text() + text);
    return true;
}

bool ExplorerPanel::handleFilterKey(int key) {
    const QModelIndex first = m_proxy->index(0, 0, m_proxy->index(0, 0));
    switch (key) {
        case Qt::Key_Down:
            m_tree->setFocus(Qt::OtherFocusReason);
            if (first.isValid()) {
                m_tree->setCurrentIndex(first);
            }
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: openIndex(first); return true;
        case Qt::Key_Escape: m_filter->clear(); return true;
        default: return false;
    }
}

void ExplorerPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_describeDelay->start();
}

}  // namespace tidemark
