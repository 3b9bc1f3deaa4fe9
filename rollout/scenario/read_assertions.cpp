// What is asked of the run.
#include <fmt/format.h>

#include <cmath>

#include "scenario/fields.h"

namespace fleetlint::rollout {
namespace {

using Type = Assertion::Type;
using Scope = Assertion::Scope;

bool read_subject(ReadContext& context, Fields& f, Assertion& out) {
  std::string name;
  if (f.text("set", name)) {
    const auto found = context.refer(Reference::set, f.find("set"));
    if (!found) return false;
    out.scope = Scope::set;
    out.set = *found;
  } else if (f.find("scope") != nullptr) {
    if (!f.word<Scope>("scope", {{"set", Scope::set}, {"region", Scope::region}, {"fleet", Scope::fleet}}, out.scope)) return false;
    out.each = true;
  }
  return true;
}

bool read_groups(ReadContext& context, Fields& f, Assertion& out) {
  const YamlNode* groups = f.require("groups");
  if (groups == nullptr) return false;
  if (groups->kind == YamlNode::Kind::scalar) {
    out.region_pairs = groups->text == "regionPairs";
    out.zones_of_region = groups->text == "zonesOfRegion";
    if (out.region_pairs || out.zones_of_region) return true;
    static constexpr std::string_view names[] = {"regionPairs", "zonesOfRegion"};
    f.not_allowed(groups, "groups", groups->text, names);
    return false;
  }
  for (const YamlNode* group : f.list("groups")) {
    auto& members = out.groups.emplace_back();
    if (group->kind != YamlNode::Kind::sequence) {
      f.wrong_type(group, "groups", "a list of lists of sets");
      return false;
    }
    for (const YamlNode* item : group->items) {
      const auto found = context.refer(Reference::set, item);
      if (!found) return false;
      members.push_back(*found);
    }
  }
  return true;
}

bool read_percentile(ReadContext& context, Fields& f, Assertion& out) {
  double value = 0;
  if (f.require("percentile") == nullptr || !f.number("percentile", 0, 100, value)) return false;
  out.percentile = static_cast<int>(std::lround(value * 100));  // hundredths of a percent
  out.percentile_text = f.find("percentile")->text;
  (void)context;
  return f.require("atMost") != nullptr && f.duration("atMost", out.at_most_time);
}

void bound(Fields& f, const char* key, std::optional<std::int64_t>& out, std::int64_t most = 1'000'000'000) {
  std::int64_t value = 0;
  if (f.integer(key, 0, most, value)) out = value;
}

/// The same number as JSON writes it: without a plus, without further zeros in front, with a digit on each side of its point.
std::string json_number(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.front() == '+') text.remove_prefix(1);
  while (text.size() > 1 && text[0] == '0' && digit(text[1])) text.remove_prefix(1);
  std::string number(text);
  if (number.front() == '.') number.insert(0, 1, '0');
  if (const auto point = number.find('.'); point != std::string::npos && (point + 1 == number.size() || !digit(number[point + 1]))) number.insert(point + 1, 1, '0');
  return number;
}

/// A probability as text, which is the bound that reports give; false if there is none or it is wrong, which is told.
bool probability(Fields& f, const char* key, std::string& out) {
  Probability checked;
  if (!f.probability(key, checked)) return false;
  out = json_number(f.find(key)->text);
  return true;
}

void share(Fields& f, Assertion& out) {
  std::string text;
  if (probability(f, "probability", text)) out.with_probability = text;
}

bool read_body(ReadContext& context, Fields& f, Assertion& out) {
  switch (out.type) {
    case Type::min_serving:
      bound(f, "atLeast", out.at_least);
      share(f, out);
      return f.require("set") != nullptr && f.require("atLeast") != nullptr && read_subject(context, f, out);
    case Type::min_serving_percent:
      bound(f, "atLeast", out.at_least, 100);
      f.integer("minCapacity", 0, most_instances, out.min_capacity);
      {
        std::string_view kind;
        if (f.word<std::string_view>("kind", {{"os", "os"}, {"model", "model"}, {"ext", "ext"}}, kind)) out.kind = kind;
      }
      share(f, out);
      return f.require("atLeast") != nullptr && read_subject(context, f, out);
    case Type::completed_within:
      return f.require("set") != nullptr && f.require("duration") != nullptr && f.duration("duration", out.duration) && read_subject(context, f, out);
    case Type::completion_percentile: return read_percentile(context, f, out) && read_subject(context, f, out);
    case Type::old_image_at_end:
    case Type::max_failed_instances:
      bound(f, "atMost", out.at_most);
      return f.require("set") != nullptr && f.require("atMost") != nullptr && read_subject(context, f, out);
    case Type::probability: {
      std::string_view of;
      if (f.require("of") == nullptr || !f.word<std::string_view>("of", {{"completed", "completed"}, {"stoppedEarly", "stoppedEarly"}, {"anyRollback", "anyRollback"}}, of)) return false;
      out.of = of;
      probability(f, "atLeast", out.at_least_text);
      probability(f, "atMost", out.at_most_text);
      if (out.at_least_text.empty() && out.at_most_text.empty()) {
        context.error("FL0408", f.location(), fmt::format("`{}` needs `atLeast` or `atMost`", f.name()));
        return false;
      }
      return read_subject(context, f, out);
    }
    case Type::never_concurrent: return read_groups(context, f, out);
    case Type::max_out_of_service:
      bound(f, "atMost", out.at_most);
      bound(f, "atMostPercent", out.at_most_percent, 100);
      if (!out.at_most && !out.at_most_percent) {
        context.error("FL0408", f.location(), fmt::format("`{}` needs `atMost` or `atMostPercent`", f.name()));
        return false;
      }
      return read_subject(context, f, out);
    case Type::no_operation_faulted: return read_subject(context, f, out);
  }
  return false;
}

}  // namespace

