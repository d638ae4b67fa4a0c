#include <QTest>

#include "app/items/item_edit.h"
#include "app/items/read_form.h"
#include "app/items/row_diff.h"

using namespace tidemark;
using engine::operations::QueryInput;
using engine::operations::ScanInput;
using engine::operations::UpdateItemInput;
using engine::values::AttributeType;
using engine::values::AttributeValue;

namespace {

engine::schema::Table ordersTable() {
    engine::schema::Table table;
    table.name = "Orders";
    table.partitionKey = {"customer", AttributeType::S};
    table.sortKey = engine::schema::KeyAttribute{"order", AttributeType::N};
    engine::schema::Index index;
    index.name = "byStatus";
    index.partitionKey = {{"status", AttributeType::S}};
    index.sortKey = {{"order", AttributeType::N}};
    table.indexes.push_back(index);
    return table;
}

AttributeMap itemOf(std::initializer_list<std::pair<const char*, const char*>> texts) {
    AttributeMap item;
    for (const auto& [name, value] : texts) {
        item.emplace(name, AttributeValue::string(value));
    }
    return item;
}

}  // namespace

class ReadFormTest final : public QObject {
    Q_OBJECT

private slots:
    void scansWithoutAPartitionKey();
    void queriesWithKeyConditionAndFilter();
    void queriesAnIndex();
    void namesTheFieldOfABadValue();
    void survivesJson();
    void putsIndexKeysBeforeTableKeys();
    void updatesOnlyWhatChanged();
    void mergesOverTheirs();
    void findsRowsThatStay();
};

void ReadFormTest::scansWithoutAPartitionKey() {
    ReadForm form;
    AttributeFilter filter;
    filter.attribute = "address.lines[1]";
    filter.isPath = true;
    filter.op = FilterOperator::Contains;
    filter.first = "x";
    form.filters = {filter};
    const auto request = makeRead(form, ordersTable());
    QVERIFY(request.hasValue());
    const auto& scan = std::get<ScanInput>(*request);
    QCOMPARE(scan.tableName, std::string("Orders"));
    QCOMPARE(scan.filterExpression.value_or(""), std::string("contains(#n0.#n1[1], :v0)"));
    QCOMPARE(scan.attributes.names->at("#n1"), std::string("lines"));
}

void ReadFormTest::queriesWithKeyConditionAndFilter() {
    ReadForm form;
    form.partition = {"c1"};
    form.sortOperator = SortOperator::Between;
    form.sortFirst = "1";
    form.sortSecond = "20";
    form.descending = true;
    AttributeFilter filter;
    filter.attribute = "status";
    filter.op = FilterOperator::NotEqual;
    filter.first = "CANCELLED";
    AttributeFilter exists;
    exists.attribute = "gift";
    exists.op = FilterOperator::NotExists;
    form.filters = {filter, exists};
    const auto request = makeRead(form, ordersTable());
    QVERIFY(request.hasValue());
    const auto& query = std::get<QueryInput>(*request);
    QCOMPARE(query.keyConditionExpression.value_or(""),
             std::string("#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2"));
    QCOMPARE(query.filterExpression.value_or(""),
             std::string("#n2 <> :v3 AND attribute_not_exists(#n3)"));
    QVERIFY(!query.scanIndexForward);
    QVERIFY(query.attributes.values->at(":v1").type() == AttributeType::N);
}

void ReadFormTest::queriesAnIndex() {
    ReadForm form;
    form.indexName = "byStatus";
    form.partition = {"PENDING"};
    const auto request = makeRead(form, ordersTable());
    QVERIFY(request.hasValue());
    const auto& query = std::get<QueryInput>(*request);
    QCOMPARE(query.indexName.value_or(""), std::string("byStatus"));
    QCOMPARE(query.attributes.names->at("#n0"), std::string("status"));
}

