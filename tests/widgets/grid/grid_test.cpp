#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <ctime>

#include "tests/widgets/grid/canned_model.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/grid/item_grid.h"

using namespace tidemark;
using tidemark::testing::CannedModel;

namespace {

double milliseconds(std::clock_t ticks) {
    return 1000.0 * static_cast<double>(ticks) / CLOCKS_PER_SEC;
}

}  // namespace

// Real mouse and key events on a grid in a window with a field before and after it.
class GridTest final : public QObject {
    Q_OBJECT
public:
    explicit GridTest(Theme& theme) : m_theme(theme) {}

private:
    void showGrid(int rows) {
        m_window = std::make_unique<QWidget>();
        auto* row = new QHBoxLayout(m_window.get());
        m_before = new QLineEdit(m_window.get());
        m_after = new QLineEdit(m_window.get());
        m_grid = new ItemGrid(m_theme, m_window.get());
        m_model = new CannedModel(rows, m_grid);
        row->addWidget(m_before);
        row->addWidget(m_grid, 1);
        row->addWidget(m_after);
        QWidget::setTabOrder(m_before, m_grid);
        QWidget::setTabOrder(m_grid, m_after);
        m_window->resize(800, 420);
        m_grid->setFrozenColumns(2);
        m_grid->setModel(m_model);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_grid->fitColumns();
        m_grid->setFocus();
        QCoreApplication::processEvents();
    }
    QPoint cellCenter(QTableView* view, int row, int column) const {
        return view->visualRect(m_model->index(row, column)).center();
    }

    // A view takes the second click for a double click only after a first one on the same cell.
    void doubleClick(QTableView* view, int row, int column) const {
        const QPoint at = cellCenter(view, row, column);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, at);
    }

