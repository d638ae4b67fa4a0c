#include "widgets/editor/json_editor.h"

#include <Qsci/qsciscintilla.h>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/theme.h"
#include "widgets/editor/json_lexer.h"

namespace tidemark {
namespace {

using engine::values::AttributeMap;
using text::JsonFlavour;

constexpr int checkDelayMs = 150;
constexpr int problemIndicator = 8;

}  // namespace

struct JsonEditor::Private {
    Private(JsonEditor& owner, Theme& usedTheme) : q(owner), theme(usedTheme) {}

    void build();
    QToolButton* makeSegment(const QString& name, const QString& label, JsonFlavour value);
    void applyTheme();
    void check();
    void showProblem(const text::JsonProblem& problem);
    void showText(const QString& content);
    void setValid(bool nowValid);
    void showLostTypes();

    JsonEditor& q;
    Theme& theme;
    QsciScintilla* editor = nullptr;
    JsonLexer* lexer = nullptr;
    QToolButton* dynamoDb = nullptr;
    QToolButton* plain = nullptr;
    QLabel* message = nullptr;
    QLabel* lost = nullptr;
    QTimer timer;
    JsonFlavour flavour = JsonFlavour::Plain;
    AttributeMap original;
    QStringList keyNames;
    bool modified = false;
    bool valid = true;
    bool loading = false;
};

QToolButton* JsonEditor::Private::makeSegment(const QString& name, const QString& label,
                                              JsonFlavour value) {
    auto* button = new QToolButton(&q);
    button->setObjectName(name);
    button->setText(label);
    button->setAccessibleName(tr("Show as %1").arg(label));
    button->setToolTip(button->accessibleName());
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    QObject::connect(button, &QToolButton::clicked, &q, [this, value] { q.setFlavour(value); });
    return button;
}

void JsonEditor::Private::build() {
    plain = makeSegment(QStringLiteral("jsonEditorFlavourPlain"), tr("JSON"), JsonFlavour::Plain);
    dynamoDb = makeSegment(QStringLiteral("jsonEditorFlavourDynamoDb"), tr("DynamoDB JSON"),
                           JsonFlavour::DynamoDb);
    auto* group = new QButtonGroup(&q);
    group->addButton(plain);
    group->addButton(dynamoDb);
    plain->setChecked(true);

    editor = new QsciScintilla(&q);
    editor->setObjectName(QStringLiteral("jsonEditorText"));
    editor->setAccessibleName(tr("Item as JSON"));
    editor->setUtf8(true);
    editor->setEolMode(QsciScintilla::EolUnix);
    editor->setIndentationsUseTabs(false);
    editor->setTabWidth(2);
    editor->setAutoIndent(true);
    editor->setBraceMatching(QsciScintilla::SloppyBraceMatch);
    editor->setFolding(QsciScintilla::PlainFoldStyle, 2);
    editor->setMarginType(0, QsciScintilla::NumberMargin);
    editor->setMarginWidth(0, QStringLiteral("0000"));
    editor->setMarginWidth(1, 0);
    editor->setWrapMode(QsciScintilla::WrapNone);
    editor->setFrameShape(QFrame::NoFrame);
    editor->SendScintilla(QsciScintillaBase::SCI_SETSCROLLWIDTHTRACKING, 1);
    editor->SendScintilla(QsciScintillaBase::SCI_SETSCROLLWIDTH, 1);
    editor->indicatorDefine(QsciScintilla::SquiggleIndicator, problemIndicator);
    editor->installEventFilter(&q);
    lexer = new JsonLexer(theme, editor);
    editor->setLexer(lexer);

    message = new QLabel(&q);
    message->setObjectName(QStringLiteral("jsonEditorMessage"));
    message->setTextFormat(Qt::PlainText);
    message->setWordWrap(true);
    message->hide();
    lost = new QLabel(&q);
    lost->setObjectName(QStringLiteral("jsonEditorLostTypes"));
    lost->setTextFormat(Qt::PlainText);
    lost->setWordWrap(true);
    lost->hide();

    auto* segments = new QHBoxLayout;
    segments->setContentsMargins(8, 4, 8, 4);
    segments->setSpacing(4);
    segments->addWidget(plain);
    segments->addWidget(dynamoDb);
    segments->addStretch(1);
    auto* layout = new QVBoxLayout(&q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(segments);
    layout->addWidget(editor, 1);
    layout->addWidget(message);
    layout->addWidget(lost);
    message->setContentsMargins(12, 6, 12, 6);
    lost->setContentsMargins(12, 6, 12, 6);

    timer.setSingleShot(true);
    timer.setInterval(checkDelayMs);
    QObject::connect(&timer, &QTimer::timeout, &q, [this] { check(); });
    QObject::connect(editor, &QsciScintilla::textChanged, &q, [this] {
        if (loading) {
            return;
        }
        if (!modified) {
            modified = true;
            emit q.modifiedChanged(true);
        }
        timer.start();
    });
    QObject::connect(&theme, &Theme::changed, &q, [this] { applyTheme(); });
    applyTheme();
}

void JsonEditor::Private::applyTheme() {
    lexer->applyTheme();
    editor->setLexer(lexer);
    const QColor panel = theme.color(Token::Panel);
    editor->setPaper(panel);
    editor->setColor(theme.color(Token::Text));
    editor->setMarginsBackgroundColor(panel);
    editor->setMarginsForegroundColor(theme.color(Token::Muted));
    editor->setFoldMarginColors(panel, panel);
    editor->setCaretForegroundColor(theme.color(Token::Text));
    editor->setSelectionBackgroundColor(theme.color(Token::Soft));
    editor->SendScintilla(QsciScintillaBase::SCI_SETSELFORE, 0UL, 0L);
    editor->setMatchedBraceBackgroundColor(theme.color(Token::Soft));
    editor->setMatchedBraceForegroundColor(theme.color(Token::Accent));
    editor->setUnmatchedBraceForegroundColor(theme.color(Token::Red));
    editor->setUnmatchedBraceBackgroundColor(panel);
    editor->setIndicatorForegroundColor(theme.color(Token::Red), problemIndicator);
    const auto colour = [](QLabel* label, const QColor& text) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, text);
        label->setPalette(palette);
    };
    colour(message, theme.color(Token::Red));
    colour(lost, theme.color(Token::Muted));
    editor->recolor();
}

