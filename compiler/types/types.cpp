#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/types.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "fleetlint/base/assert.h"

namespace fleetlint::compiler {

namespace types {
namespace {
constexpr Type primitive(TypeKind kind, TypeFlags flags = {}, std::string_view text = {}) {
  Type type;
  type.kind = kind;
  type.flags = flags;
  type.text = text;
  return type;
}
constexpr Type array_of(const Type& item, TypeFlags flags = {}) {
  Type type = primitive(TypeKind::array, flags);
  type.item = &item;
  return type;
}
constexpr Type boolean_value(bool value) {
  Type type = primitive(TypeKind::boolean_literal);
  type.integer = value ? 1 : 0;
  return type;
}
constinit const Property any_additional{"", &any, {}, ""};
constexpr Type any_object(std::string_view name, TypeFlags flags) {
  Type type = primitive(TypeKind::object, flags, name);
  type.additional = &any_additional;
  return type;
}
}  // namespace

constinit const Type any = primitive(TypeKind::any), error = primitive(TypeKind::error), never = primitive(TypeKind::never),
           null = primitive(TypeKind::null), string = primitive(TypeKind::string),
           secure_string = primitive(TypeKind::string, TypeFlag::allow_loose_assignment | TypeFlag::secure), integer = primitive(TypeKind::integer),
           boolean = primitive(TypeKind::boolean), true_ = boolean_value(true), false_ = boolean_value(false),
           array = array_of(any), object = any_object("object", {}), secure_object = any_object("object", TypeFlag::secure),
           string_array = array_of(string), integer_array = array_of(integer),
           loose_string = primitive(TypeKind::string, TypeFlag::allow_loose_assignment),
           loose_integer = primitive(TypeKind::integer, TypeFlag::allow_loose_assignment),
           loose_boolean = primitive(TypeKind::boolean, TypeFlag::allow_loose_assignment);
}  // namespace types

namespace {

constexpr int max_name_depth = 24;  // names of recursive types are cut

bool is_identifier(std::string_view text) {
  if (text.empty()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && (i == 0 || c < '0' || c > '9')) return false;
  }
  return text != "true" && text != "false" && text != "null";
}

void append_name(std::string& out, const Type& type, bool compound, int depth);

void append_joined(std::string& out, std::span<const TypeRef> elements, std::string_view separator, bool compound, int depth) {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) out += separator;
    append_name(out, *elements[i], compound, depth);
  }
}

void append_object_name(std::string& out, const Type& type, int depth) {
  if (!type.text.empty()) {
    out += type.text;
    return;
  }
  out += '{';
  bool first = true;
  for (const auto& property : type.properties) {
    if (!first) out += ',';
    first = false;
    out += ' ';
    out += is_identifier(property.name) ? std::string(property.name) : quote_bicep_string(property.name);
    out += ": ";
    append_name(out, *property.type, false, depth + 1);
  }
  if (type.additional != nullptr && !type.additional->flags.has(PropertyFlag::fallback)) {
    out += first ? " *: " : ", *: ";
    append_name(out, *type.additional->type, false, depth + 1);
  }
  out += " }";
}

void append_lambda_name(std::string& out, const Type& type, int depth) {
  const auto count = type.elements.size();
  const auto required = std::min<std::size_t>(type.required_count, count);
  const bool bare = count == 1 && required == 1;
  if (!bare) out += '(';
  append_joined(out, type.elements.first(required), ", ", true, depth);
  if (required < count) {
    out += required > 0 ? "[, " : "[";
    append_joined(out, type.elements.subspan(required), ", ", true, depth);
    out += ']';
  }
  if (!bare) out += ')';
  out += " => ";
  append_name(out, *type.item, true, depth);
}

