// The lower part of the timeline: machines, phases, trials, assertions, assumptions.
#include <algorithm>

#include "fleetlint/rollout/verdict.h"
#include "output/machine_courses.h"
#include "output/narrative.h"
#include "output/text_writer.h"

namespace fleetlint::rollout {
namespace {

using narrative::clock;
using narrative::count_of;

class Lists {
 public:
  Lists(TextWriter& out, const RolloutReport& report) : out_(out), r_(report), s_(*report.scenario) {}
  void write() {
    phases();
    arc();
    patching();
    hosts();
    events();
    trials();
    assertions();
    assumptions();
  }

 private:
  std::string at(Millis instant) const { return clock(s_, instant); }
  std::string at(const std::optional<Millis>& instant) const { return instant ? at(*instant) : std::string("never"); }

  void phases() {
    if (r_.phases.size() < 2) return;
    out_.line("phases");
    for (const auto& p : r_.phases) {
      std::string regions;
      for (std::size_t i = 0; i < p.regions.size() && i < 6; ++i) regions += fmt::format("{}{}", i == 0 ? "" : ", ", s_.regions[p.regions[i]].name);
      if (p.regions.size() > 6) regions += fmt::format(" and {} more", p.regions.size() - 6);
      const std::string verdict = !p.decided ? out_.ink(Ink::warn, "still open") : p.passed ? out_.ink(Ink::good, "passed") : out_.ink(Ink::bad, "halts the rollout (rule F-5)");
      out_.line("  {} {} phase {}, {} to {}: {}", to_string(p.kind), p.update, p.index, at(p.open), p.close ? at(*p.close) : "the end", verdict);
      out_.wrapped(6, Ink::dim, p.eligible == 0 ? fmt::format("{}: no set of this fleet takes part", regions) : fmt::format("{}: {} of {} on the new version", regions, p.succeeded, p.eligible), 0);
    }
    out_.blank();
  }

  void arc() {
    for (std::size_t i = 0; i < r_.arc.size(); ++i) {
      const auto& a = r_.arc[i];
      out_.line("{} {} (rules ARC-1, ARC-2)", out_.ink(Ink::bold, fmt::format("Arc extension {} to {}:", s_.arc[i].from, s_.arc[i].version)), fmt::format("{} of {}", count_of(a.batches, "batch"), a.batch_size));
      for (const auto& m : a.machines) {
        if (m.attempts.empty()) {
          out_.line("  {}: takes no part, automatic upgrade is off", m.name);
          continue;
        }
        out_.line("  {}: batch {}, {}{}{}", m.name, m.batch, m.status == "Succeeded" ? out_.ink(Ink::good, m.status) : out_.ink(Ink::bad, m.status), m.version ? fmt::format(" with {}", *m.version) : "", m.queued ? ", still queued" : "");
        for (std::size_t t = 0; t < m.attempts.size() && t < 6; ++t) {
          const auto& attempt = m.attempts[t];
          out_.wrapped(4, Ink::plain, fmt::format("{} to {} {}", at(attempt.start), at(attempt.end), meaning_of_attempt(attempt.result)));
        }
        if (m.attempts.size() > 6) out_.line("    … {} more attempts", m.attempts.size() - 6);
      }
      out_.blank();
    }
  }

