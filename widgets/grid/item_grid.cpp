#include "widgets/grid/item_grid.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSet>

#include <algorithm>

#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/grid/cell_delegate.h"
#include "widgets/grid/frozen_columns.h"
#include "widgets/grid/grid_header.h"

namespace tidemark {

namespace {

using engine::values::AttributeType;

constexpr int widestColumn = 320;
constexpr int narrowestColumn = 64;
constexpr int rowsMeasured = 200;
constexpr int mostStatusValues = 12;

// What both views have in common.
void prepareView(QTableView& view, CellDelegate* delegate) {
    view.setItemDelegate(delegate);
    view.setFrameShape(QFrame::NoFrame);
    view.setShowGrid(false);
    view.setWordWrap(false);
    view.setCornerButtonEnabled(false);
    view.setSortingEnabled(false);
    view.setTabKeyNavigation(false);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.verticalHeader()->hide();
    view.verticalHeader()->setMinimumSectionSize(measure::statusBar);
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.verticalHeader()->setDefaultSectionSize(measure::gridRow);
    view.horizontalHeader()->setDefaultSectionSize(140);
}

}  // namespace

ItemGrid::ItemGrid(Theme& theme, QWidget* parent)
    : QTableView(parent),
      m_theme(theme),
      m_delegate(new CellDelegate(theme, *this)),
      m_header(new GridHeader(theme, this)),
      m_frozen(nullptr),
      m_frozenEdge(nullptr),
      m_empty(nullptr) {
    setObjectName(QStringLiteral("itemGrid"));
    setAccessibleName(tr("Items"));
    setHorizontalHeader(m_header);
    prepareView(*this, m_delegate);
    setMouseTracking(true);

    m_frozen = new FrozenColumns(*this);
    m_frozen->setHorizontalHeader(new GridHeader(theme, m_frozen));
    m_frozen->horizontalHeader()->setObjectName(QStringLiteral("frozenHeader"));
    prepareView(*m_frozen, m_delegate);
    m_frozen->hide();
    m_frozenEdge = new QWidget(this);
    m_frozenEdge->setAutoFillBackground(true);
    m_frozenEdge->setBackgroundRole(QPalette::Mid);
    m_frozenEdge->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_frozenEdge->hide();

    m_empty = new EmptyState(theme, this);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->hide();

    connect(m_empty, &EmptyState::actionTriggered, this, &ItemGrid::emptyActionTriggered);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        m_frozen->follow();
        reportVisibleRows();
    });
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, &ItemGrid::placeFrozen);
    connect(m_header, &QHeaderView::sectionResized, this, [this](int column, int, int size) {
        m_frozen->setColumnWidth(column, size);
        placeFrozen();
    });
    connect(m_frozen->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int, int size) { setColumnWidth(column, size); });
    const auto activate = [this](const QModelIndex& index) { emit activatedRow(index.row()); };
    connect(this, &QAbstractItemView::doubleClicked, this, activate);
    connect(m_frozen, &QAbstractItemView::doubleClicked, this, activate);
    connect(&theme, &Theme::changed, this, &ItemGrid::restyle);
}

QTableView* ItemGrid::frozenView() const {
    return m_frozen;
}

void ItemGrid::restyle() {
    viewport()->update();
    m_frozen->viewport()->update();
    m_header->viewport()->update();
    m_frozen->horizontalHeader()->viewport()->update();
}

void ItemGrid::setFrozenColumns(int count) {
    m_frozenCount = count;
    placeFrozen();
    restyle();
}

void ItemGrid::setRowHeight(int pixels) {
    verticalHeader()->setDefaultSectionSize(pixels);
    m_frozen->verticalHeader()->setDefaultSectionSize(pixels);
    updateGeometries();
}

void ItemGrid::setEmptyState(const QString& title, const QString& detail,
                             const QString& actionText) {
    m_empty->setContent(QStringLiteral("table"), title, detail, actionText);
    updateEmptyState();
}

void ItemGrid::setModel(QAbstractItemModel* newModel) {
    if (model() != nullptr) {
        model()->disconnect(this);
    }
    m_fittedColumns = 0;
    m_hoveredRow = -1;
    m_firstVisible = -1;
    m_lastVisible = -1;
    m_delegate->clearStatusColumns();
    QItemSelectionModel* const before = m_frozen->selectionModel();
    const bool ownSelection = before != nullptr && before != selectionModel();
    m_frozen->setModel(newModel);
    if (ownSelection) {
        delete before;
    }
    QTableView::setModel(newModel);
    connectModel();
    placeFrozen();
    updateEmptyState();
}

