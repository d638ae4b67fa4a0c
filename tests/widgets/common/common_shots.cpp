#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <QDir>

#include "tests/support/shots.h"
#include "widgets/common/banner.h"
#include "widgets/common/card.h"
#include "widgets/common/card_dock.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/pill_button.h"
#include "widgets/common/widget_kit.h"

namespace tidemark::testing {

namespace {

QLayout* buttonRow(Theme& theme, QWidget* parent) {
    auto* row = new QHBoxLayout;
    row->setSpacing(measure::gap);
    auto* run =
        kit::button(QStringLiteral("run"), QStringLiteral("Run"), kit::ButtonKind::Primary, parent);
    run->setIcon(theme.icon(QStringLiteral("play"), Token::OnAccent));
    row->addWidget(run);
    auto* scan = kit::button(QStringLiteral("scan"), QStringLiteral("Scan"),
                             kit::ButtonKind::Caution, parent);
    scan->setIcon(theme.icon(QStringLiteral("play"), Token::Panel));
    row->addWidget(scan);
    row->addWidget(kit::button(QStringLiteral("plain"), QStringLiteral("Discard"),
                               kit::ButtonKind::Plain, parent));
    row->addWidget(kit::button(QStringLiteral("danger"), QStringLiteral("Delete table"),
                               kit::ButtonKind::Danger, parent));
    auto* off = kit::button(QStringLiteral("off"), QStringLiteral("Commit"),
                            kit::ButtonKind::Primary, parent);
    off->setEnabled(false);
    row->addWidget(off);
    for (const char* name : {"refresh", "console", "history", "moon", "settings"}) {
        row->addWidget(kit::iconButton(theme, QLatin1String(name), QLatin1String(name),
                                       QLatin1String(name), {}, parent));
    }
    row->addStretch();
    return row;
}

QLayout* fieldRow(Theme& theme, QWidget* parent) {
    auto* row = new QHBoxLayout;
    row->setSpacing(measure::gap);
    auto* mode = new QComboBox(parent);
    mode->addItems({QStringLiteral("Query  ·  Table"), QStringLiteral("Scan  ·  byStatus")});
    row->addWidget(mode);
    row->addWidget(kit::iconField(theme, QStringLiteral("find"), QStringLiteral("search"),
                                  QStringLiteral("Find a table…"), parent));
    auto* typed = new QLineEdit(QStringLiteral("CUSTOMER#10482"), parent);
    typed->setFont(Theme::monoFont());
    row->addWidget(typed);
    auto* limit = new QSpinBox(parent);
    limit->setRange(1, 1000);
    limit->setValue(500);
    row->addWidget(limit);
    return row;
}

QLayout* choiceRow(Theme& theme, QWidget* parent) {
    auto* row = new QHBoxLayout;
    row->setSpacing(measure::gap);
    for (const char* text : {"status ≠ CANCELLED", "total > 50"}) {
        auto* pill = new PillButton(theme, QString::fromUtf8(text), parent);
        pill->setRemovable(true);
        row->addWidget(pill);
    }
    auto* add = new PillButton(theme, QStringLiteral("Add filter"), parent);
    add->setIcon(theme.icon(QStringLiteral("plus"), Token::Text));
    row->addWidget(add);
    auto* checked = new QCheckBox(QStringLiteral("Consistent"), parent);
    checked->setChecked(true);
    row->addWidget(checked);
    row->addWidget(new QCheckBox(QStringLiteral("Descending"), parent));
    auto* radio = new QRadioButton(QStringLiteral("Form"), parent);
    radio->setChecked(true);
    row->addWidget(radio);
    row->addWidget(new QRadioButton(QStringLiteral("Text"), parent));
    auto* progress = new QProgressBar(parent);
    progress->setTextVisible(false);
    progress->setFixedHeight(6);
    progress->setValue(60);
    row->addWidget(progress);
    row->addStretch();
    return row;
}

QTreeWidget* tree(Theme& theme, QWidget* parent) {
    auto* result = new QTreeWidget(parent);
    result->setHeaderHidden(true);
    result->setFrameShape(QFrame::NoFrame);
    auto* root = new QTreeWidgetItem(result, {QStringLiteral("local · eu-west-1")});
    root->setIcon(0, theme.icon(QStringLiteral("server"), Token::Text));
    auto* orders = new QTreeWidgetItem(root, {QStringLiteral("Orders")});
    orders->setIcon(0, theme.icon(QStringLiteral("table"), Token::Text));
    for (const char* name : {"byStatus", "byCreatedAt"}) {
        auto* index = new QTreeWidgetItem(orders, {QLatin1String(name)});
        index->setIcon(0, theme.icon(QStringLiteral("index")));
    }
    auto* customers = new QTreeWidgetItem(root, {QStringLiteral("Customers")});
    customers->setIcon(0, theme.icon(QStringLiteral("table"), Token::Text));
    new QTreeWidgetItem(customers, {QStringLiteral("byEmail")});
    root->setExpanded(true);
    orders->setExpanded(true);
    orders->setSelected(true);
    return result;
}

std::unique_ptr<QWidget> controls(Theme& theme) {
    auto window = std::make_unique<QWidget>();
    auto* outer = new QVBoxLayout(window.get());
    outer->setContentsMargins(measure::gap, measure::gap, measure::gap, measure::gap);
    outer->setSpacing(measure::gap);
    outer->addLayout(buttonRow(theme, window.get()));

    auto* card = new Card(theme, window.get());
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 0, 1, 12);
    column->setSpacing(measure::gap);
    auto* title =
        new PanelTitle(theme, QStringLiteral("activity"), QStringLiteral("Metrics"), card);
    title->menu()->addAction(QStringLiteral("Close"));
    column->addWidget(title);
    auto* inner = new QVBoxLayout;
    inner->setContentsMargins(12, 0, 12, 0);
    inner->setSpacing(10);
    inner->addLayout(fieldRow(theme, card));
    inner->addLayout(choiceRow(theme, card));
    auto* error = new Banner(theme, card);
    error->showMessage(Banner::Kind::Error,
                       QStringLiteral("The conditional request failed: somebody else changed the "
                                      "item after it was read."),
                       QStringLiteral("ConditionalCheckFailedException"),
                       QStringLiteral("S0LKPD5TNG8V2QKGT1S0B1A2BNVV4KQNSO5AEMVJF66Q9ASUAAJG"));
    error->addAction(QStringLiteral("Show theirs"));
    inner->addWidget(error);
    auto* warning = new Banner(theme, card);
    warning->showMessage(Banner::Kind::Warning,
                         QStringLiteral("This reads the whole table: about 51,877 items."));
    inner->addWidget(warning);
    column->addLayout(inner);
    outer->addWidget(card);

