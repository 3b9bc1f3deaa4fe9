// use-recent-api-versions: resources, and `reference()` and list functions, with an API version that is older than need be.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"
#include "types/names.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

constexpr std::string_view rule = "use-recent-api-versions";

/// `2024-07-01` or `2024-07-01-preview`.
struct ApiVersion {
  std::int64_t day = 0;  ///< since 1970-01-01
  std::string text;      ///< in lower case
  std::string_view suffix() const { return std::string_view(text).substr(10); }
  bool is_preview() const { return text.size() > 10; }
  friend bool operator==(const ApiVersion& a, const ApiVersion& b) { return a.text == b.text; }
};

std::optional<ApiVersion> parse_version(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t begin, std::size_t size) {
    int value = -1;
    const auto part = text.substr(begin, size);
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc() && end == part.data() + part.size() ? value : -1;
  };
  const std::chrono::year_month_day date{std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(number(5, 2))), std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!date.ok() || number(0, 4) < 0) return std::nullopt;
  static constexpr std::string_view suffixes[] = {"", "-preview", "-alpha", "-beta", "-rc", "-privatepreview"};
  auto lower = to_lower_ascii(text);
  if (std::ranges::find(suffixes, std::string_view(lower).substr(10)) == std::end(suffixes)) return std::nullopt;
  return ApiVersion{std::chrono::sys_days(date).time_since_epoch().count(), std::move(lower)};
}

struct Settings {
  std::int64_t today = 0;
  std::int64_t most_age = 365 * 2;
  std::int64_t grace = 90;  ///< newer ones are not asked for yet
  bool tell_unknown = false;
};

std::int64_t newest(const std::vector<ApiVersion>& versions) {
  return std::ranges::max_element(versions, {}, &ApiVersion::day)->day;
}

template <typename Condition>
std::vector<ApiVersion> those(const std::vector<ApiVersion>& versions, Condition&& condition) {
  std::vector<ApiVersion> result;
  std::ranges::copy_if(versions, std::back_inserter(result), condition);
  return result;
}

/// What nothing is said about: recent stable ones (else the newest one), previews that are newer than these; where there are
/// only previews, the recent ones (else the newest).
std::vector<ApiVersion> acceptable(const std::vector<ApiVersion>& all, const Settings& settings) {
  const auto is_recent = [&](const ApiVersion& version) { return version.day >= settings.today - settings.most_age; };
  auto known = those(all, [&](const ApiVersion& version) { return settings.grace == 0 || version.day <= settings.today - settings.grace; });
  if (known.empty()) known = all;
  const auto stable = those(known, [](const ApiVersion& version) { return !version.is_preview(); });
  const auto previews = those(known, [](const ApiVersion& version) { return version.is_preview(); });
  const auto newest_of = [](const std::vector<ApiVersion>& versions) {
    return those(versions, [day = newest(versions)](const ApiVersion& version) { return version.day == day; });
  };
  auto result = those(stable, is_recent);
  if (result.empty() && !stable.empty()) result = newest_of(stable);
  const auto recent_previews = those(previews, [&](const ApiVersion& version) { return is_recent(version) && (stable.empty() || version.day > newest(stable)); });
  result.insert(result.end(), recent_previews.begin(), recent_previews.end());
  if (result.empty()) result = newest_of(previews);
  std::ranges::sort(result, [](const ApiVersion& a, const ApiVersion& b) {
    if (a.day != b.day) return a.day > b.day;
    return a.suffix() < b.suffix();  // the empty one, which is stable, goes first
  });
  return result;
}

class RecentVersions {
 public:
  RecentVersions(const SemanticModel& model, const Settings& settings) : settings_(settings) {
    for (const auto full : model.graph().azure_types->all_types()) {
      const auto at = full.find('@');
      if (at == std::string_view::npos) continue;
      auto& versions = versions_[to_lower_ascii(full.substr(0, at))];
      if (versions.empty()) names_.emplace_back(full.substr(0, at));
      versions.push_back(full.substr(at + 1));
    }
  }

  /// What is wrong with this version of the type; empty: nothing.
  std::string check(std::string_view type, std::string_view version_text, bool tell_unknown) const {
    const auto version = parse_version(version_text);
    if (!version) return {};
    const auto all = versions_of(type);
    if (all.empty()) {
      if (!tell_unknown) return {};
      const auto near = nearest_name(type, names_);
      return fmt::format("Could not find resource type \"{}\".{}", type, near ? fmt::format(" Did you mean \"{}\"?", *near) : std::string());
    }
    const auto good = acceptable(all, settings_);
    if (std::ranges::find(good, *version) != good.end()) return {};
    std::string list;
    for (const auto& each : good) list += (list.empty() ? "" : ", ") + each.text;
    if (std::ranges::find(all, *version) == all.end()) {
      return tell_unknown ? fmt::format("Could not find apiVersion {} for {}. Acceptable versions: {}", version->text, type, list) : std::string();
    }
    if (settings_.grace > 0 && version->day > settings_.today - settings_.grace) return {};
    return fmt::format("Use more recent API version for '{}'. {} Acceptable versions: {}", type, reason(*version, all), list);
  }

  /// `Microsoft.X/y/name/sub` to the longest type that there is; without one to the shortest that may be one.
  std::string type_in(std::string_view id) const {
    std::string_view result = id;
    while (looks_like_resource_type(id)) {
      if (!versions_of(id).empty()) return std::string(id);
      result = id;
      id = id.substr(0, id.rfind('/'));
    }
    return std::string(result);
  }

