#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace tidemark {

class Theme;

// What a view shows instead of content: an icon, a title, one sentence and at most one action.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(Theme& theme, QWidget* parent);

    // Empty strings leave the part out.
    void setContent(const QString& iconName, const QString& title, const QString& detail,
                    const QString& actionText);
    QString title() const;
    QPushButton* actionButton() const { return m_action; }
    QSize minimumSizeHint() const override;

signals:
    void actionTriggered();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void fitDetail();

    Theme& m_theme;
    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_detail;
    QPushButton* m_action;
};

}  // namespace tidemark
