#include <utility>

#include "engine/values/item_view.h"
#include "engine/values/key_bytes.h"
#include "engine/values/number.h"
#include "tests/fuzz/targets.h"

namespace {

using namespace engine::values;

std::pair<std::string_view, std::string_view> halves(std::string_view input) {
    const std::size_t at = input.find('\n');
    return at == std::string_view::npos ? std::pair(input, input)
                                        : std::pair(input.substr(0, at), input.substr(at + 1));
}

void checkNumber(const Number& number) {
    const auto again = Number::parse(number.toString());
    fuzz::require(again.hasValue() && *again == number, "a number survives its text");
    std::string bytes;
    number.appendKeyBytes(bytes);
    std::string_view rest = bytes;
    const auto read = Number::takeKeyBytes(rest);
    fuzz::require(read.hasValue() && *read == number && rest.empty(), "and its bytes");
}

std::string keyOf(const AttributeValue& value, bool isOpen) {
    std::string out;
    isOpen ? appendOpenKey(value, out) : appendTerminatedKey(value, out);
    return out;
}

template <class T>
void checkOrder(const T& left, const T& right, AttributeType type) {
    const AttributeValue a{AttributeValue::Storage(left)};
    const AttributeValue b{AttributeValue::Storage(right)};
    for (const bool isOpen : {false, true}) {
        const std::string first = keyOf(a, isOpen);
        const std::string second = keyOf(b, isOpen);
        fuzz::require((left < right) == (first < second) && (left == right) == (first == second),
                      "the order of bytes is that of values");
        std::string_view rest = first;
        const auto back = isOpen ? openKeyValue(type, first) : takeTerminatedKey(type, rest);
        fuzz::require(back.hasValue() && keyOf(*back, isOpen) == first, "a key can be read back");
    }
    const std::string first = keyOf(a, false);
    const std::string second = keyOf(b, false);
    fuzz::require(left == right || !second.starts_with(first), "no key begins another");
}

}  // namespace

// Two texts with a line break between them.
void fuzz::numbers(std::string_view input) {
    const auto [first, second] = halves(input);
    const auto left = Number::parse(first);
    const auto right = Number::parse(second);
    std::string_view bytes = input;
    if (const auto read = Number::takeKeyBytes(bytes)) {
        checkNumber(*read);
    }
    if (!left || !right) {
        return;
    }
    checkNumber(*left);
    const auto sum = left->plus(*right);
    const auto difference = sum ? sum->minus(*right) : sum;
    require(!difference || *difference == *left, "what is added can be taken away");
    require((*left < *right) == (*right > *left), "order is the same from both sides");
}

// The first byte chooses the type.
void fuzz::keys(std::string_view input) {
    if (input.empty()) {
        return;
    }
    const auto [first, second] = halves(input.substr(1));
    switch (static_cast<unsigned char>(input.front()) % 3) {
        case 0: return checkOrder(std::string(first), std::string(second), AttributeType::S);
        case 1: {
            const auto left = Number::parse(first);
            const auto right = Number::parse(second);
            if (left && right) {
                checkOrder(*left, *right, AttributeType::N);
            }
            return;
        }
        default: break;
    }
    const std::string successor = prefixSuccessor(first);
    require(successor.empty() || std::string(first) < successor, "a successor comes after");
    require(successor.empty() || !second.starts_with(first) || second < successor,
            "and after all that begin so");
    for (const auto type : {AttributeType::S, AttributeType::N, AttributeType::B}) {
        std::string_view rest = first;
        static_cast<void>(takeTerminatedKey(type, rest));
        static_cast<void>(openKeyValue(type, first));
    }
}
