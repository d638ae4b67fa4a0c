#include "app/window/command_palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

#include "app/window/command_actions.h"
#include "app/window/palette_model.h"
#include "widgets/common/card.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {
namespace {

constexpr int paletteWidth = 560;
constexpr int rowHeight = 32;
constexpr int paletteHeight = 12 * rowHeight + 54;
constexpr int iconSize = 16;

class PaletteDelegate final : public QStyledItemDelegate {
public:
    PaletteDelegate(Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool enabled = index.data(PaletteModel::EnabledRole).toBool();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.color(Token::Soft));
            painter->drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), measure::controlRadius,
                                     measure::controlRadius);
        }
        QRect rect = option.rect.adjusted(14, 0, -14, 0);
        const QString icon = index.data(PaletteModel::IconNameRole).toString();
        if (!icon.isEmpty()) {
            m_theme.icon(icon).paint(
                painter,
                QRect(rect.left(), rect.center().y() - iconSize / 2 + 1, iconSize, iconSize));
        }
        rect.setLeft(rect.left() + iconSize + 10);
        painter->setFont(option.font);
        painter->setPen(m_theme.color(Token::Muted));
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter,
                          index.data(PaletteModel::DetailRole).toString());
        painter->setPen(m_theme.color(enabled ? Token::Text : Token::Muted));
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, rowHeight};
    }

private:
    Theme& m_theme;
};

}  // namespace

CommandPalette::CommandPalette(Theme& theme, CommandActions& commands, QWidget* window)
    : QFrame(window), m_theme(theme), m_model(new PaletteModel(commands, this)) {
    setObjectName("commandPalette");
    setAccessibleName(tr("Open anything"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(9, 9, 9, 5);
    layout->setSpacing(6);
    m_field = kit::iconField(theme, "paletteField", "search",
                             tr("Type the name of a table or a command"), this);
    m_list = new QListView(this);
    m_list->setObjectName("paletteList");
    m_list->setAccessibleName(tr("Matches"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, m_list));
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& typed) {
        m_model->setTyped(typed);
        m_list->setCurrentIndex(m_model->index(0));
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open(const QStringList& tableNames, bool commandsOnly) {
    m_field->clear();
    m_model->setTables(tableNames);
    m_model->setCommandsOnly(commandsOnly);
    m_model->setTyped({});
    m_list->setCurrentIndex(m_model->index(0));
    place();
    show();
    raise();
    m_field->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place() {
    const QSize room = parentWidget()->size();
    const int width = std::min(paletteWidth, room.width() - 2 * measure::gap);
    const int height = std::min(paletteHeight, room.height() - 2 * measure::topBar);
    setGeometry((room.width() - width) / 2, measure::topBar - 4, width, height);
}

void CommandPalette::move(int by) {
    const int count = m_model->rowCount();
    if (count > 0) {
        const int row = (m_list->currentIndex().row() + by + count) % count;
        m_list->setCurrentIndex(m_model->index(row));
    }
}

void CommandPalette::choose() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || !index.data(PaletteModel::EnabledRole).toBool()) {
        return;
    }
    const QString id = index.data(PaletteModel::IdRole).toString();
    const bool isTable = index.data(PaletteModel::IsTableRole).toBool();
    close();
    if (isTable) {
        emit tableChosen(id);
    } else {
        emit commandChosen(id);
    }
}

void CommandPalette::close() {
    if (isVisible()) {
        hide();
        emit closed();
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    if (watched != m_field) {
        return QFrame::eventFilter(watched, event);
    }
    if (event->type() == QEvent::FocusOut && parentWidget()->focusWidget() != m_field) {
        close();
    }
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down: move(1); return true;
        case Qt::Key_Up: move(-1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(); return true;
        case Qt::Key_Escape: close(); return true;
        default: return QFrame::eventFilter(watched, event);
    }
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintCard(painter, m_theme, rect());
}

}  // namespace tidemark
