// Runs the rules over a model and removes what another rule says better.
#include <algorithm>
#include <set>
#include <tuple>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

std::vector<const Rule*> listed_rules();

std::string_view to_string(Confidence confidence) {
  constexpr std::string_view names[] = {"low", "medium", "high"};
  return names[static_cast<int>(confidence)];
}

std::string_view to_string(Outcome outcome) {
  constexpr std::string_view names[] = {"refused", "upgrade-fails", "no-upgrade", "outage", "data-loss", "secret-leak", "advice"};
  return names[static_cast<int>(outcome)];
}

std::string_view to_string(FixClass fix) {
  constexpr std::string_view names[] = {"no", "suggest", "yes"};
  return names[static_cast<int>(fix)];
}

const std::vector<const Rule*>& all_rules() {
  static const std::vector<const Rule*> rules = [] {
    auto list = listed_rules();
    std::sort(list.begin(), list.end(), [](const Rule* a, const Rule* b) { return std::string_view(a->id) < std::string_view(b->id); });
    return list;
  }();
  return rules;
}

std::vector<std::string_view> rule_ids_and_names() {
  std::vector<std::string_view> names;
  for (const Rule* rule : all_rules()) {
    names.emplace_back(rule->id);
    names.emplace_back(rule->name);
  }
  return names;
}

bool Rule::yields_to(std::string_view other_id) const {
  const std::string_view ids = suppressed_by;
  for (std::size_t at = ids.find(other_id); at != std::string_view::npos; at = ids.find(other_id, at + 1))
    if (at + other_id.size() == ids.size() || ids[at + other_id.size()] == ' ') return true;
  return false;
}

std::vector<std::pair<std::string_view, std::string_view>> Rule::settings_with_defaults() const {
  std::vector<std::pair<std::string_view, std::string_view>> found;
  for (std::string_view text = settings; !text.empty();) {
    const auto one = text.substr(0, text.find(' '));
    if (const auto equals = one.find('='); equals != std::string_view::npos) found.emplace_back(one.substr(0, equals), one.substr(equals + 1));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
  }
  return found;
}

const Rule* find_rule(std::string_view id_or_name) {
  for (const Rule* rule : all_rules())
    if (equal_ignoring_case(rule->id, id_or_name) || equal_ignoring_case(rule->name, id_or_name)) return rule;
  return nullptr;
}

Severity effective_severity(const Rule& rule, const RuleInput& input) {
  const auto named = [&](const std::vector<std::string>& ids) {
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return equal_ignoring_case(id, rule.id) || equal_ignoring_case(id, rule.name); });
  };
  if (named(input.disabled)) return Severity::off;
  const auto settings = input.settings.find(rule.id);
  const Severity configured = settings == input.settings.end() ? rule.severity : settings->second.level.value_or(rule.severity);
  if (named(input.enabled)) return configured == Severity::off ? rule.severity : configured;
  const bool is_configured = settings != input.settings.end() && settings->second.level.has_value();
  return rule.on_by_default || is_configured ? configured : Severity::off;
}

