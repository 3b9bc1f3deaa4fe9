// Whatever the evaluator says about an expression with unknown parameters must hold for every value they can have:
// random expressions are evaluated with known parameters and again with some of them replaced by unknowns whose facts
// the known value satisfies.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "expression_support.h"
#include "fleetlint/base/unicode.h"

namespace fleetlint::eval::test {
namespace {

// --- what a value admits -------------------------------------------------------------------------------------------

KindSet kind_of(const Value& v) { return KindSet::of(v.kind()); }

std::int64_t length(const Value& v) {
  return static_cast<std::int64_t>(v.is_string() ? utf16_length(v.as_string()) : v.is_array() ? v.items().size() : v.fields().size());
}

/// Why `said` excludes the value `is`; empty when it does not.
std::string excludes(const Value& said, const Value& is) {
  if (said.is_known()) {
    if (said.kind() != is.kind()) return "kind";
    if (said.is_array()) {
      if (said.items().size() != is.items().size()) return "array length";
      for (std::size_t i = 0; i < is.items().size(); ++i)
        if (auto why = excludes(said.items()[i], is.items()[i]); !why.empty()) return "[" + std::to_string(i) + "]." + why;
      return {};
    }
    if (said.is_object()) {
      if (said.fields().size() != is.fields().size()) return "object size";
      for (const Field& field : said.fields()) {
        const Value* other = is.find(field.name);
        if (!other) return "member " + std::string(field.name);
        if (auto why = excludes(field.value, *other); !why.empty()) return std::string(field.name) + "." + why;
      }
      return {};
    }
    return deep_equal(said, is) == Tri::yes ? "" : "known value";
  }
  const Unknown& u = said.as_unknown();
  if (u.failure) return "certain failure";
  if (!(u.kinds.bits & kind_of(is).bits)) return "kinds";
  if (!u.one_of.empty() && std::none_of(u.one_of.begin(), u.one_of.end(), [&](const Value& c) { return excludes(c, is).empty(); })) return "oneOf";
  if (is.is_integer() && u.min_value && is.as_integer() < *u.min_value) return "minValue";
  if (is.is_integer() && u.max_value && is.as_integer() > *u.max_value) return "maxValue";
  if (is.is_string() || is.is_array() || is.is_object()) {
    if (u.min_length && length(is) < *u.min_length) return "minLength";
    if (u.max_length && length(is) > *u.max_length) return "maxLength";
  }
  if (is.is_string()) {
    if (!is.as_string().starts_with(u.prefix)) return "prefix";
    if (!is.as_string().ends_with(u.suffix)) return "suffix";
  }
  if (is.is_array()) {
    const auto items = is.items();
    if (u.head.size() > items.size() || u.tail.size() > items.size()) return "ends";
    for (std::size_t i = 0; i < u.head.size(); ++i)
      if (auto why = excludes(u.head[i], items[i]); !why.empty()) return "head." + why;
    for (std::size_t i = 0; i < u.tail.size(); ++i)
      if (auto why = excludes(u.tail[i], items[items.size() - u.tail.size() + i]); !why.empty()) return "tail." + why;
    for (const Value& item : u.included)
      if (std::none_of(items.begin(), items.end(), [&](const Value& x) { return excludes(item, x).empty(); })) return "included";
    if (u.items)
      for (const Value& item : items)
        if (auto why = excludes(*u.items, item); !why.empty()) return "items." + why;
  }
  if (is.is_object())
    for (const Field& field : u.members) {
      const Value* other = is.find(field.name);
      if (!other) return "member " + std::string(field.name);
      if (auto why = excludes(field.value, *other); !why.empty()) return std::string(field.name) + "." + why;
    }
  return {};
}

// --- random expressions --------------------------------------------------------------------------------------------

enum class Type { string, integer, boolean, array, object };
constexpr Type all_types[] = {Type::string, Type::integer, Type::boolean, Type::array, Type::object};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  template <std::size_t n>
  const char* pick(const char* const (&choices)[n]) { return choices[below(static_cast<int>(n))]; }
  Type any_type() { return all_types[below(5)]; }

  std::string text() {
    const char* const pieces[] = {"a", "b", "ab", "Abc", "-", "x1", "", " ", "é", "a,b", "1", "true"};
    std::string out = pick(pieces);
    if (below(3) == 0) out += pick(pieces);
    return out;
  }

  /// The literal of a value as an expression, and as JSON for parameters.
  std::string literal(Type type) {
    switch (type) {
      case Type::string: return "'" + text() + "'";
      case Type::integer: return std::to_string(below(12) - 3);
      case Type::boolean: return below(2) ? "true()" : "false()";
      case Type::array: return below(3) ? "createArray(" + literal(Type::string) + ", " + literal(Type::integer) + ")" : "createArray('a', 'b')";
      case Type::object: return "createObject('a', " + literal(any_scalar()) + ", 'k', " + literal(any_scalar()) + ")";
    }
    return "null()";
  }
  Type any_scalar() { return all_types[below(3)]; }

