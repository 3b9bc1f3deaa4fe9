// Everything that is not a scale set: Arc rollouts, patching, schedules, host maintenance, scheduled events, repairs, small questions.
#include <fmt/format.h>

#include "scenario/fields.h"

namespace fleetlint::rollout {
namespace {

template <typename Read>
void each(ReadContext& context, const YamlNode* root, const char* key, Read read) {
  const YamlNode* node = root->find(key);
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::sequence) {
    context.error("FL0404", node->location, fmt::format("`{}` must be a list", key));
    return;
  }
  for (std::size_t i = 0; i < node->items.size() && !context.full(); ++i) read(node->items[i], fmt::format("{}[{}]", key, i));
}

bool read_interval(ReadContext& context, const YamlNode* node, const std::string& name, std::pair<Millis, Millis>& out) {
  Fields f(context, node, name, {"from", "to"});
  out = {INT64_MIN / 4, never};
  f.instant("from", out.first);
  f.instant("to", out.second);
  if (out.second >= out.first) return f.is_mapping();
  context.error("FL0409", node->location, fmt::format("`{}`: `to` is before `from`", name));
  return false;
}

const std::initializer_list<Word<PatchMode>> patch_modes = {{"Manual", PatchMode::manual},
                                                            {"AutomaticByOS", PatchMode::automatic_by_os},
                                                            {"AutomaticByPlatform", PatchMode::automatic_by_platform},
                                                            {"ImageDefault", PatchMode::image_default}};

void read_arc(ReadContext& context, const YamlNode* node, const std::string& name) {
  Fields f(context, node, name, {"published", "from", "version", "criticalSecurity", "window", "machines"});
  if (!f.is_mapping()) return;
  ArcRollout rollout;
  VersionId unused = no_version;
  const bool fine = f.require("published") != nullptr && f.require("from") != nullptr && f.require("version") != nullptr &&
                    f.require("machines") != nullptr && f.instant("published", rollout.published) && f.version("from", unused) && f.version("version", unused);
  if (!fine) return;
  f.text("from", rollout.from);
  f.text("version", rollout.version);
  f.boolean("criticalSecurity", rollout.critical_security);
  f.duration("window", rollout.window);
  const auto machines = f.list("machines");
  for (std::size_t i = 0; i < machines.size() && !context.full(); ++i) {
    Fields m(context, machines[i], fmt::format("{}.machines[{}]", name, i),
             {"name", "region", "subscription", "enableAutomaticUpgrade", "failAttempts", "rollbackFailsAtAttempt", "disableAfterAttempt"});
    ArcMachine machine;
    if (!m.is_mapping() || m.require("name") == nullptr || !m.text("name", machine.name)) continue;
    m.text("region", machine.region);
    m.text("subscription", machine.subscription);
    m.boolean("enableAutomaticUpgrade", machine.automatic_upgrade);
    m.integer("failAttempts", 0, 100'000, machine.fail_attempts);
    std::uint32_t number = 0;
    if (m.integer("rollbackFailsAtAttempt", 1, 100'000, number)) machine.rollback_fails_at = number;
    if (m.integer("disableAfterAttempt", 0, 100'000, number)) machine.disable_after = number;
    rollout.machines.push_back(std::move(machine));
  }
  context.scenario.arc.push_back(std::move(rollout));
}

bool read_clock(Fields& f, const YamlNode* node, Millis& out) {
  const std::string& t = node->text;
  const bool shape = t.size() == 5 && t[2] == ':' && t[0] >= '0' && t[0] <= '2' && t[1] >= '0' && t[1] <= '9' && t[3] >= '0' && t[3] <= '5' && t[4] >= '0' && t[4] <= '9';
  const int hour = shape ? (t[0] - '0') * 10 + t[1] - '0' : 99;
  if (hour > 24) {
    f.context().error("FL0406", node->location, fmt::format("`{}` is not a time of day: `{}`", f.path("offPeak"), t), "write [\"22:00\", \"06:00\"]");
    return false;
  }
  out = hour * one_hour + ((t[3] - '0') * 10 + t[4] - '0') * one_minute;
  return true;
}

void read_guest(ReadContext& context, const YamlNode* node, const std::string& name) {
  Fields f(context, node, name,
           {"released", "phaseOpens", "allHours", "offPeak", "availabilitySet", "assessEvery", "patchRequiresReboot", "unplannedBaseline", "vms"});
  if (!f.is_mapping()) return;
  GuestPatching patching;
  if (f.require("released") == nullptr || f.require("vms") == nullptr || !f.instant("released", patching.released)) return;
  f.instant("phaseOpens", patching.phase_opens);
  f.boolean("allHours", patching.all_hours);
  f.boolean("availabilitySet", patching.availability_set);
  f.duration("assessEvery", patching.assess_every);
  if (patching.assess_every < one_minute && f.find("assessEvery") != nullptr) {
    context.error("FL0405", f.find("assessEvery")->location, fmt::format("`{}` must be at least PT1M", f.path("assessEvery")));
    return;
  }
  f.boolean("patchRequiresReboot", patching.patch_requires_reboot);
  f.boolean("unplannedBaseline", patching.unplanned_baseline);
  if (const YamlNode* hours = f.find("offPeak")) {
    const auto items = f.list("offPeak");
    if (items.size() != 2 || !read_clock(f, items[0], patching.off_peak_from) || !read_clock(f, items[1], patching.off_peak_to)) {
      if (items.size() != 2) f.wrong_type(hours, "offPeak", "a list of two times of day");
      return;
    }
  }
  using R = PatchedMachine::Reboot;
  const auto vms = f.list("vms");
  for (std::size_t i = 0; i < vms.size() && !context.full(); ++i) {
    Fields m(context, vms[i], fmt::format("{}.vms[{}]", name, i),
             {"name", "utcOffset", "zone", "ud", "patchMode", "rebootSetting", "hotpatch", "arc", "poweredOff"});
    PatchedMachine machine;
    if (!m.is_mapping() || m.require("name") == nullptr || !m.text("name", machine.name)) continue;
    Millis offset = 0;
    if (m.duration("utcOffset", offset, true)) machine.utc_offset = offset;
    if (const YamlNode* zone = m.find("zone")) m.to_zone(zone, "zone", machine.zone);
    m.integer("ud", 0, 10'000, machine.ud);
    m.word<PatchMode>("patchMode", patch_modes, machine.mode);
    m.word<R>("rebootSetting", {{"IfRequired", R::if_required}, {"Never", R::never}, {"Always", R::always}}, machine.reboot);
    m.boolean("hotpatch", machine.hotpatch);
    m.boolean("arc", machine.arc);
    const auto off = m.list("poweredOff");
    for (std::size_t k = 0; k < off.size(); ++k) {
      std::pair<Millis, Millis> interval;
      if (read_interval(context, off[k], fmt::format("{}.poweredOff[{}]", m.name(), k), interval)) machine.powered_off.push_back(interval);
    }
    patching.machines.push_back(std::move(machine));
  }
  context.scenario.guest.push_back(std::move(patching));
}

void read_schedule(ReadContext& context, const YamlNode* node, const std::string& name) {
  Fields f(context, node, name, {"start", "duration", "recurEvery", "createdAt", "onDemand", "machines"});
  if (!f.is_mapping()) return;
  Schedule schedule;
  if (f.require("start") == nullptr || f.require("machines") == nullptr || !f.instant("start", schedule.start)) return;
  f.duration("duration", schedule.duration);
  if (Millis every = 0; f.recurrence("recurEvery", every)) schedule.recur_every = every;
  f.instant("createdAt", schedule.created_at);
  f.boolean("onDemand", schedule.on_demand);
  const auto machines = f.list("machines");
  for (std::size_t i = 0; i < machines.size() && !context.full(); ++i) {
    Fields m(context, machines[i], fmt::format("{}.machines[{}]", name, i),
             {"name", "patchTime", "reboot", "runningSince", "patchMode", "bypass", "arc", "ud"});
    ScheduledMachine machine;
    if (!m.is_mapping() || m.require("name") == nullptr || !m.text("name", machine.name)) continue;
    m.duration("patchTime", machine.patch_time);
    m.boolean("reboot", machine.reboot);
    m.instant("runningSince", machine.running_since);
    m.word<PatchMode>("patchMode", patch_modes, machine.mode);
    m.boolean("bypass", machine.bypass);
    m.boolean("arc", machine.arc);
    std::uint32_t ud = 0;
    if (m.integer("ud", 0, 10'000, ud)) machine.ud = ud;
    schedule.machines.push_back(std::move(machine));
  }
  context.scenario.schedules.push_back(std::move(schedule));
}

void read_host(ReadContext& context, const YamlNode* node, const std::string& name) {
  Fields f(context, node, name, {"window", "updates"});
  if (!f.is_mapping() || f.require("updates") == nullptr) return;
  HostMaintenance host;
  if (const YamlNode* window = f.find("window")) {
    Fields w(context, window, name + ".window", {"start", "duration", "every"});
    if (!w.is_mapping() || w.require("start") == nullptr || w.require("duration") == nullptr || !w.instant("start", host.start) || !w.duration("duration", host.duration)) return;
    w.recurrence("every", host.every);
    if (host.every < one_minute) {
      context.error("FL0405", window->location, fmt::format("`{}.window.every` must be at least PT1M", name));
      return;
    }
    host.has_window = true;
  }
  const auto updates = f.list("updates");
  for (std::size_t i = 0; i < updates.size() && !context.full(); ++i) {
    Fields u(context, updates[i], fmt::format("{}.updates[{}]", name, i), {"id", "available", "userApplyAt"});
    HostMaintenance::Update update;
    if (!u.is_mapping() || u.require("id") == nullptr || u.require("available") == nullptr || !u.text("id", update.id) || !u.instant("available", update.available)) continue;
    u.instant("userApplyAt", update.user_apply_at);
    host.updates.push_back(std::move(update));
  }
  context.scenario.hosts.push_back(std::move(host));
}

void read_event(ReadContext& context, const YamlNode* node, const std::string& name) {
  Fields f(context, node, name, {"eventType", "raised", "approved", "notBeforeTimeout", "hardwareFailure"});
  if (!f.is_mapping() || f.require("eventType") == nullptr || f.require("raised") == nullptr) return;
  ScheduledEvent event;
  using V = std::string_view;
  V type;
  if (!f.word<V>("eventType", {{"Freeze", "Freeze"}, {"Reboot", "Reboot"}, {"Redeploy", "Redeploy"}, {"Preempt", "Preempt"}, {"Terminate", "Terminate"}}, type) ||
      !f.instant("raised", event.raised)) {
    return;
  }
  event.type = type;
  f.instant("approved", event.approved);
  f.duration("notBeforeTimeout", event.not_before_timeout);
  f.boolean("hardwareFailure", event.hardware_failure);
  context.scenario.events.push_back(std::move(event));
}

void read_repair(ReadContext& context, const YamlNode* node, const std::string& name) {
  Fields f(context, node, name, {"capacity", "gracePeriod", "repairTime", "unhealthy"});
  if (!f.is_mapping() || f.require("capacity") == nullptr || f.require("unhealthy") == nullptr) return;
  RepairQuestion question;
  if (!f.integer("capacity", 0, most_instances, question.capacity)) return;
  f.duration("gracePeriod", question.grace);
  if (question.grace < 10 * one_minute || question.grace > 90 * one_minute) {
    context.error("FL0405", f.find("gracePeriod")->location, fmt::format("`{}` is {}, allowed is PT10M to PT1H30M", f.path("gracePeriod"), format_duration(question.grace)));
    return;
  }
  f.duration("repairTime", question.repair_time);
  const auto patients = f.list("unhealthy");
  for (std::size_t i = 0; i < patients.size() && !context.full(); ++i) {
    Fields p(context, patients[i], fmt::format("{}.unhealthy[{}]", name, i), {"id", "since", "stateChangeEnd", "protected"});
    RepairQuestion::Patient patient;
    if (!p.is_mapping() || p.require("id") == nullptr || p.require("since") == nullptr || !p.integer("id", 0, 1'000'000, patient.id) || !p.instant("since", patient.since)) continue;
    p.instant("stateChangeEnd", patient.state_change_end);
    p.boolean("protected", patient.is_protected);
    question.patients.push_back(patient);
  }
  context.scenario.repairs.push_back(std::move(question));
}

}  // namespace

void read_machines(ReadContext& context, const YamlNode* root) {
  each(context, root, "arcRollouts", [&](const YamlNode* n, const std::string& name) { read_arc(context, n, name); });
  each(context, root, "guestPatching", [&](const YamlNode* n, const std::string& name) { read_guest(context, n, name); });
  each(context, root, "schedules", [&](const YamlNode* n, const std::string& name) { read_schedule(context, n, name); });
  each(context, root, "hostMaintenance", [&](const YamlNode* n, const std::string& name) { read_host(context, n, name); });
  each(context, root, "scheduledEvents", [&](const YamlNode* n, const std::string& name) { read_event(context, n, name); });
  each(context, root, "repairs", [&](const YamlNode* n, const std::string& name) { read_repair(context, n, name); });
  each(context, root, "hotpatch", [&](const YamlNode* n, const std::string& name) {
    Fields f(context, n, name, {"released", "unplannedBaseline"});
    HotpatchQuestion question;
    if (!f.is_mapping() || f.require("released") == nullptr || !f.instant("released", question.released)) return;
    f.boolean("unplannedBaseline", question.unplanned);
    context.scenario.hotpatches.push_back(question);
  });
  each(context, root, "aumDecisions", [&](const YamlNode* n, const std::string& name) {
    Fields f(context, n, name, {"azureOrchestrated", "bypassPlatformSafetyChecksOnUserSchedule", "scheduleAssociated"});
    OrchestrationQuestion q;
    for (const char* key : {"azureOrchestrated", "bypassPlatformSafetyChecksOnUserSchedule", "scheduleAssociated"}) f.require(key);
    f.boolean("azureOrchestrated", q.azure_orchestrated);
    f.boolean("bypassPlatformSafetyChecksOnUserSchedule", q.bypass);
    f.boolean("scheduleAssociated", q.schedule);
    context.scenario.orchestration.push_back(q);
  });
  each(context, root, "historyQueries", [&](const YamlNode* n, const std::string& name) {
    Fields f(context, n, name, {"at", "starts"});
    HistoryQuery query;
    if (!f.is_mapping() || f.require("at") == nullptr || !f.instant("at", query.at)) return;
    for (const YamlNode* item : f.list("starts")) {
      Millis at = 0;
      if (f.to_instant(item, "starts", at)) query.starts.push_back(at);
    }
    context.scenario.history_queries.push_back(std::move(query));
  });
  each(context, root, "rng", [&](const YamlNode* n, const std::string& name) {
    Fields f(context, n, name, {"seed", "trial", "path", "purpose", "k"});
    DrawQuestion q;
    f.integer("seed", 0, INT64_MAX, q.seed);
    f.integer("trial", 0, INT64_MAX, q.trial);
    f.text("path", q.path);
    f.integer("purpose", 0, UINT32_MAX, q.purpose);
    f.integer("k", 0, UINT32_MAX, q.k);
    context.scenario.draws.push_back(std::move(q));
  });
}

}  // namespace fleetlint::rollout
