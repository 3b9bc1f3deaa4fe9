#pragma once
// Names of a template to places in a list, without case, as the platform looks them up.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {

/// Built once, then read. The names must outlive it.
class NameTable {
 public:
  void reserve(std::size_t count) {
    std::size_t size = 8;
    while (size < count * 2) size *= 2;
    slots_.assign(size, Slot{});
  }
  /// The first of several equal names wins. At most as many names as were reserved.
  void add(std::string_view name, std::uint32_t index) {
    auto& slot = find_slot(name);
    if (slot.index == none) slot = {name, index};
  }
  std::optional<std::uint32_t> find(std::string_view name) const {
    if (slots_.empty()) return std::nullopt;
    const auto& slot = const_cast<NameTable*>(this)->find_slot(name);
    return slot.index == none ? std::nullopt : std::optional(slot.index);
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Slot {
    std::string_view name;
    std::uint32_t index = none;
  };

  static std::uint32_t hash(std::string_view name) {
    std::uint32_t h = 2166136261u;
    for (const char c : name) h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : static_cast<unsigned char>(c) < 0x80 ? static_cast<unsigned char>(c) : 0x80u)) * 16777619u;
    return h ^ (h >> 15);
  }
  Slot& find_slot(std::string_view name) {
    for (auto i = hash(name);; ++i) {
      auto& slot = slots_[i & (slots_.size() - 1)];
      if (slot.index == none || slot.name == name || equals_ignoring_case(slot.name, name)) return slot;
    }
  }

  std::vector<Slot> slots_;
};

}  // namespace fleetlint::eval
