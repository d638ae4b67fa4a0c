#include "widgets/values/json_reader.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include <QCoreApplication>
#include <QSet>

namespace tidemark::text {
namespace {

// An item nests 32 levels deep, and DynamoDB JSON spends two levels of JSON on each.
constexpr int depthMax = 100;

QString tr(const char* text) {
    return QCoreApplication::translate("JsonReader", text);
}

class Reader {
public:
    explicit Reader(const QString& text) : m_text(text) {}

    JsonTree read() {
        JsonTree tree;
        skipSpace();
        tree.ok = value(tree.root, 0);
        if (tree.ok) {
            skipSpace();
            if (m_at != m_text.size()) {
                tree.ok = fail(m_at, 1, tr("There is text behind the end of the item"));
            }
        }
        tree.problem = m_problem;
        return tree;
    }

private:
    bool fail(qsizetype at, qsizetype length, const QString& message) {
        m_problem = problemAt(m_text, at, length, message);
        return false;
    }

    QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }

    void skipSpace() {
        while (m_at < m_text.size() && QStringView(u" \t\r\n").contains(m_text.at(m_at))) {
            ++m_at;
        }
    }

    bool value(JsonNode& node, int depth) {
        if (depth > depthMax) {
            return fail(m_at, 1, tr("The value is nested too deeply"));
        }
        node.begin = m_at;
        const QChar first = peek();
        bool ok = false;
        if (m_at == m_text.size()) {
            ok = fail(m_at, 1, tr("The text ends where a value is expected"));
        } else if (first == u'{') {
            ok = object(node, depth);
        } else if (first == u'[') {
            ok = array(node, depth);
        } else if (first == u'"') {
            node.kind = JsonNode::Kind::String;
            ok = string(node.text);
        } else if (first == u'-' || (first >= u'0' && first <= u'9')) {
            ok = number(node);
        } else {
            ok = word(node);
        }
        node.end = m_at;
        return ok;
    }

    bool object(JsonNode& node, int depth) {
        node.kind = JsonNode::Kind::Object;
        QSet<QString> names;
        ++m_at;
        skipSpace();
        if (peek() == u'}') {
            ++m_at;
            return true;
        }
        while (true) {
            const qsizetype nameAt = m_at;
            QString name;
            if (peek() == u'}' && !node.members.isEmpty()) {
                return fail(m_comma, 1, tr("There is a comma too many before }"));
            }
            if (peek() != u'"') {
                return fail(m_at, 1, tr("A name in double quotes is expected"));
            }
            if (!string(name)) {
                return false;
            }
            if (names.contains(name)) {
                return fail(nameAt, m_at - nameAt, tr("The name \"%1\" occurs twice").arg(name));
            }
            names.insert(name);
            skipSpace();
            if (peek() != u':') {
                return fail(m_at, 1, tr("A colon is expected behind the name"));
            }
            ++m_at;
            skipSpace();
            node.members.append({name, {}});
            if (!value(node.members.last().second, depth + 1)) {
                return false;
            }
            if (const int more = separator(u'}'); more != 1) {
                return more == 0;
            }
        }
    }

    bool array(JsonNode& node, int depth) {
        node.kind = JsonNode::Kind::Array;
        ++m_at;
        skipSpace();
        if (peek() == u']') {
            ++m_at;
            return true;
        }
        while (true) {
            if (peek() == u']') {
                return fail(m_comma, 1, tr("There is a comma too many before ]"));
            }
            node.members.append({QString(), {}});
            if (!value(node.members.last().second, depth + 1)) {
                return false;
            }
            if (const int more = separator(u']'); more != 1) {
                return more == 0;
            }
        }
    }

    // 1: a comma, go on; 0: the closing bracket; -1: neither.
    int separator(QChar closing) {
        skipSpace();
        if (peek() == closing) {
            ++m_at;
            return 0;
        }
        if (peek() != u',') {
            fail(m_at, 1, tr("A comma or %1 is expected").arg(closing));
            return -1;
        }
        m_comma = m_at++;
        skipSpace();
        return 1;
    }

    bool number(JsonNode& node) {
        node.kind = JsonNode::Kind::Number;
        const qsizetype begin = m_at;
        const auto digits = [this] {
            const qsizetype from = m_at;
            while (peek() >= u'0' && peek() <= u'9') {
                ++m_at;
            }
            return m_at > from;
        };
        if (peek() == u'-') {
            ++m_at;
        }
        const bool leadingZero = peek() == u'0';
        const qsizetype wholeAt = m_at;
        bool ok = digits() && !(leadingZero && m_at - wholeAt > 1);
        if (ok && peek() == u'.') {
            ++m_at;
            ok = digits();
        }
        if (ok && (peek() == u'e' || peek() == u'E')) {
            ++m_at;
            if (peek() == u'+' || peek() == u'-') {
                ++m_at;
            }
            ok = digits();
        }
        node.text = m_text.mid(begin, m_at - begin);
        return ok || fail(begin, std::max<qsizetype>(1, m_at - begin), tr("This is not a number"));
    }

