// The surroundings: switches, durations, regions, phases, maintenance windows.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/fields.h"

namespace fleetlint::rollout {

void read_switches(ReadContext& context, const YamlNode* node) {
  if (node == nullptr) return;
  Fields f(context, node, "switches",
           {"upgradedDenominator", "udBoundary", "shrinkOnUnhealthy", "zoneToken", "policySource", "stoppedCountsUnhealthy",
            "eligibility", "arcRetry", "extUpgradeServiceFabric", "credentialFatal"});
  Switches& s = context.scenario.switches;
  using D = Switches::Denominator;
  f.word<D>("upgradedDenominator", {{"upgraded", D::upgraded}, {"total", D::total}, {"batch", D::batch}}, s.upgraded_denominator);
  f.word<bool>("udBoundary", {{"strict", true}, {"ignore", false}}, s.ud_boundary);
  f.boolean("shrinkOnUnhealthy", s.shrink_on_unhealthy);
  f.boolean("zoneToken", s.zone_token);
  f.word<bool>("policySource", {{"flag", false}, {"always", true}}, s.policy_always);
  f.boolean("stoppedCountsUnhealthy", s.stopped_counts_unhealthy);
  f.word<bool>("eligibility", {{"strict", false}, {"lenient", true}}, s.lenient_eligibility);
  f.word<bool>("arcRetry", {{"nextTick", false}, {"plusHour", true}}, s.arc_plus_hour);
  f.boolean("extUpgradeServiceFabric", s.ext_upgrade_service_fabric);
  f.boolean("credentialFatal", s.credential_fatal);
}

namespace {

struct NamedDuration {
  std::string_view key;
  DurationName name;
  Millis value;  ///< the model's constant (section 4)
};
constexpr NamedDuration named_durations[] = {
    {"drain", DurationName::drain, 0},
    {"diskSwap", DurationName::disk_swap, 120 * one_second},
    {"boot", DurationName::boot, 60 * one_second},
    {"customData", DurationName::custom_data, 30 * one_second},
    {"extension", DurationName::extension, 60 * one_second},
    {"appWarmup", DurationName::app_warmup, 30 * one_second},
    {"restoreSwap", DurationName::restore_swap, 120 * one_second},
    {"create", DurationName::create, 180 * one_second},
    {"delete", DurationName::remove, 60 * one_second},
    {"extUpgrade", DurationName::ext_upgrade, 120 * one_second},
    {"extRollback", DurationName::ext_rollback, 120 * one_second},
    {"patchInstall", DurationName::patch_install, 30 * one_minute},
    {"reboot", DurationName::reboot, 5 * one_minute},
    {"firstRollout", DurationName::first_rollout, 3 * one_hour},
    {"sfPrepare", DurationName::sf_prepare, 300 * one_second},
    {"sfRestore", DurationName::sf_restore, 120 * one_second},
    {"healthWindow", DurationName::health_window, 300 * one_second},
    {"osProvisionTimeout", DurationName::os_provision_timeout, 20 * one_minute},
    {"extensionsTimeBudget", DurationName::extensions_time_budget, 90 * one_minute},
    {"hostFreeze", DurationName::host_freeze, 9 * one_second},
};

bool read_quantiles(Fields& f, std::string_view key, std::vector<std::pair<double, double>>& out, double unit) {
  double last_q = -1, last_value = -1;
  for (const YamlNode* item : f.list(key)) {
    if (item->kind != YamlNode::Kind::sequence || item->items.size() != 2) {
      f.wrong_type(item, key, "a list of pairs [quantile, value]");
      return false;
    }
    const YamlNode* share = item->items[0];
    char* end = nullptr;
    const double q = std::strtod(share->text.c_str(), &end);
    if (share->kind != YamlNode::Kind::scalar || share->quoted || share->text.empty() || end != share->text.c_str() + share->text.size()) {
      f.wrong_type(share, key, "a number from 0 to 1");
      return false;
    }
    double value = 0;
    if (unit > 0) {
      std::int64_t number = 0;
      if (!f.to_integer(item->items[1], key, 0, most_instances, number)) return false;
      value = static_cast<double>(number) * unit;
    } else {
      Millis duration = 0;
      if (!f.to_duration(item->items[1], key, duration)) return false;
      value = static_cast<double>(duration);
    }
    if (!(q >= 0 && q <= 1) || q <= last_q || value < last_value) {
      f.context().error("FL0405", item->location, fmt::format("`{}`: quantiles must rise from 0 to 1, and their values must not fall", f.path(key)));
      return false;
    }
    last_q = q;
    last_value = value;
    out.emplace_back(q, value);
  }
  if (out.empty()) {
    f.context().error("FL0408", f.location(), fmt::format("`{}` needs at least one pair", f.path(key)));
    return false;
  }
  return true;
}

}  // namespace

bool read_capacity_quantiles(Fields& f, std::vector<std::pair<double, double>>& out) { return read_quantiles(f, "quantiles", out, 1000); }

void read_durations(ReadContext& context, const YamlNode* node) {
  Scenario& scenario = context.scenario;
  for (const auto& named : named_durations) scenario.durations[static_cast<std::size_t>(named.name)] = {named.value, -1};
  if (node == nullptr) return;
  Fields f(context, node, "durations",
           {"drain", "diskSwap", "boot", "customData", "extension", "appWarmup", "restoreSwap", "create", "delete", "extUpgrade",
            "extRollback", "patchInstall", "reboot", "firstRollout", "sfPrepare", "sfRestore", "healthWindow", "osProvisionTimeout",
            "extensionsTimeBudget", "hostFreeze"});
  for (const auto& named : named_durations) {
    const YamlNode* value = f.find(named.key);
    if (value == nullptr) continue;
    if (named.name == DurationName::first_rollout) scenario.first_rollout_given = true;
    Duration& out = scenario.durations[static_cast<std::size_t>(named.name)];
    if (value->kind != YamlNode::Kind::mapping) {
      f.to_duration(value, named.key, out.value);
    } else {
      Fields d(context, value, f.path(named.key), {"dist", "min", "max", "mode", "mean", "median", "sigma", "quantiles", "deterministic"});
      using Shape = Distribution::Shape;
      Distribution dist;
      if (d.require("dist") == nullptr ||
          !d.word<Shape>("dist", {{"uniform", Shape::uniform}, {"triangular", Shape::triangular}, {"exponential", Shape::exponential},
                                  {"lognormal", Shape::lognormal}, {"empirical", Shape::empirical}}, dist.shape)) {
        continue;
      }
      const auto take = [&](std::string_view key, double& to, bool needed) {
        Millis v = 0;
        if (needed && d.require(key) == nullptr) return false;
        if (d.find(key) == nullptr) return true;
        if (!d.duration(key, v)) return false;
        to = static_cast<double>(v);
        return true;
      };
      const bool bounded = dist.shape == Shape::uniform || dist.shape == Shape::triangular;
      bool fine = take("min", dist.min, bounded) && take("max", dist.max, bounded) && take("mode", dist.mode, dist.shape == Shape::triangular) &&
                  take("mean", dist.mean, dist.shape == Shape::exponential) && take("median", dist.median, dist.shape == Shape::lognormal);
      if (dist.shape == Shape::lognormal) fine = d.require("sigma") != nullptr && d.number("sigma", 0, 10, dist.sigma) && fine;
      if (dist.shape == Shape::empirical) fine = d.require("quantiles") != nullptr && read_quantiles(d, "quantiles", dist.quantiles, 0) && fine;
      if (!fine) continue;
      if (dist.max >= 0 && dist.max < dist.min) {
        context.error("FL0409", value->location, fmt::format("`{}`: `max` is smaller than `min`", d.name()));
        continue;
      }
      if (dist.shape == Shape::triangular && (dist.mode < dist.min || dist.mode > dist.max)) {
        context.error("FL0409", value->location, fmt::format("`{}`: `mode` lies outside of `min` to `max`", d.name()));
        continue;
      }
      out.table = static_cast<std::int32_t>(scenario.tables.size());
      scenario.tables.push_back(compile(dist));
      out.value = scenario.tables.back()[512];  // K-3: without random numbers, the median
      d.duration("deterministic", out.value);
    }
  }
  const Duration& budget = scenario.duration(DurationName::extensions_time_budget);
  if (const YamlNode* value = f.find("extensionsTimeBudget"); value != nullptr && (budget.value < 15 * one_minute || budget.value > 120 * one_minute)) {
    context.error("FL0405", value->location, fmt::format("`durations.extensionsTimeBudget` is {}, allowed is PT15M to PT2H", format_duration(budget.value)));
  }
}

void read_regions(ReadContext& context, const YamlNode* node) {
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::sequence) {
    context.error("FL0404", node->location, "`regions` must be a list");
    return;
  }
  struct Pairing {
    std::uint32_t region;
    const YamlNode* other;
  };
  std::vector<Pairing> pairings;
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    Fields f(context, node->items[i], fmt::format("regions[{}]", i), {"name", "pair", "zones", "utcOffset"});
    Region region;
    if (!f.is_mapping() || f.require("name") == nullptr || !f.identifier("name", region.name)) continue;
    for (const YamlNode* zone : f.list("zones")) {
      std::uint8_t z = 0;
      if (f.to_zone(zone, "zones", z)) region.zones.push_back(z);
    }
    f.duration("utcOffset", region.utc_offset, true);
    const auto id = static_cast<std::uint32_t>(context.scenario.regions.size());
    if (!context.regions.emplace(region.name, id).second) {
      context.error("FL0409", f.location(), fmt::format("region `{}` is listed twice", region.name));
      continue;
    }
    for (const YamlNode* other : f.list("pair")) pairings.push_back({id, other});
    context.scenario.regions.push_back(std::move(region));
  }
  for (const auto& [region, other] : pairings) {
    const auto found = context.refer(Reference::region, other);
    if (!found) continue;
    if (*found == region) {
      context.error("FL0409", other->location, fmt::format("region `{}` is its own pair", other->text));
      continue;
    }
    auto& a = context.scenario.regions[region].pairs;
    auto& b = context.scenario.regions[*found].pairs;
    if (std::find(a.begin(), a.end(), *found) == a.end()) a.push_back(*found);
    if (std::find(b.begin(), b.end(), region) == b.end()) b.push_back(region);
  }
}

