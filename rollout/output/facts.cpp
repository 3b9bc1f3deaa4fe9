// `simulate --format facts`.
#include <algorithm>

#include "fleetlint/rollout/print.h"
#include "output/json_writer.h"

namespace fleetlint::rollout {
namespace {

class FactsWriter {
 public:
  explicit FactsWriter(const RolloutReport& report) : report_(report), scenario_(*report.scenario) {}

  std::string write() {
    json_.begin_object();
    json_.key("operations").begin_array();
    for (const auto& ref : operations_in_order(report_)) operation(ref);
    json_.end_array();
    sets();
    phases();
    not_eligible();
    history();
    repair_tasks();
    machines();
    questions();
    if (report_.monte_carlo) monte_carlo(*report_.monte_carlo);
    assertions();
    json_.end_object();
    return std::move(json_.text());
  }

 private:
  std::string offset(Millis at) const { return format_offset(at - scenario_.start); }
  void time(std::string_view key, Millis at) { json_.field(key, offset(at)); }
  void time(std::string_view key, const std::optional<Millis>& at) {
    if (at) {
      time(key, *at);
    } else {
      json_.key(key).null();
    }
  }
  void ids(std::string_view key, const std::vector<std::uint32_t>& list) {
    json_.key(key).begin_array();
    for (const auto id : list) json_.value(id);
    json_.end_array();
  }
  void zone(int z) {
    json_.key("zone");
    if (z == 0) {
      json_.null();
    } else {
      json_.value(std::to_string(z));
    }
  }

  void batch(const BatchReport& b) {
    json_.begin_object();
    json_.field("index", b.index);
    zone(b.zone);
    json_.key("ud");
    if (b.ud < 0) {
      json_.null();
    } else {
      json_.value(b.ud);
    }
    json_.field("method", to_string(b.method));
    ids("instances", b.instances.to_vector());
    time("start", b.start);
    if (b.end) time("end", *b.end);
    ids("ok", b.succeeded());
    ids("failed", b.failed);
    ids("rolledBack", b.rolled_back);
    ids("rollbackFailed", b.rollback_failed);
    if (b.method == BatchMethod::max_surge) {
      ids("created", b.created);
      ids("deleted", b.deleted);
    }
    json_.end_object();
  }

  void operation(const OperationRef& ref) {
    const OperationReport& o = *ref.operation;
    json_.begin_object();
    json_.field("set", scenario_.sets[ref.set].id);
    json_.field("kind", to_string(o.kind));
    json_.field("update", o.update);
    if (o.kind == OperationKind::ext) json_.field("extension", o.extension);
    json_.field("startedBy", o.by_user ? "User" : "Platform");
    time("start", o.start);
    if (o.end) time("end", *o.end);
    // T-5: what has no end yet rolls forward, also while R-6 puts instances back.
    json_.field("code", to_string(o.code == OperationCode::rolling_back ? OperationCode::rolling_forward : o.code));
    json_.key("error");
    if (o.error == ErrorCode::none) {
      json_.null();
    } else {
      json_.value(to_string(o.error));
    }
    json_.key("errors").begin_array();
    for (const auto& [code, id] : o.errors) {
      json_.begin_object().field("code", to_string(code)).field("target", fmt::format("{}/virtualMachines/{}", scenario_.sets[ref.set].id, id)).end_object();
    }
    json_.end_array();
    json_.field("eligible", o.eligible);
    json_.key("skipped").begin_object();
    for (const auto& [id, reason] : o.skipped) json_.field(std::to_string(id), to_string(reason));
    json_.end_object();
    json_.field("batchMax", o.batch_max);
    json_.field("batchCount", o.batches.size());
    json_.key("batches").begin_array();
    for (const auto& b : o.batches) batch(b);
    json_.end_array();
    json_.key("progress").begin_object();
    json_.field("successfulInstanceCount", o.successful).field("failedInstanceCount", o.failed);
    json_.field("inProgressInstanceCount", o.in_progress).field("pendingInstanceCount", o.pending).end_object();
    json_.key("rollbackInfo").begin_object();
    json_.field("successfullyRolledbackInstanceCount", o.rolled_back).field("failedRolledbackInstanceCount", o.rollback_failed).end_object();
    json_.end_object();
  }

