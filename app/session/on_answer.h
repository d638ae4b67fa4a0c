#pragma once

#include <QFutureWatcher>
#include <QObject>

#include <utility>

#include "app/session/connection.h"

namespace tidemark {

// Calls `handler(Result<Response>)` on the context's thread, from the event loop and never inside
// this call, once the answer is there; not at all when the context is gone by then.
// QFuture::then(context, ...) calls at once when the future is finished already, which a fast
// database makes happen now and then.
template <class Handler>
void onAnswer(const QFuture<Result<Response>>& future, QObject* context, Handler handler) {
    auto* watcher = new QFutureWatcher<Result<Response>>(context);
    QObject::connect(watcher, &QFutureWatcher<Result<Response>>::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         handler(watcher->future().takeResult());
                     });
    watcher->setFuture(future);
}

}  // namespace tidemark
