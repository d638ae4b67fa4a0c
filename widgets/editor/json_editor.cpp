#include "widgets/editor/json_editor.h"

#include <utility>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/editor/json_text_edit.h"

namespace tidemark {
namespace {

using engine::values::AttributeMap;
using text::JsonFlavour;

constexpr int checkDelayMs = 150;
constexpr qsizetype namedTypesMax = 6;
constexpr int sideMargin = 12;

}  // namespace

struct JsonEditor::Private {
    Private(JsonEditor& owner, Theme& usedTheme) : q(owner), theme(usedTheme) {}

    void build();
    QWidget* buildSwitch();
    QLabel* buildNotice(const QString& name);
    QToolButton* makeSegment(const QString& name, const QString& label, JsonFlavour value);
    void applyTheme();
    void show(const QString& content);
    void check();
    void noteChange();
    void setModified(bool nowModified);
    void setValid(bool nowValid);
    void showLostTypes();

    JsonEditor& q;
    Theme& theme;
    QWidget* segments = nullptr;
    QStackedWidget* pages = nullptr;
    QLabel* placeholder = nullptr;
    JsonTextEdit* editor = nullptr;
    QToolButton* dynamoDb = nullptr;
    QToolButton* plain = nullptr;
    QLabel* message = nullptr;
    QLabel* lost = nullptr;
    QTimer timer;
    JsonFlavour flavour = JsonFlavour::Plain;
    AttributeMap shown;   // the item as it was set: what "modified" is measured by
    AttributeMap source;  // where plain JSON takes its types from
    QString unmodifiedText;
    QStringList keyNames;
    text::JsonProblem problem;
    bool modified = false;
    bool valid = true;
    bool loading = false;
};

QToolButton* JsonEditor::Private::makeSegment(const QString& name, const QString& label,
                                              JsonFlavour value) {
    auto* button = new QToolButton(segments);
    button->setObjectName(name);
    button->setText(label);
    button->setAccessibleName(tr("Show as %1").arg(label));
    button->setToolTip(button->accessibleName());
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    QObject::connect(button, &QToolButton::clicked, &q, [this, value] { q.setFlavour(value); });
    return button;
}

QWidget* JsonEditor::Private::buildSwitch() {
    segments = new QFrame(&q);
    segments->setObjectName(QStringLiteral("jsonEditorFlavour"));
    dynamoDb = makeSegment(QStringLiteral("jsonEditorFlavourDynamoDb"), tr("DynamoDB JSON"),
                           JsonFlavour::DynamoDb);
    plain = makeSegment(QStringLiteral("jsonEditorFlavourPlain"), tr("JSON"), JsonFlavour::Plain);
    plain->setChecked(true);
    auto* group = new QButtonGroup(&q);
    group->addButton(dynamoDb);
    group->addButton(plain);
    auto* layout = new QHBoxLayout(segments);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(2);
    layout->addWidget(dynamoDb);
    layout->addWidget(plain);
    return segments;
}

QLabel* JsonEditor::Private::buildNotice(const QString& name) {
    auto* label = new QLabel(&q);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    label->setContentsMargins(sideMargin, 6, sideMargin, 6);
    label->hide();
    return label;
}

void JsonEditor::Private::build() {
    auto* layout = new QVBoxLayout(&q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(sideMargin, 4, sideMargin, 6);
    bar->addWidget(buildSwitch());
    bar->addStretch(1);
    layout->addLayout(bar);

    pages = new QStackedWidget(&q);
    editor = new JsonTextEdit(theme, pages);
    editor->setObjectName(QStringLiteral("jsonEditorText"));
    editor->setAccessibleName(tr("Item as JSON"));
    placeholder = kit::mutedLabel({}, pages);
    placeholder->setAlignment(Qt::AlignCenter);
    placeholder->setWordWrap(true);
    pages->addWidget(editor);
    pages->addWidget(placeholder);
    layout->addWidget(pages, 1);

    message = buildNotice(QStringLiteral("jsonEditorMessage"));
    message->setToolTip(tr("F8 goes there"));
    lost = buildNotice(QStringLiteral("jsonEditorLostTypes"));
    layout->addWidget(message);
    layout->addWidget(lost);

    timer.setSingleShot(true);
    timer.setInterval(checkDelayMs);
    QObject::connect(&timer, &QTimer::timeout, &q, [this] { check(); });
    QObject::connect(editor, &QsciScintilla::textChanged, &q, [this] { noteChange(); });
    QObject::connect(editor, &JsonTextEdit::saveRequested, &q, &JsonEditor::saveRequested);
    QObject::connect(editor, &JsonTextEdit::leaveRequested, &q, &JsonEditor::leaveRequested);
    auto* toProblem = new QShortcut(QKeySequence(Qt::Key_F8), &q);
    toProblem->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(toProblem, &QShortcut::activated, &q, [this] {
        if (!message->isHidden()) {
            editor->goTo(problem);
        }
    });
    QObject::connect(&theme, &Theme::changed, &q, [this] { applyTheme(); });
    applyTheme();
}

void JsonEditor::Private::applyTheme() {
    const auto hex = [this](Token token) { return theme.color(token).name(); };
    segments->setStyleSheet(
        QStringLiteral("QFrame#jsonEditorFlavour { background: %1; border: 1px solid %2; "
                       "border-radius: %3px; }"
                       "QToolButton { border: 1px solid transparent; border-radius: 4px; "
                       "padding: 2px 10px; color: %4; background: transparent; }"
                       "QToolButton:hover { color: %5; }"
                       "QToolButton:checked { background: %6; border-color: %2; color: %5; }"
                       "QToolButton:focus { border-color: %7; }")
            .arg(hex(Token::Raised), hex(Token::Border))
            .arg(measure::controlRadius)
            .arg(hex(Token::Muted), hex(Token::Text), hex(Token::Panel), hex(Token::Accent)));
    const auto colour = [](QLabel* label, const QColor& ink) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, ink);
        label->setPalette(palette);
    };
    colour(message, theme.color(Token::Red));
    colour(lost, theme.color(Token::Muted));
}

