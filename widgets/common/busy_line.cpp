#include "widgets/common/busy_line.h"

#include <QPainter>
#include <QTimerEvent>

#include "widgets/common/theme.h"

namespace tidemark {

namespace {

constexpr int steps = 100;
constexpr int frameMilliseconds = 33;
constexpr double runnerShare = 0.3;

}  // namespace

BusyLine::BusyLine(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedHeight(2);
    setObjectName(QStringLiteral("busyLine"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BusyLine::setBusy(bool busy) {
    if (busy == m_busy) {
        return;
    }
    m_busy = busy;
    m_phase = steps / 2;
    setAccessibleName(busy ? tr("Working") : QString());
    if (busy) {
        m_timer.start(frameMilliseconds, this);
    } else {
        m_timer.stop();
    }
    update();
}

void BusyLine::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_phase = (m_phase + 2) % steps;
    update();
}

void BusyLine::paintEvent(QPaintEvent*) {
    if (!m_busy) {
        return;
    }
    QPainter painter(this);
    const double runner = width() * runnerShare;
    const double start = (width() + runner) * m_phase / steps - runner;
    painter.fillRect(rect(), m_theme.tint(Token::Accent, 0.25));
    painter.fillRect(QRectF(start, 0, runner, height()), m_theme.color(Token::Accent));
}

}  // namespace tidemark
