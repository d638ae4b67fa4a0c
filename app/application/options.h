#pragma once

#include <QString>
#include <QStringList>

namespace tidemark {

// The command line of `tidemark`.
struct Options {
    enum class Action { Run, ShowVersion, ShowHelp, ShowError };

    Action action = Action::Run;
    QString text;  // of version, help, or error
    QString dataDirectory;
    QString workspaceFile;
    quint16 port = 8000;
    QString screenshotFile;
    bool exitAfterScreenshot = false;
};

// Needs no display. `arguments`: with the program's name first.
Options parseOptions(const QStringList& arguments);

}  // namespace tidemark
