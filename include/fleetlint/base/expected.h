#pragma once
// A value or why there is none. Broken *input* is not an error (findings tell it); this is for calls that can fail.
#include <utility>
#include <variant>

#include "fleetlint/base/assert.h"

namespace fleetlint {

template <typename E>
struct Unexpected {
  E error;
};
template <typename E>
Unexpected(E) -> Unexpected<E>;

template <typename T, typename E>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Expected(Unexpected<E> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() { FLEETLINT_ASSERT(has_value()); return *std::get_if<0>(&state_); }
  const T& value() const { FLEETLINT_ASSERT(has_value()); return *std::get_if<0>(&state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  E& error() { FLEETLINT_ASSERT(!has_value()); return *std::get_if<1>(&state_); }
  const E& error() const { FLEETLINT_ASSERT(!has_value()); return *std::get_if<1>(&state_); }

 private:
  std::variant<T, E> state_;
};

}  // namespace fleetlint
