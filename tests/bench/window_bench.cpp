// window_bench [ITEMS] [DIR]: opens the real window on a table of ITEMS items (1,000,000) and
// measures from the click to the first rows on the screen, then pages down and counts the gaps of
// the event loop. Prints one JSON line; asserts nothing.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeView>

#include "app/explorer/explorer_panel.h"
#include "app/items/table_tab.h"
#include "app/session/embedded_connection.h"
#include "app/window/main_window.h"
#include "engine/operations/engine.h"
#include "widgets/common/theme.h"
#include "widgets/grid/item_grid.h"

using namespace tidemark;
using engine::operations::BatchWriteItemInput;
using engine::operations::CreateTableInput;
using engine::operations::Engine;
using engine::values::AttributeType;
using engine::values::AttributeValue;
using engine::values::Number;

namespace {

constexpr int batchSize = 25;
constexpr int batchesUnderWay = 400;
constexpr int pagesDown = 300;
constexpr qint64 gapLimitMs = 50;

// The time between two turns of the event loop, seen by a timer that always fires.
class GapMeter final : public QObject {
public:
    GapMeter() {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(0);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_gaps.push_back(m_clock.nsecsElapsed());
            m_clock.start();
        });
    }
    void start() {
        m_gaps.clear();
        m_clock.start();
        m_timer.start();
    }
    void stop() {
        m_timer.stop();
        std::sort(m_gaps.begin(), m_gaps.end());
    }
    double maxMs() const { return m_gaps.empty() ? 0 : static_cast<double>(m_gaps.back()) / 1e6; }
    double p99Ms() const {
        return m_gaps.empty() ? 0 : static_cast<double>(m_gaps[m_gaps.size() * 99 / 100]) / 1e6;
    }
    qint64 overLimit() const {
        return std::count_if(m_gaps.begin(), m_gaps.end(),
                             [](qint64 gap) { return gap > gapLimitMs * 1'000'000; });
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<qint64> m_gaps;
};

// Sees the first paint of the grid's viewport that has rows to paint.
class PaintWatcher final : public QObject {
public:
    explicit PaintWatcher(const ItemsModel& model) : m_model(model) {}
    bool painted() const { return m_painted; }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        m_painted = m_painted || (event->type() == QEvent::Paint && m_model.rowCount() > 0);
        return false;
    }

private:
    const ItemsModel& m_model;
    bool m_painted = false;
};

AttributeValue text(const std::string& value) {
    return AttributeValue::string(value);
}

engine::values::AttributeMap item(int number) {
    engine::values::AttributeMap result;
    result.emplace("pk", text("CUSTOMER#" + std::to_string(number / 20)));
    result.emplace("sk", text("ORDER#" + std::to_string(1'000'000 + number)));
    result.emplace("status", text(number % 3 == 0 ? "SHIPPED" : "DELIVERED"));
    result.emplace("total", AttributeValue::number(Number::fromInteger(number % 977)));
    result.emplace("gift", AttributeValue::boolean(number % 7 == 0));
    return result;
}

bool fill(const std::string& directory, int items) {
    engine::operations::EngineOptions options;
    options.directory = directory;
    options.durability = engine::storage::Durability::Interval;
    auto engine = Engine::open(options);
    if (!engine) {
        std::fprintf(stderr, "%s\n", engine.error().message.c_str());
        return false;
    }
    CreateTableInput table;
    table.tableName = "Million";
    table.attributeDefinitions = {{"pk", AttributeType::S}, {"sk", AttributeType::S}};
    table.keySchema = {{"pk", engine::schema::KeyType::Hash},
                       {"sk", engine::schema::KeyType::Range}};
    table.billingMode = engine::schema::BillingMode::PayPerRequest;
    if (!(*engine)->executeAndWait(table)) {
        return false;
    }
    std::atomic<int> underWay = 0;
    std::atomic<int> failed = 0;
    for (int first = 0; first < items; first += batchSize) {
        BatchWriteItemInput batch;
        for (int i = first; i < std::min(items, first + batchSize); ++i) {
            batch.requestItems["Million"].push_back({true, item(i)});
        }
        for (int now = underWay; now >= batchesUnderWay; now = underWay) {
            underWay.wait(now);
        }
        ++underWay;
        (*engine)->execute(std::move(batch), [&](const engine::Result<Response>& result) {
            failed += result ? 0 : 1;
            --underWay;
            underWay.notify_one();
        });
    }
    for (int now = underWay; now > 0; now = underWay) {
        underWay.wait(now);
    }
    return failed == 0;
}

void clickFirstTable(QTreeView& tree) {
    const QModelIndex table = tree.model()->index(0, 0, tree.model()->index(0, 0));
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(table).center());
}

int measureWindow(Theme& theme, const QString& directory, int items, qint64 fillMs) {
    auto workspace = Workspace::open(QStringLiteral(":memory:"));
    EmbeddedOptions options;
    options.directory = directory;
    options.serveHttp = false;
    EmbeddedConnection connection(options);
    MainWindow window(theme, **workspace, connection);
    window.show();
    if (!QTest::qWaitFor([&] { return !window.explorer()->model()->tableNames().isEmpty(); },
                         60'000)) {
        std::fprintf(stderr, "the table did not appear\n");
        return 1;
    }
    QTest::qWait(500);

    GapMeter opening;
    opening.start();
    QElapsedTimer sinceClick;
    sinceClick.start();
    clickFirstTable(*window.explorer()->tree());
    TableTab* tab = window.currentTable();
    PaintWatcher watcher(*tab->model());
    tab->grid()->viewport()->installEventFilter(&watcher);
    while (!watcher.painted() && sinceClick.elapsed() < 60'000) {
        QCoreApplication::processEvents(QEventLoop::AllEvents);
    }
    const double firstRowsMs = static_cast<double>(sinceClick.nsecsElapsed()) / 1e6;
    opening.stop();

    GapMeter paging;
    paging.start();
    for (int page = 0; page < pagesDown; ++page) {
        QTest::keyClick(tab->grid(), Qt::Key_PageDown);
        for (int turn = 0; turn < 5; ++turn) {
            QCoreApplication::processEvents(QEventLoop::AllEvents);
        }
    }
    paging.stop();
    std::printf(
        "{\"items\": %d, \"fill_ms\": %lld, \"click_to_first_rows_ms\": %.1f, "
        "\"opening_gap_max_ms\": %.1f, \"pages\": %d, \"rows_loaded\": %d, "
        "\"last_row\": %d, \"gap_max_ms\": %.1f, \"gap_p99_ms\": %.2f, "
        "\"gaps_over_50_ms\": %lld}\n",
        items, static_cast<long long>(fillMs), firstRowsMs, opening.maxMs(), pagesDown,
        tab->model()->rowCount(), tab->grid()->currentIndex().row(), paging.maxMs(), paging.p99Ms(),
        static_cast<long long>(paging.overLimit()));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    const int items = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    QTemporaryDir temporary;
    const QString directory =
        argc > 2 ? QString::fromLocal8Bit(argv[2]) : temporary.filePath(QStringLiteral("db"));
    QElapsedTimer filling;
    filling.start();
    if (!QFileInfo::exists(directory + QStringLiteral("/tidemark.json")) &&
        !fill(directory.toStdString(), items)) {
        std::fprintf(stderr, "the table could not be filled\n");
        return 1;
    }
    const qint64 fillMs = filling.elapsed();
    Theme theme(application);
    return measureWindow(theme, directory, items, fillMs);
}
