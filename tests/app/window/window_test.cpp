#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>

#include "app/commands/command_table.h"
#include "app/explorer/explorer_panel.h"
#include "app/items/table_tab.h"
#include "app/session/sample_data.h"
#include "app/window/command_actions.h"
#include "app/window/command_palette.h"
#include "app/window/start_page.h"
#include "tests/app/window/test_window.h"
#include "widgets/common/banner.h"
#include "widgets/common/elided_label.h"
#include "widgets/editor/json_editor.h"
#include "widgets/grid/item_grid.h"
#include "widgets/values/value_text.h"

using namespace tidemark;
using namespace tidemark::testing;
using engine::values::AttributeMap;
using engine::values::AttributeValue;

class WindowTest final : public QObject {
    Q_OBJECT
public:
    explicit WindowTest(Theme& theme) : m_theme(theme) {}

private slots:
    void init();
    void cleanup();

    void loadsTheSampleByClick();
    void opensATableByKeyboard();
    void showsATableThatAClientCreates();
    void saysWhetherItQueriesOrScans();
    void filtersByPill();
    void savesAnEditMadeWithKeys();
    void showsWhatAClientChanged();
    void keepsTextWhenSomebodyElseChangedTheItem();
    void deletesAfterAQuestionAndUndoes();
    void duplicatesAnItem();
    void asksBeforeAKeyChangeMakesANewItem();
    void createsATableAndNamesTheBadField();
    void deletesATableOnlyWhenItsNameIsTyped();
    void opensFromThePalette();
    void keepsEverythingOverARestart();
    void keepsADraftOverARestart();
    void showsAnErrorInPlace();
    void findsAPublishedItemByKeyboardAlone();
    void everyCommandIsHandledAndInAMenu();
    void everyControlHasAName();

private:
    MainWindow& window() { return *m_window; }
    Connection& connection() { return connectionOf(*m_window); }
    TableTab& openOrders(int count);
    template <class T>
    T* find(const char* name) {
        return m_window->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    // Replaces text in the inspector as a person does: through the editor, marked as changed.
    void editText(TableTab& tab, const QString& before, const QString& after);
    QString cell(const TableTab& tab, int row, const QString& column) const;

    Theme& m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void WindowTest::init() {
    m_window = makeWindow(m_theme, nullptr);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(waitUntilOpen(connection()));
}

void WindowTest::cleanup() {
    m_window.reset();
}

TableTab& WindowTest::openOrders(int count) {
    makeOrders(connection(), count);
    TableTab* tab = window().openTable("Orders");
    [&] {
        QTRY_VERIFY(!tab->isRunning());
        QTRY_COMPARE(tab->model()->rowCount(), count);
    }();
    return *tab;
}

QString WindowTest::cell(const TableTab& tab, int row, const QString& column) const {
    const ItemsModel& model = *tab.model();
    for (int at = 0; at < model.columnCount(); ++at) {
        if (model.columnName(at) == column) {
            return model.index(row, at).data().toString();
        }
    }
    return "no such column";
}

void WindowTest::editText(TableTab& tab, const QString& before, const QString& after) {
    auto* editor = tab.inspector()->findChild<JsonEditor*>("itemEditor");
    QVERIFY(editor->plainText().contains(before));
    editor->setPlainText(editor->plainText().replace(before, after));
    QTRY_VERIFY(tab.hasEdits());
}

void WindowTest::loadsTheSampleByClick() {
    click("loadSampleButton");
    QTRY_VERIFY_WITH_TIMEOUT(window().currentTable(), 20'000);
    TableTab* tab = window().currentTable();
    QCOMPARE(tab->tableName(), QString("Shop"));
    QTRY_VERIFY(tab->model()->rowCount() > 0);
    QCOMPARE(tab->model()->columnName(0), QString("PK"));
    QCOMPARE(tab->model()->columnName(1), QString("SK"));
    QCOMPARE(tab->grid()->frozenColumns(), 2);
    QTRY_COMPARE(window().explorer()->model()->tableNames(), QStringList("Shop"));
}

void WindowTest::opensATableByKeyboard() {
    makeOrders(connection(), 12);
    QTRY_COMPARE(window().explorer()->model()->tableNames(), QStringList("Orders"));
    auto* filter = find<QWidget>("tableFilter");
    filter->setFocus();
    QTest::keyClicks(filter, "ord");
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_VERIFY(window().currentTable());
    QTRY_COMPARE(window().currentTable()->model()->rowCount(), 12);
    // The grid has the focus and its first row is in the inspector.
    QTRY_COMPARE(window().focusWidget(), window().currentTable()->grid());
    QTRY_VERIFY(window().currentTable()->inspector()->hasItem());
}

void WindowTest::showsATableThatAClientCreates() {
    QTRY_VERIFY(window().explorer()->model()->isLoaded());
    QVERIFY(window().explorer()->model()->tableNames().isEmpty());
    makeOrders(connection(), 3);
    QTRY_COMPARE(window().explorer()->model()->tableNames(), QStringList("Orders"));
    const auto* model = window().explorer()->model();
    QTRY_COMPARE(model->tableIndex("Orders").data(ExplorerModel::DetailRole).toString(),
                 QString("3"));
    QCOMPARE(model->rowCount(model->tableIndex("Orders")), 1);
}

void WindowTest::saysWhetherItQueriesOrScans() {
    TableTab& tab = openOrders(40);
    auto* button = find<QPushButton>("runButton");
    auto* plan = find<ElidedLabel>("readPlan");
    QCOMPARE(button->text(), QString("Scan"));
    QTRY_COMPARE(plan->text(), QString("Scan reads all 40 items"));
    auto* field = find<QWidget>("partitionField0");
    field->setFocus();
    QTest::keyClicks(field, "CUSTOMER#00002");
    QCOMPARE(button->text(), QString("Query"));
    QCOMPARE(plan->text(), QString("Query reads one partition"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(tab.model()->rowCount(), 10);
    for (int row = 0; row < 10; ++row) {
        QCOMPARE(cell(tab, row, "customer"), QString("CUSTOMER#00002"));
    }
}

void WindowTest::filtersByPill() {
    TableTab& tab = openOrders(40);
    click("addFilterButton");
    QTRY_VERIFY(find<QWidget>("filterEditor")->isVisible());
    auto* attribute = find<QWidget>("filterAttribute");
    QTest::keyClick(attribute, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(attribute, "status");
    auto* value = find<QWidget>("filterValue");
    QTest::keyClicks(value, "PENDING");
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_COMPARE(tab.model()->rowCount(), 10);
    QCOMPARE(cell(tab, 0, "status"), QString("PENDING"));
    QCOMPARE(tab.model()->totals().scanned, 40);
    QCOMPARE(tab.form().filters.size(), 1);
    auto* pill = find<QWidget>("filterPill0");
    pill->setFocus();
    QTest::keyClick(pill, Qt::Key_Delete);
    QTRY_COMPARE(tab.model()->rowCount(), 40);
}

void WindowTest::savesAnEditMadeWithKeys() {
    TableTab& tab = openOrders(1);
    QTRY_VERIFY(tab.inspector()->hasItem());
    QTest::keyClick(&window(), Qt::Key_F2);
    QWidget* editor = QApplication::focusWidget();
    QVERIFY(editor && tab.inspector()->isAncestorOf(editor));
    // Behind the brace of the first line a new attribute is typed.
    QTest::keyClick(editor, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(editor, Qt::Key_End);
    QTest::keyClicks(editor, "\"gift\": true,");
    QTRY_VERIFY(tab.hasEdits());
    QTRY_VERIFY(tab.inspector()->canSave());
    QTest::keyClick(editor, Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(!tab.hasEdits());
    AttributeMap wanted = order(0);
    wanted.emplace("gift", AttributeValue::boolean(true));
    QCOMPARE(storedOrder(connection(), 0).value_or(AttributeMap()) == wanted, true);
    QTRY_COMPARE(cell(tab, 0, "gift"), QString("true"));
}

void WindowTest::showsWhatAClientChanged() {
    TableTab& tab = openOrders(10);
    tab.focusGrid();
    QTest::keyClick(tab.grid(), Qt::Key_Down);
    QTest::keyClick(tab.grid(), Qt::Key_Down);
    QCOMPARE(tab.grid()->currentIndex().row(), 2);
    AttributeMap changed = order(7);
    changed.insert_or_assign("status", AttributeValue::string("RETURNED"));
    engine::operations::PutItemInput put;
    put.tableName = "Orders";
    put.item = changed;
    QVERIFY(run(connection(), put).hasValue());
    QTRY_COMPARE(cell(tab, 7, "status"), QString("RETURNED"));
    // A new item before the selected one moves the rows, not the selection.
    AttributeMap first = order(0);
    first.insert_or_assign("order", AttributeValue::string("ORDER#-"));
    put.item = first;
    QVERIFY(run(connection(), put).hasValue());
    QTRY_COMPARE(tab.model()->rowCount(), 11);
    QTRY_COMPARE(cell(tab, tab.grid()->currentIndex().row(), "order"), QString("ORDER#00002"));
}

void WindowTest::keepsTextWhenSomebodyElseChangedTheItem() {
    TableTab& tab = openOrders(1);
    QTRY_VERIFY(tab.inspector()->hasItem());
    editText(tab, "DELIVERED", "LOST");
    AttributeMap theirs = order(0);
    theirs.insert_or_assign("status", AttributeValue::string("RETURNED"));
    theirs.insert_or_assign("note", AttributeValue::string("by the client"));
    engine::operations::PutItemInput put;
    put.tableName = "Orders";
    put.item = theirs;
    QVERIFY(run(connection(), put).hasValue());
    window().commands().trigger("item.save");
    QTRY_VERIFY(find<QPushButton>("conflictOverwriteButton"));
    QVERIFY(find<JsonEditor>("itemEditor")->plainText().contains("LOST"));
    QCOMPARE(storedOrder(connection(), 0).value_or(AttributeMap()) == theirs, true);
    click("conflictOverwriteButton");
    QTRY_VERIFY(!tab.hasEdits());
    // Ours where we changed something, theirs elsewhere.
    AttributeMap merged = theirs;
    merged.insert_or_assign("status", AttributeValue::string("LOST"));
    QCOMPARE(storedOrder(connection(), 0).value_or(AttributeMap()) == merged, true);
}

void WindowTest::deletesAfterAQuestionAndUndoes() {
    TableTab& tab = openOrders(5);
    tab.focusGrid();
    QTest::keyClick(tab.grid(), Qt::Key_Delete);
    QTRY_VERIFY(find<QPushButton>("confirmDeleteButton"));
    QVERIFY(storedOrder(connection(), 0).has_value());
    QTest::keyClick(find<QPushButton>("confirmDeleteButton"), Qt::Key_Return);
    QTRY_COMPARE(tab.model()->rowCount(), 4);
    QVERIFY(!storedOrder(connection(), 0).has_value());
    QTRY_VERIFY(find<QPushButton>("undoDeleteButton"));
    click("undoDeleteButton");
    QTRY_COMPARE(tab.model()->rowCount(), 5);
    QCOMPARE(storedOrder(connection(), 0).value_or(AttributeMap()) == order(0), true);
}

void WindowTest::duplicatesAnItem() {
    TableTab& tab = openOrders(2);
    tab.focusGrid();
    window().commands().trigger("item.duplicate");
    QTRY_VERIFY(tab.hasEdits());
    editText(tab, "ORDER#00000", "ORDER#00099");
    window().commands().trigger("item.save");
    QTRY_COMPARE(tab.model()->rowCount(), 3);
    QVERIFY(storedOrder(connection(), 0).has_value());
    QCOMPARE(cell(tab, 2, "order"), QString("ORDER#00099"));
    // Saving under a key that is taken writes nothing.
    window().commands().trigger("item.duplicate");
    editText(tab, "DELIVERED", "LOST");
    window().commands().trigger("item.save");
    QTRY_VERIFY(!find<Banner>("inspectorBanner")->isHidden());
    QVERIFY(find<Banner>("inspectorBanner")->sentence().contains("exists already"));
    QVERIFY(tab.hasEdits());
}

void WindowTest::asksBeforeAKeyChangeMakesANewItem() {
    TableTab& tab = openOrders(1);
    QTRY_VERIFY(tab.inspector()->hasItem());
    editText(tab, "ORDER#00000", "ORDER#00042");
    window().commands().trigger("item.save");
    QTRY_VERIFY(find<QPushButton>("replaceKeyButton"));
    QVERIFY(storedOrder(connection(), 0).has_value());
    click("replaceKeyButton");
    QTRY_COMPARE(cell(tab, 0, "order"), QString("ORDER#00042"));
    QTRY_COMPARE(tab.model()->rowCount(), 1);
    QVERIFY(!storedOrder(connection(), 0).has_value());
}

void WindowTest::createsATableAndNamesTheBadField() {
    window().commands().trigger("table.create");
    QTRY_VERIFY(find<QDialog>("createTableDialog"));
    auto* name = find<QWidget>("createTableName");
    QTest::keyClicks(name, "a!");
    QVERIFY(find<QWidget>("createTableNameProblem")->isVisible());
    click("createTableConfirm");
    QVERIFY(find<QDialog>("createTableDialog"));
    QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(name, "Invoices");
    QVERIFY(!find<QWidget>("createTableNameProblem")->isVisible());
    QVERIFY(find<QWidget>("createPartitionKeyProblem")->isVisible());
    QTest::keyClicks(find<QWidget>("createPartitionKey"), "id");
    click("createTableConfirm");
    QTRY_VERIFY(window().currentTable());
    QCOMPARE(window().currentTable()->tableName(), QString("Invoices"));
    QTRY_COMPARE(window().explorer()->model()->tableNames(), QStringList("Invoices"));
}

void WindowTest::deletesATableOnlyWhenItsNameIsTyped() {
    openOrders(1);
    window().commands().trigger("table.delete");
    QTRY_VERIFY(find<QDialog>("deleteTableDialog"));
    QVERIFY(!find<QPushButton>("deleteTableConfirm")->isEnabled());
    QTest::keyClicks(find<QWidget>("deleteTableName"), "Orders");
    QVERIFY(find<QPushButton>("deleteTableConfirm")->isEnabled());
    click("deleteTableConfirm");
    QTRY_VERIFY(window().explorer()->model()->tableNames().isEmpty());
    QTRY_VERIFY(!window().currentTable());
}

void WindowTest::opensFromThePalette() {
    makeOrders(connection(), 4);
    QTRY_COMPARE(window().explorer()->model()->tableNames(), QStringList("Orders"));
    QTest::keyClick(&window(), Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(window().palette()->isVisible());
    auto* field = find<QWidget>("paletteField");
    QTest::keyClicks(field, "ords");
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!window().palette()->isVisible());
    QTRY_VERIFY(window().currentTable());
    QCOMPARE(window().currentTable()->tableName(), QString("Orders"));
    QTest::keyClick(&window(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(field, "keyboard");
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(find<QDialog>("shortcutSheet"));
}

void WindowTest::keepsEverythingOverARestart() {
    auto connection = std::make_unique<CannedConnection>();
    QVERIFY(waitUntilOpen(*connection));
    makeOrders(*connection, 40);
    const QString file = QDir::temp().filePath(
        QStringLiteral("tidemark-window-test-%1.sqlite").arg(QCoreApplication::applicationPid()));
    QFile::remove(file);
    CannedConnection* shared = connection.get();
    {
        auto first = makeWindow(m_theme, std::move(connection), *Workspace::open(file));
        first->show();
        TableTab* tab = first->openTable("Orders");
        QTRY_COMPARE(tab->model()->rowCount(), 40);
        ReadForm form;
        form.indexName = "byStatus";
        form.partition = {"PENDING"};
        form.descending = true;
        tab->setForm(form);
        tab->run();
        QTRY_COMPARE(tab->model()->rowCount(), 10);
        tab->focusGrid();
        QTest::keyClick(tab->grid(), Qt::Key_Down);
        QTest::keyClick(tab->grid(), Qt::Key_Down);
        tab->grid()->setColumnWidth(0, 177);
        QCOMPARE(cell(*tab, 2, "order"), QString("ORDER#00030"));
        first->commands().trigger("view.inspector");
        first->close();
        shared->setParent(nullptr);
    }
    connection.reset(shared);
    auto second = makeWindow(m_theme, std::move(connection), *Workspace::open(file));
    second->show();
    TableTab* tab = second->currentTable();
    QVERIFY(tab);
    QTRY_COMPARE(tab->model()->rowCount(), 10);
    QCOMPARE(tab->form().indexName, QString("byStatus"));
    QCOMPARE(tab->form().partition, QStringList("PENDING"));
    QVERIFY(tab->form().descending);
    QTRY_COMPARE(cell(*tab, tab->grid()->currentIndex().row(), "order"), QString("ORDER#00030"));
    QCOMPARE(tab->grid()->columnWidth(0), 177);
    QVERIFY(second->findChild<QWidget*>("inspectorDock")->isHidden());
    second.reset();
    QFile::remove(file);
}

void WindowTest::keepsADraftOverARestart() {
    auto connection = std::make_unique<CannedConnection>();
    QVERIFY(waitUntilOpen(*connection));
    makeOrders(*connection, 1);
    const QString file = QDir::temp().filePath(
        QStringLiteral("tidemark-draft-test-%1.sqlite").arg(QCoreApplication::applicationPid()));
    QFile::remove(file);
    CannedConnection* shared = connection.get();
    {
        auto first = makeWindow(m_theme, std::move(connection), *Workspace::open(file));
        first->show();
        TableTab* tab = first->openTable("Orders");
        QTRY_VERIFY(tab->inspector()->hasItem());
        editText(*tab, "DELIVERED", "LOST");
        first->close();
        shared->setParent(nullptr);
    }
    connection.reset(shared);
    auto second = makeWindow(m_theme, std::move(connection), *Workspace::open(file));
    second->show();
    TableTab* tab = second->currentTable();
    QVERIFY(tab);
    QTRY_VERIFY(tab->hasEdits());
    QVERIFY(tab->inspector()->findChild<JsonEditor*>("itemEditor")->plainText().contains("LOST"));
    QTRY_VERIFY(tab->inspector()->canSave());
    tab->inspector()->save();
    QTRY_VERIFY(!tab->hasEdits());
    QTRY_COMPARE(cell(*tab, 0, "status"), QString("LOST"));
    second.reset();
    QFile::remove(file);
}

void WindowTest::showsAnErrorInPlace() {
    TableTab& tab = openOrders(2);
    ReadForm form;
    form.partition = {"CUSTOMER#00000"};
    AttributeFilter onKey;
    onKey.attribute = "order";
    onKey.first = "x";
    form.filters = {onKey};
    tab.setForm(form);
    tab.run();
    auto* banner = find<Banner>("tableBanner");
    QTRY_VERIFY(!banner->isHidden());
    QVERIFY(banner->sentence().contains("Filter Expression can only contain non-primary key"));
    tab.clearFilters();
    QTRY_COMPARE(tab.model()->rowCount(), 2);
    QVERIFY(banner->isHidden());
}

// 835 items that AWS publishes, one JSON object a line; not part of this repository.
void WindowTest::findsAPublishedItemByKeyboardAlone() {
    QFile file(QStringLiteral(TIDEMARK_SOURCE_DIR "/../shared/samples/items/game-items.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("shared/samples is not beside this checkout");
    }
    engine::operations::CreateTableInput table;
    table.tableName = "Games";
    table.attributeDefinitions = {{"PK", engine::values::AttributeType::S},
                                  {"SK", engine::values::AttributeType::S}};
    table.keySchema = {{"PK", engine::schema::KeyType::Hash},
                       {"SK", engine::schema::KeyType::Range}};
    table.billingMode = engine::schema::BillingMode::PayPerRequest;
    QVERIFY(run(connection(), table).hasValue());
    int written = 0;
    while (!file.atEnd()) {
        engine::operations::BatchWriteItemInput batch;
        for (int i = 0; i < 25 && !file.atEnd(); ++i) {
            const auto parsed = text::itemFromJson(QString::fromUtf8(file.readLine()),
                                                   text::JsonFlavour::Plain, AttributeMap());
            QVERIFY2(parsed.ok, qPrintable(parsed.problem.message));
            batch.requestItems["Games"].push_back({true, parsed.item});
            ++written;
        }
        QVERIFY(run(connection(), batch).hasValue());
    }
    QCOMPARE(written, 835);
    QTRY_COMPARE(window().explorer()->model()->tableNames(), QStringList("Games"));

    const auto press = [](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    };
    press(Qt::Key_P, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), "games");
    press(Qt::Key_Return);
    QTRY_VERIFY(window().currentTable());
    TableTab* tab = window().currentTable();
    QTRY_VERIFY(tab->model()->rowCount() > 0);
    QTRY_COMPARE(QApplication::focusWidget(), tab->grid());
    press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(QApplication::focusWidget(), "GAME#292c8712-c9df-4721-a9a2-cae4ac607ed6");
    press(Qt::Key_Return);
    QTRY_COMPARE(tab->model()->rowCount(), 51);
    QCOMPARE(find<QPushButton>("runButton")->text(), QString("Query"));
    press(Qt::Key_B, Qt::ControlModifier);
    press(Qt::Key_P, Qt::ControlModifier);
    press(Qt::Key_Escape);
    QTRY_COMPARE(QApplication::focusWidget(), tab->grid());
    press(Qt::Key_Home, Qt::ControlModifier);
    QTRY_VERIFY(find<JsonEditor>("itemEditor")->plainText().contains("Dirty Desert"));
    press(Qt::Key_Down);
    QTRY_VERIFY(find<JsonEditor>("itemEditor")->plainText().contains("USER#alexander03"));
}

void WindowTest::everyCommandIsHandledAndInAMenu() {
    QStringList inMenus;
    for (const QAction* menu : find<QMenuBar>("menuBar")->actions()) {
        for (const QAction* action : menu->menu()->actions()) {
            inMenus.append(action->objectName());
        }
    }
    for (const Command& command : commandTable()) {
        const QString id = QString::fromLatin1(command.id);
        QVERIFY2(window().commands().isHandled(id), command.id);
        QVERIFY2(inMenus.contains(id), command.id);
    }
    // Alt alone shows the menu bar.
    QVERIFY(!find<QMenuBar>("menuBar")->isVisible());
    QTest::keyClick(&window(), Qt::Key_Alt);
    QTRY_VERIFY(find<QMenuBar>("menuBar")->isVisible());
}

void WindowTest::everyControlHasAName() {
    openOrders(3);
    window().commands().trigger("table.create");
    QTRY_VERIFY(find<QDialog>("createTableDialog"));
    click("addIndexButton");
    QStringList nameless;
    for (const QWidget* widget : window().findChildren<QWidget*>()) {
        const bool internal = widget->objectName().startsWith("qt_");
        if (internal || !widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0) {
            continue;
        }
        if (widget->focusProxy() || qobject_cast<const QDockWidget*>(widget)) {
            continue;
        }
        if (widget->accessibleName().isEmpty() || widget->objectName().isEmpty()) {
            nameless.append(QString::fromLatin1(widget->metaObject()->className()) + ' ' +
                            widget->objectName());
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(", ")));
}

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    Theme theme(application);
    theme.setChoice(SchemeChoice::Light);
    WindowTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "window_test.moc"
