#pragma once

#include <QHash>
#include <QIconEngine>
#include <QPixmap>
#include <QPointer>
#include <QString>

#include "widgets/common/theme.h"

namespace tidemark {

// Paints an icon of resources/icons in the colour a token has now, at the device's own resolution,
// so that one QIcon serves both schemes and every scale.
class IconEngine final : public QIconEngine {
public:
    IconEngine(const Theme* theme, QString name, Token token);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override;
    QIconEngine* clone() const override;
    QString key() const override { return QStringLiteral("tidemark"); }
    QString iconName() override { return m_name; }
    bool isNull() override;

private:
    QColor color(QIcon::Mode mode) const;
    QPixmap render(const QSize& deviceSize, const QColor& color);

    QPointer<const Theme> m_theme;
    QString m_name;
    Token m_token;
    QHash<QString, QPixmap> m_rendered;
};

}  // namespace tidemark
