#include "fleetlint/fleet/symbolic_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "fleetlint/fleet/list_places.h"
#include "fleetlint/fleet/property.h"

namespace fleetlint::fleet {

using eval::Unknown;
using eval::Value;

namespace {

constexpr int max_depth = 32;

void flatten(const Value& value, SymbolicText& out, int depth);

/// Texts that hold themselves twice, and again, would be exponentially long: no comparison needs that much of them.
constexpr std::size_t many_pieces = 1000, many_bytes = 65'536;
bool is_long(const SymbolicText& text) {
  std::size_t bytes = 0;
  for (const auto& piece : text.pieces()) bytes += piece.text.size();
  return text.pieces().size() > many_pieces || bytes > many_bytes;
}

std::string identity_of(const Value& value) {
  const Unknown& unknown = value.as_unknown();
  // A value that differs at each deployment is still the same wherever one deployment uses it.
  if (unknown.identity != 0) return "#" + std::to_string(unknown.identity);
  if (unknown.changes_every_deployment) return {};
  if (!unknown.expression.empty()) return to_lower(unknown.expression);
  return {};
}

void append_opaque(const Value& value, SymbolicText& out) {
  const Unknown& unknown = value.as_unknown();
  if (!unknown.prefix.empty()) out.append_text(unknown.prefix);
  out.append_unknown(&value, identity_of(value));
  if (!unknown.suffix.empty()) out.append_text(unknown.suffix);
}

/// format('{0}-{1:000}', …): pieces of the format and its arguments.
bool flatten_format(std::span<const Value> arguments, SymbolicText& out, int depth) {
  if (arguments.empty() || !arguments[0].is_string()) return false;
  std::string_view text = arguments[0].as_string();
  SymbolicText result;
  std::string literal;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '{' || text[i] == '}') && i + 1 < text.size() && text[i + 1] == text[i]) {
      literal += text[i++];
      continue;
    }
    if (text[i] != '{') {
      literal += text[i];
      continue;
    }
    const auto close = text.find('}', i);
    if (close == std::string_view::npos) return false;
    const auto hole = text.substr(i + 1, close - i - 1);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(hole.data(), hole.data() + hole.size(), index);
    if (error != std::errc{} || index + 1 >= arguments.size()) return false;
    result.append_text(literal);
    literal.clear();
    if (end == hole.data() + hole.size()) flatten(arguments[index + 1], result, depth + 1);
    else result.append_unknown(nullptr, {});  // alignment or number format: not followed
    i = close;
    if (!is_long(result)) continue;
    result.append_unknown(nullptr, {});
    break;
  }
  result.append_text(literal);
  out.append(result);
  return true;
}

/// resourceId([subscription], [group], type, names…) and its relatives as the text of the id.
bool flatten_resource_id(std::string_view function, std::span<const Value> arguments, SymbolicText& out, int depth) {
  std::size_t type_index = arguments.size();
  const bool extension = equal_ignoring_case(function, "extensionResourceId");
  for (std::size_t i = extension ? 1 : 0; i < arguments.size(); ++i)
    if (arguments[i].is_string() && arguments[i].as_string().find('/') != std::string_view::npos) {
      type_index = i;
      break;
    }
  if (type_index == arguments.size()) return false;
  if (extension) {
    flatten(arguments[0], out, depth + 1);
  } else if (equal_ignoring_case(function, "resourceId")) {
    out.append_text("/subscriptions/");
    if (type_index >= 2) flatten(arguments[type_index - 2], out, depth + 1);
    else out.append_unknown(nullptr, "@subscription");
    out.append_text("/resourceGroups/");
    if (type_index >= 1) flatten(arguments[type_index - 1], out, depth + 1);
    else out.append_unknown(nullptr, "@group");
  } else if (equal_ignoring_case(function, "subscriptionResourceId")) {
    out.append_text("/subscriptions/");
    if (type_index >= 1) flatten(arguments[0], out, depth + 1);
    else out.append_unknown(nullptr, "@subscription");
  } else if (equal_ignoring_case(function, "managementGroupResourceId")) {
    out.append_text("/providers/Microsoft.Management/managementGroups/");
    out.append_unknown(nullptr, "@managementgroup");
  } else if (!equal_ignoring_case(function, "tenantResourceId")) {
    return false;
  }
  out.append_text("/providers/");
  std::string_view type = arguments[type_index].as_string();
  auto slash = type.find('/');
  out.append_text(type.substr(0, slash));
  std::size_t name = type_index + 1;
  while (slash != std::string_view::npos) {
    type = type.substr(slash + 1);
    slash = type.find('/');
    out.append_text("/");
    out.append_text(type.substr(0, slash));
    out.append_text("/");
    if (name < arguments.size()) flatten(arguments[name++], out, depth + 1);
  }
  for (; name < arguments.size(); ++name) {  // surplus names of a malformed call stay visible
    out.append_text("/");
    flatten(arguments[name], out, depth + 1);
  }
  return true;
}