  void sets() {
    json_.key("sets").begin_object();
    for (std::uint32_t i = 0; i < scenario_.sets.size(); ++i) {
      const ClassReport& c = report_.of_set(i);
      const SetSpec& spec = scenario_.spec_of(scenario_.sets[i]);
      json_.key(scenario_.sets[i].id).begin_object();
      if (spec.size_unknown) {
        json_.key("minServing").null().key("count").null().end_object();
        continue;
      }
      json_.field("minServing", c.min_serving);
      time("minServingAt", c.min_serving_at);
      json_.field("count", c.count);
      ids("oldImageAtEnd", c.old_image);
      json_.key("final").begin_object();
      for (const auto& f : c.finals) {
        json_.key(std::to_string(f.id)).begin_object();
        version("os", f.os);
        json_.field("health", to_string(f.health)).field("provisioning", f.provisioning);
        json_.key("ext").begin_object();
        for (std::size_t e = 0; e < f.extensions.size(); ++e) version(spec.extensions[e].name, f.extensions[e]);
        json_.end_object();
        json_.key("app");
        if (f.app) {
          json_.value(*f.app);
        } else {
          json_.null();
        }
        json_.field("model", f.model).end_object();
      }
      json_.end_object().end_object();
    }
    json_.end_object();
  }
  void version(std::string_view key, VersionId id) {
    json_.key(key);
    if (id == no_version) {
      json_.null();
    } else {
      json_.value(scenario_.version_text(id));
    }
  }

  void phases() {
    json_.key("phases").begin_array();
    for (const auto& p : report_.phases) {
      json_.begin_object().field("index", p.index).field("update", p.update);
      json_.key("regions").begin_array();
      for (const auto r : p.regions) json_.value(scenario_.regions[r].name);
      json_.end_array();
      time("open", p.open);
      time("close", p.close);
      json_.key("passed");
      if (p.decided) {
        json_.value(p.passed);
      } else {
        json_.null();
      }
      json_.field("eligible", p.eligible).field("succeeded", p.succeeded).end_object();
    }
    json_.end_array();
  }

  void not_eligible() {
    json_.key("notEligible").begin_array();
    for (const auto& [n, member] : refused_in_order(report_)) {
      json_.begin_object().field("set", scenario_.sets[member].id);
      json_.key("reasons").begin_array();
      for (const auto reason : n->reasons) json_.value(to_string(reason));
      json_.end_array().end_object();
    }
    json_.end_array();
  }

  void history() {
    json_.key("history").begin_object();
    for (std::uint32_t i = 0; i < scenario_.sets.size(); ++i) {
      json_.key(scenario_.sets[i].id).begin_array();
      for (const auto& o : report_.of_set(i).operations) {
        if (o.kind != OperationKind::os) continue;
        json_.begin_object().field("code", to_string(o.code)).field("startedBy", o.by_user ? "User" : "Platform").field("version", o.update);
        time("start", o.start);
        if (o.end) time("end", *o.end);
        json_.key("progress").begin_object().field("successful", o.successful).field("failed", o.failed).field("pending", o.pending).end_object();
        json_.end_object();
      }
      json_.end_array();
    }
    json_.end_object();
  }

  void repair_tasks() {
    json_.key("repairTasks").begin_array();
    for (const auto& t : report_.repair_tasks) {
      json_.begin_object().field("set", scenario_.sets[report_.classes[t.member_of].members.front()].id).field("ud", t.ud);
      zone(t.zone);
      time("created", t.created);
      time("approved", t.approved);
      time("completed", t.completed);
      json_.end_object();
    }
    json_.end_array();
  }

  void machine(const GuestReport::Machine& m) {
    json_.key(m.name).begin_object().field("result", m.result);
    time("start", m.start);
    time("end", m.end);
    json_.key("reboot");
    if (m.reboot) {
      json_.value(*m.reboot);
    } else {
      json_.null();
    }
    json_.end_object();
  }

