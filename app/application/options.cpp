#include "app/application/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace tidemark {
namespace {

QString tr(const char* source) {
    return QCoreApplication::translate("Options", source);
}

// ~/.local/share/tidemark; the organisation has no name, so that the folder is not doubled.
QString dataHome() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/tidemark");
}

Options failure(const QString& text) {
    Options options;
    options.action = Options::Action::ShowError;
    options.text = text;
    return options;
}

}  // namespace

Options parseOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("A desktop explorer for DynamoDB tables with an embedded local database."));
    const QCommandLineOption help({"h", "help"}, tr("Shows this text."));
    const QCommandLineOption version({"v", "version"}, tr("Shows the version."));
    const QCommandLineOption directory("data-dir", tr("Folder of the database."), tr("DIR"),
                                       dataHome() + QStringLiteral("/local"));
    const QCommandLineOption workspace(
        "workspace", tr("File that remembers the window's layout and tabs."), tr("FILE"),
        dataHome() + QStringLiteral("/workspace.sqlite"));
    const QCommandLineOption port("port", tr("First port to try for the endpoint."), tr("N"),
                                  "8000");
    const QCommandLineOption screenshot("screenshot",
                                        tr("Writes a picture (PNG) of the window once it shows its "
                                           "first content."),
                                        tr("FILE"));
    const QCommandLineOption exitAfter("exit-after-screenshot",
                                       tr("Ends after the picture is written."));
    parser.addOptions({help, version, directory, workspace, port, screenshot, exitAfter});
    if (!parser.parse(arguments)) {
        return failure(parser.errorText());
    }
    if (!parser.positionalArguments().isEmpty()) {
        return failure(tr("Unknown argument '%1'.").arg(parser.positionalArguments().first()));
    }
    Options options;
    if (parser.isSet(help)) {
        options.action = Options::Action::ShowHelp;
        options.text = parser.helpText();
        return options;
    }
    if (parser.isSet(version)) {
        options.action = Options::Action::ShowVersion;
        options.text = QStringLiteral("tidemark " TIDEMARK_VERSION);
        return options;
    }
    bool isNumber = false;
    options.port = parser.value(port).toUShort(&isNumber);
    if (!isNumber) {
        return failure(tr("'%1' is not a port number.").arg(parser.value(port)));
    }
    options.dataDirectory = QDir::current().absoluteFilePath(parser.value(directory));
    options.workspaceFile = QDir::current().absoluteFilePath(parser.value(workspace));
    options.screenshotFile = parser.value(screenshot);
    options.exitAfterScreenshot = parser.isSet(exitAfter);
    return options;
}

}  // namespace tidemark