/// Base and key of `base[key]`; null for anything else.
const Unknown* access_in(const Value& value) {
  if (!value.is_unknown()) return nullptr;
  const Unknown& unknown = value.as_unknown();
  return equal_ignoring_case(unknown.function, "access") && unknown.arguments.size() == 2 ? &unknown : nullptr;
}

constexpr std::string_view place_mark = "@item ";

/// `reference(parent).subnets[0].id`: the id of a child by its place in a list of its parent. Parent and type are known,
/// the name is a mark with the place (see list_places.h).
bool flatten_child_id(const Value& value, SymbolicText& out, int depth) {
  constexpr std::array<std::string_view, 6> lists{"subnets", "backendAddressPools", "probes", "frontendIPConfigurations", "inboundNatPools", "loadBalancingRules"};
  const Unknown* id = access_in(value);
  if (id == nullptr || !id->arguments[1].is_string() || !equal_ignoring_case(id->arguments[1].as_string(), "id")) return false;
  const Unknown* item = access_in(id->arguments[0]);
  if (item == nullptr || !item->arguments[1].is_integer() || item->arguments[1].as_integer() < 0) return false;
  const Unknown* list = access_in(item->arguments[0]);
  if (list == nullptr || !list->arguments[1].is_string() || !list->arguments[0].is_unknown()) return false;
  const auto name = list->arguments[1].as_string();
  const bool is_list_of_children = std::any_of(lists.begin(), lists.end(), [&](std::string_view each) { return equal_ignoring_case(each, name); });
  const Unknown& whole = list->arguments[0].as_unknown();
  if (!is_list_of_children || !equal_ignoring_case(whole.function, "reference") || whole.arguments.empty()) return false;
  SymbolicText parent;
  flatten(whole.arguments[0], parent, depth + 1);
  // A symbolic name instead of an id is not followed.
  if (parent.pieces().empty() || !parent.pieces().front().known || !parent.pieces().front().text.starts_with('/')) return false;
  out.append(parent);
  out.append_text("/" + std::string(name) + "/");
  out.append_unknown(&value, std::string(place_mark) + std::to_string(item->arguments[1].as_integer()));
  return true;
}

void flatten(const Value& value, SymbolicText& out, int depth) {
  if (!value.is_unknown()) {
    const auto text = scalar_text(value);
    if (text && (depth == 0 || text->size() <= many_bytes)) out.append_text(*text);
    else out.append_unknown(&value, {});
    return;
  }
  const Unknown& unknown = value.as_unknown();
  if (depth > max_depth || unknown.function.empty() || is_long(out)) return append_opaque(value, out);
  const auto function = unknown.function;
  const auto arguments = unknown.arguments;
  if (equal_ignoring_case(function, "concat") && !arguments.empty()) {
    for (const Value& part : arguments) flatten(part, out, depth + 1);
    return;
  }
  if (equal_ignoring_case(function, "format") && flatten_format(arguments, out, depth)) return;
  if (contains_ignoring_case(function, "ResourceId") && flatten_resource_id(function, arguments, out, depth)) return;
  // Case never matters where symbolic texts are compared.
  const bool transparent = equal_ignoring_case(function, "toLower") || equal_ignoring_case(function, "toUpper") ||
                           equal_ignoring_case(function, "string") || equal_ignoring_case(function, "trim");
  if (transparent && arguments.size() == 1) return flatten(arguments[0], out, depth + 1);
  if (equal_ignoring_case(function, "uri") && arguments.size() == 2) {
    SymbolicText base;
    flatten(arguments[0], base, depth + 1);
    out.append(base);
    const auto text = base.text();
    if (!base.pieces().empty() && base.pieces().back().known && !text.ends_with('/')) out.append_text("/");
    return flatten(arguments[1], out, depth + 1);
  }
  if (equal_ignoring_case(function, "access") && flatten_child_id(value, out, depth)) return;
  append_opaque(value, out);
}

}  // namespace

std::optional<std::size_t> place_in_list(const SymbolicText& name) {
  if (name.pieces().size() != 1 || name.pieces()[0].known || !name.pieces()[0].identity.starts_with(place_mark)) return std::nullopt;
  const auto digits = std::string_view(name.pieces()[0].identity).substr(place_mark.size());
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  return error == std::errc{} ? std::optional(place) : std::nullopt;
}

SymbolicText::SymbolicText(std::string_view text) { append_text(text); }

SymbolicText SymbolicText::of(const Value& value) {
  SymbolicText text;
  flatten(value, text, 0);
  return text;
}

bool SymbolicText::is_complete() const {
  for (const auto& piece : pieces_)
    if (!piece.known) return false;
  return true;
}

std::string SymbolicText::text(std::string_view hole) const {
  std::string out;
  for (const auto& piece : pieces_) out += piece.known ? std::string_view(piece.text) : hole;
  return out;
}

void SymbolicText::append_text(std::string_view text) {
  if (text.empty()) return;
  if (!pieces_.empty() && pieces_.back().known) pieces_.back().text += text;
  else pieces_.push_back({true, std::string(text), nullptr, {}});
}

