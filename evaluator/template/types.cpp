#include "template/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/evaluator/value_json.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

/// Types refer to each other; recursion through values ends with the value, this ends the rest.
constexpr int most_nested = 64;
/// Members of members of an unknown object are described to this depth.
constexpr int described_depth = 3;

std::string_view word(const arm::Node& node, std::string_view name) {
  const auto* found = node.find(name);
  return found && found->is_string() ? found->text : std::string_view();
}

std::optional<std::int64_t> integer(const arm::Node& node, std::string_view name) {
  const auto* found = node.find(name);
  return found && found->is(arm::NodeKind::integer) ? std::optional(found->integer) : std::nullopt;
}

/// What `$ref` names: `#/definitions/name`.
const arm::Node* referenced(DeclaredType type) {
  constexpr std::string_view prefix = "#/definitions/";
  const auto reference = word(type.node, "$ref");
  if (!type.definitions || !reference.starts_with(prefix)) return nullptr;
  return type.definitions->find(reference.substr(prefix.size()));
}

struct NamedKind {
  std::string_view name;
  ValueKind kind;
  std::string_view with_article;
};
constexpr NamedKind named_kinds[] = {
    {"string", ValueKind::string, "a string"}, {"securestring", ValueKind::string, "a string"}, {"int", ValueKind::integer, "an integer"},
    {"bool", ValueKind::boolean, "a boolean"}, {"object", ValueKind::object, "an object"},      {"secureobject", ValueKind::object, "an object"},
    {"array", ValueKind::array, "an array"},
};

const NamedKind* named_kind(const arm::Node& node) {
  const auto name = word(node, "type");
  for (const auto& kind : named_kinds)
    if (!name.empty() && equals_ignoring_case(kind.name, name)) return &kind;
  return nullptr;
}

std::string_view describe(ValueKind kind) {
  for (const auto& named : named_kinds)
    if (named.kind == kind) return named.with_article;
  return kind == ValueKind::null ? "null" : kind == ValueKind::number ? "a number with a fraction" : "unknown";
}

class Checker {
 public:
  Checker(const arm::Node* definitions, Arena& arena) : definitions_(definitions), arena_(arena) {}

  std::optional<TypeError> check(const Value& value, const arm::Node& type, const std::string& path, int depth = 0) {
    if (depth > most_nested || !type.is_object() || is_checked(value, type)) return {};
    if (value.is_null())
      return is_nullable({type, definitions_}) ? std::nullopt : fail(ErrorKind::type_mismatch, path, "must not be null");
    if (const auto* target = referenced({type, definitions_}))
      if (auto error = check(value, *target, path, depth + 1)) return error;
    if (const auto* expected = named_kind(type); expected && !may_be(value, expected->kind))
      return fail(ErrorKind::type_mismatch, path,
                  fmt::format("must be {}{}", expected->with_article,
                              value.is_known() ? fmt::format(", not {}", describe(value.kind())) : std::string()));
    for (const auto step : {&Checker::check_allowed, &Checker::check_bounds, &Checker::check_array})
      if (auto error = (this->*step)(value, type, path, depth)) return error;
    return value.is_object() ? check_object(value, type, path, depth) : std::nullopt;
  }

 private:
  /// Whether the same part was found right before. Values share parts, so a few of them may stand for any number; what is
  /// checked is remembered only once it is many.
  bool is_checked(const Value& value, const arm::Node& type) {
    constexpr std::size_t few = 10'000;
    if (++checks_ <= few || value.is_unknown()) return false;
    const auto* part = shared_part(value);
    return part && !checked_.insert({part, value.is_array() ? value.items().size() : value.fields().size(), &type}).second;
  }

  static std::optional<TypeError> fail(ErrorKind kind, const std::string& path, std::string_view message) {
    return TypeError{kind, fmt::format("{} {}", path, message)};
  }

  bool is_allowed(const Value& value, const arm::Node& allowed) {
    for (const auto& item : allowed.items)
      if (deep_equal(value, value_from_node(item, arena_)) != Tri::no) return true;
    return false;
  }

  std::optional<TypeError> check_allowed(const Value& value, const arm::Node& type, const std::string& path, int) {
    const auto* allowed = type.find("allowedValues");
    if (!allowed || !allowed->is_array()) return {};
    // Of an array each item may be meant, and those of an unknown one are not at hand.
    if (value.is_unknown() && may_be(value, ValueKind::array)) return {};
    bool ok = is_allowed(value, *allowed);
    if (!ok && value.is_array()) ok = std::all_of(value.items().begin(), value.items().end(), [&](const Value& item) { return is_allowed(item, *allowed); });
    if (ok) return {};
    std::string list;
    for (std::size_t i = 0; i < allowed->items.size() && i < 10; ++i)
      list += (i ? ", " : "") + to_json(value_from_node(allowed->items[i], arena_));
    return fail(ErrorKind::not_allowed_value, path, fmt::format("must be one of {}{}", list, allowed->items.size() > 10 ? ", …" : ""));
  }