void ItemGrid::setSelectionModel(QItemSelectionModel* newSelection) {
    QTableView::setSelectionModel(newSelection);
    if (newSelection != nullptr && m_frozen->model() == newSelection->model()) {
        m_frozen->setSelectionModel(newSelection);
    }
}

void ItemGrid::connectModel() {
    if (model() == nullptr) {
        return;
    }
    const auto changed = [this] {
        m_firstVisible = -1;
        m_lastVisible = -1;
        m_hoveredRow = -1;
        // The views lay themselves out in the same round of signals; ask after them.
        QMetaObject::invokeMethod(
            this,
            [this] {
                placeFrozen();
                updateEmptyState();
                reportVisibleRows();
            },
            Qt::QueuedConnection);
    };
    connect(model(), &QAbstractItemModel::modelReset, this, changed);
    connect(model(), &QAbstractItemModel::modelReset, this, [this] {
        m_fittedColumns = 0;
        m_delegate->clearStatusColumns();
    });
    connect(model(), &QAbstractItemModel::layoutChanged, this, changed);
    connect(model(), &QAbstractItemModel::rowsInserted, this, changed);
    connect(model(), &QAbstractItemModel::rowsRemoved, this, changed);
    connect(model(), &QAbstractItemModel::columnsInserted, this, changed);
    connect(model(), &QAbstractItemModel::columnsRemoved, this, changed);
    changed();
}

void ItemGrid::updateEmptyState() {
    const bool empty = model() == nullptr || model()->rowCount() == 0;
    m_empty->setVisible(empty && !m_empty->title().isEmpty());
    if (m_empty->isVisible()) {
        m_empty->setGeometry(viewport()->geometry());
        m_empty->raise();
    }
}

void ItemGrid::placeFrozen() {
    const int columns = model() == nullptr ? 0 : model()->columnCount();
    const int count = std::min(m_frozenCount, columns);
    int width = 0;
    for (int column = 0; column < count; ++column) {
        width += columnWidth(column);
        m_frozen->setColumnWidth(column, columnWidth(column));
    }
    const QRect area = viewport()->geometry();
    const int headerHeight = m_header->isVisibleTo(this) ? m_header->height() : 0;
    const QRect logical(area.left(), area.top() - headerHeight, std::min(width, area.width()),
                        area.height() + headerHeight);
    m_frozen->setVisible(width > 0);
    m_frozen->setGeometry(
        QStyle::visualRect(layoutDirection(), area.adjusted(0, -headerHeight, 0, 0), logical));
    m_frozen->follow();
    m_frozen->raise();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    QRect edge = m_frozen->geometry();
    edge.setLeft(mirrored ? edge.left() : edge.right());
    edge.setWidth(1);
    m_frozenEdge->setGeometry(edge);
    m_frozenEdge->setVisible(width > 0 && horizontalScrollBar()->value() > 0);
    m_frozenEdge->raise();
    if (m_empty->isVisible()) {
        m_empty->raise();
    }
}

void ItemGrid::updateGeometries() {
    QTableView::updateGeometries();
    if (m_frozen == nullptr || m_empty == nullptr) {
        return;
    }
    placeFrozen();
    updateEmptyState();
    reportVisibleRows();
}

void ItemGrid::reportVisibleRows() {
    if (model() == nullptr || viewport()->height() <= 0) {
        return;
    }
    const int rows = model()->rowCount();
    if (rows == 0) {
        return;
    }
    const int first = rowAt(0);
    const int last = rowAt(viewport()->height() - 1);
    const int lastShown = last < 0 ? rows - 1 : last;
    if (first < 0 || (first == m_firstVisible && lastShown == m_lastVisible)) {
        return;
    }
    m_firstVisible = first;
    m_lastVisible = lastShown;
    emit visibleRowsChanged(first, lastShown);
}

void ItemGrid::scrollTo(const QModelIndex& index, ScrollHint hint) {
    const int across = horizontalScrollBar()->value();
    QTableView::scrollTo(index, hint);
    if (index.column() < m_frozenCount) {
        horizontalScrollBar()->setValue(across);
        return;
    }
    // The cell may have come to lie under the frozen columns.
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int left = columnViewportPosition(index.column());
    const int hidden =
        mirrored ? left + columnWidth(index.column()) - (viewport()->width() - m_frozen->width())
                 : m_frozen->width() - left;
    if (m_frozen->isVisible() && hidden > 0) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - hidden);
    }
}

void ItemGrid::keyboardSearch(const QString&) {
}