void read_assertions(ReadContext& context, const YamlNode* node) {
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::sequence) {
    context.error("FL0404", node->location, "`assertions` must be a list");
    return;
  }
  static constexpr Word<Type> types[] = {
      {"minServing", Type::min_serving}, {"minServingPercent", Type::min_serving_percent}, {"completedWithin", Type::completed_within},
      {"completionPercentile", Type::completion_percentile}, {"oldImageAtEnd", Type::old_image_at_end}, {"maxFailedInstances", Type::max_failed_instances},
      {"probability", Type::probability}, {"neverConcurrent", Type::never_concurrent}, {"maxOutOfService", Type::max_out_of_service},
      {"noOperationFaulted", Type::no_operation_faulted}};
  for (std::size_t i = 0; i < node->items.size() && !context.full(); ++i) {
    Fields f(context, node->items[i], fmt::format("assertions[{}]", i),
             {"id", "severity", "variants", "minServing", "minServingPercent", "completedWithin", "completionPercentile", "oldImageAtEnd",
              "maxFailedInstances", "probability", "neverConcurrent", "maxOutOfService", "noOperationFaulted"});
    Assertion assertion;
    assertion.location = node->items[i]->location;
    if (!f.is_mapping() || f.require("id") == nullptr || !f.text("id", assertion.id)) continue;
    f.word<bool>("severity", {{"error", false}, {"warning", true}}, assertion.warning);
    if (f.texts("variants", assertion.variants)) {
      const std::vector<std::string_view> known(context.scenario.variant_names.begin(), context.scenario.variant_names.end());
      for (const auto& name : assertion.variants) {
        if (name == "base" || std::find(known.begin(), known.end(), name) != known.end()) continue;
        const auto near = nearest_name(name, known);
        context.error("FL0407", f.find("variants")->location, fmt::format("variant `{}` does not exist", name),
                      !near.empty() ? fmt::format("did you mean `{}`?", near) : known.empty() ? "the scenario has no `variants`" : "variants: " + quoted_list(known));
      }
    }
    const YamlNode* body = nullptr;
    int bodies = 0;
    for (const auto& type : types) {
      if (const YamlNode* value = f.find(type.text)) {
        ++bodies;
        body = value;
        assertion.type = type.value;
      }
    }
    if (bodies == 0 && f.has_unknown_keys()) continue;  // that is told: it may be the misspelt question
    if (bodies != 1) {
      context.error("FL0408", f.location(), fmt::format("assertion `{}` needs exactly one question, such as `minServing`", assertion.id));
      continue;
    }
    Fields b(context, body, "assertion " + assertion.id,
             {"set", "scope", "atLeast", "atMost", "atMostPercent", "minCapacity", "kind", "duration", "percentile", "of", "groups", "probability"});
    if (b.is_mapping() && read_body(context, b, assertion)) context.scenario.assertions.push_back(std::move(assertion));
  }
}

}  // namespace fleetlint::rollout
