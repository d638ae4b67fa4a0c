#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

#include <algorithm>

#include "widgets/common/theme_style.h"
#include "widgets/common/widget_kit.h"

// Buttons, fields, check marks, menus: what one types in and presses.
namespace tidemark {

namespace {

kit::ButtonKind kindOf(const QWidget* widget) {
    return widget == nullptr
               ? kit::ButtonKind::Plain
               : static_cast<kit::ButtonKind>(widget->property(buttonKindProperty).toInt());
}

bool has(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state & flag;
}

}  // namespace

bool ThemeStyle::drawControlShape(PrimitiveElement element, const QStyleOption* option,
                                  QPainter* painter, const QWidget* widget) const {
    switch (element) {
        case PE_PanelButtonCommand: drawButton(option, painter, widget); return true;
        case PE_PanelButtonTool: drawToolButtonPanel(option, painter); return true;
        case PE_FrameButtonTool:
        case PE_FrameDefaultButton: return true;
        case PE_PanelLineEdit: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame != nullptr && frame->lineWidth > 0) {
                const bool focused = has(option, State_HasFocus);
                drawRounded(painter, option->rect, color(Token::Raised),
                            color(focused ? Token::Accent : Token::Border), measure::controlRadius);
            }
            return true;
        }
        case PE_FrameLineEdit: return true;
        case PE_FrameFocusRect: {
            QColor accent = color(Token::Accent);
            drawRounded(painter, option->rect, Qt::transparent, accent, 4);
            return true;
        }
        case PE_IndicatorCheckBox: drawCheckMark(option, painter, false); return true;
        case PE_IndicatorRadioButton: drawCheckMark(option, painter, true); return true;
        case PE_IndicatorArrowDown:
            drawChevron(painter, option->rect, Qt::DownArrow, color(Token::Muted));
            return true;
        case PE_IndicatorArrowUp:
            drawChevron(painter, option->rect, Qt::UpArrow, color(Token::Muted));
            return true;
        case PE_IndicatorArrowLeft:
            drawChevron(painter, option->rect, Qt::LeftArrow, color(Token::Muted));
            return true;
        case PE_IndicatorArrowRight:
            drawChevron(painter, option->rect, Qt::RightArrow, color(Token::Muted));
            return true;
        default: return false;
    }
}

void ThemeStyle::drawButton(const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    const bool enabled = has(option, State_Enabled);
    const bool down = has(option, State_Sunken) || has(option, State_On);
    const bool hover = enabled && has(option, State_MouseOver);
    QColor fill = color(Token::Raised);
    QColor border = color(Token::Border);
    const bool caution = kindOf(widget) == kit::ButtonKind::Caution;
    if ((kindOf(widget) == kit::ButtonKind::Primary || caution) && enabled) {
        fill = color(caution ? Token::Amber : Token::AccentFill);
        if (down || hover) {
            // Darker in both schemes, so that white text stays readable.
            fill = Theme::mix(fill, Qt::black, down ? 0.18 : 0.09);
        }
        border = Qt::transparent;
    } else if (down) {
        fill = color(Token::Soft);
    } else if (hover) {
        fill = color(Token::Hover);
        border = color(Token::Faint);
    }
    drawRounded(painter, option->rect, fill, border, measure::controlRadius);
    if (enabled && has(option, State_HasFocus) && has(option, State_KeyboardFocusChange)) {
        const bool primary = kindOf(widget) == kit::ButtonKind::Primary || caution;
        drawRounded(painter, option->rect.adjusted(2, 2, -2, -2), Qt::transparent,
                    primary ? QColor(Qt::white) : color(Token::Accent), measure::controlRadius - 2);
    }
}

void ThemeStyle::drawButtonLabel(const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (button == nullptr) {
        return;
    }
    QStyleOptionButton label = *button;
    const bool enabled = has(option, State_Enabled);
    if (enabled && kindOf(widget) == kit::ButtonKind::Primary) {
        label.palette.setColor(QPalette::ButtonText, color(Token::OnAccent));
        painter->setFont(Theme::headingFont());
    } else if (enabled && kindOf(widget) == kit::ButtonKind::Caution) {
        // Amber reads at 4.5 on Panel in both schemes, and so does Panel on amber.
        label.palette.setColor(QPalette::ButtonText, color(Token::Panel));
        painter->setFont(Theme::headingFont());
    } else if (enabled && kindOf(widget) == kit::ButtonKind::Danger) {
        label.palette.setColor(QPalette::ButtonText,
                               m_theme.readable(Token::Red, color(Token::Raised)));
    }
    QProxyStyle::drawControl(CE_PushButtonLabel, &label, painter, widget);
}

void ThemeStyle::drawToolButtonPanel(const QStyleOption* option, QPainter* painter) const {
    const bool enabled = has(option, State_Enabled);
    QColor fill = Qt::transparent;
    QColor border = Qt::transparent;
    if (has(option, State_On) || (enabled && has(option, State_Sunken))) {
        fill = color(Token::Soft);
    } else if (enabled && has(option, State_MouseOver)) {
        fill = Theme::mix(color(Token::Hover), color(Token::Border), 0.5);
    } else if (!has(option, State_AutoRaise)) {
        fill = color(Token::Raised);
        border = color(Token::Border);
    }
    if (has(option, State_HasFocus) && has(option, State_KeyboardFocusChange)) {
        border = color(Token::Accent);
    }
    drawRounded(painter, option->rect, fill, border, measure::controlRadius);
}

