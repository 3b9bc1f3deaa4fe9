#pragma once
// How two evaluations of the same thing may differ when one knows less than the other.
#include <string>

#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::eval::test {

/// What a value must not be, given what is known of it; empty when it may be that. `may_say_more`: where all is known the
/// value may be unknown (what a deployment gives that is then not made).
inline std::string contradiction(const Value& less_known, const Value& known, const std::string& path, bool may_say_more = false) {
  if (less_known.is_unknown()) {
    const auto& u = less_known.as_unknown();
    if (u.failure || known.is_unknown()) return {};
    if (!u.kinds.may_be(known.kind())) return path + ": kind";
    if (known.is_string() && (!known.as_string().starts_with(u.prefix) || !known.as_string().ends_with(u.suffix))) return path + ": ends";
    if (known.is_integer() && ((u.min_value && known.as_integer() < *u.min_value) || (u.max_value && known.as_integer() > *u.max_value))) return path + ": range";
    if (known.is_array() && ((u.min_length && static_cast<std::int64_t>(known.items().size()) < *u.min_length) ||
                             (u.max_length && static_cast<std::int64_t>(known.items().size()) > *u.max_length))) return path + ": length";
    if (known.is_array() && u.items)
      for (const auto& item : known.items())
        if (auto wrong = contradiction(*u.items, item, path + "[each]", may_say_more); !wrong.empty()) return wrong;
    if (!u.one_of.empty()) {
      for (const auto& choice : u.one_of)
        if (deep_equal(choice, known) != Tri::no) return {};
      return path + ": one of";
    }
    return {};
  }
  if (known.is_unknown()) return may_say_more ? std::string() : path + ": knows more";
  if (less_known.kind() != known.kind()) return path + ": kind of a known value";
  if (known.is_array()) {
    if (less_known.items().size() != known.items().size()) return path + ": number of items";
    for (std::size_t i = 0; i < known.items().size(); ++i)
      if (auto wrong = contradiction(less_known.items()[i], known.items()[i], path + "[" + std::to_string(i) + "]", may_say_more); !wrong.empty()) return wrong;
    return {};
  }
  if (known.is_object()) {
    if (less_known.fields().size() != known.fields().size()) return path + ": members";
    for (const auto& field : less_known.fields()) {
      const auto* other = known.find(field.name);
      if (!other) return path + "." + std::string(field.name) + ": not there";
      if (auto wrong = contradiction(field.value, *other, path + "." + std::string(field.name), may_say_more); !wrong.empty()) return wrong;
    }
    return {};
  }
  return deep_equal(less_known, known) == Tri::yes ? std::string() : path + ": " + to_json(less_known) + " is not " + to_json(known);
}

}  // namespace fleetlint::eval::test
