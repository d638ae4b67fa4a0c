#pragma once

#include <QProxyStyle>

#include "widgets/common/theme.h"

namespace tidemark {

// Fusion with our measures and shapes. Everything is painted from the tokens, so that a change of
// scheme needs a repaint only, and no style sheet fights with fonts that a view sets itself.
class ThemeStyle final : public QProxyStyle {
    Q_OBJECT
public:
    explicit ThemeStyle(const Theme& theme);

    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                         SubControl subControl, const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;

private:
    QColor color(Token token) const { return m_theme.color(token); }
    void drawRounded(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& border,
                     qreal radius) const;
    void drawChevron(QPainter* painter, const QRect& rect, Qt::ArrowType direction,
                     const QColor& color) const;

    bool drawControlShape(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const;
    bool drawViewShape(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const;
    void drawButton(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawToolButtonPanel(const QStyleOption* option, QPainter* painter) const;
    void drawCheckMark(const QStyleOption* option, QPainter* painter, bool round) const;
    void drawButtonLabel(const QStyleOption* option, QPainter* painter,
                         const QWidget* widget) const;
    void drawTab(const QStyleOption* option, QPainter* painter) const;
    void drawTabLabel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawMenuItem(const QStyleOption* option, QPainter* painter) const;
    void drawMenuBarItem(const QStyleOption* option, QPainter* painter) const;
    void drawHeaderSection(const QStyleOption* option, QPainter* painter) const;
    void drawProgress(const QStyleOption* option, QPainter* painter) const;
    void drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const;
    void drawSpinBox(const QStyleOptionComplex* option, QPainter* painter,
                     const QWidget* widget) const;
    void drawScrollBar(const QStyleOptionComplex* option, QPainter* painter,
                       const QWidget* widget) const;
    void drawTabClose(const QStyleOption* option, QPainter* painter) const;
    QRect scrollBarRect(const QStyleOptionComplex* option, SubControl subControl) const;

    const Theme& m_theme;
};

// Dynamic property of a QPushButton: int of kit::ButtonKind.
inline constexpr char buttonKindProperty[] = "tidemarkButtonKind";

}  // namespace tidemark