void SymbolicText::append_unknown(const Value* value, std::string identity) {
  pieces_.push_back({false, {}, value, std::move(identity)});
}

void SymbolicText::append(const SymbolicText& other) {
  for (const auto& piece : other.pieces_) {
    if (piece.known) append_text(piece.text);
    else pieces_.push_back(piece);
  }
}

std::vector<SymbolicText> SymbolicText::split(char separator) const {
  std::vector<SymbolicText> parts(1);
  for (const auto& piece : pieces_) {
    if (!piece.known) {
      parts.back().pieces_.push_back(piece);
      continue;
    }
    std::string_view rest = piece.text;
    for (;;) {
      const auto at = rest.find(separator);
      parts.back().append_text(rest.substr(0, at));
      if (at == std::string_view::npos) break;
      parts.emplace_back();
      rest = rest.substr(at + 1);
    }
  }
  return parts;
}

namespace {

/// Whether the known text before the first unknown piece (or behind the last) of both rules equality out.
bool ends_differ(const std::string& a, const std::string& b, bool a_complete, bool b_complete) {
  const auto common = std::min(a.size(), b.size());
  if (!equal_ignoring_case(std::string_view(a).substr(0, common), std::string_view(b).substr(0, common))) return true;
  // A complete text cannot be longer than what follows a longer known beginning.
  return (a_complete && a.size() < b.size()) || (b_complete && b.size() < a.size());
}

std::string known_prefix(const SymbolicText& text) {
  return !text.pieces().empty() && text.pieces().front().known ? text.pieces().front().text : std::string();
}

std::string known_suffix_reversed(const SymbolicText& text) {
  if (text.pieces().empty() || !text.pieces().back().known) return {};
  const auto& last = text.pieces().back().text;
  return {last.rbegin(), last.rend()};
}

}  // namespace

Tri equal(const SymbolicText& a, const SymbolicText& b) {
  bool same = a.pieces_.size() == b.pieces_.size();
  for (std::size_t i = 0; same && i < a.pieces_.size(); ++i) {
    const auto& x = a.pieces_[i];
    const auto& y = b.pieces_[i];
    same = x.known == y.known && (x.known ? equal_ignoring_case(x.text, y.text) : !x.identity.empty() && x.identity == y.identity);
  }
  if (same) return Tri::yes;
  const bool a_complete = a.is_complete(), b_complete = b.is_complete();
  if (a_complete && b_complete) return Tri::no;
  if (ends_differ(known_prefix(a), known_prefix(b), a_complete, b_complete)) return Tri::no;
  if (ends_differ(known_suffix_reversed(a), known_suffix_reversed(b), a_complete, b_complete)) return Tri::no;
  return Tri::unknown;
}

bool identical(const SymbolicText& a, const SymbolicText& b) {
  if (a.pieces_.size() != b.pieces_.size()) return false;
  for (std::size_t i = 0; i < a.pieces_.size(); ++i) {
    const auto& x = a.pieces_[i];
    const auto& y = b.pieces_[i];
    if (x.known != y.known || (x.known ? x.text != y.text : x.identity.empty() || x.identity != y.identity)) return false;
  }
  return true;
}

ResourceReference ResourceReference::parent() const {
  ResourceReference result = *this;
  const auto slash = result.type.rfind('/');
  if (result.names.size() < 2 || slash == std::string::npos) {
    result.type.clear();
    result.names.clear();
    return result;
  }
  result.type.resize(slash);
  result.names.pop_back();
  return result;
}

ResourceReference read_reference(const Value& value) { return read_reference(SymbolicText::of(value)); }

ResourceReference read_reference(SymbolicText text) {
  ResourceReference reference;
  const auto segments = text.split('/');
  std::size_t providers = segments.size();
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (segments[i].is_complete() && equal_ignoring_case(segments[i].text(), "providers")) providers = i;
  if (providers < segments.size()) {
    for (std::size_t i = 0; i < providers; ++i) {
      if (i > 0) reference.scope.append_text("/");
      reference.scope.append(segments[i]);
    }
    std::size_t next = providers + 1;
    if (next < segments.size() && segments[next].is_complete() && !segments[next].is_empty()) {
      std::string type = to_lower(segments[next++].text());
      bool readable = true;
      while (next < segments.size()) {
        if (!segments[next].is_complete() || segments[next].is_empty()) {
          readable = false;
          break;
        }
        type += "/" + to_lower(segments[next++].text());
        if (next < segments.size()) reference.names.push_back(segments[next++]);
      }
      if (readable && !reference.names.empty()) reference.type = std::move(type);
    }
  }
  bool default_subscription = false, default_group = false;
  for (const auto& piece : reference.scope.pieces()) {
    default_subscription = default_subscription || piece.identity == "@subscription";
    default_group = default_group || piece.identity == "@group";
  }
  reference.own_group = default_subscription && default_group;
  reference.whole = std::move(text);
  return reference;
}

}  // namespace fleetlint::fleet