  std::optional<TypeError> check_bounds(const Value& value, const arm::Node& type, const std::string& path, int) {
    const auto number = integers_of(value);
    if (const auto least = integer(type, "minValue"); least && must_be(value, ValueKind::integer) && number.max < *least)
      return fail(ErrorKind::constraint, path, fmt::format("must be at least {}", *least));
    if (const auto most = integer(type, "maxValue"); most && must_be(value, ValueKind::integer) && number.min > *most)
      return fail(ErrorKind::constraint, path, fmt::format("must be at most {}", *most));
    if (!must_be(value, ValueKind::string) && !must_be(value, ValueKind::array)) return {};
    const auto length = length_of(value);
    const std::string_view what = must_be(value, ValueKind::string) ? "characters" : "items";
    if (const auto least = integer(type, "minLength"); least && length.max < *least)
      return fail(ErrorKind::constraint, path, fmt::format("must have at least {} {}", *least, what));
    if (const auto most = integer(type, "maxLength"); most && length.min > *most)
      return fail(ErrorKind::constraint, path, fmt::format("must have at most {} {}", *most, what));
    return {};
  }

  std::optional<TypeError> check_array(const Value& value, const arm::Node& type, const std::string& path, int depth) {
    if (!value.is_array()) return {};
    const auto* prefix = type.find("prefixItems");
    const std::size_t fixed = prefix && prefix->is_array() ? prefix->items.size() : 0;
    const auto* rest = type.find("items");
    const auto items = value.items();
    for (std::size_t i = 0; i < fixed; ++i) {
      if (i >= items.size()) {
        if (is_nullable({prefix->items[i], definitions_})) continue;
        return fail(ErrorKind::constraint, path, fmt::format("must have at least {} items", i + 1));
      }
      if (auto error = check(items[i], prefix->items[i], fmt::format("{}[{}]", path, i), depth + 1)) return error;
    }
    if (!rest) return {};
    if (rest->is(arm::NodeKind::boolean) && !rest->boolean && items.size() > fixed)
      return fail(ErrorKind::constraint, path, fmt::format("must have at most {} items", fixed));
    for (std::size_t i = fixed; rest->is_object() && i < items.size(); ++i)
      if (auto error = check(items[i], *rest, fmt::format("{}[{}]", path, i), depth + 1)) return error;
    return {};
  }

  std::optional<TypeError> check_object(const Value& value, const arm::Node& type, const std::string& path, int depth) {
    std::string_view discriminator;
    if (const auto* choice = type.find("discriminator"); choice && choice->is_object()) {
      discriminator = word(*choice, "propertyName");
      if (auto error = check_choice(value, *choice, discriminator, path, depth)) return error;
    }
    const auto* properties = type.find("properties");
    if (properties && properties->is_object()) {
      for (const auto& property : properties->members) {
        const auto* field = value.find(property.name);
        if (!field) {
          if (is_nullable({property.value, definitions_})) continue;
          return fail(ErrorKind::constraint, path, fmt::format("has no property `{}`", property.name));
        }
        if (auto error = check(*field, property.value, fmt::format("{}.{}", path, property.name), depth + 1)) return error;
      }
    }
    const auto* others = type.find("additionalProperties");
    if (!others) return {};
    for (const auto& field : value.fields()) {
      if ((properties && properties->find(field.name)) || equals_ignoring_case(field.name, discriminator)) continue;
      if (others->is(arm::NodeKind::boolean) && !others->boolean)
        return fail(ErrorKind::constraint, path, fmt::format("must not have the property `{}`", field.name));
      if (auto error = check(field.value, *others, fmt::format("{}.{}", path, field.name), depth + 1)) return error;
    }
    return {};
  }

  std::optional<TypeError> check_choice(const Value& value, const arm::Node& choice, std::string_view name, const std::string& path, int depth) {
    const auto* chosen = value.find(name);
    if (!chosen) return fail(ErrorKind::constraint, path, fmt::format("has no property `{}`", name));
    if (!may_be(*chosen, ValueKind::string)) return fail(ErrorKind::type_mismatch, path + "." + std::string(name), "must be a string");
    if (!chosen->is_string()) return {};
    const auto* mapping = choice.find("mapping");
    const auto* type = mapping ? mapping->find(chosen->as_string()) : nullptr;
    if (!type) return fail(ErrorKind::constraint, path + "." + std::string(name), fmt::format("must not be `{}`", chosen->as_string()));
    // The variant is checked as an object of its own, except that it need not declare the property that chose it.
    const auto* target = type;
    for (int i = 0; i < most_nested; ++i) {
      const auto* next = referenced({*target, definitions_});
      if (!next) break;
      target = next;
    }
    return check_variant(value, *target, name, path, depth);
  }

  std::optional<TypeError> check_variant(const Value& value, const arm::Node& type, std::string_view chooser, const std::string& path, int depth) {
    std::vector<Field> fields;
    const auto* properties = type.find("properties");
    for (const auto& field : value.fields())
      if (!equals_ignoring_case(field.name, chooser) || (properties && properties->find(chooser))) fields.push_back(field);
    return check(Value::object(arena_.copy(fields)), type, path, depth + 1);
  }

