#include "app/items/filter_row.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>

#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

QString typeLetter(engine::values::AttributeType type) {
    return text::fromUtf8(engine::values::typeName(type));
}

// The token that is (nearly) white in the scheme: text on the accent.
Token onAccent(const Theme& theme) {
    return theme.scheme() == Scheme::Dark ? Token::Text : Token::Panel;
}

}  // namespace

FilterRow::FilterRow(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedHeight(measure::filterRow + 4);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 4);
    layout->setSpacing(6);
    m_index = new QComboBox(this);
    m_index->setObjectName("indexPicker");
    m_index->setAccessibleName(tr("Table or index to read"));
    m_index->setToolTip(tr("Table or index to read"));
    m_index->setMinimumWidth(112);
    m_index->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_keys = new QWidget(this);
    m_keysLayout = new QHBoxLayout(m_keys);
    m_keysLayout->setContentsMargins(0, 0, 0, 0);
    m_keysLayout->setSpacing(6);
    m_direction = kit::iconButton(theme, "directionButton", "sort-up",
                                  tr("Newest or highest first"), {}, this);
    m_direction->setCheckable(true);
    m_run = kit::button("runButton", tr("Scan"), kit::ButtonKind::Primary, this);
    layout->addWidget(m_index);
    layout->addWidget(m_keys, 1);
    layout->addWidget(m_direction);
    layout->addWidget(m_run);
    connect(m_index, &QComboBox::currentIndexChanged, this, [this] {
        rebuildKeyFields();
        emit changed();
    });
    connect(m_direction, &QToolButton::toggled, this, [this](bool descending) {
        m_direction->setIcon(m_theme.icon(descending ? "sort-down" : "sort-up"));
        emit changed();
    });
    connect(m_run, &QPushButton::clicked, this,
            [this] { m_running ? emit stopRequested() : emit runRequested(); });
    connect(&theme, &Theme::changed, this, &FilterRow::updateButton);
    updateButton();
}

void FilterRow::setTable(std::shared_ptr<const engine::schema::Table> table) {
    const QString chosen = m_index->currentData().toString();
    m_table = std::move(table);
    const QSignalBlocker blocker(m_index);
    m_index->clear();
    m_index->addItem(m_theme.icon("table"), tr("Table"), QString());
    for (const auto& index : m_table->indexes) {
        const QString name = text::fromUtf8(index.name);
        m_index->addItem(m_theme.icon("index"), name, name);
    }
    m_index->setCurrentIndex(std::max(0, m_index->findData(chosen)));
    rebuildKeyFields();
}

