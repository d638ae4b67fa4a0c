#include "app/items/table_tab.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QLocale>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/items/filter_editor.h"
#include "app/items/filter_pills.h"
#include "app/items/filter_row.h"
#include "app/session/on_answer.h"
#include "widgets/common/banner.h"
#include "widgets/common/busy_line.h"
#include "widgets/common/theme.h"
#include "widgets/grid/item_grid.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::operations::DescribeTableInput;
using engine::operations::DescribeTableOutput;

// Nothing is shown for what takes less time than this.
constexpr int busyDelayMs = 150;
// A restored place further down than this is not read for; the tab starts at the top.
constexpr int restoredRowMax = 4000;

}  // namespace

TableTab::TableTab(Theme& theme, Connection& connection, const QString& tableName, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_connection(connection), m_tableName(tableName) {
    setObjectName(QStringLiteral("tableTab:") + tableName);
    m_model = new ItemsModel(connection, this);
    buildLayout();
    connectParts();
    describe();
}

TableTab::~TableTab() {
    // The dock that shows the inspector may have taken it; it belongs to this tab.
    delete m_inspector;
}

void TableTab::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    m_busy = new BusyLine(m_theme, this);
    m_filterRow = new FilterRow(m_theme, this);
    m_filterRow->setObjectName("filterRow");
    m_pills = new FilterPills(m_theme, this);
    m_filterEditor = new FilterEditor(m_theme, this);
    m_filterEditor->setObjectName("filterEditor");
    m_filterEditor->hide();
    m_banner = new Banner(m_theme, this);
    m_banner->setObjectName("tableBanner");
    m_question = new Banner(m_theme, this);
    m_question->setObjectName("tableQuestion");
    m_grid = new ItemGrid(m_theme, this);
    m_grid->setObjectName("itemGrid");
    m_grid->setAccessibleName(tr("Items of %1").arg(m_tableName));
    m_grid->setModel(m_model);
    m_grid->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_grid->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_inspector = new InspectorPanel(m_theme, m_connection, nullptr);
    m_inspector->setObjectName("inspectorPanel");
    layout->addWidget(m_busy);
    layout->addWidget(m_filterRow);
    layout->addWidget(m_pills);
    layout->addWidget(m_filterEditor);
    layout->addWidget(m_banner);
    layout->addWidget(m_question);
    layout->addWidget(m_grid, 1);
    m_busyDelay = new QTimer(this);
    m_busyDelay->setSingleShot(true);
    m_busyDelay->setInterval(busyDelayMs);
}

void TableTab::connectParts() {
    connect(m_busyDelay, &QTimer::timeout, this, [this] {
        m_busy->setBusy(m_model->isRunning());
        m_filterRow->setRunning(m_model->isRunning());
    });
    connect(m_filterRow, &FilterRow::changed, this, &TableTab::updatePlan);
    connect(m_filterRow, &FilterRow::runRequested, this, &TableTab::run);
    connect(m_filterRow, &FilterRow::stopRequested, this, &TableTab::stop);
    connect(m_pills, &FilterPills::addRequested, this, &TableTab::addFilter);
    connect(m_pills, &FilterPills::editRequested, this, &TableTab::editFilter);
    connect(m_pills, &FilterPills::removeRequested, this, &TableTab::removeFilter);
    connect(m_filterEditor, &FilterEditor::accepted, this, &TableTab::setFilter);
    connect(m_filterEditor, &FilterEditor::closed, this, [this] {
        m_filterEditor->hide();
        focusGrid();
    });
    connect(m_grid, &ItemGrid::visibleRowsChanged, m_model, &ItemsModel::setVisibleRows);
    connect(m_grid, &ItemGrid::activatedRow, this, &TableTab::editItem);
    connect(m_grid, &ItemGrid::emptyActionTriggered, this,
            [this] { m_lastRun.filters.isEmpty() ? newItem() : clearFilters(); });
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { handleCurrentRow(current.row()); });
    connect(m_grid->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TableTab::stateChanged);
    connect(m_model, &ItemsModel::runningChanged, this, &TableTab::updateBusy);
    connect(m_model, &ItemsModel::progressed, this, &TableTab::updateTotals);
    connect(m_model, &ItemsModel::firstRowsShown, this, &TableTab::afterFirstRows);
    connect(m_model, &ItemsModel::failed, this, &TableTab::showFailure);
    connect(m_model, &ItemsModel::rowsAboutToBeRemoved, this, &TableTab::handleRowsAboutToGo);
    connect(m_model, &ItemsModel::pageRefreshed, this, &TableTab::restoreCurrentRow);
    connect(m_model, &ItemsModel::rowsInserted, this, [this] {
        m_grid->setFrozenColumns(m_model->frozenColumnCount());
        if (m_lostKey) {
            restoreCurrentRow();
        }
    });
    connect(m_model, &ItemsModel::columnsInserted, this, [this] { m_columnsAdded = true; });
    connect(m_grid->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int, int width) {
                if (!m_fitting && width > 0) {
                    m_widths[m_model->columnName(column)] = width;
                }
            });
    connect(m_model, &ItemsModel::outdated, this, [this] {
        m_banner->showMessage(Banner::Kind::Notice, tr("The table changed since it was read."));
        connect(m_banner->addAction(tr("Read again")), &QPushButton::clicked, this, &TableTab::run);
    });
    connect(m_inspector, &InspectorPanel::editsChanged, this, &TableTab::stateChanged);
    connect(m_inspector, &InspectorPanel::saved, this, [this](const AttributeMap& item) {
        m_lostKey = itemKeyOf(*m_table, item);
        refresh();
    });
    connect(m_inspector, &InspectorPanel::itemRemoved, this, &TableTab::refresh);
    connect(m_inspector, &InspectorPanel::reloadRequested, this, &TableTab::refresh);
    connect(&m_connection, &Connection::itemsChanged, this, &TableTab::handleItemsChanged);
    connect(&m_connection, &Connection::tablesChanged, this, &TableTab::describe);
}

