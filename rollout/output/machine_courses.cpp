#include "output/machine_courses.h"

#include <fmt/format.h>

#include <utility>

#include "output/narrative.h"

namespace fleetlint::rollout {
namespace {

MachineCourse patched(const GuestReport::Machine& machine) {
  const bool well = machine.result == "patched";
  MachineStep step{well ? MachineOutcome::done : machine.start ? MachineOutcome::failed : MachineOutcome::nothing, machine.start, machine.end, std::string(meaning_of_patching(machine.result))};
  if (machine.start) step.text += machine.reboot.value_or(false) ? ", restart" : ", no restart";
  return {machine.name, {std::move(step)}};
}

MachineGroup arc(const ArcRollout& rollout, const ArcReport& report) {
  MachineGroup group{fmt::format("Arc extension {} to {}", rollout.from, rollout.version), "machine", {}};
  for (const auto& machine : report.machines) {
    auto& course = group.courses.emplace_back();
    course.name = machine.name;
    if (machine.attempts.empty()) course.steps.push_back({MachineOutcome::nothing, {}, {}, "takes no part, automatic upgrade is off"});
    for (const auto& attempt : machine.attempts) {
      const auto outcome = attempt.result == "ok" ? MachineOutcome::done : attempt.result == "rolledBack" ? MachineOutcome::put_back : MachineOutcome::failed;
      course.steps.push_back({outcome, attempt.start, attempt.end, std::string(meaning_of_attempt(attempt.result))});
    }
  }
  return group;
}

MachineGroup host(const HostReport& report, Millis freeze) {
  MachineGroup group{"host maintenance", "update", {}};
  for (const auto& applied : report.applied) {
    const char* how = applied.how == "window" ? "in its window (rule MC-1)" : applied.how == "user" ? "by the user (rule MC-1)" : "by the platform, after 35 days (rule MC-2)";
    group.courses.push_back({applied.update, {{MachineOutcome::done, applied.at, applied.at + freeze, how}}});
  }
  for (const auto error : report.errors) group.courses.push_back({std::string(error), {{MachineOutcome::failed, {}, {}, "the window is not one that the service takes"}}});
  return group;
}

MachineGroup events(const Scenario& scenario, const RolloutReport& report) {
  MachineGroup group{"scheduled events", "event", {}};
  for (std::size_t i = 0; i < report.events.size(); ++i) {
    const auto& event = report.events[i];
    const auto& asked = scenario.events[i];
    MachineStep step{MachineOutcome::waiting, asked.raised, event.started, ""};
    if (!event.error.empty()) step = {MachineOutcome::failed, {}, {}, std::string(event.error)};
    else if (asked.hardware_failure) step.text = "a hardware failure, at once (rule N-2)";
    else step.text = fmt::format("raised, starts {}{} (rule N-1)", event.started ? format_instant(*event.started) : std::string("never"), asked.approved ? ", approved by then" : "");
    group.courses.push_back({asked.type, {std::move(step)}});
  }
  return group;
}

}  // namespace

std::string_view meaning_of_patching(std::string_view result) {
  static constexpr std::pair<std::string_view, std::string_view> meanings[] = {
      {"patched", "patched"},
      {"missed", "missed: not assessed within 30 days (rule GP-5)"},
      {"notOrchestrated", "not patched by the platform: its patch mode is another one (rule GP-7)"},
      {"notSupportedOnArc", "not patched by the platform: an Arc server (rule ARC-8)"},
      {"windowExceeded", "cut off at the end of the window (rule AUM-4)"},
      {"notRunning", "not patched: it was not running 15 minutes before (rule AUM-4)"},
      {"errorPrerequisitesNotMet", "error: bypassPlatformSafetyChecksOnUserSchedule is not set (rule AUM-1)"}};
  for (const auto& [name, text] : meanings) {
    if (name == result) return text;
  }
  return result;
}

std::string_view meaning_of_attempt(std::string_view result) {
  if (result == "ok") return "upgraded";
  return result == "rolledBack" ? "failed, the last good version is back (rule ARC-3), tried again at the next hour (rule ARC-4)" : "failed, and so did putting the last version back (rule ARC-5)";
}

std::vector<MachineGroup> machine_groups(const RolloutReport& report) {
  const Scenario& scenario = *report.scenario;
  std::vector<MachineGroup> groups;
  for (std::size_t i = 0; i < report.arc.size(); ++i) groups.push_back(arc(scenario.arc[i], report.arc[i]));
  for (const auto& guest : report.guest) {
    auto& group = groups.emplace_back(MachineGroup{"guest patching", "machine", {}});
    for (const auto& machine : guest.machines) group.courses.push_back(patched(machine));
  }
  for (std::size_t i = 0; i < report.schedules.size(); ++i) {
    auto& group = groups.emplace_back(MachineGroup{scenario.schedules[i].on_demand ? "update now" : "customer-managed schedule", "machine", {}});
    for (const auto& machine : report.schedules[i].machines) group.courses.push_back(patched(machine));
    for (const auto error : report.schedules[i].errors) group.courses.push_back({std::string(error), {{MachineOutcome::failed, {}, {}, "the schedule is not one that the service takes (rule AUM-2)"}}});
  }
  for (const auto& each : report.hosts) groups.push_back(host(each, scenario.duration(DurationName::host_freeze).value));
  for (const auto& each : report.repairs) {
    auto& group = groups.emplace_back(MachineGroup{"instance repairs", "instance", {}});
    for (const auto& repair : each.repairs) group.courses.push_back({fmt::format("instance {}", repair.id), {{MachineOutcome::done, repair.start, repair.end, "repaired (rules AIR-1, AIR-2)"}}});
  }
  if (!report.events.empty()) groups.push_back(events(scenario, report));
  std::erase_if(groups, [](const MachineGroup& g) { return g.courses.empty(); });
  return groups;
}

std::string machines_in_short(const RolloutReport& report) {
  std::uint64_t all = 0;
  std::vector<std::string> bad;
  for (const auto& a : report.arc) {
    for (const auto& m : a.machines) {
      ++all;
      if (m.status != "Succeeded") bad.push_back(fmt::format("{} {}", m.name, m.status));
    }
  }
  const auto patched = [&](const std::vector<GuestReport::Machine>& list) {
    for (const auto& m : list) {
      ++all;
      if (m.result != "patched") bad.push_back(fmt::format("{} {}", m.name, m.result));
    }
  };
  for (const auto& g : report.guest) patched(g.machines);
  for (const auto& g : report.schedules) patched(g.machines);
  if (all == 0) return {};
  std::string text = fmt::format("{}, {} as intended", narrative::count_of(all, "machine"), all - bad.size());
  for (std::size_t i = 0; i < bad.size() && i < 8; ++i) text += (i == 0 ? "; not: " : ", ") + bad[i];
  if (bad.size() > 8) text += fmt::format(" and {} more", bad.size() - 8);
  return text;
}

}  // namespace fleetlint::rollout