void append_name(std::string& out, const Type& type, bool compound, int depth) {
  if (depth > max_name_depth) {
    out += "...";
    return;
  }
  switch (type.kind) {
    case TypeKind::any: out += "any"; return;
    case TypeKind::error: out += "error"; return;
    case TypeKind::never: out += "never"; return;
    case TypeKind::null: out += "null"; return;
    case TypeKind::string: out += "string"; return;
    case TypeKind::string_literal:
      // The text of a file is called by the file's name.
      if (type.pattern.empty()) out += quote_bicep_string(type.text); else out += type.pattern;
      return;
    case TypeKind::integer: out += "int"; return;
    case TypeKind::integer_literal: out += std::to_string(type.integer); return;
    case TypeKind::boolean: out += "bool"; return;
    case TypeKind::boolean_literal: out += type.integer != 0 ? "true" : "false"; return;
    case TypeKind::array:
      if (!type.text.empty()) { out += type.text; return; }
      if (type.item->is_any()) { out += "array"; return; }
      append_name(out, *type.item, true, depth + 1);
      out += "[]";
      return;
    case TypeKind::tuple:
      if (!type.text.empty()) { out += type.text; return; }
      if (type.elements.empty()) { out += "<empty array>"; return; }
      out += '[';
      append_joined(out, type.elements, ", ", false, depth + 1);
      out += ']';
      return;
    case TypeKind::object: append_object_name(out, type, depth); return;
    case TypeKind::discriminated_object: {
      std::string name(type.text);
      if (name.empty()) append_joined(name, type.elements, " | ", true, depth + 1);
      const bool wrap = compound && name.find(' ') != std::string::npos;
      if (wrap) out += '(';
      out += name;
      if (wrap) out += ')';
      return;
    }
    case TypeKind::union_of:
      if (compound) out += '(';
      append_joined(out, type.elements, " | ", true, depth + 1);
      if (compound) out += ')';
      return;
    case TypeKind::lambda:
      if (compound) out += '(';
      append_lambda_name(out, type, depth + 1);
      if (compound) out += ')';
      return;
    case TypeKind::resource_parameter: out += type.text; return;
    case TypeKind::resource_parent: {
      // What is wanted is the type one segment up, of any version.
      const auto name = type.text.substr(0, type.text.find('@'));
      out += name.substr(0, name.rfind('/'));
      return;
    }
    case TypeKind::scope: {
      const bool several = compound && type.text.find(" | ") != std::string_view::npos;
      if (several) out += '(';
      out += type.text;
      if (several) out += ')';
      return;
    }
    case TypeKind::resource: case TypeKind::module: case TypeKind::namespace_:
      out += type.text;
      return;
    case TypeKind::type_value:
      out += "Type<";
      append_name(out, *type.item, false, depth + 1);
      out += '>';
      return;
  }
}

int compare_bounds(const std::optional<std::int64_t>& a, const std::optional<std::int64_t>& b) {
  if (a.has_value() != b.has_value()) return a ? -1 : 1;
  if (!a || *a == *b) return 0;
  return *a < *b ? -1 : 1;
}
int compare_ranges(const Type& a, const Type& b) {
  return a.min == b.min ? compare_bounds(a.max, b.max) : compare_bounds(a.min, b.min);
}

// Written differently between quotes, depending on what follows.
bool may_be_escaped(char c) { return c == '\\' || c == '\'' || c == '\r' || c == '\n' || c == '\t' || c == '$'; }

// The order of two strings as they are written with quotes, without building the quoted texts; nothing where they differ at a
// character that may be written as an escape.
std::optional<int> compare_quoted(std::string_view a, std::string_view b) {
  const auto common = std::min(a.size(), b.size());
  std::size_t same = 0;
  while (same < common && a[same] == b[same]) ++same;
  if (same == a.size() && same == b.size()) return 0;
  const auto at = [&](std::string_view text) { return same < text.size() ? text[same] : '\''; };
  if ((same < a.size() && may_be_escaped(a[same])) || (same < b.size() && may_be_escaped(b[same])) || (same > 0 && a[same - 1] == '$')) return std::nullopt;
  return static_cast<unsigned char>(at(a)) < static_cast<unsigned char>(at(b)) ? -1 : 1;
}

bool equal_spans(std::span<const TypeRef> a, std::span<const TypeRef> b, int depth);

