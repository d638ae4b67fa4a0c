#include "widgets/common/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include <utility>

namespace tidemark {

namespace {

QString resourcePath(const QString& name) {
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QByteArray source(const QString& name) {
    static QHash<QString, QByteArray> sources;
    auto found = sources.constFind(name);
    if (found == sources.constEnd()) {
        QFile file(resourcePath(name));
        const bool opened = file.open(QIODevice::ReadOnly);
        found = sources.insert(name, opened ? file.readAll() : QByteArray());
    }
    return *found;
}

}  // namespace

IconEngine::IconEngine(const Theme* theme, QString name, Token token)
    : m_theme(theme), m_name(std::move(name)), m_token(token) {
}

bool IconEngine::isNull() {
    return source(m_name).isEmpty();
}

QIconEngine* IconEngine::clone() const {
    return new IconEngine(m_theme, m_name, m_token);
}

QColor IconEngine::color(QIcon::Mode mode) const {
    if (!m_theme) {
        return {};
    }
    return m_theme->color(mode == QIcon::Disabled ? Token::Faint : m_token);
}

QPixmap IconEngine::render(const QSize& deviceSize, const QColor& color) {
    const QString key = QStringLiteral("%1x%2%3")
                            .arg(deviceSize.width())
                            .arg(deviceSize.height())
                            .arg(color.name(QColor::HexArgb));
    const auto found = m_rendered.constFind(key);
    if (found != m_rendered.constEnd()) {
        return *found;
    }
    QByteArray svg = source(m_name);
    svg.replace("currentColor", color.name().toLatin1());
    QPixmap picture(deviceSize);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    QSvgRenderer renderer(svg);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter, QRectF(QPointF(0, 0), deviceSize));
    painter.end();
    m_rendered.insert(key, picture);
    return picture;
}

QPixmap IconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) {
    // QIcon asks in device pixels and sets the ratio of the result itself.
    QPixmap picture = render(size, color(mode));
    picture.setDevicePixelRatio(scale);
    return picture;
}

QPixmap IconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) {
    return render(size, color(mode));
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QSize deviceSize = (QSizeF(rect.size()) * ratio).toSize();
    painter->drawPixmap(rect, render(deviceSize, color(mode)));
}

}  // namespace tidemark
