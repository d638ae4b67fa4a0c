#pragma once

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QStringList>

#include <optional>
#include <vector>

#include "app/items/read_form.h"
#include "app/session/connection.h"
#include "engine/values/attribute_value.h"
#include "engine/values/item_view.h"

namespace tidemark {

// The rows of one Query or Scan, read through the connection page by page as they come into view.
// Every page remembers the key it starts after (its anchor), so that a page can be read again: when
// its rows were dropped to save memory, or when somebody changed the table. One request at a time.
class ItemsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    ItemsModel(Connection& connection, QObject* parent);

    // Forgets everything and reads from the start. `frozenKeys`: columns shown first;
    // `primaryKey`: the attributes that tell rows apart.
    void start(ReadRequest request, const QStringList& frozenKeys, const QStringList& primaryKey);
    void stop();     // keeps the rows; `resume` goes on where it stopped
    void resume();   // after stop or a failure
    void refresh();  // reads the shown pages again, the others when they come into view
    void setVisibleRows(int first, int last);
    // Reads on until this row is there (or the end); to restore a place.
    void wantRow(int row);

    bool isRunning() const { return m_running; }
    bool isComplete() const { return m_complete; }
    bool hasStarted() const { return m_request.has_value(); }
    int frozenColumnCount() const { return m_keyColumnCount; }

    struct Totals {
        qint64 items = 0;
        qint64 scanned = 0;
        double capacityUnits = 0;
        qint64 milliseconds = 0;
        qint64 lastMilliseconds = 0;
    };
    const Totals& totals() const { return m_totals; }

    // nullptr: the row is not in memory (or there is none).
    const engine::values::EncodedItem* item(int row) const;
    int rowOfKey(const engine::values::AttributeMap& key) const;  // -1: not among the loaded rows
    QString columnName(int column) const;
    // The one type of the attribute among the rows seen; S when mixed or unknown.
    engine::values::AttributeType columnType(const QString& name) const;
    bool hasColumn(const QString& name) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // At most this many pages keep their rows in memory.
    static constexpr int loadedPagesMax = 60;

signals:
    void runningChanged(bool running);
    void progressed();                        // totals changed
    void firstRowsShown();                    // once per start, also when there are none
    void failed(const engine::Error& error);  // reading stopped
    void pageRefreshed();                     // rows may have moved
    void outdated();                          // changed, but too much to read again unasked

private:
    enum class PageState { Fresh, Stale, Dropped };
    struct Page {
        std::optional<engine::values::AttributeMap> startAfter;
        std::vector<engine::values::EncodedItem> items;
        int firstRow = 0;
        int count = 0;
        int limit = 0;
        PageState state = PageState::Fresh;
    };
    struct Column {
        std::string name;
        QString title;
        int type = -1;  // AttributeType, -1 not seen yet, -2 mixed
    };

    void pump();
    std::optional<std::size_t> pageToReadAgain() const;
    bool needsMoreRows() const;
    void readPage(std::size_t page, bool append);
    void handlePage(std::size_t page, bool append, engine::operations::QueryOutput output);
    void handleFailure(const engine::Error& error);
    void appendPage(Page page, engine::operations::QueryOutput& output);
    void replacePage(std::size_t page, engine::operations::QueryOutput& output);
    void replaceRows(std::size_t page, std::vector<engine::values::EncodedItem> items);
    void resizeDropped(std::size_t page, int count);
    void linkNext(std::size_t page, const std::optional<engine::values::AttributeMap>& lastKey);
    void removePagesFrom(std::size_t page);
    void shiftFollowing(std::size_t page, int by);
    void dropFarPages();
    void noteColumns(const std::vector<engine::values::EncodedItem>& items);
    void setRunning(bool running);
    std::size_t pageOfRow(int row) const;
    std::string keyBytes(engine::values::ItemView item) const;
    QVariant cell(const engine::values::EncodedItem& item, int column, int role) const;

    Connection& m_connection;
    std::optional<ReadRequest> m_request;
    std::vector<std::string> m_primaryKey;
    std::vector<Page> m_pages;
    std::vector<Column> m_columns;
    std::optional<engine::values::AttributeMap> m_nextKey;
    Totals m_totals;
    QElapsedTimer m_requestTimer;
    quint64 m_generation = 0;
    int m_keyColumnCount = 0;
    int m_rowCount = 0;
    int m_visibleFirst = 0;
    int m_visibleLast = 0;
    int m_wantedRow = 0;
    bool m_complete = false;
    bool m_inFlight = false;
    bool m_staleOnArrival = false;  // the table changed while the page was on its way
    bool m_running = false;
    bool m_stopped = true;
    bool m_firstShown = false;
};

}  // namespace tidemark
