#include "declarations/json_pointer.h"

#include <cstdint>
#include <string>

namespace fleetlint::compiler {

const arm::Node* node_at_pointer(const arm::Node& root, std::string_view pointer) {
  const arm::Node* at = &root;
  if (!pointer.starts_with("#/")) return nullptr;
  for (auto rest = pointer.substr(2); at != nullptr;) {
    const auto slash = rest.find('/');
    std::string part;
    const auto raw = rest.substr(0, slash);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] == '~' && i + 1 < raw.size()) { part += raw[i + 1] == '1' ? '/' : '~'; ++i; } else { part += raw[i]; }
    }
    if (at->is_array()) {
      std::size_t index = 0;
      for (const char c : part) index = c >= '0' && c <= '9' && index < 1'000'000 ? index * 10 + static_cast<std::size_t>(c - '0') : SIZE_MAX / 20;
      at = index < at->items.size() ? &at->items[index] : nullptr;
    } else {
      at = at->find(part);
    }
    if (slash == std::string_view::npos) return at;
    rest = rest.substr(slash + 1);
  }
  return nullptr;
}

}  // namespace fleetlint::compiler
