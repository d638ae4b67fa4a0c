#pragma once

#include <QAbstractButton>

namespace tidemark {

class Theme;

// A small rounded button: a filter condition or "Add filter". Removable pills have a cross on the
// right and also answer Delete and Backspace.
class PillButton final : public QAbstractButton {
    Q_OBJECT
public:
    PillButton(Theme& theme, const QString& text, QWidget* parent);

    void setRemovable(bool removable);
    bool isRemovable() const { return m_removable; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRect crossRect() const;

    Theme& m_theme;
    bool m_removable = false;
};

}  // namespace tidemark