  void machines() {
    json_.key("arc").begin_array();
    for (const auto& a : report_.arc) {
      json_.begin_object().field("batchSize", a.batch_size).field("batches", a.batches);
      json_.key("machines").begin_object();
      for (const auto& m : a.machines) {
        json_.key(m.name).begin_object();
        json_.key("batch");
        if (m.batch == 0) {
          json_.null();
        } else {
          json_.value(m.batch);
        }
        json_.key("attempts").begin_array();
        for (const auto& t : m.attempts) {
          json_.begin_object();
          time("start", t.start);
          time("end", t.end);
          json_.field("result", t.result).end_object();
        }
        json_.end_array();
        json_.field("status", m.status);
        json_.key("version");
        if (m.version) {
          json_.value(*m.version);
        } else {
          json_.null();
        }
        json_.field("queued", m.queued).end_object();
      }
      json_.end_object().end_object();
    }
    json_.end_array();
    json_.key("guestPatching").begin_array();
    for (const auto& g : report_.guest) {
      json_.begin_object().key("batches").begin_array();
      for (const auto& b : g.batches) {
        json_.begin_array();
        for (const auto& name : b) json_.value(name);
        json_.end_array();
      }
      json_.end_array().key("vms").begin_object();
      for (const auto& m : g.machines) machine(m);
      json_.end_object().end_object();
    }
    json_.end_array();
    json_.key("schedules").begin_array();
    for (const auto& s : report_.schedules) {
      json_.begin_object().key("machines").begin_object();
      for (const auto& m : s.machines) machine(m);
      json_.end_object();
      errors(s.errors);
      json_.end_object();
    }
    json_.end_array();
    json_.key("hostMaintenance").begin_array();
    for (const auto& h : report_.hosts) {
      json_.begin_object().key("applied").begin_array();
      for (const auto& a : h.applied) {
        json_.begin_object().field("update", a.update);
        time("at", a.at);
        json_.field("how", a.how).end_object();
      }
      json_.end_array().key("packages").begin_array();
      for (const auto& p : h.packages) {
        json_.begin_array();
        for (const auto& name : p) json_.value(name);
        json_.end_array();
      }
      json_.end_array();
      errors(h.errors);
      json_.end_object();
    }
    json_.end_array();
  }
  void errors(const std::vector<std::string_view>& list) {
    json_.key("errors").begin_array();
    for (const auto e : list) json_.value(e);
    json_.end_array();
  }

  void questions() {
    json_.key("scheduledEvents").begin_array();
    for (const auto& e : report_.events) {
      json_.begin_object();
      if (!e.error.empty()) {
        json_.field("error", e.error);
      } else {
        time("notBefore", e.not_before);
        time("started", e.started);
      }
      json_.end_object();
    }
    json_.end_array().key("repairs").begin_array();
    for (const auto& r : report_.repairs) {
      json_.begin_object().field("concurrent", r.concurrent).key("repairs").begin_array();
      for (const auto& one : r.repairs) {
        json_.begin_object().field("id", one.id);
        time("start", one.start);
        time("end", one.end);
        json_.end_object();
      }
      json_.end_array().end_object();
    }
    json_.end_array().key("hotpatch").begin_array();
    for (const auto h : report_.hotpatches) json_.value(h);
    json_.end_array().key("aum").begin_array();
    for (const auto a : report_.orchestration) json_.value(a);
    json_.end_array();
    if (!report_.history_queries.empty()) {
      json_.key("historyQueries").begin_array();
      for (const auto& q : report_.history_queries) {
        json_.begin_array();
        for (const auto i : q) json_.value(i);
        json_.end_array();
      }
      json_.end_array();
    }
    if (!report_.draws.empty()) {
      json_.key("rng").begin_array();
      for (const auto d : report_.draws) json_.value(fmt::format("{:016x}", d));
      json_.end_array();
    }
  }

  void monte_carlo(const MonteCarloReport& m) {
    json_.key("monteCarlo").begin_object().field("trials", m.trials).field("completed", m.completed).field("stopped", m.stopped);
    json_.key("sets").begin_object();
    for (const auto& s : m.sets) {
      if (s.set == all_sets) continue;
      json_.key(scenario_.sets[s.set].id).begin_object();
      json_.field("completed", s.completed).field("stopped", s.stopped);
      json_.key("probability").raw(fmt::format("{:.6f}", m.trials == 0 ? 0.0 : static_cast<double>(s.completed) / static_cast<double>(m.trials)));
      json_.key("interval").begin_array().raw(fmt::format("{:.6f}", s.interval_low)).raw(fmt::format("{:.6f}", s.interval_high)).end_array();
      static constexpr const char* names[] = {"p50", "p90", "p95", "p99"};
      json_.key("completion").begin_object();
      for (std::size_t i = 0; i < s.completion_percentiles.size(); ++i) {
        json_.key(names[i]);
        if (s.completion_percentiles[i]) {
          json_.value(format_offset(*s.completion_percentiles[i]));
        } else {
          json_.null();
        }
      }
      json_.end_object();
      json_.field("floor", s.floor_min).field("floorMedian", s.floor_median).field("worstTrial", s.worst_trial).end_object();
    }
    json_.end_object().end_object();
  }

  void assertions() {
    json_.key("assertions").begin_array();
    for (const auto& a : report_.assertions) {
      json_.begin_object().field("id", a.id).field("holds", a.holds);
      json_.key("value").raw(a.value.empty() ? "null" : a.value);
      json_.key("bound").raw(a.bound.empty() ? "null" : a.bound);
      json_.end_object();
    }
    json_.end_array();
  }

  const RolloutReport& report_;
  const Scenario& scenario_;
  JsonWriter json_;
};

}  // namespace

std::string facts_json(const RolloutReport& report) { return FactsWriter(report).write(); }

}  // namespace fleetlint::rollout