  std::string expression(Type type, int depth) {
    if (depth <= 0 || below(6) == 0) return leaf(type);
    switch (type) {
      case Type::string: return string_expression(depth - 1);
      case Type::integer: return integer_expression(depth - 1);
      case Type::boolean: return boolean_expression(depth - 1);
      case Type::array: return array_expression(depth - 1);
      case Type::object: return object_expression(depth - 1);
    }
    return "null()";
  }

  /// Parameters: two of each scalar type, one array of strings, one object.
  std::string leaf(Type type) {
    if (!lambda_.empty() && below(3) == 0 && type == Type::string) return "lambdaVariables('" + lambda_ + "')";
    if (below(3) == 0) return literal(type);
    const char* const names[] = {"s", "i", "b", "a", "o"};
    std::string name = names[static_cast<int>(type)];
    if (type == Type::string || type == Type::integer) name += below(2) ? "1" : "2";
    return "parameters('" + name + "')";
  }

 private:
  std::string s(int d) { return expression(Type::string, d); }
  std::string i(int d) { return expression(Type::integer, d); }
  std::string b(int d) { return expression(Type::boolean, d); }
  std::string a(int d) { return expression(Type::array, d); }
  std::string o(int d) { return expression(Type::object, d); }
  std::string x(int d) { return expression(any_type(), d); }

  std::string with_lambda(const std::string& name, Type body, int d) {
    const std::string outer = lambda_;
    lambda_ = name;
    const std::string result = "lambda('" + name + "', " + expression(body, d) + ")";
    lambda_ = outer;
    return result;
  }

