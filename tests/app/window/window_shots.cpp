// Pictures of the window and its dialogs.
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "app/explorer/create_table_dialog.h"
#include "app/explorer/delete_table_dialog.h"
#include "app/explorer/explorer_panel.h"
#include "app/items/table_tab.h"
#include "app/session/sample_data.h"
#include "app/window/command_actions.h"
#include "app/window/command_palette.h"
#include "app/window/shortcut_sheet.h"
#include "app/window/start_page.h"
#include "engine/base/ensure.h"
#include "tests/app/window/test_window.h"
#include "tests/support/shots.h"
#include "widgets/common/banner.h"
#include "widgets/common/elided_label.h"
#include "widgets/grid/item_grid.h"

namespace tidemark::testing {
namespace {

const QSize windowSize(1280, 800);

enum class Content { Empty, EmptyTable, Sample };

bool makeSample(Connection& connection) {
    if (!run(connection, SampleData::tableSpec())) {
        return false;
    }
    constexpr int batchSize = 25;
    for (int first = 0; first < SampleData::itemCount(); first += batchSize) {
        engine::operations::BatchWriteItemInput batch;
        const int end = std::min(first + batchSize, SampleData::itemCount());
        for (int i = first; i < end; ++i) {
            batch.requestItems[SampleData::tableSpec().tableName].push_back(
                {true, SampleData::item(i)});
        }
        if (!run(connection, batch)) {
            return false;
        }
    }
    return true;
}

std::unique_ptr<MainWindow> windowWith(Theme& theme, Content content,
                                       std::unique_ptr<Workspace> workspace = {}) {
    auto connection = std::make_unique<CannedConnection>();
    ENSURE(waitUntilOpen(*connection));
    if (content == Content::Sample) {
        ENSURE(makeSample(*connection));
    }
    // The news of these writes must not come while the picture is made.
    QSignalSpy changes(connection.get(), &Connection::itemsChanged);
    while (content == Content::Sample && changes.wait(250)) {
    }
    if (content == Content::EmptyTable) {
        makeOrders(*connection, 0);
    }
    return makeWindow(theme, std::move(connection), std::move(workspace));
}

MainWindow& windowOf(QWidget& widget) {
    return *qobject_cast<MainWindow*>(&widget);
}

// Times differ from run to run, so the picture shows one that does not.
void freezeFigures(QWidget& window) {
    for (auto* label : window.findChildren<ElidedLabel*>("readTotals")) {
        label->setText(label->text().replace(QRegularExpression("[0-9,]+ ms"), "12 ms"));
    }
    if (auto* label = window.findChild<QLabel*>("statusFigures")) {
        label->setText(label->text().replace(QRegularExpression("[0-9,]+ ms"), "12 ms"));
    }
}

bool tableShown(QWidget& widget) {
    MainWindow& window = windowOf(widget);
    const TableTab* tab = window.currentTable();
    const ExplorerModel& tables = *window.explorer()->model();
    const bool counted = !tables.index(0, 0, tables.connectionIndex())
                              .data(ExplorerModel::DetailRole)
                              .toString()
                              .isEmpty();
    if (!tab || tab->isRunning() || !tab->model()->hasStarted() || !counted) {
        return false;
    }
    freezeFigures(widget);
    return true;
}

bool tablesListed(QWidget& widget) {
    return windowOf(widget).explorer()->model()->isLoaded();
}

std::unique_ptr<MainWindow> sampleOpen(Theme& theme) {
    auto window = windowWith(theme, Content::Sample);
    window->openTable("Shop");
    return window;
}

template <class Dialog, class... Arguments>
std::unique_ptr<QWidget> makeDialog(Arguments&&... arguments) {
    auto dialog = std::make_unique<Dialog>(std::forward<Arguments>(arguments)..., nullptr);
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    return dialog;
}

// A dialog and the connection that it owns here.
template <class Dialog, class... Arguments>
std::unique_ptr<QWidget> makeConnectedDialog(Theme& theme, Arguments&&... arguments) {
    auto* connection = new CannedConnection;
    auto dialog = makeDialog<Dialog>(theme, *connection, std::forward<Arguments>(arguments)...);
    connection->setParent(dialog.get());
    return dialog;
}

const ShotRegistration startEmpty({"window-start-empty", windowSize,
                                   [](Theme& theme) { return windowWith(theme, Content::Empty); },
                                   tablesListed});

const ShotRegistration startRecent(
    {"window-start-recent", windowSize,
     [](Theme& theme) {
         auto workspace = *Workspace::open(":memory:");
         workspace->setSetting("theme", theme.scheme() == Scheme::Dark ? "dark" : "light");
         workspace->noteRecentTable("local", "Shop");
         return windowWith(theme, Content::Sample, std::move(workspace));
     },
     [](QWidget& widget) {
         MainWindow& window = windowOf(widget);
         const auto* model = window.explorer()->model();
         return model->rowCount(model->index(0, 0, model->connectionIndex())) > 0;
     }});

const ShotRegistration tableInspector({"window-table", windowSize, sampleOpen, tableShown});

const ShotRegistration tableQuery({"window-query", windowSize,
                                   [](Theme& theme) {
                                       auto window = windowWith(theme, Content::Sample);
                                       TableTab* tab = window->openTable("Shop");
                                       ENSURE(QTest::qWaitFor(
                                           [&] { return tab->model()->rowCount() > 0; }));
                                       ReadForm form;
                                       form.partition = {"ORDER#91904"};
                                       form.sortOperator = SortOperator::BeginsWith;
                                       form.sortFirst = "LINE#";
                                       AttributeFilter filter;
                                       filter.attribute = "quantity";
                                       filter.op = FilterOperator::GreaterOrEqual;
                                       filter.type = engine::values::AttributeType::N;
                                       filter.first = "2";
                                       form.filters.append(filter);
                                       tab->setForm(form);
                                       tab->run();
                                       return window;
                                   },
                                   [](QWidget& widget) {
                                       TableTab* tab = windowOf(widget).currentTable();
                                       if (!tab->hasSelection()) {
                                           tab->focusGrid();
                                           return false;
                                       }
                                       return tableShown(widget);
                                   }});

const ShotRegistration emptyTable({"window-table-empty", windowSize,
                                   [](Theme& theme) {
                                       auto window = windowWith(theme, Content::EmptyTable);
                                       window->openTable("Orders");
                                       return window;
                                   },
                                   tableShown});

const ShotRegistration errorBanner(
    {"window-error", windowSize,
     [](Theme& theme) {
         auto window = sampleOpen(theme);
         TableTab* tab = window->currentTable();
         ENSURE(QTest::qWaitFor([&] { return tab->model()->rowCount() > 0; }));
         ReadForm form;
         form.partition = {"CUSTOMER#10483"};
         AttributeFilter onKey;
         onKey.attribute = "SK";
         onKey.first = "PROFILE";
         form.filters.append(onKey);
         tab->setForm(form);
         tab->run();
         return window;
     },
     [](QWidget& widget) {
         return tableShown(widget) && !widget.findChild<Banner*>("tableBanner")->isHidden();
     }});

const ShotRegistration deleteQuestion({"window-delete-item", windowSize, sampleOpen,
                                       [](QWidget& widget) {
                                           TableTab* tab = windowOf(widget).currentTable();
                                           if (!tableShown(widget) || !tab->hasSelection()) {
                                               return false;
                                           }
                                           tab->deleteItems();
                                           return true;
                                       }});

const ShotRegistration palette({"window-palette", windowSize, sampleOpen, [](QWidget& widget) {
                                    if (!tableShown(widget)) {
                                        return false;
                                    }
                                    windowOf(widget).commands().trigger("app.openAnything");
                                    return true;
                                }});

const ShotRegistration createTable(
    {"dialog-create-table",
     QSize(640, 380),
     [](Theme& theme) {
         auto dialog = makeConnectedDialog<CreateTableDialog>(theme);
         dialog->findChild<QPushButton*>("addIndexButton")->click();
         dialog->findChild<QLineEdit*>("createTableName")->setText("Or");
         dialog->findChild<QLineEdit*>("createPartitionKey")->setText("customer");
         dialog->findChild<QLineEdit*>("createSortKey")->setText("order");
         dialog->findChild<QLineEdit*>("index0Name")->setText("byStatus");
         dialog->findChild<QLineEdit*>("createTableName")->setFocus();
         return dialog;
     },
     {}});

const ShotRegistration deleteTable(
    {"dialog-delete-table",
     QSize(460, 220),
     [](Theme& theme) {
         auto dialog = makeConnectedDialog<DeleteTableDialog>(theme, QStringLiteral("Orders"));
         dialog->findChild<QLineEdit*>("deleteTableName")->setText("Orders");
         return dialog;
     },
     {}});

const ShotRegistration shortcuts(
    {"dialog-shortcuts", QSize(940, 440), [](Theme&) { return makeDialog<ShortcutSheet>(); }, {}});

const ShotRegistration about({"dialog-about",
                              QSize(440, 290),
                              [](Theme& theme) { return makeDialog<AboutDialog>(theme); },
                              {}});

}  // namespace
}  // namespace tidemark::testing
