#pragma once

#include <QDialog>

namespace tidemark {

class Theme;

// Every command with its shortcut, from the command table. Deletes itself when closed.
class ShortcutSheet final : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutSheet(QWidget* parent);
};

// What this program is, its version and licence. Deletes itself when closed.
class AboutDialog final : public QDialog {
    Q_OBJECT
public:
    AboutDialog(Theme& theme, QWidget* parent);
};

}  // namespace tidemark
