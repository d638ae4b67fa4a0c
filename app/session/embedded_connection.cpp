#include "app/session/embedded_connection.h"

#include <mutex>
#include <set>

#include <QPromise>
#include <QThreadPool>
#include <QTimer>

#include "engine/endpoint/http_server.h"
#include "engine/jobs/job_runner.h"
#include "engine/jobs/time_to_live.h"

namespace tidemark {
namespace {

using engine::endpoint::HttpServer;
using engine::jobs::JobRunner;
using engine::jobs::TimeToLiveSweeper;
using engine::operations::Engine;

constexpr int coalesceMs = 100;
constexpr int workerThreads = 4;

QString fromUtf8(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// What opening gave, made on the worker thread and handed to the GUI thread whole.
struct Opened {
    std::unique_ptr<Engine> engine;
    std::unique_ptr<TimeToLiveSweeper> sweeper;
    std::unique_ptr<JobRunner> jobs;
    std::unique_ptr<HttpServer> server;
    QString failure;
};

Opened openDatabase(const EmbeddedOptions& options) {
    Opened opened;
    engine::operations::EngineOptions engineOptions;
    engineOptions.directory = options.directory.toStdString();
    engineOptions.durability = options.durability;
    auto database = Engine::open(std::move(engineOptions));
    if (!database) {
        opened.failure = fromUtf8(database.error().message);
        return opened;
    }
    opened.engine = std::move(*database);
    opened.sweeper = std::make_unique<TimeToLiveSweeper>(*opened.engine);
    opened.jobs = std::make_unique<JobRunner>(*opened.engine);
    if (!options.serveHttp) {
        return opened;
    }
    engine::endpoint::HttpServerOptions serverOptions;
    serverOptions.port = options.port;
    serverOptions.nextFreePort = true;
    auto server = HttpServer::start(std::move(serverOptions), *opened.engine);
    if (!server) {
        opened.failure = fromUtf8(server.error().message);
        opened.sweeper.reset();
        opened.jobs.reset();
        opened.engine.reset();
        return opened;
    }
    opened.server = std::move(*server);
    opened.engine->database().setEndpoint(opened.server->url());
    return opened;
}

}  // namespace

struct EmbeddedConnection::Private final : engine::operations::ChangeListener {
    Private(EmbeddedConnection& connection, EmbeddedOptions openOptions)
        : q(connection), options(std::move(openOptions)) {
        pool.setMaxThreadCount(workerThreads);
        coalesce.setSingleShot(true);
        coalesce.setInterval(coalesceMs);
        QObject::connect(&coalesce, &QTimer::timeout, &q, [this] { emitChanges(); });
    }

    // On the writer thread.
    void tablesChanged() override { note({}); }
    void itemsChanged(const std::string& tableName) override { note(fromUtf8(tableName)); }

    void note(const QString& tableName) {
        const std::lock_guard lock(mutex);
        if (tableName.isEmpty()) {
            tablesDirty = true;
        } else {
            dirtyTables.insert(tableName);
        }
        if (!posted) {
            posted = true;
            QMetaObject::invokeMethod(
                &q, [this] { coalesce.start(); }, Qt::QueuedConnection);
        }
    }

    void emitChanges() {
        bool tables = false;
        std::set<QString> names;
        {
            const std::lock_guard lock(mutex);
            tables = std::exchange(tablesDirty, false);
            names.swap(dirtyTables);
            posted = false;
        }
        if (tables) {
            emit q.tablesChanged();
        }
        for (const QString& name : names) {
            emit q.itemsChanged(name);
        }
    }

    void take(Opened opened) {
        failure = opened.failure;
        state = failure.isEmpty() ? State::Ready : State::Failed;
        engine = std::move(opened.engine);
        sweeper = std::move(opened.sweeper);
        jobs = std::move(opened.jobs);
        server = std::move(opened.server);
        if (engine) {
            engine->addListener(this);
        }
        if (server) {
            endpointUrl = fromUtf8(server->url());
        }
        emit q.stateChanged();
    }

    EmbeddedConnection& q;
    const EmbeddedOptions options;
    State state = State::Opening;
    QString failure;
    QString endpointUrl;
    QTimer coalesce;
    std::mutex mutex;  // guards the three below
    bool tablesDirty = false;
    bool posted = false;
    std::set<QString> dirtyTables;
    // Destroyed by hand, in this order: server, pool, sweeper, jobs, engine.
    std::unique_ptr<Engine> engine;
    std::unique_ptr<TimeToLiveSweeper> sweeper;
    std::unique_ptr<JobRunner> jobs;
    std::unique_ptr<HttpServer> server;
    QThreadPool pool;
};

EmbeddedConnection::EmbeddedConnection(EmbeddedOptions options, QObject* parent)
    : Connection(parent), d(std::make_unique<Private>(*this, std::move(options))) {
    d->pool.start([this] {
        // std::function copies what it holds, so the result travels in a shared pointer.
        auto opened = std::make_shared<Opened>(openDatabase(d->options));
        QMetaObject::invokeMethod(
            this, [this, opened] { d->take(std::move(*opened)); }, Qt::QueuedConnection);
    });
}

EmbeddedConnection::~EmbeddedConnection() {
    d->state = State::Closed;
    d->server.reset();
    d->pool.waitForDone();
    d->sweeper.reset();
    d->jobs.reset();
    if (d->engine) {
        d->engine->removeListener(d.get());
        d->engine.reset();
    }
}

QFuture<Result<Response>> EmbeddedConnection::execute(Request request) {
    auto promise = std::make_shared<QPromise<Result<Response>>>();
    QFuture<Result<Response>> future = promise->future();
    promise->start();
    if (d->state != State::Ready) {
        promise->addResult(Result<Response>(engine::Error::internal(
            d->failure.isEmpty() ? "The database is not open yet" : d->failure.toStdString())));
        promise->finish();
        return future;
    }
    auto shared = std::make_shared<Request>(std::move(request));
    Engine* engine = d->engine.get();
    d->pool.start([engine, shared, promise] {
        engine->execute(
            std::move(*shared),
            [promise](Result<Response> result) {
                promise->addResult(std::move(result));
                promise->finish();
            },
            "window");
    });
    return future;
}

Connection::State EmbeddedConnection::state() const {
    return d->state;
}
QString EmbeddedConnection::failure() const {
    return d->failure;
}
QString EmbeddedConnection::displayName() const {
    return tr("Local database");
}
QString EmbeddedConnection::endpointUrl() const {
    return d->endpointUrl;
}

QString EmbeddedConnection::region() const {
    return d->engine ? fromUtf8(d->engine->options().region) : QString();
}

}  // namespace tidemark
