#include "tests/support/shots.h"

#include <QApplication>
#include <QCursor>
#include <QDir>
#include <QPainter>
#include <QTest>

#include <algorithm>
#include <utility>

namespace tidemark::testing {

namespace {

constexpr int longestWait = 10'000;

std::vector<Shot>& registered() {
    static std::vector<Shot> shots;
    return shots;
}

void writeContactSheet(const QList<std::pair<QString, QImage>>& pictures, const QString& file) {
    constexpr int columns = 4;
    constexpr int width = 480;
    constexpr int height = 300;
    constexpr int caption = 26;
    constexpr int gap = 16;
    const int rows = (static_cast<int>(pictures.size()) + columns - 1) / columns;
    QImage sheet(gap + columns * (width + gap), gap + rows * (height + caption + gap),
                 QImage::Format_RGB32);
    sheet.fill(QColor(0x80, 0x86, 0x90));
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setFont(Theme::interfaceFont());
    painter.setPen(Qt::white);
    for (int at = 0; at < pictures.size(); ++at) {
        const auto& [name, picture] = pictures.at(at);
        const QPoint corner(gap + at % columns * (width + gap),
                            gap + at / columns * (height + caption + gap));
        const QImage small =
            picture.width() > width || picture.height() > height
                ? picture.scaled(width, height, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                : picture;
        painter.drawText(QRect(corner, QSize(width, caption)), Qt::AlignVCenter, name);
        painter.drawImage(corner + QPoint(0, caption), small);
    }
    painter.end();
    sheet.save(file);
}

}  // namespace

ShotRegistration::ShotRegistration(Shot shot) {
    registered().push_back(std::move(shot));
}

const std::vector<Shot>& allShots() {
    auto& shots = registered();
    std::sort(shots.begin(), shots.end(),
              [](const Shot& first, const Shot& second) { return first.name < second.name; });
    return shots;
}

QString pictureName(const QString& name, Scheme scheme) {
    return name + (scheme == Scheme::Dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
}

QImage takeShot(const Shot& shot, Theme& theme, Scheme scheme) {
    // Blinking cursors and the mouse would make pictures of the same view differ.
    QApplication::setCursorFlashTime(0);
    QCursor::setPos(10'000, 10'000);
    theme.setChoice(scheme == Scheme::Dark ? SchemeChoice::Dark : SchemeChoice::Light);
    const std::unique_ptr<QWidget> widget = shot.make(theme);
    widget->resize(shot.size);
    widget->show();
    if (!QTest::qWaitForWindowExposed(widget.get(), longestWait)) {
        return {};
    }
    if (widget->windowType() != Qt::Popup) {
        // Focus marks belong to the picture, and they come with activation.
        widget->activateWindow();
        if (!QTest::qWaitForWindowActive(widget.get(), longestWait)) {
            return {};
        }
    }
    if (shot.ready && !QTest::qWaitFor([&] { return shot.ready(*widget); }, longestWait)) {
        return {};
    }
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    return widget->grab(QRect(QPoint(0, 0), shot.size))
        .toImage()
        .convertToFormat(QImage::Format_RGB32);
}

QStringList writeAllShots(Theme& theme, const QString& directory) {
    QStringList failed;
    QList<std::pair<QString, QImage>> pictures;
    QDir().mkpath(directory);
    for (const Shot& shot : allShots()) {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const QString name = pictureName(shot.name, scheme);
            const QImage picture = takeShot(shot, theme, scheme);
            if (picture.isNull() ||
                !picture.save(QDir(directory).filePath(name + QStringLiteral(".png")))) {
                failed << name;
                continue;
            }
            pictures.append({name, picture});
        }
    }
    writeContactSheet(pictures, QDir(directory).filePath(QStringLiteral("contact-sheet.png")));
    return failed;
}

}  // namespace tidemark::testing
