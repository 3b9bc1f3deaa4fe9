#include "changes.h"

#include <algorithm>

#include "checks.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::rules {
namespace {

std::string portable_name(const Resource& resource) { return portable_text(resource.evaluated().name); }

bool is_exact_text(std::string_view path) {
  const auto lower = to_lower(path);
  for (const std::string_view exact : {"settings", "customdata", "userdata", "keydata", "password"})
    if (lower.find(exact) != std::string::npos) return true;
  return false;
}

/// What the platform takes when nothing is stated.
std::string_view platform_default(std::string_view path) {
  struct Default {
    std::string_view ending, value;
  };
  constexpr Default defaults[] = {{"provisionvmagent", "true"}, {"enableautomaticupdates", "true"}, {"repairaction", "Replace"}, {"enableacceleratednetworking", "false"}, {"virtualmachineprofile.priority", "Regular"},
                                  {"orchestrationmode", "Uniform"}};
  const auto lower = to_lower(path);
  for (const auto& [ending, value] : defaults)
    if (std::string_view(lower).ends_with(ending)) return value;
  return {};
}

Tri scalars_differ(const eval::Value* now, const eval::Value* before, std::string_view fallback, bool exact) {
  if (now == nullptr && before == nullptr) return Tri::no;
  if ((now != nullptr && now->is_unknown()) || (before != nullptr && before->is_unknown())) {
    if (now == nullptr || before == nullptr) return Tri::unknown;
    const auto a = portable_text(*now), b = portable_text(*before);
    if (!a.empty() && a == b) return Tri::no;
    // Ids compare part by part: a known name that differs is a change even where the group is unknown.
    const auto x = read_reference(*now), y = read_reference(*before);
    if (!x.type.empty() && !y.type.empty()) {
      if (x.type != y.type || x.names.size() != y.names.size()) return Tri::yes;
      for (std::size_t i = 0; i < x.names.size(); ++i)
        if (x.names[i].is_complete() && y.names[i].is_complete() && !equal_ignoring_case(x.names[i].text(), y.names[i].text())) return Tri::yes;
    }
    return Tri::unknown;
  }
  const auto a = now == nullptr ? std::optional<std::string>(std::string(fallback)) : scalar_text(*now);
  const auto b = before == nullptr ? std::optional<std::string>(std::string(fallback)) : scalar_text(*before);
  if (!a || !b) return tri(now == nullptr || before == nullptr || now->kind() != before->kind());
  return tri(exact ? *a != *b : !equal_ignoring_case(*a, *b));
}

const eval::Value* single(const Property& property, bool* decided) {
  if (property.alternatives().empty()) return nullptr;
  *decided = property.alternatives().size() == 1;
  return property.alternatives()[0];
}

void look(const Property& now, const Property& before, std::optional<Property>& found, int depth) {
  if (found || depth > 40) return;
  bool decided_now = true, decided_before = true;
  const auto* a = single(now, &decided_now);
  const auto* b = single(before, &decided_before);
  if (!decided_now || !decided_before) return;
  const bool a_open = a != nullptr && (a->is_object() || a->is_array()), b_open = b != nullptr && (b->is_object() || b->is_array());
  if (a_open && b_open && a->kind() == b->kind()) {
    if (a->is_array()) {
      const auto x = now.items().certain, y = before.items().certain;
      for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) look(x[i], y[i], found, depth + 1);
      if (!found && x.size() != y.size()) found = now;
      return;
    }
    for (const auto& member : now.members()) look(member, before.at(member.name()), found, depth + 1);
    for (const auto& member : before.members())
      if (!found && now.at(member.name()).is_absent()) look(now.at(member.name()), member, found, depth + 1);
    return;
  }
  if (a_open || b_open) {
    // An empty object is as good as none.
    const auto* open = a_open ? a : b;
    const auto* other = a_open ? b : a;
    if (other == nullptr && (open->is_object() ? open->fields().empty() : open->items().empty())) return;
    if (other == nullptr) {
      if (open->is_object()) {
        for (const auto& member : (a_open ? now : before).members()) {
          const Property absent(nullptr, member.path(), now.where());
          look(a_open ? member : absent, a_open ? absent : member, found, depth + 1);
        }
        return;
      }
      found = now;
    } else if (!other->is_unknown()) {
      found = now;
    }
    return;
  }
  if (scalars_differ(a, b, platform_default(now.path()), is_exact_text(now.path())) == Tri::yes) found = now;
}

}  // namespace

std::string portable_text(const eval::Value& value) {
  std::string out;
  const auto text = SymbolicText::of(value);
  for (const auto& piece : text.pieces()) {
    if (piece.known) {
      out += to_lower(piece.text);
    } else if (piece.unknown != nullptr && piece.unknown->is_unknown()) {
      const auto expression = eval::expression_text(*piece.unknown, 4000);
      if (expression.empty()) return {};
      out += "{" + to_lower(expression) + "}";
    } else if (!piece.identity.empty() && piece.identity.front() == '@') {
      out += "{" + piece.identity + "}";
    } else {
      return {};
    }
  }
  return out;
}

std::vector<std::pair<const Resource*, const Resource*>> resource_pairs(RuleContext& context, std::string_view lower_case_type) {
  std::vector<std::pair<const Resource*, const Resource*>> pairs;
  if (context.previous() == nullptr) return pairs;
  for (const auto* now : context.model().of_type(lower_case_type)) {
    const auto name = portable_name(*now);
    if (now->is_existing() || name.empty()) continue;
    for (const auto* before : context.previous()->of_type(lower_case_type))
      if (!before->is_existing() && portable_name(*before) == name) {
        pairs.emplace_back(now, before);
        break;
      }
  }
  return pairs;
}

std::vector<SetPair> set_pairs(RuleContext& context) {
  std::vector<SetPair> pairs;
  for (const auto& [now, before] : resource_pairs(context, "microsoft.compute/virtualmachinescalesets")) {
    const auto* new_set = context.model().scale_set(*now);
    const auto* old_set = context.previous()->scale_set(*before);
    if (new_set != nullptr && old_set != nullptr) pairs.push_back({new_set, old_set});
  }
  return pairs;
}

Tri differs(const Property& now, const Property& before, std::string_view fallback) {
  bool decided_now = true, decided_before = true;
  const auto* a = single(now, &decided_now);
  const auto* b = single(before, &decided_before);
  if (!decided_now || !decided_before) return Tri::unknown;
  return scalars_differ(a, b, fallback, false);
}

std::optional<Property> first_difference(const Property& now, const Property& before) {
  std::optional<Property> found;
  look(now, before, found, 0);
  return found;
}

std::optional<std::string> durability_of(const Property& property) {
  if (property.is_absent()) return "bronze";
  const auto text = property.text();
  if (!text) return std::nullopt;
  return to_lower(*text);
}

}  // namespace fleetlint::rules