  std::string string_expression(int d) {
    switch (below(27)) {
      case 0: return "concat(" + s(d) + ", " + s(d) + ")";
      case 1: return "concat(" + s(d) + ", " + i(d) + ", " + b(d) + ")";
      case 2: return "format('<{0}-{1}>', " + x(d) + ", " + s(d) + ")";
      case 3: return "toLower(" + s(d) + ")";
      case 4: return "toUpper(" + s(d) + ")";
      case 5: return "trim(" + s(d) + ")";
      case 6: return "substring(" + s(d) + ", " + i(d) + ")";
      case 7: return "substring(" + s(d) + ", " + i(d) + ", " + i(d) + ")";
      case 8: return "take(" + s(d) + ", " + i(d) + ")";
      case 9: return "skip(" + s(d) + ", " + i(d) + ")";
      case 10: return "replace(" + s(d) + ", " + s(d) + ", " + s(d) + ")";
      case 11: return "padLeft(" + s(d) + ", " + i(d) + ", '0')";
      case 12: return "padLeft(" + i(d) + ", " + i(d) + ")";
      case 13: return "if(" + b(d) + ", " + s(d) + ", " + s(d) + ")";
      case 14: return "join(" + a(d) + ", " + s(d) + ")";
      case 15: return "string(" + x(d) + ")";
      case 16: return "uniqueString(" + s(d) + ")";
      case 17: return "base64(" + s(d) + ")";
      case 18: return "uriComponent(" + s(d) + ")";
      case 19: return "first(" + s(d) + ")";
      case 20: return "last(" + s(d) + ")";
      case 21: return "coalesce(tryGet(" + o(d) + ", " + s(d) + "), " + s(d) + ")";
      case 22: return "base64ToString(base64(" + s(d) + "))";
      case 23: return "dataUri(" + x(d) + ")";
      case 24: return "uriComponentToString(" + s(d) + ")";
      case 25: return "format(" + s(d) + ", " + s(d) + ")";
      default: return "split(" + s(d) + ", ',')[" + std::to_string(below(2)) + "]";
    }
  }
  std::string integer_expression(int d) {
    switch (below(15)) {
      case 0: return "add(" + i(d) + ", " + i(d) + ")";
      case 1: return "sub(" + i(d) + ", " + i(d) + ")";
      case 2: return "mul(" + i(d) + ", " + i(d) + ")";
      case 3: return "div(" + i(d) + ", " + i(d) + ")";
      case 4: return "mod(" + i(d) + ", " + i(d) + ")";
      case 5: return "min(" + i(d) + ", " + i(d) + ")";
      case 6: return "max(" + i(d) + ", " + i(d) + ", " + i(d) + ")";
      case 7: return "length(" + expression(below(2) ? Type::string : below(2) ? Type::array : Type::object, d) + ")";
      case 8: return "indexOf(" + s(d) + ", " + s(d) + ")";
      case 9: return "lastIndexOf(" + s(d) + ", " + s(d) + ")";
      case 10: return "indexOf(" + a(d) + ", " + x(d) + ")";
      case 11: return "if(" + b(d) + ", " + i(d) + ", " + i(d) + ")";
      case 12: return "length(range(" + i(d) + ", " + i(d) + "))";
      case 13: return "lastIndexOf(" + a(d) + ", " + x(d) + ")";
      default: return "reduce(" + a(d) + ", " + i(d) + ", lambda('c', 'n', add(lambdaVariables('c'), 1)))";
    }
  }
  std::string boolean_expression(int d) {
    switch (below(14)) {
      case 0: return "equals(" + x(d) + ", " + x(d) + ")";
      case 1: return "equals(" + s(d) + ", " + s(d) + ")";
      case 2: return "less(" + i(d) + ", " + i(d) + ")";
      case 3: return "greaterOrEquals(" + i(d) + ", " + i(d) + ")";
      case 4: return "and(" + b(d) + ", " + b(d) + ")";
      case 5: return "or(" + b(d) + ", " + b(d) + ")";
      case 6: return "not(" + b(d) + ")";
      case 7: return "contains(" + s(d) + ", " + s(d) + ")";
      case 8: return "contains(" + a(d) + ", " + x(d) + ")";
      case 9: return "contains(" + o(d) + ", " + s(d) + ")";
      case 10: return "empty(" + expression(below(2) ? Type::string : below(2) ? Type::array : Type::object, d) + ")";
      case 11: return (below(2) ? "startsWith(" : "endsWith(") + s(d) + ", " + s(d) + ")";
      case 12: return "like(" + s(d) + ", concat(" + s(d) + ", '*'))";
      default: return "less(" + s(d) + ", " + s(d) + ")";
    }
  }
  std::string array_expression(int d) {
    switch (below(21)) {
      case 0: return "createArray(" + x(d) + ", " + x(d) + ")";
      case 1: return "concat(" + a(d) + ", " + a(d) + ")";
      case 2: return "union(" + a(d) + ", " + a(d) + ")";
      case 3: return "intersection(" + a(d) + ", " + a(d) + ")";
      case 4: return "take(" + a(d) + ", " + i(d) + ")";
      case 5: return "skip(" + a(d) + ", " + i(d) + ")";
      case 6: return "split(" + s(d) + ", " + s(d) + ")";
      case 7: return "split(" + s(d) + ", ',')";
      case 8: return "range(" + i(d) + ", " + i(d) + ")";
      case 9: return "map(" + a(d) + ", " + with_lambda("m", any_type(), d) + ")";
      case 10: return "map(split(" + s(d) + ", ','), " + with_lambda("n", Type::string, d) + ")";
      case 11: return "filter(" + a(d) + ", " + with_lambda("f", Type::boolean, d) + ")";
      case 12: return "sort(split(" + s(d) + ", ','), lambda('p', 'q', less(lambdaVariables('p'), lambdaVariables('q'))))";
      case 13: return "flatten(createArray(" + a(d) + ", " + a(d) + "))";
      case 14: return "distinct(" + a(d) + ")";
      case 15: return "items(" + o(d) + ")";
      case 16: return "objectKeys(" + o(d) + ")";
      case 17: return "if(" + b(d) + ", " + a(d) + ", " + a(d) + ")";
      case 18: return "array(" + x(d) + ")";
      case 19: return "filter(" + a(d) + ", lambda('f', 'j', less(lambdaVariables('j'), " + i(d) + ")))";
      default: return "createArray(tryIndexFromEnd(" + a(d) + ", " + i(d) + "), first(" + a(d) + "), last(" + a(d) + "))";
    }
  }
  std::string object_expression(int d) {
    switch (below(10)) {
      case 0: return "createObject('a', " + x(d) + ", 'z', " + x(d) + ")";
      case 1: return "createObject(" + s(d) + ", " + x(d) + ", 'z', " + x(d) + ")";
      case 2: return "union(" + o(d) + ", " + o(d) + ")";
      case 3: return "shallowMerge(createArray(" + o(d) + ", " + o(d) + "))";
      case 4: return "intersection(" + o(d) + ", " + o(d) + ")";
      case 5: return "mapValues(" + o(d) + ", " + with_lambda("v", any_type(), d) + ")";
      case 6: return "toObject(split(" + s(d) + ", ','), lambda('t', lambdaVariables('t')), " + with_lambda("t", any_type(), d) + ")";
      case 7: return "groupBy(split(" + s(d) + ", ','), lambda('g', toLower(lambdaVariables('g'))))";
      case 8: return "if(" + b(d) + ", " + o(d) + ", " + o(d) + ")";
      default: return "createObject('first', first(" + a(d) + "), 'got', tryGet(" + o(d) + ", " + s(d) + "))";
    }
  }

