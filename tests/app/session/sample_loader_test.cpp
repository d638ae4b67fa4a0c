#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/session/embedded_connection.h"
#include "app/session/sample_data.h"

using namespace engine::operations;
using namespace engine::values;
using namespace tidemark;

class SampleLoaderTest final : public QObject {
    Q_OBJECT
private:
    QueryOutput read(Request request) {
        auto future = m_connection->execute(std::move(request));
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || !future.result()) {
            return {};
        }
        return std::get<QueryOutput>(*future.result());
    }

    std::int64_t countOfTable() {
        std::int64_t count = 0;
        ScanInput scan;
        scan.tableName = "Shop";
        scan.select = Select::Count;
        while (true) {
            const QueryOutput page = read(scan);
            count += page.count;
            if (!page.lastEvaluatedKey) {
                return count;
            }
            scan.exclusiveStartKey = page.lastEvaluatedKey;
        }
    }

    // How many items an index holds under one partition key.
    std::int64_t countInIndex(const char* index, const char* attribute, const char* value) {
        QueryInput query;
        query.tableName = "Shop";
        query.indexName = index;
        query.keyConditionExpression = "#key = :value";
        query.attributes.names.emplace().emplace("#key", attribute);
        query.attributes.values.emplace().emplace(":value", AttributeValue::string(value));
        query.select = Select::Count;
        return read(std::move(query)).count;
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        EmbeddedOptions options;
        options.directory = m_directory->filePath(QStringLiteral("db"));
        options.durability = engine::storage::Durability::Memory;
        options.serveHttp = false;
        m_connection = std::make_unique<EmbeddedConnection>(options);
        QTRY_COMPARE(m_connection->state(), Connection::State::Ready);
    }
    void cleanup() {
        m_connection.reset();
        m_directory.reset();
    }

    void fillsTheTableAndItsIndexes() {
        QPointer<SampleLoader> loader(new SampleLoader(*m_connection, this));
        QSignalSpy finished(loader, &SampleLoader::finished);
        QSignalSpy progressed(loader, &SampleLoader::progressed);
        loader->start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
        QVERIFY2(finished.at(0).at(0).toBool(), qPrintable(finished.at(0).at(1).toString()));
        QCOMPARE(progressed.last().at(0).toInt(), SampleData::itemCount());
        QCOMPARE(progressed.last().at(1).toInt(), SampleData::itemCount());
        QTRY_VERIFY(loader.isNull());
        QCOMPARE(countOfTable(), std::int64_t{SampleData::itemCount()});

        int shipped = 0;
        int onOneDay = 0;
        for (int i = 0; i < SampleData::itemCount(); ++i) {
            const AttributeMap item = SampleData::item(i);
            const auto is = [&item](const char* name, const char* value) {
                const auto found = item.find(name);
                return found != item.end() && *found->second.getIf<std::string>() == value;
            };
            shipped += is("status", "SHIPPED") ? 1 : 0;
            onOneDay += is("orderDate", "2026-09-15") ? 1 : 0;
        }
        QVERIFY(shipped > 100);
        QVERIFY(onOneDay > 1);
        QCOMPARE(countInIndex("byStatus", "status", "SHIPPED"), std::int64_t{shipped});
        QCOMPARE(countInIndex("byDate", "orderDate", "2026-09-15"), std::int64_t{onOneDay});
    }

    void loadingTwiceGivesTheSameTable() {
        for (int round = 0; round < 2; ++round) {
            auto* loader = new SampleLoader(*m_connection, this);
            QSignalSpy finished(loader, &SampleLoader::finished);
            loader->start();
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
            QVERIFY(finished.at(0).at(0).toBool());
        }
        QCOMPARE(countOfTable(), std::int64_t{SampleData::itemCount()});
    }

    void cancellingKeepsWhatWasWritten() {
        auto* loader = new SampleLoader(*m_connection, this);
        QSignalSpy finished(loader, &SampleLoader::finished);
        connect(loader, &SampleLoader::progressed, loader, &SampleLoader::cancel);
        loader->start();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!finished.at(0).at(0).toBool());
        QCOMPARE(finished.at(0).at(1).toString(),
                 QStringLiteral("Stopped after 25 of 3750 items."));
        QCOMPARE(countOfTable(), std::int64_t{25});
    }

    void aTableOfAnotherShapeIsReported() {
        CreateTableInput other;
        other.tableName = "Shop";
        other.attributeDefinitions = {{"id", AttributeType::S}};
        other.keySchema = {{"id", engine::schema::KeyType::Hash}};
        other.billingMode = engine::schema::BillingMode::PayPerRequest;
        auto created = m_connection->execute(std::move(other));
        QTRY_VERIFY(created.isFinished());
        QVERIFY(created.result());
        auto* loader = new SampleLoader(*m_connection, this);
        QSignalSpy finished(loader, &SampleLoader::finished);
        loader->start();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!finished.at(0).at(0).toBool());
        QVERIFY(!finished.at(0).at(1).toString().isEmpty());
        QCOMPARE(countOfTable(), std::int64_t{0});
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<EmbeddedConnection> m_connection;
};

QTEST_GUILESS_MAIN(SampleLoaderTest)
#include "sample_loader_test.moc"
