#pragma once

#include <QFrame>

#include <optional>

#include "widgets/common/theme.h"

namespace tidemark {

// One line of text that is elided instead of widening its parent; the full text is the tooltip
// while it does not fit.
class ElidedLabel final : public QFrame {
    Q_OBJECT
public:
    ElidedLabel(Theme& theme, const QString& text, QWidget* parent);

    void setText(const QString& text);
    QString text() const { return m_text; }
    void setElideMode(Qt::TextElideMode mode);
    void setAlignment(Qt::Alignment alignment);
    void setToken(Token token);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    Theme& m_theme;
    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
    Token m_token = Token::Text;
};

}  // namespace tidemark
