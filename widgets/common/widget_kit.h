#pragma once

#include <QString>

#include "widgets/common/theme.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;
class QToolButton;
class QWidget;

// Ready-made controls in the look of the theme, so that a view says what it wants and not how it
// looks. Every one takes the objectName and the accessible name that each control must have.
namespace tidemark::kit {

// Primary: AccentFill with white text, one per view. Danger: red text. Plain: a raised button.
// Caution: amber, in place of a primary button whose action costs more than it seems (Scan).
enum class ButtonKind { Plain, Primary, Danger, Caution };
void setButtonKind(QPushButton* button, ButtonKind kind);

QPushButton* button(const QString& objectName, const QString& text, ButtonKind kind,
                    QWidget* parent);
// A flat square button with an icon; the tooltip is the accessible name plus the shortcut.
QToolButton* iconButton(Theme& theme, const QString& objectName, const QString& iconName,
                        const QString& name, const QString& shortcut, QWidget* parent);
// A field with a leading icon, e.g. "search".
QLineEdit* iconField(Theme& theme, const QString& objectName, const QString& iconName,
                     const QString& placeholder, QWidget* parent);
// Muted small text beside or below something.
QLabel* mutedLabel(const QString& text, QWidget* parent);
QLabel* headingLabel(const QString& text, QWidget* parent);

// Tabs of 36 px with an accent line under the current one, movable and closable.
void prepareTabs(QTabWidget* tabs);

// The widget's text is muted in every scheme.
void setMuted(QWidget* widget, bool muted);

}  // namespace tidemark::kit