void JsonEditor::Private::show(const QString& content) {
    loading = true;
    editor->setFlavour(flavour);
    editor->showText(content);
    loading = false;
    pages->setCurrentWidget(editor);
    segments->setEnabled(true);
    showLostTypes();
    check();
}

void JsonEditor::Private::showLostTypes() {
    QStringList names =
        flavour == JsonFlavour::Plain ? text::typesLostInPlainJson(source) : QStringList();
    lost->setVisible(!names.isEmpty());
    const qsizetype more = names.size() - namedTypesMax;
    if (more > 0) {
        names = names.mid(0, namedTypesMax) << tr("%1 more").arg(more);
    }
    lost->setText(tr("Kept as sets or binary, which plain JSON cannot show: %1")
                      .arg(names.join(QStringLiteral(", "))));
}

void JsonEditor::Private::noteChange() {
    if (!loading) {
        setModified(editor->text() != unmodifiedText);
        timer.start();
    }
}

void JsonEditor::Private::setModified(bool nowModified) {
    if (std::exchange(modified, nowModified) != nowModified) {
        emit q.modifiedChanged(nowModified);
    }
}

void JsonEditor::Private::setValid(bool nowValid) {
    if (std::exchange(valid, nowValid) != nowValid) {
        emit q.validityChanged(nowValid);
    }
}

void JsonEditor::Private::check() {
    timer.stop();
    const text::ParsedItem parsed = q.parsed();
    problem = parsed.problem;
    editor->clearProblem();
    message->setVisible(!parsed.ok);
    if (!parsed.ok) {
        editor->markProblem(problem);
        message->setText(tr("Line %1, column %2: %3")
                             .arg(problem.line)
                             .arg(problem.column)
                             .arg(problem.message));
    }
    setValid(parsed.ok);
}

JsonEditor::JsonEditor(Theme& theme, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(*this, theme)) {
    setObjectName(QStringLiteral("jsonEditor"));
    d->build();
    setFocusProxy(d->editor);
    clear({});
}

JsonEditor::~JsonEditor() = default;

void JsonEditor::setItem(const AttributeMap& item, const QStringList& keyNames) {
    d->shown = item;
    d->source = item;
    d->keyNames = keyNames;
    d->unmodifiedText = text::itemToJson(item, d->flavour, keyNames);
    d->show(d->unmodifiedText);
    d->setModified(false);
}

void JsonEditor::clear(const QString& emptyText) {
    setItem({}, {});
    d->placeholder->setText(emptyText);
    d->pages->setCurrentWidget(d->placeholder);
    d->segments->setEnabled(false);
}

void JsonEditor::setReadOnly(bool readOnly) {
    d->editor->setReadOnly(readOnly);
}

JsonFlavour JsonEditor::flavour() const {
    return d->flavour;
}

void JsonEditor::setFlavour(JsonFlavour flavour) {
    if (flavour != d->flavour) {
        const text::ParsedItem now = parsed();
        if (now.ok) {
            // The edited item becomes what the types are taken from, so that nothing is lost on
            // the way there and back.
            d->flavour = flavour;
            d->source = now.item;
            d->unmodifiedText = text::itemToJson(d->shown, flavour, d->keyNames);
            d->show(text::itemToJson(now.item, flavour, d->keyNames));
            d->setModified(plainText() != d->unmodifiedText);
        } else {
            d->check();
            d->editor->goTo(d->problem);
        }
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
    return text::itemFromJson(d->editor->text(), d->flavour, d->source);
}

QString JsonEditor::plainText() const {
    return d->editor->text();
}

void JsonEditor::setPlainText(const QString& text) {
    d->editor->replaceText(text);
}

}  // namespace tidemark
