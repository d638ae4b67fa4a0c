#pragma once

#include <QFrame>

#include "widgets/common/theme.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace tidemark {

// The error (or notice) state of a view, in place: an icon, one sentence, below it the code and the
// request id, then actions and a cross. Hidden until something is shown.
class Banner final : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Error, Warning, Notice };

    Banner(Theme& theme, QWidget* parent);

    // Replaces what is shown; actions of the last message go away.
    void showMessage(Kind kind, const QString& sentence, const QString& code = {},
                     const QString& requestId = {});
    QPushButton* addAction(const QString& text);
    void clear();

    Kind kind() const { return m_kind; }
    QString sentence() const;
    QString code() const { return m_code; }
    QString requestId() const { return m_requestId; }

signals:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    Theme& m_theme;
    Kind m_kind = Kind::Error;
    QString m_code;
    QString m_requestId;
    QLabel* m_icon;
    QLabel* m_sentence;
    QLabel* m_detail;
    QHBoxLayout* m_actions;
    QToolButton* m_close;
};

}  // namespace tidemark
