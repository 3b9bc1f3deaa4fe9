// Making one wider type of several: what `a ? b : c`, unions of loops and overlapping declarations come to.
#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/types.h"

namespace fleetlint::compiler {
namespace {

/// Inclusive range of values or lengths with the flags of the types that gave it.
struct Range {
  std::int64_t min, max;
  TypeFlags flags;
};

std::vector<Range> merged(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.min != b.min ? a.min < b.min : a.max < b.max; });
  std::vector<Range> result;
  for (const auto& range : ranges) {
    if (!result.empty() && (result.back().max == INT64_MAX || range.min <= result.back().max + 1)) {
      result.back().max = std::max(result.back().max, range.max);
      result.back().flags |= range.flags;
    } else {
      result.push_back(range);
    }
  }
  return result;
}

std::optional<std::int64_t> lower_bound_of(std::int64_t value, std::int64_t none) { return value <= none ? std::nullopt : std::optional(value); }
std::optional<std::int64_t> upper_bound_of(std::int64_t value) { return value == INT64_MAX ? std::nullopt : std::optional(value); }

const Type* collapse_strings(const std::vector<const Type*>& members, bool nullable, TypeArena& arena) {
  std::vector<Range> ranges;
  std::vector<const Type*> literals;
  std::string_view pattern;
  std::size_t strings = 0;
  for (const auto* type : members) {
    if (type->is(TypeKind::string_literal)) { literals.push_back(type); continue; }
    ranges.push_back({type->min.value_or(0), type->max.value_or(INT64_MAX), type->flags});
    pattern = ++strings == 1 && members.front() == type ? type->pattern : std::string_view{};
  }
  ranges = merged(std::move(ranges));
  std::vector<TypeRef> result;
  for (const auto* literal : literals) {
    const auto length = static_cast<std::int64_t>(utf16_length(literal->text));
    const bool covered = std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) { return range.min <= length && length <= range.max; });
    if (!covered || !pattern.empty()) result.emplace_back(literal);
  }
  for (const auto& range : ranges) result.emplace_back(arena.string(lower_bound_of(range.min, 0), upper_bound_of(range.max), range.flags, pattern));
  if (nullable) result.emplace_back(&types::null);
  return arena.union_of(result);
}

const Type* collapse_integers(const std::vector<const Type*>& members, bool nullable, TypeArena& arena) {
  std::vector<Range> ranges;
  for (const auto* type : members) {
    if (type->is(TypeKind::integer_literal)) ranges.push_back({type->integer, type->integer, type->flags});
    else ranges.push_back({type->min.value_or(INT64_MIN), type->max.value_or(INT64_MAX), type->flags});
  }
  std::vector<TypeRef> result;
  for (const auto& range : merged(std::move(ranges))) {
    if (range.min == range.max) result.emplace_back(arena.integer_literal(range.min, range.flags));
    else result.emplace_back(arena.integer(lower_bound_of(range.min, INT64_MIN), upper_bound_of(range.max), range.flags));
  }
  if (nullable) result.emplace_back(&types::null);
  return arena.union_of(result);
}

const Type* collapse_booleans(const std::vector<const Type*>& members, bool nullable, TypeArena& arena) {
  bool may_be_true = false, may_be_false = false;
  TypeFlags flags;
  for (const auto* type : members) {
    may_be_true = may_be_true || type->is(TypeKind::boolean) || type->integer != 0;
    may_be_false = may_be_false || type->is(TypeKind::boolean) || type->integer == 0;
    flags |= type->flags;
  }
  const Type* result = &types::boolean;
  if (may_be_true != may_be_false) {
    result = arena.boolean_literal(may_be_true, flags);
  } else if (flags != TypeFlags{}) {
    Type boolean = types::boolean;
    boolean.flags = flags;
    result = arena.make(boolean);
  }
  return nullable ? arena.nullable(result) : result;
}

