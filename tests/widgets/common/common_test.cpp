#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/common/banner.h"
#include "widgets/common/busy_line.h"
#include "widgets/common/card_dock.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/pill_button.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

using namespace tidemark;

namespace {

constexpr std::array textTokens{Token::Text,   Token::Muted, Token::Accent,
                                Token::Green,  Token::Amber, Token::Red,
                                Token::Violet, Token::Cyan,  Token::Blue};
constexpr std::array grounds{Token::Panel, Token::Window, Token::Raised, Token::Soft, Token::Hover};

// The most opaque pixel's colour: what the strokes of an icon are drawn in.
QColor inkOf(const QPixmap& pixmap) {
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            ink = pixel.alpha() > ink.alpha() ? pixel : ink;
        }
    }
    return ink;
}

}  // namespace

class CommonTest final : public QObject {
    Q_OBJECT
public:
    explicit CommonTest(Theme& theme) : m_theme(theme) {}

private slots:
    void init() { m_theme.setChoice(SchemeChoice::Dark); }

    void contrastFollowsTheStandard() {
        QCOMPARE(qRound(Theme::contrast(Qt::black, Qt::white) * 100), 2100);
        QCOMPARE(qRound(Theme::contrast(Qt::white, Qt::white) * 100), 100);
        // The two that the research found too weak, and the fill that replaced one of them.
        QCOMPARE(qRound(Theme::contrast(Qt::white, QColor(0x4f8dfd)) * 10), 32);
        QCOMPARE(qRound(Theme::contrast(Qt::white, QColor(0x2563eb)) * 10), 52);
    }

    void tokensReadOnPanels_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void tokensReadOnPanels() {
        QFETCH(bool, dark);
        const Scheme scheme = dark ? Scheme::Dark : Scheme::Light;
        for (const Token token : textTokens) {
            const double ratio = Theme::contrast(Theme::colorOf(token, scheme),
                                                 Theme::colorOf(Token::Panel, scheme));
            QVERIFY2(
                ratio >= 4.5,
                qPrintable(QStringLiteral("token %1: %2").arg(static_cast<int>(token)).arg(ratio)));
        }
        const QColor fill = Theme::colorOf(Token::AccentFill, scheme);
        QVERIFY(Theme::contrast(Qt::white, fill) >= 4.5);
    }

    void readableColorsReadEverywhere_data() { tokensReadOnPanels_data(); }
    void readableColorsReadEverywhere() {
        QFETCH(bool, dark);
        const Scheme scheme = dark ? Scheme::Dark : Scheme::Light;
        for (const Token token : textTokens) {
            for (const Token ground : grounds) {
                const QColor below = Theme::colorOf(ground, scheme);
                const QColor ink = Theme::readableIn(token, below, scheme);
                QVERIFY2(Theme::contrast(ink, below) >= 4.5,
                         qPrintable(QStringLiteral("token %1 on %2")
                                        .arg(static_cast<int>(token))
                                        .arg(static_cast<int>(ground))));
            }
        }
        const QColor panel = Theme::colorOf(Token::Panel, scheme);
        QCOMPARE(Theme::readableIn(Token::Green, panel, scheme),
                 Theme::colorOf(Token::Green, scheme));
    }

    void choiceRestylesLive() {
        QSignalSpy changed(&m_theme, &Theme::changed);
        QLabel label(QStringLiteral("text"));
        label.ensurePolished();
        QCOMPARE(label.palette().color(QPalette::Window), QColor(0x0f1115));
        m_theme.setChoice(SchemeChoice::Light);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(m_theme.scheme(), Scheme::Light);
        QCoreApplication::processEvents();
        QCOMPARE(label.palette().color(QPalette::Window), QColor(0xeceef2));
        QCOMPARE(label.palette().color(QPalette::Text), QColor(0x1b2029));
    }

