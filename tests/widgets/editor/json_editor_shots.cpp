#include "tests/support/shots.h"
#include "widgets/editor/json_editor.h"

namespace tidemark::testing {
namespace {

using namespace engine::values;

AttributeMap order() {
    return {
        {"PK", AttributeValue::string("CUSTOMER#10482")},
        {"SK", AttributeValue::string("ORDER#90217")},
        {"status", AttributeValue::string("SHIPPED")},
        {"total", AttributeValue::number(*Number::parse("184.90"))},
        {"gift", AttributeValue::boolean(false)},
        {"cancelledAt", AttributeValue::null()},
        {"tags", AttributeValue::stringSet({"new", "loyal"})},
        {"thumbnail", AttributeValue::binary(std::string("\x01\x02\x03\x04", 4))},
        {"address", AttributeValue::map({{"street", AttributeValue::string("Rua da Prata 12")},
                                         {"city", AttributeValue::string("Lisbon")},
                                         {"postcode", AttributeValue::string("1100-052")}})},
        {"lines",
         AttributeValue::list(
             {AttributeValue::map({{"product", AttributeValue::string("Desk lamp")},
                                   {"quantity", AttributeValue::number(Number::fromInteger(2))}}),
              AttributeValue::map(
                  {{"product", AttributeValue::string("Notebook, dotted")},
                   {"quantity", AttributeValue::number(Number::fromInteger(1))}})})},
    };
}

// The editor stands on a panel.
std::unique_ptr<JsonEditor> bareEditor(Theme& theme) {
    auto widget = std::make_unique<JsonEditor>(theme, nullptr);
    QPalette palette = widget->palette();
    palette.setColor(QPalette::Window, theme.color(Token::Panel));
    widget->setPalette(palette);
    widget->setAutoFillBackground(true);
    return widget;
}

std::unique_ptr<JsonEditor> editor(Theme& theme, text::JsonFlavour flavour) {
    auto widget = bareEditor(theme);
    widget->setFlavour(flavour);
    widget->setItem(order(), {"PK", "SK"});
    return widget;
}

std::unique_ptr<QWidget> plain(Theme& theme) {
    return editor(theme, text::JsonFlavour::Plain);
}

std::unique_ptr<QWidget> dynamoDb(Theme& theme) {
    return editor(theme, text::JsonFlavour::DynamoDb);
}

std::unique_ptr<QWidget> problem(Theme& theme) {
    auto widget = editor(theme, text::JsonFlavour::Plain);
    widget->setPlainText(
        widget->plainText().replace(QStringLiteral("false"), QStringLiteral("maybe")));
    return widget;
}

std::unique_ptr<QWidget> empty(Theme& theme) {
    auto widget = bareEditor(theme);
    widget->clear(QStringLiteral("Select an item to see it here."));
    return widget;
}

bool showsMessage(QWidget& widget) {
    return widget.findChild<QWidget*>(QStringLiteral("jsonEditorMessage"))->isVisible();
}

const QSize size(380, 460);
const ShotRegistration plainShot({"editor-json", size, plain, {}});
const ShotRegistration dynamoDbShot({"editor-dynamodb-json", size, dynamoDb, {}});
const ShotRegistration problemShot({"editor-problem", size, problem, showsMessage});
const ShotRegistration emptyShot({"editor-empty", size, empty, {}});

}  // namespace
}  // namespace tidemark::testing
