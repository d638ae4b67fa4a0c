#pragma once

#include <QObject>

#include <memory>

#include "app/application/options.h"

class QApplication;

namespace tidemark {

class EmbeddedConnection;
class MainWindow;
class Theme;
class Workspace;

// Puts the program together: theme, workspace, embedded database, window; and takes it apart in
// the right order.
class Application final : public QObject {
    Q_OBJECT
public:
    Application(QApplication& application, Options options);
    ~Application() override;

    // Opens the window at once; the database opens behind it. False: nothing can be shown, and
    // `failure` says why.
    bool start();
    const QString& failure() const { return m_failure; }

private:
    bool openWorkspace();
    void takeScreenshot();
    void announceEndpoint();

    QApplication& m_application;
    Options m_options;
    QString m_failure;
    bool m_announced = false;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EmbeddedConnection> m_connection;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace tidemark
