#include "app/window/start_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include "app/session/sample_data.h"
#include "widgets/common/banner.h"
#include "widgets/common/card.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {
namespace {

constexpr int columnWidth = 640;
constexpr int cardMargin = 16;
constexpr int recentMax = 8;
constexpr int copiedMs = 1500;

QVBoxLayout* addCard(Theme& theme, QVBoxLayout* layout, QWidget* parent, QWidget** card) {
    auto* frame = new Card(theme, parent);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(cardMargin, cardMargin, cardMargin, cardMargin);
    inside->setSpacing(10);
    layout->addWidget(frame);
    if (card) {
        *card = frame;
    }
    return inside;
}

QString snippetFor(const QString& url) {
    return QStringLiteral(
               "export AWS_ENDPOINT_URL_DYNAMODB=%1\n"
               "aws dynamodb list-tables --endpoint-url %1")
        .arg(url);
}

}  // namespace

StartPage::StartPage(Theme& theme, Connection& connection, QWidget* parent)
    : QScrollArea(parent), m_theme(theme), m_connection(connection) {
    setObjectName("startPage");
    setAccessibleName(tr("Start"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(this);
    auto* outer = new QHBoxLayout(page);
    outer->setContentsMargins(24, 28, 24, 24);
    auto* column = new QWidget(page);
    column->setMaximumWidth(columnWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    outer->addStretch(1);
    outer->addWidget(column, 100);
    outer->addStretch(1);
    m_banner = new Banner(theme, column);
    m_banner->setObjectName("startBanner");
    layout->addWidget(m_banner);
    buildDatabaseCard(layout);
    buildSampleCard(layout);
    buildRecentCard(layout);
    layout->addStretch(1);
    // The page lies on the card of the centre.
    setWidget(page);
    viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    connect(&connection, &Connection::stateChanged, this, &StartPage::refreshConnection);
    refreshConnection();
    setRecentTables({});
}

void StartPage::buildDatabaseCard(QVBoxLayout* layout) {
    auto* inside = addCard(m_theme, layout, layout->parentWidget(), nullptr);
    inside->addWidget(kit::headingLabel(tr("Local database"), this));
    m_state = kit::mutedLabel({}, this);
    m_state->setObjectName("databaseState");
    m_state->setWordWrap(true);
    inside->addWidget(m_state);
    auto* row = new QHBoxLayout;
    m_endpoint = new QLineEdit(this);
    m_endpoint->setObjectName("endpointField");
    m_endpoint->setAccessibleName(tr("Endpoint URL"));
    m_endpoint->setReadOnly(true);
    m_endpoint->setFont(Theme::monoFont());
    m_copyEndpoint =
        kit::button("copyEndpointButton", tr("Copy URL"), kit::ButtonKind::Plain, this);
    m_copyEndpoint->setIcon(m_theme.icon("copy"));
    row->addWidget(m_endpoint, 1);
    row->addWidget(m_copyEndpoint);
    inside->addLayout(row);
    m_hint = kit::mutedLabel(
        tr("Any AWS SDK or the CLI reaches it like this; credentials can be anything."), this);
    inside->addWidget(m_hint);
    auto* snippetRow = new QHBoxLayout;
    m_snippet = new QLabel(this);
    m_snippet->setObjectName("snippetText");
    m_snippet->setAccessibleName(tr("Commands for a shell"));
    m_snippet->setFont(Theme::monoFont());
    m_snippet->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copySnippet = kit::button("copySnippetButton", tr("Copy"), kit::ButtonKind::Plain, this);
    m_copySnippet->setAccessibleName(tr("Copy the commands"));
    m_copySnippet->setIcon(m_theme.icon("copy"));
    snippetRow->addWidget(m_snippet, 1);
    snippetRow->addWidget(m_copySnippet, 0, Qt::AlignTop);
    inside->addLayout(snippetRow);
    connect(m_copyEndpoint, &QPushButton::clicked, this,
            [this] { copy(m_endpoint->text(), m_copyEndpoint); });
    connect(m_copySnippet, &QPushButton::clicked, this,
            [this] { copy(m_snippet->text(), m_copySnippet); });
}

void StartPage::buildSampleCard(QVBoxLayout* layout) {
    auto* inside = addCard(m_theme, layout, layout->parentWidget(), nullptr);
    inside->addWidget(kit::headingLabel(tr("Begin"), this));
    auto* text = kit::mutedLabel(
        tr("The sample is a shop in one table: customers, orders and order lines, with two "
           "indexes; %1 items.")
            .arg(QLocale().toString(SampleData::itemCount())),
        this);
    text->setWordWrap(true);
    inside->addWidget(text);
    auto* row = new QHBoxLayout;
    m_load =
        kit::button("loadSampleButton", tr("Load sample data"), kit::ButtonKind::Primary, this);
    m_create = kit::button("startCreateTable", tr("Create table..."), kit::ButtonKind::Plain, this);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName("sampleProgress");
    m_progress->setAccessibleName(tr("Progress of loading the sample"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progressText = kit::mutedLabel({}, this);
    m_stop = kit::button("stopSampleButton", tr("Stop"), kit::ButtonKind::Plain, this);
    row->addWidget(m_load);
    row->addWidget(m_create);
    row->addWidget(m_progress, 1);
    row->addWidget(m_progressText);
    row->addWidget(m_stop);
    row->addStretch(0);
    inside->addLayout(row);
    m_progress->hide();
    m_progressText->hide();
    m_stop->hide();
    row->setAlignment(Qt::AlignLeft);
    connect(m_load, &QPushButton::clicked, this, &StartPage::loadSample);
    connect(m_stop, &QPushButton::clicked, this, &StartPage::stopSample);
    connect(m_create, &QPushButton::clicked, this, &StartPage::createRequested);
}

void StartPage::buildRecentCard(QVBoxLayout* layout) {
    m_recentLayout = addCard(m_theme, layout, layout->parentWidget(), &m_recentCard);
    m_recentLayout->setSpacing(2);
    m_recentLayout->addWidget(kit::headingLabel(tr("Recent tables"), this));
}

void StartPage::setRecentTables(const QStringList& names) {
    const auto old = m_recentCard->findChildren<QPushButton*>();
    for (QPushButton* button : old) {
        button->hide();
        button->deleteLater();
    }
    int place = 0;
    for (const QString& name : names.mid(0, recentMax)) {
        auto* open = kit::button(QStringLiteral("recentTable%1").arg(place++), name,
                                 kit::ButtonKind::Plain, m_recentCard);
        open->setFlat(true);
        open->setIcon(m_theme.icon("table"));
        open->setAccessibleName(tr("Open table %1").arg(name));
        m_recentLayout->addWidget(open, 0, Qt::AlignLeft);
        connect(open, &QPushButton::clicked, this, [this, name] { emit openRequested(name); });
    }
    m_recentCard->setVisible(!names.isEmpty());
}

void StartPage::setNotice(const QString& text) {
    if (!text.isEmpty()) {
        m_banner->showMessage(Banner::Kind::Notice, text);
    }
}

void StartPage::refreshConnection() {
    const bool ready = m_connection.state() == Connection::State::Ready;
    const QString url = m_connection.endpointUrl();
    if (m_connection.state() == Connection::State::Failed) {
        m_state->setText(tr("The database could not be opened."));
        m_banner->showMessage(Banner::Kind::Error, m_connection.failure());
    } else if (!ready) {
        m_state->setText(tr("Opening ..."));
    } else if (url.isEmpty()) {
        m_state->setText(tr("Open in this window. The HTTP endpoint is switched off."));
    } else {
        m_state->setText(tr("Running, and answering the DynamoDB protocol on this machine."));
    }
    m_endpoint->setText(url);
    m_snippet->setText(url.isEmpty() ? QString() : snippetFor(url));
    m_endpoint->setVisible(!url.isEmpty());
    m_snippet->setVisible(!url.isEmpty());
    m_hint->setVisible(!url.isEmpty());
    m_copyEndpoint->setVisible(!url.isEmpty());
    m_copySnippet->setVisible(!url.isEmpty());
    m_load->setEnabled(ready && !m_loader);
    m_create->setEnabled(ready);
}

void StartPage::loadSample() {
    if (m_loader || m_connection.state() != Connection::State::Ready) {
        return;
    }
    m_loader = new SampleLoader(m_connection, this);
    m_progress->setRange(0, SampleData::itemCount());
    m_progress->setValue(0);
    m_progress->show();
    m_progressText->show();
    m_stop->show();
    m_load->setEnabled(false);
    connect(m_loader, &SampleLoader::progressed, this, [this](int written, int total) {
        m_progress->setMaximum(total);
        m_progress->setValue(written);
        m_progressText->setText(
            tr("%1 of %2").arg(QLocale().toString(written), QLocale().toString(total)));
    });
    connect(m_loader, &SampleLoader::finished, this, &StartPage::finishSample);
    m_loader->start();
}

void StartPage::stopSample() {
    if (m_loader) {
        m_loader->cancel();
    }
}

void StartPage::finishSample(bool ok, const QString& message) {
    m_loader = nullptr;
    m_progress->hide();
    m_progressText->hide();
    m_stop->hide();
    refreshConnection();
    if (ok) {
        emit sampleLoaded();
    } else {
        m_banner->showMessage(Banner::Kind::Warning, message);
    }
}

void StartPage::copy(const QString& text, QPushButton* button) {
    QApplication::clipboard()->setText(text);
    const QIcon before = m_theme.icon("copy");
    button->setIcon(m_theme.icon("check", Token::Green));
    QTimer::singleShot(copiedMs, button, [button, before] { button->setIcon(before); });
}

}  // namespace tidemark
