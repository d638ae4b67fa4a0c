#pragma once

#include <QDialog>

#include "app/explorer/table_form.h"
#include "app/session/connection.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace tidemark {

class Banner;
class Theme;

// Asks for a table's name, keys and global indexes and creates it. Problems are shown at their
// field. Deletes itself when closed.
class CreateTableDialog final : public QDialog {
    Q_OBJECT
public:
    CreateTableDialog(Theme& theme, Connection& connection, QWidget* parent);

    TableForm form() const;

signals:
    void created(const QString& tableName);

private:
    struct KeyWidgets {
        QLineEdit* name;
        QComboBox* type;
    };
    struct IndexWidgets {
        QWidget* row;
        QLineEdit* name;
        KeyWidgets partition;
        KeyWidgets sort;
        QComboBox* projection;
        QLineEdit* included;
        QLabel* problem;
    };

    void buildFields(QVBoxLayout* layout);
    KeyWidgets makeKey(const QString& objectName, const QString& accessibleName,
                       const QString& placeholder, QWidget* parent);
    QLabel* makeProblem(const QString& objectName, QWidget* parent);
    void addIndex();
    void removeIndex(QWidget* row);
    void showProblem();
    void create();

    Theme& m_theme;
    Connection& m_connection;
    QLineEdit* m_name;
    QLabel* m_nameProblem;
    KeyWidgets m_partition;
    QLabel* m_partitionProblem;
    KeyWidgets m_sort;
    QLabel* m_sortProblem;
    QVBoxLayout* m_indexesLayout;
    QList<IndexWidgets> m_indexes;
    Banner* m_banner;
    QPushButton* m_create;
    bool m_showAll = false;  // a first attempt was made: untouched fields complain too
};

}  // namespace tidemark
