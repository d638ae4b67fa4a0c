#pragma once

#include <QWidget>

#include <memory>

#include "app/items/read_form.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace tidemark {

class Theme;

// The row above the grid: index, key condition, direction, and the button that says whether the
// read is a Query or a Scan. Filters on other attributes are FilterPills.
class FilterRow final : public QWidget {
    Q_OBJECT
public:
    FilterRow(Theme& theme, QWidget* parent);

    void setTable(std::shared_ptr<const engine::schema::Table> table);
    // Index and key condition; `filters` of the form are left alone.
    void setForm(const ReadForm& form);
    void readInto(ReadForm& form) const;
    void setRunning(bool running);
    void setQuery(bool isQuery);
    void focusFirstField();

signals:
    void runRequested();
    void stopRequested();
    void changed();

private:
    void buildFields();
    void rebuildKeyFields();
    void updateSortFields();
    void updateButton();

    Theme& m_theme;
    std::shared_ptr<const engine::schema::Table> m_table;
    QComboBox* m_index;
    QWidget* m_keys;
    QHBoxLayout* m_keysLayout;
    QList<QLineEdit*> m_partition;
    QLabel* m_sortName = nullptr;
    QComboBox* m_sortOperator = nullptr;
    QLineEdit* m_sortFirst = nullptr;
    QLineEdit* m_sortSecond = nullptr;
    QToolButton* m_direction;
    QPushButton* m_run;
    bool m_running = false;
    bool m_isQuery = false;
};

}  // namespace tidemark
