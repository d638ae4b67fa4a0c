#pragma once

#include <QStatusBar>

#include "app/session/connection.h"

class QLabel;

namespace tidemark {

// The 22 px line at the bottom: connection, endpoint | rows, capacity, latency, version.
class StatusLine final : public QStatusBar {
    Q_OBJECT
public:
    StatusLine(Connection& connection, QWidget* parent);

    struct Figures {
        qint64 rows = 0;
        bool complete = true;
        double capacityUnits = 0;
        qint64 milliseconds = 0;
    };
    void showFigures(const Figures& figures);
    void clearFigures();
    // A short message in place of the connection, for a few seconds.
    void note(const QString& text);

private:
    void refresh();

    Connection& m_connection;
    QLabel* m_state;
    QLabel* m_figures;
};

}  // namespace tidemark
