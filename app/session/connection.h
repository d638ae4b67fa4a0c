#pragma once

#include <QFuture>
#include <QObject>
#include <QString>

#include "engine/operations/engine.h"

namespace tidemark {

using Request = engine::operations::Request;
using Response = engine::operations::Response;
template <class T>
using Result = engine::Result<T>;

// The only door between the window and any database (design.md section 2). GUI thread only;
// never blocks. Futures finish on the worker side: continue with
// `.then(contextObject, [](const Result<Response>& r) {...})` to come back to the GUI thread.
class Connection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    enum class State { Opening, Ready, Failed, Closed };

    virtual QFuture<Result<Response>> execute(Request request) = 0;
    virtual State state() const = 0;
    virtual QString failure() const = 0;      // text for State::Failed
    virtual QString displayName() const = 0;  // "Local database"
    virtual QString region() const = 0;       // "us-east-1"
    virtual QString endpointUrl() const = 0;  // "http://127.0.0.1:8000"; empty while opening

signals:
    void stateChanged();
    // Somebody (this window or a client) changed tables or items. Coalesced: at most one signal
    // per table in 100 ms.
    void tablesChanged();
    void itemsChanged(const QString& tableName);
};

}  // namespace tidemark