    auto* lower = new QHBoxLayout;
    lower->setSpacing(measure::gap);
    auto* left = new Card(theme, window.get());
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(9, 9, 9, 9);
    leftLayout->addWidget(tree(theme, left));
    lower->addWidget(left, 1);
    auto* right = new Card(theme, window.get());
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(1, 1, 1, 1);
    auto* tabs = new QTabWidget(right);
    kit::prepareTabs(tabs);
    auto* state = new EmptyState(theme, tabs);
    state->setContent(QStringLiteral("table"), QStringLiteral("No tables yet"),
                      QStringLiteral("Load the sample data or point a client at this endpoint."),
                      QStringLiteral("Load sample data"));
    tabs->addTab(state, theme.icon(QStringLiteral("table"), Token::Text), QStringLiteral("Orders"));
    tabs->addTab(new QWidget(tabs), theme.icon(QStringLiteral("code")), QStringLiteral("Query 1"));
    rightLayout->addWidget(tabs);
    lower->addWidget(right, 2);
    outer->addLayout(lower, 1);
    return window;
}

std::unique_ptr<QWidget> menu(Theme& theme) {
    auto window = std::make_unique<QMenu>();
    auto* open = window->addAction(theme.icon(QStringLiteral("table")), QStringLiteral("Open"));
    open->setShortcut(QKeySequence(QStringLiteral("Return")));
    open->setShortcutVisibleInContextMenu(true);
    window->addAction(theme.icon(QStringLiteral("copy")), QStringLiteral("Copy name"))
        ->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    auto* kept = window->addAction(QStringLiteral("Keep tab"));
    kept->setCheckable(true);
    kept->setChecked(true);
    window->addSeparator();
    auto* more = window->addMenu(theme.icon(QStringLiteral("export")), QStringLiteral("Export"));
    more->addAction(QStringLiteral("CSV"));
    window
        ->addAction(theme.icon(QStringLiteral("trash"), Token::Red),
                    QStringLiteral("Delete table…"))
        ->setEnabled(false);
    window->setActiveAction(open);
    return window;
}

// Every icon with its name.
std::unique_ptr<QWidget> icons(Theme& theme) {
    auto window = std::make_unique<QWidget>();
    auto* grid = new QGridLayout(window.get());
    constexpr int columns = 10;
    int at = 0;
    for (const QString& file :
         QDir(QStringLiteral(":/icons")).entryList(QDir::NoFilter, QDir::Name)) {
        const QString name = QFileInfo(file).baseName();
        auto* mark = new QLabel(window.get());
        mark->setPixmap(theme.icon(name, Token::Text).pixmap(24));
        mark->setAlignment(Qt::AlignCenter);
        auto* caption = kit::mutedLabel(name, window.get());
        caption->setAlignment(Qt::AlignCenter);
        grid->addWidget(mark, at / columns * 2, at % columns);
        grid->addWidget(caption, at / columns * 2 + 1, at % columns);
        ++at;
    }
    return window;
}

const ShotRegistration controlsShot({"common-controls", QSize(900, 700), controls, {}});
const ShotRegistration menuShot({"common-menu", QSize(240, 170), menu, {}});
const ShotRegistration iconsShot({"common-icons", QSize(1100, 640), icons, {}});

}  // namespace

}  // namespace tidemark::testing
