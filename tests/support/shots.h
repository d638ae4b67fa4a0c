#pragma once

#include <QImage>
#include <QSize>
#include <QString>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

#include "widgets/common/theme.h"

// Pictures of views: the golden tests compare them, ./dev shots writes them to a folder.
namespace tidemark::testing {

struct Shot {
    QString name;  // file name without scheme, e.g. "grid-orders"
    QSize size;
    std::function<std::unique_ptr<QWidget>(Theme&)> make;
    // The picture is taken when this is true (at once without it). Events run until then.
    std::function<bool(QWidget&)> ready;
};

// Registers a shot at program start: `const ShotRegistration orders({...});` in a shots source.
class ShotRegistration final {
public:
    explicit ShotRegistration(Shot shot);
};

const std::vector<Shot>& allShots();

// Makes the widget, shows it at the shot's size and takes its picture; a null image when it did not
// become ready in 10 s.
QImage takeShot(const Shot& shot, Theme& theme, Scheme scheme);

// "<name>-light" or "<name>-dark".
QString pictureName(const QString& name, Scheme scheme);

// Writes every shot in both schemes and a contact sheet; the names of those that failed.
QStringList writeAllShots(Theme& theme, const QString& directory);

}  // namespace tidemark::testing