  void patched(std::string_view title, const std::vector<GuestReport::Machine>& machines) {
    out_.line("{}", out_.ink(Ink::bold, title));
    for (const auto& m : machines) {
      out_.line("  {}: {}{}{}", m.name, m.result == "patched" ? std::string(meaning_of_patching(m.result)) : out_.ink(Ink::warn, meaning_of_patching(m.result)), m.start ? fmt::format(", {} to {}", at(*m.start), at(m.end)) : "", m.reboot.value_or(false) ? ", restart" : m.start ? ", no restart" : "");
    }
  }
  void patching() {
    for (std::size_t i = 0; i < r_.guest.size(); ++i) {
      patched(fmt::format("guest patching, released at {}", at(s_.guest[i].released)), r_.guest[i].machines);
      out_.blank();
    }
    for (std::size_t i = 0; i < r_.schedules.size(); ++i) {
      const auto& schedule = s_.schedules[i];
      patched(schedule.on_demand ? fmt::format("update now, at {}", at(schedule.start)) : fmt::format("customer-managed schedule, first at {}", at(schedule.start)), r_.schedules[i].machines);
      for (const auto e : r_.schedules[i].errors) out_.line("  {}", out_.ink(Ink::bad, e));
      out_.blank();
    }
    for (std::size_t i = 0; i < r_.hotpatches.size(); ++i) out_.line("hotpatch calendar: released {}: {} (rule HP-1)", format_instant(s_.hotpatches[i].released).substr(0, 10), r_.hotpatches[i]);
    for (std::size_t i = 0; i < r_.orchestration.size(); ++i) {
      const auto& q = s_.orchestration[i];
      const auto yes = [](bool b) { return b ? "yes" : "no"; };
      out_.line("Update Manager: Azure-orchestrated {}, bypass {}, schedule {}: {} (rule AUM-1)", yes(q.azure_orchestrated), yes(q.bypass), yes(q.schedule), r_.orchestration[i]);
    }
    if (!r_.hotpatches.empty() || !r_.orchestration.empty()) out_.blank();
  }

  void hosts() {
    for (const auto& h : r_.hosts) {
      out_.line("{}", out_.ink(Ink::bold, "host maintenance"));
      for (const auto& a : h.applied) {
        out_.line("  {}: {} {}", a.update, at(a.at), a.how == "window" ? "in its window (rule MC-1)" : a.how == "user" ? "by the user (rule MC-1)" : out_.ink(Ink::warn, "by the platform, after 35 days (rule MC-2)"));
      }
      for (const auto& package : h.packages) {
        if (package.size() < 2) continue;
        std::string names;
        for (const auto& name : package) names += (names.empty() ? "" : ", ") + name;
        out_.line("  one package: {} (rule MC-3)", names);
      }
      for (const auto e : h.errors) out_.line("  {}", out_.ink(Ink::bad, e));
      out_.blank();
    }
    for (const auto& r : r_.repairs) {
      out_.line("{} (rule AIR-1)", out_.ink(Ink::bold, fmt::format("instance repairs, {} at a time", r.concurrent)));
      for (const auto& one : r.repairs) out_.line("  instance {}: {} to {}", one.id, at(one.start), at(one.end));
      if (r.repairs.empty()) out_.line("  nothing is repaired");
      out_.blank();
    }
  }

  void events() {
    if (r_.events.empty()) return;
    out_.line("{}", out_.ink(Ink::bold, "scheduled events"));
    for (std::size_t i = 0; i < r_.events.size(); ++i) {
      const auto& e = r_.events[i];
      const auto& asked = s_.events[i];
      if (!e.error.empty()) {
        out_.line("  {} raised at {}: {}", asked.type, at(asked.raised), out_.ink(Ink::bad, e.error));
      } else if (asked.hardware_failure) {
        out_.line("  {} at {}: a hardware failure, at once (rule N-2)", asked.type, at(asked.raised));
      } else {
        out_.line("  {} raised at {}: not before {}, starts {}{} (rule N-1)", asked.type, at(asked.raised), at(e.not_before), at(e.started), asked.approved ? ", approved by then" : "");
      }
    }
    out_.blank();
  }

