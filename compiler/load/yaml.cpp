// YAML for loadYamlContent. yaml-cpp throws; nothing of that leaves this file.
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>

#include "load/loaded_file.h"

namespace fleetlint::compiler::load {
namespace {

class Converter {
 public:
  Converter(Location location, Arena& arena, const Limits& limits) : location_(location), arena_(arena), limits_(limits) {}

  // False when the document is deeper or (through aliases) larger than the limits allow.
  bool convert(const YAML::Node& from, arm::Node& to, std::uint32_t depth) {
    if (depth > limits_.nesting || ++nodes_ > limits_.array_items) return false;
    to.location = location_;
    switch (from.Type()) {
      case YAML::NodeType::Undefined: case YAML::NodeType::Null: to.kind = arm::NodeKind::null; return true;
      case YAML::NodeType::Scalar: scalar(from, to); return true;
      case YAML::NodeType::Sequence: {
        to.kind = arm::NodeKind::array;
        auto items = arena_.create_array<arm::Node>(from.size());
        for (std::size_t i = 0; i < from.size(); ++i) {
          if (!convert(from[i], items[i], depth + 1)) return false;
        }
        to.items = items;
        return true;
      }
      case YAML::NodeType::Map: {
        to.kind = arm::NodeKind::object;
        auto members = arena_.create_array<arm::Member>(from.size());
        std::size_t i = 0;
        for (const auto& pair : from) {
          if (!pair.first.IsScalar() && !pair.first.IsNull()) return false;
          members[i].name = arena_.copy(pair.first.IsNull() ? std::string_view("null") : std::string_view(pair.first.Scalar()));
          members[i].name_location = location_;
          if (!convert(pair.second, members[i].value, depth + 1)) return false;
          ++i;
        }
        to.members = members;
        return true;
      }
    }
    return true;
  }

 private:
  // The core schema: plain scalars that look like null, booleans and numbers are those.
  void scalar(const YAML::Node& from, arm::Node& to) {
    const auto& text = from.Scalar();
    const bool plain = from.Tag() == "?" || from.Tag().empty();
    if (plain) {
      if (text == "~" || text == "null" || text == "Null" || text == "NULL" || text.empty()) { to.kind = arm::NodeKind::null; return; }
      if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" || text == "FALSE") {
        to.kind = arm::NodeKind::boolean;
        to.boolean = (text[0] | 0x20) == 't';
        return;
      }
      if (number(text, to)) return;
    }
    to.kind = arm::NodeKind::string;
    to.text = arena_.copy(std::string_view(text));
  }

  bool number(std::string_view text, arm::Node& to) {
    auto digits = text;
    const bool negative = digits.starts_with('-');
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    int base = 10;
    if (digits.starts_with("0x")) { base = 16; digits.remove_prefix(2); }
    else if (digits.starts_with("0o")) { base = 8; digits.remove_prefix(2); }
    if (digits.empty() || digits[0] == '-' || digits[0] == '+') return false;
    const auto* end = digits.data() + digits.size();
    std::int64_t integer = 0;
    const auto whole = std::from_chars(digits.data(), end, integer, base);
    if (whole.ec == std::errc{} && whole.ptr == end) {
      to.kind = arm::NodeKind::integer;
      to.integer = negative ? -integer : integer;
      return true;
    }
    if (base != 10 || (digits[0] != '.' && (digits[0] < '0' || digits[0] > '9'))) return false;
    double value = 0;
    const auto decimal = std::from_chars(digits.data(), end, value);
    if (decimal.ec != std::errc{} || decimal.ptr != end) return false;
    auto* literal = arena_.create<arm::Expression>();
    literal->kind = arm::ExpressionKind::string;
    literal->location = location_;
    literal->text = arena_.copy(decimal_text(negative ? -value : value));
    auto* call = arena_.create<arm::Expression>();
    call->kind = arm::ExpressionKind::call;
    call->location = location_;
    call->text = "json";
    const std::vector<const arm::Expression*> arguments{literal};
    call->arguments = arena_.copy(arguments);
    to.kind = arm::NodeKind::expression;
    to.expression = call;
    return true;
  }

  Location location_;
  Arena& arena_;
  const Limits& limits_;
  std::uint64_t nodes_ = 0;
};

// yaml-cpp recurses while it parses; brackets of flow style are counted before it sees them.
bool too_deep(std::string_view text, std::uint32_t limit) {
  std::uint32_t depth = 0, deepest = 0;
  std::size_t indent_levels = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  // `- - - -` and growing indentation nest as well: each level takes at least one character of a line's start.
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    std::size_t dashes = 0, at = begin;
    while (at < end && (text[at] == ' ' || text[at] == '-')) dashes += text[at++] == '-' ? 1 : 0;
    indent_levels = std::max(indent_levels, std::max(dashes, (at - begin) / 2));
    begin = end + 1;
  }
  return deepest > limit || indent_levels > static_cast<std::size_t>(limit) * 8;
}

}  // namespace

std::optional<arm::Node> parse_yaml(const std::string& text, Location location, Arena& arena, const Limits& limits) {
  if (too_deep(text, limits.nesting)) return std::nullopt;
  try {
    const auto document = YAML::Load(text);
    if (!document.IsDefined() || document.IsNull()) return std::nullopt;
    arm::Node node;
    if (!Converter(location, arena, limits).convert(document, node, 0)) return std::nullopt;
    return node;
  } catch (const YAML::Exception&) {
    return std::nullopt;
  }
}

}  // namespace fleetlint::compiler::load