void TableTab::describe() {
    onAnswer(m_connection.execute(DescribeTableInput{text::toUtf8(m_tableName)}), this,
             [this](const Result<Response>& result) {
                 if (!result) {
                     showFailure(result.error());
                     return;
                 }
                 if (const auto* output = std::get_if<DescribeTableOutput>(&*result)) {
                     handleDescription(output->description);
                 }
             });
}

void TableTab::handleDescription(const engine::operations::TableDescription& description) {
    m_itemCount = description.itemCount;
    const bool first = !m_table;
    const bool replaced = m_table && m_table->id != description.table->id;
    if (m_table && !replaced && m_table->indexes.size() == description.table->indexes.size()) {
        updatePlan();
        return;
    }
    m_table = description.table;
    m_inspector->setTable(m_table);
    m_filterRow->setTable(m_table);
    if (m_gone) {
        m_gone = false;
        m_banner->clear();
    }
    if (first) {
        applyRestoredState();
    }
    updatePlan();
    if (first || replaced) {
        run();
    }
}

void TableTab::showIndex(const QString& indexName) {
    if (!m_table) {
        m_wantedIndex = indexName;
        return;
    }
    ReadForm wanted;
    wanted.indexName = indexName;
    if (form().indexName == indexName && m_model->hasStarted()) {
        return;
    }
    setForm(wanted);
    run();
}

ReadForm TableTab::form() const {
    ReadForm form;
    m_filterRow->readInto(form);
    form.filters = m_filters;
    return form;
}

void TableTab::setForm(const ReadForm& form) {
    m_filters = form.filters;
    m_pills->setFilters(m_filters);
    m_filterRow->setForm(form);
}

void TableTab::run() {
    if (!m_table) {
        describe();
        return;
    }
    m_lastRun = form();
    auto request = makeRead(m_lastRun, *m_table);
    if (!request) {
        showFailure(request.error());
        return;
    }
    m_banner->clear();
    m_failed = false;
    m_model->start(*std::move(request), keyColumns(*m_table, m_lastRun.indexName),
                   keyColumns(*m_table, {}));
    m_grid->setFrozenColumns(m_model->frozenColumnCount());
    m_currentKey.reset();
    emit stateChanged();
}

void TableTab::stop() {
    m_model->stop();
}

void TableTab::refresh() {
    m_banner->clear();
    m_failed = false;
    describe();
    if (!m_model->hasStarted()) {
        run();
        return;
    }
    m_model->refresh();
}

void TableTab::handleItemsChanged(const QString& tableName) {
    if (tableName != m_tableName) {
        return;
    }
    describe();
    if (hasEdits()) {
        m_inspector->noteOutsideChange();
    }
    m_model->refresh();
}

void TableTab::updatePlan() {
    if (!m_table) {
        return;
    }
    const ReadForm now = form();
    const bool query = isQuery(now, *m_table);
    m_filterRow->setQuery(query);
    QString plan;
    if (query) {
        plan = now.indexName.isEmpty() ? tr("Query reads one partition")
                                       : tr("Query reads one partition of %1").arg(now.indexName);
    } else {
        plan = now.indexName.isEmpty()
                   ? tr("Scan reads all %1 items").arg(QLocale().toString(m_itemCount))
                   : tr("Scan reads the whole index %1").arg(now.indexName);
    }
    m_pills->setPlan(plan, query);
}

