#pragma once

#include <QDialog>

#include "app/session/connection.h"

class QLineEdit;
class QPushButton;

namespace tidemark {

class Banner;
class Theme;

// Deletes a table after its name was typed. Deletes itself when closed.
class DeleteTableDialog final : public QDialog {
    Q_OBJECT
public:
    DeleteTableDialog(Theme& theme, Connection& connection, const QString& tableName,
                      QWidget* parent);

signals:
    void deleted(const QString& tableName);

private:
    void deleteTable();

    Connection& m_connection;
    QString m_tableName;
    QLineEdit* m_name;
    QPushButton* m_delete;
    Banner* m_banner;
};

}  // namespace tidemark
