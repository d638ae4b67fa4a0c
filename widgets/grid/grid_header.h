#pragma once

#include <QHeaderView>

namespace tidemark {

class Theme;

// Column names: key columns with a key mark and weight 600, the type as a small muted letter.
class GridHeader final : public QHeaderView {
    Q_OBJECT
public:
    GridHeader(Theme& theme, QWidget* parent);

    QSize sizeHint() const override;
    // What the section needs to show its name, letter and mark.
    int neededWidth(int section) const;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;

private:
    QFont nameFont(int section) const;
    bool isKey(int section) const;
    QString typeLetter(int section) const;
    QString name(int section) const;

    Theme& m_theme;
    QIcon m_keyIcon;
};

}  // namespace tidemark
