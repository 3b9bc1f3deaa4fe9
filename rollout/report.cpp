#include "fleetlint/rollout/report.h"

#include <algorithm>
#include <tuple>

#include "policies/phases.h"

namespace fleetlint::rollout {
namespace {

template <std::size_t N, typename E>
constexpr std::string_view pick(const std::string_view (&names)[N], E value) {
  const auto i = static_cast<std::size_t>(value);
  return i < N ? names[i] : std::string_view{};
}

}  // namespace

std::string_view to_string(OperationKind kind) {
  static constexpr std::string_view names[] = {"os", "model", "ext"};
  return pick(names, kind);
}
std::string_view to_string(OperationCode code) {
  static constexpr std::string_view names[] = {"RollingForward", "RollingBack", "Completed", "Faulted", "Cancelled"};
  return pick(names, code);
}
std::string_view to_string(BatchMethod method) {
  static constexpr std::string_view names[] = {"inPlace", "maxSurge", "allAtOnce"};
  return pick(names, method);
}
std::string_view to_string(ErrorCode code) {
  static constexpr std::string_view names[] = {"",
                                               "MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade",
                                               "MaxUnhealthyInstancePercentExceededInRollingUpgrade",
                                               "MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade",
                                               "RollingUpgradeInProgressWithFailedUpgradedVMs",
                                               "VMExtensionProvisioningError",
                                               "RollingUpgradeInstanceUnhealthyError"};
  return pick(names, code);
}
std::string_view to_string(Reason reason) {
  static constexpr std::string_view names[] = {"AutomaticOSUpgradeDisabled",       "ImageVersionNotLatest",          "SkuNotSupported",
                                               "CustomImageNotFromGallery",        "HealthSignalMissing",            "ApiVersionTooOld",
                                               "EnableAutomaticUpdatesMustBeFalse", "ServiceFabricBronzeNotStateless", "ServiceFabricMinimumInstances",
                                               "ServiceFabricHandlerTooOld",       "ServiceFabricDurabilityMismatch", "TwoHealthSources",
                                               "PatchModeAutomaticByPlatform",     "FlexibleMaxSurgeNotSupported",   "OperationNotAllowed"};
  return pick(names, reason);
}
std::string_view to_string(SkipReason reason) {
  static constexpr std::string_view names[] = {"ProtectedFromScaleSetActions", "SkipUpgrade", "PowerState", "LatestModelNotApplied"};
  return pick(names, reason);
}
std::string_view to_string(WaitReason reason) {
  static constexpr std::string_view names[] = {"set busy", "first rollout", "maintenance window", "region outage", "initializing instance",
                                               "pause",    "zone",          "repair task approval", "notice"};
  return pick(names, reason);
}
std::string_view to_string(FailureCause cause) {
  static constexpr std::string_view names[] = {"", "not healthy in time", "did not come up", "extension failed", "credential expired", "extensions exceeded their time budget"};
  return pick(names, cause);
}
std::string_view to_string(Health health) {
  static constexpr std::string_view names[] = {"Healthy", "Unhealthy", "Unknown", "Initializing"};
  return pick(names, health);
}

InstanceList::InstanceList(std::vector<std::uint32_t> ids) : count_(static_cast<std::uint32_t>(ids.size())) {
  if (ids.empty()) return;
  first_ = ids.front();
  stride_ = ids.size() > 1 ? ids[1] - ids[0] : 1;
  for (std::uint32_t i = 0; i < count_; ++i) {
    if (ids[i] != first_ + stride_ * i) {
      ids_ = std::move(ids);
      return;
    }
  }
}

std::vector<std::uint32_t> InstanceList::to_vector() const {
  std::vector<std::uint32_t> ids(count_);
  for (std::uint32_t i = 0; i < count_; ++i) ids[i] = (*this)[i];
  return ids;
}

std::vector<std::uint32_t> BatchReport::succeeded() const {
  std::vector<std::uint32_t> others = failed;
  others.insert(others.end(), unfinished.begin(), unfinished.end());
  std::sort(others.begin(), others.end());
  std::vector<std::uint32_t> ids;
  for (std::uint32_t i = 0; i < instances.size(); ++i) {
    if (!std::binary_search(others.begin(), others.end(), instances[i])) ids.push_back(instances[i]);
  }
  return ids;
}

bool runs_by_region(const Scenario& s) {
  const bool phased = !s.extension_versions.empty() || std::any_of(s.images.begin(), s.images.end(), [](const ImagePublication& i) { return !i.gallery; });
  return s.regions.size() > 1 && (s.phases.timetable || !phased);
}

void sort_by_time_and_region(RolloutReport& report) {
  const Scenario& scenario = *report.scenario;
  if (runs_by_region(scenario)) {  // else they are in the order of their events already (T-3)
    std::vector<std::size_t> place(scenario.regions.size());
    std::size_t next = 0;
    for (const auto& phase : scenario.phases.listed ? scenario.phases.list : plan_phases(scenario)) {
      for (const auto region : phase) place[region] = next++;
    }
    const auto key = [&](const RepairTaskReport& t) {
      return std::tuple(t.created, t.queued, t.turn, place[scenario.sets[report.classes[t.member_of].members.front()].region]);
    };
    std::stable_sort(report.repair_tasks.begin(), report.repair_tasks.end(), [&](const RepairTaskReport& a, const RepairTaskReport& b) { return key(a) < key(b); });
  }
  const auto first_of = [&](const NotEligible& n) { return report.classes[n.member_of].members.front(); };
  std::stable_sort(report.not_eligible.begin(), report.not_eligible.end(),
                   [&](const NotEligible& a, const NotEligible& b) { return std::tuple(a.at, a.turn, first_of(a)) < std::tuple(b.at, b.turn, first_of(b)); });
}

std::vector<std::pair<Millis, std::uint32_t>> sizes_over_time(const Scenario& scenario, std::uint32_t set) {
  std::vector<std::pair<Millis, std::uint32_t>> sizes{{scenario.start, scenario.sets[set].capacity}};
  for (const auto& action : scenario.actions) {
    if (action.type == Action::Type::scale && action.set == set) sizes.emplace_back(std::max(action.at, scenario.start), action.capacity);
  }
  std::stable_sort(sizes.begin(), sizes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return sizes;
}

std::vector<std::pair<const NotEligible*, std::uint32_t>> refused_in_order(const RolloutReport& report) {
  std::vector<std::pair<const NotEligible*, std::uint32_t>> refused;
  for (const auto& n : report.not_eligible) {
    for (const auto member : report.classes[n.member_of].members) refused.emplace_back(&n, member);
  }
  std::stable_sort(refused.begin(), refused.end(),
                   [](const auto& a, const auto& b) { return std::tuple(a.first->at, a.first->turn, a.second) < std::tuple(b.first->at, b.first->turn, b.second); });
  return refused;
}

Millis published_at(const Scenario& scenario, const ScaleSet& set, const OperationReport& operation) {
  const SetSpec& spec = scenario.spec_of(set);
  Millis at = operation.queued;
  if (operation.by_user) return at;
  if (operation.kind == OperationKind::os) {
    for (const auto& image : scenario.images) {
      if (image.stream == spec.image.stream && scenario.version_text(image.version) == operation.update) at = std::min(at, image.published);
    }
  } else if (operation.kind == OperationKind::ext) {
    for (const auto& extension : spec.extensions) {
      if (extension.name != operation.extension) continue;
      for (const auto& publication : scenario.extension_versions) {
        if (publication.stream == extension.stream && scenario.version_text(publication.version) == operation.update) at = std::min(at, publication.published);
      }
    }
  }
  return at;
}

std::vector<OperationRef> operations_in_order(const RolloutReport& report) {
  std::vector<OperationRef> refs;
  for (std::uint32_t set = 0; set < report.class_of.size(); ++set) {
    for (const auto& operation : report.of_set(set).operations) refs.push_back({set, &operation});
  }
  std::stable_sort(refs.begin(), refs.end(), [](const OperationRef& a, const OperationRef& b) { return a.operation->start < b.operation->start; });
  return refs;
}

}  // namespace fleetlint::rollout
