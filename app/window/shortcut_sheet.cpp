#include "app/window/shortcut_sheet.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHash>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/commands/command_table.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {
namespace {

constexpr int columnCount = 3;
constexpr int logoSize = 56;

// One menu's commands below its heading.
QWidget* menuBlock(const QString& menu, QWidget* parent) {
    auto* block = new QWidget(parent);
    auto* grid = new QGridLayout(block);
    grid->setContentsMargins(0, 0, 0, 8);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(0, 1);
    grid->addWidget(
        kit::headingLabel(
            QCoreApplication::translate("Commands", menu.toLatin1().constData()).remove(u'&'),
            block),
        0, 0, 1, 2);
    int row = 1;
    for (const Command& command : commandTable()) {
        if (QString::fromLatin1(command.menu) != menu) {
            continue;
        }
        const QKeySequence keys(QString::fromLatin1(command.shortcut));
        auto* shortcut = new QLabel(keys.toString(QKeySequence::NativeText), block);
        shortcut->setFont(Theme::monoFont());
        kit::setMuted(shortcut, true);
        grid->addWidget(new QLabel(commandText(command).remove(u'&'), block), row, 0);
        grid->addWidget(shortcut, row, 1, Qt::AlignRight);
        ++row;
    }
    grid->setRowStretch(row, 1);
    return block;
}

QHBoxLayout* closeRow(QDialog* dialog, const char* objectName) {
    auto* row = new QHBoxLayout;
    auto* close = kit::button(QString::fromLatin1(objectName), QDialog::tr("Close"),
                              kit::ButtonKind::Plain, dialog);
    close->setDefault(true);
    row->addStretch(1);
    row->addWidget(close);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    return row;
}

}  // namespace

ShortcutSheet::ShortcutSheet(QWidget* parent) : QDialog(parent) {
    setObjectName("shortcutSheet");
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(32);
    QList<QVBoxLayout*> stacks;
    QList<int> heights(columnCount, 0);
    for (int i = 0; i < columnCount; ++i) {
        stacks.append(new QVBoxLayout);
        columns->addLayout(stacks.last(), 1);
    }
    QStringList menus;
    QHash<QString, int> sizes;
    for (const Command& command : commandTable()) {
        const QString menu = QString::fromLatin1(command.menu);
        if (!menus.contains(menu)) {
            menus.append(menu);
        }
        ++sizes[menu];
    }
    for (const QString& menu : menus) {
        const auto shortest = std::min_element(heights.begin(), heights.end());
        stacks[shortest - heights.begin()]->addWidget(menuBlock(menu, this));
        *shortest += sizes[menu] + 2;
    }
    for (QVBoxLayout* stack : stacks) {
        stack->addStretch(1);
    }
    layout->addLayout(columns, 1);
    layout->addLayout(closeRow(this, "shortcutSheetClose"));
}

AboutDialog::AboutDialog(Theme& theme, QWidget* parent) : QDialog(parent) {
    setObjectName("aboutDialog");
    setWindowTitle(tr("About Tidemark"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(10);
    auto* logo = new QLabel(this);
    logo->setPixmap(theme.icon("tidemark", Token::Accent).pixmap(logoSize, logoSize));
    auto* text = new QLabel(tr("A desktop explorer for DynamoDB tables, with an embedded database "
                               "that answers the DynamoDB protocol on this machine.\n\n"
                               "Free software under the GNU General Public License, version 3 or "
                               "later. Built with Qt, QScintilla and LMDB."),
                            this);
    text->setWordWrap(true);
    text->setMinimumWidth(380);
    layout->addWidget(logo);
    layout->addWidget(kit::headingLabel(tr("Tidemark %1").arg(TIDEMARK_VERSION), this));
    layout->addWidget(text);
    layout->addStretch(1);
    layout->addLayout(closeRow(this, "aboutClose"));
}

}  // namespace tidemark
