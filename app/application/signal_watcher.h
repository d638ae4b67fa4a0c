#pragma once

#include <QObject>

namespace tidemark {

// Turns SIGINT and SIGTERM into a Qt signal on the GUI thread. One instance per process.
class SignalWatcher final : public QObject {
    Q_OBJECT
public:
    explicit SignalWatcher(QObject* parent);
    ~SignalWatcher() override;

signals:
    void terminationRequested();

private:
    int m_readEnd = -1;
};

}  // namespace tidemark
