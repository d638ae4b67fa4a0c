#include <QTest>

#include "engine/values/item_view.h"
#include "widgets/values/value_text.h"

using namespace engine::values;
using namespace tidemark;

namespace {

Number number(const char* text) {
    return *Number::parse(text);
}

QString cell(const AttributeValue& value) {
    const EncodedItem item({{"value", value}});
    return text::cellText(*item.view().find("value"));
}

}  // namespace

class CellTextTest final : public QObject {
    Q_OBJECT
private slots:
    void scalars() {
        QCOMPARE(cell(AttributeValue::string("Ada")), QStringLiteral("Ada"));
        QCOMPARE(cell(AttributeValue::string("")), QString());
        QCOMPARE(cell(AttributeValue::string("Zoë \xF0\x9F\x8C\x8A")), QStringLiteral("Zoë 🌊"));
        QCOMPARE(cell(AttributeValue::boolean(true)), QStringLiteral("true"));
        QCOMPARE(cell(AttributeValue::boolean(false)), QStringLiteral("false"));
        QCOMPARE(cell(AttributeValue::null()), QStringLiteral("null"));
        QCOMPARE(cell(AttributeValue::binary(std::string(16, '\x01'))), QStringLiteral("⟨16 B⟩"));
    }

    void numbersKeepEveryDigit() {
        QCOMPARE(cell(AttributeValue::number(number("12345678901234567890123456789012345678"))),
                 QStringLiteral("12345678901234567890123456789012345678"));
        QCOMPARE(cell(AttributeValue::number(number("0.10"))), QStringLiteral("0.1"));
    }

    void longStringsAreWholeSoThatCopyingLosesNothing() {
        QCOMPARE(cell(AttributeValue::string(std::string(5000, 'x'))).size(), 5000);
    }

    void sets() {
        QCOMPARE(cell(AttributeValue::stringSet({"b", "a"})), QStringLiteral("{a, b}"));
        QCOMPARE(cell(AttributeValue::numberSet({number("10"), number("9.5")})),
                 QStringLiteral("{9.5, 10}"));
        QCOMPARE(cell(AttributeValue::binarySet({{"abcd"}})), QStringLiteral("{⟨4 B⟩}"));
    }

    void containersShowTheirCountAndFirstMembers() {
        QCOMPARE(cell(AttributeValue::map({{"city", AttributeValue::string("Porto")},
                                           {"no", AttributeValue::number(number("7"))}})),
                 QStringLiteral("{ 2 } city: \"Porto\", no: 7"));
        QCOMPARE(cell(AttributeValue::list(
                     {AttributeValue::string("a\nb"), AttributeValue::boolean(true)})),
                 QStringLiteral("[ 2 ] \"a b\", true"));
        QCOMPARE(cell(AttributeValue::map({})), QStringLiteral("{ 0 }"));
        QCOMPARE(cell(AttributeValue::list({})), QStringLiteral("[ 0 ]"));
    }

    void previewsEnd() {
        AttributeList many(1000, AttributeValue::string("some text"));
        const QString shown = cell(AttributeValue::list(std::move(many)));
        QVERIFY(shown.startsWith(QStringLiteral("[ 1000 ] \"some text\"")));
        QVERIFY(shown.endsWith(QStringLiteral(", …")));
        QVERIFY(shown.size() < 120);
    }

    void typedText_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* name, AttributeType type, const char* typed,
                            const char* shown) {
            QTest::newRow(name) << static_cast<int>(type) << QString::fromUtf8(typed)
                                << QString::fromUtf8(shown);
        };
        row("S keeps spaces", AttributeType::S, " a ", " a ");
        row("S looks like JSON", AttributeType::S, "{\"a\":1}", "{\"a\":1}");
        row("N", AttributeType::N, " 007.50 ", "7.5");
        row("B", AttributeType::B, "AQID", "⟨3 B⟩");
        row("BOOL", AttributeType::Bool, "True", "true");
        row("NULL", AttributeType::Null, "", "null");
        row("SS", AttributeType::SS, "[\"b\", \"a\"]", "{a, b}");
        row("NS", AttributeType::NS, "[2, 1.50]", "{1.5, 2}");
        row("BS", AttributeType::BS, "[\"AQID\"]", "{⟨3 B⟩}");
        row("L", AttributeType::L, "[1, \"a\"]", "[ 2 ] 1, \"a\"");
        row("M", AttributeType::M, "{\"a\": null}", "{ 1 } a: null");
    }
    void typedText() {
        QFETCH(int, type);
        QFETCH(QString, typed);
        const auto value = text::valueFromText(typed, static_cast<AttributeType>(type));
        QVERIFY(value);
        QCOMPARE(static_cast<int>(value->type()), type);
        QTEST(cell(*value), "shown");
    }

    void wrongTypedText_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, AttributeType type, const char* typed,
                            const char* message) {
            QTest::newRow(name) << static_cast<int>(type) << QString::fromUtf8(typed)
                                << QString::fromUtf8(message);
        };
        row("B", AttributeType::B, "AQI", "A binary value is written in Base64");
        row("BOOL", AttributeType::Bool, "yes", "A boolean is true or false");
        row("SS", AttributeType::SS, "1", "SS is written as JSON, for example [\"a\", \"b\"]");
        row("NS", AttributeType::NS, "[\"1\"]", "NS is written as JSON, for example [1, 2.5]");
        row("M", AttributeType::M, "[]", "M is written as JSON, for example {\"name\": 1}");
        row("smuggled member", AttributeType::L, "[], \"x\": []",
            "L is written as JSON, for example [\"a\", \"b\"]");
    }
    void wrongTypedText() {
        QFETCH(int, type);
        QFETCH(QString, typed);
        const auto value = text::valueFromText(typed, static_cast<AttributeType>(type));
        QVERIFY(!value);
        QTEST(QString::fromStdString(value.error().message), "message");
    }

    void wrongNumberHasTheServicesText() {
        const auto value = text::valueFromText(QStringLiteral("1x"), AttributeType::N);
        QVERIFY(!value);
        QCOMPARE(value.error().message, Number::parse("1x").error().message);
    }
};

QTEST_GUILESS_MAIN(CellTextTest)
#include "cell_text_test.moc"
