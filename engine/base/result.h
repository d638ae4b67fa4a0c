#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "engine/base/ensure.h"
#include "engine/base/error.h"

namespace engine {

// A value or the Error that prevented it. Callers test it and return early:
//     const auto key = encodeKey(...);
//     if (!key) { return key.error(); }
template <class T>
class [[nodiscard]] Result {
public:
    using Value = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool hasValue() const { return m_state.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    const T& value() const& {
        ENSURE(hasValue());
        return *std::get_if<0>(&m_state);
    }
    T& value() & {
        ENSURE(hasValue());
        return *std::get_if<0>(&m_state);
    }
    T&& value() && {
        ENSURE(hasValue());
        return std::move(*std::get_if<0>(&m_state));
    }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    const Error& error() const& {
        ENSURE(!hasValue());
        return *std::get_if<1>(&m_state);
    }
    Error&& error() && {
        ENSURE(!hasValue());
        return std::move(*std::get_if<1>(&m_state));
    }

private:
    std::variant<T, Error> m_state;
};

// Success without a value: `return {};`.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool hasValue() const { return !m_error.has_value(); }
    explicit operator bool() const { return hasValue(); }
    const Error& error() const& {
        ENSURE(!hasValue());
        return *m_error;
    }
    Error&& error() && {
        ENSURE(!hasValue());
        return std::move(*m_error);
    }

private:
    std::optional<Error> m_error;
};

}  // namespace engine