 private:
  std::vector<ApiVersion> versions_of(std::string_view type) const {
    std::vector<ApiVersion> result;
    const auto found = versions_.find(to_lower_ascii(type));
    if (found == versions_.end()) return result;
    for (const auto text : found->second)
      if (auto version = parse_version(text)) result.push_back(std::move(*version));
    return result;
  }

  std::string reason(const ApiVersion& version, const std::vector<ApiVersion>& all) const {
    if (version.is_preview() && version.day >= settings_.today - settings_.most_age) {
      const auto stable = those(all, [](const ApiVersion& each) { return !each.is_preview(); });
      if (!stable.empty() && version.day < newest(stable)) return fmt::format("'{}' is a preview version and there is a more recent non-preview version available.", version.text);
      if (!stable.empty() && version.day == newest(stable)) return fmt::format("'{}' is a preview version and there is a non-preview version available with the same date.", version.text);
    }
    return fmt::format("'{}' is {} days old, should be no more than {} days old, or the most recent.", version.text, settings_.today - version.day, settings_.most_age);
  }

  Settings settings_;
  std::unordered_map<std::string, std::vector<std::string_view>> versions_;  // by type in lower case
  std::vector<std::string> names_;
};

/// `resourceId(…, 'Microsoft.X/y', 'z', …)`: the type with the literals behind it.
std::optional<std::string> type_of_id_call(const SemanticModel& model, Node call) {
  if ((!call.is(NodeKind::FunctionCall) && !call.is(NodeKind::InstanceFunctionCall)) || call.name_text() != "resourceId") return std::nullopt;
  const auto given = argument_values(call);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto text = given[i] ? model.types().string_literal(given[i]) : std::nullopt;
    if (!text) continue;
    std::string type(*text);
    while (type.ends_with('/')) type.pop_back();
    if (!looks_like_resource_type(type)) continue;
    for (++i; i < given.size(); ++i) {
      const auto more = given[i] ? model.types().string_literal(given[i]) : std::nullopt;
      if (!more) break;
      type += fmt::format("/{}", *more);
    }
    return type;
  }
  return std::nullopt;
}

/// The type that the first argument of `reference()` or a list function names: an id, a type, `x.id`, or a resource's name.
std::optional<std::string> type_named(const SemanticModel& model, Node target) {
  if (auto type = type_of_id_call(model, target)) return type;
  const auto text = model.types().string_literal(target);
  if (text && looks_like_resource_type(*text)) return std::string(*text);
  if (target.is(NodeKind::PropertyAccess) && target.part(Role::base) && target.part(Role::base).is(NodeKind::VariableAccess)) {
    if (const auto* resource = model.resource(model.symbol_at(target.part(Role::base)))) return std::string(resource->type.type);
  }
  for (const auto& resource : model.resources()) {
    if (!resource.is_az() || !resource.name) continue;
    if (resource.name.text() == target.text() || (text && model.types().string_literal(resource.name) == text)) return std::string(resource.type.type);
  }
  return std::nullopt;
}

}  // namespace

void CoreLint::old_api_versions() {
  if (!runs(rule) || model_.graph().azure_types == nullptr) return;
  Settings settings;
  settings.today = today_;
  const auto days = [&](std::string_view name, std::int64_t& value) {
    const auto* node = setting(rule, name);
    if (node == nullptr || node->kind != arm::NodeKind::integer) return;
    if (node->integer >= 0) value = node->integer;
    else report({0, 0}, rule, fmt::format("{}: Configuration value for {} is not valid: {}", rule, name, node->integer));
  };
  days("maxAgeInDays", settings.most_age);
  days("gracePeriodInDays", settings.grace);
  // For tests of configurations, as the reference has them.
  if (const auto* node = setting(rule, "test-today"); node != nullptr && node->is_string()) {
    if (const auto date = parse_version(node->text)) settings.today = date->day;
  }
  if (const auto* node = setting(rule, "test-warn-not-found"); node != nullptr && node->kind == arm::NodeKind::boolean) settings.tell_unknown = node->boolean;
  const RecentVersions versions(model_, settings);

  for (const auto& resource : model_.resources()) {
    if (!resource.is_az() || resource.type.api_version.empty()) continue;
    const auto written = resource.declaration.part(Role::type);
    if (!written) continue;
    auto message = versions.check(resource.type.type, resource.type.api_version, settings.tell_unknown);
    if (message.empty()) continue;
    // The version alone, where the resource has it itself and not from the one around it.
    auto span = written.span();
    if (const auto at = written.text().find(resource.type.api_version); at != std::string_view::npos) {
      span.begin += static_cast<std::uint32_t>(at);
      span.end = span.begin + static_cast<std::uint32_t>(resource.type.api_version.size());
    }
    report(span, rule, std::move(message));
  }
  const auto look = [&](Node call) {
    const auto name = call.name_text();
    if ((name.find("reference") == std::string_view::npos && name.find("list") == std::string_view::npos) || !calls_azure_function(model_, call)) return;
    const auto given = argument_values(call);
    if (given.size() < 2 || !given[0] || !given[1]) return;
    const auto version = model_.types().string_literal(given[1]);
    const auto id = version ? type_named(model_, given[0]) : std::nullopt;
    if (!id) return;
    auto message = versions.check(versions.type_in(*id), *version, true);
    if (!message.empty()) report(call.span(), rule, std::move(message));
  };
  each(NodeKind::FunctionCall, look);
  each(NodeKind::InstanceFunctionCall, look);
}

}  // namespace fleetlint::compiler