bool equal_types(const Type& a, const Type& b, int depth) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.flags != b.flags || depth > max_name_depth) return false;
  switch (a.kind) {
    case TypeKind::string: return a.min == b.min && a.max == b.max && a.pattern == b.pattern;
    case TypeKind::integer: return a.min == b.min && a.max == b.max;
    case TypeKind::string_literal: return a.text == b.text;
    case TypeKind::integer_literal: case TypeKind::boolean_literal: return a.integer == b.integer;
    case TypeKind::any: case TypeKind::never: case TypeKind::null: case TypeKind::boolean: return true;
    case TypeKind::array: return a.text == b.text && a.min == b.min && a.max == b.max && equal_types(*a.item, *b.item, depth + 1);
    case TypeKind::tuple: case TypeKind::union_of: return equal_spans(a.elements, b.elements, depth + 1);
    case TypeKind::lambda: return equal_spans(a.elements, b.elements, depth + 1) && equal_types(*a.item, *b.item, depth + 1);
    case TypeKind::discriminated_object: return a.text == b.text && a.discriminator == b.discriminator && equal_spans(a.elements, b.elements, depth + 1);
    case TypeKind::object: {
      if (a.text != b.text || a.properties.size() != b.properties.size() || (a.additional == nullptr) != (b.additional == nullptr)) return false;
      for (std::size_t i = 0; i < a.properties.size(); ++i) {
        const auto &x = a.properties[i], &y = b.properties[i];
        if (x.name != y.name || x.flags != y.flags || !equal_types(*x.type, *y.type, depth + 1)) return false;
      }
      return a.additional == nullptr || (a.additional->flags == b.additional->flags && equal_types(*a.additional->type, *b.additional->type, depth + 1));
    }
    case TypeKind::resource: case TypeKind::resource_parent: case TypeKind::resource_parameter: case TypeKind::scope: case TypeKind::namespace_: return a.text == b.text && a.declared_in == b.declared_in;
    case TypeKind::type_value: return equal_types(*a.item, *b.item, depth + 1);
    case TypeKind::module: case TypeKind::error: return false;
  }
  return false;
}

bool equal_spans(std::span<const TypeRef> a, std::span<const TypeRef> b, int depth) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const TypeRef& x, const TypeRef& y) { return equal_types(*x, *y, depth); });
}

/// A number that is the same for equal types; two levels tell nearly all others apart.
std::uint64_t likeness(const Type& type, int depth) {
  auto result = static_cast<std::uint64_t>(type.kind) << 16 | type.flags.bits;
  const auto add = [&](std::uint64_t value) { result = (result ^ value) * 0x9E3779B97F4A7C15 + (result >> 29); };
  switch (type.kind) {
    case TypeKind::string_literal: add(std::hash<std::string_view>{}(type.text)); break;
    case TypeKind::integer_literal: case TypeKind::boolean_literal: add(static_cast<std::uint64_t>(type.integer)); break;
    case TypeKind::array: case TypeKind::tuple: case TypeKind::union_of: add(type.elements.size()); break;
    case TypeKind::object:
      add(type.properties.size());
      for (const auto& property : type.properties) {
        add(std::hash<std::string_view>{}(property.name));
        if (depth < 2) add(likeness(*property.type, depth + 1));
      }
      break;
    default: break;
  }
  return result;
}

void flatten(std::span<const TypeRef> members, std::vector<const Type*>& out) {
  for (const auto& member : members) {
    const Type* type = member.get();
    if (type->is(TypeKind::union_of)) flatten(type->elements, out);
    else if (!type->is(TypeKind::never)) out.push_back(type);
  }
}

}  // namespace

const Property* Type::find(std::string_view name) const {
  const auto found = std::lower_bound(properties.begin(), properties.end(), name,
                                      [](const Property& property, std::string_view wanted) { return property.name < wanted; });
  return found != properties.end() && found->name == name ? &*found : nullptr;
}

const Type* TypeArena::string(std::optional<std::int64_t> min_length, std::optional<std::int64_t> max_length, TypeFlags flags, std::string_view pattern) {
  if (max_length == 0) return string_literal("", flags);
  if (!min_length && !max_length && pattern.empty()) {
    if (flags == TypeFlags{}) return &types::string;
    if (flags == (TypeFlag::allow_loose_assignment | TypeFlag::secure)) return &types::secure_string;
  }
  Type type;
  type.kind = TypeKind::string;
  type.flags = flags;
  type.min = min_length;
  type.max = max_length;
  type.pattern = pattern;
  return make(type);
}

const Type* TypeArena::string_literal(std::string_view value, TypeFlags flags) {
  Type type;
  type.kind = TypeKind::string_literal;
  type.flags = flags;
  type.text = text(value);
  return make(type);
}

