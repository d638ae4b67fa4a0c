#include "app/explorer/delete_table_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/session/on_answer.h"
#include "widgets/common/banner.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

constexpr int dialogWidth = 440;

}  // namespace

DeleteTableDialog::DeleteTableDialog(Theme& theme, Connection& connection, const QString& tableName,
                                     QWidget* parent)
    : QDialog(parent), m_connection(connection), m_tableName(tableName) {
    setObjectName("deleteTableDialog");
    setWindowTitle(tr("Delete table"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(dialogWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    auto* heading = kit::headingLabel(tr("Delete %1?").arg(tableName), this);
    auto* text = new QLabel(tr("The table, its items and its indexes are removed. This cannot be "
                               "undone. Type the name of the table to go on."),
                            this);
    text->setWordWrap(true);
    m_name = new QLineEdit(this);
    m_name->setObjectName("deleteTableName");
    m_name->setAccessibleName(tr("Name of the table to delete"));
    m_name->setPlaceholderText(tableName);
    m_name->setFont(Theme::monoFont());
    m_banner = new Banner(theme, this);
    m_banner->setObjectName("deleteTableBanner");
    auto* buttons = new QHBoxLayout;
    auto* cancel = kit::button("deleteTableCancel", tr("Cancel"), kit::ButtonKind::Plain, this);
    m_delete = kit::button("deleteTableConfirm", tr("Delete table"), kit::ButtonKind::Danger, this);
    m_delete->setEnabled(false);
    m_delete->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_delete);
    layout->addWidget(heading);
    layout->addWidget(text);
    layout->addWidget(m_name);
    layout->addWidget(m_banner);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(m_name, &QLineEdit::textChanged, this,
            [this](const QString& typed) { m_delete->setEnabled(typed == m_tableName); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_delete, &QPushButton::clicked, this, &DeleteTableDialog::deleteTable);
}

void DeleteTableDialog::deleteTable() {
    m_delete->setEnabled(false);
    onAnswer(m_connection.execute(engine::operations::DeleteTableInput{text::toUtf8(m_tableName)}),
             this, [this](const Result<Response>& result) {
                 if (!result) {
                     m_banner->showMessage(
                         Banner::Kind::Error, text::fromUtf8(result.error().message),
                         text::fromUtf8(engine::errorKindName(result.error().kind)));
                     m_delete->setEnabled(true);
                     return;
                 }
                 emit deleted(m_tableName);
                 accept();
             });
}

}  // namespace tidemark