void ThemeStyle::drawCheckMark(const QStyleOption* option, QPainter* painter, bool round) const {
    const bool on = has(option, State_On);
    const bool partly = has(option, State_NoChange);
    const bool enabled = has(option, State_Enabled);
    const QRect box = option->rect.adjusted(0, 0, -1, -1);
    const QColor fill = (on || partly) && enabled ? color(Token::AccentFill) : color(Token::Raised);
    const QColor border =
        (on || partly) && enabled ? color(Token::AccentFill) : color(Token::Faint);
    drawRounded(painter, box, fill, border, round ? box.width() / 2.0 : 4);
    if (!on && !partly) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(enabled ? QColor(Qt::white) : color(Token::Faint), 1.75, Qt::SolidLine,
                         Qt::RoundCap, Qt::RoundJoin));
    painter->translate(QRectF(box).center());
    if (partly) {
        painter->drawLine(QPointF(-3.5, 0), QPointF(3.5, 0));
    } else if (round) {
        painter->setBrush(Qt::white);
        painter->setPen(Qt::NoPen);
        painter->drawEllipse(QPointF(0, 0), 2.5, 2.5);
    } else {
        painter->drawPolyline(QPolygonF{QPointF(-3.5, 0.2), QPointF(-1, 2.8), QPointF(3.7, -2.6)});
    }
    painter->restore();
}

void ThemeStyle::drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const {
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    const bool focused = has(option, State_HasFocus) || has(option, State_On);
    const bool hover = has(option, State_Enabled) && has(option, State_MouseOver);
    if (combo == nullptr || combo->frame) {
        drawRounded(painter, option->rect, color(hover ? Token::Hover : Token::Raised),
                    color(focused ? Token::Accent : Token::Border), measure::controlRadius);
    }
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, nullptr);
    drawChevron(painter, arrow, Qt::DownArrow,
                color(has(option, State_Enabled) ? Token::Muted : Token::Faint));
}

void ThemeStyle::drawSpinBox(const QStyleOptionComplex* option, QPainter* painter,
                             const QWidget* widget) const {
    drawRounded(painter, option->rect, color(Token::Raised),
                color(has(option, State_HasFocus) ? Token::Accent : Token::Border),
                measure::controlRadius);
    const QRect up = proxy()->subControlRect(CC_SpinBox, option, SC_SpinBoxUp, widget);
    const QRect down = proxy()->subControlRect(CC_SpinBox, option, SC_SpinBoxDown, widget);
    drawChevron(painter, up.adjusted(0, 2, 0, 0), Qt::UpArrow, color(Token::Muted));
    drawChevron(painter, down.adjusted(0, 0, 0, -2), Qt::DownArrow, color(Token::Muted));
}

void ThemeStyle::drawMenuItem(const QStyleOption* option, QPainter* painter) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (item == nullptr) {
        return;
    }
    const QRect& rect = option->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(rect.left() + 4, rect.center().y(), rect.width() - 8, 1),
                          color(Token::Border));
        return;
    }
    const bool enabled = has(option, State_Enabled);
    const bool current = enabled && has(option, State_Selected);
    if (current) {
        drawRounded(painter, rect, color(Token::Soft), Qt::transparent, 4);
    }
    const bool mirrored = option->direction == Qt::RightToLeft;
    const auto placed = [&](const QRect& logical) {
        return visualRect(option->direction, rect, logical);
    };
    const QRect iconRect = placed(QRect(rect.left() + 9, rect.center().y() - 7, 16, 16));
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked) {
        m_theme.icon(QStringLiteral("check"), Token::Accent).paint(painter, iconRect);
    } else if (!item->icon.isNull()) {
        item->icon.paint(painter, iconRect, Qt::AlignCenter,
                         enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const int tab = static_cast<int>(item->text.indexOf(u'\t'));
    const QString text = tab < 0 ? item->text : item->text.left(tab);
    const QRect textRect = placed(rect.adjusted(34, 0, -28, 0));
    const int flags = Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine;
    painter->setFont(item->font);
    painter->setPen(color(enabled ? Token::Text : Token::Faint));
    painter->drawText(textRect, flags | (mirrored ? Qt::AlignRight : Qt::AlignLeft), text);
    if (tab >= 0) {
        const QColor fill = color(current ? Token::Soft : Token::Panel);
        painter->setPen(enabled ? m_theme.readable(Token::Muted, fill) : color(Token::Faint));
        painter->drawText(placed(rect.adjusted(34, 0, -12, 0)),
                          flags | (mirrored ? Qt::AlignLeft : Qt::AlignRight),
                          item->text.mid(tab + 1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu) {
        drawChevron(painter, placed(QRect(rect.right() - 22, rect.top(), 16, rect.height())),
                    mirrored ? Qt::LeftArrow : Qt::RightArrow, color(Token::Muted));
    }
}

void ThemeStyle::drawMenuBarItem(const QStyleOption* option, QPainter* painter) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (item == nullptr) {
        return;
    }
    painter->fillRect(option->rect, color(Token::Window));
    if (has(option, State_Selected) || has(option, State_Sunken)) {
        drawRounded(painter, option->rect.adjusted(1, 3, -1, -3), color(Token::Soft),
                    Qt::transparent, 4);
    }
    const bool underline = has(option, State_KeyboardFocusChange);
    painter->setPen(color(has(option, State_Enabled) ? Token::Text : Token::Faint));
    painter->drawText(option->rect,
                      Qt::AlignCenter | Qt::TextSingleLine |
                          (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                      item->text);
}

}  // namespace tidemark
