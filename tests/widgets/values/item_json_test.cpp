#include <QTest>

#include "widgets/values/value_text.h"

using namespace engine::values;
using namespace tidemark;
using text::JsonFlavour;

namespace {

Number number(const char* digits) {
    return *Number::parse(digits);
}
AttributeValue string(const char* content) {
    return AttributeValue::string(content);
}

// One of everything, with the values that other tools lose.
AttributeMap everything() {
    return {
        {"PK", string("CUSTOMER#1")},
        {"SK", string("PROFILE")},
        {"big", AttributeValue::number(number("12345678901234567890123456789012345678"))},
        {"small", AttributeValue::number(number("-1E-130"))},
        {"large", AttributeValue::number(number("9.9999999999999999999999999999999999999E+125"))},
        {"zero", AttributeValue::number(Number())},
        {"empty", string("")},
        {"nothing", AttributeValue::null()},
        {"yes", AttributeValue::boolean(true)},
        {"photo", AttributeValue::binary(std::string("\x00\xff\x10", 3))},
        {"noBytes", AttributeValue::binary("")},
        {"tags", AttributeValue::stringSet({"new", "", "a\"b"})},
        {"ratings", AttributeValue::numberSet({number("4.5"), number("10"), number("-3")})},
        {"hashes", AttributeValue::binarySet({{"abc"}, {""}})},
        {"emptyList", AttributeValue::list({})},
        {"emptyMap", AttributeValue::map({})},
        {"Zoë 🌊", string("日本語 \xF0\x9F\x98\x80 \n\t\\ \"quoted\" \x01 \x7f")},
        {"deep", AttributeValue::map(
                     {{"list", AttributeValue::list(
                                   {AttributeValue::stringSet({"x"}), AttributeValue::null(),
                                    AttributeValue::map({{"b", AttributeValue::binary("z")}}),
                                    AttributeValue::list({AttributeValue::list({})})})},
                      {"a.b[0]", string("dots")}})},
    };
}

QString plainOf(const AttributeMap& item) {
    return text::itemToJson(item, JsonFlavour::Plain, {"PK", "SK"});
}

AttributeMap read(const QString& json, JsonFlavour flavour, const AttributeMap& original = {}) {
    const text::ParsedItem parsed = text::itemFromJson(json, flavour, original);
    if (!parsed.ok) {
        qWarning() << parsed.problem.line << parsed.problem.column << parsed.problem.message;
    }
    return parsed.item;
}

// The type that `attribute` has after `before` was replaced by `after` in the plain text.
AttributeType typeAfterEdit(const AttributeMap& item, const QString& before, const QString& after,
                            const char* attribute) {
    QString json = plainOf(item);
    const qsizetype found = json.indexOf(before);
    if (found < 0) {
        qFatal("%s is not in %s", qPrintable(before), qPrintable(json));
    }
    json.replace(found, before.size(), after);
    return read(json, JsonFlavour::Plain, item).at(attribute).type();
}

}  // namespace

class ItemJsonTest final : public QObject {
    Q_OBJECT
private slots:
    void dynamoDbJsonIsPretty() {
        const AttributeMap item = {
            {"SK", string("1")},
            {"PK", string("a")},
            {"n", AttributeValue::number(number("1.50"))},
            {"list", AttributeValue::list({string("a long text to break the line"),
                                           string("another long text for the same")})},
            {"tags", AttributeValue::stringSet({"b", "a"})},
        };
        QCOMPARE(text::itemToJson(item, JsonFlavour::DynamoDb, {"PK", "SK"}),
                 QStringLiteral("{\n"
                                "  \"PK\": { \"S\": \"a\" },\n"
                                "  \"SK\": { \"S\": \"1\" },\n"
                                "  \"list\": { \"L\": [\n"
                                "    { \"S\": \"a long text to break the line\" },\n"
                                "    { \"S\": \"another long text for the same\" }\n"
                                "  ] },\n"
                                "  \"n\": { \"N\": \"1.5\" },\n"
                                "  \"tags\": { \"SS\": [\"a\", \"b\"] }\n"
                                "}\n"));
    }

    void plainJsonIsPretty() {
        const AttributeMap item = {
            {"PK", string("a")},
            {"map", AttributeValue::map({{"x", AttributeValue::null()}})},
            {"n", AttributeValue::number(number("100"))},
            {"tags", AttributeValue::stringSet({"b", "a"})},
        };
        QCOMPARE(plainOf(item), QStringLiteral("{\n"
                                               "  \"PK\": \"a\",\n"
                                               "  \"map\": { \"x\": null },\n"
                                               "  \"n\": 100,\n"
                                               "  \"tags\": [\"a\", \"b\"]\n"
                                               "}\n"));
    }

    void numbersAreWrittenWithAllDigits() {
        const QString json = plainOf(everything());
        QVERIFY(json.contains(QStringLiteral("\"big\": 12345678901234567890123456789012345678")));
    }

    void untouchedTextGivesTheItemBack_data() {
        QTest::addColumn<bool>("plain");
        QTest::newRow("DynamoDB JSON") << false;
        QTest::newRow("JSON") << true;
    }
    void untouchedTextGivesTheItemBack() {
        QFETCH(bool, plain);
        const JsonFlavour flavour = plain ? JsonFlavour::Plain : JsonFlavour::DynamoDb;
        const AttributeMap item = everything();
        const QString json = text::itemToJson(item, flavour, {"PK", "SK"});
        const text::ParsedItem parsed = text::itemFromJson(json, flavour, item);
        QVERIFY2(parsed.ok, qPrintable(parsed.problem.message));
        QVERIFY(parsed.item == item);
        QCOMPARE(text::itemToJson(parsed.item, flavour, {"PK", "SK"}), json);
    }

