// How a check reports: the finding is built where the author wrote the value, with the way it went as notes.
#include <charconv>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {
namespace {

/// Groups findings about one resource; never printed.
std::string subject_of(const Resource& resource) {
  return resource.type() + "@" + std::to_string(reinterpret_cast<std::uintptr_t>(&resource));
}

void add_chain(const Property& property, std::vector<Note>& notes) {
  for (const auto* value : property.alternatives()) {
    if (value == nullptr) continue;
    for (auto& note : value_chain(*value)) notes.push_back(std::move(note));
    break;
  }
}

RuleFinding about(const Rule& rule, const Resource& resource, std::string message) {
  RuleFinding result;
  result.rule = &rule;
  result.subject = subject_of(resource);
  result.resource = &resource;
  result.resource_location = resource.where();
  result.conditional = resource.exists() != Tri::yes;
  result.finding.resource = resource.title();
  result.finding.message = std::move(message);
  return result;
}

}  // namespace

FindingBuilder RuleContext::add(RuleFinding result, const Property& at) {
  Finding& finding = result.finding;
  finding.code = rule_.id;
  finding.severity = rule_.severity;
  finding.message = redact_secrets(finding.message);
  finding.location = at.where();
  if (!finding.location) finding.location = result.resource_location;
  finding.path = redact_secrets(at.path());
  add_chain(at, finding.notes);
  result.assumed_default = at.is_assumed_default();
  if (result.conditional && result.resource_location)
    finding.notes.push_back({result.resource_location, "deployed only if its condition holds, which cannot be known here"});
  out_.push_back(std::move(result));
  return FindingBuilder(&out_.back());
}

FindingBuilder RuleContext::report(const ScaleSet& set, const Property& at, std::string message) {
  return add(about(rule_, *set.resource, std::move(message)), at);
}

FindingBuilder RuleContext::report(const Resource& resource, const Property& at, std::string message) {
  return add(about(rule_, resource, std::move(message)), at);
}

FindingBuilder RuleContext::report(const ScaleSet& set, const Extension& extension, const Property& at, std::string message) {
  RuleFinding result = about(rule_, *set.resource, std::move(message));
  if (!extension.is_inline) {
    result.finding.resource = extension.resource->title();
    result.resource_location = extension.resource->where();
    result.resource = extension.resource;
  }
  result.conditional = result.conditional || extension.exists != Tri::yes;
  result.element = to_lower(extension.display_name());
  FindingBuilder builder = add(std::move(result), at);
  // An entry of a list that is one of several: nothing is certain about what only one of them has.
  if (extension.is_inline && extension.exists != Tri::yes) builder.possible();
  return builder;
}

std::vector<const RuleFinding*> RuleContext::reported_about(const ScaleSet& set) const {
  std::vector<const RuleFinding*> found;
  const auto subject = subject_of(*set.resource);
  for (const auto& each : out_)
    if (each.subject == subject) found.push_back(&each);
  return found;
}

FindingBuilder RuleContext::report_at(std::string subject, Location location, std::string path, std::string message) {
  RuleFinding result;
  result.rule = &rule_;
  result.subject = std::move(subject);
  result.resource_location = location;
  result.finding.message = std::move(message);
  return add(std::move(result), Property(nullptr, std::move(path), location));
}

std::string RuleContext::setting(std::string_view name) const {
  if (const auto settings = input_.settings.find(rule_.id); settings != input_.settings.end())
    if (const auto value = settings->second.values.find(std::string(name)); value != settings->second.values.end()) return value->second;
  for (const auto& [own, value] : rule_.settings_with_defaults())
    if (own == name) return std::string(value);
  return {};
}

std::int64_t RuleContext::setting_number(std::string_view name) const {
  const auto text = setting(name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool RuleContext::setting_true(std::string_view name) const { return equal_ignoring_case(setting(name), "true"); }

std::vector<std::string> RuleContext::setting_list(std::string_view name) const {
  std::vector<std::string> items;
  const auto text = setting(name);
  for (std::size_t from = 0; from < text.size();) {
    auto to = text.find('\n', from);
    if (to == std::string::npos) to = text.size();
    if (to > from) items.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return items;
}

FindingBuilder& FindingBuilder::note(Location location, std::string message) {
  if (location) finding_->finding.notes.push_back({location, redact_secrets(message)});
  return *this;
}

FindingBuilder& FindingBuilder::note(const Property& property, std::string message) {
  note(property.where(), std::move(message));
  add_chain(property, finding_->finding.notes);
  return *this;
}

FindingBuilder& FindingBuilder::help(std::string text) {
  finding_->finding.help = redact_secrets(text);
  return *this;
}

FindingBuilder& FindingBuilder::severity(Severity severity) {
  finding_->finding.severity = severity;
  return *this;
}

FindingBuilder& FindingBuilder::possible() {
  finding_->finding.certain = false;
  return *this;
}

FindingBuilder& FindingBuilder::element(std::string text) {
  finding_->element = std::move(text);
  return *this;
}

FindingBuilder& FindingBuilder::fix(std::string title, Location location, std::string replacement, bool certain) {
  if (location) finding_->finding.fixes.push_back({std::move(title), {Edit{location, std::move(replacement)}}, certain});
  return *this;
}

FindingBuilder& FindingBuilder::fix_value(const Property& property, std::string_view replacement) {
  const auto* value = property.value();
  if (value == nullptr) return *this;
  const auto text = scalar_text(*value);
  if (!text || value->is_secret()) return *this;
  // The syntax of the file is not known here; the engine puts the text into the quotes that stand there.
  finding_->finding.fixes.push_back({"replace by `" + std::string(replacement) + "`", {Edit{property.where(), std::string(replacement)}},
                                     finding_->rule->fix == FixClass::yes});
  return *this;
}

}  // namespace fleetlint::rules