private slots:
    void init() { m_theme.setChoice(SchemeChoice::Light); }
    void cleanup() { m_window.reset(); }

    void frozenColumnsStayWhenScrollingRight() {
        showGrid(100);
        QTableView* frozen = m_grid->frozenView();
        QVERIFY(frozen->isVisible());
        QCOMPARE(frozen->width(), m_grid->columnWidth(0) + m_grid->columnWidth(1));
        const int mainBefore = m_grid->columnViewportPosition(0);
        m_grid->horizontalScrollBar()->setValue(m_grid->horizontalScrollBar()->maximum());
        QVERIFY(m_grid->columnViewportPosition(0) < mainBefore);
        QCOMPARE(frozen->columnViewportPosition(0), 0);
        QCOMPARE(frozen->geometry().left(), m_grid->viewport()->geometry().left());
    }

    void clickInEitherViewSelectsTheRowInBoth() {
        showGrid(100);
        QTableView* frozen = m_grid->frozenView();
        QTest::mouseClick(frozen->viewport(), Qt::LeftButton, {}, cellCenter(frozen, 3, 1));
        QCOMPARE(m_grid->currentIndex(), m_model->index(3, 1));
        QVERIFY(m_grid->selectionModel()->isRowSelected(3, {}));
        QCOMPARE(frozen->selectionModel(), m_grid->selectionModel());
        QVERIFY(m_grid->hasFocus());
        QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {},
                          cellCenter(m_grid, 5, CannedModel::Total));
        QCOMPARE(frozen->currentIndex(), m_model->index(5, CannedModel::Total));
        QVERIFY(frozen->selectionModel()->isRowSelected(5, {}));
        QVERIFY(!frozen->selectionModel()->isRowSelected(3, {}));
    }

    void bothViewsScrollTogether() {
        showGrid(1000);
        QTableView* frozen = m_grid->frozenView();
        m_grid->verticalScrollBar()->setValue(1234);
        QCOMPARE(frozen->verticalScrollBar()->value(), 1234);
        QCOMPARE(frozen->rowAt(50), m_grid->rowAt(50));
        const QPointF at(20, 20);
        QWheelEvent wheel(at, frozen->viewport()->mapToGlobal(at), QPoint(0, -60), QPoint(0, -120),
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(frozen->viewport(), &wheel);
        QVERIFY(m_grid->verticalScrollBar()->value() > 1234);
        QCOMPARE(frozen->verticalScrollBar()->value(), m_grid->verticalScrollBar()->value());
        m_grid->verticalScrollBar()->setValue(m_grid->verticalScrollBar()->maximum());
        QCOMPARE(frozen->rowAt(frozen->viewport()->height() - 1), 999);
    }

    void resizingAColumnKeepsBothAlike() {
        showGrid(10);
        m_grid->setColumnWidth(0, 211);
        QCOMPARE(m_grid->frozenView()->columnWidth(0), 211);
        m_grid->frozenView()->setColumnWidth(1, 187);
        QCOMPARE(m_grid->columnWidth(1), 187);
        QCOMPARE(m_grid->frozenView()->width(), 211 + 187);
    }

    void arrowsCrossTheFrozenBorder() {
        showGrid(100);
        m_grid->setCurrentIndex(m_model->index(0, CannedModel::Sk));
        QTest::keyClick(m_grid, Qt::Key_Right);
        QCOMPARE(m_grid->currentIndex(), m_model->index(0, CannedModel::Status));
        QTest::keyClick(m_grid, Qt::Key_End);
        QCOMPARE(m_grid->currentIndex(), m_model->index(0, CannedModel::Photo));
        QVERIFY(m_grid->horizontalScrollBar()->value() > 0);
        while (m_grid->currentIndex().column() > CannedModel::Status) {
            QTest::keyClick(m_grid, Qt::Key_Left);
            // The current cell never hides under the frozen columns.
            QVERIFY(m_grid->visualRect(m_grid->currentIndex()).left() >=
                    m_grid->frozenView()->width());
        }
        QTest::keyClick(m_grid, Qt::Key_Left);
        QCOMPARE(m_grid->currentIndex(), m_model->index(0, CannedModel::Sk));
        QTest::keyClick(m_grid, Qt::Key_Home);
        QCOMPARE(m_grid->currentIndex(), m_model->index(0, CannedModel::Pk));
    }

    void pageKeysMoveByScreens() {
        showGrid(1000);
        m_grid->setCurrentIndex(m_model->index(0, 0));
        QTest::keyClick(m_grid, Qt::Key_PageDown);
        const int page = m_grid->currentIndex().row();
        QVERIFY(page >= 10);
        QTest::keyClick(m_grid, Qt::Key_PageUp);
        QCOMPARE(m_grid->currentIndex().row(), 0);
        QTest::keyClick(m_grid, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(m_grid->currentIndex().row(), 999);
    }

    void enterAndDoubleClickActivateTheRow() {
        showGrid(100);
        QSignalSpy activated(m_grid, &ItemGrid::activatedRow);
        m_grid->setCurrentIndex(m_model->index(7, 0));
        QTest::keyClick(m_grid, Qt::Key_Return);
        QCOMPARE(activated.takeFirst().at(0).toInt(), 7);
        doubleClick(m_grid->frozenView(), 2, 0);
        QCOMPARE(activated.takeFirst().at(0).toInt(), 2);
        doubleClick(m_grid, 4, CannedModel::Total);
        QCOMPARE(activated.takeFirst().at(0).toInt(), 4);
        QVERIFY(activated.isEmpty());
    }

    void tabLeavesTheGrid() {
        showGrid(100);
        QTest::keyClick(m_grid, Qt::Key_Tab);
        QVERIFY(m_after->hasFocus());
        QTest::keyClick(m_after, Qt::Key_Backtab);
        QVERIFY(m_grid->hasFocus());
        QTest::keyClick(m_grid, Qt::Key_Backtab);
        QVERIFY(m_before->hasFocus());
    }

    void copyTakesTheCurrentCell() {
        showGrid(100);
        m_grid->setCurrentIndex(m_model->index(1, CannedModel::Sk));
        QTest::keyClick(m_grid, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("ORDER#90217"));
    }

    void typingDoesNotSearchTheTable() {
        showGrid(100'000);
        m_grid->setCurrentIndex(m_model->index(0, 0));
        m_model->resetCount();
        QTest::keyClick(m_grid, Qt::Key_Q);
        QCOMPARE(m_grid->currentIndex().row(), 0);
        QVERIFY(m_model->cellsAsked() < 1000);
    }

    void aMillionRowsCostNoWorkPerRow() {
        showGrid(10);
        m_model->resetCount();
        const std::clock_t start = std::clock();
        m_model->setRows(1'000'000);
        QCoreApplication::processEvents();
        qInfo("a million rows shown after %.1f ms of processor time",
              milliseconds(std::clock() - start));
        m_grid->verticalScrollBar()->setValue(m_grid->verticalScrollBar()->maximum());
        QCoreApplication::processEvents();
        QVERIFY(m_model->cellsAsked() < 2000);
        QCOMPARE(m_grid->rowAt(m_grid->viewport()->height() - 1), 999'999);
        QCOMPARE(m_grid->rowHeight(999'999), 27);
    }

    void visibleRowsAreReported() {
        showGrid(1000);
        QSignalSpy visible(m_grid, &ItemGrid::visibleRowsChanged);
        m_grid->verticalScrollBar()->setValue(27 * 100);
        QCOMPARE(visible.last().at(0).toInt(), 100);
        const int shown = m_grid->viewport()->height() / 27;
        QVERIFY(visible.last().at(1).toInt() >= 100 + shown - 1);
        visible.clear();
        m_model->setRows(5);
        QTRY_VERIFY(!visible.isEmpty());
        QCOMPARE(visible.last().at(0).toInt(), 0);
        QCOMPARE(visible.last().at(1).toInt(), 4);
    }

    void columnsFitTheirContentOnce() {
        showGrid(100);
        QVERIFY(m_grid->columnWidth(CannedModel::Pk) > 120);
        QVERIFY(m_grid->columnWidth(CannedModel::Note) <= 320);
        QVERIFY(m_grid->columnWidth(CannedModel::Gift) <
                m_grid->columnWidth(CannedModel::CreatedAt));
        m_grid->setColumnWidth(CannedModel::Status, 201);
        m_grid->fitColumns();
        QCOMPARE(m_grid->columnWidth(CannedModel::Status), 201);
    }

    void emptyStateOffersItsAction() {
        showGrid(0);
        m_grid->setEmptyState(QStringLiteral("No items"), QStringLiteral("Nothing here."),
                              QStringLiteral("Add item"));
        auto* state = m_grid->findChild<EmptyState*>();
        QVERIFY(state->isVisible());
        QSignalSpy triggered(m_grid, &ItemGrid::emptyActionTriggered);
        QTest::mouseClick(state->actionButton(), Qt::LeftButton);
        QCOMPARE(triggered.count(), 1);
        m_model->setRows(3);
        QTRY_VERIFY(!state->isVisible());
    }

    void hoverCrossesBothViews() {
        showGrid(100);
        QTableView* frozen = m_grid->frozenView();
        QTest::mouseMove(frozen->viewport(), cellCenter(frozen, 6, 0));
        QTRY_COMPARE(m_grid->hoveredRow(), 6);
        QTest::mouseMove(m_grid->viewport(), cellCenter(m_grid, 8, CannedModel::Total));
        QTRY_COMPARE(m_grid->hoveredRow(), 8);
    }

    void replacingTheModelKeepsTheViewsTogether() {
        showGrid(100);
        auto* other = new CannedModel(7, m_grid);
        m_grid->setModel(other);
        QCOMPARE(m_grid->frozenView()->model(), other);
        QCOMPARE(m_grid->frozenView()->selectionModel(), m_grid->selectionModel());
        m_grid->selectRow(2);
        QVERIFY(m_grid->frozenView()->selectionModel()->isRowSelected(2, {}));
        m_grid->setModel(nullptr);
        QVERIFY(m_grid->frozenView()->model() == nullptr);
        QVERIFY(!m_grid->frozenView()->isVisible());
    }

    void everyViewHasAName() {
        showGrid(1);
        QVERIFY(!m_grid->accessibleName().isEmpty());
        QVERIFY(!m_grid->frozenView()->accessibleName().isEmpty());
        QVERIFY(!m_grid->horizontalHeader()->accessibleName().isEmpty());
    }

    // A figure for the log, not a check: the budget is 25 ms a frame.
    void reportsPaintingTime() {
        showGrid(1000);
        m_window->resize(1400, 900 + 40);
        QCoreApplication::processEvents();
        QPixmap target(m_grid->size());
        m_grid->render(&target);
        constexpr int frames = 20;
        const std::clock_t start = std::clock();
        for (int frame = 0; frame < frames; ++frame) {
            m_grid->render(&target);
        }
        qInfo("one frame of %d rows: %.1f ms of processor time", m_grid->viewport()->height() / 27,
              milliseconds(std::clock() - start) / frames);
        QVERIFY(!target.isNull());
    }

private:
    Theme& m_theme;
    std::unique_ptr<QWidget> m_window;
    QLineEdit* m_before = nullptr;
    QLineEdit* m_after = nullptr;
    ItemGrid* m_grid = nullptr;
    CannedModel* m_model = nullptr;
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    GridTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "grid_test.moc"
