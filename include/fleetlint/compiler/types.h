#pragma once
// What the checker knows about an expression. Types are immutable and live in a TypeArena; equal types need not be the
// same object. The names that `type_name` gives are those of the reference compiler, because its messages show them.
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"

namespace fleetlint::compiler {

enum class TypeKind : std::uint8_t {
  any,
  error,  ///< something was reported there; accepted everywhere, so that nothing is reported twice
  never,
  null,
  string,
  string_literal,
  integer,
  integer_literal,
  boolean,
  boolean_literal,
  array,  ///< `items`; untyped when the item is `any`
  tuple,
  object,
  discriminated_object,  ///< `elements` are the variants, `discriminator` names the property
  union_of,
  lambda,          ///< `elements` are the parameters (optional ones from `required_count` on), `item` the result
  resource,        ///< `text` is type@version, `item` the body
  resource_parent, ///< the value of `parent:`; `text` is the wanted type
  resource_parameter,  ///< a parameter of a module that takes a resource; `text` is its type, of any version
  module,          ///< `item` is the body
  scope,           ///< result of a scope function, of a resource used as scope
  namespace_,      ///< sys, az, an extension, a wildcard import
  type_value,      ///< the name of a type used as a value; `item` is the type
};

/// How strictly a value is checked against a type, and what else is known of the values.
enum class TypeFlag : std::uint16_t {
  warn_on_type_mismatch = 1 << 0,
  allow_loose_assignment = 1 << 1,
  prevent_assignment = 1 << 2,
  secure = 1 << 3,
  file_path = 1 << 4,
  json_file_path = 1 << 5,
  yaml_file_path = 1 << 6,
  resource_type_identifier = 1 << 7,
  warn_on_property_type_mismatch = 1 << 8,
  directory_path = 1 << 9,
};

/// What holds for a property of an object type.
enum class PropertyFlag : std::uint16_t {
  required = 1 << 0,
  constant = 1 << 1,
  read_only = 1 << 2,
  write_only = 1 << 3,
  deploy_time_constant = 1 << 4,
  disallow_any = 1 << 5,
  readable_at_deploy_time = 1 << 6,
  loop_variant = 1 << 7,
  allow_implicit_null = 1 << 8,
  fallback = 1 << 9,
  system = 1 << 10,
  resource_identifier = 1 << 11,
};

/// A set of flags of one enumeration.
template <typename Flag>
struct Flags {
  std::uint16_t bits = 0;
  constexpr Flags() = default;
  constexpr Flags(Flag flag) : bits(static_cast<std::uint16_t>(flag)) {}
  constexpr bool has(Flag flag) const { return (bits & static_cast<std::uint16_t>(flag)) != 0; }
  constexpr Flags operator|(Flags other) const { Flags r; r.bits = bits | other.bits; return r; }
  constexpr Flags without(Flags other) const { Flags r; r.bits = bits & static_cast<std::uint16_t>(~other.bits); return r; }
  constexpr Flags& operator|=(Flags other) { bits |= other.bits; return *this; }
  friend constexpr bool operator==(Flags, Flags) = default;
};
using TypeFlags = Flags<TypeFlag>;
using PropertyFlags = Flags<PropertyFlag>;
constexpr TypeFlags operator|(TypeFlag a, TypeFlag b) { return TypeFlags(a) | b; }
constexpr PropertyFlags operator|(PropertyFlag a, PropertyFlag b) { return PropertyFlags(a) | b; }

/// Where a deployment or a resource can live, as bits.
enum class Scope : std::uint8_t { none = 0, tenant = 1, management_group = 2, subscription = 4, resource_group = 8, resource = 16, module = 32, local = 64 };
using ScopeSet = std::uint8_t;
constexpr ScopeSet bit(Scope scope) { return static_cast<ScopeSet>(scope); }

struct Type;

/// Makes types on demand: the types of an index refer to each other in circles.
class TypeSource {
 public:
  virtual ~TypeSource() = default;
  /// The type with this number; thread-safe; the same object each time.
  virtual const Type* resolve(std::uint64_t number) const = 0;
};

/// A type, or where to get it.
class TypeRef {
 public:
  constexpr TypeRef() = default;
  constexpr TypeRef(const Type* type) : type_(type) {}
  constexpr TypeRef(const TypeSource* source, std::uint64_t number) : source_(source), number_(number) {}
  const Type* get() const { return type_ != nullptr || source_ == nullptr ? type_ : source_->resolve(number_); }
  const Type& operator*() const { return *get(); }
  const Type* operator->() const { return get(); }
  explicit operator bool() const { return type_ != nullptr || source_ != nullptr; }
  bool is_deferred() const { return type_ == nullptr && source_ != nullptr; }

