#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace engine::test {

struct MadeRequest {
    std::string operation;
    std::string body;
    bool isBroken = false;  // on purpose
};

// Makes requests of all operations from a grammar: members, values and expressions that may go
// together, on a few tables, so that many succeed; and breaks every second one.
class RequestMaker final {
public:
    explicit RequestMaker(std::uint64_t seed) : m_random(seed) {}
    MadeRequest next();
    // Of CreateTable for one of the tables that the requests speak of.
    std::string makeTable(int number);

    static constexpr int tableCount = 3;

private:
    std::uint64_t below(std::uint64_t limit) { return m_random() % limit; }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <class T>
    const T& oneOf(const std::vector<T>& all) {
        return all[below(all.size())];
    }

    static const std::vector<std::string>& attributes();
    std::string members(std::string_view grammar);
    std::string ofKind(std::string_view kind);
    std::string placeholders(const std::string& members);
    std::string placeholderValue(std::string_view token);
    std::string parameters();
    std::string number();
    std::string text();
    std::string value(int depth = 0);
    std::string keyValue(std::string_view type);
    std::string key();
    std::string item();
    std::string list(std::string_view kind, std::uint64_t most);
    std::string requestItems(std::string_view kind);
    std::string indexUpdates();
    std::string path();
    std::string operand(int depth = 0);
    std::string condition(int depth = 0);
    std::string indexName();
    std::string keyCondition();
    std::string projection();
    std::string update();
    std::string statement();
    void breakBody(std::string& body);

    std::mt19937_64 m_random;
    // Of the request or the part of it that is being made.
    int m_table = 0;
    std::string m_index;
    std::size_t m_questions = 0;  // marks in its statement
};

}  // namespace engine::test
