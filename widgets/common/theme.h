#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

class QApplication;

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
inline constexpr int topBar = 44;
inline constexpr int gridRow = 27;
inline constexpr int treeRow = 25;
inline constexpr int tabBar = 36;
inline constexpr int filterRow = 40;
inline constexpr int statusBar = 22;
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

    // Inter 13 px and JetBrains Mono 12.5 px with fallbacks; weight 600 for headings.
    static QFont interfaceFont();
    static QFont headingFont();
    static QFont monoFont();

    // A single-stroke icon of resources/icons/<name>.svg tinted with the token.
    QIcon icon(const QString& name, Token token = Token::Muted) const;

signals:
    void changed();

private:
    void apply();
    QApplication& m_application;
    SchemeChoice m_choice = SchemeChoice::FollowDesktop;
    Scheme m_scheme = Scheme::Dark;
};

}  // namespace tidemark
