#include <QAbstractScrollArea>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

#include "widgets/common/theme_style.h"

// Tabs, trees, headers, scroll bars, frames: what holds content.
namespace tidemark {

namespace {

bool has(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state & flag;
}

// The viewport of a scroll area if it fills its own background; bars and corner lie on that ground.
const QWidget* filledViewport(const QWidget* widget) {
    const auto* area = qobject_cast<const QAbstractScrollArea*>(widget);
    return area != nullptr && area->viewport()->autoFillBackground() ? area->viewport() : nullptr;
}

const QWidget* viewportOf(const QWidget* scrollBar) {
    const QWidget* container = scrollBar == nullptr ? nullptr : scrollBar->parentWidget();
    return container == nullptr ? nullptr : filledViewport(container->parentWidget());
}

}  // namespace

bool ThemeStyle::drawViewShape(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
    switch (element) {
        case PE_Frame: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame == nullptr || frame->lineWidth > 0) {
                drawRounded(painter, option->rect, Qt::transparent, color(Token::Border), 0);
            }
            return true;
        }
        case PE_FrameTabWidget:
        case PE_FrameTabBarBase:
        case PE_FrameStatusBarItem:
        case PE_PanelStatusBar:
        case PE_FrameDockWidget:
        case PE_IndicatorToolBarSeparator:
        case PE_IndicatorDockWidgetResizeHandle: return true;
        case PE_PanelScrollAreaCorner:
            if (const QWidget* viewport = filledViewport(widget)) {
                painter->fillRect(option->rect,
                                  viewport->palette().color(viewport->backgroundRole()));
            }
            return true;
        case PE_PanelMenu:
        case PE_FrameMenu:
            drawRounded(painter, option->rect,
                        element == PE_PanelMenu ? color(Token::Panel) : QColor(Qt::transparent),
                        color(Token::Border), 0);
            return true;
        case PE_PanelTipLabel:
            drawRounded(painter, option->rect, color(Token::Raised), color(Token::Border), 0);
            return true;
        case PE_PanelMenuBar: return true;
        case PE_IndicatorBranch:
            if (has(option, State_Children)) {
                const QRect& all = option->rect;
                const bool open = has(option, State_Open);
                const bool mirrored = option->direction == Qt::RightToLeft;
                drawChevron(painter, QRect(all.right() - 15, all.top(), 16, all.height()),
                            open       ? Qt::DownArrow
                            : mirrored ? Qt::LeftArrow
                                       : Qt::RightArrow,
                            color(Token::Muted));
            }
            return true;
        case PE_PanelItemViewItem:
        case PE_PanelItemViewRow: {
            const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
            const bool hovered = element == PE_PanelItemViewItem && has(option, State_MouseOver);
            if (has(option, State_Selected)) {
                painter->fillRect(option->rect, color(Token::Soft));
            } else if (hovered && has(option, State_Enabled)) {
                painter->fillRect(option->rect, color(Token::Hover));
            } else if (item != nullptr && item->backgroundBrush.style() != Qt::NoBrush) {
                painter->fillRect(option->rect, item->backgroundBrush);
            }
            return true;
        }
        case PE_IndicatorTabClose: drawTabClose(option, painter); return true;
        default: return false;
    }
}

void ThemeStyle::drawTab(const QStyleOption* option, QPainter* painter) const {
    const bool current = has(option, State_Selected);
    if (!current && has(option, State_MouseOver)) {
        drawRounded(painter, option->rect.adjusted(2, 4, -2, -4), color(Token::Hover),
                    Qt::transparent, measure::controlRadius);
    }
    if (current) {
        const QRect& rect = option->rect;
        painter->fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2),
                          color(Token::Accent));
    }
    if (has(option, State_HasFocus) && has(option, State_KeyboardFocusChange)) {
        drawRounded(painter, option->rect.adjusted(3, 4, -3, -5), Qt::transparent,
                    color(Token::Accent), 4);
    }
}

void ThemeStyle::drawTabLabel(const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
    if (tab == nullptr) {
        return;
    }
    QStyleOptionTab label = *tab;
    const bool lit = has(option, State_Selected) || has(option, State_MouseOver);
    label.palette.setColor(QPalette::WindowText, color(lit ? Token::Text : Token::Muted));
    // The shape shows the focus; Fusion would draw a second frame around the text.
    label.state &= ~State_HasFocus;
    QProxyStyle::drawControl(CE_TabBarTabLabel, &label, painter, widget);
}

