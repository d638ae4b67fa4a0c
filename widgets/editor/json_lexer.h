#pragma once

#include <Qsci/qscilexercustom.h>

namespace tidemark {

class Theme;

// Colours JSON by the theme's tokens: names, strings, numbers, words, punctuation. Also computes
// the fold levels. A lexer of our own because QsciLexerJSON knows no type names and shows the
// numbers of DynamoDB JSON, which stand in quotes, as strings.
class JsonLexer final : public QsciLexerCustom {
    Q_OBJECT
public:
    JsonLexer(Theme& theme, QObject* parent);

    const char* language() const override;
    QString description(int style) const override;
    void styleText(int start, int end) override;
    void applyTheme();
    // DynamoDB JSON: every second level of braces holds a type name.
    void setTyped(bool typed) { m_typed = typed; }

    enum Style { Plain, Name, String, Number, Word, Bracket, Type };

private:
    void foldLines(const QByteArray& text);

    Theme& m_theme;
    bool m_typed = false;
};

}  // namespace tidemark
