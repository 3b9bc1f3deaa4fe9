#include "fleetlint/evaluator/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "unknown/facts.h"

namespace fleetlint::eval {

std::string_view to_string(UnknownReason reason) {
  constexpr std::array<std::string_view, 12> words = {"missing-parameter", "runtime", "context", "clock", "random", "secret",
                                                      "external", "provider", "loop", "limit", "error", "derived"};
  return words[static_cast<std::size_t>(reason)];
}

namespace {
constexpr std::array<std::string_view, 24> kind_words = {
    "arg-count",       "arg-type",         "arg-value",  "out-of-range", "bad-format",        "overflow",
    "divide-by-zero",  "index-out-of-bounds", "missing-property", "not-found", "segment-mismatch", "not-allowed-here",
    "user-fail",       "syntax",           "unknown-function", "type-mismatch", "constraint",  "not-allowed-value",
    "missing-parameter", "extra-parameter", "unknown-member", "limit-exceeded", "circular",    "duplicate-resource"};
constexpr std::array<std::string_view, 24> kind_codes = {
    "FL0201", "FL0202", "FL0203", "FL0204", "FL0205", "FL0206", "FL0207", "FL0208", "FL0209", "FL0210", "FL0211", "FL0212",
    "FL0213", "FL0214", "FL0215", "FL0216", "FL0217", "FL0218", "FL0219", "FL0220", "FL0221", "FL0222", "FL0223", "FL0224"};
}  // namespace

std::string_view to_string(ErrorKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::string_view finding_code(ErrorKind kind) { return kind_codes[static_cast<std::size_t>(kind)]; }
std::optional<ErrorKind> error_kind(std::string_view code) {
  const auto at = std::find(kind_codes.begin(), kind_codes.end(), code);
  if (at == kind_codes.end()) return std::nullopt;
  return static_cast<ErrorKind>(at - kind_codes.begin());
}

const Field* Value::find_field(std::string_view name) const {
  const auto all = fields();
  for (const Field& field : all)
    if (field.name == name) return &field;
  for (const Field& field : all)
    if (equals_ignoring_case(field.name, name)) return &field;
  return nullptr;
}
const Value* Value::find(std::string_view name) const {
  const Field* field = find_field(name);
  return field ? &field->value : nullptr;
}

std::uint64_t identity_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash ? hash : 1;
}

namespace {

/// Compares with a budget of nodes, so that values with shared parts cannot take exponential time.
class Comparison {
 public:
  explicit Comparison(std::uint64_t* budget) : budget_(budget ? budget : &own_) {}

  Tri equal(const Value& a, const Value& b) {
    if (*budget_ == 0) return Tri::unknown;
    --*budget_;
    if (a.is_unknown() || b.is_unknown()) return with_unknown(a, b);
    if (a.kind() != b.kind()) return Tri::no;
    switch (a.kind()) {
      case ValueKind::null: return Tri::yes;
      case ValueKind::boolean: return tri(a.as_boolean() == b.as_boolean());
      case ValueKind::integer: return tri(a.as_integer() == b.as_integer());
      case ValueKind::number: return tri(a.as_number() == b.as_number());
      case ValueKind::string: return tri(a.as_string() == b.as_string());
      case ValueKind::array: return arrays(a.items(), b.items());
      case ValueKind::object: return objects(a.fields(), b.fields());
      case ValueKind::unknown: break;
    }
    return Tri::unknown;
  }

 private:
  Tri arrays(std::span<const Value> a, std::span<const Value> b) {
    if (a.size() != b.size()) return Tri::no;
    if (a.data() == b.data()) return Tri::yes;
    Tri result = Tri::yes;
    for (std::size_t i = 0; i < a.size() && result != Tri::no; ++i) result = result && equal(a[i], b[i]);
    return result;
  }

  static std::vector<const Field*> sorted(std::span<const Field> fields) {
    std::vector<const Field*> all;
    all.reserve(fields.size());
    for (const Field& field : fields) all.push_back(&field);
    std::sort(all.begin(), all.end(), [](const Field* x, const Field* y) { return x->name < y->name; });
    return all;
  }

