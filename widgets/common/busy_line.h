#pragma once

#include <QBasicTimer>
#include <QWidget>

namespace tidemark {

class Theme;

// A 2 px line along the top of a view that runs while the view waits. It keeps its height when
// idle, so that nothing jumps.
class BusyLine final : public QWidget {
    Q_OBJECT
public:
    BusyLine(Theme& theme, QWidget* parent);

    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    Theme& m_theme;
    QBasicTimer m_timer;
    int m_phase = 0;  // 0..99
    bool m_busy = false;
};

}  // namespace tidemark