  std::mt19937_64 random_;
  std::string lambda_;
};

/// A parameter: its value as JSON, and facts that hold for it.
struct Parameter {
  std::string known, unknown;
};

Parameter make_parameter(Generator& g, Type type) {
  const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };
  switch (type) {
    case Type::string: {
      const std::string text = g.text();
      switch (g.below(5)) {
        case 0: return {quoted(text), R"({"$unknown": {"type": "string"}})"};
        case 1: return {quoted(text), R"({"$unknown": {"type": "string", "minLength": )" + std::to_string(utf16_length(text)) + R"(, "maxLength": 9}})"};
        case 2: return {quoted(text), R"({"$unknown": {"type": "string", "oneOf": [)" + quoted(text) + ", " + quoted(g.text()) + "]}}"};
        case 3: return {quoted("pre" + text), R"({"$unknown": {"type": "string", "prefix": "pre"}})"};
        default: return {quoted(text + "post"), R"({"$unknown": {"type": "string", "suffix": "post", "minLength": 4}})"};
      }
    }
    case Type::integer: {
      const int value = g.below(14) - 4;
      switch (g.below(3)) {
        case 0: return {std::to_string(value), R"({"$unknown": {"type": "int"}})"};
        case 1: return {std::to_string(value), R"({"$unknown": {"type": "int", "minValue": )" + std::to_string(value - g.below(3)) + R"(, "maxValue": )" + std::to_string(value + g.below(4)) + "}}"};
        default: return {std::to_string(value), R"({"$unknown": {"type": "int", "oneOf": [)" + std::to_string(value) + ", " + std::to_string(g.below(9)) + "]}}"};
      }
    }
    case Type::boolean: return {g.below(2) ? "true" : "false", R"({"$unknown": {"type": "bool"}})"};
    case Type::array: {
      const char* const values[] = {R"(["a", "b"])", "[]", R"(["x"])", R"([1, 2, 3])", R"(["a", 1, {"k": true}])"};
      const std::string value = g.pick(values);
      if (g.below(2) && value.find('"') != std::string::npos && value.find('1') == std::string::npos)
        return {value, R"({"$unknown": {"type": "array", "items": {"type": "string", "minLength": 1}, "maxLength": 4}})"};
      return {value, R"({"$unknown": {"type": "array"}})"};
    }
    case Type::object: {
      const char* const values[] = {R"({"a": 1})", "{}", R"({"k": "x", "z": [1]})", R"({"A": {"b": 1}})", R"({"first": null})"};
      return {g.pick(values), R"({"$unknown": {"type": "object"}})"};
    }
  }
  return {"null", "null"};
}

TEST(Soundness, UnknownParametersNeverContradictKnownOnes) {
#ifdef FLEETLINT_SANITIZED
  constexpr int cases = 3'000;
#else
  constexpr int cases = 20'000;
#endif
  int known_results = 0, decided = 0;
  for (int n = 0; n < cases && !::testing::Test::HasFailure(); ++n) {
    Generator g(static_cast<std::uint64_t>(n) * 7919 + 1);
    const std::string expression = "[" + g.expression(g.any_type(), 1 + g.below(4)) + "]";
    constexpr std::pair<const char*, Type> parameters[] = {{"s1", Type::string}, {"s2", Type::string}, {"i1", Type::integer}, {"i2", Type::integer}, {"b", Type::boolean}, {"a", Type::array}, {"o", Type::object}};
    std::string known = "{", unknown = "{";
    for (const auto& [name, type] : parameters) {
      const Parameter parameter = make_parameter(g, type);
      const std::string comma = known.size() > 1 ? ", " : "";
      known += comma + "\"" + name + "\": " + parameter.known;
      unknown += comma + "\"" + name + "\": " + (g.below(3) ? parameter.unknown : parameter.known);
    }
    known += "}", unknown += "}";
    Surrounding with_known, with_unknown;
    with_known.parameters = known, with_unknown.parameters = unknown;
    const Evaluated is(expression, with_known), said(expression, with_unknown);
    if (is.value.failure()) continue;  // there is no value that could be contradicted
    ASSERT_TRUE(is.value.is_known()) << expression << "\n" << known << "\n" << is.text();
    ++known_results;
    decided += said.value.is_known();
    const std::string why = excludes(said.value, is.value);
    EXPECT_EQ(why, "") << n << ": " << expression << "\nknown:   " << known << "\nunknown: " << unknown << "\nis:   " << is.text() << "\nsaid: " << said.text()
                       << (said.value.failure() ? std::string(said.value.failure()->message) : "");
  }
  // The generator must not drift into expressions that fail or say nothing.
  EXPECT_GT(known_results, cases / 3);
  EXPECT_GT(decided, cases / 20);
}

}  // namespace
}  // namespace fleetlint::eval::test
