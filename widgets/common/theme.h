#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

class QApplication;
class QPalette;

namespace tidemark {

// The one place that defines colours, fonts and measures (shared/ui/README.md). Widgets ask for a
// token by name and repaint on Theme::changed.
enum class Token {
    Window,
    Panel,
    Raised,
    Border,
    Text,
    Muted,
    Faint,
    Accent,
    AccentFill,
    OnAccent,
    Soft,
    Hover,
    Green,
    Amber,
    Red,
    Violet,
    Cyan,
    Blue,
};

enum class Scheme { Light, Dark };
enum class SchemeChoice { FollowDesktop, Light, Dark };

// Measures in pixels.
namespace measure {
inline constexpr int gap = 8;
inline constexpr int radius = 8;
inline constexpr int controlRadius = 6;
inline constexpr int controlHeight = 28;
inline constexpr int topBar = 44;
inline constexpr int gridRow = 27;
inline constexpr int gridHeader = 36;
inline constexpr int treeRow = 25;
inline constexpr int tabBar = 36;
inline constexpr int filterRow = 40;
inline constexpr int statusBar = 22;
inline constexpr int smallIcon = 16;
inline constexpr int toolIcon = 18;
}  // namespace measure

// GUI thread only. One instance, made by the application (or test) before the first widget and
// handed on by reference; it restyles the QApplication live.
class Theme final : public QObject {
    Q_OBJECT
public:
    explicit Theme(QApplication& application);

    void setChoice(SchemeChoice choice);
    SchemeChoice choice() const { return m_choice; }
    Scheme scheme() const { return m_scheme; }
    QColor color(Token token) const { return colorOf(token, m_scheme); }
    static QColor colorOf(Token token, Scheme scheme);

    // The token as text on a background: the token itself where its contrast is at least 4.5, else
    // moved towards Text until it is.
    QColor readable(Token token, const QColor& background) const;
    static QColor readableIn(Token token, const QColor& background, Scheme scheme);
    // The token at the given share over Panel: pills, row tints, notices.
    QColor tint(Token token, double share = 0.16) const;
    static QColor mix(const QColor& below, const QColor& above, double share);
    // WCAG 2 contrast ratio, 1 to 21.
    static double contrast(const QColor& first, const QColor& second);

    // Inter 13 px and JetBrains Mono 12.5 px (12 at ratio 1) with fallbacks; weight 600 for
    // headings.
    static QFont interfaceFont();
    static QFont headingFont();
    static QFont monoFont();

    // A single-stroke icon of resources/icons/<name>.svg tinted with the token. It follows the
    // scheme by itself; disabled icons take Faint.
    QIcon icon(const QString& name, Token token = Token::Muted) const;

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void followDesktop();
    Scheme desktopScheme();
    QPalette palette() const;

    QApplication& m_application;
    SchemeChoice m_choice = SchemeChoice::FollowDesktop;
    Scheme m_scheme = Scheme::Dark;
    bool m_followQueued = false;
};

}  // namespace tidemark
