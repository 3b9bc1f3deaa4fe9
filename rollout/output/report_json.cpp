// The complete report as JSON, CSV and JSON lines, and the history as the service returns it.
#include <algorithm>

#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/verdict.h"
#include "output/json_writer.h"
#include "output/narrative.h"
#include "policies/machines.h"

namespace fleetlint::rollout {
namespace {

std::string_view policy_source(const PolicyReport& policy) {
  switch (policy.origin) {
    case PolicyReport::Origin::platform_default: return "platform default (P-1)";
    case PolicyReport::Origin::set_policy: return "rollingUpgradePolicy (P-1, P-2, P-3)";
    case PolicyReport::Origin::flag_off: return "platform default: useRollingUpgradePolicy is false (P-1)";
    case PolicyReport::Origin::fixed: return "fixed by the platform (AE-10)";
  }
  return "";
}

void instants(JsonWriter& json, std::string_view key, const std::optional<Millis>& at) {
  json.key(key);
  if (at) {
    json.value(format_instant(*at));
  } else {
    json.null();
  }
}
void ids(JsonWriter& json, std::string_view key, const std::vector<std::uint32_t>& list) {
  json.key(key).begin_array();
  for (const auto id : list) json.value(id);
  json.end_array();
}
void zone(JsonWriter& json, int z) {
  json.key("zone");
  if (z == 0) {
    json.null();
  } else {
    json.value(std::to_string(z));
  }
}

void waits(JsonWriter& json, const std::vector<Wait>& list) {
  if (list.empty()) return;
  json.key("waits").begin_array();
  for (const auto& w : list) {
    json.begin_object().field("reason", to_string(w.reason)).field("from", format_instant(w.from)).field("to", w.to >= never ? "never" : format_instant(w.to)).end_object();
  }
  json.end_array();
}

std::string check_text(const Check& c) {
  const char* what = c.rule == Rule::S_3 ? "upgraded instances failed" : "instances are unhealthy";
  const std::int64_t share = c.of == 0 ? 0 : 100 * c.count / c.of;
  return fmt::format("{} of {} {}: {} %, limit {} %", c.count, c.of, what, share, c.percent);
}
void checks(JsonWriter& json, const std::vector<Check>& list) {
  if (list.empty()) return;
  json.key("checks").begin_array();
  for (const auto& c : list) {
    json.begin_object().field("rule", info(c.rule).id).field("at", format_instant(c.at)).field("text", check_text(c));
    json.field("left", 100 * c.count).field("right", c.percent * c.of).field("fires", c.fires).end_object();
  }
  json.end_array();
}

void batch(JsonWriter& json, const BatchReport& b) {
  json.begin_object().field("index", b.index);
  zone(json, b.zone);
  json.key("ud");
  if (b.ud < 0) {
    json.null();
  } else {
    json.value(b.ud);
  }
  json.field("method", to_string(b.method));
  ids(json, "instances", b.instances.to_vector());
  json.field("start", format_instant(b.start));
  instants(json, "end", b.end);
  ids(json, "ok", b.succeeded());
  ids(json, "failed", b.failed);
  ids(json, "rolledBack", b.rolled_back);
  if (!b.rollback_failed.empty()) ids(json, "rollbackFailed", b.rollback_failed);
  if (b.method == BatchMethod::max_surge) {
    ids(json, "created", b.created);
    ids(json, "deleted", b.deleted);
  }
  if (!b.causes.empty()) {
    json.key("causes").begin_array();
    for (const auto& c : b.causes) {
      json.begin_object().field("instance", c.instance).field("cause", to_string(c.cause));
      if (!c.extension.empty()) json.field("extension", c.extension);
      json.end_object();
    }
    json.end_array();
  }
  waits(json, b.waits);
  checks(json, b.checks);
  json.end_object();
}

void operation(JsonWriter& json, const Scenario& s, std::uint32_t set, const OperationReport& o) {
  json.begin_object().field("set", s.sets[set].id).field("region", s.regions[s.sets[set].region].name);
  json.field("kind", to_string(o.kind)).field("update", o.update);
  if (o.kind == OperationKind::ext) json.field("extension", o.extension);
  json.field("startedBy", o.by_user ? "User" : "Platform").field("start", format_instant(o.start));
  instants(json, "end", o.end);
  json.field("code", to_string(o.code));
  json.key("error");
  if (o.error == ErrorCode::none) {
    json.null();
  } else {
    json.value(to_string(o.error));
  }
  if (!o.errors.empty()) {
    json.key("errors").begin_array();
    for (const auto& [code, id] : o.errors) {
      json.begin_object().field("code", to_string(code)).field("target", fmt::format("{}/virtualMachines/{}", s.sets[set].id, id)).end_object();
    }
    json.end_array();
  }
  const PolicyReport& p = o.policy;
  json.key("policy").begin_object().field("maxBatchInstancePercent", p.max_batch).field("maxUnhealthyInstancePercent", p.max_unhealthy);
  json.field("maxUnhealthyUpgradedInstancePercent", p.max_unhealthy_upgraded).field("pauseTimeBetweenBatches", format_duration(p.pause));
  if (p.cross_zone) json.field("enableCrossZoneUpgrade", true);
  if (p.prioritize_unhealthy) json.field("prioritizeUnhealthyInstances", true);
  if (p.max_surge) json.field("maxSurge", true);
  if (p.rollback_on_breach) json.field("rollbackFailedInstancesOnPolicyBreach", true);
  json.field("source", policy_source(p)).end_object();
  json.field("batchMax", o.batch_max).field("eligible", o.eligible);
  json.key("skipped").begin_object();
  for (const auto& [id, reason] : o.skipped) json.field(std::to_string(id), to_string(reason));
  json.end_object();
  json.field("plannedBatches", o.planned_batches);
  json.key("batches").begin_array();
  for (const auto& b : o.batches) batch(json, b);
  json.end_array();
  json.key("progress").begin_object().field("successfulInstanceCount", o.successful).field("failedInstanceCount", o.failed);
  json.field("inProgressInstanceCount", o.in_progress).field("pendingInstanceCount", o.pending).end_object();
  json.key("rollbackInfo").begin_object().field("successfullyRolledbackInstanceCount", o.rolled_back).field("failedRolledbackInstanceCount", o.rollback_failed).end_object();
  waits(json, o.waits);
  checks(json, o.checks);
  json.end_object();
}

void machines(JsonWriter& json, const RolloutReport& report) {
  json.key("machines").begin_object();
  const auto time = [&](std::string_view key, const std::optional<Millis>& at) { instants(json, key, at); };
  json.key("arc").begin_array();
  for (const auto& a : report.arc) {
    json.begin_object().field("batchSize", a.batch_size).field("batches", a.batches).key("machines").begin_object();
    for (const auto& m : a.machines) {
      json.key(m.name).begin_object().field("batch", m.batch).field("status", m.status).field("queued", m.queued).key("activityLog").begin_array();
      for (const auto& t : m.attempts) {  // rule ARC-7: as the activity log names it
        json.begin_object().field("operation", "Microsoft.HybridCompute/machines/upgradeExtensions/action").field("initiatedBy", "Azure Regional Service Manager");
        time("start", t.start);
        time("end", t.end);
        json.field("result", t.result).end_object();
      }
      json.end_array().end_object();
    }
    json.end_object().end_object();
  }
  json.end_array();
  const auto patched = [&](const GuestReport::Machine& m) {
    json.key(m.name).begin_object().field("result", m.result);
    time("start", m.start);
    time("end", m.end);
    const bool done = m.result == "patched";
    json.key("lastPatchInstallationSummary").begin_object().field("installed", done ? 1 : 0).field("pending", m.result == "missed" ? 1 : 0);
    json.field("failed", m.result == "windowExceeded" ? 1 : 0).field("skipped", m.start ? 0 : 1);
    time("startTime", m.start);
    json.field("rebootStatus", m.reboot.value_or(false) ? "Completed" : "NotNeeded").end_object().end_object();
  };
  json.key("guestPatching").begin_array();
  for (const auto& g : report.guest) {
    json.begin_object().key("vms").begin_object();
    for (const auto& m : g.machines) patched(m);
    json.end_object().end_object();
  }
  json.end_array().key("schedules").begin_array();
  for (const auto& g : report.schedules) {
    json.begin_object().key("machines").begin_object();
    for (const auto& m : g.machines) patched(m);
    json.end_object().key("errors").begin_array();
    for (const auto e : g.errors) json.value(e);
    json.end_array().end_object();
  }
  json.end_array().key("hostMaintenance").begin_array();
  for (const auto& h : report.hosts) {
    json.begin_object().key("applied").begin_array();
    for (const auto& a : h.applied) json.begin_object().field("update", a.update).field("at", format_instant(a.at)).field("how", a.how).end_object();
    json.end_array().end_object();
  }
  json.end_array().key("repairs").begin_array();
  for (const auto& r : report.repairs) {
    json.begin_object().field("concurrent", r.concurrent).key("repairs").begin_array();
    for (const auto& one : r.repairs) json.begin_object().field("instance", one.id).field("start", format_instant(one.start)).field("end", format_instant(one.end)).end_object();
    json.end_array().end_object();
  }
  json.end_array().key("scheduledEvents").begin_array();
  for (std::size_t i = 0; i < report.events.size(); ++i) {
    const auto& e = report.events[i];
    json.begin_object().field("eventType", report.scenario->events[i].type);
    if (!e.error.empty()) {
      json.field("error", e.error);
    } else {
      time("notBefore", e.not_before);
      time("started", e.started);
    }
    json.end_object();
  }
  json.end_array().key("hotpatch").begin_array();
  for (const auto h : report.hotpatches) json.value(h);
  json.end_array().key("updateManager").begin_array();
  for (const auto a : report.orchestration) json.value(a);
  json.end_array().end_object();
}

/// From the publication of an image to the end of the batch that brought it, over the instances that got it.
void exposure(JsonWriter& json, const Scenario& s, std::uint32_t set, const ClassReport& c) {
  std::vector<std::pair<Millis, std::uint64_t>> spans;
  std::uint64_t count = 0;
  std::int64_t sum = 0;
  for (const auto& o : c.operations) {
    if (o.kind != OperationKind::os) continue;
    const Millis published = published_at(s, s.sets[set], o);
    for (const auto& b : o.batches) {
      const std::uint64_t ok = b.end ? b.instances.size() - b.failed.size() : 0;
      if (ok == 0) continue;
      spans.emplace_back(*b.end - published, ok);
      count += ok;
      sum += (*b.end - published) * static_cast<std::int64_t>(ok);
    }
  }
  if (count == 0) return;
  std::sort(spans.begin(), spans.end());
  const auto percentile = [&](std::uint64_t percent) {
    std::uint64_t rank = std::max<std::uint64_t>(1, (count * percent + 99) / 100);
    for (const auto& [span, n] : spans) {
      if (rank <= n) return span;
      rank -= n;
    }
    return spans.back().first;
  };
  json.key("exposure").begin_object().field("instances", count).field("mean", format_duration(sum / static_cast<std::int64_t>(count)));
  json.field("p50", format_duration(percentile(50))).field("p90", format_duration(percentile(90))).field("longest", format_duration(spans.back().first)).end_object();
}

/// What was left out to keep the report of a large fleet small: the batches of operations that ended without a failure.
void omitted(JsonWriter& json, const RolloutReport& report) {
  std::uint64_t operations = 0, batches = 0;
  for (const auto& c : report.classes) {
    for (const auto& o : c.operations) {
      batches += o.omitted_batches * c.members.size();
      if (o.omitted_batches > 0) operations += c.members.size();
    }
  }
  if (batches > 0) json.key("omitted").begin_object().field("batches", batches).field("ofOperations", operations).end_object();
}

void nothing_because(JsonWriter& json, const RolloutReport& report, std::uint32_t set) {
  json.key("nothingBecause").begin_array();
  for (const auto& cause : narrative::why_nothing(report, set)) json.begin_object().field("text", cause.text).field("rule", info(cause.rule).id).end_object();
  json.end_array();
}

void monte_carlo(JsonWriter& json, const RolloutReport& report) {
  const MonteCarloReport& m = *report.monte_carlo;
  json.key("monteCarlo").begin_object().field("trials", m.trials).field("completed", m.completed).field("stopped", m.stopped);
  json.field("mode", m.aggregate ? "aggregate" : "exact").field("allTrialsIdentical", m.identical).key("sets").begin_array();
  for (const auto& s : m.sets) {
    json.begin_object();
    if (s.set == all_sets) {
      json.field("scope", "fleet");
    } else {
      json.field("set", report.scenario->sets[s.set].id);
    }
    json.field("completed", s.completed).field("stopped", s.stopped).field("running", s.running).field("anyRollback", s.rolled_back);
    json.key("probability").begin_object();
    json.key("completed").raw(fmt::format("{:.6f}", m.trials == 0 ? 0.0 : static_cast<double>(s.completed) / static_cast<double>(m.trials)));
    json.key("interval95").begin_array().raw(fmt::format("{:.6f}", s.interval_low)).raw(fmt::format("{:.6f}", s.interval_high)).end_array().end_object();
    static constexpr const char* names[] = {"p50", "p90", "p95", "p99"};
    const auto percentiles = [&](std::string_view key, const std::vector<std::optional<Millis>>& values) {
      json.key(key).begin_object();
      for (std::size_t i = 0; i < values.size(); ++i) {
        json.key(names[i]);
        if (values[i]) {
          json.value(format_duration(*values[i]));
        } else {
          json.null();
        }
      }
      json.end_object();
    };
    percentiles("completion", s.completion_percentiles);
    percentiles("completionOfCompleted", s.completed_only);
    json.field("meanOfCompleted", format_duration(s.mean_completed));
    json.field("minServing", s.floor_min);
    if (!s.floors.empty()) json.field("minServingMedian", s.floor_median);
    json.field("worstTrial", s.worst_trial).end_object();
  }
  json.end_array().end_object();
}

/// The service writes seven fraction digits and +00:00, as in the published sample.
std::string service_time(Millis t) {
  const Millis rest = ((t % 1000) + 1000) % 1000;
  std::string text = format_instant(t - rest);
  text.pop_back();
  return fmt::format("{}.{:03}0000+00:00", text, rest);
}

/// The counters as they stood at an instant (rule HIST-3).
struct Progress {
  std::uint32_t successful = 0, failed = 0, in_progress = 0, pending = 0, rolled_back = 0, rollback_failed = 0;
};
Progress progress_at(const OperationReport& o, Millis at) {
  if (o.end && *o.end <= at) return {o.successful, o.failed, o.in_progress, o.pending, o.rolled_back, o.rollback_failed};
  Progress p;
  std::uint32_t done = 0;
  for (const auto& b : o.batches) {
    if (b.start > at) break;
    done += b.instances.size();
    if (!b.end || *b.end > at) {
      p.in_progress += b.instances.size();
    } else {
      p.failed += static_cast<std::uint32_t>(b.failed.size());
      p.successful += b.instances.size() - static_cast<std::uint32_t>(b.failed.size());
      if (o.kind == OperationKind::model) continue;  // these are restored together at the end
      p.rolled_back += static_cast<std::uint32_t>(b.rolled_back.size());
      p.rollback_failed += static_cast<std::uint32_t>(b.rollback_failed.size());
    }
  }
  p.pending = o.eligible > done ? o.eligible - done : 0;
  return p;
}
void progress(JsonWriter& json, const OperationReport& o, Millis at) {
  const Progress p = progress_at(o, at);
  json.key("progress").begin_object().field("successfulInstanceCount", p.successful).field("failedInstanceCount", p.failed);
  json.field("inProgressInstanceCount", p.in_progress).field("pendingInstanceCount", p.pending).end_object();
}
void error(JsonWriter& json, const OperationReport& o, std::string_view set) {
  if (o.error == ErrorCode::none) return;
  json.key("error").begin_object().field("code", to_string(o.error)).key("details").begin_array();
  for (const auto& [code, id] : o.errors) json.begin_object().field("code", to_string(code)).field("target", fmt::format("{}/virtualMachines/{}", set, id)).end_object();
  json.end_array().end_object();
}

}  // namespace

std::string report_json(const RolloutReport& report, std::string_view program) {
  const Scenario& s = *report.scenario;
  JsonWriter json(1);
  json.begin_object().field("schema", "fleetlint/report/1").field("scenario", s.name).field("program", program).field("inputHash", s.input_hash);
  json.field("mode", report.mode).field("start", format_instant(s.start)).field("end", format_instant(report.reached)).field("interrupted", report.interrupted);
  json.key("operations").begin_array();
  for (const auto& ref : operations_in_order(report)) operation(json, s, ref.set, *ref.operation);
  json.end_array();
  omitted(json, report);
  json.key("sets").begin_object();
  for (std::uint32_t i = 0; i < s.sets.size(); ++i) {
    const ClassReport& c = report.of_set(i);
    json.key(s.sets[i].id).begin_object().field("region", s.regions[s.sets[i].region].name);
    if (s.size_unknown(s.sets[i])) {  // null: unknown, not none
      json.key("instances").null().key("count").null().key("minServing").null().key("minServingAt").null();
      nothing_because(json, report, i);
      json.end_object();
      continue;
    }
    json.field("instances", s.sets[i].capacity).field("count", c.count);
    json.field("minServing", c.min_serving).field("minServingAt", format_instant(c.min_serving_at));
    const auto of_set = [&](const ZoneServing& zone) { return zone.set == i; };
    if (std::any_of(report.zones.begin(), report.zones.end(), of_set)) {
      json.key("minServingByZone").begin_array();
      for (const auto& zone : report.zones) {
        if (of_set(zone)) json.begin_object().field("zone", std::to_string(zone.zone)).field("instances", zone.count).field("minServing", zone.lowest).field("minServingAt", format_instant(zone.at)).end_object();
      }
      json.end_array();
    }
    json.key("lostInstanceSeconds");
    if (c.lost_instance_millis % 1000 == 0) {
      json.value(c.lost_instance_millis / 1000);
    } else {
      json.raw(fmt::format("{}.{:03}", c.lost_instance_millis / 1000, c.lost_instance_millis % 1000));
    }
    ids(json, "oldImageAtEnd", c.old_image);
    if (s.sets.size() <= 2000) {
      if (const auto cause = narrative::capacity_cause(report, i)) json.key("minServingCause").begin_object().field("text", cause->text).field("rule", info(cause->rule).id).end_object();
      if (!c.old_image.empty()) {
        json.key("oldImageReasons").begin_array();
        for (const auto& group : narrative::old_images(report, i)) {
          json.begin_object();
          ids(json, "instances", group.ids);
          json.field("text", group.why.text).field("rule", info(group.why.rule).id).end_object();
        }
        json.end_array();
      }
      if (c.operations.empty()) nothing_because(json, report, i);
      exposure(json, s, i, c);
    }
    json.key("capacity").begin_array();
    for (const auto& [at, value] : c.capacity) json.begin_array().value(format_instant(at)).value(value).end_array();
    json.end_array().end_object();
  }
  json.end_object().key("phases").begin_array();
  for (const auto& p : report.phases) {
    json.begin_object().field("index", p.index).field("kind", to_string(p.kind)).field("update", p.update).key("regions").begin_array();
    for (const auto r : p.regions) json.value(s.regions[r].name);
    json.end_array().field("open", format_instant(p.open));
    instants(json, "close", p.close);
    json.key("passed");
    if (p.decided) {
      json.value(p.passed);
    } else {
      json.null();
    }
    json.field("eligible", p.eligible).field("succeeded", p.succeeded).end_object();
  }
  json.end_array().key("repairTasks").begin_array();
  for (const auto& t : report.repair_tasks) {
    json.begin_object().field("set", s.sets[report.classes[t.member_of].members.front()].id).field("ud", t.ud);
    zone(json, t.zone);
    json.field("created", format_instant(t.created));
    instants(json, "approved", t.approved);
    instants(json, "completed", t.completed);
    json.end_object();
  }
  json.end_array();
  machines(json, report);
  json.key("notEligible").begin_array();
  for (const auto& [n, member] : refused_in_order(report)) {
    json.begin_object().field("set", s.sets[member].id).field("at", format_instant(n->at)).key("reasons").begin_array();
    for (const auto reason : n->reasons) json.value(to_string(reason));
    json.end_array().end_object();
  }
  json.end_array();
  if (report.monte_carlo) monte_carlo(json, report);
  json.key("assertions").begin_array();
  for (const auto& a : report.assertions) {
    json.begin_object().field("id", a.id).field("holds", a.holds);
    if (a.undecided) json.field("undecided", true);
    json.field("severity", a.warning ? "warning" : "error");
    json.key("value").raw(a.value.empty() ? "null" : a.value).key("bound").raw(a.bound.empty() ? "null" : a.bound);
    if (a.at) json.field("at", format_instant(*a.at));
    if (!a.cause.empty()) json.field("cause", a.cause);
    json.end_object();
  }
  json.end_array().key("rules").begin_array();
  for (std::size_t i = 0; i < report.rules.size(); ++i) {
    if (report.rules[i]) json.value(all_rules()[i].id);
  }
  json.end_array().key("assumptions").begin_array();
  for (std::size_t i = 0; i < report.rules.size(); ++i) {
    const RuleInfo& rule = all_rules()[i];
    const auto concerns = [&](const Reading& r) { return static_cast<std::size_t>(r.rule) == i; };
    const bool read = std::any_of(report.readings.begin(), report.readings.end(), concerns);
    if (!report.rules[i] || !is_assumption(static_cast<Rule>(i))) continue;
    json.begin_object().field("rule", rule.id).field("text", rule.text).field("source", rule.source);
    if (read) {
      json.key("readings").begin_array();
      for (const auto& r : report.readings) {
        if (concerns(r)) json.begin_object().field("instead", r.instead).field("matters", r.matters).field("change", r.change).end_object();
      }
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
  if (!s.open_settings.empty()) {
    json.key("unknownSettings").begin_array();
    for (const auto& group : narrative::open_groups(s)) {
      json.begin_object().key("sets").begin_array();
      for (const auto set : group.sets) json.value(s.sets[set].id);
      json.end_array().field("setting", group.setting->key).field("because", group.setting->why).key("taken");
      if (group.setting->taken.empty()) {
        json.null();
      } else {
        json.value(group.setting->taken);
      }
      json.field("rule", info(rule_of(*group.setting)).id).end_object();
    }
    json.end_array();
  }
  if (!s.assumed.empty()) {
    json.key("assumedScenario").begin_array();
    for (const auto& text : s.assumed) json.value(text);
    json.end_array();
  }
  json.end_object();
  return std::move(json.text());
}

std::string history_json(const RolloutReport& report, std::uint32_t set, Millis at, bool rest_schema) {
  const Scenario& s = *report.scenario;
  const SetSpec& spec = s.spec_of(s.sets[set]);
  std::vector<const OperationReport*> records;
  std::vector<Millis> starts;
  for (const auto& o : report.of_set(set).operations) {
    if (o.kind != OperationKind::os) continue;
    records.push_back(&o);
    starts.push_back(o.start);
  }
  JsonWriter json(2);
  json.begin_object().key("value").begin_array();
  for (const auto index : recent_attempts(at, starts)) {
    const OperationReport& o = *records[index];
    json.begin_object().key("properties").begin_object();
    const bool running = !o.end || *o.end > at;
    json.key("runningStatus").begin_object().field("code", running ? "RollingForward" : to_string(o.code)).field("startTime", service_time(o.start));
    if (!running) json.field(rest_schema ? "endTime" : "completedTime", service_time(*o.end));
    json.end_object();
    progress(json, o, at);
    if (!running) error(json, o, s.sets[set].id);
    json.field("startedBy", o.by_user ? "User" : "Platform");
    json.key("targetImageReference").begin_object();
    const std::string& stream = spec.image.stream;
    const auto first = stream.find('/'), second = first == std::string::npos ? first : stream.find('/', first + 1);
    if (spec.image.kind == ImageKind::gallery) {
      json.field("id", stream).field("exactVersion", o.update);
    } else {
      json.field("publisher", first == std::string::npos ? stream : stream.substr(0, first));
      json.field("offer", first == std::string::npos ? std::string() : stream.substr(first + 1, second == std::string::npos ? second : second - first - 1));
      json.field("sku", second == std::string::npos ? std::string() : stream.substr(second + 1)).field("version", o.update);
    }
    json.end_object();
    const Progress then = progress_at(o, at);
    json.key("rollbackInfo").begin_object().field("successfullyRolledbackInstanceCount", then.rolled_back).field("failedRolledbackInstanceCount", then.rollback_failed).end_object();
    json.end_object().field("type", "Microsoft.Compute/virtualMachineScaleSets/rollingUpgrades").field("location", s.regions[s.sets[set].region].name).end_object();
  }
  json.end_array().end_object();
  return std::move(json.text());
}

std::optional<std::string> status_json(const RolloutReport& report, std::uint32_t set, Millis at) {
  const Scenario& s = *report.scenario;
  const OperationReport* latest = nullptr;
  for (const auto& o : report.of_set(set).operations) {
    const bool rolling = o.kind == OperationKind::os || (o.kind == OperationKind::model && (o.batches.empty() || o.batches.front().method != BatchMethod::all_at_once));
    if (rolling && o.start <= at) latest = &o;
  }
  if (latest == nullptr) return std::nullopt;
  const OperationReport& o = *latest;
  const bool running = !o.end || *o.end > at;
  std::optional<Millis> cancelled;
  for (const auto& action : s.actions) {
    if (action.set == set && action.type == Action::Type::cancel && action.at >= o.start && action.at <= at && (!o.end || action.at <= *o.end)) cancelled = action.at;
  }
  JsonWriter json(2);
  json.begin_object().key("properties").begin_object();
  const PolicyReport& p = o.policy;
  json.key("policy").begin_object().field("maxBatchInstancePercent", p.max_batch).field("maxUnhealthyInstancePercent", p.max_unhealthy);
  json.field("maxUnhealthyUpgradedInstancePercent", p.max_unhealthy_upgraded).field("pauseTimeBetweenBatches", format_duration(p.pause)).end_object();
  json.key("runningStatus").begin_object().field("code", running ? "RollingForward" : to_string(o.code)).field("startTime", service_time(o.start));
  json.field("lastAction", cancelled ? "Cancel" : "Start").field("lastActionTime", service_time(cancelled.value_or(o.start))).end_object();
  progress(json, o, at);
  if (!running) error(json, o, s.sets[set].id);
  json.end_object().field("type", "Microsoft.Compute/virtualMachineScaleSets/rollingUpgrades").field("location", s.regions[s.sets[set].region].name).end_object();
  return std::move(json.text());
}

namespace {

/// What stands in the place of an operation's code for a set that had none, and why.
struct Nothing {
  std::string_view code;
  std::vector<std::string_view> reasons;
};
Nothing nothing_of(const RolloutReport& report, std::uint32_t set, const std::vector<std::pair<const NotEligible*, std::uint32_t>>& refused) {
  const Scenario& s = *report.scenario;
  if (s.size_unknown(s.sets[set])) return {"InstancesUnknown", {}};
  Nothing nothing{"NoOperation", {}};
  const auto first = std::lower_bound(refused.begin(), refused.end(), set, [](const auto& r, std::uint32_t wanted) { return r.second < wanted; });
  if (first == refused.end() || first->second != set) return nothing;
  nothing.code = "NotEligible";
  for (const auto reason : first->first->reasons) nothing.reasons.push_back(to_string(reason));
  return nothing;
}
/// By set, so that a large fleet is not searched for every set.
std::vector<std::pair<const NotEligible*, std::uint32_t>> refused_by_set(const RolloutReport& report) {
  auto refused = refused_in_order(report);
  std::stable_sort(refused.begin(), refused.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return refused;
}

}  // namespace

std::string batches_csv(const RolloutReport& report) {
  const Scenario& s = *report.scenario;
  const auto cell = [](std::string_view text) {
    std::string safe(text);
    if (!safe.empty() && (safe[0] == '=' || safe[0] == '+' || safe[0] == '-' || safe[0] == '@')) safe.insert(0, 1, '\'');  // no formula in a spreadsheet
    if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
  };
  std::string text = "set,region,kind,update,startedBy,operationStart,code,error,batch,zone,updateDomain,method,instances,start,end,failed,rolledBack\n";
  for (const auto& [set, o] : operations_in_order(report)) {
    const std::string operation = fmt::format("{},{},{},{},{},{},{},{}", cell(s.sets[set].id), cell(s.regions[s.sets[set].region].name), to_string(o->kind), cell(o->update),
                                              o->by_user ? "User" : "Platform", format_instant(o->start), to_string(o->code), to_string(o->error));
    if (o->batches.empty()) text += operation + ",,,,,,,,,\n";  // stopped before the first one, nobody to upgrade, or batches not kept
    for (const auto& b : o->batches) {
      text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", operation, b.index, b.zone == 0 ? "" : std::to_string(b.zone), b.ud < 0 ? "" : std::to_string(b.ud), to_string(b.method),
                          b.instances.size(), format_instant(b.start), b.end ? format_instant(*b.end) : "", b.failed.size(), b.rolled_back.size());
    }
  }
  const auto refused = refused_by_set(report);
  for (std::uint32_t set = 0; set < s.sets.size(); ++set) {
    if (!report.of_set(set).operations.empty()) continue;
    const Nothing nothing = nothing_of(report, set, refused);
    std::string reasons;
    for (const auto reason : nothing.reasons) reasons += (reasons.empty() ? "" : " ") + std::string(reason);
    text += fmt::format("{},{},,,,,{},{},,,,,,,,,\n", cell(s.sets[set].id), cell(s.regions[s.sets[set].region].name), nothing.code, reasons);
  }
  return text;
}

std::string report_jsonl(const RolloutReport& report) {
  const Scenario& s = *report.scenario;
  std::string text;
  for (const auto& [set, o] : operations_in_order(report)) {
    JsonWriter json;
    operation(json, s, set, *o);
    text += json.text();
  }
  const auto refused = refused_by_set(report);
  for (std::uint32_t set = 0; set < s.sets.size(); ++set) {
    if (!report.of_set(set).operations.empty()) continue;
    const Nothing nothing = nothing_of(report, set, refused);
    JsonWriter json;
    json.begin_object().field("set", s.sets[set].id).field("region", s.regions[s.sets[set].region].name).field("code", nothing.code).key("reasons").begin_array();
    for (const auto reason : nothing.reasons) json.value(reason);
    json.end_array();
    if (s.sets.size() <= 2000) nothing_because(json, report, set);
    json.end_object();
    text += json.text();
  }
  return text;
}

}  // namespace fleetlint::rollout
