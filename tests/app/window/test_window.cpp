#include "tests/app/window/test_window.h"

#include <QSignalSpy>
#include <QTest>

#include "engine/values/number.h"

namespace tidemark::testing {
namespace {

using engine::values::AttributeMap;
using engine::values::AttributeValue;
using engine::values::Number;
using namespace engine::operations;

constexpr int longestWaitMs = 10'000;
constexpr int ordersPerCustomer = 10;
constexpr int batchSize = 25;

EmbeddedOptions inMemory() {
    EmbeddedOptions options;
    options.durability = engine::storage::Durability::Memory;
    options.serveHttp = false;
    return options;
}

std::string padded(int number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

}  // namespace

CannedConnection::CannedConnection() : m_inner(inMemory()) {
    connect(&m_inner, &Connection::stateChanged, this, &Connection::stateChanged);
    connect(&m_inner, &Connection::tablesChanged, this, &Connection::tablesChanged);
    connect(&m_inner, &Connection::itemsChanged, this, &Connection::itemsChanged);
}

QFuture<Result<Response>> CannedConnection::execute(Request request) {
    return m_inner.execute(std::move(request));
}

QString CannedConnection::endpointUrl() const {
    return state() == State::Ready ? QStringLiteral("http://127.0.0.1:8000") : QString();
}

Result<Response> run(Connection& connection, Request request) {
    const auto future = connection.execute(std::move(request));
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, longestWaitMs)) {
        return engine::Error::internal("no answer in time");
    }
    return future.result();
}

bool waitUntilOpen(Connection& connection) {
    return QTest::qWaitFor([&] { return connection.state() == Connection::State::Ready; },
                           longestWaitMs);
}

AttributeMap orderKey(int number) {
    AttributeMap key;
    key.emplace("customer",
                AttributeValue::string("CUSTOMER#" + padded(number / ordersPerCustomer)));
    key.emplace("order", AttributeValue::string("ORDER#" + padded(number)));
    return key;
}

AttributeMap order(int number) {
    static constexpr const char* statuses[] = {"DELIVERED", "SHIPPED", "PENDING", "CANCELLED"};
    AttributeMap item = orderKey(number);
    item.emplace("status", AttributeValue::string(statuses[number % 4]));
    item.emplace("total", AttributeValue::number(
                              *Number::parse(std::to_string(10 + number * 37 % 900) + ".50")));
    if (number == 4) {
        item.emplace("note", AttributeValue::null());
    } else if (number != 3) {
        item.emplace("note", AttributeValue::string(number == 5 ? "" : "leave at the door"));
    }
    return item;
}

void makeOrders(Connection& connection, int count) {
    CreateTableInput table;
    table.tableName = "Orders";
    table.attributeDefinitions = {{"customer", engine::values::AttributeType::S},
                                  {"order", engine::values::AttributeType::S},
                                  {"status", engine::values::AttributeType::S}};
    table.keySchema = {{"customer", engine::schema::KeyType::Hash},
                       {"order", engine::schema::KeyType::Range}};
    engine::schema::IndexSpec index;
    index.name = "byStatus";
    index.keySchema = {{"status", engine::schema::KeyType::Hash},
                       {"order", engine::schema::KeyType::Range}};
    index.projection.type = engine::schema::ProjectionType::All;
    table.globalIndexes.emplace().push_back(index);
    table.billingMode = engine::schema::BillingMode::PayPerRequest;
    QVERIFY(run(connection, table).hasValue());
    for (int first = 0; first < count; first += batchSize) {
        BatchWriteItemInput batch;
        for (int number = first; number < std::min(first + batchSize, count); ++number) {
            batch.requestItems["Orders"].push_back({true, order(number)});
        }
        QVERIFY(run(connection, batch).hasValue());
    }
}

std::optional<AttributeMap> storedOrder(Connection& connection, int number) {
    GetItemInput input;
    input.tableName = "Orders";
    input.key = orderKey(number);
    const auto result = run(connection, input);
    if (!result || !std::get<GetItemOutput>(*result).item) {
        return std::nullopt;
    }
    return std::get<GetItemOutput>(*result).item->view().decode();
}

std::unique_ptr<MainWindow> makeWindow(Theme& theme, std::unique_ptr<Connection> connection,
                                       std::unique_ptr<Workspace> workspace) {
    if (!connection) {
        connection = std::make_unique<CannedConnection>();
    }
    if (!workspace) {
        workspace = *Workspace::open(QStringLiteral(":memory:"));
        workspace->setSetting("theme", theme.scheme() == Scheme::Dark ? "dark" : "light");
    }
    auto window = std::make_unique<MainWindow>(theme, *workspace, *connection);
    // Children are destroyed in order: the window's parts first, then what they refer to.
    workspace.release()->setParent(window.get());
    connection.release()->setParent(window.get());
    return window;
}

Connection& connectionOf(const MainWindow& window) {
    return *window.findChild<Connection*>(QString(), Qt::FindDirectChildrenOnly);
}

}  // namespace tidemark::testing
