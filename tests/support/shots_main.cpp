#include <QApplication>
#include <QStandardPaths>
#include <QTextStream>

#include "tests/support/shots.h"

// tidemark_shots [DIR]: writes a picture of every view, light and dark, and a contact sheet into
// DIR or TIDEMARK_SHOTS_DIR.
int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    const QString directory =
        argc > 1 ? QString::fromLocal8Bit(argv[1]) : qEnvironmentVariable("TIDEMARK_SHOTS_DIR");
    QTextStream errors(stderr);
    if (directory.isEmpty()) {
        errors << "usage: tidemark_shots DIR\n";
        return 2;
    }
    tidemark::Theme theme(application);
    const QStringList failed = tidemark::testing::writeAllShots(theme, directory);
    for (const QString& name : failed) {
        errors << "no picture of " << name << '\n';
    }
    return failed.isEmpty() ? 0 : 1;
}
