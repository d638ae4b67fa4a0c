#include <cstdio>
#include <cstring>

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

}  // namespace

int main(int argc, char** argv) {
    tidemark::Options options;
    if (endsBeforeTheWindow(argc, argv, options)) {
        return print(options);
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
