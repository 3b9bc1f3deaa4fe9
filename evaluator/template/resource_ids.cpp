#include "template/resource_ids.h"

#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

/// `{0}/{1}/{2}` and so on: how the Bicep compiler writes names with a parent.
bool is_segment_pattern(std::string_view pattern, std::size_t count) {
  std::string expected;
  for (std::size_t i = 0; i < count; ++i) expected += fmt::format("{}{{{}}}", i ? "/" : "", i);
  return pattern == expected;
}

/// The segments of a known text, or the text alone.
void append_segments(std::vector<Value>& segments, const Value& value, ExpressionEvaluator& evaluator) {
  const auto parts = name_segments(value, evaluator);
  segments.insert(segments.end(), parts.begin(), parts.end());
}

}  // namespace

std::size_t count_slashes(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '/')); }

Value join_texts(std::span<const Value> parts, std::string_view function, std::span<const Value> arguments, ExpressionEvaluator& evaluator) {
  std::string text;
  bool known = true, secret = false;
  for (const auto& part : parts) {
    if (part.failure()) return part;
    known = known && part.is_string();
    secret = secret || part.is_secret();
    if (known) text += part.as_string();
  }
  if (known) return Value::string(evaluator.arena().copy(std::string_view(text))).mark_secret(secret);
  Unknown facts;
  facts.kinds = KindSet::of(ValueKind::string);
  facts.function = function;
  std::uint64_t identity = identity_of(function);
  std::optional<UnknownReason> reason;
  for (const auto& argument : arguments) {
    const auto own = identity ? identity_of(argument) : 0;
    identity = own ? mix_identity(identity, own) : 0;
    if (const auto* unknown = first_unknown(argument)) {
      reason = !reason || *reason == unknown->reason ? unknown->reason : UnknownReason::derived;
      facts.changes_every_deployment = facts.changes_every_deployment || unknown->changes_every_deployment;
    }
  }
  for (const auto& part : parts)
    if (!reason && part.is_unknown()) reason = part.as_unknown().reason;
  facts.reason = reason.value_or(UnknownReason::derived);
  facts.identity = identity;
  facts.arguments = evaluator.arena().copy(arguments);
  for (const auto& part : parts) {
    if (part.is_string()) continue;
    text += prefix_of(part);
    break;
  }
  std::string suffix;
  for (auto i = parts.size(); i-- > 0;) {
    suffix.insert(0, suffix_of(parts[i]));
    if (!parts[i].is_string()) break;
  }
  facts.prefix = evaluator.arena().copy(std::string_view(text));
  facts.suffix = evaluator.arena().copy(std::string_view(suffix));
  return evaluator.unknown(facts, secret);
}

std::vector<Value> name_segments(const Value& name, ExpressionEvaluator& evaluator) {
  std::vector<Value> segments;
  if (name.is_string()) {
    auto rest = name.as_string();
    for (auto slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
      segments.push_back(Value::string(rest.substr(0, slash)));
      rest.remove_prefix(slash + 1);
    }
    segments.push_back(Value::string(rest));
    return segments;
  }
  if (name.is_unknown()) {
    const auto& unknown = name.as_unknown();
    if (equals_ignoring_case(unknown.function, "format") && unknown.arguments.size() > 1 && unknown.arguments[0].is_string() &&
        is_segment_pattern(unknown.arguments[0].as_string(), unknown.arguments.size() - 1)) {
      for (const auto& argument : unknown.arguments.subspan(1)) append_segments(segments, argument, evaluator);
      return segments;
    }
    if (equals_ignoring_case(unknown.function, "concat")) {
      // Only where every `/` stands alone can the parts between be told apart.
      bool expects_slash = false, fits = unknown.arguments.size() % 2 == 1;
      for (const auto& argument : unknown.arguments) {
        const bool slash = argument.is_string() && argument.as_string() == "/";
        fits = fits && slash == expects_slash;
        expects_slash = !expects_slash;
      }
      for (std::size_t i = 0; fits && i < unknown.arguments.size(); i += 2) append_segments(segments, unknown.arguments[i], evaluator);
      if (fits) return segments;
    }
  }
  segments.push_back(name);
  return segments;
}

Value resource_id(const Value& base, std::string_view type, const Value& name, std::span<const Value> segments, ScopeKind scope,
                  ExpressionEvaluator& evaluator) {
  if (equals_ignoring_case(type, "Microsoft.Resources/resourceGroups") && scope == ScopeKind::subscription) {
    const Value parts[] = {base, Value::string("/resourceGroups/"), name};
    const Value arguments[] = {Value::string("Microsoft.Resources/resourceGroups"), name};
    return join_texts(parts, "subscriptionResourceId", arguments, evaluator);
  }
  const bool at_tenant = equals_ignoring_case(type, "Microsoft.Management/managementGroups");
  std::vector<Value> parts{at_tenant ? Value::string("") : base};
  std::vector<Value> arguments{Value::string(type)};
  arguments.insert(arguments.end(), segments.begin(), segments.end());
  auto rest = type;
  const auto provider = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(rest.size(), provider.size() + 1));
  auto& arena = evaluator.arena();
  parts.push_back(Value::string(arena.copy(std::string_view(fmt::format("/providers/{}", provider)))));
  const bool fits = count_slashes(type) == segments.size();
  for (std::size_t i = 0; !rest.empty(); ++i) {
    const auto word = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    parts.push_back(Value::string(arena.copy(std::string_view(fmt::format("/{}/", word)))));
    if (fits) {
      parts.push_back(segments[i]);
    } else {  // which segment is which cannot be told
      parts.push_back(name);
      if (!name.is_unknown()) {
        Unknown facts;
        facts.kinds = KindSet::of(ValueKind::string);
        parts.back() = evaluator.unknown(facts);
      }
      break;
    }
  }
  return join_texts(parts, "resourceId", arguments, evaluator);
}

std::string canonical_id(std::string_view id) {
  constexpr std::string_view long_form = "/providers/microsoft.resources/resourcegroups/";
  std::string result(id);
  if (id.size() < long_form.size()) return result;
  for (std::size_t at = 0; at + long_form.size() <= id.size(); ++at)
    if (id[at] == '/' && equals_ignoring_case(id.substr(at, long_form.size()), long_form)) {
      result.replace(at, long_form.size(), "/resourceGroups/");
      break;
    }
  return result;
}

}  // namespace fleetlint::eval