    void dynamoDbJsonNeedsNoOriginal() {
        const AttributeMap item = everything();
        QVERIFY(read(text::itemToJson(item, JsonFlavour::DynamoDb, {}), JsonFlavour::DynamoDb) ==
                item);
    }

    void thirtyTwoLevelsGoBothWays() {
        AttributeValue value = AttributeValue::stringSet({"bottom"});
        for (int level = 0; level < 31; ++level) {
            value = level % 2 == 0 ? AttributeValue::list({value})
                                   : AttributeValue::map({{"m", value}});
        }
        const AttributeMap item = {{"deep", value}};
        for (const JsonFlavour flavour : {JsonFlavour::DynamoDb, JsonFlavour::Plain}) {
            QVERIFY(read(text::itemToJson(item, flavour, {}), flavour, item) == item);
        }
    }

    void lostTypesAreNamedByPath() {
        QCOMPARE(text::typesLostInPlainJson(everything()),
                 QStringList({"deep.list[0]", "deep.list[2].b", "hashes", "noBytes", "photo",
                              "ratings", "tags"}));
        QVERIFY(text::typesLostInPlainJson({{"a", string("x")}}).isEmpty());
    }

    void editedPlainJsonKeepsTypes() {
        const AttributeMap item = everything();
        QCOMPARE(typeAfterEdit(item, "\"new\"", "\"old\", \"new\"", "tags"), AttributeType::SS);
        QCOMPARE(typeAfterEdit(item, "4.5", "4.75", "ratings"), AttributeType::NS);
        QCOMPARE(typeAfterEdit(item, "\"AP8Q\"", "\"AQID\"", "photo"), AttributeType::B);
        QCOMPARE(typeAfterEdit(item, "\"YWJj\"", "\"YWJk\"", "hashes"), AttributeType::BS);
    }

    void anotherFormIsAnotherType() {
        const AttributeMap item = everything();
        QCOMPARE(typeAfterEdit(item, "\"new\"", "1", "tags"), AttributeType::L);
        QCOMPARE(typeAfterEdit(item, "4.5", "\"4.5\"", "ratings"), AttributeType::L);
        QCOMPARE(typeAfterEdit(item, "\"photo\": \"AP8Q\"", "\"photo\": 5", "photo"),
                 AttributeType::N);
        QCOMPARE(typeAfterEdit(item, "\"empty\": \"\"", "\"empty\": [\"a\"]", "empty"),
                 AttributeType::L);
    }

    void newNumbersKeepTheirDigits() {
        const AttributeMap read1 = read(
            QStringLiteral("{\"n\": 1234567890123456789012345678901234567.8}"), JsonFlavour::Plain);
        QCOMPARE(read1.at("n").getIf<Number>()->toString(),
                 std::string("1234567890123456789012345678901234567.8"));
        const AttributeMap read2 = read(QStringLiteral("{\"n\": -2.50e3}"), JsonFlavour::Plain);
        QCOMPARE(read2.at("n").getIf<Number>()->toString(), std::string("-2500"));
    }

    void renamedAttributeKeepsItsType() {
        const AttributeMap item = {{"tags", AttributeValue::stringSet({"a", "b"})},
                                   {"photo", AttributeValue::binary("abc")}};
        const AttributeMap edited =
            read(QStringLiteral("{\"labels\": [\"a\", \"b\"], \"picture\": \"YWJj\"}"),
                 JsonFlavour::Plain, item);
        QCOMPARE(edited.at("labels").type(), AttributeType::SS);
        QCOMPARE(edited.at("picture").type(), AttributeType::B);
    }

    void movedElementsKeepTheirTypes_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QStringList>("types");
        QTest::newRow("inserted in front")
            << "[\"new\", [\"x\"], \"YQ==\", \"s\", [1]]" << QStringList{"S", "SS", "B", "S", "NS"};
        QTest::newRow("removed in front")
            << "[\"YQ==\", \"s\", [1]]" << QStringList{"B", "S", "NS"};
        QTest::newRow("removed in the middle")
            << "[[\"x\"], \"s\", [1]]" << QStringList{"SS", "S", "NS"};
        QTest::newRow("reversed") << "[[1], \"s\", \"YQ==\", [\"x\"]]"
                                  << QStringList{"NS", "S", "B", "SS"};
        QTest::newRow("changed in place")
            << "[[\"x\", \"y\"], \"YWE=\", \"t\", [1, 2]]" << QStringList{"SS", "B", "S", "NS"};
        QTest::newRow("emptied") << "[]" << QStringList{};
    }
    void movedElementsKeepTheirTypes() {
        QFETCH(QString, json);
        QFETCH(QStringList, types);
        const AttributeMap item = {
            {"l",
             AttributeValue::list({AttributeValue::stringSet({"x"}), AttributeValue::binary("a"),
                                   string("s"), AttributeValue::numberSet({number("1")})})}};
        const AttributeMap edited =
            read(QStringLiteral("{\"l\": %1}").arg(json), JsonFlavour::Plain, item);
        QStringList found;
        for (const auto& element : *edited.at("l").getIf<AttributeList>()) {
            found += text::fromUtf8(typeName(element.type()));
        }
        QCOMPARE(found, types);
    }

    void escapesAreRead() {
        const QString json =
            QStringLiteral("{\"s\": \"\\u0041\\ud83c\\udf0a\\/\\b\\f\\n\\r\\t\\\"\\\\\"}");
        const AttributeMap item = read(json, JsonFlavour::Plain);
        QCOMPARE(*item.at("s").getIf<std::string>(),
                 std::string("A\xF0\x9F\x8C\x8A/\b\f\n\r\t\"\\"));
    }
};

QTEST_GUILESS_MAIN(ItemJsonTest)
#include "item_json_test.moc"
