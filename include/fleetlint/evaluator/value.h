#pragma once
// Results of evaluation: JSON values, and unknown as a value with what is still certain about it.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/source.h"
#include "fleetlint/base/tri.h"

namespace fleetlint::eval {

enum class ValueKind : std::uint8_t { null, boolean, integer, number, string, array, object, unknown };

/// How a value came to an origin's place.
enum class OriginStep : std::uint8_t {
  literal,      ///< written here
  expression,   ///< computed by the expression here
  parameter,    ///< through `parameters('label')` declared here
  default_value,  ///< the declaration's default
  parameter_file, command_line,
  variable, output, module_parameter, module_output, loop_item, function,
};

/// One link of the way a value went, newest first: `via` leads towards the literal the author wrote.
/// Lives in the arena of the evaluation; built only for values that cross an expression, so literals cost nothing more.
struct Origin {
  OriginStep step = OriginStep::literal;
  Location location;
  std::string_view label;  ///< name of the parameter, variable, module, output
  const Origin* via = nullptr;
  /// Origins of the other parts a computed value was made from (arguments of the call, in order).
  std::span<const Origin* const> parts;
};

class Value;
struct Field;

/// The kinds of error of an evaluation; the words are those of `eval --format json`.
enum class ErrorKind : std::uint8_t {
  arg_count, arg_type, arg_value, out_of_range, bad_format, overflow, divide_by_zero, index_out_of_bounds,
  missing_property, not_found, segment_mismatch, not_allowed_here, user_fail, syntax, unknown_function, type_mismatch,
  constraint, not_allowed_value, missing_parameter, extra_parameter, unknown_member, limit_exceeded, circular,
  duplicate_resource,
};
std::string_view to_string(ErrorKind kind);     ///< "arg-count"
std::string_view finding_code(ErrorKind kind);  ///< "FL0201"…
/// The kind of a finding code of the evaluator; empty for other codes.
std::optional<ErrorKind> error_kind(std::string_view finding_code);

/// Why an expression has no value. Lives in the arena of the evaluation.
struct Failure {
  ErrorKind kind = ErrorKind::bad_format;
  Location location;
  std::string_view message;
  mutable const Origin* origin = nullptr;  ///< what the failing call was computed from; null when origins are not kept
  mutable bool reported = false;  ///< for the caller: a failure reaches every user of the value, and is told once
};

enum class UnknownReason : std::uint8_t {
  missing_parameter,  ///< no value, no default
  runtime,            ///< reference(), list*(): known only after deployment
  context,            ///< subscription(), resourceGroup(), …: data not given
  clock,              ///< utcNow() without a clock; changes at each deployment
  random,             ///< newGuid(); changes at each deployment
  secret,             ///< Key Vault reference
  external,           ///< linked template, external input, module that cannot be read
  provider,           ///< zones, providers()
  loop,               ///< index or item of a loop of unknown count
  limit,              ///< a limit of the evaluation was reached
  error,              ///< an error was reported there
  derived,            ///< computed from unknowns with several reasons
};
std::string_view to_string(UnknownReason reason);

/// A set of possible kinds.
struct KindSet {
  std::uint8_t bits = 0;
  static constexpr KindSet of(ValueKind kind) { return {static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind))}; }
  static constexpr KindSet any() { return {0x7F}; }
  constexpr bool may_be(ValueKind kind) const { return (bits >> static_cast<unsigned>(kind)) & 1; }
  constexpr bool only(ValueKind kind) const { return bits == of(kind).bits; }
  friend constexpr bool operator==(KindSet, KindSet) = default;
  friend constexpr KindSet operator|(KindSet a, KindSet b) { return {static_cast<std::uint8_t>(a.bits | b.bits)}; }
};

/// What is certain about a value that is not known. Every fact holds for every possible value.
struct Unknown {
  UnknownReason reason = UnknownReason::derived;
  KindSet kinds = KindSet::any();
  /// Two unknowns with the same identity (not 0) are the same value at deployment.
  std::uint64_t identity = 0;
  bool changes_every_deployment = false;  ///< utcNow, newGuid
  std::optional<std::int64_t> min_value, max_value;
  std::optional<std::int64_t> min_length, max_length;
  std::string_view prefix, suffix;
  std::string_view regex;
  std::span<const Value> one_of;      ///< complete list of possible values; empty: no such list
  const Value* items = nullptr;       ///< arrays: what is known of each item ("zero or more of this")
  std::span<const Value> head, tail;  ///< arrays: the first and last items, as far as they are certain
  std::span<const Value> included;    ///< arrays: items that certainly occur somewhere
  std::span<const Field> members;     ///< objects: members that certainly exist; others may
  /// A leaf (`parameters('x')`, `subscription()`): its canonical text. Of computed values see `expression_text`.
  std::string_view expression;
  /// How it is made, for readers that must look inside (ids compared across resources, tokens in joined texts): the
  /// function that could not be reduced, and its evaluated arguments: `concat`, `format`, `resourceId`, `listAccountSas`, …;
  /// `access` has base and key, `if` condition and branches. Empty for a leaf (a parameter, subscription()).
  std::string_view function;
  std::span<const Value> arguments;
  const Failure* failure = nullptr;   ///< set: the evaluation failed, there is no value
};

