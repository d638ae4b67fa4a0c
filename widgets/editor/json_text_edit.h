#pragma once

#include <Qsci/qsciscintilla.h>

#include "widgets/values/value_text.h"

namespace tidemark {

class JsonLexer;
class Theme;

// The text area of the JSON editor: QScintilla in the look of the theme, with one squiggle for the
// problem of the text. Tab indents, so Escape and F6 are the keyboard's way out.
class JsonTextEdit final : public QsciScintilla {
    Q_OBJECT
public:
    JsonTextEdit(Theme& theme, QWidget* parent);

    // A new text, without undo steps behind it.
    void showText(const QString& content);
    // As typed by a person: one undo step.
    void replaceText(const QString& content);
    // In DynamoDB JSON the type names are dimmed and quoted numbers look like numbers.
    void setFlavour(text::JsonFlavour flavour);

    void markProblem(const text::JsonProblem& problem);
    void clearProblem();
    void goTo(const text::JsonProblem& problem);

signals:
    void saveRequested();   // Ctrl+Enter
    void leaveRequested();  // Escape or F6

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyTheme();
    void releaseKeys();
    long bytesBefore(qsizetype offset) const;

    Theme& m_theme;
    JsonLexer* m_lexer;
};

}  // namespace tidemark
