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

// A text inside a preview: one line, in quotes, not all of a long one.
QString previewText(std::string_view text) {
    const QString whole = fromUtf8(text.substr(0, previewMax * 4));
    QString shown = whole.left(previewMax);
    shown.replace(u'\n', u' ').replace(u'\r', u' ').replace(u'\t', u' ');
    const bool cut = whole.size() > previewMax;
    return u'"' + shown + (cut ? QStringLiteral("…\"") : QStringLiteral("\""));
}

QString preview(ValueView value) {
    return value.type() == AttributeType::S ? previewText(value.payload()) : cellText(value);
}

// The first members of a container; an ellipsis stands for the rest.
template <class Next>
QString previewOf(std::uint64_t count, Next next) {
    QString text;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (text.size() > previewMax) {
            return text + QStringLiteral(", …");
        }
        text += (i == 0 ? QString() : QStringLiteral(", ")) + next();
    }
    return text;
}

QString setPreview(ValueView value) {
    auto members = value.elements();
    return u'{' +
           previewOf(value.count(),
                     [&] {
                         const auto member = *members.next();
                         return member.type() == AttributeType::S ? fromUtf8(member.payload())
                                                                  : cellText(member);
                     }) +
           u'}';
}

QString counted(const char* brackets, std::uint64_t count, const QString& members) {
    const QString head = QStringLiteral("%1 %2 %3")
                             .arg(QLatin1Char(brackets[0]))
                             .arg(count)
                             .arg(QLatin1Char(brackets[1]));
    return members.isEmpty() ? head : head + u' ' + members;
}

QString listPreview(ValueView value) {
    auto elements = value.elements();
    return counted("[]", value.count(),
                   previewOf(value.count(), [&] { return preview(*elements.next()); }));
}

QString mapPreview(ValueView value) {
    auto members = value.members();
    return counted("{}", value.count(), previewOf(value.count(), [&] {
                       const auto member = *members.next();
                       return fromUtf8(member.name) + QStringLiteral(": ") + preview(member.value);
                   }));
}

engine::Error wrong(const QString& message) {
    return engine::Error::validation(message.toStdString());
}

// A member of the type, so that plain JSON is read as that type.
AttributeValue exampleOf(AttributeType type) {
    switch (type) {
        case AttributeType::SS: return AttributeValue::stringSet({""});
        case AttributeType::NS: return AttributeValue::numberSet({Number()});
        case AttributeType::BS: return AttributeValue::binarySet({Binary{}});
        case AttributeType::L: return AttributeValue::list({});
        default: return AttributeValue::map({});
    }
}

engine::Result<AttributeValue> containerFromText(const QString& text, AttributeType type) {
    const QString member = QStringLiteral("value");
    const QString whole = QStringLiteral("{\"value\":") + text + u'}';
    ParsedItem parsed =
        itemFromJson(whole, JsonFlavour::Plain, {{toUtf8(member), exampleOf(type)}});
    if (!parsed.ok) {
        return wrong(parsed.problem.message);
    }
    AttributeValue& value = parsed.item[toUtf8(member)];
    if (parsed.item.size() == 1 && value.type() == type) {
        return std::move(value);
    }
    return wrong(tr("%1 is written as JSON, for example %2")
                     .arg(fromUtf8(typeName(type)),
                          type == AttributeType::M    ? QStringLiteral("{\"name\": 1}")
                          : type == AttributeType::NS ? QStringLiteral("[1, 2.5]")
                                                      : QStringLiteral("[\"a\", \"b\"]")));
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
        case AttributeType::S: return fromUtf8(value.payload());
        case AttributeType::N: return QString::fromStdString(value.number().toString());
        case AttributeType::B: return QStringLiteral("⟨%1 B⟩").arg(value.payload().size());
        case AttributeType::Bool:
            return value.boolean() ? QStringLiteral("true") : QStringLiteral("false");
        case AttributeType::Null: return QStringLiteral("null");
        case AttributeType::SS:
        case AttributeType::NS:
        case AttributeType::BS: return setPreview(value);
        case AttributeType::L: return listPreview(value);
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
                return wrong(tr("A binary value is written in Base64"));
            }
            return AttributeValue::binary(*bytes);
        }
        case AttributeType::Bool:
            if (const QString word = text.trimmed().toLower();
                word == u"true" || word == u"false") {
                return AttributeValue::boolean(word == u"true");
            }
            return wrong(tr("A boolean is true or false"));
        case AttributeType::Null: return AttributeValue::null();
        default: return containerFromText(text, type);
    }
}

}  // namespace tidemark::text
