#pragma once

#include <QStringList>

#include <memory>

#include "app/session/embedded_connection.h"
#include "app/window/main_window.h"
#include "widgets/common/theme.h"

// The real window on a database in memory, for tests and pictures.
namespace tidemark::testing {

// An embedded connection without an endpoint that says it had one, so that no test needs a port.
class CannedConnection final : public Connection {
    Q_OBJECT
public:
    CannedConnection();

    QFuture<Result<Response>> execute(Request request) override;
    State state() const override { return m_inner.state(); }
    QString failure() const override { return m_inner.failure(); }
    QString displayName() const override { return m_inner.displayName(); }
    QString region() const override { return m_inner.region(); }
    QString endpointUrl() const override;

private:
    EmbeddedConnection m_inner;
};

// Waits for the answer while events run.
Result<Response> run(Connection& connection, Request request);
bool waitUntilOpen(Connection& connection);

// Table "Orders" (customer S, order S), `count` items with status, total, note; order 3 has no
// note, order 4 a null note, order 5 an empty one.
void makeOrders(Connection& connection, int count);
engine::values::AttributeMap order(int number);
engine::values::AttributeMap orderKey(int number);
std::optional<engine::values::AttributeMap> storedOrder(Connection& connection, int number);

// The window owns connection and workspace that are handed in; without them it makes its own.
std::unique_ptr<MainWindow> makeWindow(Theme& theme, std::unique_ptr<Connection> connection,
                                       std::unique_ptr<Workspace> workspace = {});
Connection& connectionOf(const MainWindow& window);

}  // namespace tidemark::testing
