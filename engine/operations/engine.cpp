#include "engine/operations/engine.h"

#include <algorithm>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/history/as_of.h"
#include "engine/operations/handlers.h"
#include "engine/operations/restart_bookmark.h"
#include "engine/operations/vector_cache.h"

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
    ItemClaims claims;  // outlives the work in the database's queue
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<history::PastReads> past;
    std::unique_ptr<VectorCache> vectors;

    // Held while listeners run, so that none runs after removeListener() has returned.
    std::mutex listenersMutex;
    std::vector<ChangeListener*> listeners;

    void committed(const storage::CommitSummary& summary);
    Context context() const {
        return {*database,         *past,          options.region,
                options.accountId, *options.clock, *options.random,
                options.retention, claims,         *vectors};
    }
    void submit(PreparedWrite prepared, Completion completion, std::string actor);
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
    if (summary.recordsChanged) {
        for (auto* listener : listeners) {
            listener->recordsChanged();
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

void Engine::Private::submit(PreparedWrite prepared, Completion completion, std::string actor) {
    if (!prepared) {
        completion(std::move(prepared).error());
        return;
    }
    auto work = *std::move(prepared);
    if (auto begun = work->begin(claims); !begun) {
        completion(std::move(begun).error());
        return;
    }
    work->setCompletion(std::move(completion));
    work->setActor(std::move(actor));
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
    databaseOptions.retention = d->options.retention;
    databaseOptions.checkpoints = d->options.checkpoints;
    databaseOptions.seams = d->options.seams;
    databaseOptions.onCommit = [priv = d.get()](const storage::CommitSummary& summary) {
        priv->committed(summary);
    };
    auto database = storage::Database::open(std::move(databaseOptions));
    if (!database) {
        return std::move(database).error();
    }
    d->database = *std::move(database);
    d->past = std::make_unique<history::PastReads>(*d->database, *d->options.clock);
    d->vectors = std::make_unique<VectorCache>(*d->database);
    markRestart(*d->database);
    return std::unique_ptr<Engine>(new Engine(std::move(d)));
}

void Engine::execute(Request request, Completion completion, std::string actor) {
    const auto context = d->context();
    struct Dispatch {
        Engine::Private& d;
        const Context& context;
        Completion& completion;
        std::string& actor;

        void write(PreparedWrite prepared) {
            d.submit(std::move(prepared), std::move(completion), std::move(actor));
        }

        void perform(PreparedStatement prepared) {
            if (!prepared) {
                completion(std::move(prepared).error());
            } else if (auto* response = std::get_if<Response>(&*prepared)) {
                completion(std::move(*response));
            } else {
                write(std::get<std::unique_ptr<PendingWrite>>(*std::move(prepared)));
            }
        }

        void operator()(ExecuteStatementInput& input) {
            perform(prepareExecuteStatement(context, std::move(input)));
        }
        void operator()(BatchExecuteStatementInput& input) {
            perform(prepareBatchExecuteStatement(context, input));
        }
        void operator()(ExecuteTransactionInput& input) {
            perform(prepareExecuteTransaction(context, input));
        }
        void operator()(ExplainStatementInput& input) {
            completion(asResponse(explainStatement(context, input)));
        }
        void operator()(CreateTableInput& input) { write(prepareCreateTable(context, input)); }
        void operator()(DeleteTableInput& input) { write(prepareDeleteTable(context, input)); }
        void operator()(PutItemInput& input) { write(preparePutItem(context, std::move(input))); }
        void operator()(UpdateItemInput& input) {
            write(prepareUpdateItem(context, std::move(input)));
        }
        void operator()(DeleteItemInput& input) {
            write(prepareDeleteItem(context, std::move(input)));
        }
        void operator()(BatchWriteItemInput& input) {
            write(prepareBatchWriteItem(context, input));
        }
        void operator()(CreateBookmarkInput& input) {
            write(prepareCreateBookmark(context, std::move(input)));
        }
        void operator()(RestoreItemsInput& input) {
            if (input.dryRun) {
                completion(asResponse(dryRunRestoreItems(context, input)));
            } else {
                write(prepareRestoreItems(context, input));
            }
        }
        void operator()(ListItemVersionsInput& input) {
            completion(asResponse(listItemVersions(context, input)));
        }
        void operator()(DiffTableInput& input) {
            completion(asResponse(diffTable(context, input)));
        }
        void operator()(ListBookmarksInput& input) {
            completion(asResponse(listBookmarks(context, input)));
        }
        void operator()(SearchVectorsInput& input) {
            completion(asResponse(searchVectors(context, input)));
        }
        void operator()(TransactGetItemsInput& input) {
            completion(asResponse(transactGetItems(context, input)));
        }
        void operator()(TransactWriteItemsInput& input) {
            write(prepareTransactWriteItems(context, input));
        }
        void operator()(VerifyInput& input) { completion(asResponse(verify(context, input))); }
        void operator()(DescribeHistoryInput& input) {
            completion(asResponse(describeHistory(context, input)));
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
        void operator()(ListStreamsInput& input) {
            completion(asResponse(listStreams(context, input)));
        }
        void operator()(DescribeStreamInput& input) {
            completion(asResponse(describeStream(context, input)));
        }
        void operator()(GetShardIteratorInput& input) {
            completion(asResponse(getShardIterator(context, input)));
        }
        void operator()(GetRecordsInput& input) {
            completion(asResponse(getRecords(context, input)));
        }
        void operator()(UpdateTableInput& input) {
            write(prepareUpdateTable(context, std::move(input)));
        }
        void operator()(UpdateTimeToLiveInput& input) {
            write(prepareUpdateTimeToLive(context, std::move(input)));
        }
        void operator()(DescribeTimeToLiveInput& input) {
            completion(asResponse(describeTimeToLive(context, input)));
        }
        void operator()(UpdateContinuousBackupsInput& input) {
            write(prepareUpdateContinuousBackups(context, std::move(input)));
        }
        void operator()(DescribeContinuousBackupsInput& input) {
            completion(asResponse(describeContinuousBackups(context, input)));
        }
        void operator()(ConfirmClockInput& input) { write(prepareConfirmClock(context, input)); }
        void operator()(CreateBackupInput& input) { write(prepareCreateBackup(context, input)); }
        void operator()(DeleteBackupInput& input) { write(prepareDeleteBackup(context, input)); }
        void operator()(DescribeBackupInput& input) {
            completion(asResponse(describeBackup(context, input)));
        }
        void operator()(DescribeExportInput& input) {
            completion(asResponse(describeExport(context, input)));
        }
        void operator()(DescribeImportInput& input) {
            completion(asResponse(describeImport(context, input)));
        }
        void operator()(ExportTableToPointInTimeInput& input) {
            write(prepareExportTableToPointInTime(context, input));
        }
        void operator()(ImportTableInput& input) { write(prepareImportTable(context, input)); }
        void operator()(ListBackupsInput& input) {
            completion(asResponse(listBackups(context, input)));
        }
        void operator()(ListExportsInput& input) {
            completion(asResponse(listExports(context, input)));
        }
        void operator()(ListImportsInput& input) {
            completion(asResponse(listImports(context, input)));
        }
        void operator()(RestoreTableFromBackupInput& input) {
            write(prepareRestoreTableFromBackup(context, input));
        }
        void operator()(RestoreTableToPointInTimeInput& input) {
            write(prepareRestoreTableToPointInTime(context, input));
        }
        void operator()(TagResourceInput& input) {
            write(prepareTagResource(context, std::move(input)));
        }
        void operator()(UntagResourceInput& input) {
            write(prepareUntagResource(context, std::move(input)));
        }
        void operator()(PutResourcePolicyInput& input) {
            write(preparePutResourcePolicy(context, std::move(input)));
        }
        void operator()(DeleteResourcePolicyInput& input) {
            write(prepareDeleteResourcePolicy(context, std::move(input)));
        }
        void operator()(UpdateContributorInsightsInput& input) {
            write(prepareUpdateContributorInsights(context, std::move(input)));
        }
        void operator()(EnableKinesisStreamingDestinationInput& input) {
            write(prepareEnableKinesisStreamingDestination(context, std::move(input)));
        }
        void operator()(DisableKinesisStreamingDestinationInput& input) {
            write(prepareDisableKinesisStreamingDestination(context, std::move(input)));
        }
        void operator()(UpdateKinesisStreamingDestinationInput& input) {
            write(prepareUpdateKinesisStreamingDestination(context, std::move(input)));
        }
        void operator()(ListTagsOfResourceInput& input) {
            completion(asResponse(listTagsOfResource(context, input)));
        }
        void operator()(GetResourcePolicyInput& input) {
            completion(asResponse(getResourcePolicy(context, input)));
        }
        void operator()(DescribeContributorInsightsInput& input) {
            completion(asResponse(describeContributorInsights(context, input)));
        }
        void operator()(ListContributorInsightsInput& input) {
            completion(asResponse(listContributorInsights(context, input)));
        }
        void operator()(DescribeKinesisStreamingDestinationInput& input) {
            completion(asResponse(describeKinesisStreamingDestination(context, input)));
        }
        void operator()(DescribeLimitsInput&) { completion(Response(DescribeLimitsOutput{})); }
        void operator()(DescribeEndpointsInput& input) {
            completion(Response(DescribeEndpointsOutput{std::move(input.host)}));
        }
        void operator()(ListGlobalTablesInput&) { completion(Response(ListGlobalTablesOutput{})); }
        void operator()(CreateGlobalTableInput& input) { completion(refuse(input)); }
        void operator()(DescribeGlobalTableInput& input) { completion(refuse(input)); }
        void operator()(DescribeGlobalTableSettingsInput& input) { completion(refuse(input)); }
        void operator()(UpdateGlobalTableInput& input) { completion(refuse(input)); }
        void operator()(UpdateGlobalTableSettingsInput& input) { completion(refuse(input)); }
        void operator()(DescribeTableReplicaAutoScalingInput& input) { completion(refuse(input)); }
        void operator()(UpdateTableReplicaAutoScalingInput& input) { completion(refuse(input)); }
        void operator()(StartBulkPutItemsInput& input) {
            write(prepareStartBulkPutItems(context, std::move(input)));
        }
        void operator()(CancelBulkOperationInput& input) {
            write(prepareCancelBulkOperation(context, std::move(input)));
        }
        void operator()(DescribeBulkOperationInput& input) {
            completion(asResponse(describeBulkOperation(context, input)));
        }
        void operator()(ListBulkOperationsInput& input) {
            completion(asResponse(listBulkOperations(context, input)));
        }
    };
    std::visit(Dispatch{*d, context, completion, actor}, request);
}

Result<Response> Engine::executeAndWait(Request request, std::string actor) {
    // Shared with the completion: it may still be inside set_value() when this thread goes on.
    const auto promise = std::make_shared<std::promise<Result<Response>>>();
    auto future = promise->get_future();
    execute(
        std::move(request),
        [promise](Result<Response> result) { promise->set_value(std::move(result)); },
        std::move(actor));
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

history::PastReads& Engine::past() {
    return *d->past;
}

}  // namespace engine::operations
