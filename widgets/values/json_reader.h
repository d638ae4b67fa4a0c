#pragma once

#include <utility>

#include <QList>
#include <QString>

#include "widgets/values/value_text.h"

namespace tidemark::text {

// One JSON value with its place in the text. Numbers keep their text, objects their order.
struct JsonNode {
    enum class Kind { Null, Bool, Number, String, Array, Object };
    Kind kind = Kind::Null;
    bool boolean = false;
    QString text;                                 // Number: as written; String: unescaped
    QList<std::pair<QString, JsonNode>> members;  // Object; Array elements have empty names
    qsizetype begin = 0;
    qsizetype end = 0;
};

struct JsonTree {
    bool ok = false;
    JsonNode root;
    JsonProblem problem;
};

// Strict JSON (RFC 8259), duplicate members refused, at most 100 levels deep.
JsonTree readJson(const QString& text);

// A problem at a place of the text, with its line and column.
JsonProblem problemAt(const QString& text, qsizetype offset, qsizetype length,
                      const QString& message);

void appendJsonString(const QString& value, QString& out);

}  // namespace tidemark::text
