#include "tests/faults/stock_use.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "engine/values/key_bytes.h"
#include "tests/faults/large_base.h"

namespace engine::faults {
namespace {

using operations::Engine;
using values::AttributeMap;
using values::AttributeValue;

constexpr int writesElsewhere = 25;

const std::string& textOf(const AttributeMap& item, const char* name) {
    static const std::string none;
    const auto found = item.find(name);
    return found == item.end() ? none : *found->second.getIf<std::string>();
}

// The content as it must be: the base, and every acknowledged write.
class StockModel final {
public:
    StockModel(const Workload& writes, std::uint64_t fingerprint)
        : m_base(writes.items(stockTable)), m_fingerprint(fingerprint) {}

    const AttributeMap* find(const std::string& key) const {
        const auto changed = m_changed.find(key);
        if (changed != m_changed.end()) {
            return changed->second ? &*changed->second : nullptr;
        }
        const auto found = m_base.find({key, 0});
        return found == m_base.end() ? nullptr : &found->second;
    }
    void set(const std::string& key, std::optional<AttributeMap> item) {
        toggle(find(key));
        m_changed[key] = std::move(item);
        toggle(find(key));
    }
    std::uint64_t fingerprint() const { return m_fingerprint; }
    std::set<std::string> keysOfCity(const std::string& city) const {
        std::set<std::string> keys;
        const auto add = [&](const AttributeMap& item) {
            if (textOf(item, "city") == city) {
                keys.insert(textOf(item, "pk"));
            }
        };
        for (const auto& [key, item] : m_base) {
            if (!m_changed.contains(key.first)) {
                add(item);
            }
        }
        for (const auto& [key, item] : m_changed) {
            if (item) {
                add(*item);
            }
        }
        return keys;
    }

private:
    void toggle(const AttributeMap* item) {
        if (item != nullptr) {
            m_fingerprint ^= fingerprintOf(stockTable, values::EncodedItem(*item).view());
        }
    }

    const Workload::Table& m_base;
    std::map<std::string, std::optional<AttributeMap>> m_changed;
    std::uint64_t m_fingerprint;
};

// Works on a damaged database; each answer must be right or an error.
class StockUse final {
public:
    StockUse(const std::string& directory, StockModel model, std::uint64_t seed)
        : m_directory(directory), m_model(std::move(model)), m_random(seed) {}

    // "good", "error" when something could not be read or written, "not opened", or what is wrong.
    std::string run(const std::vector<std::string>& keys) {
        if (!open()) {
            return "not opened";
        }
        if (m_random() % 2 == 0) {
            readAll(keys);
        }
        for (const auto& key : keys) {
            write(key);
        }
        for (int i = 0; i < writesElsewhere; ++i) {
            write(stockKey(m_random() % LargeBase::stock));
        }
        readAll(keys);
        readIndex(keys);
        readEverything("");
        m_engine.reset();
        if (open()) {
            readAll(keys);
            if (m_random() % 4 == 0) {
                readEverything(" after the next start");
            }
            m_engine.reset();
        } else {
            m_isWhole = false;
        }
        return !m_wrong.empty() ? m_wrong : m_isWhole ? "good" : "error";
    }

private:
    bool open() {
        operations::EngineOptions options;
        options.directory = m_directory;
        options.checkpoints = frequentCheckpoints;
        auto engine = Engine::open(std::move(options));
        if (engine) {
            m_engine = *std::move(engine);
        }
        return engine.hasValue();
    }
    void wrong(const std::string& what) {
        if (m_wrong.empty()) {
            m_wrong = "WRONG " + what;
        }
    }

    void write(const std::string& key) {
        if (m_random() % 3 == 0) {
            operations::DeleteItemInput input;
            input.tableName = stockTable;
            input.key.emplace("pk", AttributeValue::string(key));
            note(key, std::nullopt, m_engine->executeAndWait(std::move(input)));
            return;
        }
        operations::PutItemInput input;
        input.tableName = stockTable;
        input.item.emplace("pk", AttributeValue::string(key));
        const std::size_t length = m_random() % 4 == 0 ? 3'000 : m_random() % 1'500;
        input.item.emplace("text", AttributeValue::string(std::string(length, 'q')));
        input.item.emplace("city", AttributeValue::string("c" + std::to_string(m_random() % 900)));
        const AttributeMap item = input.item;
        note(key, item, m_engine->executeAndWait(std::move(input)));
    }
    void note(const std::string& key, std::optional<AttributeMap> item,
              const Result<operations::Response>& outcome) {
        if (outcome) {
            m_model.set(key, std::move(item));
        } else {
            m_isWhole = false;
        }
    }

    void readAll(const std::vector<std::string>& keys) {
        const auto read = m_engine->database().beginRead();
        const auto table = m_engine->database().catalog()->find(stockTable);
        for (const auto& key : keys) {
            std::string partition;
            values::appendTerminatedKey(AttributeValue::string(key), partition);
            const auto found = (*read)->getItem(table->number, {partition, ""});
            const AttributeMap* expected = m_model.find(key);
            if (!found) {
                m_isWhole = false;
            } else if (found->has_value() != (expected != nullptr)) {
                wrong(*found ? "item that was deleted" : "answer that there is no item " + key);
            } else if (expected != nullptr &&
                       (*found)->bytes() != values::EncodedItem(*expected).bytes()) {
                wrong("item " + key);
            }
        }
    }

    void readIndex(const std::vector<std::string>& keys) {
        constexpr std::size_t cities = 3;
        const auto read = m_engine->database().beginRead();
        const auto table = m_engine->database().catalog()->find(stockTable);
        for (std::size_t i = 0; i < std::min(cities, keys.size()); ++i) {
            const AttributeMap* item = m_model.find(keys[i]);
            if (item == nullptr) {
                continue;
            }
            const std::string& city = textOf(*item, "city");
            std::string partition;
            values::appendTerminatedKey(AttributeValue::string(city), partition);
            std::set<std::string> found;
            auto cursor = (*read)->queryIndex(table->number, table->indexes[0].number, partition,
                                              {}, m_random() % 2 == 0, std::nullopt);
            if (walk(cursor, found) && found != m_model.keysOfCity(city)) {
                wrong("index");
            }
        }
    }
    bool walk(Result<std::unique_ptr<storage::ItemCursor>>& cursor, std::set<std::string>& found) {
        while (cursor) {
            const auto entry = (*cursor)->next();
            if (!entry) {
                break;
            }
            if (!*entry) {
                return true;
            }
            found.insert(std::string((*entry)->item.find("pk")->payload()));
        }
        m_isWhole = false;
        return false;
    }

    void readEverything(const std::string& when) {
        const auto found = fingerprintOf(m_engine->database());
        if (found && *found != m_model.fingerprint()) {
            wrong("content" + when);
        }
        m_isWhole = m_isWhole && found.hasValue();
    }

    std::string m_directory;
    StockModel m_model;
    std::mt19937_64 m_random;
    std::unique_ptr<Engine> m_engine;
    bool m_isWhole = true;
    std::string m_wrong;
};

}  // namespace

std::string useStock(const std::string& directory, const Workload& writes,
                     const std::vector<std::string>& keys, std::uint64_t seed) {
    const StockModel model(writes, writes.fingerprint(writes.size()));
    return StockUse(directory, model, seed).run(keys);
}

}  // namespace engine::faults
