#include "widgets/common/theme_style.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

#include <algorithm>

// Measures, hints and the routing of each element; the shapes are in theme_style_controls.cpp and
// theme_style_views.cpp.
namespace tidemark {

ThemeStyle::ThemeStyle(const Theme& theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme) {
}

int ThemeStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                            const QWidget* widget) const {
    switch (metric) {
        case PM_ScrollBarExtent: return 11;
        case PM_ScrollBarSliderMin: return 28;
        case PM_ScrollView_ScrollBarSpacing:
        case PM_ScrollView_ScrollBarOverlap:
        case PM_TabBarBaseHeight:
        case PM_TabBarBaseOverlap:
        case PM_TabBarTabShiftHorizontal:
        case PM_TabBarTabShiftVertical:
        case PM_MenuBarPanelWidth:
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical: return 0;
        case PM_DefaultFrameWidth:
        case PM_SpinBoxFrameWidth:
        case PM_MenuPanelWidth: return 1;
        case PM_MenuHMargin:
        case PM_MenuVMargin: return 4;
        case PM_ToolTipLabelFrameWidth: return 5;
        case PM_DockWidgetSeparatorExtent:
        case PM_SplitterWidth: return measure::gap;
        case PM_DockWidgetFrameWidth: return 0;
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_LineEditIconSize:
        case PM_TabBarIconSize:
        case PM_ListViewIconSize:
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight: return measure::smallIcon;
        case PM_ToolBarIconSize: return measure::toolIcon;
        case PM_LineEditIconMargin: return 6;
        case PM_TabBarTabHSpace: return 22;
        case PM_TabCloseIndicatorWidth:
        case PM_TabCloseIndicatorHeight: return 20;
        case PM_TreeViewIndentation: return 16;
        case PM_ButtonMargin: return 10;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ThemeStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returnData) const {
    switch (hint) {
        case SH_EtchDisabledText:
        case SH_DitherDisabledText:
        case SH_ScrollBar_Transient:
        case SH_ComboBox_Popup:
        case SH_ItemView_ActivateItemOnSingleClick:
        case SH_UnderlineShortcut:
        case SH_TabBar_PreferNoArrows:
        case SH_ScrollView_FrameOnlyAroundContents:
        case SH_Widget_Animation_Duration: return 0;
        case SH_ItemView_ShowDecorationSelected:
        case SH_ScrollBar_LeftClickAbsolutePosition:
        case SH_MenuBar_MouseTracking:
        case SH_ComboBox_ListMouseTracking: return 1;
        case SH_TabBar_Alignment: return Qt::AlignLeft;
        case SH_ToolTipLabel_Opacity: return 255;
        case SH_ToolTip_WakeUpDelay: return 500;
        default: return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize ThemeStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
        case CT_PushButton: return QSize(std::max(size.width() + 24, 64), measure::controlHeight);
        case CT_LineEdit:
        case CT_SpinBox:
            result.setHeight(std::max(result.height(), measure::controlHeight));
            return result;
        case CT_ComboBox: return QSize(size.width() + 40, measure::controlHeight);
        case CT_ItemViewItem:
            result.setHeight(std::max(result.height(), measure::treeRow));
            return result;
        case CT_TabBarTab:
            // Room between the text and the cross.
            return QSize(result.width() + 14, measure::tabBar);
        case CT_MenuBarItem: return QSize(size.width() + 16, measure::controlHeight);
        case CT_MenuItem: {
            const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            if (item != nullptr && item->menuItemType == QStyleOptionMenuItem::Separator) {
                return QSize(10, 9);
            }
            // Icon column, text, gap before the shortcut, chevron column.
            const int shortcutGap = item != nullptr && item->text.contains(u'\t') ? 24 : 0;
            return QSize(size.width() + 36 + shortcutGap + 24, measure::controlHeight);
        }
        default: return result;
    }
}

QRect ThemeStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                 SubControl subControl, const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        return scrollBarRect(option, subControl);
    }
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        return visualRect(option->direction, option->rect, option->rect.adjusted(9, 1, -26, -1));
    }
    if (control == CC_ComboBox && subControl == SC_ComboBoxArrow) {
        const QRect& all = option->rect;
        return visualRect(option->direction, all,
                          QRect(all.right() - 25, all.top(), 26, all.height()));
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect ThemeStyle::subElementRect(SubElement element, const QStyleOption* option,
                                 const QWidget* widget) const {
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_TabBarTabRightButton) {
        return rect.translated(-4, 0);
    }
    if (element == SE_LineEditContents) {
        return rect.adjusted(4, 0, -2, 0);
    }
    return rect;
}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
    if (!drawControlShape(element, option, painter, widget) &&
        !drawViewShape(element, option, painter, widget)) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ThemeStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    switch (element) {
        case CE_PushButtonLabel: drawButtonLabel(option, painter, widget); return;
        case CE_TabBarTabShape: drawTab(option, painter); return;
        case CE_TabBarTabLabel: drawTabLabel(option, painter, widget); return;
        case CE_MenuItem: drawMenuItem(option, painter); return;
        case CE_MenuBarItem: drawMenuBarItem(option, painter); return;
        case CE_MenuBarEmptyArea: painter->fillRect(option->rect, color(Token::Window)); return;
        case CE_HeaderSection: drawHeaderSection(option, painter); return;
        case CE_HeaderEmptyArea: drawHeaderSection(option, painter); return;
        case CE_ProgressBarGroove:
            drawRounded(painter, option->rect, color(Token::Border), Qt::transparent, 3);
            return;
        case CE_ProgressBarContents: drawProgress(option, painter); return;
        case CE_Splitter:
        case CE_ToolBar: return;
        case CE_ShapedFrame: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            const bool horizontal = frame != nullptr && frame->frameShape == QFrame::HLine;
            const bool vertical = frame != nullptr && frame->frameShape == QFrame::VLine;
            if (!horizontal && !vertical) {
                break;
            }
            const QPoint center = option->rect.center();
            const QRect line =
                horizontal ? QRect(option->rect.left(), center.y(), option->rect.width(), 1)
                           : QRect(center.x(), option->rect.top(), 1, option->rect.height());
            painter->fillRect(line, color(Token::Border));
            return;
        }
        default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const {
    switch (control) {
        case CC_ComboBox: drawComboBox(option, painter); return;
        case CC_SpinBox: drawSpinBox(option, painter, widget); return;
        case CC_ScrollBar: drawScrollBar(option, painter, widget); return;
        case CC_ToolButton: {
            const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
            if (button == nullptr) {
                break;
            }
            // A button that is nothing but a menu needs no arrow.
            QStyleOptionToolButton plain = *button;
            if (!(plain.features & QStyleOptionToolButton::MenuButtonPopup)) {
                plain.features &= ~QStyleOptionToolButton::HasMenu;
            }
            QProxyStyle::drawComplexControl(control, &plain, painter, widget);
            return;
        }
        default: break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void ThemeStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    // These look different under the mouse, so they must hear of it.
    if (qobject_cast<QComboBox*>(widget) != nullptr ||
        qobject_cast<QScrollBar*>(widget) != nullptr || qobject_cast<QTabBar*>(widget) != nullptr) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

void ThemeStyle::drawRounded(QPainter* painter, const QRect& rect, const QColor& fill,
                             const QColor& border, qreal radius) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(border.alpha() == 0 ? QPen(Qt::NoPen) : QPen(border, 1));
    const qreal inset = border.alpha() == 0 ? 0 : 0.5;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

void ThemeStyle::drawChevron(QPainter* painter, const QRect& rect, Qt::ArrowType direction,
                             const QColor& color) const {
    QPolygonF line{QPointF(-4, -2), QPointF(0, 2), QPointF(4, -2)};
    constexpr qreal quarter = 90;
    qreal turn = 0;
    switch (direction) {
        case Qt::UpArrow: turn = 2 * quarter; break;
        case Qt::LeftArrow: turn = quarter; break;
        case Qt::RightArrow: turn = -quarter; break;
        default: break;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->translate(QRectF(rect).center());
    painter->rotate(turn);
    painter->drawPolyline(line);
    painter->restore();
}

}  // namespace tidemark
