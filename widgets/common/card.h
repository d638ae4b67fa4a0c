#pragma once

#include <QFrame>

namespace tidemark {

class Theme;

// A rounded panel: Panel fill, 1 px Border, radius 8, no shadow. Its layout (if it has one) keeps
// 1 px free for the border.
class Card : public QFrame {
    Q_OBJECT
public:
    Card(Theme& theme, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
};

// Paints the outline of a card; for widgets that are cards without being a Card.
void paintCard(QPainter& painter, const Theme& theme, const QRect& rect);

}  // namespace tidemark