/// 24 bytes, trivially copyable; payload in the arena of the evaluation (or in the template, which must outlive it).
class Value {
 public:
  constexpr Value() = default;
  static Value null() { return {}; }
  static Value boolean(bool v) { Value r; r.kind_ = ValueKind::boolean; r.payload_.integer = v; return r; }
  static Value integer(std::int64_t v) { Value r; r.kind_ = ValueKind::integer; r.payload_.integer = v; return r; }
  static Value number(double v) { Value r; r.kind_ = ValueKind::number; r.payload_.number = v; return r; }
  /// The text must outlive the value (arena or template).
  static Value string(std::string_view v) { Value r; r.kind_ = ValueKind::string; r.size_ = static_cast<std::uint32_t>(v.size()); r.payload_.chars = v.data(); return r; }
  static Value array(std::span<const Value> v) { Value r; r.kind_ = ValueKind::array; r.size_ = static_cast<std::uint32_t>(v.size()); r.payload_.items = v.data(); return r; }
  static Value object(std::span<const Field> v) { Value r; r.kind_ = ValueKind::object; r.size_ = static_cast<std::uint32_t>(v.size()); r.payload_.fields = v.data(); return r; }
  static Value unknown(const Unknown* v) { Value r; r.kind_ = ValueKind::unknown; r.payload_.unknown = v; return r; }

  ValueKind kind() const { return kind_; }
  bool is_null() const { return kind_ == ValueKind::null; }
  bool is_boolean() const { return kind_ == ValueKind::boolean; }
  bool is_integer() const { return kind_ == ValueKind::integer; }
  bool is_number() const { return kind_ == ValueKind::number; }
  bool is_string() const { return kind_ == ValueKind::string; }
  bool is_array() const { return kind_ == ValueKind::array; }
  bool is_object() const { return kind_ == ValueKind::object; }
  bool is_unknown() const { return kind_ == ValueKind::unknown; }
  bool is_known() const { return kind_ != ValueKind::unknown; }

  bool as_boolean() const { return payload_.integer != 0; }
  std::int64_t as_integer() const { return payload_.integer; }
  double as_number() const { return kind_ == ValueKind::integer ? static_cast<double>(payload_.integer) : payload_.number; }
  std::string_view as_string() const { return {payload_.chars, size_}; }
  std::span<const Value> items() const;    ///< empty unless an array
  std::span<const Field> fields() const;   ///< empty unless an object; order of the source
  const Unknown& as_unknown() const { return *payload_.unknown; }
  /// Why there is no value; null unless the evaluation of it failed.
  const Failure* failure() const { return kind_ == ValueKind::unknown ? payload_.unknown->failure : nullptr; }

  /// A member of an object: exact name first, else without case; null when absent or not an object.
  const Field* find_field(std::string_view name) const;
  const Value* find(std::string_view name) const;

  /// Derived from a secure parameter, list*(), a Key Vault reference: never printed.
  bool is_secret() const { return secret_; }
  Value& mark_secret(bool secret = true) { secret_ = secret; return *this; }

  /// Where the value came from; null for values that no source holds.
  const Origin* origin() const { return origin_; }
  Value& set_origin(const Origin* origin) { origin_ = origin; return *this; }

 private:
  ValueKind kind_ = ValueKind::null;
  bool secret_ = false;
  std::uint32_t size_ = 0;
  union {
    std::int64_t integer = 0;
    double number;
    const char* chars;
    const Value* items;
    const Field* fields;
    const Unknown* unknown;
  } payload_;
  const Origin* origin_ = nullptr;
};
static_assert(sizeof(Value) == 24);

struct Field {
  std::string_view name;
  Location name_location;
  Value value;
};

/// Equality of the template language: deep, strings exactly, object order ignored, 1 and 1.0 differ as in Json.NET.
/// Unknown when an unknown part decides. Reads at most `budget` nodes (then unknown), when given.
Tri deep_equal(const Value& a, const Value& b, std::uint64_t* budget = nullptr);

/// A number for an unknown's identity from a text (FNV-1a; never 0).
std::uint64_t identity_of(std::string_view text);

inline std::span<const Value> Value::items() const {
  return kind_ == ValueKind::array ? std::span<const Value>(payload_.items, size_) : std::span<const Value>();
}
inline std::span<const Field> Value::fields() const {
  return kind_ == ValueKind::object ? std::span<const Field>(payload_.fields, size_) : std::span<const Field>();
}

}  // namespace fleetlint::eval
