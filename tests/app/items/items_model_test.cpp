#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/items/items_model.h"
#include "tests/app/window/test_window.h"
#include "widgets/grid/item_grid.h"

using namespace tidemark;
using namespace tidemark::testing;
using engine::operations::PutItemInput;
using engine::operations::ScanInput;
using engine::values::AttributeMap;
using engine::values::AttributeType;
using engine::values::AttributeValue;

namespace {

const QStringList keys{"customer", "order"};

ReadRequest scanOrders() {
    ScanInput scan;
    scan.tableName = "Orders";
    return scan;
}

}  // namespace

class ItemsModelTest final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void readsPagesAsTheyComeIntoView();
    void keepsTheSetOfRowsWhenItemsComeAndGo();
    void dropsFarPagesAndReadsThemAgain();
    void tellsMissingNullAndEmptyApart();
    void stopsAndGoesOn();

private:
    void put(const AttributeMap& item);
    QSet<QString> shownOrders(const ItemsModel& model) const;

    std::unique_ptr<CannedConnection> m_connection;
};

void ItemsModelTest::init() {
    m_connection = std::make_unique<CannedConnection>();
    QVERIFY(waitUntilOpen(*m_connection));
}

void ItemsModelTest::cleanup() {
    m_connection.reset();
}

void ItemsModelTest::put(const AttributeMap& item) {
    PutItemInput input;
    input.tableName = "Orders";
    input.item = item;
    QVERIFY(run(*m_connection, input).hasValue());
}

QSet<QString> ItemsModelTest::shownOrders(const ItemsModel& model) const {
    QSet<QString> orders;
    for (int row = 0; row < model.rowCount(); ++row) {
        orders.insert(model.index(row, 1).data().toString());
    }
    return orders;
}

void ItemsModelTest::readsPagesAsTheyComeIntoView() {
    makeOrders(*m_connection, 1500);
    ItemsModel model(*m_connection, nullptr);
    const QAbstractItemModelTester tester(&model);
    model.start(scanOrders(), keys, keys);
    QTRY_COMPARE(model.rowCount(), 200);
    QTRY_VERIFY(!model.isRunning());
    QVERIFY(!model.isComplete());
    model.setVisibleRows(180, 210);
    QTRY_COMPARE(model.rowCount(), 600);
    model.wantRow(1499);
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.rowCount(), 1500);
    QCOMPARE(shownOrders(model).size(), 1500);
    QCOMPARE(model.totals().scanned, 1500);
    QVERIFY(model.totals().capacityUnits > 0);
}

void ItemsModelTest::keepsTheSetOfRowsWhenItemsComeAndGo() {
    makeOrders(*m_connection, 700);
    ItemsModel model(*m_connection, nullptr);
    const QAbstractItemModelTester tester(&model);
    model.start(scanOrders(), keys, keys);
    model.wantRow(699);
    QTRY_VERIFY(model.isComplete());
    const QPersistentModelIndex watched(model.index(10, 0));
    const QString watchedOrder = model.index(10, 1).data().toString();
    for (int number = 700; number < 720; ++number) {
        put(order(number));
    }
    engine::operations::DeleteItemInput deletion;
    deletion.tableName = "Orders";
    deletion.key = orderKey(watchedOrder == "ORDER#00042" ? 43 : 42);
    QVERIFY(run(*m_connection, deletion).hasValue());
    model.setVisibleRows(0, 699);
    model.refresh();
    QTRY_VERIFY(!model.isRunning());
    QCOMPARE(model.rowCount(), 719);
    QCOMPARE(shownOrders(model).size(), 719);
    // The watched row may have moved, but it is still the same item.
    QVERIFY(watched.isValid());
    QCOMPARE(model.index(watched.row(), 1).data().toString(), watchedOrder);
}

void ItemsModelTest::dropsFarPagesAndReadsThemAgain() {
    constexpr int count = 200 + 400 * (ItemsModel::loadedPagesMax + 2);
    makeOrders(*m_connection, count);
    ItemsModel model(*m_connection, nullptr);
    model.start(scanOrders(), keys, keys);
    QTRY_VERIFY(!model.isRunning());
    const QString first = model.index(0, 1).data().toString();
    model.setVisibleRows(count - 50, count - 1);
    QTRY_VERIFY_WITH_TIMEOUT(model.isComplete(), 20'000);
    QCOMPARE(model.rowCount(), count);
    QVERIFY(!model.item(0));
    QVERIFY(model.index(0, 0).data(PlaceholderRole).toBool());
    QVERIFY(model.item(count - 1));
    model.setVisibleRows(0, 30);
    QTRY_VERIFY(model.item(0));
    QCOMPARE(model.index(0, 1).data().toString(), first);
    QCOMPARE(model.rowCount(), count);
}

void ItemsModelTest::tellsMissingNullAndEmptyApart() {
    makeOrders(*m_connection, 6);
    ItemsModel model(*m_connection, nullptr);
    model.start(scanOrders(), keys, keys);
    QTRY_COMPARE(model.rowCount(), 6);
    int note = 0;
    while (model.columnName(note) != "note") {
        ++note;
    }
    const auto cell = [&](int number) {
        return model.index(model.rowOfKey(orderKey(number)), note);
    };
    QCOMPARE(cell(3).data(TypeRole).toInt(), -1);
    QCOMPARE(cell(4).data(TypeRole).toInt(), static_cast<int>(AttributeType::Null));
    QCOMPARE(cell(5).data(TypeRole).toInt(), static_cast<int>(AttributeType::S));
    QVERIFY(cell(3).data(Qt::AccessibleTextRole).toString().contains("missing"));
    QCOMPARE(model.headerData(0, Qt::Horizontal, HeaderIsKeyRole).toBool(), true);
    QCOMPARE(model.headerData(note, Qt::Horizontal, HeaderTypeRole).toString(), QString("S"));
}

void ItemsModelTest::stopsAndGoesOn() {
    makeOrders(*m_connection, 900);
    ItemsModel model(*m_connection, nullptr);
    model.start(scanOrders(), keys, keys);
    model.stop();
    QVERIFY(!model.isRunning());
    QSignalSpy rows(&model, &QAbstractItemModel::rowsInserted);
    QVERIFY(run(*m_connection, engine::operations::ListTablesInput()).hasValue());
    QCOMPARE(rows.count(), 0);
    model.resume();
    QTRY_COMPARE(model.rowCount(), 200);
}

QTEST_MAIN(ItemsModelTest)
#include "items_model_test.moc"
