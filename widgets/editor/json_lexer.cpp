#include "widgets/editor/json_lexer.h"

#include <Qsci/qsciscintilla.h>

#include "widgets/common/theme.h"

namespace tidemark {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Index behind the string that begins at `at`.
int stringEnd(const QByteArray& text, int at) {
    int i = at + 1;
    for (; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i) {
        i += text[i] == '\\' ? 1 : 0;
    }
    return std::min<int>(i + 1, static_cast<int>(text.size()));
}

bool isName(const QByteArray& text, int end) {
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) {
        ++end;
    }
    return end < text.size() && text[end] == ':';
}

}  // namespace

JsonLexer::JsonLexer(Theme& theme, QObject* parent) : QsciLexerCustom(parent), m_theme(theme) {
    applyTheme();
}

const char* JsonLexer::language() const {
    return "JSON";
}

QString JsonLexer::description(int style) const {
    return style >= Plain && style <= Bracket ? QStringLiteral("style %1").arg(style) : QString();
}

void JsonLexer::applyTheme() {
    const QHash<int, Token> tokens = {{Plain, Token::Text},   {Name, Token::Blue},
                                      {String, Token::Green}, {Number, Token::Amber},
                                      {Word, Token::Violet},  {Bracket, Token::Muted}};
    QFont font = Theme::monoFont();
    // Scintilla takes points only (research/qt.md section 1): 12.5 px at 96 dpi.
    font.setPointSizeF(9.4);
    setDefaultFont(font);
    setDefaultColor(m_theme.color(Token::Text));
    setDefaultPaper(m_theme.color(Token::Panel));
    for (auto it = tokens.begin(); it != tokens.end(); ++it) {
        setColor(m_theme.color(it.value()), it.key());
        setPaper(m_theme.color(Token::Panel), it.key());
        setFont(font, it.key());
    }
}

// The text of an item is at most 400 KB, so the whole of it is styled at every change: strings and
// folds need no state from one call to the next.
void JsonLexer::styleText(int, int) {
    if (editor() == nullptr) {
        return;
    }
    const QByteArray text = editor()->text().toUtf8();
    startStyling(0);
    int at = 0;
    while (at < text.size()) {
        const char c = text[at];
        int end = at + 1;
        int style = Plain;
        if (c == '"') {
            end = stringEnd(text, at);
            style = isName(text, end) ? Name : String;
        } else if (isDigit(c) || (c == '-' && end < text.size() && isDigit(text[end]))) {
            while (end < text.size() &&
                   (isDigit(text[end]) || QByteArrayView(".eE+-").contains(text[end]))) {
                ++end;
            }
            style = Number;
        } else if (isLetter(c)) {
            while (end < text.size() && isLetter(text[end])) {
                ++end;
            }
            style = Word;
        } else if (QByteArrayView("{}[],:").contains(c)) {
            style = Bracket;
        }
        setStyling(end - at, style);
        at = end;
    }
    foldLines(text);
}

void JsonLexer::foldLines(const QByteArray& text) {
    int level = 0;
    int line = 0;
    int next = 0;
    const auto close = [&] {
        const int header = next > level ? QsciScintillaBase::SC_FOLDLEVELHEADERFLAG : 0;
        editor()->SendScintilla(
            QsciScintillaBase::SCI_SETFOLDLEVEL, static_cast<unsigned long>(line),
            static_cast<long>((QsciScintillaBase::SC_FOLDLEVELBASE + level) | header));
        level = next;
        ++line;
    };
    for (int at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            at = stringEnd(text, at) - 1;
        } else if (c == '{' || c == '[') {
            ++next;
        } else if (c == '}' || c == ']') {
            next = std::max(0, next - 1);
        } else if (c == '\n') {
            close();
        }
    }
    close();
}

}  // namespace tidemark
