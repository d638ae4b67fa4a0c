#include "widgets/values/json_reader.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::text {
namespace {

constexpr int depthMax = 64;

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
        } else if (first == u'-' || first.isDigit()) {
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
            if (peek() != u'"') {
                return fail(m_at, 1,
                            peek() == u'}' ? tr("There is a comma too many before }")
                                           : tr("A name in double quotes is expected"));
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
                return fail(m_at, 1, tr("There is a comma too many before ]"));
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
        ++m_at;
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
            if (c < u' ') {
                break;
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
        bool ok = false;
        const QString hex = m_text.mid(m_at + 2, 4);
        const ushort code = hex.size() == 4 ? hex.toUShort(&ok, 16) : ushort{0};
        if (kind != u'u' || !ok) {
            return fail(m_at, 2, tr("This escape does not exist"));
        }
        out.append(QChar(code));
        m_at += 6;
        return true;
    }

    const QString& m_text;
    qsizetype m_at = 0;
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
                if (c < u' ') {
                    out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
                } else {
                    out += c;
                }
        }
    }
    out += u'"';
}

}  // namespace tidemark::text
