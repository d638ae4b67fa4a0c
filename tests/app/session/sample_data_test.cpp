#include <algorithm>
#include <set>

#include <QByteArray>
#include <QTest>

#include "app/session/sample_data.h"
#include "engine/base/sha256.h"
#include "engine/values/item_view.h"

using namespace engine::values;
using namespace tidemark;

namespace {

void collectTypes(const AttributeValue& value, std::set<AttributeType>& types) {
    types.insert(value.type());
    if (const auto* list = value.getIf<AttributeList>()) {
        for (const auto& element : *list) {
            collectTypes(element, types);
        }
    }
    if (const auto* map = value.getIf<AttributeMap>()) {
        for (const auto& member : *map) {
            collectTypes(member.second, types);
        }
    }
}

const std::string& stringOf(const AttributeMap& item, const char* name) {
    return *item.at(name).getIf<std::string>();
}

}  // namespace

class SampleDataTest final : public QObject {
    Q_OBJECT
private slots:
    void theItemsAreTheSameEverywhere() {
        engine::Sha256 hash;
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            hash.add(EncodedItem(SampleData::item(i)).bytes());
        }
        const auto digest = hash.finish();
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(digest.data()), 32).toHex(),
                 QByteArray("71d01fc20fa5cba965acba4c618c768348b701f818f2799ddc9f934d3f610c54"));
        QCOMPARE(SampleData::itemCount(), 3750);
    }

    void everyTypeOccurs() {
        std::set<AttributeType> types;
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            for (const auto& member : SampleData::item(i)) {
                collectTypes(member.second, types);
            }
        }
        QCOMPARE(types.size(), std::size_t{10});
    }

    void keysAreUniqueAndOfThreeKinds() {
        std::set<std::pair<std::string, std::string>> keys;
        std::set<std::string> kinds;
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            const AttributeMap item = SampleData::item(i);
            const std::string& partition = stringOf(item, "PK");
            const std::string& sort = stringOf(item, "SK");
            QVERIFY(keys.emplace(partition, sort).second);
            kinds.insert(partition.substr(0, partition.find('#')) + "/" +
                         sort.substr(0, sort.find('#')));
        }
        QVERIFY(
            (kinds == std::set<std::string>{"CUSTOMER/PROFILE", "CUSTOMER/ORDER", "ORDER/LINE"}));
    }

    void theTableHasTwoGlobalIndexes() {
        const auto spec = SampleData::tableSpec();
        QCOMPARE(spec.tableName, std::string("Shop"));
        QCOMPARE(spec.globalIndexes->size(), std::size_t{2});
        QCOMPARE(spec.globalIndexes->at(0).name, std::string("byStatus"));
        QCOMPARE(spec.globalIndexes->at(1).name, std::string("byDate"));
    }

    void anOrdersTotalIsTheSumOfItsLines() {
        std::map<std::string, Number> sums;
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            const AttributeMap item = SampleData::item(i);
            if (stringOf(item, "type") != "line") {
                continue;
            }
            const Number price = *item.at("unitPrice").getIf<Number>();
            const auto quantity = std::stoi(item.at("quantity").getIf<Number>()->toString());
            Number& sum = sums[stringOf(item, "PK")];
            for (int piece = 0; piece < quantity; ++piece) {
                sum = *sum.plus(price);
            }
        }
        int orders = 0;
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            const AttributeMap item = SampleData::item(i);
            if (stringOf(item, "type") == "order") {
                QVERIFY(*item.at("total").getIf<Number>() == sums.at(stringOf(item, "SK")));
                ++orders;
            }
        }
        QCOMPARE(orders, 1200);
    }

    void momentsAreRealDates() {
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            const AttributeMap item = SampleData::item(i);
            if (item.contains("createdAt")) {
                const std::string& moment = stringOf(item, "createdAt");
                QVERIFY2(moment >= "2026-08-03T00:00:00Z" && moment < "2026-11-01T00:00:00Z",
                         moment.c_str());
                QCOMPARE(moment.substr(0, 10), stringOf(item, "orderDate"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(SampleDataTest)
#include "sample_data_test.moc"
