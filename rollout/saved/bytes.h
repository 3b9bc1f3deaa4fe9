#pragma once
// Little-endian bytes of plain data and back; one description of the fields serves both ways.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fleetlint::rollout {

template <typename Int>
void put(std::string& out, Int value) {
  for (std::size_t i = 0; i < sizeof(Int); ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}
template <typename Int>
Int get(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return static_cast<Int>(value);
}

class ByteWriter {
 public:
  static constexpr bool reading = false;
  template <typename... Ts>
  void operator()(Ts&... values) {
    (one(values), ...);
  }
  std::string take() { return std::move(out_); }

 private:
  template <typename T>
  void one(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      put(out_, static_cast<std::uint64_t>(value), sizeof(T));
    } else {
      fields(*this, value);
    }
  }
  void put(std::string& out, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
  }
  void one(std::string& text) {
    put(out_, text.size(), 8);
    out_ += text;
  }
  template <typename T>
  void one(std::optional<T>& value) {
    put(out_, value ? 1 : 0, 1);
    if (value) one(*value);
  }
  template <typename A, typename B>
  void one(std::pair<A, B>& value) {
    one(value.first);
    one(value.second);
  }
  template <typename T>
  void one(std::vector<T>& values) {
    put(out_, values.size(), 8);
    for (T& value : values) one(value);
  }
  std::string out_;
};

class ByteReader {
 public:
  static constexpr bool reading = true;
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  template <typename... Ts>
  void operator()(Ts&... values) {
    (one(values), ...);
  }
  /// A name that the data only point to, as the owner of names spells it.
  std::function<std::string_view(std::string_view)> named;
  /// Everything was there, and nothing else.
  bool complete() const { return !failed_ && at_ == bytes_.size(); }

 private:
  std::uint64_t take(std::size_t size) {
    if (failed_ || bytes_.size() - at_ < size) {
      failed_ = true;
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[at_ + i])) << (8 * i);
    at_ += size;
    return value;
  }
  /// A length that the rest of the bytes can hold.
  std::size_t length() {
    const std::uint64_t size = take(8);
    if (failed_ || size > bytes_.size() - at_) failed_ = true;
    return failed_ ? 0 : static_cast<std::size_t>(size);
  }
  template <typename T>
  void one(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      value = static_cast<T>(take(sizeof(T)));
    } else {
      fields(*this, value);
    }
  }
  void one(std::string& text) {
    const std::size_t size = length();
    text.assign(bytes_.substr(at_, size));
    at_ += size;
  }
  template <typename T>
  void one(std::optional<T>& value) {
    value.reset();
    if (take(1) != 0) one(value.emplace());
  }
  template <typename A, typename B>
  void one(std::pair<A, B>& value) {
    one(value.first);
    one(value.second);
  }
  template <typename T>
  void one(std::vector<T>& values) {
    const std::size_t size = length();
    values.clear();
    for (std::size_t i = 0; i < size && !failed_; ++i) one(values.emplace_back());
  }
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace fleetlint::rollout