const Type* TypeArena::integer(std::optional<std::int64_t> min, std::optional<std::int64_t> max, TypeFlags flags) {
  if (min && max && *min == *max) return integer_literal(*min, flags);
  if (!min && !max && flags == TypeFlags{}) return &types::integer;
  Type type;
  type.kind = TypeKind::integer;
  type.flags = flags;
  type.min = min;
  type.max = max;
  return make(type);
}

const Type* TypeArena::integer_literal(std::int64_t value, TypeFlags flags) {
  Type type;
  type.kind = TypeKind::integer_literal;
  type.flags = flags;
  type.integer = value;
  return make(type);
}

const Type* TypeArena::boolean_literal(bool value, TypeFlags flags) {
  if (flags == TypeFlags{}) return value ? &types::true_ : &types::false_;
  Type type;
  type.kind = TypeKind::boolean_literal;
  type.flags = flags;
  type.integer = value ? 1 : 0;
  return make(type);
}

const Type* TypeArena::array(TypeRef item, std::optional<std::int64_t> min_length, std::optional<std::int64_t> max_length, TypeFlags flags) {
  if (max_length == 0) return tuple({}, flags);
  Type type;
  type.kind = TypeKind::array;
  type.flags = flags;
  type.item = item;
  type.min = min_length;
  type.max = max_length;
  return make(type);
}

const Type* TypeArena::tuple(std::span<const TypeRef> items, TypeFlags flags) {
  Type type;
  type.kind = TypeKind::tuple;
  type.flags = flags;
  type.elements = arena_.copy(items);
  type.min = type.max = static_cast<std::int64_t>(items.size());
  type.item = items.empty() ? TypeRef(&types::never) : items.size() == 1 ? items[0] : TypeRef(union_of(items));
  return make(type);
}

const Type* TypeArena::object(std::string_view name, std::vector<Property> properties, const Property* additional, TypeFlags flags) {
  const auto by_name = [](const Property& a, const Property& b) { return a.name < b.name; };
  std::string written;
  if (name.empty() && !std::is_sorted(properties.begin(), properties.end(), by_name)) {
    // Its name shows the members in the order of the source.
    Type unsorted;
    unsorted.kind = TypeKind::object;
    unsorted.properties = properties;
    unsorted.additional = additional;
    written = type_name(unsorted);
    name = written;
  }
  std::stable_sort(properties.begin(), properties.end(), by_name);
  for (auto& property : properties) {
    property.name = text(property.name);
    property.description = text(property.description);
  }
  Type type;
  type.kind = TypeKind::object;
  type.flags = flags;
  type.text = text(name);
  type.properties = arena_.copy(properties);
  type.additional = additional;
  return make(type);
}

const Property* TypeArena::additional(TypeRef type, PropertyFlags flags, std::string_view description) {
  return arena_.create<Property>(Property{"", type, flags, text(description)});
}

const Type* TypeArena::lambda(std::span<const TypeRef> parameters, std::uint32_t required, TypeRef result) {
  Type type;
  type.kind = TypeKind::lambda;
  type.elements = arena_.copy(parameters);
  type.required_count = required;
  type.item = result;
  return make(type);
}

const Type* TypeArena::discriminated(std::string_view name, std::string_view discriminator, std::span<const TypeRef> variants, TypeFlags flags) {
  std::vector<TypeRef> keys;
  PropertyFlags key_flags = PropertyFlag::required;
  for (const auto& variant : variants) {
    if (const auto* key = variant->find(discriminator)) {
      keys.push_back(key->type);
      key_flags |= key->flags;
    }
  }
  Type type;
  type.kind = TypeKind::discriminated_object;
  type.flags = flags;
  type.text = text(name);
  type.discriminator = text(discriminator);
  type.elements = arena_.copy(variants);
  std::vector<Property> key{{type.discriminator, union_of(keys), key_flags, ""}};
  type.properties = arena_.copy(key);
  return make(type);
}

