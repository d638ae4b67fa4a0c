#include "app/items/filter_pills.h"

#include <QHBoxLayout>

#include "widgets/common/elided_label.h"
#include "widgets/common/pill_button.h"
#include "widgets/common/theme.h"

namespace tidemark {

FilterPills::FilterPills(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 0, 12, 6);
    layout->setSpacing(6);
    m_pillsLayout = new QHBoxLayout;
    m_pillsLayout->setSpacing(6);
    auto* add = new PillButton(theme, tr("+ Add filter"), this);
    add->setObjectName("addFilterButton");
    add->setAccessibleName(tr("Add filter"));
    add->setToolTip(tr("Keep only items with matching attributes (Ctrl+Shift+F)"));
    m_plan = new ElidedLabel(theme, {}, this);
    m_plan->setObjectName("readPlan");
    m_plan->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_totals = new ElidedLabel(theme, {}, this);
    m_totals->setObjectName("readTotals");
    m_totals->setToken(Token::Muted);
    m_totals->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addLayout(m_pillsLayout);
    layout->addWidget(add);
    layout->addWidget(m_plan, 1);
    layout->addWidget(m_totals);
    connect(add, &PillButton::clicked, this, &FilterPills::addRequested);
}

void FilterPills::setFilters(const QList<AttributeFilter>& filters) {
    for (PillButton* pill : m_pills) {
        pill->hide();
        pill->deleteLater();
    }
    m_pills.clear();
    for (int i = 0; i < filters.size(); ++i) {
        auto* pill = new PillButton(m_theme, filterText(filters[i]), this);
        pill->setObjectName(QStringLiteral("filterPill%1").arg(i));
        pill->setAccessibleName(tr("Filter: %1").arg(filterText(filters[i])));
        pill->setRemovable(true);
        connect(pill, &PillButton::clicked, this, [this, i] { emit editRequested(i); });
        connect(pill, &PillButton::removeRequested, this, [this, i] { emit removeRequested(i); });
        m_pillsLayout->addWidget(pill);
        m_pills.append(pill);
    }
}

void FilterPills::setPlan(const QString& text, bool isQuery) {
    m_plan->setText(text);
    m_plan->setToken(isQuery ? Token::Muted : Token::Amber);
}

void FilterPills::setTotals(const QString& text) {
    m_totals->setText(text);
    m_totals->updateGeometry();
}

QString FilterPills::plan() const {
    return m_plan->text();
}

QString FilterPills::totals() const {
    return m_totals->text();
}

}  // namespace tidemark
