#include <QTest>

#include "widgets/values/value_text.h"

using namespace engine::values;
using namespace tidemark;
using text::JsonFlavour;

// Each kind of mistake: where it is found and what is said about it.
class JsonProblemTest final : public QObject {
    Q_OBJECT
private:
    static void addColumns() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("at");  // the text that is marked
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("message");
    }

    static void row(const char* name, const char* json, const char* at, int line, int column,
                    const char* message) {
        QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(at) << line << column
                            << QString::fromUtf8(message);
    }

    static void check(JsonFlavour flavour, const AttributeMap& original = {}) {
        QFETCH(QString, json);
        const text::ParsedItem parsed = text::itemFromJson(json, flavour, original);
        QVERIFY(!parsed.ok);
        QTEST(parsed.problem.message, "message");
        QTEST(parsed.problem.line, "line");
        QTEST(parsed.problem.column, "column");
        QTEST(json.mid(parsed.problem.offset, parsed.problem.length), "at");
    }

private slots:
    void plain_data() {
        addColumns();
        row("empty", "", "", 1, 1, "The text ends where a value is expected");
        row("not an object", "[1]", "[1]", 1, 1, "An item is an object in braces: { … }");
        row("duplicate member", "{\n  \"a\": 1,\n  \"a\": 2\n}", "\"a\"", 3, 3,
            "The name \"a\" occurs twice");
        row("duplicate by escape", "{\"a\": 1, \"\\u0061\": 2}", "\"\\u0061\"", 1, 10,
            "The name \"a\" occurs twice");
        row("trailing comma", "{\n  \"a\": 1,\n}", ",", 2, 9, "There is a comma too many before }");
        row("trailing comma in a list", "{\"a\": [1, ]}", ",", 1, 9,
            "There is a comma too many before ]");
        row("missing comma", "{\"a\": 1 \"b\": 2}", "\"", 1, 9, "A comma or } is expected");
        row("missing colon", "{\"a\" 1}", "1", 1, 6, "A colon is expected behind the name");
        row("name without quotes", "{a: 1}", "a", 1, 2, "A name in double quotes is expected");
        row("unterminated string", "{\n\"a\": \"abc\n}", "\"abc", 2, 6,
            "The closing quote is missing");
        row("unclosed object", "{\"a\": 1", "", 1, 8, "A comma or } is expected");
        row("text behind", "{} x", "x", 1, 4, "There is text behind the end of the item");
        row("word", "{\"a\": yes}", "yes", 1, 7, "A value is expected");
        row("leading zero", "{\"a\": 01}", "01", 1, 7, "This is not a number");
        row("bare point", "{\"a\": 1.}", "1.", 1, 7, "This is not a number");
        row("escape", "{\"a\": \"\\x\"}", "\\x", 1, 8, "This escape does not exist");
        row("signed escape", "{\"a\": \"\\u+123\"}", "\\u", 1, 8, "This escape does not exist");
        row("half a character", "{\"a\": \"\\ud83c\"}", "\\ud83c", 1, 8,
            "This is half of a character; the other half is missing");
        row("tab in a string", "{\"a\": \"\t\"}", "\t", 1, 8,
            "This character must be written as \\u0009");
        row("no name", "{\"\": 1}", "1", 1, 6, "An attribute needs a name");
        row("column counts units of the text", "{\"🌊\": x}", "x", 1, 8, "A value is expected");
    }
    void plain() { check(JsonFlavour::Plain); }

    void plainWithOriginal_data() {
        addColumns();
        row("not Base64", "{\"b\": \"AP8\"}", "\"AP8\"", 1, 7,
            "A binary value is written in Base64");
        row("twice in SS", "{\"ss\": [\"a\", \"a\"]}", "[\"a\", \"a\"]", 1, 8,
            "A member occurs twice in the set");
        row("twice in NS", "{\"ns\": [1, 1.0]}", "[1, 1.0]", 1, 8,
            "A member occurs twice in the set");
        row("emptied set", "{\"ss\": []}", "[]", 1, 8,
            "A set cannot be empty; remove the attribute, or make it a list in DynamoDB JSON");
    }
    void plainWithOriginal() {
        check(JsonFlavour::Plain, {{"b", AttributeValue::binary("abc")},
                                   {"ss", AttributeValue::stringSet({"a"})},
                                   {"ns", AttributeValue::numberSet({Number()})}});
    }

    void dynamoDb_data() {
        addColumns();
        const char* typed = "A value is written with its type, for example { \"S\": \"text\" }";
        row("no type", "{\"a\": \"x\"}", "\"x\"", 1, 7, typed);
        row("two types", "{\"a\": {\"S\": \"x\", \"N\": \"1\"}}", "{\"S\": \"x\", \"N\": \"1\"}", 1,
            7, typed);
        row("wrong type name", "{\"a\": {\"s\": \"x\"}}", "{\"s\": \"x\"}", 1, 7,
            "\"s\" is not a type; the types are S, N, B, BOOL, NULL, L, M, SS, NS, BS");
        row("S", "{\"a\": {\"S\": 1}}", "1", 1, 13, "S holds a string");
        row("N without quotes", "{\"a\": {\"N\": 1}}", "1", 1, 13, "N holds a number in quotes");
        row("B", "{\"a\": {\"B\": \"A=\"}}", "\"A=\"", 1, 13,
            "A binary value is written in Base64");
        row("BOOL", "{\"a\": {\"BOOL\": \"true\"}}", "\"true\"", 1, 16, "BOOL holds true or false");
        row("NULL", "{\"a\": {\"NULL\": false}}", "false", 1, 16, "NULL holds true");
        row("L", "{\"a\": {\"L\": {}}}", "{}", 1, 13, "L holds an array");
        row("M", "{\"a\": {\"M\": []}}", "[]", 1, 13, "M holds an object");
        row("empty set", "{\"a\": {\"SS\": []}}", "[]", 1, 14, "A set has at least one member");
        row("set of numbers", "{\"a\": {\"NS\": [1]}}", "1", 1, 15,
            "Members of a set are written in quotes");
        row("twice", "{\"a\": {\"NS\": [\"1\", \"1.0\"]}}", "[\"1\", \"1.0\"]", 1, 14,
            "A member occurs twice in the set");
        row("nested", "{\"a\": {\"M\": {\"b\": {\"L\": [\n {\"X\": 1}]}}}}", "{\"X\": 1}", 2, 2,
            "\"X\" is not a type; the types are S, N, B, BOOL, NULL, L, M, SS, NS, BS");
    }
    void dynamoDb() { check(JsonFlavour::DynamoDb); }

    void numbersHaveTheServicesText() {
        const QString digits(39, u'1');
        for (const auto& [flavour, json] :
             {std::pair(JsonFlavour::Plain, QStringLiteral("{\"n\": %1}")),
              std::pair(JsonFlavour::DynamoDb, QStringLiteral("{\"n\": {\"N\": \"%1\"}}"))}) {
            const auto parsed = text::itemFromJson(json.arg(digits), flavour, {});
            QVERIFY(!parsed.ok);
            QCOMPARE(parsed.problem.message,
                     QStringLiteral("Attempting to store more than 38 significant digits in a "
                                    "Number"));
        }
    }

    void hostileNestingIsAnswered() {
        const auto parsed = text::itemFromJson(QStringLiteral("{\"a\":") + QString(100000, u'['),
                                               JsonFlavour::Plain, {});
        QVERIFY(!parsed.ok);
        QCOMPARE(parsed.problem.message, QStringLiteral("The value is nested too deeply"));
    }
};

QTEST_GUILESS_MAIN(JsonProblemTest)
#include "json_problem_test.moc"
