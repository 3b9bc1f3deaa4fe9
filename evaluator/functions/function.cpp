#include "functions/function.h"

#include <array>
#include <vector>

#include "functions/function_list.h"

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {
namespace {

/// Of the length and five letters: each call of an expression looks its function up, and the letters in between only
/// have to be compared.
std::uint32_t hash_name(std::string_view name) {
  if (name.empty()) return 0;
  const std::size_t last = name.size() - 1;
  std::uint32_t hash = static_cast<std::uint32_t>(name.size());
  for (const std::size_t i : {std::size_t{0}, last / 4, last / 2, last - last / 4, last}) hash = hash * 31 + static_cast<unsigned char>(to_lower_ascii(name[i]));
  return (hash * 2654435769u) >> 20;
}

bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a == b) return true;  // as nearly everybody writes it
  for (std::size_t i = 0; i < a.size(); ++i)
    if (to_lower_ascii(a[i]) != to_lower_ascii(b[i])) return false;
  return true;
}

/// An open table of names; filled once, then only read.
class Index {
 public:
  Index() {
    for (const Family& family : all_functions())
      for (const Function& function : family.functions) {
        auto slot = hash_name(function.name) % slots_.size();
        while (slots_[slot]) slot = (slot + 1) % slots_.size();
        slots_[slot] = &function;
      }
  }
  const Function* find(std::string_view name) const {
    for (auto slot = hash_name(name) % slots_.size(); slots_[slot]; slot = (slot + 1) % slots_.size())
      if (same_name(slots_[slot]->name, name)) return slots_[slot];
    return nullptr;
  }

 private:
  std::array<const Function*, 1024> slots_{};
};

}  // namespace

std::span<const Family> all_functions() {
  static const std::vector<Family> families = function_list();
  return families;
}

const Function* find_function(std::string_view name) {
  static const Index index;
  if (const Function* found = index.find(name)) return found;
  // Any name that starts with `list` is an operation of a resource provider: listKeys, listAccountSas, …
  if (name.size() >= 4 && same_name(name.substr(0, 4), "list") && name.find('.') == std::string_view::npos) return index.find("list*");
  return nullptr;
}

std::string describe_argument(const Function& function, std::size_t index) {
  if (function.max_arguments == 1) return "the argument";
  const std::size_t i = std::min(index, function.parameters.size() - 1);
  return fmt::format("argument {} ({})", index + 1, function.parameters[i].name);
}

std::string describe_kinds(KindSet kinds) {
  if (kinds == takes::lambda) return "a lambda";
  if ((kinds.bits & takes::any.bits) == takes::any.bits) return "any value";
  constexpr std::array<std::string_view, 7> words = {"null", "a boolean", "an integer", "a float", "a string", "an array", "an object"};
  std::string text;
  std::vector<std::string_view> parts;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (kinds.may_be(static_cast<ValueKind>(i))) parts.push_back(words[i]);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
    text += parts[i];
  }
  return text;
}

}  // namespace fleetlint::eval
