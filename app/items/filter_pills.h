#pragma once

#include <QList>
#include <QWidget>

#include "app/items/read_form.h"

class QHBoxLayout;

namespace tidemark {

class ElidedLabel;
class PillButton;
class Theme;

// One pill per filter, "Add filter", and on the right what the read will do and what it did.
class FilterPills final : public QWidget {
    Q_OBJECT
public:
    FilterPills(Theme& theme, QWidget* parent);

    void setFilters(const QList<AttributeFilter>& filters);
    void setPlan(const QString& text, bool isQuery);  // "Scan reads all 4,120 items"
    void setTotals(const QString& text);              // "200 items · 38.5 RCU · 12 ms"
    QString plan() const;
    QString totals() const;

signals:
    void addRequested();
    void editRequested(int index);
    void removeRequested(int index);

private:
    Theme& m_theme;
    QHBoxLayout* m_pillsLayout;
    QList<PillButton*> m_pills;
    ElidedLabel* m_plan;
    ElidedLabel* m_totals;
};

}  // namespace tidemark
