#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "engine/base/result.h"
#include "engine/values/attribute_value.h"
#include "engine/values/item_view.h"

// The bridge between engine values and text in the window. Qt Core only; numbers stay text.
namespace tidemark::text {

QString fromUtf8(std::string_view bytes);
std::string toUtf8(const QString& text);

// One line for a grid cell: S as it is, N canonical, BOOL true/false, NULL "null", "" for the empty
// string, "⟨16 B⟩" for binary, "{ 4 }" / "[ 9 ]" with a preview of the first members, sets as
// "{a, b}" (ui/README.md).
QString cellText(engine::values::ValueView value);

enum class JsonFlavour { DynamoDb, Plain };

// Where text stopped being a good item: 1-based line and column, 0-based offset in UTF-16 units.
struct JsonProblem {
    int line = 1;
    int column = 1;
    qsizetype offset = 0;
    qsizetype length = 1;
    QString message;
};

// Pretty text (two spaces), members in name order but the given key attributes first.
QString itemToJson(const engine::values::AttributeMap& item, JsonFlavour flavour,
                   const QStringList& keyNames);

// Attributes (as paths, e.g. "tags" or "a.b[0]") whose type plain JSON cannot show: sets, binary.
QStringList typesLostInPlainJson(const engine::values::AttributeMap& item);

struct ParsedItem {
    bool ok = false;
    engine::values::AttributeMap item;
    JsonProblem problem;
};

// Reads an item back. For Plain, `original` is the item the text was made from: a value whose JSON
// form still fits keeps the original's type (array of strings -> SS, number array -> NS, base64
// string -> B), so that an untouched text gives the original item exactly. Numbers keep all digits.
ParsedItem itemFromJson(const QString& text, JsonFlavour flavour,
                        const engine::values::AttributeMap& original);

// A value typed into a cell or filter by a person: parsed as the given type.
engine::Result<engine::values::AttributeValue> valueFromText(const QString& text,
                                                             engine::values::AttributeType type);

}  // namespace tidemark::text