void ItemGrid::setHoveredRow(int row) {
    if (row == m_hoveredRow) {
        return;
    }
    const auto updateRow = [this](int changed) {
        if (changed < 0) {
            return;
        }
        const int top = rowViewportPosition(changed);
        const int height = rowHeight(changed);
        viewport()->update(0, top, viewport()->width(), height);
        m_frozen->viewport()->update(0, top, m_frozen->width(), height);
    };
    updateRow(std::exchange(m_hoveredRow, row));
    updateRow(row);
}

bool ItemGrid::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove) {
        setHoveredRow(rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y()));
    } else if (event->type() == QEvent::Leave) {
        setHoveredRow(-1);
    }
    return QTableView::viewportEvent(event);
}

void ItemGrid::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & Qt::ControlModifier)) {
        if (currentIndex().isValid()) {
            emit activatedRow(currentIndex().row());
        }
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copyCurrentCell();
        return;
    }
    QTableView::keyPressEvent(event);
}

void ItemGrid::copyCurrentCell() const {
    if (currentIndex().isValid()) {
        QGuiApplication::clipboard()->setText(currentIndex().data(Qt::DisplayRole).toString());
    }
}

void ItemGrid::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    restyle();
}

void ItemGrid::focusOutEvent(QFocusEvent* event) {
    QTableView::focusOutEvent(event);
    restyle();
}

void ItemGrid::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange && m_frozen != nullptr) {
        placeFrozen();
    }
}

void ItemGrid::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    // Rows reach to the right edge, whatever the columns' widths.
    const int used = m_header->length() - m_header->offset();
    if (model() == nullptr || used >= viewport()->width()) {
        return;
    }
    QPainter painter(viewport());
    const QRect rest = QStyle::visualRect(layoutDirection(), viewport()->rect(),
                                          viewport()->rect().adjusted(used, 0, 0, 0));
    const int rows = model()->rowCount();
    const int first = rows == 0 ? -1 : rowAt(std::max(event->rect().top(), 0));
    for (int row = first; row >= 0 && row < rows; ++row) {
        const int top = rowViewportPosition(row);
        if (top > event->rect().bottom()) {
            break;
        }
        const QModelIndex index = model()->index(row, 0);
        const auto ground = m_delegate->groundOf(index, selectionModel()->isSelected(index));
        const QRect band(rest.left(), top, rest.width(), rowHeight(row) - 1);
        painter.fillRect(band, m_delegate->groundColor(ground));
        painter.fillRect(QRect(band.left(), band.bottom() + 1, band.width(), 1),
                         m_theme.color(Token::Border));
    }
}

void ItemGrid::fitColumns() {
    if (model() == nullptr || model()->rowCount() == 0) {
        return;
    }
    const int columns = model()->columnCount();
    for (int column = m_fittedColumns; column < columns; ++column) {
        m_delegate->setStatusColumn(column, looksLikeStatus(column));
        setColumnWidth(column, fittedWidth(column));
    }
    m_fittedColumns = columns;
    placeFrozen();
}

int ItemGrid::fittedWidth(int column) const {
    int width = std::max(m_header->neededWidth(column), narrowestColumn);
    const int rows = std::min(model()->rowCount(), rowsMeasured);
    for (int row = 0; row < rows && width < widestColumn; ++row) {
        const QModelIndex index = model()->index(row, column);
        if (!index.data(PlaceholderRole).toBool()) {
            width = std::max(width, m_delegate->neededWidth(index));
        }
    }
    return std::min(width, widestColumn);
}

bool ItemGrid::looksLikeStatus(int column) const {
    if (model()->headerData(column, Qt::Horizontal, HeaderIsKeyRole).toBool()) {
        return false;
    }
    QSet<QString> values;
    qsizetype longest = 0;
    int seen = 0;
    const int rows = std::min(model()->rowCount(), rowsMeasured);
    for (int row = 0; row < rows; ++row) {
        const QModelIndex index = model()->index(row, column);
        if (index.data(PlaceholderRole).toBool() || index.data(TypeRole).toInt() == -1) {
            continue;
        }
        const QString text = index.data(Qt::DisplayRole).toString();
        const bool shortUpper =
            index.data(TypeRole).toInt() == static_cast<int>(AttributeType::S) &&
            text.size() >= 2 && text.size() <= 16 &&
            std::all_of(text.begin(), text.end(),
                        [](QChar letter) { return letter.isUpper() || letter == u'_'; });
        values.insert(text);
        if (!shortUpper || values.size() > mostStatusValues) {
            return false;
        }
        longest = std::max(longest, text.size());
        ++seen;
    }
    // Codes of two or three letters (currencies, countries) are names, not states; and states come
    // back again and again.
    return longest > 3 && seen >= 2 * values.size();
}

}  // namespace tidemark
