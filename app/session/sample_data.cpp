#include "app/session/sample_data.h"

#include <array>
#include <cstdint>

namespace tidemark {
namespace {

using engine::values::AttributeMap;
using engine::values::AttributeValue;
using engine::values::Number;

constexpr int customers = 150;
constexpr int ordersPerCustomer = 8;
constexpr int linesPerOrder = 2;
constexpr int orders = customers * ordersPerCustomer;

// A value for the n-th thing of a kind: the same on every machine, without a library's generator.
std::uint64_t mixed(std::uint64_t n, std::uint64_t kind) {
    std::uint64_t x = n * 0x9e3779b97f4a7c15ULL + kind * 0xbf58476d1ce4e5b9ULL + 1;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

template <std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& words, std::uint64_t n,
                      std::uint64_t kind) {
    return words[mixed(n, kind) % N];
}

constexpr std::array<std::string_view, 12> firstNames = {
    "Ada",   "Bruno", "Chiara",    "Dilan", "Esther", "Farid",
    "Greta", "Hugo",  "In\u00eas", "Jonas", "Keiko",  "L\u00e9a"};
constexpr std::array<std::string_view, 10> lastNames = {
    "Almeida",  "Becker",      "Costa", "Dubois", "Eriksen",
    "Fontaine", "Garc\u00eda", "Haas",  "Ito",    "Jansen"};
constexpr std::array<std::string_view, 8> cities = {"Lisbon", "Porto", "Lyon",  "Bergen",
                                                    "Ghent",  "Graz",  "Kyoto", "Utrecht"};
constexpr std::array<std::string_view, 4> statuses = {"DELIVERED", "SHIPPED", "PENDING",
                                                      "CANCELLED"};
constexpr std::array<std::string_view, 3> currencies = {"EUR", "USD", "GBP"};
constexpr std::array<std::string_view, 10> products = {
    "Mechanical keyboard", "Desk lamp",     "Notebook, dotted", "Coffee grinder", "Wool blanket",
    "Field recorder",      "Travel kettle", "Pocket atlas",     "Fountain pen",   "Ceramic mug"};
constexpr std::array<std::string_view, 6> tags = {"new",       "loyal", "newsletter",
                                                  "wholesale", "gift",  "vip"};

AttributeValue text(std::string value) {
    return AttributeValue::string(std::move(value));
}
AttributeValue text(std::string_view value) {
    return AttributeValue::string(std::string(value));
}
AttributeValue whole(std::int64_t value) {
    return AttributeValue::number(Number::fromInteger(value));
}

std::string padded(std::int64_t value, int width) {
    std::string digits = std::to_string(value);
    return std::string(static_cast<std::size_t>(width) > digits.size()
                           ? static_cast<std::size_t>(width) - digits.size()
                           : 0,
                       '0') +
           digits;
}

AttributeValue money(std::uint64_t cents) {
    return AttributeValue::number(*Number::parse(
        std::to_string(cents / 100) + "." + padded(static_cast<std::int64_t>(cents % 100), 2)));
}

std::string customerId(int customer) {
    return "CUSTOMER#" + std::to_string(10'482 + customer);
}
std::string orderId(int order) {
    return "ORDER#" + std::to_string(90'210 + order * 7);
}

// Minute n of the ninety days before 2026-11-01, as ISO 8601.
std::string moment(std::uint64_t n) {
    const auto minute = static_cast<int>(mixed(n, 11) % (90 * 24 * 60));
    const int day = minute / (24 * 60);  // 0 = 2026-08-03
    constexpr std::array<int, 3> monthDays = {29, 30, 31};
    int month = 8;
    int dayOfMonth = day;
    for (const int days : monthDays) {
        if (dayOfMonth < days) {
            break;
        }
        dayOfMonth -= days;
        ++month;
    }
    dayOfMonth += month == 8 ? 3 : 1;
    return "2026-" + padded(month, 2) + "-" + padded(dayOfMonth, 2) + "T" +
           padded(minute / 60 % 24, 2) + ":" + padded(minute % 60, 2) + ":00Z";
}

AttributeMap customerItem(int customer) {
    const auto n = static_cast<std::uint64_t>(customer);
    const std::string first(pick(firstNames, n, 1));
    const std::string last(pick(lastNames, n, 2));
    AttributeMap item;
    item["PK"] = text(customerId(customer));
    item["SK"] = text(std::string_view("PROFILE"));
    item["type"] = text(std::string_view("customer"));
    item["name"] = text(first + " " + last);
    item["email"] = text("customer" + std::to_string(customer) + "@example.com");
    item["since"] = text(moment(n + 7'000'000));
    item["address"] = AttributeValue::map(
        {{"street", text("Tide Street " + std::to_string(1 + mixed(n, 3) % 180))},
         {"city", text(pick(cities, n, 4))},
         {"postcode", text(padded(static_cast<std::int64_t>(1000 + mixed(n, 5) % 8999), 4))}});
    item["tags"] =
        AttributeValue::stringSet({std::string(pick(tags, n, 6)), std::string(pick(tags, n, 7))});
    item["ratings"] = AttributeValue::numberSet(
        {Number::fromInteger(static_cast<std::int64_t>(1 + mixed(n, 8) % 5)),
         *Number::parse(std::to_string(mixed(n, 9) % 5) + ".5")});
    item["newsletter"] = AttributeValue::boolean(mixed(n, 10) % 2 == 0);
    if (customer % 3 == 0) {
        item["phone"] = AttributeValue::null();
    }
    if (customer % 5 == 0) {
        item["note"] = text(std::string_view(""));
    }
    if (customer % 10 == 0) {
        std::string bytes;
        for (std::uint64_t i = 0; i < 16; ++i) {
            bytes.push_back(static_cast<char>(mixed(n * 16 + i, 12) & 0xffU));
        }
        item["avatar"] = AttributeValue::binary(bytes);
        item["devices"] = AttributeValue::binarySet({{bytes.substr(0, 4)}, {bytes.substr(4, 4)}});
    }
    return item;
}

std::uint64_t unitCents(int order, int line) {
    return 350 + mixed(static_cast<std::uint64_t>(order * linesPerOrder + line), 21) % 18'000;
}

std::int64_t quantity(int order, int line) {
    return static_cast<std::int64_t>(
        1 + mixed(static_cast<std::uint64_t>(order * linesPerOrder + line), 22) % 4);
}

AttributeMap orderItem(int order) {
    const auto n = static_cast<std::uint64_t>(order);
    const std::string created = moment(n);
    const std::string_view status = pick(statuses, n / 2 + (n % 3 == 0 ? 1 : 0), 23);
    std::uint64_t total = 0;
    engine::values::AttributeList lines;
    for (int line = 0; line < linesPerOrder; ++line) {
        total += unitCents(order, line) * static_cast<std::uint64_t>(quantity(order, line));
        lines.push_back(AttributeValue::map(
            {{"product",
              text(pick(products, n * linesPerOrder + static_cast<std::uint64_t>(line), 24))},
             {"quantity", whole(quantity(order, line))}}));
    }
    AttributeMap item;
    item["PK"] = text(customerId(order % customers));
    item["SK"] = text(orderId(order));
    item["type"] = text(std::string_view("order"));
    item["status"] = text(status);
    item["createdAt"] = text(created);
    item["orderDate"] = text(created.substr(0, 10));
    item["total"] = money(total);
    item["currency"] = text(pick(currencies, n, 25));
    item["gift"] = AttributeValue::boolean(mixed(n, 26) % 4 == 0);
    item["lines"] = AttributeValue::list(std::move(lines));
    if (status == "CANCELLED") {
        item["refundedAt"] = AttributeValue::null();
    }
    return item;
}

AttributeMap lineItem(int index) {
    const int order = index / linesPerOrder;
    const int line = index % linesPerOrder;
    AttributeMap item;
    item["PK"] = text(orderId(order));
    item["SK"] = text("LINE#" + padded(line + 1, 3));
    item["type"] = text(std::string_view("line"));
    item["product"] = text(pick(products, static_cast<std::uint64_t>(index), 24));
    item["unitPrice"] = money(unitCents(order, line));
    item["quantity"] = whole(quantity(order, line));
    item["customer"] = text(customerId(order % customers));
    return item;
}

engine::schema::IndexSpec index(const char* name, const char* partition, const char* sort) {
    using engine::schema::KeyType;
    engine::schema::IndexSpec spec;
    spec.name = name;
    spec.keySchema = {{partition, KeyType::Hash}, {sort, KeyType::Range}};
    spec.projection.type = engine::schema::ProjectionType::All;
    return spec;
}

}  // namespace

engine::operations::CreateTableInput SampleData::tableSpec() {
    using engine::schema::KeyType;
    using engine::values::AttributeType;
    engine::operations::CreateTableInput spec;
    spec.tableName = "Shop";
    for (const char* name : {"PK", "SK", "status", "createdAt", "orderDate"}) {
        spec.attributeDefinitions.push_back({name, AttributeType::S});
    }
    spec.keySchema = {{"PK", KeyType::Hash}, {"SK", KeyType::Range}};
    spec.globalIndexes = {index("byStatus", "status", "createdAt"),
                          index("byDate", "orderDate", "SK")};
    spec.billingMode = engine::schema::BillingMode::PayPerRequest;
    return spec;
}

int SampleData::itemCount() {
    return customers + orders + orders * linesPerOrder;
}

AttributeMap SampleData::item(int number) {
    if (number < customers) {
        return customerItem(number);
    }
    if (number < customers + orders) {
        return orderItem(number - customers);
    }
    return lineItem(number - customers - orders);
}

}  // namespace tidemark
