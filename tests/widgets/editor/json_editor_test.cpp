#include <memory>

#include <Qsci/qscilexer.h>
#include <Qsci/qsciscintilla.h>

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/theme.h"
#include "widgets/editor/json_editor.h"

using namespace engine::values;
using namespace tidemark;
using text::JsonFlavour;

namespace {

AttributeMap sampleItem() {
    return {
        {"PK", AttributeValue::string("A")},
        {"n", AttributeValue::number(*Number::parse("12345678901234567890123456789012345678"))},
        {"tags", AttributeValue::stringSet({"a", "b"})},
        {"zip", AttributeValue::binary("abc")},
    };
}

const QString plainText = QStringLiteral(
    "{\n"
    "  \"PK\": \"A\",\n"
    "  \"n\": 12345678901234567890123456789012345678,\n"
    "  \"tags\": [\"a\", \"b\"],\n"
    "  \"zip\": \"YWJj\"\n"
    "}\n");

}  // namespace

class JsonEditorTest final : public QObject {
    Q_OBJECT
public:
    explicit JsonEditorTest(Theme& theme) : m_theme(theme) {}

private:
    template <class T>
    T* child(const char* name) const {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    QsciScintilla* area() const { return child<QsciScintilla>("jsonEditorText"); }
    QLabel* message() const { return child<QLabel>("jsonEditorMessage"); }

    int styleAt(const QString& piece) const {
        const auto at = area()->text().indexOf(piece);
        area()->SendScintilla(QsciScintillaBase::SCI_COLOURISE, 0UL, -1L);
        return static_cast<int>(area()->SendScintilla(
            QsciScintillaBase::SCI_GETSTYLEAT,
            static_cast<unsigned long>(area()->text().left(at).toUtf8().size())));
    }
    QColor colourAt(const QString& piece) const { return area()->lexer()->color(styleAt(piece)); }

    // The first and the last marked byte; (-1, -1) without a squiggle.
    std::pair<int, int> squiggle() const {
        std::pair<int, int> range{-1, -1};
        for (int at = 0; at < area()->length(); ++at) {
            if (area()->SendScintilla(QsciScintillaBase::SCI_INDICATORVALUEAT, 8UL, at) != 0) {
                range = {range.first < 0 ? at : range.first, at};
            }
        }
        return range;
    }

    void type(const QString& keys) const { QTest::keyClicks(area(), keys); }

private slots:
    void init() {
        m_theme.setChoice(SchemeChoice::Dark);
        m_window = std::make_unique<QWidget>();
        auto* layout = new QVBoxLayout(m_window.get());
        m_editor = new JsonEditor(m_theme, m_window.get());
        m_after = new QPushButton(QStringLiteral("after"), m_window.get());
        layout->addWidget(m_editor);
        layout->addWidget(m_after);
        m_editor->setItem(sampleItem(), {"PK"});
        m_window->resize(420, 400);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_editor->setFocus();
        QVERIFY(area()->hasFocus());
    }
    void cleanup() { m_window.reset(); }

    void showsTheItem() {
        QCOMPARE(m_editor->plainText(), plainText);
        QVERIFY(!m_editor->isModified());
        QVERIFY(m_editor->isValid());
        QVERIFY(m_editor->parsed().item == sampleItem());
        QVERIFY(!message()->isVisible());
    }

    void typingChangesTheItem() {
        const QSignalSpy modified(m_editor, &JsonEditor::modifiedChanged);
        area()->setCursorPosition(1, 9);  // behind "PK": "
        type(QStringLiteral("B"));
        QVERIFY(m_editor->isModified());
        QCOMPARE(modified.size(), 1);
        QCOMPARE(*m_editor->parsed().item.at("PK").getIf<std::string>(), std::string("BA"));
        QVERIFY(m_editor->parsed().item.at("tags") == sampleItem().at("tags"));
    }

    void undoneChangesAreNoChanges() {
        const QSignalSpy modified(m_editor, &JsonEditor::modifiedChanged);
        area()->setCursorPosition(1, 9);
        type(QStringLiteral("B"));
        QTest::keyClick(area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->plainText(), plainText);
        QVERIFY(!m_editor->isModified());
        QCOMPARE(modified.size(), 2);
        QTest::keyClick(area(), Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(m_editor->isModified());
    }

    void undoDoesNotGoBehindTheItem() {
        QTest::keyClick(area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->plainText(), plainText);
    }

    void aMistakeIsMarkedAndExplained() {
        const QSignalSpy validity(m_editor, &JsonEditor::validityChanged);
        area()->setCursorPosition(2, 7);  // before the number
        type(QStringLiteral("x"));
        QVERIFY(!m_editor->isValid());
        QTRY_COMPARE(validity.size(), 1);
        QCOMPARE(validity.at(0).at(0).toBool(), false);
        QVERIFY(message()->isVisible());
        QCOMPARE(message()->text(), QStringLiteral("Line 3, column 8: A value is expected"));
        const auto at = static_cast<int>(m_editor->plainText().indexOf(u'x'));
        QCOMPARE(squiggle().first, at);

        QTest::keyClick(area(), Qt::Key_Backspace);
        QTRY_COMPARE(validity.size(), 2);
        QVERIFY(!message()->isVisible());
        QCOMPARE(squiggle(), std::pair(-1, -1));
    }

    void theSquiggleCountsBytes() {
        m_editor->setPlainText(QStringLiteral("{\"日本🌊\": oops}"));
        QTRY_VERIFY(message()->isVisible());
        QCOMPARE(squiggle(), std::pair(15, 18));
    }

    void aMistakeAtTheEndIsMarked() {
        m_editor->setPlainText(QStringLiteral("{\"a\": 1"));
        QTRY_VERIFY(message()->isVisible());
        QCOMPARE(squiggle(), std::pair(6, 6));
        m_editor->setPlainText(QString());
        QTRY_COMPARE(message()->text(),
                     QStringLiteral("Line 1, column 1: The text ends where a value is expected"));
    }

    void f8GoesToTheProblem() {
        area()->setCursorPosition(2, 7);
        type(QStringLiteral("x"));
        QTRY_VERIFY(message()->isVisible());
        area()->setCursorPosition(0, 0);
        QTest::keyClick(area(), Qt::Key_F8);
        int line = 0;
        int column = 0;
        area()->getCursorPosition(&line, &column);
        QCOMPARE(std::pair(line, column), std::pair(2, 7));
    }

    void flavoursAreSwitchedByClickAndKeepChanges() {
        area()->setCursorPosition(3, 12);  // in front of "a", the first tag
        type(QStringLiteral("z"));
        QTest::mouseClick(child<QToolButton>("jsonEditorFlavourDynamoDb"), Qt::LeftButton);
        QCOMPARE(m_editor->flavour(), JsonFlavour::DynamoDb);
        QVERIFY(m_editor->plainText().contains(
            QStringLiteral("\"tags\": { \"SS\": [\"b\", \"za\"] }")));
        QVERIFY(m_editor->isModified());
        QTest::mouseClick(child<QToolButton>("jsonEditorFlavourPlain"), Qt::LeftButton);
        QCOMPARE(m_editor->flavour(), JsonFlavour::Plain);
        QCOMPARE(m_editor->parsed().item.at("tags").type(), AttributeType::SS);
        QVERIFY(m_editor->isModified());
    }

    void typesGivenInDynamoDbJsonSurviveTheSwitch() {
        m_editor->setFlavour(JsonFlavour::DynamoDb);
        m_editor->setPlainText(
            QStringLiteral("{\"PK\": {\"S\": \"A\"}, \"s\": {\"NS\": [\"1\"]}}"));
        m_editor->setFlavour(JsonFlavour::Plain);
        QCOMPARE(m_editor->parsed().item.at("s").type(), AttributeType::NS);
    }

    void switchingAnUntouchedItemChangesNothing() {
        const QSignalSpy modified(m_editor, &JsonEditor::modifiedChanged);
        m_editor->setFlavour(JsonFlavour::DynamoDb);
        m_editor->setFlavour(JsonFlavour::Plain);
        QCOMPARE(m_editor->plainText(), plainText);
        QCOMPARE(modified.size(), 0);
    }

    void flavourCanBeChosenBeforeTheFirstItem() {
        JsonEditor editor(m_theme, nullptr);
        editor.setFlavour(JsonFlavour::DynamoDb);
        editor.setItem({{"a", AttributeValue::null()}}, {});
        QCOMPARE(editor.plainText(), QStringLiteral("{\n  \"a\": { \"NULL\": true }\n}\n"));
    }

    void aTextWithMistakesStaysInItsFlavour() {
        m_editor->setPlainText(QStringLiteral("{"));
        auto* dynamoDb = child<QToolButton>("jsonEditorFlavourDynamoDb");
        QTest::mouseClick(dynamoDb, Qt::LeftButton);
        QCOMPARE(m_editor->flavour(), JsonFlavour::Plain);
        QVERIFY(!dynamoDb->isChecked());
        QVERIFY(child<QToolButton>("jsonEditorFlavourPlain")->isChecked());
        QCOMPARE(m_editor->plainText(), QStringLiteral("{"));
        QVERIFY(message()->isVisible());
    }

    void typesThatPlainJsonCannotShowAreNamed() {
        auto* lost = child<QLabel>("jsonEditorLostTypes");
        QVERIFY(lost->isVisible());
        QCOMPARE(lost->text(),
                 QStringLiteral("Kept as sets or binary, which plain JSON cannot show: tags, zip"));
        m_editor->setFlavour(JsonFlavour::DynamoDb);
        QVERIFY(!lost->isVisible());
        m_editor->setFlavour(JsonFlavour::Plain);
        m_editor->setItem({{"PK", AttributeValue::string("A")}}, {"PK"});
        QVERIFY(!lost->isVisible());
    }

    void manyLostTypesAreCounted() {
        AttributeMap item;
        for (int i = 0; i < 9; ++i) {
            item["b" + std::to_string(i)] = AttributeValue::binary("x");
        }
        m_editor->setItem(item, {});
        QVERIFY(child<QLabel>("jsonEditorLostTypes")
                    ->text()
                    .endsWith(QStringLiteral("b0, b1, b2, b3, b4, b5, 3 more")));
    }

    void controlEnterSaves() {
        QAction run(m_window.get());
        run.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
        m_window->addAction(&run);
        const QSignalSpy ran(&run, &QAction::triggered);
        const QSignalSpy save(m_editor, &JsonEditor::saveRequested);
        QTest::keyClick(area(), Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(area(), Qt::Key_Enter, Qt::ControlModifier | Qt::KeypadModifier);
        QCOMPARE(save.size(), 2);
        QCOMPARE(ran.size(), 0);
        QCOMPARE(m_editor->plainText(), plainText);
    }

    void shortcutsOfTheWindowReachIt_data() {
        QTest::addColumn<QKeySequence>("keys");
        for (const char* keys : {"Ctrl+D", "Ctrl+Shift+T", "Ctrl+S", "Ctrl+P", "Ctrl+N", "Ctrl+W",
                                 "Ctrl+Shift+Backspace", "Ctrl+B", "F5", "F1"}) {
            QTest::newRow(keys) << QKeySequence(QLatin1String(keys));
        }
    }
    void shortcutsOfTheWindowReachIt() {
        QFETCH(QKeySequence, keys);
        QAction command(m_window.get());
        command.setShortcut(keys);
        m_window->addAction(&command);
        const QSignalSpy triggered(&command, &QAction::triggered);
        QTest::keySequence(area(), keys);
        QCOMPARE(triggered.size(), 1);
        QCOMPARE(m_editor->plainText(), plainText);
    }

    void deleteStaysWithTheText() {
        QAction command(m_window.get());
        command.setShortcut(QKeySequence(Qt::Key_Delete));
        m_window->addAction(&command);
        const QSignalSpy triggered(&command, &QAction::triggered);
        area()->setCursorPosition(0, 0);
        QTest::keyClick(area(), Qt::Key_Delete);
        QCOMPARE(triggered.size(), 0);
        QVERIFY(m_editor->plainText().startsWith(u'\n'));
    }

    void escapeAndF6LeaveTheEditor() {
        const QSignalSpy leave(m_editor, &JsonEditor::leaveRequested);
        for (const Qt::Key key : {Qt::Key_Escape, Qt::Key_F6}) {
            m_editor->setFocus();
            QTest::keyClick(area(), key);
            QVERIFY(!area()->hasFocus());
            QVERIFY(m_after->hasFocus());
        }
        QCOMPARE(leave.size(), 2);
    }

    void readOnlyTextCannotBeTyped() {
        m_editor->setReadOnly(true);
        type(QStringLiteral("x"));
        QCOMPARE(m_editor->plainText(), plainText);
        m_editor->setFlavour(JsonFlavour::DynamoDb);
        QVERIFY(m_editor->plainText().contains(QStringLiteral("\"SS\"")));
        type(QStringLiteral("x"));
        QVERIFY(!m_editor->isModified());
    }

    void clearShowsASentence() {
        type(QStringLiteral("x"));
        const QSignalSpy modified(m_editor, &JsonEditor::modifiedChanged);
        m_editor->clear(QStringLiteral("Nothing selected"));
        QCOMPARE(modified.size(), 1);
        QVERIFY(!area()->isVisible());
        QVERIFY(!child<QToolButton>("jsonEditorFlavourPlain")->isEnabled());
        m_editor->setItem(sampleItem(), {"PK"});
        QVERIFY(area()->isVisible());
        QVERIFY(child<QToolButton>("jsonEditorFlavourPlain")->isEnabled());
    }

    void setPlainTextIsOneUndoStep() {
        m_editor->setPlainText(QStringLiteral("{}"));
        QVERIFY(m_editor->isModified());
        QVERIFY(m_editor->parsed().item.empty());
        QTest::keyClick(area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->plainText(), plainText);
    }

    void coloursFollowTheTheme() {
        for (const SchemeChoice choice : {SchemeChoice::Light, SchemeChoice::Dark}) {
            m_theme.setChoice(choice);
            QCOMPARE(colourAt(QStringLiteral("\"PK\"")), m_theme.color(Token::Blue));
            QCOMPARE(colourAt(QStringLiteral("\"A\"")), m_theme.color(Token::Green));
            QCOMPARE(colourAt(QStringLiteral("123")), m_theme.color(Token::Amber));
            QCOMPARE(colourAt(QStringLiteral("{")), m_theme.color(Token::Muted));
            QCOMPARE(area()->lexer()->paper(0), m_theme.color(Token::Panel));
        }
    }

    void dynamoDbTypesAreToldFromNames() {
        m_editor->setItem(
            {{"S", AttributeValue::number(*Number::parse("7"))},
             {"l",
              AttributeValue::list({AttributeValue::map({{"m", AttributeValue::boolean(true)}})})},
             {"t", AttributeValue::string("8")}},
            {});
        m_editor->setFlavour(JsonFlavour::DynamoDb);
        QCOMPARE(colourAt(QStringLiteral("\"S\"")), m_theme.color(Token::Blue));
        QCOMPARE(colourAt(QStringLiteral("\"N\"")), m_theme.color(Token::Muted));
        QCOMPARE(colourAt(QStringLiteral("\"7\"")), m_theme.color(Token::Amber));
        QCOMPARE(colourAt(QStringLiteral("\"M\"")), m_theme.color(Token::Muted));
        QCOMPARE(colourAt(QStringLiteral("\"m\"")), m_theme.color(Token::Blue));
        QCOMPARE(colourAt(QStringLiteral("\"8\"")), m_theme.color(Token::Green));
    }

    void braceLevelsFold() {
        m_editor->setItem(
            {{"map", AttributeValue::map(
                         {{"a", AttributeValue::string("a text that is long enough to break")},
                          {"b", AttributeValue::string("and { one \" more [ of the same kind")}})}},
            {});
        area()->SendScintilla(QsciScintillaBase::SCI_COLOURISE, 0UL, -1L);
        const auto level = [this](unsigned long line) {
            return area()->SendScintilla(QsciScintillaBase::SCI_GETFOLDLEVEL, line) -
                   QsciScintillaBase::SC_FOLDLEVELBASE;
        };
        const long header = QsciScintillaBase::SC_FOLDLEVELHEADERFLAG;
        QCOMPARE(level(0), header);
        QCOMPARE(level(1), header + 1);
        QCOMPARE(level(2), 2L);
        QCOMPARE(level(3), 2L);
        QCOMPARE(level(4), 2L);
        QCOMPARE(level(5), 1L);
        area()->foldLine(1);
        QCOMPARE(area()->SendScintilla(QsciScintillaBase::SCI_GETLINEVISIBLE, 2UL), 0L);
    }

    void controlsAreNamed() {
        QCOMPARE(area()->accessibleName(), QStringLiteral("Item as JSON"));
        QCOMPARE(child<QToolButton>("jsonEditorFlavourPlain")->accessibleName(),
                 QStringLiteral("Show as JSON"));
        QCOMPARE(child<QToolButton>("jsonEditorFlavourDynamoDb")->accessibleName(),
                 QStringLiteral("Show as DynamoDB JSON"));
    }

private:
    Theme& m_theme;
    std::unique_ptr<QWidget> m_window;
    JsonEditor* m_editor = nullptr;
    QPushButton* m_after = nullptr;
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    JsonEditorTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "json_editor_test.moc"