const Type* TypeArena::union_of(std::span<const TypeRef> members) {
  std::vector<const Type*> flat;
  flat.reserve(members.size() + 8);
  flatten(members, flat);
  if (flat.empty()) return &types::never;
  if (flat.size() == 1) return flat[0];
  bool untyped_array = false;
  for (const auto* type : flat) {
    if (type->is_any()) return &types::any;
    if (type->is_error()) return type;
    untyped_array = untyped_array || equal_types(*type, types::array, 0);
  }
  if (untyped_array) {
    std::erase_if(flat, [](const Type* type) { return type->is_array() && !equal_types(*type, types::array, 0); });
  }
  // A long list mostly repeats the very same types; comparing them by name would cost far more.
  const auto is_less = [](const Type* a, const Type* b) { return compare_types(*a, *b) < 0; };
  constexpr std::size_t few = 7;
  if (flat.size() > few) {
    std::unordered_set<const Type*> once;
    std::erase_if(flat, [&](const Type* type) { return !once.insert(type).second; });
    std::stable_sort(flat.begin(), flat.end(), is_less);
  } else if (flat.size() > 2) {
    std::size_t kept = 0;
    for (const auto* type : flat) {
      const auto end = flat.begin() + static_cast<std::ptrdiff_t>(kept);
      if (std::find(flat.begin(), end, type) != end) continue;
      // Those of equal rank stay in the order in which they came.
      const auto place = std::upper_bound(flat.begin(), end, type, is_less);
      std::copy_backward(place, end, end + 1);
      *place = type;
      ++kept;
    }
    flat.resize(kept);
  } else if (flat.size() == 2 && flat[0] != flat[1] && compare_types(*flat[0], *flat[1]) > 0) {
    std::swap(flat[0], flat[1]);
  }
  // Equal types sort beside each other, among others of the same name; those are compared within their run.
  std::vector<TypeRef> distinct;
  distinct.reserve(flat.size());
  std::size_t run = 0;
  std::unordered_multimap<std::uint64_t, const Type*> of_run;  // of a long run, by what equal types have in common
  for (const auto* type : flat) {
    if (!distinct.empty() && distinct.back().get() != type && compare_types(*distinct.back().get(), *type) != 0) {
      run = distinct.size();
      of_run.clear();
    }
    const auto is_equal = [&](const Type* other) { return equal_types(*other, *type, 0); };
    bool seen = false;
    if (distinct.size() - run < 16) {
      seen = std::any_of(distinct.begin() + static_cast<std::ptrdiff_t>(run), distinct.end(), [&](const TypeRef& other) { return is_equal(other.get()); });
    } else {
      if (of_run.empty()) {
        for (auto i = run; i < distinct.size(); ++i) of_run.emplace(likeness(*distinct[i], 0), distinct[i].get());
      }
      const auto like = likeness(*type, 0);
      const auto [first, last] = of_run.equal_range(like);
      seen = std::any_of(first, last, [&](const auto& other) { return is_equal(other.second); });
      if (!seen) of_run.emplace(like, type);
    }
    if (!seen) distinct.emplace_back(type);
  }
  if (distinct.size() == 1) return distinct[0].get();
  Type type;
  type.kind = TypeKind::union_of;
  type.elements = arena_.copy(distinct);
  return make(type);
}

const Type* TypeArena::nullable(const Type* type) {
  if (!type->is(TypeKind::union_of)) return union_of({TypeRef(type), TypeRef(&types::null)});
  // A union is in order already, so that there is only the place of one member to be found.
  if (is_nullable(*type)) return type;
  std::vector<TypeRef> members(type->elements.begin(), type->elements.end());
  const auto place = std::find_if(members.begin(), members.end(), [](const TypeRef& member) { return compare_types(*member, types::null) > 0; });
  members.insert(place, TypeRef(&types::null));
  Type result;
  result.kind = TypeKind::union_of;
  result.elements = arena_.copy(members);
  return make(result);
}

std::string type_name(const Type& type) {
  std::string out;
  append_name(out, type, false, 0);
  return out;
}

std::string type_name_in_compound(const Type& type) {
  std::string out;
  append_name(out, type, true, 0);
  return out;
}

std::string quote_bicep_string(std::string_view text) {
  std::string out = "'";
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '\\': out += "\\\\"; break;
      case '\'': out += "\\'"; break;
      case '\r': out += "\\r"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '$':
        out += i + 1 < text.size() && text[i + 1] == '{' ? "\\$" : "$";
        break;
      default: out += text[i];
    }
  }
  return out += '\'';
}

