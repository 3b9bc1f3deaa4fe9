#pragma once
// What happens to machines outside of scale sets, as one list for everything that shows it: pictures, tables, text.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

enum class MachineOutcome : std::uint8_t { done, put_back, failed, waiting, nothing };

struct MachineStep {
  MachineOutcome outcome = MachineOutcome::done;
  std::optional<Millis> from, to;  ///< absent: nothing is done to the machine
  std::string text;                ///< "upgraded", "failed, the last good version is back (rule ARC-3)"
};

struct MachineCourse {
  std::string name;
  std::vector<MachineStep> steps;  ///< by time
};

/// One rollout, schedule or list of the scenario.
struct MachineGroup {
  std::string title;  ///< "Arc extension 1.32 to 1.33"
  std::string noun;   ///< what its courses are: "machine", "update"
  std::vector<MachineCourse> courses;
};

/// What the result of a patching means, with its rule.
std::string_view meaning_of_patching(std::string_view result);
/// What the result of one attempt to replace an extension means, with its rules.
std::string_view meaning_of_attempt(std::string_view result);

/// Arc extensions, guest patching, schedules, host updates, repairs and scheduled events, in the order of the scenario.
std::vector<MachineGroup> machine_groups(const RolloutReport& report);
/// "15 machines, 11 as intended; not: store-003 Failed"; empty without machines.
std::string machines_in_short(const RolloutReport& report);

}  // namespace fleetlint::rollout
