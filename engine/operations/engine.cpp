#include "engine/operations/engine.h"

#include <algorithm>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

template <class Output>
Result<Response> asResponse(Result<Output> output) {
    if (!output) {
        return std::move(output).error();
    }
    return Response(*std::move(output));
}

}  // namespace

struct Engine::Private {
    EngineOptions options;
    std::unique_ptr<storage::Database> database;

    // Held while listeners run, so that none runs after removeListener() has returned.
    std::mutex listenersMutex;
    std::vector<ChangeListener*> listeners;

    void committed(const storage::CommitSummary& summary);
    Context context() const {
        return {*database, options.region, options.accountId, *options.clock, *options.random};
    }
    void submit(PreparedWrite prepared, Completion completion);
};

void Engine::Private::committed(const storage::CommitSummary& summary) {
    const std::lock_guard lock(listenersMutex);
    if (listeners.empty()) {
        return;
    }
    if (summary.catalogChanged) {
        for (auto* listener : listeners) {
            listener->tablesChanged();
        }
    }
    const auto catalog = database->catalog();
    for (const auto number : summary.tables) {
        const auto table = catalog->find(number);
        if (!table) {
            continue;
        }
        for (auto* listener : listeners) {
            listener->itemsChanged(table->name);
        }
    }
}

void Engine::Private::submit(PreparedWrite prepared, Completion completion) {
    if (!prepared) {
        completion(std::move(prepared).error());
        return;
    }
    auto work = *std::move(prepared);
    work->setCompletion(std::move(completion));
    database->submit(std::move(work));
}

Engine::Engine(std::unique_ptr<Private> priv) : d(std::move(priv)) {
}

Engine::~Engine() {
    // The database finishes its queue while it closes; by then nobody may be told any more.
    const std::lock_guard lock(d->listenersMutex);
    d->listeners.clear();
}

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options) {
    auto d = std::make_unique<Private>();
    d->options = std::move(options);
    storage::DatabaseOptions databaseOptions;
    databaseOptions.directory = d->options.directory;
    databaseOptions.durability = d->options.durability;
    databaseOptions.clock = d->options.clock;
    databaseOptions.random = d->options.random;
    databaseOptions.onCommit = [priv = d.get()](const storage::CommitSummary& summary) {
        priv->committed(summary);
    };
    auto database = storage::Database::open(std::move(databaseOptions));
    if (!database) {
        return std::move(database).error();
    }
    d->database = *std::move(database);
    return std::unique_ptr<Engine>(new Engine(std::move(d)));
}

void Engine::execute(Request request, Completion completion) {
    const auto context = d->context();
    struct Dispatch {
        Engine::Private& d;
        const Context& context;
        Completion& completion;

        void operator()(CreateTableInput& input) {
            d.submit(prepareCreateTable(context, input), std::move(completion));
        }
        void operator()(DeleteTableInput& input) {
            d.submit(prepareDeleteTable(context, input), std::move(completion));
        }
        void operator()(PutItemInput& input) {
            d.submit(preparePutItem(context, std::move(input)), std::move(completion));
        }
        void operator()(UpdateItemInput& input) {
            d.submit(prepareUpdateItem(context, std::move(input)), std::move(completion));
        }
        void operator()(DeleteItemInput& input) {
            d.submit(prepareDeleteItem(context, std::move(input)), std::move(completion));
        }
        void operator()(BatchWriteItemInput& input) {
            d.submit(prepareBatchWriteItem(context, input), std::move(completion));
        }
        void operator()(DescribeTableInput& input) {
            completion(asResponse(describeTable(context, input)));
        }
        void operator()(ListTablesInput& input) {
            completion(asResponse(listTables(context, input)));
        }
        void operator()(GetItemInput& input) { completion(asResponse(getItem(context, input))); }
        void operator()(BatchGetItemInput& input) {
            completion(asResponse(batchGetItem(context, input)));
        }
        void operator()(QueryInput& input) { completion(asResponse(query(context, input))); }
        void operator()(ScanInput& input) { completion(asResponse(scan(context, input))); }
    };
    std::visit(Dispatch{*d, context, completion}, request);
}

Result<Response> Engine::executeAndWait(Request request) {
    // Shared with the completion: it may still be inside set_value() when this thread goes on.
    const auto promise = std::make_shared<std::promise<Result<Response>>>();
    auto future = promise->get_future();
    execute(std::move(request),
            [promise](Result<Response> result) { promise->set_value(std::move(result)); });
    return future.get();
}

void Engine::addListener(ChangeListener* listener) {
    const std::lock_guard lock(d->listenersMutex);
    d->listeners.push_back(listener);
}

void Engine::removeListener(ChangeListener* listener) {
    const std::lock_guard lock(d->listenersMutex);
    std::erase(d->listeners, listener);
}

const EngineOptions& Engine::options() const {
    return d->options;
}

storage::Database& Engine::database() {
    return *d->database;
}

}  // namespace engine::operations