    void followingTheDesktopReadsItsPalette() {
        m_theme.setChoice(SchemeChoice::FollowDesktop);
        // The offscreen platform has a light palette.
        QCOMPARE(m_theme.scheme(), Scheme::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Base), QColor(Qt::white));
        QSignalSpy changed(&m_theme, &Theme::changed);
        QWidget window;
        window.show();
        QEvent desktopChanged(QEvent::ThemeChange);
        QCoreApplication::sendEvent(&window, &desktopChanged);
        for (int round = 0; round < 20; ++round) {
            QCoreApplication::processEvents();
        }
        // The desktop is as light as before: nothing to tell, and our own palette is back.
        QCOMPARE(changed.count(), 0);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0xeceef2));
    }

    void iconsFollowTheScheme() {
        const QIcon icon = m_theme.icon(QStringLiteral("plus"), Token::Blue);
        QVERIFY(!icon.isNull());
        QCOMPARE(inkOf(icon.pixmap(24)), QColor(0x7aa8ff));
        QCOMPARE(inkOf(icon.pixmap(QSize(24, 24), QIcon::Disabled)), QColor(0x5d6675));
        m_theme.setChoice(SchemeChoice::Light);
        QCOMPARE(inkOf(icon.pixmap(24)), QColor(0x2257c9));
        QVERIFY(m_theme.icon(QStringLiteral("no-such-icon")).isNull());
    }

    void iconsAreDrawnAtTheDevicesResolution() {
        const QIcon icon = m_theme.icon(QStringLiteral("search"));
        QCOMPARE(icon.pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
        QCOMPARE(icon.pixmap(QSize(16, 16), 1.5).size(), QSize(24, 24));
    }

    void everyIconIsOneTintedPath() {
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(files.size() >= 80);
        for (const QString& file : files) {
            QFile svg(QStringLiteral(":/icons/") + file);
            QVERIFY(svg.open(QIODevice::ReadOnly));
            const QByteArray text = svg.readAll();
            QVERIFY2(text.count("<path") == 1 && text.contains("stroke=\"currentColor\"") &&
                         text.contains("stroke-width=\"1.75\"") &&
                         text.contains("viewBox=\"0 0 24 24\""),
                     qPrintable(file));
            const QIcon icon = m_theme.icon(QFileInfo(file).baseName(), Token::Text);
            QVERIFY2(inkOf(icon.pixmap(24)).alpha() > 200, qPrintable(file));
        }
    }

    void fontsHaveTheirMeasures() {
        QCOMPARE(Theme::interfaceFont().pixelSize(), 13);
        QCOMPARE(Theme::headingFont().weight(), QFont::DemiBold);
        QCOMPARE(QFontInfo(Theme::monoFont()).pixelSize(), 12);
        QVERIFY(QFontInfo(Theme::monoFont()).fixedPitch());
    }

    void pillAsksToBeRemoved() {
        PillButton pill(m_theme, QStringLiteral("total > 50"), nullptr);
        const int width = pill.sizeHint().width();
        pill.setRemovable(true);
        QVERIFY(pill.sizeHint().width() > width);
        pill.resize(pill.sizeHint());
        pill.show();
        QSignalSpy removed(&pill, &PillButton::removeRequested);
        QSignalSpy clicked(&pill, &QAbstractButton::clicked);
        QTest::mouseClick(&pill, Qt::LeftButton, {}, QPoint(pill.width() - 13, pill.height() / 2));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(clicked.count(), 0);
        QTest::mouseClick(&pill, Qt::LeftButton, {}, QPoint(10, pill.height() / 2));
        QCOMPARE(clicked.count(), 1);
        QTest::keyClick(&pill, Qt::Key_Delete);
        QCOMPARE(removed.count(), 2);
    }

    void bannerShowsSentenceCodeAndRequest() {
        QWidget parent;
        Banner banner(m_theme, &parent);
        QVERIFY(banner.isHidden());
        banner.showMessage(Banner::Kind::Error, QStringLiteral("The table is being deleted."),
                           QStringLiteral("ResourceInUseException"), QStringLiteral("4KTPV9"));
        QVERIFY(!banner.isHidden());
        const auto* detail = banner.findChild<QLabel*>(QStringLiteral("bannerDetail"));
        QVERIFY(detail->text().contains(QLatin1String("ResourceInUseException")));
        QVERIFY(detail->text().contains(QLatin1String("4KTPV9")));
        QPushButton* retry = banner.addAction(QStringLiteral("Try again"));
        QSignalSpy retried(retry, &QPushButton::clicked);
        QTest::mouseClick(retry, Qt::LeftButton);
        QCOMPARE(retried.count(), 1);
        QSignalSpy dismissed(&banner, &Banner::dismissed);
        QTest::mouseClick(banner.findChild<QToolButton*>(QStringLiteral("bannerClose")),
                          Qt::LeftButton);
        QCOMPARE(dismissed.count(), 1);
        QVERIFY(banner.isHidden());
        QVERIFY(banner.sentence().isEmpty());
    }

    void emptyStateLeavesOutEmptyParts() {
        EmptyState state(m_theme, nullptr);
        state.setContent({}, QStringLiteral("No tables"), {}, {});
        QVERIFY(!state.findChild<QLabel*>(QStringLiteral("emptyTitle"))->isHidden());
        QVERIFY(state.findChild<QLabel*>(QStringLiteral("emptyDetail"))->isHidden());
        QVERIFY(state.actionButton()->isHidden());
        state.setContent(QStringLiteral("table"), QStringLiteral("No tables"),
                         QStringLiteral("Nothing here yet."), QStringLiteral("Create table"));
        QSignalSpy triggered(&state, &EmptyState::actionTriggered);
        QTest::keyClick(state.actionButton(), Qt::Key_Space);
        QCOMPARE(triggered.count(), 1);
        QCOMPARE(state.actionButton()->accessibleName(), QStringLiteral("Create table"));
    }

    void busyLineKeepsItsHeight() {
        BusyLine line(m_theme, nullptr);
        QCOMPARE(line.height(), 2);
        line.setBusy(true);
        QVERIFY(line.isBusy());
        QCOMPARE(line.height(), 2);
        QCOMPARE(line.accessibleName(), QStringLiteral("Working"));
    }

    void elidedLabelDoesNotWidenItsParent() {
        ElidedLabel label(m_theme, QString(400, u'x'), nullptr);
        QVERIFY(label.minimumSizeHint().width() < 80);
        QVERIFY(label.sizeHint().width() > 400);
        QCOMPARE(label.accessibleName().size(), 400);
    }

    void dockMenuFloatsAndCloses() {
        CardDock dock(m_theme, QStringLiteral("inspector"), QStringLiteral("braces"),
                      QStringLiteral("Inspector"), nullptr);
        QCOMPARE(dock.objectName(), QStringLiteral("inspector"));
        const auto* menuButton = dock.findChild<QToolButton*>(QStringLiteral("panelMenu"));
        QVERIFY(!menuButton->isHidden());
        QVERIFY(menuButton->accessibleName().contains(QLatin1String("Inspector")));
        dock.show();
        for (QAction* action : dock.titleBar()->menu()->actions()) {
            if (action->objectName() == QLatin1String("inspector.close")) {
                action->trigger();
            }
        }
        QVERIFY(dock.isHidden());
    }

    void iconButtonNamesItsShortcut() {
        const std::unique_ptr<QToolButton> button(
            kit::iconButton(m_theme, QStringLiteral("refresh"), QStringLiteral("refresh"),
                            QStringLiteral("Refresh"), QStringLiteral("F5"), nullptr));
        QCOMPARE(button->toolTip(), QStringLiteral("Refresh (F5)"));
        QCOMPARE(button->accessibleName(), QStringLiteral("Refresh"));
        QCOMPARE(button->focusPolicy(), Qt::TabFocus);
    }

private:
    Theme& m_theme;
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    CommonTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "common_test.moc"
