#include "app/session/embedded_connection.h"

#include <QDir>
#include <QFile>
#include <QFutureWatcher>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUrl>

using namespace engine::operations;
using namespace engine::values;
using namespace tidemark;
using engine::schema::KeyType;

namespace {

CreateTableInput tableNamed(const std::string& name) {
    CreateTableInput input;
    input.tableName = name;
    input.attributeDefinitions = {{"id", AttributeType::S}};
    input.keySchema = {{"id", KeyType::Hash}};
    input.billingMode = engine::schema::BillingMode::PayPerRequest;
    return input;
}

PutItemInput put(const std::string& table, int id) {
    PutItemInput input;
    input.tableName = table;
    input.item = {{"id", AttributeValue::string(std::to_string(id))}};
    return input;
}

}  // namespace

class EmbeddedConnectionTest final : public QObject {
    Q_OBJECT
private:
    EmbeddedOptions options(bool serveHttp = false) const {
        EmbeddedOptions options;
        options.directory = m_directory->filePath(QStringLiteral("db"));
        options.serveHttp = serveHttp;
        options.port = 18600;
        return options;
    }

    std::unique_ptr<EmbeddedConnection> open(bool serveHttp = false) const {
        auto connection = std::make_unique<EmbeddedConnection>(options(serveHttp));
        while (connection->state() == Connection::State::Opening) {
            QTest::qWait(5);
        }
        return connection;
    }

