#include <QApplication>
#include <QStandardPaths>
#include <QTest>

#include "tests/support/golden.h"
#include "tests/support/shots.h"

using tidemark::Scheme;
using tidemark::Theme;
using namespace tidemark::testing;

class GoldenPictures final : public QObject {
    Q_OBJECT
public:
    explicit GoldenPictures(Theme& theme) : m_theme(theme) {}

private slots:
    void matches_data() {
        QTest::addColumn<int>("shot");
        QTest::addColumn<bool>("dark");
        for (int at = 0; at < static_cast<int>(allShots().size()); ++at) {
            const QString& name = allShots()[static_cast<std::size_t>(at)].name;
            for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
                QTest::newRow(qPrintable(pictureName(name, scheme)))
                    << at << (scheme == Scheme::Dark);
            }
        }
    }
    void matches() {
        QFETCH(int, shot);
        QFETCH(bool, dark);
        const Scheme scheme = dark ? Scheme::Dark : Scheme::Light;
        const Shot& wanted = allShots()[static_cast<std::size_t>(shot)];
        const QImage picture = takeShot(wanted, m_theme, scheme);
        QVERIFY2(!picture.isNull(), "the view did not become ready");
        const Comparison comparison = compareWithGolden(pictureName(wanted.name, scheme), picture);
        if (comparison.verdict == Verdict::Skipped) {
            qInfo("%s", qPrintable(comparison.message));
            QSKIP("golden pictures hold for Qt 6.4 with Inter and JetBrains Mono only");
        }
        QVERIFY2(comparison.verdict == Verdict::Same, qPrintable(comparison.message));
    }

private:
    Theme& m_theme;
};

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    Theme theme(application);
    GoldenPictures test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "golden_main.moc"
