#include "widgets/editor/json_lexer.h"

#include <algorithm>

#include <Qsci/qsciscintilla.h>

#include <QHash>

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
        const bool escape = text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n';
        i += escape ? 1 : 0;
    }
    // A string that is not closed ends before the line break.
    return i < text.size() && text[i] == '"' ? i + 1
                                             : std::min<int>(i, static_cast<int>(text.size()));
}

bool isName(const QByteArray& text, int end) {
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) {
        ++end;
    }
    return end < text.size() && text[end] == ':';
}

// What an open bracket of DynamoDB JSON holds.
constexpr char attributes = 'a';
constexpr char typedValue = 't';
constexpr char elements = 'e';

// Opens or closes a bracket: an object inside attributes or elements is a typed value, and an
// object inside a typed value holds attributes.
void follow(char bracket, QByteArray& open) {
    if (bracket == '{') {
        open.append(open.isEmpty() || open.endsWith(typedValue) ? attributes : typedValue);
    } else if (bracket == '[') {
        open.append(elements);
    } else if (bracket == '}' || bracket == ']') {
        open.chop(1);
    }
}

struct LexedToken {
    int end;
    int style;
};

// The token that begins at `at`; never empty.
LexedToken tokenAt(const QByteArray& text, int at) {
    const auto runEnd = [&](auto belongs) {
        int end = at + 1;
        while (end < text.size() && belongs(text[end])) {
            ++end;
        }
        return end;
    };
    const char c = text[at];
    if (c == '"') {
        const int end = stringEnd(text, at);
        return {end, isName(text, end) ? JsonLexer::Name : JsonLexer::String};
    }
    if (isDigit(c) || c == '-') {
        const auto inNumber = [](char d) {
            return isDigit(d) || QByteArrayView(".eE+-").contains(d);
        };
        return {runEnd(inNumber), JsonLexer::Number};
    }
    if (isLetter(c)) {
        return {runEnd(isLetter), JsonLexer::Word};
    }
    return {at + 1, QByteArrayView("{}[],:").contains(c) ? JsonLexer::Bracket : JsonLexer::Plain};
}

}  // namespace

JsonLexer::JsonLexer(Theme& theme, QObject* parent) : QsciLexerCustom(parent), m_theme(theme) {
    applyTheme();
}

const char* JsonLexer::language() const {
    return "JSON";
}

QString JsonLexer::description(int style) const {
    return style >= Plain && style <= Type ? QStringLiteral("style %1").arg(style) : QString();
}

void JsonLexer::applyTheme() {
    const QHash<int, Token> tokens = {{Plain, Token::Text},   {Name, Token::Blue},
                                      {String, Token::Green}, {Number, Token::Amber},
                                      {Word, Token::Violet},  {Bracket, Token::Muted},
                                      {Type, Token::Muted}};
    const QFont font = Theme::monoFont();
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
    QByteArray open;      // one letter per open bracket, see below
    bool number = false;  // inside the value of "N" or "NS"
    for (int at = 0; at < text.size();) {
        const auto [end, kind] = tokenAt(text, at);
        int style = kind;
        if (kind == Bracket) {
            follow(text[at], open);
        } else if (m_typed && kind == Name) {
            const QByteArray name = text.mid(at + 1, end - at - 2);
            style = open.endsWith(typedValue) ? Type : Name;
            number = style == Type && (name == "N" || name == "NS");
        } else if (kind == String && number) {
            style = Number;
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