void read_phases(ReadContext& context, const YamlNode* node) {
  if (node == nullptr) return;
  PhasePlan& plan = context.scenario.phases;
  Fields f(context, node, "phases", {"list", "opensAt", "bake", "gate"});
  f.duration("bake", plan.bake);
  if (const YamlNode* gate = f.find("gate")) {
    Fields g(context, gate, "phases.gate", {"scope", "maxFailedPercent"});
    g.word<bool>("scope", {{"fleet", true}, {"none", false}}, plan.gate);
    g.integer("maxFailedPercent", 0, 100, plan.max_failed_percent);
  }
  if (f.find("opensAt") != nullptr) {
    plan.timetable = true;
    for (const YamlNode* item : f.list("opensAt")) {
      Millis at = 0;
      if (f.to_duration(item, "opensAt", at)) plan.opens_at.push_back(at);
    }
  }
  if (f.find("list") == nullptr) return;
  plan.listed = true;
  std::vector<bool> seen(context.scenario.regions.size());
  for (const YamlNode* phase : f.list("list")) {
    auto& regions = plan.list.emplace_back();
    if (phase->kind != YamlNode::Kind::sequence) {
      f.wrong_type(phase, "list", "a list of lists of regions");
      continue;
    }
    for (const YamlNode* item : phase->items) {
      const auto found = context.refer(Reference::region, item);
      if (!found) continue;
      const auto region = *found;
      if (seen[region]) {
        context.error("FL0409", item->location, fmt::format("region `{}` is in two phases", item->text));
        continue;
      }
      seen[region] = true;
      for (const auto other : regions) {
        const auto& pairs = context.scenario.regions[other].pairs;
        if (std::find(pairs.begin(), pairs.end(), region) != pairs.end()) {
          context.error("FL0409", item->location,
                        fmt::format("the paired regions `{}` and `{}` share a phase", context.scenario.regions[other].name, item->text),
                        "paired regions are never updated at the same time (rule F-2): put them into different phases");
        }
      }
      regions.push_back(region);
    }
  }
  if (plan.timetable && plan.opens_at.size() < plan.list.size()) {
    context.error("FL0409", f.find("opensAt")->location,
                  fmt::format("`phases.opensAt` has {} instants for {} phases", plan.opens_at.size(), plan.list.size()));
  }
}

