#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <QApplication>
#include <QCoreApplication>

#include "app/application/application.h"
#include "app/application/options.h"

namespace {

int print(const tidemark::Options& options) {
    const bool failed = options.action == tidemark::Options::Action::ShowError;
    std::fprintf(failed ? stderr : stdout, "%s\n", options.text.trimmed().toUtf8().constData());
    return failed ? 2 : 0;
}

// --version, --help and mistakes must work without a display, where QApplication would abort. Qt's
// own arguments (-platform ...) are unknown here; with those QApplication reads first.
bool endsBeforeTheWindow(int argc, char** argv, tidemark::Options& options) {
    for (int i = 1; i < argc; ++i) {
        if (argv[i][0] == '-' && argv[i][1] != '-' && std::strlen(argv[i]) > 2) {
            return false;
        }
    }
    const QCoreApplication console(argc, argv);
    options = tidemark::parseOptions(QCoreApplication::arguments());
    return options.action != tidemark::Options::Action::Run;
}

// Without a display Qt would abort and advise to install it anew.
bool hasDisplay() {
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

bool namesPlatform(int argc, char** argv) {
    return std::any_of(argv, argv + argc, [](const char* argument) {
        return std::string_view(argument).find("-platform") != std::string_view::npos;
    });
}

}  // namespace

int main(int argc, char** argv) {
    tidemark::Options options;
    if (endsBeforeTheWindow(argc, argv, options)) {
        return print(options);
    }
    if (!hasDisplay() && !namesPlatform(argc, argv)) {
        std::fputs(
            "tidemark: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            "\"./dev run\" brings one along; tidemark-server is the engine without a window.\n",
            stderr);
        return 1;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName("tidemark");
    QApplication::setApplicationVersion(TIDEMARK_VERSION);
    QApplication::setDesktopFileName("tidemark");
    options = tidemark::parseOptions(QApplication::arguments());
    if (options.action != tidemark::Options::Action::Run) {
        return print(options);
    }
    tidemark::Application program(application, options);
    if (!program.start()) {
        std::fprintf(stderr, "tidemark: %s\n", program.failure().toUtf8().constData());
        return 1;
    }
    return QApplication::exec();
}