void ReadFormTest::namesTheFieldOfABadValue() {
    ReadForm form;
    form.partition = {"c1"};
    form.sortOperator = SortOperator::Equal;
    form.sortFirst = "twelve";
    const auto request = makeRead(form, ordersTable());
    QVERIFY(!request.hasValue());
    QVERIFY(QString::fromStdString(request.error().message).startsWith("order: "));
}

void ReadFormTest::survivesJson() {
    ReadForm form;
    form.indexName = "byStatus";
    form.partition = {"PENDING"};
    form.sortOperator = SortOperator::BeginsWith;
    form.sortFirst = "a";
    form.sortSecond = "b";
    form.descending = true;
    AttributeFilter filter;
    filter.attribute = "n";
    filter.type = AttributeType::N;
    filter.op = FilterOperator::Between;
    filter.first = "1";
    filter.second = "2";
    form.filters = {filter};
    QVERIFY(ReadForm::fromJson(form.toJson()) == form);
    // Numbers out of range in a damaged file do not become operators that do not exist.
    QJsonObject damaged = form.toJson();
    damaged["sortOperator"] = 99;
    QVERIFY(ReadForm::fromJson(damaged).sortOperator == SortOperator::BeginsWith);
}

void ReadFormTest::putsIndexKeysBeforeTableKeys() {
    QCOMPARE(keyColumns(ordersTable(), {}), QStringList({"customer", "order"}));
    QCOMPARE(keyColumns(ordersTable(), "byStatus"), QStringList({"status", "order", "customer"}));
}

void ReadFormTest::updatesOnlyWhatChanged() {
    const AttributeMap before =
        itemOf({{"customer", "c"}, {"order", "1"}, {"a", "1"}, {"b", "1"}, {"c", "1"}});
    const AttributeMap after =
        itemOf({{"customer", "c"}, {"order", "1"}, {"a", "2"}, {"b", "1"}, {"d", "4"}});
    const auto update = std::get<UpdateItemInput>(updateRequest(ordersTable(), before, after));
    QCOMPARE(update.updateExpression.value_or(""),
             std::string("SET #n0 = :v0, #n1 = :v2 REMOVE #n2"));
    QCOMPARE(update.conditionExpression.value_or(""),
             std::string("#n0 = :v1 AND attribute_not_exists(#n1) AND #n2 = :v3 AND "
                         "attribute_exists(#n3)"));
    QCOMPARE(update.key.size(), std::size_t(2));
}

void ReadFormTest::mergesOverTheirs() {
    const AttributeMap before = itemOf({{"a", "1"}, {"b", "1"}, {"c", "1"}});
    const AttributeMap mine = itemOf({{"a", "mine"}, {"b", "1"}});
    const AttributeMap theirs = itemOf({{"a", "1"}, {"b", "theirs"}, {"c", "1"}, {"d", "new"}});
    QVERIFY(mergedItem(before, mine, theirs) ==
            itemOf({{"a", "mine"}, {"b", "theirs"}, {"d", "new"}}));
}

void ReadFormTest::findsRowsThatStay() {
    const RowDiff diff = diffRows({"a", "b", "c", "d"}, {"x", "b", "d", "y", "z"});
    QCOMPARE(diff.removals.size(), std::size_t(2));
    QCOMPARE(diff.removals[0].first, 2);  // from the end, so that positions stay right
    QCOMPARE(diff.removals[1].first, 0);
    QCOMPARE(diff.insertions.size(), std::size_t(2));
    QCOMPARE(diff.insertions[0].first, 0);
    QCOMPARE(diff.insertions[1].first, 3);
    QCOMPARE(diff.insertions[1].count, 2);
    // A row that moved is removed and inserted.
    const RowDiff moved = diffRows({"a", "b"}, {"b", "a"});
    QCOMPARE(moved.removals.size(), std::size_t(1));
    QCOMPARE(moved.insertions.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(ReadFormTest)
#include "read_form_test.moc"
