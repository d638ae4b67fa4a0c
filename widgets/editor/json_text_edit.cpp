#include "widgets/editor/json_text_edit.h"

#include <algorithm>

#include <Qsci/qscicommandset.h>

#include <QKeyEvent>

#include "widgets/common/theme.h"
#include "widgets/editor/json_lexer.h"

namespace tidemark {
namespace {

constexpr int problemIndicator = 8;
constexpr int foldMargin = 2;
constexpr int firstFoldMarker = QsciScintillaBase::SC_MARKNUM_FOLDEREND;
constexpr int lastFoldMarker = QsciScintillaBase::SC_MARKNUM_FOLDEROPEN;

bool isSave(const QKeyEvent& key) {
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    return enter && (key.modifiers() & ~Qt::KeypadModifier) == Qt::ControlModifier;
}

bool isLeave(const QKeyEvent& key) {
    return key.modifiers() == Qt::NoModifier &&
           (key.key() == Qt::Key_Escape || key.key() == Qt::Key_F6);
}

}  // namespace

JsonTextEdit::JsonTextEdit(Theme& theme, QWidget* parent)
    : QsciScintilla(parent), m_theme(theme), m_lexer(new JsonLexer(theme, this)) {
    setUtf8(true);
    setEolMode(EolUnix);
    setIndentationsUseTabs(false);
    setTabWidth(2);
    setAutoIndent(true);
    setBraceMatching(SloppyBraceMatch);
    setWrapMode(WrapNone);
    setFrameShape(NoFrame);
    setMarginType(0, NumberMargin);
    setMarginWidth(1, 0);
    setFolding(BoxedTreeFoldStyle, foldMargin);
    indicatorDefine(SquiggleIndicator, problemIndicator);
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1);
    SendScintilla(SCI_SETSCROLLWIDTH, 1);
    releaseKeys();
    setLexer(m_lexer);
    connect(&theme, &Theme::changed, this, &JsonTextEdit::applyTheme);
    applyTheme();
}

// Scintilla binds keys that are commands of the window (duplicate item, reopen tab, ...).
void JsonTextEdit::releaseKeys() {
    for (const int key :
         {int{Qt::CTRL} | int{Qt::Key_D}, int{Qt::CTRL} | int{Qt::Key_L},
          int{Qt::CTRL} | int{Qt::Key_T}, int{Qt::CTRL} | int{Qt::Key_U},
          int{Qt::CTRL} | int{Qt::SHIFT} | int{Qt::Key_L},
          int{Qt::CTRL} | int{Qt::SHIFT} | int{Qt::Key_T},
          int{Qt::CTRL} | int{Qt::SHIFT} | int{Qt::Key_U},
          int{Qt::CTRL} | int{Qt::SHIFT} | int{Qt::Key_Backspace}, int{Qt::Key_Escape}}) {
        if (QsciCommand* command = standardCommands()->boundTo(key)) {
            command->setKey(0);
        }
    }
}

void JsonTextEdit::applyTheme() {
    m_lexer->applyTheme();
    const QColor panel = m_theme.color(Token::Panel);
    const QColor muted = m_theme.color(Token::Muted);
    setPaper(panel);
    setColor(m_theme.color(Token::Text));
    setMarginsFont(Theme::monoFont());
    setMarginWidth(0, QStringLiteral("0000"));
    setMarginsBackgroundColor(panel);
    setMarginsForegroundColor(muted);
    setFoldMarginColors(panel, panel);
    for (int marker = firstFoldMarker; marker <= lastFoldMarker; ++marker) {
        // QScintilla's own functions leave the markers of folds alone.
        SendScintilla(SCI_MARKERSETFORE, static_cast<unsigned long>(marker), panel);
        SendScintilla(SCI_MARKERSETBACK, static_cast<unsigned long>(marker),
                      m_theme.color(Token::Faint));
    }
    setCaretForegroundColor(m_theme.color(Token::Text));
    setSelectionBackgroundColor(m_theme.color(Token::Soft));
    resetSelectionForegroundColor();
    setMatchedBraceBackgroundColor(m_theme.color(Token::Soft));
    setMatchedBraceForegroundColor(m_theme.color(Token::Accent));
    setUnmatchedBraceBackgroundColor(panel);
    setUnmatchedBraceForegroundColor(m_theme.color(Token::Red));
    setIndicatorForegroundColor(m_theme.color(Token::Red), problemIndicator);
    recolor();
}

void JsonTextEdit::showText(const QString& content) {
    setText(content);
    // Lexing is lazy in Scintilla; fold levels and colours are wanted at once.
    SendScintilla(SCI_COLOURISE, 0UL, -1L);
}

void JsonTextEdit::replaceText(const QString& content) {
    beginUndoAction();
    selectAll();
    replaceSelectedText(content);
    endUndoAction();
}

void JsonTextEdit::setFlavour(text::JsonFlavour flavour) {
    m_lexer->setTyped(flavour == text::JsonFlavour::DynamoDb);
}

// Scintilla counts bytes of UTF-8.
long JsonTextEdit::bytesBefore(qsizetype offset) const {
    return static_cast<long>(text().left(offset).toUtf8().size());
}

void JsonTextEdit::markProblem(const text::JsonProblem& problem) {
    clearProblem();
    // A problem at the very end stands under the last character.
    const long last = std::max<long>(0, length() - 1);
    const long begin = std::min(bytesBefore(problem.offset), last);
    const long end = bytesBefore(problem.offset + std::max<qsizetype>(1, problem.length));
    SendScintilla(SCI_SETINDICATORCURRENT, problemIndicator);
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(begin),
                  std::max<long>(1, end - begin));
}

void JsonTextEdit::clearProblem() {
    SendScintilla(SCI_SETINDICATORCURRENT, problemIndicator);
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(length()));
}

void JsonTextEdit::goTo(const text::JsonProblem& problem) {
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(bytesBefore(problem.offset)));
    setFocus(Qt::OtherFocusReason);
}

// The keys that this editor answers are not shortcuts of the window while it has the focus.
bool JsonTextEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (isSave(key) || isLeave(key)) {
            event->accept();
            return true;
        }
    }
    return QsciScintilla::event(event);
}

void JsonTextEdit::keyPressEvent(QKeyEvent* event) {
    if (isSave(*event)) {
        emit saveRequested();
    } else if (isLeave(*event)) {
        emit leaveRequested();
        if (hasFocus()) {
            // Scintilla's own refuses to leave a text that can be changed, because of Tab.
            QAbstractScrollArea::focusNextPrevChild(true);
        }
    } else {
        QsciScintilla::keyPressEvent(event);
    }
}

}  // namespace tidemark
