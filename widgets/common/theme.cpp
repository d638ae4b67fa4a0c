#include "widgets/common/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QScreen>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "widgets/common/icon_engine.h"
#include "widgets/common/theme_style.h"

namespace tidemark {

namespace {

struct TokenColors {
    Token token;
    QRgb dark;
    QRgb light;
};

constexpr std::array<TokenColors, 18> tokenTable{{
    {Token::Window, 0xff0f1115, 0xffeceef2},
    {Token::Panel, 0xff171a20, 0xffffffff},
    {Token::Raised, 0xff20242c, 0xfff5f6f8},
    {Token::Border, 0xff272c35, 0xffdde1e8},
    {Token::Text, 0xffe6e8ec, 0xff1b2029},
    {Token::Muted, 0xff9aa2b1, 0xff5c6675},
    {Token::Faint, 0xff5d6675, 0xff98a1b0},
    {Token::Accent, 0xff4f8dfd, 0xff2563eb},
    {Token::AccentFill, 0xff2563eb, 0xff2563eb},
    {Token::OnAccent, 0xffffffff, 0xffffffff},
    {Token::Soft, 0xff1d2c4a, 0xffe3ecfd},
    {Token::Hover, 0xff1f242d, 0xfff1f3f6},
    {Token::Green, 0xff5fc38a, 0xff16855b},
    {Token::Amber, 0xffe0b25c, 0xffa86400},
    {Token::Red, 0xfff0717a, 0xffcf2f41},
    {Token::Violet, 0xffb794f6, 0xff7a44d6},
    {Token::Cyan, 0xff56c2d6, 0xff0b7d93},
    {Token::Blue, 0xff7aa8ff, 0xff2257c9},
}};

constexpr double readableContrast = 4.5;

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

}  // namespace

Theme::Theme(QApplication& application) : m_application(application) {
    application.setStyle(new ThemeStyle(*this));
    application.setFont(interfaceFont());
    application.installEventFilter(this);
    m_scheme = desktopScheme();
    apply();
}

QColor Theme::colorOf(Token token, Scheme scheme) {
    const auto* row =
        std::find_if(tokenTable.begin(), tokenTable.end(),
                     [token](const TokenColors& entry) { return entry.token == token; });
    return QColor(scheme == Scheme::Dark ? row->dark : row->light);
}

QColor Theme::mix(const QColor& below, const QColor& above, double share) {
    const auto channel = [share](int first, int second) {
        return static_cast<int>(std::lround(first + (second - first) * share));
    };
    return QColor(channel(below.red(), above.red()), channel(below.green(), above.green()),
                  channel(below.blue(), above.blue()));
}

double Theme::contrast(const QColor& first, const QColor& second) {
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor Theme::readableIn(Token token, const QColor& background, Scheme scheme) {
    const QColor wanted = colorOf(token, scheme);
    const QColor text = colorOf(Token::Text, scheme);
    QColor result = wanted;
    for (int step = 1; contrast(result, background) < readableContrast && step <= 20; ++step) {
        result = mix(wanted, text, step * 0.05);
    }
    return result;
}

QColor Theme::readable(Token token, const QColor& background) const {
    return readableIn(token, background, m_scheme);
}

QColor Theme::tint(Token token, double share) const {
    return mix(color(Token::Panel), color(token), share);
}

QFont Theme::interfaceFont() {
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Segoe UI"),
                      QStringLiteral("SF Pro Text"), QStringLiteral("Noto Sans"),
                      QStringLiteral("DejaVu Sans")});
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(13);
    font.setWeight(QFont::Normal);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

QFont Theme::headingFont() {
    QFont font = interfaceFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::monoFont() {
    QFont font;
    font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("Cascadia Mono"),
                      QStringLiteral("Menlo"), QStringLiteral("Noto Sans Mono"),
                      QStringLiteral("DejaVu Sans Mono")});
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    // Qt 6.4 rounds to whole device pixels: 12.5 would become 13 on a plain screen and widen every
    // column; 12.4 becomes 12 there and 12.5 at ratio 2. Half pixels can be asked for as points
    // only.
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double dotsPerInch = screen != nullptr ? screen->logicalDotsPerInchY() : 96.0;
    font.setPointSizeF(12.4 * 72.0 / dotsPerInch);
    // Full hinting would widen every letter to whole pixels.
    font.setHintingPreference(QFont::PreferVerticalHinting);
    font.setWeight(QFont::Normal);
    return font;
}

QIcon Theme::icon(const QString& name, Token token) const {
    return QIcon(new IconEngine(this, name, token));
}

void Theme::setChoice(SchemeChoice choice) {
    m_choice = choice;
    const Scheme before = m_scheme;
    switch (choice) {
        case SchemeChoice::Light: m_scheme = Scheme::Light; break;
        case SchemeChoice::Dark: m_scheme = Scheme::Dark; break;
        case SchemeChoice::FollowDesktop: m_scheme = desktopScheme(); break;
    }
    if (m_scheme != before || choice == SchemeChoice::FollowDesktop) {
        apply();
    }
}

Scheme Theme::desktopScheme() {
    // Qt 6.4 does not tell the desktop's scheme. A palette without own colours resolves to the
    // platform's, whose lightness tells it.
    m_application.setPalette(QPalette());
    return isDark(m_application.palette()) ? Scheme::Dark : Scheme::Light;
}

QPalette Theme::palette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) {
        palette.setColor(role, color(token));
    };
    set(QPalette::Window, Token::Window);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Panel);
    set(QPalette::AlternateBase, Token::Panel);
    set(QPalette::Text, Token::Text);
    set(QPalette::PlaceholderText, Token::Muted);
    set(QPalette::Button, Token::Raised);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Red);
    set(QPalette::Highlight, Token::Soft);
    set(QPalette::HighlightedText, Token::Text);
    set(QPalette::ToolTipBase, Token::Raised);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Link, Token::Blue);
    set(QPalette::LinkVisited, Token::Violet);
    set(QPalette::Light, Token::Raised);
    set(QPalette::Midlight, Token::Raised);
    set(QPalette::Mid, Token::Border);
    set(QPalette::Dark, Token::Border);
    set(QPalette::Shadow, Token::Window);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, color(Token::Faint));
    }
    return palette;
}

void Theme::apply() {
    m_application.setPalette(palette());
    emit changed();
}

void Theme::followDesktop() {
    m_followQueued = false;
    if (m_choice != SchemeChoice::FollowDesktop) {
        return;
    }
    const Scheme before = std::exchange(m_scheme, desktopScheme());
    if (m_scheme != before) {
        apply();
    } else {
        m_application.setPalette(palette());
    }
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    // A change of the desktop reaches windows as ThemeChange; a palette that is not ours came from
    // somewhere else. Our own palettes arrive here too, later than they were set.
    const bool foreignPalette =
        event->type() == QEvent::ApplicationPaletteChange && watched == &m_application &&
        m_application.palette().color(QPalette::Window) != color(Token::Window);
    if ((foreignPalette || event->type() == QEvent::ThemeChange) && !m_followQueued) {
        m_followQueued = true;
        QMetaObject::invokeMethod(this, &Theme::followDesktop, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace tidemark
