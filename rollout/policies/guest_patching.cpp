// Automatic guest patching of virtual machines, and hotpatching. Rules GP-1 to GP-8, HP-1 to HP-3, ARC-8.
#include <algorithm>
#include <map>

#include "policies/machines.h"

namespace fleetlint::rollout {
namespace {

/// GP-2: the first start at or after `at` such that `work` ends before the off-peak hours do, in the machine's own time.
Millis off_peak_start(const GuestPatching& patching, Millis offset, Millis work, Millis at) {
  const Millis length = (patching.off_peak_to - patching.off_peak_from + one_day - 1) % one_day + 1;
  if (work > length) return never;
  const Millis local = at + offset;
  Millis day = local / one_day * one_day - one_day;
  for (;; day += one_day) {
    const Millis open = day + patching.off_peak_from, close = open + length;
    const Millis start = std::max(open, local);
    if (start + work <= close) return start - offset;
  }
}

bool is_off(const PatchedMachine& machine, Millis at, Millis& back) {
  for (const auto& [from, to] : machine.powered_off) {
    if (from <= at && at < to) {
      back = to;
      return true;
    }
  }
  return false;
}

std::string_view not_taken(const PatchedMachine& machine) {
  if (machine.arc) return "notSupportedOnArc";
  return machine.mode == PatchMode::automatic_by_platform ? std::string_view{} : std::string_view("notOrchestrated");
}

/// GP-3: update domain by update domain in an availability set; else group by group, a group being the machines of a zone.
std::vector<std::vector<std::uint32_t>> batches_of(const MachineContext& context, const GuestPatching& patching) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < patching.machines.size(); ++i) {
    const PatchedMachine& machine = patching.machines[i];
    if (!not_taken(machine).empty()) continue;
    ++count;
    groups[patching.availability_set ? machine.ud : machine.zone].push_back(i);
  }
  context.apply(Rule::GP_3);
  std::vector<std::vector<std::uint32_t>> batches;
  for (const auto& [key, members] : groups) {
    const auto n = static_cast<std::uint32_t>(members.size());
    const std::uint32_t size = patching.availability_set ? (count < 10 ? 1 : count / 5) : std::max(1u, n / 5);
    for (std::uint32_t i = 0; i < n; i += size) batches.emplace_back(members.begin() + i, members.begin() + std::min(n, i + size));
  }
  return batches;
}

}  // namespace

std::string_view hotpatch_kind(Millis released, bool unplanned) {
  if (unplanned) return "unplannedBaseline";
  return (date_of(released).month - 1) % 3 == 0 ? "plannedBaseline" : "hotpatch";
}

GuestReport guest_patching(const MachineContext& context, const GuestPatching& patching) {
  GuestReport report;
  context.apply(Rule::GP_1);
  if (patching.all_hours) context.apply(Rule::GP_6);
  for (const auto& machine : patching.machines) {
    auto& out = report.machines.emplace_back();
    out.name = machine.name;
    out.result = not_taken(machine);
    if (!out.result.empty()) context.apply(machine.arc ? Rule::ARC_8 : Rule::GP_7);
  }
  const Millis limit = patching.released + 30 * one_day;
  Millis turn = patching.phase_opens.value_or(patching.released);
  for (const auto& batch : batches_of(context, patching)) {
    auto& names = report.batches.emplace_back();
    Millis batch_end = turn;
    for (const auto index : batch) {
      const PatchedMachine& machine = patching.machines[index];
      auto& out = report.machines[index];
      names.push_back(machine.name);
      bool needs_restart = patching.patch_requires_reboot;
      if (machine.hotpatch) {
        context.apply(patching.unplanned_baseline ? Rule::HP_2 : Rule::HP_1);
        context.apply(Rule::HP_3);
        needs_restart = hotpatch_kind(patching.released, patching.unplanned_baseline) != "hotpatch";
      }
      context.apply(Rule::GP_8);
      using R = PatchedMachine::Reboot;
      const bool restart = machine.reboot == R::always || (machine.reboot == R::if_required && needs_restart);
      const Millis work = context.length(DurationName::patch_install, Purpose::patch_install, machine.name, 1) +
                          (restart ? context.length(DurationName::reboot, Purpose::reboot, machine.name, 1) : 0);
      const Millis offset = machine.utc_offset.value_or(0);
      Millis from = turn;
      bool first = true;
      out.result = "missed";
      while (from <= limit) {
        const Millis start = patching.all_hours ? from : off_peak_start(patching, offset, work, from);
        if (!patching.all_hours) {
          context.apply(Rule::GP_2);
          context.apply(Rule::A_22);
        }
        if (start > limit) break;
        Millis back = 0;
        if (is_off(machine, start, back)) {
          context.apply(Rule::GP_4);
          if (first) batch_end = std::max(batch_end, turn);
          first = false;
          from = std::max(start + patching.assess_every, back);
          continue;
        }
        out.result = "patched";
        out.start = start;
        out.end = start + work;
        out.reboot = restart;
        if (first) batch_end = std::max(batch_end, *out.end);  // a machine that comes later holds up nobody
        break;
      }
      if (out.result == "missed") context.apply(Rule::GP_5);
    }
    turn = batch_end;
  }
  return report;
}

}  // namespace fleetlint::rollout
