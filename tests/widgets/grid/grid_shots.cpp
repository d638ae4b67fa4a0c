#include <QItemSelectionModel>

#include "tests/support/shots.h"
#include "tests/widgets/grid/canned_model.h"
#include "widgets/grid/item_grid.h"

namespace tidemark::testing {

namespace {

std::unique_ptr<ItemGrid> makeGrid(Theme& theme, CannedModel*& model, int rows) {
    auto grid = std::make_unique<ItemGrid>(theme, nullptr);
    model = new CannedModel(rows, grid.get());
    grid->setModel(model);
    grid->setFrozenColumns(2);
    return grid;
}

std::unique_ptr<QWidget> orders(Theme& theme) {
    CannedModel* model = nullptr;
    auto grid = makeGrid(theme, model, 2481);
    grid->fitColumns();
    grid->selectRow(3);
    return grid;
}

// Not loaded rows, row changes and the current cell, scrolled half-way to the right.
std::unique_ptr<QWidget> states(Theme& theme) {
    CannedModel* model = nullptr;
    auto grid = makeGrid(theme, model, 400);
    model->setShowChanges(true);
    model->setLoadedRows(12);
    grid->fitColumns();
    grid->setCurrentIndex(model->index(8, CannedModel::Note));
    grid->setFocus();
    grid->activateWindow();
    return grid;
}

std::unique_ptr<QWidget> empty(Theme& theme) {
    CannedModel* model = nullptr;
    auto grid = makeGrid(theme, model, 0);
    grid->setEmptyState(QStringLiteral("No items match"),
                        QStringLiteral("The query read 2,481 items of Orders and none of them "
                                       "passed the filter."),
                        QStringLiteral("Clear filter"));
    return grid;
}

const ShotRegistration ordersShot({"grid-orders", QSize(832, 520), orders, {}});
const ShotRegistration statesShot({"grid-states", QSize(832, 520), states,
                                   [](QWidget& grid) { return grid.hasFocus(); }});
const ShotRegistration emptyShot({"grid-empty", QSize(832, 420), empty, {}});

}  // namespace

}  // namespace tidemark::testing
