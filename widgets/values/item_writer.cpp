#include <QByteArray>

#include "widgets/values/json_reader.h"
#include "widgets/values/value_text.h"

namespace tidemark::text {
namespace {

using namespace engine::values;

constexpr int widthMax = 44;  // a container that fits stays on one line of the inspector

QString base64(const std::string& bytes) {
    return QString::fromLatin1(
        QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64());
}

QString quoted(const QString& text) {
    QString out;
    appendJsonString(text, out);
    return out;
}

class Writer {
public:
    explicit Writer(JsonFlavour flavour) : m_flavour(flavour) {}

    QString item(const AttributeMap& item, const QStringList& keyNames) const {
        QStringList members;
        for (const QString& key : keyNames) {
            const auto found = item.find(toUtf8(key));
            if (found != item.end()) {
                members += quoted(key) + QStringLiteral(": ") + value(found->second, 2);
            }
        }
        for (const auto& [name, one] : item) {
            const QString text = fromUtf8(name);
            if (!keyNames.contains(text)) {
                members += quoted(text) + QStringLiteral(": ") + value(one, 2);
            }
        }
        return members.isEmpty() ? QStringLiteral("{}") : broken(members, u'{', u'}', 2) + u'\n';
    }

private:
    static QString broken(const QStringList& parts, QChar open, QChar close, int indent) {
        const QString pad(indent, u' ');
        return open + QStringLiteral("\n") + pad + parts.join(QStringLiteral(",\n") + pad) + u'\n' +
               QString(indent - 2, u' ') + close;
    }

    static QString container(const QStringList& parts, QChar open, QChar close, int indent) {
        if (parts.isEmpty()) {
            return QString(open) + close;
        }
        const QString flat = parts.join(QStringLiteral(", "));
        if (flat.size() + indent <= widthMax && !flat.contains(u'\n')) {
            return open == u'{' ? QStringLiteral("{ ") + flat + QStringLiteral(" }")
                                : open + flat + close;
        }
        return broken(parts, open, close, indent + 2);
    }

    QString value(const AttributeValue& one, int indent) const {
        const QString bare = content(one, indent);
        if (m_flavour == JsonFlavour::Plain) {
            return bare;
        }
        const std::string_view name = typeName(one.type());
        return QStringLiteral("{ \"") +
               QLatin1String(name.data(), static_cast<qsizetype>(name.size())) +
               QStringLiteral("\": ") + bare + QStringLiteral(" }");
    }

    QString number(const Number& number) const {
        const QString text = QString::fromStdString(number.toString());
        return m_flavour == JsonFlavour::Plain ? text : quoted(text);
    }

    QString content(const AttributeValue& one, int indent) const {
        QStringList parts;
        switch (one.type()) {
            case AttributeType::S: return quoted(fromUtf8(*one.getIf<std::string>()));
            case AttributeType::N: return number(*one.getIf<Number>());
            case AttributeType::B: return quoted(base64(one.getIf<Binary>()->bytes));
            case AttributeType::Bool:
                return *one.getIf<bool>() ? QStringLiteral("true") : QStringLiteral("false");
            case AttributeType::Null:
                return m_flavour == JsonFlavour::Plain ? QStringLiteral("null")
                                                       : QStringLiteral("true");
            case AttributeType::SS:
                for (const auto& member : one.getIf<StringSet>()->members) {
                    parts += quoted(fromUtf8(member));
                }
                return container(parts, u'[', u']', indent);
            case AttributeType::NS:
                for (const auto& member : one.getIf<NumberSet>()->members) {
                    parts += number(member);
                }
                return container(parts, u'[', u']', indent);
            case AttributeType::BS:
                for (const auto& member : one.getIf<BinarySet>()->members) {
                    parts += quoted(base64(member.bytes));
                }
                return container(parts, u'[', u']', indent);
            case AttributeType::L:
                for (const auto& element : *one.getIf<AttributeList>()) {
                    parts += value(element, indent + 2);
                }
                return container(parts, u'[', u']', indent);
            case AttributeType::M:
                for (const auto& [name, member] : *one.getIf<AttributeMap>()) {
                    parts +=
                        quoted(fromUtf8(name)) + QStringLiteral(": ") + value(member, indent + 2);
                }
                return container(parts, u'{', u'}', indent);
        }
        return {};
    }

    JsonFlavour m_flavour;
};

void noteLost(const QString& path, const AttributeValue& value, QStringList& lost) {
    switch (value.type()) {
        case AttributeType::B:
        case AttributeType::SS:
        case AttributeType::NS:
        case AttributeType::BS: lost += path; break;
        case AttributeType::L: {
            int index = 0;
            for (const auto& element : *value.getIf<AttributeList>()) {
                noteLost(path + QStringLiteral("[%1]").arg(index++), element, lost);
            }
            break;
        }
        case AttributeType::M:
            for (const auto& [name, member] : *value.getIf<AttributeMap>()) {
                noteLost(path + u'.' + fromUtf8(name), member, lost);
            }
            break;
        default: break;
    }
}

}  // namespace

QString itemToJson(const AttributeMap& item, JsonFlavour flavour, const QStringList& keyNames) {
    return Writer(flavour).item(item, keyNames);
}

QStringList typesLostInPlainJson(const AttributeMap& item) {
    QStringList lost;
    for (const auto& [name, value] : item) {
        noteLost(fromUtf8(name), value, lost);
    }
    return lost;
}

}  // namespace tidemark::text