void JsonEditor::Private::showText(const QString& content) {
    loading = true;
    editor->setText(content);
    loading = false;
    // Lexing is lazy in Scintilla; fold levels and colours are wanted at once.
    editor->SendScintilla(QsciScintillaBase::SCI_COLOURISE, 0UL, -1L);
    showLostTypes();
}

void JsonEditor::Private::showLostTypes() {
    const QStringList names =
        flavour == JsonFlavour::Plain ? text::typesLostInPlainJson(original) : QStringList();
    lost->setVisible(!names.isEmpty());
    if (!names.isEmpty()) {
        lost->setText(tr("Kept as sets or binary, which plain JSON cannot show: %1")
                          .arg(names.join(QStringLiteral(", "))));
    }
}

void JsonEditor::Private::setValid(bool nowValid) {
    if (valid != nowValid) {
        valid = nowValid;
        emit q.validityChanged(valid);
    }
}

void JsonEditor::Private::check() {
    timer.stop();
    const auto parsed = q.parsed();
    const auto end = static_cast<int>(editor->length());
    editor->SendScintilla(QsciScintillaBase::SCI_SETINDICATORCURRENT, problemIndicator);
    editor->SendScintilla(QsciScintillaBase::SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(end));
    message->setVisible(!parsed.ok);
    if (!parsed.ok) {
        showProblem(parsed.problem);
    }
    setValid(parsed.ok);
}

void JsonEditor::Private::showProblem(const text::JsonProblem& problem) {
    message->setText(
        tr("Line %1, column %2: %3").arg(problem.line).arg(problem.column).arg(problem.message));
    // Scintilla counts bytes; the squiggle of a problem at the very end stands under the last one.
    const QString content = editor->text();
    const auto bytesBefore = [&content](qsizetype units) {
        return content.left(units).toUtf8().size();
    };
    const qsizetype last = std::max<qsizetype>(0, content.size() - 1);
    const qsizetype begin = bytesBefore(std::min(problem.offset, last));
    const qsizetype end = bytesBefore(std::min(
        std::min(problem.offset, last) + std::max<qsizetype>(1, problem.length), content.size()));
    editor->SendScintilla(QsciScintillaBase::SCI_INDICATORFILLRANGE,
                          static_cast<unsigned long>(begin),
                          static_cast<long>(std::max<qsizetype>(1, end - begin)));
}

JsonEditor::JsonEditor(Theme& theme, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(*this, theme)) {
    setObjectName(QStringLiteral("jsonEditor"));
    d->build();
    setFocusProxy(d->editor);
}

JsonEditor::~JsonEditor() = default;

void JsonEditor::setItem(const AttributeMap& item, const QStringList& keyNames) {
    d->original = item;
    d->keyNames = keyNames;
    d->showText(text::itemToJson(item, d->flavour, keyNames));
    const bool wasModified = std::exchange(d->modified, false);
    d->check();
    if (wasModified) {
        emit modifiedChanged(false);
    }
}

void JsonEditor::clear(const QString& emptyText) {
    d->original.clear();
    d->timer.stop();
    d->showText(emptyText);
    d->message->hide();
    const bool wasModified = std::exchange(d->modified, false);
    if (wasModified) {
        emit modifiedChanged(false);
    }
}

void JsonEditor::setReadOnly(bool readOnly) {
    d->editor->setReadOnly(readOnly);
}

JsonFlavour JsonEditor::flavour() const {
    return d->flavour;
}

void JsonEditor::setFlavour(JsonFlavour flavour) {
    const auto now = parsed();
    if (flavour != d->flavour && now.ok) {
        // The edited item becomes what the types are taken from, so that nothing is lost on the way
        // there and back.
        d->flavour = flavour;
        d->original = now.item;
        d->showText(text::itemToJson(now.item, flavour, d->keyNames));
        d->check();
    } else if (!now.ok) {
        d->check();
    }
    d->plain->setChecked(d->flavour == JsonFlavour::Plain);
    d->dynamoDb->setChecked(d->flavour == JsonFlavour::DynamoDb);
}

bool JsonEditor::isModified() const {
    return d->modified;
}

bool JsonEditor::isValid() const {
    return parsed().ok;
}

text::ParsedItem JsonEditor::parsed() const {
    return text::itemFromJson(d->editor->text(), d->flavour, d->original);
}

QString JsonEditor::plainText() const {
    return d->editor->text();
}

void JsonEditor::setPlainText(const QString& text) {
    d->editor->selectAll();
    d->editor->replaceSelectedText(text);
}

bool JsonEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == d->editor && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers() == Qt::ControlModifier) {
            emit saveRequested();
            return true;
        }
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_F6) {
            emit leaveRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace tidemark
