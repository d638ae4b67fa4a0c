#include "app/session/sample_data.h"

#include <algorithm>
#include <utility>

#include "app/session/on_answer.h"

namespace tidemark {
namespace {

constexpr int batchSize = 25;

}  // namespace

SampleLoader::SampleLoader(Connection& connection, QObject* parent)
    : QObject(parent), m_connection(connection) {
}

void SampleLoader::start() {
    createTable();
}

void SampleLoader::cancel() {
    m_cancelled = true;
}

void SampleLoader::createTable() {
    onAnswer(m_connection.execute(SampleData::tableSpec()), this,
             [this](const Result<Response>& result) {
                 const bool exists =
                     !result && result.error().kind == engine::ErrorKind::ResourceInUse;
                 if (!result && !exists) {
                     finish(false, QString::fromStdString(result.error().message));
                     return;
                 }
                 writeNextBatch();
             });
}

void SampleLoader::writeNextBatch() {
    if (m_cancelled) {
        finish(false,
               tr("Stopped after %1 of %2 items.").arg(m_written).arg(SampleData::itemCount()));
        return;
    }
    if (m_written == SampleData::itemCount()) {
        finish(true, tr("%n sample items written.", nullptr, m_written));
        return;
    }
    const int end = std::min(m_written + batchSize, SampleData::itemCount());
    engine::operations::BatchWriteItemInput input;
    auto& requests = input.requestItems[SampleData::tableSpec().tableName];
    for (int i = m_written; i < end; ++i) {
        requests.push_back({true, SampleData::item(i)});
    }
    writeBatch(std::move(input), end);
}

// A service may leave part of a batch unprocessed; that part is sent again.
void SampleLoader::writeBatch(engine::operations::BatchWriteItemInput input, int end) {
    onAnswer(m_connection.execute(std::move(input)), this,
             [this, end](const Result<Response>& result) {
                 if (!result) {
                     finish(false, QString::fromStdString(result.error().message));
                     return;
                 }
                 const auto& output = std::get<engine::operations::BatchWriteItemOutput>(*result);
                 if (!output.unprocessedItems.empty() && !m_cancelled) {
                     engine::operations::BatchWriteItemInput rest;
                     rest.requestItems = output.unprocessedItems;
                     writeBatch(std::move(rest), end);
                     return;
                 }
                 if (output.unprocessedItems.empty()) {
                     m_written = end;
                     emit progressed(m_written, SampleData::itemCount());
                 }
                 writeNextBatch();
             });
}

void SampleLoader::finish(bool ok, const QString& message) {
    emit finished(ok, message);
    deleteLater();
}

}  // namespace tidemark
