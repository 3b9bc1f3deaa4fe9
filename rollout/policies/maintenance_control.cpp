// Host updates without a restart. Rules MC-1 to MC-3.
#include <algorithm>
#include <map>

#include "policies/machines.h"
#include "policies/maintenance_window.h"

namespace fleetlint::rollout {

HostReport host_maintenance(const MachineContext& context, const HostMaintenance& host) {
  HostReport report;
  context.apply(Rule::MC_1);
  if (host.has_window && host.duration < 2 * one_hour) {
    report.errors.push_back("WindowTooShort");
    return report;
  }
  std::map<Millis, std::vector<std::string>> packages;
  for (const auto& update : host.updates) {
    HostReport::Applied applied{update.id, update.available + 35 * one_day, "forced"};
    if (host.has_window) {
      const Millis open = next_in_window(host.start, host.duration, host.every, update.available);
      if (open <= applied.at) applied = {update.id, open, "window"};
    }
    if (update.user_apply_at && *update.user_apply_at >= update.available && *update.user_apply_at < applied.at) {
      applied = {update.id, *update.user_apply_at, "user"};
    }
    if (applied.how == "forced") context.apply(Rule::MC_2);
    packages[applied.at].push_back(update.id);
    report.applied.push_back(std::move(applied));
  }
  context.apply(Rule::MC_3);
  for (auto& [at, names] : packages) report.packages.push_back(std::move(names));
  return report;
}

}  // namespace fleetlint::rollout
