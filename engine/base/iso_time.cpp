#include "engine/base/iso_time.h"

#include <chrono>
#include <cstdio>

namespace engine {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// Takes text off the front, piece by piece; failed once something was not there.
class Scanner final {
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    int number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const char c = take();
            if (c < '0' || c > '9') {
                m_failed = true;
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    bool takeIf(char wanted) {
        if (m_rest.empty() || m_rest.front() != wanted) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    void expect(char wanted) { m_failed = !takeIf(wanted) || m_failed; }

    // Digits behind the decimal point.
    int fraction() {
        int value = 0;
        int place = 100;
        bool any = false;
        while (!m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9') {
            value += (take() - '0') * place;
            place /= 10;
            any = true;
        }
        m_failed = m_failed || !any;
        return value;
    }

    bool isGood() const { return !m_failed && m_rest.empty(); }

private:
    char take() {
        if (m_rest.empty()) {
            return '\0';
        }
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        return c;
    }

    std::string_view m_rest;
    bool m_failed = false;
};

}  // namespace

std::string isoTime(Timestamp time) {
    const std::chrono::sys_time<milliseconds> moment{milliseconds(time.milliseconds)};
    const auto midnight = std::chrono::floor<days>(moment);
    const year_month_day date(midnight);
    const std::chrono::hh_mm_ss<milliseconds> clock(moment - midnight);
    char text[40] = {};
    std::snprintf(
        text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text;
}

std::optional<Timestamp> parseIsoTime(std::string_view text) {
    Scanner scanner(text);
    const std::chrono::year year(scanner.number(4));
    scanner.expect('-');
    const std::chrono::month month(static_cast<unsigned>(scanner.number(2)));
    scanner.expect('-');
    const std::chrono::day day(static_cast<unsigned>(scanner.number(2)));
    scanner.expect('T');
    const int hour = scanner.number(2);
    scanner.expect(':');
    const int minute = scanner.number(2);
    scanner.expect(':');
    const int second = scanner.number(2);
    const int fraction = scanner.takeIf('.') ? scanner.fraction() : 0;
    int offset = 0;
    if (!scanner.takeIf('Z')) {
        const bool isBehind = scanner.takeIf('-');
        if (!isBehind) {
            scanner.expect('+');
        }
        const int offsetHours = scanner.number(2);
        scanner.expect(':');
        const int offsetMinutes = scanner.number(2);
        if (offsetHours > 23 || offsetMinutes > 59) {
            return std::nullopt;
        }
        offset = (offsetHours * 60 + offsetMinutes) * (isBehind ? -1 : 1);
    }
    const year_month_day date(year, month, day);
    if (!scanner.isGood() || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    const auto moment = sys_days(date) + hours(hour) + minutes(minute - offset) + seconds(second) +
                        milliseconds(fraction);
    return Timestamp{moment.time_since_epoch().count()};
}

}  // namespace engine
