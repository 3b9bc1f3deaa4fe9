#pragma once
// What happened, as phrases that all printers share: causes, waits, policies, and why something did not happen.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout::narrative {

/// Time since the start of the scenario: 00:17:30, 2 d 01:00:00.
std::string clock(const Scenario& scenario, Millis at);
/// "1 instance", "3 instances".
std::string count_of(std::uint64_t count, std::string_view noun);
/// Ids with runs drawn together: "0, 5, 10 to 14"; at most `most` pieces.
std::string id_list(std::vector<std::uint32_t> ids, std::size_t most = 12);
/// "OS image 2.0", "model app-v2", "extension ama 1.6".
std::string name_of(const OperationReport& operation);
/// "the set's rollingUpgradePolicy", "platform default", …
std::string_view origin_of(const PolicyReport& policy);
/// "20 % a batch, stops above 20 % unhealthy or 20 % failed of those upgraded, no pause (platform default)".
std::string policy_of(const PolicyReport& policy);
/// "1 of 4 upgraded instances failed (25 %), limit 20 %".
std::string check_of(const Check& check);
/// The last check of the operation or its batches that fires; null when none does.
const Check* stopping_check(const OperationReport& operation);
/// "extension failed (customScript)": the cause, with the extension where it is one.
std::string failure_of(const InstanceFailure& failure);
/// What a wait is for, with what holds it up where that is known: "maintenance window", "another operation of the set (model app-v2, until 00:04:00)".
std::string wait_of(const RolloutReport& report, std::uint32_t set, const Wait& wait);
Rule rule_of(WaitReason reason);
Rule rule_of(FailureCause cause);

struct Cause {
  std::string text;
  Rule rule = Rule::CAP_1;
};
/// What made the serving capacity of a set as low as it ever was; nothing if no instance was missing.
std::optional<Cause> capacity_cause(const RolloutReport& report, std::uint32_t set);

/// Instances that run an older image than they could at the end, and why.
struct OldImages {
  std::vector<std::uint32_t> ids;
  Cause why;
};
std::vector<OldImages> old_images(const RolloutReport& report, std::uint32_t set);

/// What a reason of ineligibility means for this set, with the property that decides and what would help.
std::string meaning_of(Reason reason, const Scenario& scenario, const SetSpec& spec);
Rule rule_of(Reason reason);
/// The setting of a set that a template leaves open and that was taken as what leads to this reason; null where the reason is certain.
const OpenSetting* assumed_for(Reason reason, const Scenario& scenario, std::uint32_t set);
/// The reason with its meaning, and the assumption that it hangs on if it does.
std::string refusal_of(Reason reason, const Scenario& scenario, std::uint32_t set);

/// Settings that templates leave open, those of several sets with one reason drawn together.
struct OpenGroup {
  std::vector<std::uint32_t> sets;
  const OpenSetting* setting = nullptr;
};
std::vector<OpenGroup> open_groups(const Scenario& scenario);
/// "upgradePolicy.mode of web is taken as Manual: parameter `mode` has no value".
std::string open_text(const Scenario& scenario, const OpenGroup& group);
/// Whether it takes the size of a set, which nobody tells, to know if it is upgraded; false where it is
/// refused whatever its size, for reasons that are known and not assumed.
bool hangs_on_size(const RolloutReport& report, std::uint32_t set);
/// Why the platform upgrades neither image nor extensions of a set; nothing if it has such an operation.
std::vector<Cause> why_nothing(const RolloutReport& report, std::uint32_t set);

/// Instances that an operation before `at` left failed and that nothing has repaired since.
struct LeftFailed {
  std::vector<std::uint32_t> ids;
  const OperationReport* by = nullptr;
};
std::optional<LeftFailed> left_failed(const RolloutReport& report, std::uint32_t set, Millis at);

}  // namespace fleetlint::rollout::narrative