bool types_equal(const Type& a, const Type& b) { return equal_types(a, b, 0); }

namespace {

/// The name of a type that needs no making; nothing for the others.
std::optional<std::string_view> ready_name(const Type& type) {
  switch (type.kind) {
    case TypeKind::any: return "any";
    case TypeKind::error: return "error";
    case TypeKind::never: return "never";
    case TypeKind::null: return "null";
    case TypeKind::string: return "string";
    case TypeKind::integer: return "int";
    case TypeKind::boolean: return "bool";
    case TypeKind::boolean_literal: return type.integer != 0 ? "true" : "false";
    case TypeKind::resource: case TypeKind::resource_parent: case TypeKind::resource_parameter: case TypeKind::module: case TypeKind::scope: case TypeKind::namespace_: return type.text;
    case TypeKind::array: case TypeKind::tuple: case TypeKind::object: case TypeKind::discriminated_object:
      return type.text.empty() ? std::nullopt : std::optional(type.text);
    default: return std::nullopt;
  }
}

/// What a name begins with decides most comparisons; a string literal begins with its quote.
std::optional<std::string_view> beginning(const Type& type) { return type.is(TypeKind::string_literal) ? std::optional<std::string_view>("'") : ready_name(type); }

int compare_names(const Type& a, const Type& b) {
  const auto x = beginning(a), y = beginning(b);
  if (x && y) {
    if (!a.is(TypeKind::string_literal) && !b.is(TypeKind::string_literal)) return x->compare(*y);
    if (!x->empty() && !y->empty() && x->front() != y->front()) return x->substr(0, 1).compare(y->substr(0, 1));
  }
  return type_name(a).compare(type_name(b));
}

}  // namespace

int compare_types(const Type& a, const Type& b) {
  if (a.is_array() && b.is_array() && type_name(a) == type_name(b)) return compare_ranges(a, b);
  if (a.is(TypeKind::integer) && b.is(TypeKind::integer)) return compare_ranges(a, b);
  if (a.is(TypeKind::string) && b.is(TypeKind::string)) return compare_ranges(a, b);
  if (a.is(TypeKind::string_literal) && b.is(TypeKind::string_literal)) {
    if (const auto order = compare_quoted(a.text, b.text)) return *order;
  }
  return compare_names(a, b);
}

const Type* without_null(const Type& type, TypeArena& arena) {
  if (!type.is(TypeKind::union_of)) return nullptr;
  std::vector<TypeRef> rest;
  for (const auto& member : type.elements) {
    if (!member->is(TypeKind::null)) rest.push_back(member);
  }
  return rest.size() == type.elements.size() ? nullptr : arena.union_of(rest);
}

bool is_nullable(const Type& type) {
  return type.is(TypeKind::union_of) && std::any_of(type.elements.begin(), type.elements.end(), [](const TypeRef& member) { return member->is(TypeKind::null); });
}

bool is_literal(const Type& type) {
  switch (type.kind) {
    case TypeKind::string_literal: case TypeKind::integer_literal: case TypeKind::boolean_literal: case TypeKind::null: return true;
    case TypeKind::tuple: return std::all_of(type.elements.begin(), type.elements.end(), [](const TypeRef& item) { return is_literal(*item); });
    case TypeKind::object:
      if (type.additional != nullptr && !type.additional->flags.has(PropertyFlag::fallback)) return false;
      return std::all_of(type.properties.begin(), type.properties.end(), [](const Property& property) {
        return property.flags.has(PropertyFlag::required) && is_literal(*property.type);
      });
    default: return false;
  }
}

bool is_required(const Property& property) { return property.flags.has(PropertyFlag::required) && !is_nullable(*property.type); }

namespace {
bool is_scope_like(const Type& type) { return type.is(TypeKind::scope) || type.is(TypeKind::resource) || type.is(TypeKind::module) || (type.is_object() && type.scopes != 0); }

/// What `dependsOn` lists: a resource, a module, or a loop of them, written as such. What comes to one of several is none
/// (the reference asks for the very union that it makes for this property).
bool is_dependency_item(const Type& target) {
  return target.is(TypeKind::union_of) && target.elements.size() == 3 &&
         std::any_of(target.elements.begin(), target.elements.end(), [](const TypeRef& member) { return member->is(TypeKind::scope) && member->text == "resource | module"; });
}

bool lambda_assignable(const Type& source, const Type& target) {
  const auto count = source.elements.size();
  if (count < target.required_count || count > target.elements.size()) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_assignable(*target.elements[i], *source.elements[i])) return false;
  }
  return !source.item->is_error() && is_assignable(*source.item, *target.item);
}