void TableTab::updateTotals() {
    const ItemsModel::Totals& totals = m_model->totals();
    const QLocale locale;
    QString items = tr("%1 items").arg(locale.toString(totals.items));
    if (!m_model->isComplete() && totals.scanned > 0) {
        items = tr("%1+ items").arg(locale.toString(totals.items));
    }
    if (totals.scanned > totals.items) {
        items += tr(" of %1 read").arg(locale.toString(totals.scanned));
    }
    m_pills->setTotals(tr("%1 · %2 RCU · %3 ms")
                           .arg(items, locale.toString(totals.capacityUnits, 'f', 1),
                                locale.toString(totals.milliseconds)));
    if (m_columnsAdded && m_model->rowCount() > 0) {
        fitColumns();
    }
    updateEmptyState();
    emit stateChanged();
}

void TableTab::updateEmptyState() {
    if (m_model->isRunning()) {
        m_grid->setEmptyState(tr("Reading ..."), {}, {});
    } else if (m_model->rowCount() > 0 || !m_model->hasStarted()) {
        return;
    } else if (m_failed) {
        m_grid->setEmptyState(tr("Nothing was read"), {}, {});
    } else if (!m_lastRun.filters.isEmpty()) {
        m_grid->setEmptyState(tr("No item matches"),
                              tr("%1 items were read, none passed the filters.")
                                  .arg(QLocale().toString(m_model->totals().scanned)),
                              tr("Clear filters"));
    } else if (m_table && isQuery(m_lastRun, *m_table)) {
        m_grid->setEmptyState(tr("No item with this key"),
                              tr("The partition holds nothing that fits the key condition."),
                              tr("New item"));
    } else {
        m_grid->setEmptyState(tr("This table has no items"),
                              tr("Items that a client writes appear here by themselves."),
                              tr("New item"));
    }
}

void TableTab::updateBusy() {
    if (m_model->isRunning()) {
        if (!m_busyDelay->isActive()) {
            m_busyDelay->start();
        }
    } else {
        m_busyDelay->stop();
        m_busy->setBusy(false);
        m_filterRow->setRunning(false);
        m_lostKey.reset();
    }
    updateEmptyState();
    emit stateChanged();
}

void TableTab::showFailure(const engine::Error& error) {
    const bool notFound = error.kind == engine::ErrorKind::ResourceNotFound;
    if (notFound) {
        m_gone = true;
        m_model->stop();
        m_banner->showMessage(Banner::Kind::Warning,
                              tr("The table %1 does not exist any more.").arg(m_tableName));
        emit tableGone();
        return;
    }
    m_banner->showMessage(Banner::Kind::Error, text::fromUtf8(error.message),
                          text::fromUtf8(engine::errorKindName(error.kind)));
    connect(m_banner->addAction(tr("Try again")), &QPushButton::clicked, this, &TableTab::run);
    m_failed = true;
    updateEmptyState();
    emit stateChanged();
}

void TableTab::afterFirstRows() {
    fitColumns();
    if (m_lostKey) {
        restoreCurrentRow();
    }
    updateEmptyState();
    if (std::exchange(m_focusWhenRead, false) && isVisible() && !hasEdits()) {
        focusGrid();
    }
    emit firstRowsShown();
}

// New columns get the width of their content, columns that somebody resized the width they had.
void TableTab::fitColumns() {
    m_fitting = true;
    m_grid->fitColumns();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const int width = m_widths[m_model->columnName(column)].toInt();
        if (width > 0) {
            m_grid->setColumnWidth(column, width);
        }
    }
    m_fitting = false;
    m_columnsAdded = false;
}

void TableTab::handleCurrentRow(int row) {
    if (const auto item = itemAt(row)) {
        m_currentKey = itemKeyOf(*m_table, *item);
        m_inspector->showItem(*item);
    } else if (row < 0) {
        m_currentKey.reset();
        m_inspector->showNothing(tr("Select an item to see it here."));
    }
    emit stateChanged();
}

void TableTab::handleRowsAboutToGo(const QModelIndex&, int first, int last) {
    const int current = m_grid->currentIndex().row();
    if (!m_lostKey && m_currentKey && current >= first && current <= last) {
        m_lostKey = m_currentKey;
    }
}

