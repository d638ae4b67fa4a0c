#pragma once

#include <QWidget>

#include "app/items/read_form.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace tidemark {

class Theme;
class ItemsModel;

// The row in which one filter is written or changed: attribute, operator, type, value.
class FilterEditor final : public QWidget {
    Q_OBJECT
public:
    FilterEditor(Theme& theme, QWidget* parent);

    // Offers the attributes and types that the model has seen.
    void open(const ItemsModel& model, const AttributeFilter& filter);

signals:
    void accepted(const AttributeFilter& filter);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void accept();
    void updateFields();

    const ItemsModel* m_model = nullptr;
    QComboBox* m_attribute;
    QComboBox* m_operator;
    QComboBox* m_type;
    QLineEdit* m_first;
    QLineEdit* m_second;
    QPushButton* m_apply;
};

}  // namespace tidemark