const Type* collapse_arrays(const std::vector<const Type*>& members, bool nullable, TypeArena& arena) {
  struct OfItem {
    const Type* item;
    std::vector<Range> lengths;
  };
  std::vector<OfItem> arrays;
  std::vector<const Type*> tuples;
  const auto push = [&](const Type* item, Range length) {
    for (auto& known : arrays) {
      if (types_equal(*known.item, *item)) { known.lengths.push_back(length); return; }
    }
    arrays.push_back({item, {length}});
  };
  for (const auto* type : members) {
    if (!type->is(TypeKind::tuple)) {
      push(type->item.get(), {type->min.value_or(0), type->max.value_or(INT64_MAX), type->flags});
      continue;
    }
    const bool uniform = !type->elements.empty() && std::all_of(type->elements.begin(), type->elements.end(), [&](const TypeRef& item) { return types_equal(*item, *type->elements[0]); });
    const auto length = static_cast<std::int64_t>(type->elements.size());
    if (uniform) push(type->elements[0].get(), {length, length, type->flags}); else tuples.push_back(type);
  }
  for (auto& known : arrays) known.lengths = merged(std::move(known.lengths));
  std::vector<TypeRef> result;
  for (const auto* tuple : tuples) {
    const auto length = static_cast<std::int64_t>(tuple->elements.size());
    const bool covered = std::any_of(arrays.begin(), arrays.end(), [&](const OfItem& known) {
      return is_assignable(*tuple->item, *known.item) &&
             std::any_of(known.lengths.begin(), known.lengths.end(), [&](const Range& range) { return range.min <= length && length <= range.max; });
    });
    if (!covered) result.emplace_back(tuple);
  }
  for (const auto& known : arrays) {
    for (const auto& range : known.lengths) result.emplace_back(arena.array(known.item, lower_bound_of(range.min, 0), upper_bound_of(range.max), range.flags));
  }
  if (nullable) result.emplace_back(&types::null);
  return arena.union_of(result);
}

// The property whose literal values tell the objects apart, preferring `type`, then `kind`, then the first by name.
std::string_view discriminator_of(const std::vector<const Type*>& objects) {
  std::vector<std::string_view> candidates;
  for (const auto& property : objects.front()->properties) {
    std::vector<std::string_view> values;
    const bool tells = std::all_of(objects.begin(), objects.end(), [&](const Type* object) {
      const auto* own = object->find(property.name);
      if (own == nullptr || !own->flags.has(PropertyFlag::required) || !own->type->is(TypeKind::string_literal)) return false;
      if (std::find(values.begin(), values.end(), own->type->text) != values.end()) return false;
      values.push_back(own->type->text);
      return true;
    });
    if (tells) candidates.push_back(property.name);
  }
  for (const std::string_view preferred : {"type", "kind"}) {
    if (std::find(candidates.begin(), candidates.end(), preferred) != candidates.end()) return preferred;
  }
  return candidates.empty() ? std::string_view{} : *std::min_element(candidates.begin(), candidates.end());
}