  void trials() {
    if (!r_.monte_carlo) return;
    const auto& m = *r_.monte_carlo;
    out_.line("{}{}", out_.ink(Ink::bold, fmt::format("over {}", count_of(m.trials, "trial"))), m.identical ? " (all the same: nothing in the scenario is left to chance)" : "");
    std::size_t shown = 0;
    const auto span = [](const std::optional<Millis>& v) { return v ? format_span(*v / one_second * one_second) : std::string("never"); };
    for (const auto& t : m.sets) {
      if (t.set == all_sets && m.sets.size() == 2) continue;
      if (++shown > 20) {
        out_.line("  … {}", count_of(m.sets.size() - shown + 1, "more set"));
        break;
      }
      const double share = m.trials == 0 ? 0 : 100.0 * static_cast<double>(t.completed) / static_cast<double>(m.trials);
      out_.line("  {}", out_.ink(Ink::bold, t.set == all_sets ? std::string("fleet") : s_.sets[t.set].id));
      out_.line("    completes in {:.2f} % of trials, 95 % interval {:.2f} to {:.2f} %; stops early in {}{}", share, 100 * t.interval_low, 100 * t.interval_high, t.stopped, t.running > 0 ? fmt::format(", still runs in {}", t.running) : "");
      if (t.completed_only.size() == 4) out_.line("    time when it completes: p50 {}, p90 {}, p95 {}, p99 {}", span(t.completed_only[0]), span(t.completed_only[1]), span(t.completed_only[2]), span(t.completed_only[3]));
      if (t.stopped > 0 && t.completion_percentiles.size() == 4) out_.line("    with stopped runs as never: p50 {}, p90 {}, p99 {}", span(t.completion_percentiles[0]), span(t.completion_percentiles[1]), span(t.completion_percentiles[3]));
      const std::string median = t.floors.empty() ? std::string() : fmt::format(", in the median trial {}", t.floor_median);
      out_.line("    serving at worst {}{}; the worst is trial {}, shown by --trial {}", t.floor_min, median, t.worst_trial, t.worst_trial);
      if (t.completions.empty() && m.trials > 0) out_.line("    percentiles of single sets are not kept for so many trials of so many sets");
    }
    out_.blank();
  }

  void assertions() {
    if (r_.assertions.empty()) return;
    out_.line("{}", out_.ink(Ink::bold, "assertions"));
    for (const auto& a : r_.assertions) {
      const std::string verdict = a.holds ? out_.ink(Ink::good, "holds") : a.undecided ? out_.ink(Ink::warn, "undecided") : out_.ink(a.warning ? Ink::warn : Ink::bad, "does not hold");
      out_.line("  {}: {}: {}; {}{}", a.id, verdict, a.asked, a.found, a.at ? fmt::format(", at {}", at(*a.at)) : "");
      if (!a.cause.empty()) out_.wrapped(4, Ink::dim, a.cause);
    }
    out_.blank();
  }

  void assumptions() {
    std::string ids;
    for (std::size_t i = 0; i < r_.rules.size(); ++i) {
      if (r_.rules[i] && is_assumption(static_cast<Rule>(i))) ids += fmt::format("{}{}", ids.empty() ? "" : " ", all_rules()[i].id);
    }
    if (ids.empty()) return;
    out_.wrapped(0, Ink::dim, fmt::format("Not a promise of the platform. Assumptions that entered: {}.", ids), 0);
    for (const auto& group : narrative::open_groups(s_)) {
      if (group.setting->key == "region") out_.wrapped(0, Ink::dim, fmt::format("Rule {}: {}.", info(Rule::TPL_2).id, narrative::open_text(s_, group)), 0);
    }
    std::string mattering;
    std::size_t weighed = 0;
    for (const auto& reading : r_.readings) {
      ++weighed;
      const auto id = info(reading.rule).id;
      if (reading.matters && mattering.find(fmt::format("{} ", id)) == std::string::npos) mattering += fmt::format("{} ", id);
    }
    if (weighed == 0 && s_.all_sizes_unknown()) return;
    if (weighed == 0) {
      out_.wrapped(0, Ink::dim, "How much each matters: --assumptions.", 0);
    } else if (mattering.empty()) {
      out_.wrapped(0, Ink::dim, fmt::format("None of the {} other readings that are built in would change this result.", weighed), 0);
    } else {
      mattering.pop_back();
      out_.wrapped(0, Ink::dim, fmt::format("Of the other readings that are built in, those of {} would change this result: --assumptions tells how.", mattering), 0);
    }
  }

  TextWriter& out_;
  const RolloutReport& r_;
  const Scenario& s_;
};

}  // namespace

void write_lists(TextWriter& out, const RolloutReport& report) { Lists(out, report).write(); }

}  // namespace fleetlint::rollout
