#include <QAbstractItemModelTester>
#include <QTest>

#include "app/explorer/explorer_model.h"
#include "app/explorer/table_form.h"
#include "tests/app/window/test_window.h"

using namespace tidemark;
using namespace tidemark::testing;
using engine::values::AttributeType;

namespace {

engine::operations::CreateTableInput plainTable(const std::string& name) {
    engine::operations::CreateTableInput table;
    table.tableName = name;
    table.attributeDefinitions = {{"id", AttributeType::S}};
    table.keySchema = {{"id", engine::schema::KeyType::Hash}};
    table.billingMode = engine::schema::BillingMode::PayPerRequest;
    return table;
}

}  // namespace

class ExplorerTest final : public QObject {
    Q_OBJECT

private slots:
    void followsTablesThatComeAndGo();
    void listsMoreThanOnePage();
    void namesTheFieldThatIsWrong();
    void makesTheRequestOfAForm();
};

void ExplorerTest::followsTablesThatComeAndGo() {
    CannedConnection connection;
    ExplorerModel model(connection, nullptr);
    const QAbstractItemModelTester tester(&model);
    QVERIFY(waitUntilOpen(connection));
    makeOrders(connection, 5);
    QVERIFY(run(connection, plainTable("Basket")).hasValue());
    QVERIFY(run(connection, plainTable("Zoo")).hasValue());
    QTRY_COMPARE(model.tableNames(), QStringList({"Basket", "Orders", "Zoo"}));
    const QPersistentModelIndex orders(model.tableIndex("Orders"));
    QCOMPARE(orders.data(ExplorerModel::DetailRole).toString(), QString());
    model.describe(orders);
    QTRY_COMPARE(orders.data(ExplorerModel::DetailRole).toString(), QString("5"));
    const QModelIndex index = model.index(0, 0, orders);
    QCOMPARE(index.data().toString(), QString("byStatus"));
    QCOMPARE(index.data(ExplorerModel::DetailRole).toString(), QString("GSI"));
    QCOMPARE(model.parent(index), QModelIndex(orders));
    QVERIFY(run(connection, engine::operations::DeleteTableInput{"Basket"}).hasValue());
    QTRY_COMPARE(model.tableNames(), QStringList({"Orders", "Zoo"}));
    QCOMPARE(orders.row(), 0);
    // A described table counts again when its items change.
    engine::operations::PutItemInput put;
    put.tableName = "Orders";
    put.item = order(77);
    QVERIFY(run(connection, put).hasValue());
    QTRY_COMPARE(orders.data(ExplorerModel::DetailRole).toString(), QString("6"));
}

void ExplorerTest::listsMoreThanOnePage() {
    CannedConnection connection;
    QVERIFY(waitUntilOpen(connection));
    for (int i = 0; i < 130; ++i) {
        QVERIFY(run(connection, plainTable("Table" + std::to_string(1000 + i))).hasValue());
    }
    ExplorerModel model(connection, nullptr);
    QTRY_COMPARE(model.tableNames().size(), 130);
}

void ExplorerTest::namesTheFieldThatIsWrong() {
    TableForm form;
    form.name = "ab";
    QVERIFY(findProblem(form)->field == TableFormField::Name);
    form.name = "Orders";
    QVERIFY(findProblem(form)->field == TableFormField::PartitionKey);
    form.partition.name = "id";
    QVERIFY(!findProblem(form).has_value());
    form.sort.name = "id";
    QVERIFY(findProblem(form)->field == TableFormField::SortKey);
    form.sort.name = "at";
    IndexForm index;
    index.name = "byAt";
    index.partition = {"at", AttributeType::N};
    form.indexes = {index};
    QVERIFY(findProblem(form)->field == TableFormField::Index);
    QCOMPARE(findProblem(form)->index, 0);
    form.indexes[0].partition.type = AttributeType::S;
    QVERIFY(!findProblem(form).has_value());
}

void ExplorerTest::makesTheRequestOfAForm() {
    TableForm form;
    form.name = "Orders";
    form.partition = {"customer", AttributeType::S};
    form.sort = {"order", AttributeType::N};
    IndexForm index;
    index.name = "byStatus";
    index.partition = {"status", AttributeType::S};
    index.sort = {"order", AttributeType::N};
    index.projection = engine::schema::ProjectionType::Include;
    index.includedAttributes = "total, note";
    form.indexes = {index};
    const auto spec = tableSpec(form);
    QCOMPARE(spec.attributeDefinitions.size(), std::size_t(3));
    QCOMPARE(spec.keySchema.size(), std::size_t(2));
    QCOMPARE(spec.globalIndexes->front().projection.nonKeyAttributes->at(1), std::string("note"));
    QVERIFY(engine::schema::validateTable(spec).hasValue());
}

QTEST_MAIN(ExplorerTest)
#include "explorer_test.moc"
