#pragma once

#include <QScrollArea>

#include "app/session/connection.h"

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace tidemark {

class Banner;
class SampleLoader;
class Theme;

// What the window shows while no table is open: the local database and how to reach it, sample
// data, recent tables.
class StartPage final : public QScrollArea {
    Q_OBJECT
public:
    StartPage(Theme& theme, Connection& connection, QWidget* parent);

    void setRecentTables(const QStringList& names);
    void setNotice(const QString& text);
    void loadSample();
    bool isLoadingSample() const { return m_loader != nullptr; }

signals:
    void openRequested(const QString& tableName);
    void createRequested();
    void sampleLoaded();

private:
    void buildDatabaseCard(QVBoxLayout* layout);
    void buildSampleCard(QVBoxLayout* layout);
    void buildRecentCard(QVBoxLayout* layout);
    void refreshConnection();
    void finishSample(bool ok, const QString& message);
    void stopSample();
    void copy(const QString& text, QPushButton* button);

    Theme& m_theme;
    Connection& m_connection;
    SampleLoader* m_loader = nullptr;
    Banner* m_banner;
    QLabel* m_state;
    QLineEdit* m_endpoint;
    QPushButton* m_copyEndpoint;
    QLabel* m_hint;
    QLabel* m_snippet;
    QPushButton* m_copySnippet;
    QPushButton* m_load;
    QPushButton* m_stop;
    QPushButton* m_create;
    QProgressBar* m_progress;
    QLabel* m_progressText;
    QWidget* m_recentCard;
    QVBoxLayout* m_recentLayout;
};

}  // namespace tidemark
