#include "app/explorer/create_table_dialog.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/session/on_answer.h"
#include "widgets/common/banner.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::schema::ProjectionType;
using engine::values::AttributeType;

constexpr int dialogWidth = 600;

KeyField keyField(const QLineEdit* name, const QComboBox* type) {
    return {name->text().trimmed(), static_cast<AttributeType>(type->currentData().toInt())};
}

}  // namespace

CreateTableDialog::CreateTableDialog(Theme& theme, Connection& connection, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_connection(connection) {
    setObjectName("createTableDialog");
    setWindowTitle(tr("Create table"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(dialogWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(kit::headingLabel(tr("Create table"), this));
    buildFields(layout);
    m_banner = new Banner(theme, this);
    m_banner->setObjectName("createTableBanner");
    layout->addWidget(m_banner);
    layout->addStretch(1);
    auto* buttons = new QHBoxLayout;
    auto* cancel = kit::button("createTableCancel", tr("Cancel"), kit::ButtonKind::Plain, this);
    m_create =
        kit::button("createTableConfirm", tr("Create table"), kit::ButtonKind::Primary, this);
    m_create->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &CreateTableDialog::create);
    m_name->setFocus(Qt::OtherFocusReason);
}

void CreateTableDialog::buildFields(QVBoxLayout* layout) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    m_name = new QLineEdit(this);
    m_name->setObjectName("createTableName");
    m_name->setAccessibleName(tr("Table name"));
    m_name->setPlaceholderText(tr("Orders"));
    connect(m_name, &QLineEdit::textChanged, this, &CreateTableDialog::showProblem);
    m_nameProblem = makeProblem("createTableNameProblem", this);
    m_partition = makeKey("createPartitionKey", tr("Partition key"), tr("PK"), this);
    m_partitionProblem = makeProblem("createPartitionKeyProblem", this);
    m_sort = makeKey("createSortKey", tr("Sort key"), tr("none"), this);
    m_sortProblem = makeProblem("createSortKeyProblem", this);
    grid->addWidget(new QLabel(tr("Name"), this), 0, 0);
    grid->addWidget(m_name, 0, 1, 1, 2);
    grid->addWidget(m_nameProblem, 1, 1, 1, 2);
    grid->addWidget(new QLabel(tr("Partition key"), this), 2, 0);
    grid->addWidget(m_partition.name, 2, 1);
    grid->addWidget(m_partition.type, 2, 2);
    grid->addWidget(m_partitionProblem, 3, 1, 1, 2);
    grid->addWidget(new QLabel(tr("Sort key"), this), 4, 0);
    grid->addWidget(m_sort.name, 4, 1);
    grid->addWidget(m_sort.type, 4, 2);
    grid->addWidget(m_sortProblem, 5, 1, 1, 2);
    layout->addLayout(grid);
    auto* indexHeader = new QHBoxLayout;
    indexHeader->addWidget(kit::headingLabel(tr("Global secondary indexes"), this), 1);
    auto* add = kit::button("addIndexButton", tr("Add index"), kit::ButtonKind::Plain, this);
    add->setIcon(m_theme.icon("plus"));
    indexHeader->addWidget(add);
    layout->addLayout(indexHeader);
    m_indexesLayout = new QVBoxLayout;
    m_indexesLayout->setSpacing(6);
    layout->addLayout(m_indexesLayout);
    connect(add, &QPushButton::clicked, this, &CreateTableDialog::addIndex);
}

CreateTableDialog::KeyWidgets CreateTableDialog::makeKey(const QString& objectName,
                                                         const QString& accessibleName,
                                                         const QString& placeholder,
                                                         QWidget* parent) {
    auto* name = new QLineEdit(parent);
    name->setObjectName(objectName);
    name->setAccessibleName(accessibleName);
    name->setPlaceholderText(placeholder);
    name->setFont(Theme::monoFont());
    auto* type = new QComboBox(parent);
    type->setObjectName(objectName + QStringLiteral("Type"));
    type->setAccessibleName(tr("Type of %1").arg(accessibleName));
    type->addItem(tr("String"), static_cast<int>(AttributeType::S));
    type->addItem(tr("Number"), static_cast<int>(AttributeType::N));
    type->addItem(tr("Binary"), static_cast<int>(AttributeType::B));
    connect(name, &QLineEdit::textChanged, this, &CreateTableDialog::showProblem);
    connect(type, &QComboBox::currentIndexChanged, this, &CreateTableDialog::showProblem);
    return {name, type};
}

QLabel* CreateTableDialog::makeProblem(const QString& objectName, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->hide();
    QPalette colors = label->palette();
    colors.setColor(QPalette::WindowText, m_theme.color(Token::Red));
    label->setPalette(colors);
    return label;
}

void CreateTableDialog::addIndex() {
    const QString prefix = QStringLiteral("index%1").arg(m_indexes.size());
    auto* row = new QWidget(this);
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(4);
    IndexWidgets index{};
    index.row = row;
    index.name = new QLineEdit(row);
    index.name->setObjectName(prefix + QStringLiteral("Name"));
    index.name->setAccessibleName(tr("Index name"));
    index.name->setPlaceholderText(tr("byStatus"));
    index.partition = makeKey(prefix + QStringLiteral("PartitionKey"), tr("Index partition key"),
                              tr("partition key"), row);
    index.sort = makeKey(prefix + QStringLiteral("SortKey"), tr("Index sort key"),
                         tr("sort key, optional"), row);
    index.projection = new QComboBox(row);
    index.projection->setObjectName(prefix + QStringLiteral("Projection"));
    index.projection->setAccessibleName(tr("Projected attributes"));
    index.projection->addItem(tr("All attributes"), static_cast<int>(ProjectionType::All));
    index.projection->addItem(tr("Keys only"), static_cast<int>(ProjectionType::KeysOnly));
    index.projection->addItem(tr("Keys and ..."), static_cast<int>(ProjectionType::Include));
    index.included = new QLineEdit(row);
    index.included->setObjectName(prefix + QStringLiteral("Included"));
    index.included->setAccessibleName(tr("Included attributes"));
    index.included->setPlaceholderText(tr("attributes, separated by commas"));
    index.included->hide();
    index.problem = makeProblem(prefix + QStringLiteral("Problem"), row);
    auto* remove = kit::iconButton(m_theme, prefix + QStringLiteral("Remove"), "trash",
                                   tr("Remove this index"), {}, row);
    grid->addWidget(index.name, 0, 0);
    grid->addWidget(index.projection, 0, 1, 1, 2);
    grid->addWidget(index.included, 0, 3);
    grid->addWidget(remove, 0, 4, Qt::AlignRight);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
    grid->addWidget(index.partition.name, 1, 0);
    grid->addWidget(index.partition.type, 1, 1);
    grid->addWidget(index.sort.name, 1, 2, 1, 2);
    grid->addWidget(index.sort.type, 1, 4);
    grid->addWidget(index.problem, 2, 0, 1, 5);
    connect(index.name, &QLineEdit::textChanged, this, &CreateTableDialog::showProblem);
    connect(index.included, &QLineEdit::textChanged, this, &CreateTableDialog::showProblem);
    connect(index.projection, &QComboBox::currentIndexChanged, this,
            [this, projection = index.projection, included = index.included] {
                included->setVisible(projection->currentData().toInt() ==
                                     static_cast<int>(ProjectionType::Include));
                showProblem();
            });
    connect(remove, &QToolButton::clicked, this, [this, row] { removeIndex(row); });
    m_indexesLayout->addWidget(row);
    m_indexes.append(index);
    index.name->setFocus(Qt::OtherFocusReason);
}

void CreateTableDialog::removeIndex(QWidget* row) {
    m_indexes.removeIf([row](const IndexWidgets& index) { return index.row == row; });
    row->hide();
    row->deleteLater();
    showProblem();
}

TableForm CreateTableDialog::form() const {
    TableForm form;
    form.name = m_name->text();
    form.partition = keyField(m_partition.name, m_partition.type);
    form.sort = keyField(m_sort.name, m_sort.type);
    for (const IndexWidgets& index : m_indexes) {
        form.indexes.append({index.name->text(),
                             keyField(index.partition.name, index.partition.type),
                             keyField(index.sort.name, index.sort.type),
                             static_cast<ProjectionType>(index.projection->currentData().toInt()),
                             index.included->text()});
    }
    return form;
}

void CreateTableDialog::showProblem() {
    const auto problem = findProblem(form());
    const auto show = [&](QLabel* label, bool here, bool touched) {
        const bool visible = here && (touched || m_showAll);
        label->setVisible(visible);
        label->setText(visible ? problem->message : QString());
    };
    const auto at = [&](TableFormField field) { return problem && problem->field == field; };
    show(m_nameProblem, at(TableFormField::Name), !m_name->text().isEmpty());
    show(m_partitionProblem, at(TableFormField::PartitionKey), !m_partition.name->text().isEmpty());
    show(m_sortProblem, at(TableFormField::SortKey), true);
    for (int i = 0; i < m_indexes.size(); ++i) {
        show(m_indexes[i].problem, at(TableFormField::Index) && problem->index == i, false);
    }
    if (m_showAll && at(TableFormField::None)) {
        m_banner->showMessage(Banner::Kind::Error, problem->message);
    } else {
        m_banner->clear();
    }
}

void CreateTableDialog::create() {
    m_showAll = true;
    showProblem();
    const TableForm wanted = form();
    if (findProblem(wanted)) {
        return;
    }
    m_create->setEnabled(false);
    onAnswer(m_connection.execute(tableSpec(wanted)), this,
             [this, name = wanted.name](const Result<Response>& result) {
                 m_create->setEnabled(true);
                 if (!result) {
                     m_banner->showMessage(
                         Banner::Kind::Error, text::fromUtf8(result.error().message),
                         text::fromUtf8(engine::errorKindName(result.error().kind)));
                     return;
                 }
                 emit created(name);
                 accept();
             });
}

}  // namespace tidemark