std::string_view type_part(std::string_view resource) { return resource.substr(0, resource.find('@')); }
bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return to_lower_ascii(x) == to_lower_ascii(y);
  });
}
// `A/b` is the parent type of `A/b/c`.
bool is_parent_type(std::string_view parent, std::string_view child) {
  const auto slash = child.rfind('/');
  return slash != std::string_view::npos && same_ignoring_case(parent, child.substr(0, slash));
}
}  // namespace

bool is_assignable(const Type& source, const Type& target) {
  if (source.flags.has(TypeFlag::prevent_assignment) || target.flags.has(TypeFlag::prevent_assignment)) return false;
  if (source.is_any() || target.is_any() || source.is_error() || target.is_error()) return true;
  if (source.is(TypeKind::lambda) && target.is(TypeKind::lambda)) return lambda_assignable(source, target);
  if (source.is(TypeKind::resource) && target.is(TypeKind::resource_parent)) return is_parent_type(type_part(source.text), type_part(target.text));
  if (source.is(TypeKind::resource) && target.is(TypeKind::resource_parameter)) return to_lower_ascii(type_part(source.text)) == to_lower_ascii(target.text);
  if (is_scope_like(source) && is_scope_like(target)) return true;
  if (is_dependency_item(target)) return is_scope_like(source) || (source.is(TypeKind::array) && source.item && is_scope_like(*source.item));
  if (source.is(TypeKind::resource) || source.is(TypeKind::module)) {
    if (target.is(TypeKind::union_of) && std::any_of(target.elements.begin(), target.elements.end(), [](const TypeRef& t) { return is_scope_like(*t); })) return true;
    return is_assignable(*source.item, target);
  }
  if (source.is(TypeKind::never)) return true;
  if (source.is(TypeKind::union_of)) {
    return std::all_of(source.elements.begin(), source.elements.end(), [&](const TypeRef& member) { return is_assignable(*member, target); });
  }
  if (target.is(TypeKind::union_of)) {
    return std::any_of(target.elements.begin(), target.elements.end(), [&](const TypeRef& member) { return is_assignable(source, *member); });
  }
  const bool loose = source.flags.has(TypeFlag::allow_loose_assignment);
  switch (target.kind) {
    case TypeKind::string: return source.is_string();
    case TypeKind::string_literal: return source.is(TypeKind::string_literal) ? source.text == target.text : source.is(TypeKind::string) && loose;
    case TypeKind::integer: return source.is_integer();
    case TypeKind::integer_literal: return source.is(TypeKind::integer_literal) ? source.integer == target.integer : source.is(TypeKind::integer) && loose;
    case TypeKind::boolean: return source.is_boolean();
    case TypeKind::boolean_literal: return source.is(TypeKind::boolean_literal) ? source.integer == target.integer : source.is(TypeKind::boolean) && loose;
    case TypeKind::null: return source.is(TypeKind::null);
    case TypeKind::array: case TypeKind::tuple: return source.is_array();
    case TypeKind::object: case TypeKind::discriminated_object: return source.is_object() || source.is(TypeKind::discriminated_object);
    default: return false;
  }
}

std::string_view arm_primitive_name(const Type& type) {
  if (type.is_string()) return "string";
  if (type.is_integer()) return "int";
  if (type.is_boolean()) return "bool";
  if (type.is_array()) return "array";
  if (type.is_object() || type.is(TypeKind::discriminated_object)) return "object";
  if (!type.is(TypeKind::union_of)) return {};
  std::string_view common;
  for (const auto& member : type.elements) {
    if (member->is(TypeKind::null)) continue;
    const auto name = arm_primitive_name(*member);
    if (name.empty() || (!common.empty() && common != name)) return {};
    common = name;
  }
  return common;
}

}  // namespace fleetlint::compiler
