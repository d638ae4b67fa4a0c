#include "widgets/common/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/widget_kit.h"

namespace tidemark {

namespace {

Token tokenOf(Banner::Kind kind) {
    switch (kind) {
        case Banner::Kind::Error: return Token::Red;
        case Banner::Kind::Warning: return Token::Amber;
        case Banner::Kind::Notice: return Token::Blue;
    }
    return Token::Blue;
}

QString iconOf(Banner::Kind kind) {
    switch (kind) {
        case Banner::Kind::Error: return QStringLiteral("error");
        case Banner::Kind::Warning: return QStringLiteral("warning");
        case Banner::Kind::Notice: return QStringLiteral("info");
    }
    return {};
}

}  // namespace

Banner::Banner(Theme& theme, QWidget* parent)
    : QFrame(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_sentence(new QLabel(this)),
      m_detail(new QLabel(this)) {
    setObjectName(QStringLiteral("banner"));
    m_sentence->setObjectName(QStringLiteral("bannerSentence"));
    m_detail->setObjectName(QStringLiteral("bannerDetail"));
    for (QLabel* label : {m_sentence, m_detail}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setFocusPolicy(Qt::ClickFocus);
    }
    m_detail->setFont(Theme::monoFont());
    kit::setMuted(m_detail, true);
    m_close = kit::iconButton(theme, QStringLiteral("bannerClose"), QStringLiteral("close"),
                              tr("Dismiss message"), {}, this);
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        emit dismissed();
    });

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_sentence);
    texts->addWidget(m_detail);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(measure::gap);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addLayout(m_actions);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(&theme, &Theme::changed, this, &Banner::refresh);
    hide();
}

QString Banner::sentence() const {
    return m_sentence->text();
}

void Banner::showMessage(Kind kind, const QString& sentence, const QString& code,
                         const QString& requestId) {
    clear();
    m_kind = kind;
    m_code = code;
    m_requestId = requestId;
    m_sentence->setText(sentence);
    QStringList detail;
    if (!code.isEmpty()) {
        detail << code;
    }
    if (!requestId.isEmpty()) {
        detail << requestId;
    }
    m_detail->setText(detail.join(QStringLiteral("   ")));
    m_detail->setVisible(!detail.isEmpty());
    layout()->setAlignment(m_icon, detail.isEmpty() ? Qt::AlignVCenter : Qt::AlignTop);
    setAccessibleName(sentence);
    refresh();
    show();
}

QPushButton* Banner::addAction(const QString& text) {
    auto* button = kit::button(QStringLiteral("bannerAction%1").arg(m_actions->count() + 1), text,
                               kit::ButtonKind::Plain, this);
    m_actions->addWidget(button, 0, Qt::AlignTop);
    return button;
}

void Banner::clear() {
    while (QLayoutItem* item = m_actions->takeAt(0)) {
        // The button may be what called us, so it goes away later.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_sentence->clear();
    m_detail->clear();
    m_code.clear();
    m_requestId.clear();
    hide();
}

void Banner::refresh() {
    m_icon->setPixmap(m_theme.icon(iconOf(m_kind), tokenOf(m_kind)).pixmap(measure::toolIcon));
    update();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_theme.tint(tokenOf(m_kind), 0.08));
    painter.setPen(QPen(m_theme.tint(tokenOf(m_kind), 0.45), 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), measure::controlRadius,
                            measure::controlRadius);
}

}  // namespace tidemark