  const arm::Node* definitions_;
  Arena& arena_;
  std::size_t checks_ = 0;
  std::set<std::tuple<const void*, std::size_t, const arm::Node*>> checked_;
};

class Describer {
 public:
  Describer(const arm::Node* definitions, UnknownReason reason, ExpressionEvaluator& evaluator)
      : definitions_(definitions), reason_(reason), evaluator_(evaluator) {}

  Unknown describe(const arm::Node& type, std::uint64_t identity, std::string_view expression, int depth) {
    Unknown facts;
    facts.reason = reason_;
    facts.identity = identity;
    facts.expression = expression;
    add(facts, type, identity, depth);
    if (is_nullable({type, definitions_})) {
      facts.kinds = facts.kinds | KindSet::of(ValueKind::null);
      if (!facts.one_of.empty()) facts.one_of = {};
      facts.members = {};
    }
    return facts;
  }

 private:
  void add(Unknown& facts, const arm::Node& type, std::uint64_t identity, int depth) {
    if (depth > described_depth) return;
    if (const auto* target = referenced({type, definitions_})) add(facts, *target, identity, depth + 1);
    if (const auto* kind = named_kind(type)) facts.kinds = KindSet::of(kind->kind);
    const bool array = facts.kinds.only(ValueKind::array);
    if (const auto* allowed = type.find("allowedValues"); allowed && allowed->is_array() && !array && !allowed->items.empty()) {
      std::vector<Value> values;
      for (const auto& item : allowed->items) values.push_back(value_from_node(item, evaluator_.arena()));
      facts.one_of = evaluator_.arena().copy(values);
    }
    const auto tighten = [&](std::string_view name, std::optional<std::int64_t>& bound) {
      if (const auto given = integer(type, name)) bound = given;
    };
    tighten("minValue", facts.min_value);
    tighten("maxValue", facts.max_value);
    tighten("minLength", facts.min_length);
    tighten("maxLength", facts.max_length);
    if (array) add_items(facts, type, identity, depth);
    if (facts.kinds.only(ValueKind::object)) add_members(facts, type, identity, depth);
  }

  void add_items(Unknown& facts, const arm::Node& type, std::uint64_t, int depth) {
    const auto* items = type.find("items");
    if (!items || !items->is_object()) return;
    // No identity: the items differ.
    auto* item = evaluator_.arena().create<Value>();
    *item = evaluator_.unknown(describe(*items, 0, {}, depth + 1));
    facts.items = item;
  }

  void add_members(Unknown& facts, const arm::Node& type, std::uint64_t identity, int depth) {
    const auto* properties = type.find("properties");
    if (!properties || !properties->is_object() || depth >= described_depth) return;
    std::vector<Field> members(facts.members.begin(), facts.members.end());
    for (const auto& property : properties->members) {
      if (is_nullable({property.value, definitions_})) continue;
      const auto own = identity ? mix_identity(identity, identity_of(property.name)) : 0;
      members.push_back({property.name, property.name_location,
                         evaluator_.unknown(describe(property.value, own, {}, depth + 1), is_secure({property.value, definitions_}))});
    }
    facts.members = evaluator_.arena().copy(members);
  }

  const arm::Node* definitions_;
  UnknownReason reason_;
  ExpressionEvaluator& evaluator_;
};

}  // namespace

std::optional<TypeError> problem_of_declaration(DeclaredType type) {
  if (!type.node.is_object()) return {};
  if (const auto reference = word(type.node, "$ref"); !reference.empty() && !referenced(type))
    return TypeError{ErrorKind::not_found, fmt::format("has the type `{}`, which the template does not define", reference)};
  // Without a type anything goes: that is how Bicep writes `any`.
  const auto* name = type.node.find("type");
  if (!name || !name->is_string() || named_kind(type.node)) return {};
  return TypeError{ErrorKind::arg_value, fmt::format("has the type `{}`, which does not exist", name->text)};
}

std::optional<TypeError> check_type(const Value& value, DeclaredType type, const std::string& path, Arena& arena) {
  if (value.failure()) return {};
  return Checker(type.definitions, arena).check(value, type.node, path);
}

bool is_nullable(DeclaredType type) {
  const arm::Node* node = &type.node;
  for (int i = 0; i < most_nested && node; ++i) {
    if (const auto* nullable = node->find("nullable"); nullable && nullable->is(arm::NodeKind::boolean)) return nullable->boolean;
    node = referenced({*node, type.definitions});
  }
  return false;
}

bool is_secure(DeclaredType type) {
  const arm::Node* node = &type.node;
  for (int i = 0; i < most_nested && node; ++i) {
    if (const auto name = word(*node, "type"); !name.empty())
      return equals_ignoring_case(name, "securestring") || equals_ignoring_case(name, "secureobject");
    node = referenced({*node, type.definitions});
  }
  return false;
}

Unknown facts_of_type(DeclaredType type, UnknownReason reason, std::uint64_t identity, std::string_view expression,
                      ExpressionEvaluator& evaluator) {
  return Describer(type.definitions, reason, evaluator).describe(type.node, identity, expression, 0);
}

}  // namespace fleetlint::eval
