// A value, or what went wrong and what to do next. Recoverable errors travel in
// a Result; exceptions are for bugs and for memory that ran out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace hone {

struct Error {
  std::string what;  // one line that names the thing and the place
  std::string next;  // the next step for the user; may be empty
};

// "what (next)"
inline std::string in_one_line(const Error& error) {
  return error.next.empty() ? error.what : error.what + " (" + error.next + ")";
}

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(E error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] const E& error() const { return std::get<1>(state_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Calls `next`, which returns a Result itself, with the value; an error is passed on.
  template <class F>
  auto and_then(F&& next) const& -> std::invoke_result_t<F, const T&> {
    if (!ok()) return error();
    return std::invoke(std::forward<F>(next), value());
  }
  template <class F>
  auto and_then(F&& next) && -> std::invoke_result_t<F, T&&> {
    if (!ok()) return error();
    return std::invoke(std::forward<F>(next), std::move(*this).value());
  }

  // Calls `change` with the value and wraps what it returns in a Result; an error is passed on.
  template <class F>
  auto map(F&& change) const& -> Result<std::invoke_result_t<F, const T&>, E> {
    if (!ok()) return error();
    return std::invoke(std::forward<F>(change), value());
  }
  template <class F>
  auto map(F&& change) && -> Result<std::invoke_result_t<F, T&&>, E> {
    if (!ok()) return error();
    return std::invoke(std::forward<F>(change), std::move(*this).value());
  }

 private:
  std::variant<T, E> state_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const E& error() const { return *error_; }

  // Calls `next`, which returns a Result itself; an error is passed on.
  template <class F>
  auto and_then(F&& next) const -> std::invoke_result_t<F> {
    if (!ok()) return error();
    return std::invoke(std::forward<F>(next));
  }

 private:
  std::optional<E> error_;
};

}  // namespace hone