void FilterRow::rebuildKeyFields() {
    if (!m_table) {
        return;
    }
    qDeleteAll(m_keys->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    m_partition.clear();
    m_sortName = nullptr;
    m_sortOperator = nullptr;
    m_sortFirst = nullptr;
    m_sortSecond = nullptr;
    buildFields();
    updateSortFields();
}

void FilterRow::buildFields() {
    const KeyLayout keys = keyLayout(*m_table, m_index->currentData().toString());
    const auto addField = [this](const QString& objectName, const QString& name,
                                 const QString& placeholder) {
        auto* field = new QLineEdit(m_keys);
        field->setObjectName(objectName);
        field->setAccessibleName(name);
        field->setPlaceholderText(placeholder);
        field->setFont(Theme::monoFont());
        field->setMinimumWidth(64);
        m_keysLayout->addWidget(field, 1);
        connect(field, &QLineEdit::textChanged, this, &FilterRow::changed);
        connect(field, &QLineEdit::returnPressed, this, &FilterRow::runRequested);
        return field;
    };
    for (std::size_t i = 0; i < keys.partition.size(); ++i) {
        const QString name = text::fromUtf8(keys.partition[i].name);
        m_keysLayout->addWidget(kit::mutedLabel(name + QStringLiteral(" ="), m_keys));
        m_partition.append(
            addField(QStringLiteral("partitionField%1").arg(i), tr("Value of %1").arg(name),
                     tr("%1 value, empty reads all").arg(typeLetter(keys.partition[i].type))));
    }
    if (keys.sort.empty()) {
        return;
    }
    const QString name = text::fromUtf8(keys.sort.front().name);
    m_sortName = kit::mutedLabel(name, m_keys);
    m_keysLayout->addWidget(m_sortName);
    m_sortOperator = new QComboBox(m_keys);
    m_sortOperator->setObjectName("sortOperator");
    m_sortOperator->setAccessibleName(tr("How %1 is compared").arg(name));
    const bool text = keys.sort.front().type != engine::values::AttributeType::N;
    for (int op = 0; op <= static_cast<int>(SortOperator::BeginsWith); ++op) {
        if (text || op != static_cast<int>(SortOperator::BeginsWith)) {
            m_sortOperator->addItem(operatorText(static_cast<SortOperator>(op)), op);
        }
    }
    m_keysLayout->addWidget(m_sortOperator);
    m_sortFirst = addField("sortField", tr("Value of %1").arg(name),
                           tr("%1 value").arg(typeLetter(keys.sort.front().type)));
    m_sortSecond = addField("sortField2", tr("Upper value of %1").arg(name), tr("and"));
    connect(m_sortOperator, &QComboBox::currentIndexChanged, this, [this] {
        updateSortFields();
        emit changed();
    });
}

void FilterRow::updateSortFields() {
    if (!m_sortOperator) {
        return;
    }
    const auto op = static_cast<SortOperator>(m_sortOperator->currentData().toInt());
    m_sortFirst->setVisible(op != SortOperator::Any);
    m_sortSecond->setVisible(op == SortOperator::Between);
}

void FilterRow::setForm(const ReadForm& form) {
    {
        const QSignalBlocker blocker(this);
        m_index->setCurrentIndex(std::max(0, m_index->findData(form.indexName)));
        for (qsizetype i = 0; i < m_partition.size(); ++i) {
            m_partition[i]->setText(form.partition.value(i));
            m_partition[i]->setCursorPosition(0);
        }
        if (m_sortOperator) {
            const int op = m_sortOperator->findData(static_cast<int>(form.sortOperator));
            m_sortOperator->setCurrentIndex(std::max(0, op));
            m_sortFirst->setText(form.sortFirst);
            m_sortSecond->setText(form.sortSecond);
        }
        m_direction->setChecked(form.descending);
    }
    emit changed();
}

void FilterRow::readInto(ReadForm& form) const {
    form.indexName = m_index->currentData().toString();
    form.partition.clear();
    for (const QLineEdit* field : m_partition) {
        form.partition.append(field->text());
    }
    form.sortOperator = SortOperator::Any;
    form.sortFirst.clear();
    form.sortSecond.clear();
    if (m_sortOperator) {
        form.sortOperator = static_cast<SortOperator>(m_sortOperator->currentData().toInt());
        form.sortFirst = m_sortFirst->text();
        form.sortSecond = m_sortSecond->text();
    }
    form.descending = m_direction->isChecked();
}

void FilterRow::setRunning(bool running) {
    m_running = running;
    updateButton();
}

void FilterRow::setQuery(bool isQuery) {
    m_isQuery = isQuery;
    m_direction->setEnabled(isQuery);
    if (m_sortOperator) {
        m_sortOperator->setEnabled(isQuery);
        m_sortFirst->setEnabled(isQuery);
        m_sortSecond->setEnabled(isQuery);
    }
    updateButton();
}

void FilterRow::updateButton() {
    m_run->setText(m_running ? tr("Stop") : m_isQuery ? tr("Query") : tr("Scan"));
    m_run->setIcon(m_running   ? m_theme.icon("stop", Token::Text)
                   : m_isQuery ? m_theme.icon("play", onAccent(m_theme))
                               : m_theme.icon("play", Token::Panel));
    m_run->setToolTip(m_running ? tr("Stop reading and keep the rows (Ctrl+.)")
                                : tr("Read the items (Ctrl+Enter)"));
    m_run->setAccessibleName(m_run->text());
    // A scan is amber because it reads, and bills, everything.
    kit::setButtonKind(m_run, m_running   ? kit::ButtonKind::Plain
                              : m_isQuery ? kit::ButtonKind::Primary
                                          : kit::ButtonKind::Caution);
}

void FilterRow::focusFirstField() {
    if (!m_partition.isEmpty()) {
        m_partition.first()->setFocus(Qt::ShortcutFocusReason);
        m_partition.first()->selectAll();
    }
}

}  // namespace tidemark