 private:
  const Type* type_ = nullptr;
  const TypeSource* source_ = nullptr;
  std::uint64_t number_ = 0;
};

struct Property {
  std::string_view name;
  TypeRef type;
  PropertyFlags flags;
  std::string_view description;
};

struct FunctionTable;

/// One type. Which members mean something depends on `kind`.
struct Type {
  TypeKind kind = TypeKind::any;
  TypeFlags flags;
  std::string_view text;  ///< string literal: its value; object, resource, module, scope, namespace: the name
  std::string_view pattern;  ///< string: regular expression
  std::int64_t integer = 0;  ///< integer literal; boolean literal: 0 or 1
  std::optional<std::int64_t> min, max;  ///< integer: values; string, array: lengths
  std::span<const Property> properties;  ///< object, namespace: sorted by name, as the reference keeps them
  const Property* additional = nullptr;  ///< object: what any other property is
  std::span<const TypeRef> elements;     ///< union, tuple, discriminated object, lambda parameters
  TypeRef item;                          ///< array item, body of resource and module, result of a lambda, wrapped type
  std::string_view discriminator;        ///< of a discriminated object
  std::uint32_t required_count = 0;      ///< lambda: parameters that are not optional
  ScopeSet scopes = 0;                   ///< scope: its kind; resource, module: where they may be deployed
  ScopeSet read_only_scopes = 0;         ///< resource: where it can only be `existing`
  const Type* declared_in = nullptr;     ///< resource: the namespace that declares it
  const FunctionTable* functions = nullptr;  ///< object, namespace: callable members

  bool is(TypeKind k) const { return kind == k; }
  bool is_any() const { return kind == TypeKind::any; }
  bool is_error() const { return kind == TypeKind::error; }
  bool is_object() const { return kind == TypeKind::object; }
  bool is_array() const { return kind == TypeKind::array || kind == TypeKind::tuple; }
  bool is_string() const { return kind == TypeKind::string || kind == TypeKind::string_literal; }
  bool is_integer() const { return kind == TypeKind::integer || kind == TypeKind::integer_literal; }
  bool is_boolean() const { return kind == TypeKind::boolean || kind == TypeKind::boolean_literal; }
  /// The declared property with exactly this name, or null.
  const Property* find(std::string_view name) const;
};

/// Makes and owns types. Not thread-safe: one a semantic model, one a type index (behind its lock).
class TypeArena {
 public:
  TypeArena() = default;
  Arena& arena() { return arena_; }

  const Type* make(Type type) { return arena_.create<Type>(type); }
  std::string_view text(std::string_view value) { return arena_.copy(value); }

  const Type* string(std::optional<std::int64_t> min_length = {}, std::optional<std::int64_t> max_length = {},
                     TypeFlags flags = {}, std::string_view pattern = {});
  const Type* string_literal(std::string_view value, TypeFlags flags = {});
  const Type* integer(std::optional<std::int64_t> min = {}, std::optional<std::int64_t> max = {}, TypeFlags flags = {});
  const Type* integer_literal(std::int64_t value, TypeFlags flags = {});
  const Type* boolean_literal(bool value, TypeFlags flags = {});
  const Type* array(TypeRef item, std::optional<std::int64_t> min_length = {}, std::optional<std::int64_t> max_length = {},
                    TypeFlags flags = {});
  const Type* tuple(std::span<const TypeRef> items, TypeFlags flags = {});
  /// Sorts the properties by name (ordinal). An empty name is replaced by `{ a: string, … }`.
  const Type* object(std::string_view name, std::vector<Property> properties, const Property* additional = nullptr,
                     TypeFlags flags = {});
  const Property* additional(TypeRef type, PropertyFlags flags = {}, std::string_view description = {});
  const Type* lambda(std::span<const TypeRef> parameters, std::uint32_t required, TypeRef result);
  /// The variants must be objects that have the discriminator as a string literal.
  const Type* discriminated(std::string_view name, std::string_view discriminator, std::span<const TypeRef> variants, TypeFlags flags = {});
  /// Flattened, without duplicates, sorted as the reference sorts; a single member is returned as it is.
  const Type* union_of(std::span<const TypeRef> members);
  const Type* union_of(std::initializer_list<TypeRef> members) { return union_of(std::span<const TypeRef>(members.begin(), members.size())); }
  const Type* nullable(const Type* type);

 private:
  Arena arena_;
};

/// The types without refinements that everything shares.
namespace types {
extern const Type any, error, never, null, string, secure_string, integer, boolean, true_, false_, array, object, secure_object, string_array, integer_array,
    loose_string, loose_integer, loose_boolean;
}  // namespace types

/// As the reference writes it in messages and goldens: `'a' | 'b'`, `{ name: string }`, `string[]`.
std::string type_name(const Type& type);
/// The same inside of another name: unions and lambdas in parentheses.
std::string type_name_in_compound(const Type& type);
/// A string as Bicep source: quotes, escapes.
std::string quote_bicep_string(std::string_view text);

bool types_equal(const Type& a, const Type& b);
/// The order of union members: bounds first, then the ordinal order of names.
int compare_types(const Type& a, const Type& b);

/// Without `null`, or null if the type has no such member.
const Type* without_null(const Type& type, TypeArena& arena);
bool is_nullable(const Type& type);
bool is_literal(const Type& type);
/// The type itself or anything inside of it is secure.
bool is_or_contains_secure(const Type& type);
/// Required and not nullable.
bool is_required(const Property& property);
/// Can a value of type `source` stand where `target` is wanted? Structure only; literals of objects are checked by the
/// checker, which knows their syntax.
bool is_assignable(const Type& source, const Type& target);

/// Fewer, wider types: `'a' | 'b' | string` is `string`, unions of objects become one object; null when nothing fits.
const Type* collapse(const Type& type, TypeArena& arena);
const Type* union_or_collapsed(std::span<const TypeRef> members, TypeArena& arena);

/// The kind of JSON value as ARM names it (`string`, `int`, `bool`, `array`, `object`); empty when the type has several or none.
std::string_view arm_primitive_name(const Type& type);

}  // namespace fleetlint::compiler