void read_maintenance(ReadContext& context, const YamlNode* node) {
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::sequence) {
    context.error("FL0404", node->location, "`maintenanceConfigurations` must be a list");
    return;
  }
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    Fields f(context, node->items[i], fmt::format("maintenanceConfigurations[{}]", i), {"id", "scope", "start", "duration", "recurEvery"});
    if (!f.is_mapping()) continue;
    MaintenanceWindow window;
    using Scope = MaintenanceWindow::Scope;
    const bool fine = f.require("id") != nullptr && f.require("scope") != nullptr && f.require("start") != nullptr &&
                      f.require("duration") != nullptr && f.identifier("id", window.id) &&
                      f.word<Scope>("scope", {{"osimage", Scope::osimage}, {"host", Scope::host}, {"guest", Scope::guest}}, window.scope) &&
                      f.instant("start", window.start) && f.duration("duration", window.duration);
    if (!fine) continue;
    if (f.find("recurEvery") != nullptr && !f.recurrence("recurEvery", window.period)) continue;
    struct Bound {
      Scope scope;
      Millis least, most, shortest_period, longest_period;
    };
    static constexpr Bound bounds[] = {{Scope::osimage, 5 * one_hour, one_week, one_day, one_week},
                                       {Scope::host, 2 * one_hour, one_week, one_hour, 36 * one_week},
                                       {Scope::guest, 90 * one_minute, 235 * one_minute, 6 * one_hour, 36 * one_week}};
    const Bound& bound = bounds[static_cast<std::size_t>(window.scope)];
    if (window.duration < bound.least) {
      context.error("FL0409", f.find("duration")->location,
                    fmt::format("window `{}` lasts {}, shorter than the {} that its scope needs", window.id, format_duration(window.duration),
                                format_duration(bound.least)));
    } else if (window.duration > bound.most) {
      context.error("FL0409", f.find("duration")->location,
                    fmt::format("window `{}` lasts {}, longer than the {} that its scope allows", window.id, format_duration(window.duration),
                                format_duration(bound.most)));
    }
    if (window.period < bound.shortest_period || window.period > bound.longest_period) {
      context.error("FL0409", f.find("recurEvery") != nullptr ? f.find("recurEvery")->location : f.location(),
                    fmt::format("window `{}` recurs every {}, allowed is {} to {}", window.id, format_duration(window.period),
                                format_duration(bound.shortest_period), format_duration(bound.longest_period)));
    }
    if (window.duration > window.period) {
      context.error("FL0409", f.find("duration")->location, fmt::format("window `{}` lasts {} and recurs every {}: the next one would open before it closes", window.id, format_duration(window.duration), format_duration(window.period)));
    }
    if (!context.maintenance.emplace(window.id, static_cast<std::uint32_t>(context.scenario.maintenance.size())).second) {
      context.error("FL0409", f.location(), fmt::format("maintenance configuration `{}` is listed twice", window.id));
    }
    context.scenario.maintenance.push_back(std::move(window));
  }
}

}  // namespace fleetlint::rollout