const Type* collapse_objects(const std::vector<const Type*>& members, bool nullable, TypeArena& arena) {
  std::vector<const Type*> objects;
  TypeFlags flags;
  const auto push = [&](const Type* object) {
    flags |= object->flags;
    if (std::none_of(objects.begin(), objects.end(), [&](const Type* known) { return types_equal(*known, *object); })) objects.push_back(object);
  };
  for (const auto* type : members) {
    if (type->is_object()) { push(type); continue; }
    for (const auto& variant : type->elements) push(variant.get());
  }
  const auto finish = [&](const Type* type) { return nullable ? arena.nullable(type) : type; };
  if (objects.size() == 1) return finish(objects.front());
  if (const auto key = discriminator_of(objects); !key.empty()) {
    std::vector<TypeRef> variants;
    for (const auto* object : objects) variants.emplace_back(object);
    auto ordered = objects;
    std::stable_sort(ordered.begin(), ordered.end(), [](const Type* a, const Type* b) { return compare_types(*a, *b) < 0; });
    std::string name;
    for (const auto* object : ordered) name += (name.empty() ? "" : " | ") + type_name(*object);
    return finish(arena.discriminated(name, key, variants, flags));
  }
  std::vector<std::string_view> names;
  for (const auto* object : objects) {
    for (const auto& property : object->properties) names.push_back(property.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto everything = [] { PropertyFlags all; all.bits = 0xFFFF; return all; };
  const auto both = [](PropertyFlags a, PropertyFlags b) { PropertyFlags r; r.bits = a.bits & b.bits; return r; };
  std::vector<Property> properties;
  for (const auto name : names) {
    std::vector<TypeRef> possible;
    auto property_flags = everything();
    for (const auto* object : objects) {
      if (const auto* property = object->find(name)) {
        possible.push_back(property->type);
        property_flags = both(property_flags, property->flags);
        continue;
      }
      property_flags = property_flags.without(PropertyFlag::required);
      if (object->additional != nullptr) possible.push_back(object->additional->type);
      property_flags = both(property_flags, object->additional != nullptr ? object->additional->flags : PropertyFlags(PropertyFlag::fallback));
    }
    properties.push_back({name, union_or_collapsed(possible, arena), property_flags, ""});
  }
  bool none = true, any_without = false;
  std::vector<TypeRef> additional;
  auto additional_flags = everything();
  for (const auto* object : objects) {
    none = none && object->additional == nullptr;
    any_without = any_without || object->additional == nullptr;
    if (object->additional == nullptr) continue;
    additional.push_back(object->additional->type);
    additional_flags = both(additional_flags, object->additional->flags);
  }
  const Property* rest = nullptr;
  if (!none) {
    if (any_without) additional_flags |= PropertyFlag::fallback;
    rest = arena.additional(union_or_collapsed(additional, arena), additional_flags);
  }
  // As in the reference, the merged object is not nullable even when a member was null.
  return arena.object("", std::move(properties), rest, flags);
}

}  // namespace

const Type* collapse(const Type& type, TypeArena& arena) {
  if (type.is(TypeKind::never) || type.is_any()) return nullptr;
  if (!type.is(TypeKind::union_of)) return &type;
  std::vector<const Type*> members;
  bool nullable = false;
  for (const auto& member : type.elements) {
    if (member->is_any()) return &types::any;
    if (member->is(TypeKind::null)) nullable = true; else members.push_back(member.get());
  }
  if (members.empty()) return nullptr;
  // A scope is a place and no value: what `condition ? resourceGroup() : resourceGroup(name)` gives stays either of both.
  if (std::ranges::any_of(members, [](const Type* t) { return t->is_object() && t->scopes != 0; })) return nullptr;
  // Different strings and nothing wider: it stays as it is.
  if (std::ranges::all_of(members, [](const Type* t) { return t->is(TypeKind::string_literal); })) return &type;
  const auto all = [&](auto fits) { return std::all_of(members.begin(), members.end(), fits); };
  if (all([](const Type* t) { return t->is_string(); })) return collapse_strings(members, nullable, arena);
  if (all([](const Type* t) { return t->is_integer(); })) return collapse_integers(members, nullable, arena);
  if (all([](const Type* t) { return t->is_boolean(); })) return collapse_booleans(members, nullable, arena);
  if (all([](const Type* t) { return t->is_array(); })) return collapse_arrays(members, nullable, arena);
  if (all([](const Type* t) { return t->is_object() || t->is(TypeKind::discriminated_object); })) return collapse_objects(members, nullable, arena);
  return nullptr;
}

const Type* union_or_collapsed(std::span<const TypeRef> members, TypeArena& arena) {
  const auto* type = arena.union_of(members);
  const auto* collapsed = collapse(*type, arena);
  return collapsed != nullptr ? collapsed : type;
}

}  // namespace fleetlint::compiler
