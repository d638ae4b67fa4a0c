#include "app/items/filter_editor.h"

#include <algorithm>

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

#include "app/items/items_model.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::values::AttributeType;

constexpr AttributeType filterTypes[] = {AttributeType::S, AttributeType::N, AttributeType::Bool,
                                         AttributeType::Null, AttributeType::B};

QComboBox* combo(const char* objectName, const QString& name, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(name);
    box->setToolTip(name);
    return box;
}

}  // namespace

FilterEditor::FilterEditor(Theme& theme, QWidget* parent) : QWidget(parent) {
    Q_UNUSED(theme)
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 0, 10, 6);
    layout->setSpacing(6);
    m_attribute = combo("filterAttribute", tr("Attribute to filter on"), this);
    m_attribute->setEditable(true);
    m_attribute->setMinimumWidth(140);
    m_attribute->lineEdit()->setPlaceholderText(tr("attribute or path"));
    m_attribute->completer()->setCaseSensitivity(Qt::CaseInsensitive);
    m_operator = combo("filterOperator", tr("Comparison"), this);
    for (int op = 0; op <= static_cast<int>(FilterOperator::NotExists); ++op) {
        m_operator->addItem(operatorText(static_cast<FilterOperator>(op)), op);
    }
    m_type = combo("filterType", tr("Type of the value"), this);
    for (const AttributeType type : filterTypes) {
        m_type->addItem(text::fromUtf8(engine::values::typeName(type)), static_cast<int>(type));
    }
    m_first = new QLineEdit(this);
    m_first->setObjectName("filterValue");
    m_first->setAccessibleName(tr("Value"));
    m_first->setPlaceholderText(tr("value"));
    m_first->setFont(Theme::monoFont());
    m_second = new QLineEdit(this);
    m_second->setObjectName("filterValue2");
    m_second->setAccessibleName(tr("Upper value"));
    m_second->setPlaceholderText(tr("and"));
    m_second->setFont(Theme::monoFont());
    m_apply = kit::button("filterApply", tr("Apply"), kit::ButtonKind::Plain, this);
    auto* cancel = kit::button("filterCancel", tr("Cancel"), kit::ButtonKind::Plain, this);
    layout->addWidget(m_attribute);
    layout->addWidget(m_operator);
    layout->addWidget(m_type);
    layout->addWidget(m_first, 1);
    layout->addWidget(m_second, 1);
    layout->addWidget(m_apply);
    layout->addWidget(cancel);
    connect(m_operator, &QComboBox::currentIndexChanged, this, &FilterEditor::updateFields);
    connect(m_attribute, &QComboBox::currentTextChanged, this, [this](const QString& name) {
        if (m_model && m_model->hasColumn(name)) {
            m_type->setCurrentIndex(
                std::max(0, m_type->findData(static_cast<int>(m_model->columnType(name)))));
        }
        updateFields();
    });
    connect(m_apply, &QPushButton::clicked, this, &FilterEditor::accept);
    connect(cancel, &QPushButton::clicked, this, &FilterEditor::closed);
    updateFields();
}

void FilterEditor::open(const ItemsModel& model, const AttributeFilter& filter) {
    m_model = &model;
    m_attribute->clear();
    for (int column = 0; column < model.columnCount(); ++column) {
        m_attribute->addItem(model.columnName(column));
    }
    m_attribute->setCurrentText(filter.attribute);
    m_operator->setCurrentIndex(m_operator->findData(static_cast<int>(filter.op)));
    m_type->setCurrentIndex(std::max(0, m_type->findData(static_cast<int>(filter.type))));
    m_first->setText(filter.first);
    m_second->setText(filter.second);
    updateFields();
    show();
    m_attribute->setFocus(Qt::OtherFocusReason);
    m_attribute->lineEdit()->selectAll();
}

void FilterEditor::updateFields() {
    const auto op = static_cast<FilterOperator>(m_operator->currentData().toInt());
    m_type->setVisible(takesValue(op));
    m_first->setVisible(takesValue(op));
    m_second->setVisible(op == FilterOperator::Between);
    m_apply->setEnabled(!m_attribute->currentText().isEmpty());
}

void FilterEditor::accept() {
    AttributeFilter filter;
    filter.attribute = m_attribute->currentText();
    if (filter.attribute.isEmpty()) {
        return;
    }
    // A name that the table has is a name even with dots in it; anything else may be a path.
    filter.isPath = !m_model->hasColumn(filter.attribute) &&
                    filter.attribute.contains(QRegularExpression(QStringLiteral("[.\\[]")));
    filter.op = static_cast<FilterOperator>(m_operator->currentData().toInt());
    filter.type = static_cast<AttributeType>(m_type->currentData().toInt());
    filter.first = m_first->text();
    filter.second = m_second->text();
    emit accepted(filter);
}

// Line edits pass Return on after they have handled it.
void FilterEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        emit closed();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        accept();
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace tidemark
