#pragma once

#include <memory>

#include "app/session/connection.h"
#include "engine/storage/database.h"

namespace tidemark {

struct EmbeddedOptions {
    QString directory;
    engine::storage::Durability durability = engine::storage::Durability::Full;
    bool serveHttp = true;  // false in tests that need no endpoint
    quint16 port = 8000;    // next free one when taken
};

// The embedded engine and its HTTP endpoint, opened, used and closed on a worker thread; reads run
// on a small pool, so that a long scan does not hold up the rest.
class EmbeddedConnection final : public Connection {
    Q_OBJECT
public:
    explicit EmbeddedConnection(EmbeddedOptions options, QObject* parent = nullptr);
    ~EmbeddedConnection() override;  // finishes writes under way, then closes the database

    QFuture<Result<Response>> execute(Request request) override;
    State state() const override;
    QString failure() const override;
    QString displayName() const override;
    QString region() const override;
    QString endpointUrl() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace tidemark
