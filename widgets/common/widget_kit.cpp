#include "widgets/common/widget_kit.h"

#include <QAction>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

#include "widgets/common/theme_style.h"

namespace tidemark::kit {

void setButtonKind(QPushButton* button, ButtonKind kind) {
    button->setProperty(buttonKindProperty, static_cast<int>(kind));
    // The label of a primary button is semi-bold, and so must its measured width be.
    const bool strong = kind == ButtonKind::Primary || kind == ButtonKind::Caution;
    button->setFont(strong ? Theme::headingFont() : Theme::interfaceFont());
    button->update();
}

QPushButton* button(const QString& objectName, const QString& text, ButtonKind kind,
                    QWidget* parent) {
    auto* result = new QPushButton(text, parent);
    result->setObjectName(objectName);
    result->setAccessibleName(QString(text).remove(u'&'));
    result->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    result->setAutoDefault(false);
    setButtonKind(result, kind);
    return result;
}

QToolButton* iconButton(Theme& theme, const QString& objectName, const QString& iconName,
                        const QString& name, const QString& shortcut, QWidget* parent) {
    auto* result = new QToolButton(parent);
    result->setObjectName(objectName);
    result->setAccessibleName(name);
    const QString keys = QKeySequence(shortcut).toString(QKeySequence::NativeText);
    result->setToolTip(keys.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keys));
    result->setIcon(theme.icon(iconName));
    result->setIconSize(QSize(measure::toolIcon, measure::toolIcon));
    result->setAutoRaise(true);
    result->setFixedSize(measure::controlHeight, measure::controlHeight);
    result->setFocusPolicy(Qt::TabFocus);
    return result;
}

QLineEdit* iconField(Theme& theme, const QString& objectName, const QString& iconName,
                     const QString& placeholder, QWidget* parent) {
    auto* result = new QLineEdit(parent);
    result->setObjectName(objectName);
    result->setAccessibleName(placeholder);
    result->setPlaceholderText(placeholder);
    auto* mark = new QAction(theme.icon(iconName), QString(), result);
    result->addAction(mark, QLineEdit::LeadingPosition);
    return result;
}

QLabel* mutedLabel(const QString& text, QWidget* parent) {
    auto* result = new QLabel(text, parent);
    setMuted(result, true);
    return result;
}

QLabel* headingLabel(const QString& text, QWidget* parent) {
    auto* result = new QLabel(text, parent);
    result->setFont(Theme::headingFont());
    return result;
}

void prepareTabs(QTabWidget* tabs) {
    tabs->setDocumentMode(true);
    tabs->setMovable(true);
    tabs->setTabsClosable(true);
    tabs->setElideMode(Qt::ElideRight);
    tabs->setUsesScrollButtons(true);
    tabs->tabBar()->setDrawBase(false);
    tabs->tabBar()->setExpanding(false);
    tabs->tabBar()->setIconSize(QSize(measure::smallIcon, measure::smallIcon));
}

void setMuted(QWidget* widget, bool muted) {
    // PlaceholderText is Muted in the theme's palette, so this follows the scheme by itself.
    widget->setForegroundRole(muted ? QPalette::PlaceholderText : QPalette::NoRole);
}

}  // namespace tidemark::kit
