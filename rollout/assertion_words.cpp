// People read "completes with a probability of at least 95 %", not 0.95.
#include "assertion_words.h"

#include <cstdlib>

#include <fmt/format.h>

#include "output/narrative.h"

namespace fleetlint::rollout {
namespace {

using Type = Assertion::Type;

/// "0.95" as "95 %", without digits that say nothing.
std::string percent_of(std::string_view probability) {
  std::string text = fmt::format("{:.4f}", 100 * std::strtod(std::string(probability).c_str(), nullptr));
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + " %";
}

/// Text in quotes without them, a duration in words.
std::string plain(const std::string& json) {
  if (json.size() < 2 || json.front() != '"') return json;
  std::string text = json.substr(1, json.size() - 2);
  if (const auto duration = parse_duration(text)) return format_span(*duration);
  return text;
}

std::string scope_of(const Scenario& s, const Assertion& a, const char* each) {
  if (a.set != all_sets) return s.sets[a.set].id;
  return a.scope == Assertion::Scope::fleet ? std::string("the fleet") : fmt::format("{} {}", each, a.scope == Assertion::Scope::region ? "region" : "set");
}

std::string of_kind(const Assertion& a) { return a.kind.empty() ? std::string() : a.kind == "os" ? " during image upgrades" : a.kind == "ext" ? " during extension upgrades" : " during changes of the model"; }

std::string_view event_of(const Assertion& a) { return a.of == "completed" ? "completes" : a.of == "stoppedEarly" ? "stops early" : "puts an instance back"; }

std::string in_trials(const Assertion& a) { return a.with_probability ? fmt::format(", in at least {} of the trials", percent_of(*a.with_probability)) : std::string(); }

std::string trials_of(const RolloutReport& report) { return narrative::count_of(report.monte_carlo ? report.monte_carlo->trials : 1, "trial"); }

}  // namespace

std::string asked_in_words(const Scenario& s, const Assertion& a) {
  switch (a.type) {
    case Type::min_serving: return fmt::format("at least {} of {} serve{}", a.at_least.value_or(0), scope_of(s, a, "each"), in_trials(a));
    case Type::min_serving_percent:
      return fmt::format("at least {} % of {} serve{}{}{}", a.at_least.value_or(0), scope_of(s, a, "each"), of_kind(a), a.min_capacity > 0 ? fmt::format(", from {} up", narrative::count_of(a.min_capacity, "instance")) : "", in_trials(a));
    case Type::completed_within: return fmt::format("{} completes within {}", scope_of(s, a, "each"), format_span(a.duration.value_or(0)));
    case Type::completion_percentile: return fmt::format("p{} of completion in {} is at most {}", a.percentile_text, scope_of(s, a, "each"), format_span(a.at_most_time.value_or(0)));
    case Type::old_image_at_end: return fmt::format("at most {} of {} on an older image at the end", a.at_most.value_or(0), scope_of(s, a, "each"));
    case Type::max_failed_instances: return fmt::format("at most {} of {} fail", a.at_most.value_or(0), scope_of(s, a, "each"));
    case Type::probability: return fmt::format("{} {} with a probability of {} {}", scope_of(s, a, "each"), event_of(a), a.at_least_text.empty() ? "at most" : "at least", percent_of(a.at_least_text.empty() ? a.at_most_text : a.at_least_text));
    case Type::never_concurrent: return fmt::format("never two {} at the same time", a.region_pairs ? "regions of a pair" : a.zones_of_region ? "zones of a region" : "sets of a group");
    case Type::max_out_of_service: return fmt::format("at most {}{} of {} out of service", a.at_most ? *a.at_most : a.at_most_percent.value_or(0), a.at_most ? "" : " %", scope_of(s, a, "each"));
    case Type::no_operation_faulted: return "no operation is faulted";
  }
  return {};
}

std::string found_in_words(const RolloutReport& report, const Assertion& a, const AssertionReport& r) {
  if (r.value.empty() || r.value == "null") return r.cause.find("no operation") != std::string::npos ? "it has no operation" : "not known";
  const std::string value = plain(r.value);
  if (r.share_of > 0) return fmt::format("{} of {}", percent_of(value), narrative::count_of(r.share_of, "trial"));
  switch (a.type) {
    case Type::min_serving: return value + " at worst";
    case Type::min_serving_percent: return value + " % at worst";
    case Type::completed_within: return r.value.front() == '"' && !parse_duration(r.value.substr(1, r.value.size() - 2)) ? "it is " + value : "it takes " + value;
    case Type::completion_percentile: return value == "stopped" ? "it never completes there" : "it is " + value;
    case Type::old_image_at_end:
    case Type::max_failed_instances: return value + (value == "1" ? " is" : " are");
    case Type::probability: return r.cause == "exact, by recurrence" ? fmt::format("{}, exact by recurrence", percent_of(value)) : report.monte_carlo ? fmt::format("{} of {}", percent_of(value), trials_of(report)) : value == "1.000000" ? "it does in this run" : "it does not in this run";
    case Type::never_concurrent: return value == "0" ? "never" : "they are";
    case Type::max_out_of_service: return value + " at worst";
    case Type::no_operation_faulted: return value == "0" ? "none" : value;
  }
  return value;
}

}  // namespace fleetlint::rollout
