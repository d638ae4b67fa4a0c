#include "engine/storage/database.h"

#include <mutex>
#include <utility>

#include "engine/storage/catalog.h"
#include "engine/storage/commit_sink.h"
#include "engine/storage/database_directory.h"
#include "engine/storage/environment.h"
#include "engine/storage/read_transaction.h"
#include "engine/storage/writer.h"

namespace engine::storage {
namespace {

class OpenDatabase final : public Database {
public:
    OpenDatabase(DatabaseDirectory directory, std::unique_ptr<Environment> environment,
                 std::unique_ptr<CommitSink> sink, std::shared_ptr<const CatalogSnapshot> catalog,
                 DatabaseOptions options)
        : m_directory(std::move(directory)),
          m_environment(std::move(environment)),
          m_sink(std::move(sink)) {
        m_catalog.set(std::move(catalog));
        m_writer.emplace(*m_environment, m_catalog, *m_sink, std::move(options.onCommit));
    }

    std::shared_ptr<const Catalog> catalog() const override { return m_catalog.get(); }
    Result<std::unique_ptr<ReadTransaction>> beginRead() override {
        return beginReadTransaction(*m_environment);
    }
    void submit(std::unique_ptr<WriteWork> work) override { m_writer->submit(std::move(work)); }
    HistoryExtent history() const override { return {}; }
    Result<std::unique_ptr<ChangeReader>> readChanges(ChangeFilter /*filter*/, Sequence /*after*/,
                                                      Sequence /*upTo*/) override {
        return Error::internal("There is no change log yet.");
    }
    Result<Sequence> sequenceAt(Timestamp /*time*/) override {
        return Error::internal("There is no change log yet.");
    }
    const std::string& directory() const override { return m_directory.path(); }
    const std::string& databaseId() const override { return m_directory.databaseId(); }

    void setEndpoint(std::string_view url) override {
        const std::lock_guard lock(m_endpointMutex);
        // Without it a second process only says less about this one.
        const auto written = m_directory.announce(url);
        static_cast<void>(written);
    }

private:
    // In this order, so that the writer ends before what it uses.
    DatabaseDirectory m_directory;
    std::unique_ptr<Environment> m_environment;
    std::unique_ptr<CommitSink> m_sink;
    PublishedCatalog m_catalog;
    std::mutex m_endpointMutex;
    std::optional<Writer> m_writer;
};

}  // namespace

Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options) {
    auto directory = DatabaseDirectory::open(options);
    if (!directory) {
        return std::move(directory).error();
    }
    if (auto announced = directory->announce({}); !announced) {
        return std::move(announced).error();
    }
    auto environment = Environment::open(
        {.directory = directory->statePath(),
         .mapBytes = options.mapBytes,
         .flags = options.durability == Durability::Memory ? unsigned{MDB_NOSYNC} : 0U});
    if (!environment) {
        return std::move(environment).error();
    }
    auto catalog = [&]() -> Result<std::shared_ptr<const CatalogSnapshot>> {
        const auto snapshot = Snapshot::begin(**environment);
        if (!snapshot) {
            return snapshot.error();
        }
        return loadCatalog(snapshot->transaction(), **environment);
    }();
    if (!catalog) {
        return std::move(catalog).error();
    }
    auto sink = makeLmdbCommitSink(**environment, *options.clock);
    if (!sink) {
        return std::move(sink).error();
    }
    return std::unique_ptr<Database>(std::make_unique<OpenDatabase>(
        std::move(directory).value(), std::move(environment).value(), std::move(sink).value(),
        std::move(catalog).value(), std::move(options)));
}

}  // namespace engine::storage