    // The answer on the GUI thread.
    static Result<Response> answer(Connection& connection, Request request) {
        std::optional<Result<Response>> answer;
        QObject context;
        connection.execute(std::move(request))
            .then(&context, [&answer](const Result<Response>& result) {
                Q_ASSERT(QThread::currentThread() == qApp->thread());
                answer = result;
            });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); })) {
            return engine::Error::internal("no answer");
        }
        return *std::move(answer);
    }

    static std::int64_t countOf(Connection& connection, const std::string& table) {
        ScanInput scan;
        scan.tableName = table;
        const auto result = answer(connection, std::move(scan));
        return result ? std::get<QueryOutput>(*result).count : -1;
    }

    // A call as an SDK makes it; the status and the body.
    std::pair<int, QByteArray> call(const QString& url, const char* operation,
                                    const QByteArray& body) {
        QNetworkRequest request{QUrl(url)};
        request.setHeader(QNetworkRequest::ContentTypeHeader,
                          QByteArray("application/x-amz-json-1.0"));
        request.setRawHeader("X-Amz-Target", QByteArray("DynamoDB_20120810.") + operation);
        request.setRawHeader("Authorization",
                             "AWS4-HMAC-SHA256 Credential=test/20261101/us-east-1/dynamodb/"
                             "aws4_request, SignedHeaders=host, Signature=00");
        request.setRawHeader("X-Amz-Date", "20261101T000000Z");
        QNetworkReply* reply = m_network.post(request, body);
        const bool finished = QTest::qWaitFor([reply] { return reply->isFinished(); });
        reply->deleteLater();
        return {finished ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : -1,
                reply->readAll()};
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void openingDoesNotBlock() {
        EmbeddedConnection connection(options());
        QCOMPARE(connection.state(), Connection::State::Opening);
        QVERIFY(connection.endpointUrl().isEmpty());
        QVERIFY(connection.region().isEmpty());
        const QSignalSpy changed(&connection, &Connection::stateChanged);
        const auto early = answer(connection, ListTablesInput{});
        QVERIFY(!early);
        QCOMPARE(early.error().message, std::string("The database is not open yet"));
        QTRY_COMPARE(connection.state(), Connection::State::Ready);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(connection.region(), QStringLiteral("us-east-1"));
        QCOMPARE(connection.displayName(), QStringLiteral("Local database"));
        QVERIFY(connection.failure().isEmpty());
    }

    void closingWhileOpeningIsSafe() {
        for (int i = 0; i < 5; ++i) {
            EmbeddedConnection connection(options(true));
        }
        const auto connection = open();
        QCOMPARE(connection->state(), Connection::State::Ready);
    }

    void requestsAreAnswered() {
        const auto connection = open();
        QVERIFY(answer(*connection, tableNamed("Orders")));
        QVERIFY(answer(*connection, put("Orders", 1)));
        QCOMPARE(countOf(*connection, "Orders"), 1);
        const auto missing = answer(*connection, put("Nowhere", 1));
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, engine::ErrorKind::ResourceNotFound);
    }

    void whatWasWrittenIsThereAfterReopening() {
        {
            const auto connection = open();
            QVERIFY(answer(*connection, tableNamed("Orders")));
            QVERIFY(answer(*connection, put("Orders", 1)));
        }
        const auto connection = open();
        QCOMPARE(countOf(*connection, "Orders"), 1);
    }

    void writesUnderWayAreFinishedOnClosing() {
        constexpr int writes = 100;
        QList<QFuture<Result<Response>>> futures;
        {
            const auto connection = open();
            QVERIFY(answer(*connection, tableNamed("Orders")));
            for (int i = 0; i < writes; ++i) {
                futures += connection->execute(put("Orders", i));
            }
        }
        for (const auto& future : futures) {
            QVERIFY(future.isFinished() && future.resultCount() == 1);
            QVERIFY(future.result());
        }
        const auto connection = open();
        QCOMPARE(countOf(*connection, "Orders"), std::int64_t{writes});
    }

    void changesAreReportedTogether() {
        const auto connection = open();
        const QSignalSpy tables(connection.get(), &Connection::tablesChanged);
        const QSignalSpy items(connection.get(), &Connection::itemsChanged);
        QVERIFY(answer(*connection, tableNamed("First")));
        QVERIFY(answer(*connection, tableNamed("Second")));
        QTRY_VERIFY(!tables.isEmpty());
        constexpr int writes = 60;
        for (int i = 0; i < writes; ++i) {
            connection->execute(put(i % 2 == 0 ? "First" : "Second", i));
        }
        QTRY_COMPARE(countOf(*connection, "First") + countOf(*connection, "Second"),
                     std::int64_t{writes});
        const auto heardOf = [&items](const QString& name) {
            return std::any_of(items.begin(), items.end(),
                               [&name](const auto& signal) { return signal.at(0) == name; });
        };
        QTRY_VERIFY(heardOf(QStringLiteral("First")) && heardOf(QStringLiteral("Second")));
        QVERIFY(items.size() < writes);
    }

    void clientsAndWindowSeeEachOther() {
        const auto connection = open(true);
        QVERIFY2(connection->state() == Connection::State::Ready,
                 qPrintable(connection->failure()));
        const QString url = connection->endpointUrl();
        QVERIFY(url.startsWith(QStringLiteral("http://127.0.0.1:")));
        QVERIFY(answer(*connection, tableNamed("Orders")));
        QSignalSpy items(connection.get(), &Connection::itemsChanged);
        const auto [status, body] = call(
            url, "PutItem", R"({"TableName": "Orders", "Item": {"id": {"S": "from a client"}}})");
        QCOMPARE(status, 200);
        QTRY_COMPARE(items.size(), 1);
        QCOMPARE(items.at(0).at(0).toString(), QStringLiteral("Orders"));
        QCOMPARE(countOf(*connection, "Orders"), std::int64_t{1});
        QVERIFY(answer(*connection, put("Orders", 2)));
        const auto [read, item] =
            call(url, "GetItem", R"({"TableName": "Orders", "Key": {"id": {"S": "2"}}})");
        QCOMPARE(read, 200);
        QCOMPARE(item, QByteArray(R"({"Item":{"id":{"S":"2"}}})"));
    }

    void aTakenPortIsSteppedOver() {
        QTcpServer occupier;
        QVERIFY(occupier.listen(QHostAddress::LocalHost, 0));
        EmbeddedOptions wanted = options(true);
        wanted.port = occupier.serverPort();
        EmbeddedConnection connection(wanted);
        QTRY_COMPARE(connection.state(), Connection::State::Ready);
        const int port = QUrl(connection.endpointUrl()).port();
        QVERIFY(port > wanted.port && port <= wanted.port + 100);
        QCOMPARE(call(connection.endpointUrl(), "ListTables", "{}").second,
                 QByteArray(R"({"TableNames":[]})"));
    }

    void aDatabaseThatIsInUseSaysByWhom() {
        const auto owner = open(true);
        const auto second = open();
        QCOMPARE(second->state(), Connection::State::Failed);
        const QString text = second->failure();
        QVERIFY2(text.contains(QStringLiteral("is in use by process ")), qPrintable(text));
        QVERIFY2(text.contains(QString::number(QCoreApplication::applicationPid())),
                 qPrintable(text));
        QVERIFY2(text.contains(owner->endpointUrl()), qPrintable(text));
        const auto refused = answer(*second, ListTablesInput{});
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().message), text);
    }

    void aFolderThatIsNotOursIsLeftAlone() {
        const QString path = options().directory;
        QVERIFY(QDir().mkpath(path));
        QFile file(path + QStringLiteral("/letter.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("mine");
        file.close();
        const auto connection = open();
        QCOMPARE(connection->state(), Connection::State::Failed);
        QVERIFY(connection->failure().contains(path));
        QCOMPARE(QDir(path).entryList(QDir::NoDotAndDotDot | QDir::AllEntries),
                 QStringList{"letter.txt"});
    }

    void aPathBelowAFileFails() {
        QFile file(options().directory);
        QVERIFY(file.open(QIODevice::WriteOnly));
        EmbeddedOptions below = options();
        below.directory += QStringLiteral("/db");
        EmbeddedConnection connection(below);
        QTRY_COMPARE(connection.state(), Connection::State::Failed);
        QVERIFY(connection.failure().contains(below.directory));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QNetworkAccessManager m_network;
};

QTEST_GUILESS_MAIN(EmbeddedConnectionTest)
#include "embedded_connection_test.moc"