namespace {

/// A stronger finding about the same resource; parts of it must agree where both name one. What is told of one property is
/// covered only by what is told of it or of the object around it.
bool covers(const RuleFinding& strong, const RuleFinding& weak) {
  if (!strong.finding.certain || strong.subject != weak.subject) return false;
  const std::string_view path = weak.finding.path, other = strong.finding.path;
  if (strong.element.empty() && !path.empty() && equal_ignoring_case(weak.element, path)) {
    if (other.empty() || equal_ignoring_case(path, other)) return true;
    return path.size() > other.size() && equal_ignoring_case(path.substr(0, other.size()), other) && (path[other.size()] == '.' || path[other.size()] == '[');
  }
  return strong.element.empty() || weak.element.empty() || strong.element == weak.element;
}

void remove_covered(std::vector<RuleFinding>& findings) {
  std::vector<bool> covered(findings.size(), false);
  for (std::size_t weak = 0; weak < findings.size(); ++weak) {
    if (*findings[weak].rule->suppressed_by == '\0') continue;
    for (std::size_t strong = 0; strong < findings.size() && !covered[weak]; ++strong)
      covered[weak] = findings[weak].rule->yields_to(findings[strong].rule->id) && covers(findings[strong], findings[weak]);
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (!covered[i]) {
      if (kept != i) findings[kept] = std::move(findings[i]);
      ++kept;
    }
  findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(kept), findings.end());
}

/// Names of the parameters without a value that an expression reads: `parameters('mode')`.
void add_parameters(std::string_view expression, std::set<std::string>& names) {
  constexpr std::string_view call = "parameters('";
  for (auto at = expression.find(call); at != std::string_view::npos; at = expression.find(call, at + 1)) {
    const auto begin = at + call.size(), end = expression.find('\'', begin);
    if (end == std::string_view::npos) return;
    names.emplace(expression.substr(begin, end - begin));
  }
}

/// The parameters without a value that keep values unknown.
std::vector<std::string> missing_parameters(const std::vector<const eval::Value*>& values) {
  constexpr std::size_t most_steps = 10'000;
  std::set<std::string> names;
  std::vector<const eval::Value*> open = values;
  for (std::size_t steps = 0; !open.empty() && steps < most_steps; ++steps) {
    const auto* value = open.back();
    open.pop_back();
    if (value->is_unknown()) {
      const auto& unknown = value->as_unknown();
      if (unknown.reason == eval::UnknownReason::missing_parameter) add_parameters(unknown.expression, names);
      for (const auto& argument : unknown.arguments) open.push_back(&argument);
    }
    for (const auto& item : value->items()) open.push_back(&item);
    for (const auto& field : value->fields()) open.push_back(&field.value);
  }
  return {names.begin(), names.end()};
}

/// Puts the replacement of a literal or name into the quotes that stand there. False when something else stands there, which a
/// replacement of the whole would break: an expression, a text with holes.
bool fit_to_source(Edit& edit, const SourceSet& sources) {
  const auto written = sources.at(edit.location).text(edit.location.span);
  if (edit.replacement.empty() || written.empty()) return true;
  const char quote = written.front();
  if (quote != '\'' && quote != '"') return written.find_first_of("([{?: ") == std::string_view::npos;
  if (written.size() < 2 || written.back() != quote || written.find("${") != std::string_view::npos || written.starts_with("\"[") || written.starts_with("'''")) return false;
  if (edit.replacement.front() != quote) edit.replacement = quote + edit.replacement + quote;
  return true;
}

void fit_fixes(std::vector<RuleFinding>& findings, const SourceSet& sources) {
  for (auto& each : findings)
    std::erase_if(each.finding.fixes, [&](Fix& fix) { return !std::all_of(fix.edits.begin(), fix.edits.end(), [&](Edit& edit) { return fit_to_source(edit, sources); }); });
}

/// One finding per rule, resource and property.
void remove_repeated(std::vector<RuleFinding>& findings) {
  std::set<std::tuple<std::string_view, std::string, std::string, Location, std::string>> seen;
  std::erase_if(findings, [&](const RuleFinding& each) {
    return !seen.emplace(each.rule->id, each.subject, each.finding.path, each.finding.location, each.element).second;
  });
}

}  // namespace

RuleRun run_rules(const RuleInput& input) {
  RuleRun run;
  RunStore store;
  auto* const log = input.model != nullptr ? input.model->asked_in_vain.get() : nullptr;
  for (const Rule* rule : all_rules()) {
    const Severity level = effective_severity(*rule, input);
    if (level == Severity::off) continue;
    const std::size_t first = run.findings.size();
    RuleContext context(*rule, input, store, run.findings);
    if (log != nullptr) log->start();
    if (rule->check_source != nullptr && input.given) rule->check_source(input.given, context);
    if (rule->check_model != nullptr && input.model != nullptr) rule->check_model(*input.model, context);
    if (rule->check_scale_set != nullptr && input.model != nullptr)
      for (const auto& set : input.model->scale_sets) rule->check_scale_set(set, context);
    const auto unknown = log != nullptr ? log->stop() : std::vector<const eval::Value*>();
    if (run.findings.size() == first && (context.unknown_count() != 0 || !unknown.empty())) run.undecided.push_back({rule, missing_parameters(unknown)});
    if (level != rule->severity)
      for (std::size_t i = first; i < run.findings.size(); ++i) run.findings[i].finding.severity = level;
  }
  remove_repeated(run.findings);
  remove_covered(run.findings);
  if (input.sources != nullptr) fit_fixes(run.findings, *input.sources);
  if (!input.possible) std::erase_if(run.findings, [](const RuleFinding& each) { return !each.finding.certain; });
  std::stable_sort(run.findings.begin(), run.findings.end(), [](const RuleFinding& a, const RuleFinding& b) {
    return std::tie(a.finding.location, a.finding.code, a.finding.path, a.finding.message) <
           std::tie(b.finding.location, b.finding.code, b.finding.path, b.finding.message);
  });
  return run;
}

}  // namespace fleetlint::rules
