#pragma once

#include <QFrame>

class QLineEdit;
class QListView;

namespace tidemark {

class CommandActions;
class PaletteModel;
class Theme;

// Open anything: a field and a list laid over the window. Keyboard only if one likes: type, Up,
// Down, Enter, Esc.
class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    CommandPalette(Theme& theme, CommandActions& commands, QWidget* window);

    void open(const QStringList& tableNames, bool commandsOnly);

signals:
    void tableChosen(const QString& tableName);
    void commandChosen(const QString& id);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    void move(int by);
    void choose();
    void close();

    Theme& m_theme;
    PaletteModel* m_model;
    QLineEdit* m_field;
    QListView* m_list;
};

}  // namespace tidemark
