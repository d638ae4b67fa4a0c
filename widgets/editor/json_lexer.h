#pragma once

#include <QHash>

#include <Qsci/qscilexercustom.h>

namespace tidemark {

class Theme;

// Colours JSON by the theme's tokens: names, strings, numbers, words, punctuation. Also computes
// the fold levels. A lexer of our own because QsciLexerJSON fixes its styles and marks DynamoDB's
// numbers in quotes like any string.
class JsonLexer final : public QsciLexerCustom {
    Q_OBJECT
public:
    JsonLexer(Theme& theme, QObject* parent);

    const char* language() const override;
    QString description(int style) const override;
    void styleText(int start, int end) override;
    void applyTheme();

    enum Style { Plain = 0, Name = 1, String = 2, Number = 3, Word = 4, Bracket = 5 };

private:
    void foldLines(const QByteArray& text);
    Theme& m_theme;
};

}  // namespace tidemark
