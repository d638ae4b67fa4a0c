#include "widgets/values/value_text.h"

#include <QCoreApplication>

#include "engine/base/base64.h"

namespace tidemark::text {
namespace {

using namespace engine::values;

constexpr qsizetype previewMax = 80;

QString tr(const char* text) {
    return QCoreApplication::translate("ValueText", text);
}

// Line breaks would leave the cell's one line.
QString oneLine(QString text) {
    return text.replace(u'\n', QChar(0x23ce)).replace(u'\r', QString()).replace(u'\t', u' ');
}

QString setPreview(ValueView value) {
    QStringList parts;
    auto elements = value.elements();
    qsizetype width = 0;
    while (const auto element = elements.next()) {
        if (width > previewMax) {
            parts += QStringLiteral("…");
            break;
        }
        parts += cellText(*element);
        width += parts.last().size();
    }
    return u'{' + parts.join(QStringLiteral(", ")) + u'}';
}

QString mapPreview(ValueView value) {
    QString text = QStringLiteral("{ %1 }").arg(value.count());
    auto members = value.members();
    while (const auto member = members.next()) {
        if (text.size() > previewMax) {
            break;
        }
        text += QStringLiteral("  ") + fromUtf8(member->name) + QStringLiteral(": ") +
                cellText(member->value).left(previewMax);
    }
    return text;
}

engine::Error wrong(const QString& message) {
    return engine::Error::validation(message.toStdString());
}

}  // namespace

QString fromUtf8(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::string toUtf8(const QString& text) {
    return text.toStdString();
}

QString cellText(ValueView value) {
    switch (value.type()) {
        case AttributeType::S: return oneLine(fromUtf8(value.payload().substr(0, 2048)));
        case AttributeType::N: return QString::fromStdString(value.number().toString());
        case AttributeType::B: return QStringLiteral("⟨%1 B⟩").arg(value.payload().size());
        case AttributeType::Bool:
            return value.boolean() ? QStringLiteral("true") : QStringLiteral("false");
        case AttributeType::Null: return QStringLiteral("null");
        case AttributeType::SS:
        case AttributeType::NS:
        case AttributeType::BS: return setPreview(value);
        case AttributeType::L: return QStringLiteral("[ %1 ]").arg(value.count());
        case AttributeType::M: return mapPreview(value);
    }
    return {};
}

engine::Result<AttributeValue> valueFromText(const QString& text, AttributeType type) {
    switch (type) {
        case AttributeType::S: return AttributeValue::string(toUtf8(text));
        case AttributeType::N: {
            auto number = Number::parse(toUtf8(text.trimmed()));
            if (!number) {
                return std::move(number).error();
            }
            return AttributeValue::number(*number);
        }
        case AttributeType::B: {
            auto bytes = engine::fromBase64(toUtf8(text.trimmed()));
            if (!bytes) {
                return wrong(tr("A binary is written in Base64"));
            }
            return AttributeValue::binary(*bytes);
        }
        case AttributeType::Bool:
            if (text.trimmed() == u"true" || text.trimmed() == u"false") {
                return AttributeValue::boolean(text.trimmed() == u"true");
            }
            return wrong(tr("A boolean is true or false"));
        case AttributeType::Null: return AttributeValue::null();
        default: return wrong(tr("A value of this type is edited in the inspector"));
    }
}

}  // namespace tidemark::text
