#include "app/window/status_line.h"

#include <QLabel>
#include <QLocale>
#include <QTimer>

#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {
namespace {

constexpr int noteMs = 4000;

}  // namespace

StatusLine::StatusLine(Connection& connection, QWidget* parent)
    : QStatusBar(parent), m_connection(connection) {
    setObjectName("statusLine");
    setSizeGripEnabled(false);
    setFixedHeight(measure::statusBar);
    m_state = kit::mutedLabel({}, this);
    m_state->setObjectName("statusConnection");
    m_figures = kit::mutedLabel({}, this);
    m_figures->setObjectName("statusFigures");
    addWidget(m_state, 1);
    addPermanentWidget(m_figures);
    connect(&connection, &Connection::stateChanged, this, &StatusLine::refresh);
    refresh();
    clearFigures();
}

void StatusLine::refresh() {
    switch (m_connection.state()) {
        case Connection::State::Opening: m_state->setText(tr("Opening the database ...")); return;
        case Connection::State::Failed: m_state->setText(tr("The database is not open")); return;
        case Connection::State::Closed: m_state->setText(tr("Closed")); return;
        case Connection::State::Ready: break;
    }
    const QString url = m_connection.endpointUrl();
    m_state->setText(url.isEmpty() ? tr("Connected · no endpoint") : tr("Connected · %1").arg(url));
}

void StatusLine::showFigures(const Figures& figures) {
    const QLocale locale;
    const QString rows = locale.toString(figures.rows);
    m_figures->setText(tr("%1 rows · %2 RCU · %3 ms · v%4")
                           .arg(figures.complete ? rows : tr("%1+").arg(rows),
                                locale.toString(figures.capacityUnits, 'f', 1),
                                locale.toString(figures.milliseconds), TIDEMARK_VERSION));
}

void StatusLine::clearFigures() {
    const QString region = m_connection.region();
    m_figures->setText(region.isEmpty() ? tr("v%1").arg(TIDEMARK_VERSION)
                                        : tr("%1 · v%2").arg(region, TIDEMARK_VERSION));
}

void StatusLine::note(const QString& text) {
    m_state->setText(text);
    QTimer::singleShot(noteMs, this, &StatusLine::refresh);
}

}  // namespace tidemark
