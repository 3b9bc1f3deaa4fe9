#pragma once
// Values from and to JSON.
#include <optional>
#include <string>
#include <string_view>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

/// A value from literal JSON; strings are taken as they are, expressions by their text. Texts stay in the node's template.
Value value_from_node(const arm::Node& node, Arena& arena);

/// As value_from_node; an object whose only member is `$unknown` becomes an unknown with these facts (type, prefix,
/// suffix, minLength, maxLength, minValue, maxValue, oneOf, regex, items, nullable, secret, runtime). `identity` is the
/// expression that gives the whole value (`parameters('x')`): unknown parts get derived identities and expressions.
Value value_with_unknowns(const arm::Node& node, std::string_view identity, Arena& arena);

struct JsonOptions {
  int indent = 0;                  ///< 0: one line without blanks
  bool redact = true;              ///< secret values print as "[redacted]", never their text
  NamesOnTheWay way;               ///< the names that the value stands under: they may tell that it is secret
  bool escape_non_ascii = false;
  std::size_t expression_bytes = 4096;  ///< of the text of each unknown value
  std::size_t max_bytes = std::size_t{64} << 20;  ///< printing stops (shared parts can print exponentially large)
};
/// Unknown values print as `{"$unknown": {type, reason, facts…, "expression": text}}`. False when max_bytes was reached
/// (the text is then cut).
bool append_json(std::string& out, const Value& value, const JsonOptions& options = {});
std::string to_json(const Value& value, const JsonOptions& options = {});
/// The facts object alone: `{"type": "string", "prefix": "x"}`; `reason` and `expression` are left out when `brief`.
bool append_facts(std::string& out, const Unknown& unknown, const JsonOptions& options = {}, bool brief = false, bool secret = false);
/// What is certain about a value that is known in part only (an array of known length with unknown items); empty when it
/// is known through and through, or unknown as a whole.
std::optional<Unknown> summary_of_partial(const Value& value, Arena& arena);
/// A JSON string literal with quotes.
void append_json_string(std::string& out, std::string_view text, bool escape_non_ascii = false);

/// Canonical text of the expression that would give this value: known parts filled in, unknown ones as calls; cut after
/// `max_bytes`. Secrets are redacted.
std::string expression_text(const Value& value, std::size_t max_bytes = 24'576);

}  // namespace fleetlint::eval