// After rows moved: the item that was selected is selected again, and the inspector shows its new
// state.
void TableTab::restoreCurrentRow() {
    const auto key = m_lostKey ? m_lostKey : m_currentKey;
    if (!key) {
        return;
    }
    const int row = m_model->rowOfKey(*key);
    if (row < 0) {
        return;
    }
    m_lostKey.reset();
    if (row != m_grid->currentIndex().row()) {
        setCurrentRow(row);
    } else {
        handleCurrentRow(row);
    }
}

void TableTab::setCurrentRow(int row) {
    const int column = std::max(0, m_grid->currentIndex().column());
    m_grid->selectionModel()->setCurrentIndex(
        m_model->index(row, column),
        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

std::optional<AttributeMap> TableTab::itemAt(int row) const {
    const auto* item = m_model->item(row);
    return item ? std::optional(item->view().decode()) : std::nullopt;
}

QList<int> TableTab::selectedRows() const {
    QList<int> rows;
    for (const QModelIndex& index : m_grid->selectionModel()->selectedRows()) {
        rows.append(index.row());
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

bool TableTab::hasSelection() const {
    return m_grid->selectionModel()->hasSelection();
}

bool TableTab::hasEdits() const {
    return m_inspector->hasEdits();
}

void TableTab::addFilter() {
    m_editedFilter = -1;
    AttributeFilter filter;
    filter.attribute = m_model->columnName(m_grid->currentIndex().column());
    filter.type = m_model->columnType(filter.attribute);
    m_filterEditor->open(*m_model, filter);
}

void TableTab::editFilter(int index) {
    m_editedFilter = index;
    m_filterEditor->open(*m_model, m_filters[index]);
}

void TableTab::setFilter(const AttributeFilter& filter) {
    if (m_editedFilter >= 0 && m_editedFilter < m_filters.size()) {
        m_filters[m_editedFilter] = filter;
    } else {
        m_filters.append(filter);
    }
    m_filterEditor->hide();
    m_pills->setFilters(m_filters);
    updatePlan();
    run();
    focusGrid();
}

void TableTab::removeFilter(int index) {
    m_filters.removeAt(index);
    m_filterEditor->hide();
    m_pills->setFilters(m_filters);
    updatePlan();
    run();
}

void TableTab::clearFilters() {
    ReadForm cleared;
    cleared.indexName = form().indexName;
    setForm(cleared);
    m_filterEditor->hide();
    run();
}

void TableTab::focusFilter() {
    m_filterRow->focusFirstField();
}

void TableTab::focusGrid() {
    // Before the focus: the view itself would make a cell current without selecting its row.
    if (!m_grid->selectionModel()->hasSelection() && m_model->rowCount() > 0) {
        setCurrentRow(std::max(0, m_grid->currentIndex().row()));
    }
    m_grid->setFocus(Qt::OtherFocusReason);
}

void TableTab::focusGridWhenRead() {
    m_focusWhenRead = true;
}

void TableTab::editItem() {
    if (m_inspector->hasItem()) {
        emit inspectorWanted();
        m_inspector->focusEditor();
    }
}

QJsonObject TableTab::saveState() const {
    if (!m_table) {
        return m_restored;
    }
    const auto& names = keyColumns(*m_table, {});
    return {
        {"form", form().toJson()},
        {"widths", m_widths},
        {"row", m_grid->currentIndex().row()},
        {"key", m_currentKey ? text::itemToJson(*m_currentKey, text::JsonFlavour::DynamoDb, names)
                             : QString()},
        {"draft", m_inspector->draft()}};
}

void TableTab::restoreState(const QJsonObject& state) {
    m_restored = state;
    if (m_table) {
        applyRestoredState();
        run();
    }
}

void TableTab::applyRestoredState() {
    m_widths = m_restored["widths"].toObject();
    ReadForm restored = ReadForm::fromJson(m_restored["form"].toObject());
    if (!m_wantedIndex.isEmpty()) {
        restored = ReadForm();
        restored.indexName = m_wantedIndex;
    }
    setForm(restored);
    m_inspector->restoreDraft(m_restored["draft"].toObject());
    const auto key = text::itemFromJson(m_restored["key"].toString(), text::JsonFlavour::DynamoDb,
                                        AttributeMap());
    const int row = m_restored["row"].toInt(-1);
    if (key.ok && !key.item.empty() && row >= 0 && row <= restoredRowMax) {
        m_lostKey = key.item;
        // The read starts right after this; the wish is for the new rows.
        QTimer::singleShot(0, m_model, [model = m_model, row] { model->wantRow(row); });
    }
}

}  // namespace tidemark
