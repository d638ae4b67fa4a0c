#include "engine/storage/database.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "engine/storage/catalog.h"
#include "engine/storage/commit_sink.h"
#include "engine/storage/database_directory.h"
#include "engine/storage/read_transaction.h"
#include "engine/storage/recovery.h"
#include "engine/storage/verify_state.h"
#include "engine/storage/writer.h"

namespace engine::storage {
namespace {

class OpenDatabase final : public Database, public Verifiable {
public:
    OpenDatabase(DatabaseDirectory directory, Recovered recovered, DatabaseOptions options)
        : m_directory(std::move(directory)), m_recovered(std::move(recovered)) {
        m_catalog.set(m_recovered.catalog);
        m_sink = makeLogCommitSink(m_recovered, options, [this] { wakeWriter(); });
        auto writer = std::make_unique<Writer>(*m_recovered.environment, m_catalog, *m_sink,
                                               std::move(options.onCommit));
        const std::lock_guard lock(m_writerMutex);
        m_writer = std::move(writer);
        m_writing = m_writer.get();
    }

    ~OpenDatabase() override {
        std::unique_ptr<Writer> writer;
        {
            const std::lock_guard lock(m_writerMutex);
            writer = std::move(m_writer);
        }
        writer.reset();
        m_sink.reset();
    }

    std::shared_ptr<const Catalog> catalog() const override { return m_catalog.get(); }
    Result<std::unique_ptr<ReadTransaction>> beginRead() override {
        if (auto settled = m_writing->settle(); !settled) {
            return std::move(settled).error();
        }
        return beginReadTransaction(*m_recovered.environment);
    }
    void submit(std::unique_ptr<WriteWork> work) override { m_writing->submit(std::move(work)); }
    HistoryExtent history() const override { return m_recovered.log->extent(); }
    Result<std::unique_ptr<ChangeReader>> readChanges(ChangeFilter filter, Sequence after,
                                                      Sequence upTo) override {
        return m_recovered.log->read(std::move(filter), after, upTo);
    }
    Result<Sequence> sequenceAt(Timestamp time) override {
        const Sequence last = history().last;
        auto found = m_recovered.log->sequenceAt(time);
        return found ? std::min(*found, last) : found;
    }
    Result<Timestamp> timeOf(Sequence sequence) override {
        return m_recovered.log->timeOf(sequence);
    }
    Environment& environment() override {
        // After an error the trees lack what was acknowledged, and whoever compares finds it.
        const auto settled = m_writing->settle();
        static_cast<void>(settled);
        return *m_recovered.environment;
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
    // From the threads of the sink, which live a little longer than the writer.
    void wakeWriter() {
        const std::lock_guard lock(m_writerMutex);
        if (m_writer) {
            m_writer->wake();
        }
    }

    // In this order, so that each ends before what it uses.
    DatabaseDirectory m_directory;
    Recovered m_recovered;
    PublishedCatalog m_catalog;
    std::mutex m_endpointMutex;
    std::unique_ptr<CommitSink> m_sink;
    std::mutex m_writerMutex;
    std::unique_ptr<Writer> m_writer;
    Writer* m_writing = nullptr;  // stays until the last answer has left
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
    auto recovered = recoverDatabase(directory->path(), directory->databaseId(), options);
    if (!recovered) {
        return std::move(recovered).error();
    }
    return std::unique_ptr<Database>(std::make_unique<OpenDatabase>(
        std::move(directory).value(), std::move(recovered).value(), std::move(options)));
}

}  // namespace engine::storage
