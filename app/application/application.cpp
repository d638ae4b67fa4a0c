#include "app/application/application.h"

#include <cstdio>

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QPixmap>
#include <QTimer>
#include <QTranslator>

#include "app/application/signal_watcher.h"
#include "app/session/embedded_connection.h"
#include "app/window/main_window.h"
#include "app/workspace/workspace.h"
#include "widgets/common/theme.h"

namespace tidemark {
namespace {

// Lets fonts, icons and the first rows reach the screen before the picture is taken.
constexpr int screenshotDelayMs = 400;

}  // namespace

Application::Application(QApplication& application, Options options)
    : m_application(application), m_options(std::move(options)) {
}

Application::~Application() = default;

bool Application::start() {
    auto* translator = new QTranslator(this);
    if (translator->load(QLocale(), QStringLiteral("tidemark"), QStringLiteral("_"),
                         QStringLiteral(":/translations")) ||
        translator->load(QStringLiteral(":/translations/tidemark_en.qm"))) {
        QApplication::installTranslator(translator);
    }
    m_theme = std::make_unique<Theme>(m_application);
    if (!openWorkspace()) {
        return false;
    }
    EmbeddedOptions embedded;
    embedded.directory = m_options.dataDirectory;
    embedded.port = m_options.port;
    m_connection = std::make_unique<EmbeddedConnection>(embedded);
    m_window = std::make_unique<MainWindow>(*m_theme, *m_workspace, *m_connection);
    auto* watcher = new SignalWatcher(this);
    connect(watcher, &SignalWatcher::terminationRequested, this, [this] {
        m_window->close();
        m_application.quit();
    });
    connect(m_connection.get(), &Connection::stateChanged, this, &Application::announceEndpoint);
    connect(m_window.get(), &MainWindow::contentShown, this,
            [this] { QTimer::singleShot(screenshotDelayMs, this, &Application::takeScreenshot); });
    m_window->show();
    announceEndpoint();
    return true;
}

bool Application::openWorkspace() {
    QDir().mkpath(QFileInfo(m_options.workspaceFile).absolutePath());
    auto workspace = Workspace::open(m_options.workspaceFile);
    if (!workspace) {
        // The window is useful without its memory.
        std::fprintf(stderr, "tidemark: %s\n", workspace.error().message.c_str());
        workspace = Workspace::open(QStringLiteral(":memory:"));
    }
    if (!workspace) {
        m_failure = QString::fromStdString(workspace.error().message);
        return false;
    }
    m_workspace = *std::move(workspace);
    return true;
}

void Application::announceEndpoint() {
    if (m_announced || m_connection->endpointUrl().isEmpty()) {
        return;
    }
    m_announced = true;
    std::printf("listening on %s\n", m_connection->endpointUrl().toUtf8().constData());
    std::fflush(stdout);
}

void Application::takeScreenshot() {
    if (m_options.screenshotFile.isEmpty()) {
        return;
    }
    const bool written = m_window->grab().save(m_options.screenshotFile, "PNG");
    std::printf(written ? "picture written to %s\n" : "picture could not be written to %s\n",
                m_options.screenshotFile.toUtf8().constData());
    std::fflush(stdout);
    if (m_options.exitAfterScreenshot) {
        m_window->close();
        m_application.exit(written ? 0 : 1);
    }
}

}  // namespace tidemark