    bool word(JsonNode& node) {
        const qsizetype begin = m_at;
        while (peek().isLetterOrNumber() || peek() == u'_') {
            ++m_at;
        }
        const QStringView word = QStringView(m_text).mid(begin, m_at - begin);
        if (word == u"null") {
            return true;
        }
        if (word == u"true" || word == u"false") {
            node.kind = JsonNode::Kind::Bool;
            node.boolean = word == u"true";
            return true;
        }
        return fail(begin, std::max<qsizetype>(1, m_at - begin), tr("A value is expected"));
    }

    bool string(QString& out) {
        const qsizetype begin = m_at++;
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at);
            if (c == u'"') {
                ++m_at;
                return true;
            }
            if (c == u'\n' || c == u'\r') {
                break;
            }
            if (c < u' ') {
                return fail(m_at, 1,
                            tr("This character must be written as \\u%1")
                                .arg(c.unicode(), 4, 16, QLatin1Char('0')));
            }
            if (c == u'\\') {
                if (!escape(out)) {
                    return false;
                }
                continue;
            }
            out.append(c);
            ++m_at;
        }
        return fail(begin, std::max<qsizetype>(1, m_at - begin),
                    tr("The closing quote is missing"));
    }

    bool escape(QString& out) {
        static constexpr QStringView letters = u"\"\\/bfnrt";
        static constexpr QStringView meanings = u"\"\\/\b\f\n\r\t";
        const QChar kind = m_at + 1 < m_text.size() ? m_text.at(m_at + 1) : QChar();
        if (const qsizetype known = letters.indexOf(kind); known >= 0 && !kind.isNull()) {
            out.append(meanings.at(known));
            m_at += 2;
            return true;
        }
        const std::optional<QChar> unit = kind == u'u' ? hexUnit(m_at + 2) : std::nullopt;
        if (!unit) {
            return fail(m_at, 2, tr("This escape does not exist"));
        }
        if (!unit->isSurrogate()) {
            out.append(*unit);
            m_at += 6;
            return true;
        }
        const bool escaped = QStringView(m_text).mid(m_at + 6, 2) == u"\\u";
        const std::optional<QChar> low = escaped ? hexUnit(m_at + 8) : std::nullopt;
        if (!unit->isHighSurrogate() || !low || !low->isLowSurrogate()) {
            return fail(m_at, 6, tr("This is half of a character; the other half is missing"));
        }
        out.append(*unit);
        out.append(*low);
        m_at += 12;
        return true;
    }

    // Four hexadecimal digits.
    std::optional<QChar> hexUnit(qsizetype at) const {
        ushort code = 0;
        for (qsizetype i = at; i < at + 4; ++i) {
            const char c = i < m_text.size() ? m_text.at(i).toLatin1() : '\0';
            if (std::isxdigit(static_cast<unsigned char>(c)) == 0) {
                return std::nullopt;
            }
            code = static_cast<ushort>(code * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10));
        }
        return QChar(code);
    }

    const QString& m_text;
    qsizetype m_at = 0;
    qsizetype m_comma = 0;  // the last one
    JsonProblem m_problem;
};

}  // namespace

JsonTree readJson(const QString& text) {
    return Reader(text).read();
}

JsonProblem problemAt(const QString& text, qsizetype offset, qsizetype length,
                      const QString& message) {
    JsonProblem problem;
    problem.offset = offset;
    problem.length = length;
    problem.message = message;
    const QStringView before = QStringView(text).left(offset);
    problem.line = static_cast<int>(before.count(u'\n')) + 1;
    problem.column = static_cast<int>(offset - (before.lastIndexOf(u'\n') + 1)) + 1;
    return problem;
}

void appendJsonString(const QString& value, QString& out) {
    out += u'"';
    for (const QChar c : value) {
        switch (c.unicode()) {
            case u'"': out += QStringLiteral("\\\""); break;
            case u'\\': out += QStringLiteral("\\\\"); break;
            case u'\n': out += QStringLiteral("\\n"); break;
            case u'\r': out += QStringLiteral("\\r"); break;
            case u'\t': out += QStringLiteral("\\t"); break;
            case u'\b': out += QStringLiteral("\\b"); break;
            case u'\f': out += QStringLiteral("\\f"); break;
            default:
                if (c < u' ' || c == QChar(0x7f)) {
                    out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
                } else {
                    out += c;
                }
        }
    }
    out += u'"';
}

}  // namespace tidemark::text