void ThemeStyle::drawTabClose(const QStyleOption* option, QPainter* painter) const {
    const bool hover = has(option, State_MouseOver) && has(option, State_Enabled);
    if (hover) {
        drawRounded(painter, option->rect, color(Token::Border), Qt::transparent, 4);
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(
        QPen(color(hover ? Token::Text : Token::Muted), 1.3, Qt::SolidLine, Qt::RoundCap));
    painter->translate(QRectF(option->rect).center());
    constexpr qreal arm = 4;
    painter->drawLine(QPointF(-arm, -arm), QPointF(arm, arm));
    painter->drawLine(QPointF(arm, -arm), QPointF(-arm, arm));
    painter->restore();
}

void ThemeStyle::drawHeaderSection(const QStyleOption* option, QPainter* painter) const {
    const QRect& rect = option->rect;
    painter->fillRect(rect, color(Token::Panel));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color(Token::Border));
}

void ThemeStyle::drawProgress(const QStyleOption* option, QPainter* painter) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
    if (bar == nullptr || bar->maximum <= bar->minimum) {
        return;
    }
    const double share =
        static_cast<double>(bar->progress - bar->minimum) / (bar->maximum - bar->minimum);
    QRect done = option->rect;
    done.setWidth(static_cast<int>(done.width() * std::clamp(share, 0.0, 1.0)));
    if (done.width() > 0) {
        drawRounded(painter, visualRect(option->direction, option->rect, done),
                    color(Token::AccentFill), Qt::transparent, 3);
    }
}

QRect ThemeStyle::scrollBarRect(const QStyleOptionComplex* option, SubControl subControl) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar == nullptr) {
        return {};
    }
    const bool horizontal = bar->orientation == Qt::Horizontal;
    const QRect& all = bar->rect;
    const int length = horizontal ? all.width() : all.height();
    const qint64 range = static_cast<qint64>(bar->maximum) - bar->minimum;
    int slider = length;
    if (range > 0) {
        const qint64 pages = range + bar->pageStep;
        slider = static_cast<int>(static_cast<qint64>(bar->pageStep) * length / pages);
        const int least = proxy()->pixelMetric(PM_ScrollBarSliderMin, bar, nullptr);
        slider = std::clamp(slider, std::min(least, length), length);
    }
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - slider, bar->upsideDown);
    const auto part = [&](int from, int size) {
        const QRect rect = horizontal ? QRect(all.left() + from, all.top(), size, all.height())
                                      : QRect(all.left(), all.top() + from, all.width(), size);
        return visualRect(bar->direction, all, rect);
    };
    switch (subControl) {
        case SC_ScrollBarGroove: return all;
        case SC_ScrollBarSlider: return part(start, slider);
        case SC_ScrollBarSubPage: return part(0, start);
        case SC_ScrollBarAddPage: return part(start + slider, length - start - slider);
        default: return {};
    }
}

void ThemeStyle::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    if (const QWidget* viewport = viewportOf(widget)) {
        painter->fillRect(option->rect, viewport->palette().color(viewport->backgroundRole()));
    }
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar == nullptr || bar->maximum <= bar->minimum) {
        return;
    }
    const bool active = has(option, State_MouseOver) || has(option, State_Sunken);
    const bool held = has(option, State_Sunken) && (bar->activeSubControls & SC_ScrollBarSlider);
    const QColor track = color(Token::Border);
    const QColor fill = held     ? color(Token::Faint)
                        : active ? Theme::mix(track, color(Token::Faint), 0.6)
                                 : Theme::mix(track, color(Token::Faint), 0.2);
    const int inset = active ? 2 : 3;
    QRect thumb = scrollBarRect(option, SC_ScrollBarSlider);
    thumb = bar->orientation == Qt::Horizontal ? thumb.adjusted(2, inset, -2, -inset)
                                               : thumb.adjusted(inset, 2, -inset, -2);
    drawRounded(painter, thumb, fill, Qt::transparent,
                std::min(thumb.width(), thumb.height()) / 2.0);
}

}  // namespace tidemark