  Tri objects(std::span<const Field> a, std::span<const Field> b) {
    if (a.size() != b.size()) return Tri::no;
    if (a.data() == b.data()) return Tri::yes;
    Tri result = Tri::yes;
    if (a.size() <= 16) {
      for (const Field& field : a) {
        const auto hit = std::find_if(b.begin(), b.end(), [&](const Field& other) { return other.name == field.name; });
        if (hit == b.end()) return Tri::no;
        result = result && equal(field.value, hit->value);
        if (result == Tri::no) return result;
      }
      return result;
    }
    const auto x = sorted(a), y = sorted(b);
    for (std::size_t i = 0; i < x.size(); ++i)
      if (x[i]->name != y[i]->name) return Tri::no;
    for (std::size_t i = 0; i < x.size() && result != Tri::no; ++i) result = result && equal(x[i]->value, y[i]->value);
    return result;
  }

  static bool apart(Interval a, Interval b) { return a.max < b.min || b.max < a.min; }
  static bool ends_clash(std::string_view a, std::string_view b, bool prefix) {
    const std::size_t n = std::min(a.size(), b.size());
    return prefix ? a.substr(0, n) != b.substr(0, n) : a.substr(a.size() - n) != b.substr(b.size() - n);
  }

  /// Every one of the finite choices differs from the other side.
  Tri choices(std::span<const Value> choices, const Value& other) {
    bool all_no = true, all_yes = true;
    for (const Value& choice : choices) {
      const Tri one = equal(choice, other);
      all_no &= one == Tri::no;
      all_yes &= one == Tri::yes;
    }
    return all_no ? Tri::no : all_yes ? Tri::yes : Tri::unknown;
  }

  Tri with_unknown(const Value& a, const Value& b) {
    if (a.failure() || b.failure()) return Tri::unknown;
    const KindSet common{static_cast<std::uint8_t>(kinds_of(a).bits & kinds_of(b).bits)};
    if (common.bits == 0) return Tri::no;
    if (a.is_unknown() && b.is_unknown() && a.as_unknown().identity != 0 && a.as_unknown().identity == b.as_unknown().identity)
      return Tri::yes;
    if (a.is_unknown() && !a.as_unknown().one_of.empty()) {
      if (const Tri decided = choices(a.as_unknown().one_of, b); decided != Tri::unknown) return decided;
    } else if (b.is_unknown() && !b.as_unknown().one_of.empty()) {
      if (const Tri decided = choices(b.as_unknown().one_of, a); decided != Tri::unknown) return decided;
    }
    if (common.only(ValueKind::integer)) return apart(integers_of(a), integers_of(b)) ? Tri::no : Tri::unknown;
    if (common.only(ValueKind::string)) {
      const bool clash = apart(length_of(a), length_of(b)) || ends_clash(prefix_of(a), prefix_of(b), true) ||
                         ends_clash(suffix_of(a), suffix_of(b), false);
      return clash ? Tri::no : Tri::unknown;
    }
    if (common.only(ValueKind::array)) {
      if (apart(length_of(a), length_of(b))) return Tri::no;
      const auto x = head_of(a), y = head_of(b);
      for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
        if (equal(x[i], y[i]) == Tri::no) return Tri::no;
      return Tri::unknown;
    }
    if (common.only(ValueKind::object)) {
      if (apart(length_of(a), length_of(b))) return Tri::no;
      const Value& partial = a.is_unknown() ? a : b;
      const Value& other = a.is_unknown() ? b : a;
      const auto certain = other.is_unknown() ? other.as_unknown().members : other.fields();
      for (const Field& field : partial.as_unknown().members) {
        // The spelling of a member that an unknown object may have had before is not certain.
        const auto hit = std::find_if(certain.begin(), certain.end(), [&](const Field& f) { return equals_ignoring_case(f.name, field.name); });
        if (hit == certain.end() ? other.is_known() : equal(field.value, hit->value) == Tri::no) return Tri::no;
      }
    }
    return Tri::unknown;
  }

  std::uint64_t own_ = 10'000'000;
  std::uint64_t* budget_;
};

}  // namespace

Tri deep_equal(const Value& a, const Value& b, std::uint64_t* budget) { return Comparison(budget).equal(a, b); }

}  // namespace fleetlint::eval
