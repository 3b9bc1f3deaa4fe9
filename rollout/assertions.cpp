// Yes or no: the assertions of a scenario, on one run and on many.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "assertion_words.h"
#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/simulate.h"
#include "output/narrative.h"

namespace fleetlint::rollout {
namespace {

using Type = Assertion::Type;
using Line = std::vector<std::pair<Millis, std::uint32_t>>;

class Judge {
 public:
  Judge(RolloutReport& report, const std::function<bool()>& cancelled) : report_(report), s_(*report.scenario), cancelled_(cancelled) {}

  std::vector<AssertionReport> judge(const std::vector<const Assertion*>& assertions) {
    std::vector<AssertionReport> reports(assertions.size());
    std::vector<Tally> whole;
    for (std::size_t i = 0; i < assertions.size(); ++i) {
      const Assertion& a = *assertions[i];
      AssertionReport& r = reports[i];
      r.id = a.id;
      r.warning = a.warning;
      r.location = a.location;
      if (report_.monte_carlo && !report_.monte_carlo->identical && needs_whole_trials(a)) {
        whole.push_back({&a, &r, 0, std::nullopt});
      } else {
        one_run(a, r);
      }
    }
    every_trial(whole);
    name_failing_trials(assertions, reports);
    for (std::size_t i = 0; i < assertions.size(); ++i) doubt(*assertions[i], reports[i]);
    return reports;
  }

 private:
  /// What holds for sets of known size is not decided while there are others that it is about.
  void doubt(const Assertion& a, AssertionReport& r) const {
    std::vector<std::uint32_t> about;
    if (a.set != all_sets) about.push_back(a.set);
    for (const auto& group : a.groups) about.insert(about.end(), group.begin(), group.end());
    std::string unknown;
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (!s_.size_unknown(s_.sets[i]) || (!about.empty() && std::find(about.begin(), about.end(), i) == about.end())) continue;
      unknown += (unknown.empty() ? "" : ", ") + s_.sets[i].id;
      if (unknown.size() > 100) break;
    }
    if (unknown.empty() || (!r.holds && a.set == all_sets)) return;  // what fails without them fails with them
    r.holds = false;
    r.undecided = true;
    r.at.reset();
    r.value = "null";
    r.found.clear();
    r.cause = fmt::format("how many instances {} has is not known before deployment (rule {})", unknown, info(Rule::TPL_1).id);
  }

  void one_run(const Assertion& a, AssertionReport& r) {
    switch (a.type) {
      case Type::min_serving: min_serving(a, r); break;
      case Type::min_serving_percent: min_serving_percent(a, r); break;
      case Type::completed_within: completed_within(a, r); break;
      case Type::completion_percentile: completion_percentile(a, r); break;
      case Type::old_image_at_end: count(a, r, old_images(a.set)); break;
      case Type::max_failed_instances: count(a, r, failed_instances(a.set)); break;
      case Type::probability: probability(a, r); break;
      case Type::never_concurrent: never_concurrent(a, r); break;
      case Type::max_out_of_service: max_out_of_service(a, r); break;
      case Type::no_operation_faulted: no_fault(a, r); break;
    }
  }

  /// What several sets do at the same time is in no figure of a single set: only the run of a trial shows it.
  bool needs_whole_trials(const Assertion& a) const {
    switch (a.type) {
      case Type::never_concurrent:
      case Type::max_out_of_service: return true;
      case Type::min_serving_percent: return a.with_probability || (a.scope != Assertion::Scope::set && s_.sets.size() > 1);
      case Type::completed_within: {  // of so many trials of so many sets no times are kept
        const auto* t = statistics(a.set);
        return t != nullptr && t->completions.empty();
      }
      default: return false;
    }
  }

  /// What the trials that were judged say about one assertion.
  struct Tally {
    const Assertion* assertion;
    AssertionReport* report;
    std::uint64_t held = 0;
    std::optional<double> worst;
  };

  /// So many trials can be run again quickly.
  std::uint64_t trials_to_judge() const {
    constexpr std::uint64_t upgrades = 100'000'000;
    std::uint64_t instances = 1;
    for (const auto& set : s_.sets) instances += set.capacity;
    return std::min(report_.monte_carlo->trials, std::max<std::uint64_t>(1, upgrades / instances));
  }

  /// Runs the first trials again, one by one, until `take` has enough or the run is stopped; how many were taken whole.
  template <typename Take>
  std::uint64_t run_trials(std::uint64_t most, const Take& take) {
    for (std::uint64_t trial = 0; trial < most; ++trial) {
      if (cancelled_ && cancelled_()) return trial;
      SimulateOptions options;
      options.trial = trial;
      options.cancelled = cancelled_;
      RolloutReport run = simulate(report_.scenario, options);
      if (run.interrupted) return trial;
      Judge judge(run, cancelled_);
      if (!take(run, judge, trial)) return trial + 1;
    }
    return most;
  }

  /// Runs the trials again, one by one, and judges each by all of these; of a very large fleet only as many as are quick.
  void every_trial(std::vector<Tally>& tallies) {
    if (tallies.empty()) return;
    const std::uint64_t trials = report_.monte_carlo->trials;
    const std::uint64_t judged = trials_to_judge();
    const std::uint64_t done = run_trials(judged, [&](const RolloutReport&, Judge& judge, std::uint64_t trial) {
      for (Tally& tally : tallies) take_trial(tally, judge, trial);
      return true;
    });
    for (Tally& tally : tallies) {
      AssertionReport& r = *tally.report;
      if (done < judged) {
        stopped(*tally.assertion, r, tally.held, done, judged);
        continue;
      }
      r.holds = tally.held == judged;
      if (tally.assertion->type == Type::completed_within) r.found = share_text(tally.held, judged);
      if (tally.assertion->with_probability) share(*tally.assertion, r, tally.held, judged);
      if (judged < trials) r.cause += fmt::format("{}judged on the first {} of {} trials", r.cause.empty() ? "" : "; ", judged, trials);
    }
  }

  static void take_trial(Tally& tally, Judge& judge, std::uint64_t trial) {
    AssertionReport one;
    judge.one_run(*tally.assertion, one);
    tally.held += one.holds;
    const double value = tally.assertion->type == Type::completed_within ? !one.holds : std::strtod(one.value.c_str(), nullptr);
    const bool worse = !tally.worst || (tally.assertion->type == Type::min_serving_percent ? value < *tally.worst : value > *tally.worst);
    if (!worse) return;
    tally.worst = value;
    AssertionReport& r = *tally.report;
    r.value = one.value;
    r.bound = one.bound;
    r.at = one.at;
    r.cause = one.cause.empty() ? fmt::format("trial {}", trial) : fmt::format("trial {}: {}", trial, one.cause);
  }

  /// A share of trials against the probability that is asked for.
  static void share(const Assertion& a, AssertionReport& r, std::uint64_t held, std::uint64_t trials) {
    // The quotient, rounded once, is the same number as its decimals read from the file; the product p * trials need not be `held`.
    const double part = static_cast<double>(held) / static_cast<double>(trials);
    r.value = fmt::format("{:.6f}", part);
    r.bound = *a.with_probability;
    r.share_of = trials;
    r.holds = part >= std::strtod(a.with_probability->c_str(), nullptr);
  }

  /// Trials that were not judged can only break what has to hold in all of them.
  static void stopped(const Assertion& a, AssertionReport& r, std::uint64_t held, std::uint64_t done, std::uint64_t judged) {
    r.holds = false;
    if (!a.with_probability && held < done) return;
    r.undecided = true;
    r.at.reset();
    r.value = "null";
    r.bound = a.with_probability ? *a.with_probability : r.bound.empty() ? "null" : r.bound;
    r.cause = fmt::format("stopped by hand after {} of {}", done, narrative::count_of(judged, "trial"));
  }

  bool sampled() const { return report_.monte_carlo && !report_.monte_carlo->identical; }
  std::string of_trials() const { return narrative::count_of(report_.monte_carlo->trials, "trial"); }
  static std::string share_text(std::uint64_t held, std::uint64_t trials) {
    return fmt::format("holds in {:.2f} % of {}", 100.0 * static_cast<double>(held) / static_cast<double>(trials), narrative::count_of(trials, "trial"));
  }
  static std::string shown_by(std::uint64_t trial) { return fmt::format("trial {} (shown by --trial {})", trial, trial); }

  /// What breaks in trials cannot be told from trial 0, which may well be one of those where it holds: an example that fails is run.
  /// Of a very large fleet only as many trials are tried as are quick.
  void name_failing_trials(const std::vector<const Assertion*>& assertions, std::vector<AssertionReport>& reports) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; sampled() && i < assertions.size(); ++i) {
      if (!reports[i].holds && !reports[i].undecided && has_failing_trial(*assertions[i])) open.push_back(i);
    }
    const std::uint64_t judged = open.empty() ? 0 : trials_to_judge();
    run_trials(judged, [&](const RolloutReport& run, Judge& judge, std::uint64_t trial) {
      std::erase_if(open, [&](std::size_t i) {
        AssertionReport one;
        judge.one_run(*assertions[i], one);
        if (one.holds) return false;
        reports[i].at = one.at;
        reports[i].cause = shown_by(trial) + ": " + (one.cause.empty() ? found_in_words(run, *assertions[i], one) : one.cause);
        return true;
      });
      return !open.empty();
    });
    for (const auto i : open) {  // none among those that were tried
      reports[i].at.reset();
      reports[i].cause.clear();
    }
  }

  /// Whether it is judged by what is counted over the trials, and holds or not in each of them.
  bool has_failing_trial(const Assertion& a) const {
    if (a.with_probability || needs_whole_trials(a)) return false;
    switch (a.type) {
      case Type::min_serving_percent:
      case Type::completed_within:
      case Type::old_image_at_end:
      case Type::max_failed_instances:
      case Type::no_operation_faulted: return true;
      default: return false;
    }
  }

  const TrialStatistics* statistics(std::uint32_t set) const {
    if (!report_.monte_carlo || report_.monte_carlo->sets.empty()) return nullptr;
    return set == all_sets ? &report_.monte_carlo->sets.front() : &report_.monte_carlo->sets[set + 1];
  }
  std::string quoted(const std::string& text) const { return "\"" + text + "\""; }

  void min_serving(const Assertion& a, AssertionReport& r) {
    const ClassReport& c = report_.of_set(a.set);
    std::int64_t floor = c.min_serving;
    r.at = c.min_serving_at;
    const TrialStatistics* t = statistics(a.set);
    if (t != nullptr && a.with_probability && !t->floors.empty()) {
      const auto held = t->floors.end() - std::lower_bound(t->floors.begin(), t->floors.end(), static_cast<std::uint32_t>(*a.at_least));
      share(a, r, static_cast<std::uint64_t>(held), t->floors.size());
      return;
    }
    if (t != nullptr && t->floor_min < floor) {
      floor = t->floor_min;
      r.cause = sampled() ? shown_by(t->worst_trial) : fmt::format("trial {}", t->worst_trial);
      r.at.reset();
    }
    r.value = std::to_string(floor);
    r.bound = std::to_string(*a.at_least);
    r.holds = floor >= *a.at_least;
    if (!r.holds && sampled() && t != nullptr && !t->floors.empty()) {
      const auto held = t->floors.end() - std::lower_bound(t->floors.begin(), t->floors.end(), static_cast<std::uint32_t>(std::max<std::int64_t>(0, *a.at_least)));
      r.found = fmt::format("{}; {} at worst", share_text(static_cast<std::uint64_t>(held), t->floors.size()), floor);
    }
    if (!r.holds && r.cause.empty()) {
      if (const auto cause = narrative::capacity_cause(report_, a.set)) r.cause = fmt::format("{} (rule {})", cause->text, info(cause->rule).id);
    }
    undecided_if_running(a.set, r);
  }

  void undecided_if_running(std::uint32_t set, AssertionReport& r) {
    const auto& operations = report_.of_set(set).operations;
    const TrialStatistics* t = statistics(set);
    if ((operations.empty() || operations.back().end) && (t == nullptr || t->running == 0)) return;
    r.undecided = true;
    r.holds = false;
    r.cause = "an operation of the set still runs at the horizon";
  }

  /// The serving capacity of several sets together.
  Line total(const std::vector<std::uint32_t>& sets) const {
    std::map<Millis, std::int64_t> steps;
    std::map<std::uint32_t, std::int64_t> classes;
    for (const auto set : sets) ++classes[report_.class_of[set]];
    for (const auto& [index, times] : classes) {
      std::int64_t before = 0;
      for (const auto& [at, value] : report_.classes[index].capacity) {
        steps[at] += (static_cast<std::int64_t>(value) - before) * times;
        before = value;
      }
    }
    Line line;
    std::int64_t level = 0;
    for (const auto& [at, delta] : steps) {
      level += delta;
      line.emplace_back(at, static_cast<std::uint32_t>(level));
    }
    return line;
  }

  std::vector<std::vector<std::uint32_t>> groups_of(const Assertion& a) const {
    std::vector<std::vector<std::uint32_t>> groups;
    if (a.scope == Assertion::Scope::set && a.set != all_sets) return {{a.set}};
    if (a.scope == Assertion::Scope::set) {
      std::vector<bool> seen(report_.classes.size());
      for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
        if (seen[report_.class_of[i]]) continue;
        seen[report_.class_of[i]] = true;
        groups.push_back({i});
      }
      return groups;
    }
    groups.resize(a.scope == Assertion::Scope::region ? s_.regions.size() : 1);
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) groups[a.scope == Assertion::Scope::region ? s_.sets[i].region : 0].push_back(i);
    return groups;
  }

  void min_serving_percent(const Assertion& a, AssertionReport& r) {
    r.holds = true;
    r.bound = std::to_string(*a.at_least);
    std::int64_t worst = 100;
    std::optional<std::uint32_t> worst_set;
    for (const auto& group : groups_of(a)) {
      std::int64_t size = 0;
      bool concerned = a.kind.empty();
      for (const auto set : group) {
        size += s_.sets[set].capacity;
        for (const auto& o : report_.of_set(set).operations) concerned = concerned || to_string(o.kind) == a.kind;
      }
      if (size == 0 || size < a.min_capacity || !concerned) continue;
      std::int64_t floor = size;
      Millis at = s_.start;
      if (group.size() == 1) {
        floor = report_.of_set(group[0]).min_serving;
        at = report_.of_set(group[0]).min_serving_at;
        if (const auto* t = statistics(group[0]); t != nullptr) floor = std::min<std::int64_t>(floor, t->floor_min);
      } else {
        for (const auto& [when, value] : total(group)) {
          if (value < floor) {
            floor = value;
            at = when;
          }
        }
      }
      if (100 * floor / size < worst) {
        worst = 100 * floor / size;
        worst_set = group.size() == 1 ? std::optional(group[0]) : std::nullopt;
        r.at = at;
        r.cause = group.size() == 1 ? s_.sets[group[0]].id : a.scope == Assertion::Scope::region ? s_.regions[s_.sets[group[0]].region].name : "fleet";
      }
      if (100 * floor < *a.at_least * size) r.holds = false;
    }
    r.value = std::to_string(worst);
    if (r.holds || !worst_set) return;
    if (const auto cause = narrative::capacity_cause(report_, *worst_set)) r.cause += fmt::format(": {} (rule {})", cause->text, info(cause->rule).id);
  }

  void completed_within(const Assertion& a, AssertionReport& r) {
    const auto& operations = report_.of_set(a.set).operations;
    r.bound = quoted(format_duration(*a.duration));
    r.value = "null";
    if (const auto* t = statistics(a.set); sampled() && t != nullptr && !t->completions.empty() && t->completed + t->stopped + t->running > 0) return completed_in_trials(a, *t, r);
    if (operations.empty()) {
      r.cause = "the set has no operation";
      if (const auto why = narrative::why_nothing(report_, a.set); !why.empty()) r.cause += fmt::format(": {} (rule {})", why.front().text, info(why.front().rule).id);
      return;
    }
    const OperationReport& last = operations.back();
    if (last.code != OperationCode::completed) {
      r.cause = std::string("the last operation is ") + std::string(to_string(last.code));
      r.undecided = !last.end;
      r.value = quoted(std::string(to_string(last.code)));
      return;
    }
    const Millis took = *last.end - published_at(s_, s_.sets[a.set], last);
    r.value = quoted(format_duration(took));
    r.holds = took <= *a.duration;
  }

  /// It has to hold in every trial: the slowest decides. A trial that still runs at the horizon decides nothing.
  void completed_in_trials(const Assertion& a, const TrialStatistics& t, AssertionReport& r) const {
    const Millis slowest = t.completions.back();
    const auto held = std::upper_bound(t.completions.begin(), t.completions.end(), *a.duration) - t.completions.begin();
    const auto finite = std::lower_bound(t.completions.begin(), t.completions.end(), never) - t.completions.begin();
    r.holds = slowest <= *a.duration;
    r.undecided = !r.holds && held == finite && t.stopped == 0 && t.running > 0;
    r.value = quoted(slowest < never ? format_duration(slowest) : t.stopped > 0 ? "stopped" : "running");
    if (r.undecided) r.cause = "an operation of the set still runs at the horizon";
    r.found = r.holds ? fmt::format("it takes {} at most in {}", format_span(slowest), of_trials()) : share_text(static_cast<std::uint64_t>(held), t.completions.size());
  }

  void completion_percentile(const Assertion& a, AssertionReport& r) {
    r.bound = quoted(format_duration(*a.at_most_time));
    r.value = "null";
    std::vector<Millis> values;
    const auto* t = statistics(a.scope == Assertion::Scope::set ? a.set : all_sets);
    if (t != nullptr && !t->completions.empty()) {
      values = t->completions;
    } else {  // one run: over the sets
      for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
        if (a.set != all_sets && a.set != i) continue;
        const auto& operations = report_.of_set(i).operations;
        if (operations.empty()) continue;
        const auto& last = operations.back();
        values.push_back(last.code == OperationCode::completed ? *last.end - published_at(s_, s_.sets[i], last) : never);
      }
      std::sort(values.begin(), values.end());
    }
    if (values.empty()) {
      r.cause = "no operation";
      return;
    }
    const std::size_t rank = std::max<std::size_t>(1, (values.size() * static_cast<std::size_t>(a.percentile) + 9999) / 10000);
    const Millis value = values[rank - 1];
    r.holds = value <= *a.at_most_time;
    r.value = value >= never ? quoted("stopped") : quoted(format_duration(value));
    if (value >= never) r.cause = "that many runs stop before they complete";
  }

  std::int64_t old_images(std::uint32_t set) const {
    if (const auto* t = statistics(set); t != nullptr) return t->most_old;
    return static_cast<std::int64_t>(report_.of_set(set).old_image.size());
  }
  std::int64_t failed_instances(std::uint32_t set) const {
    if (const auto* t = statistics(set); t != nullptr) return t->most_failed;
    std::int64_t failed = 0;
    for (const auto& o : report_.of_set(set).operations) failed += o.failed;
    return failed;
  }
  void count(const Assertion& a, AssertionReport& r, std::int64_t value) {
    r.value = std::to_string(value);
    r.bound = std::to_string(*a.at_most);
    r.holds = value <= *a.at_most;
    undecided_if_running(a.set, r);
    if (!r.holds && !r.undecided && sampled()) r.found = fmt::format("{} in the worst of {}", value, of_trials());
    if (r.holds) return;
    for (const auto& o : report_.of_set(a.set).operations) {
      for (const auto& b : o.batches) {
        for (const auto& cause : b.causes) {
          r.at = b.end;
          r.cause = fmt::format("instance {}: {} (rule {})", cause.instance, narrative::failure_of(cause), info(narrative::rule_of(cause.cause)).id);
          return;
        }
      }
    }
    if (a.type != Type::old_image_at_end) return;
    if (const auto old = narrative::old_images(report_, a.set); !old.empty()) r.cause = fmt::format("{} (rule {})", old.front().why.text, info(old.front().why.rule).id);
  }

  /// The set that an assertion is about, if it is about one.
  std::optional<std::uint32_t> only_set(const Assertion& a) const {
    if (a.set != all_sets) return a.set;
    return s_.sets.size() == 1 ? std::optional<std::uint32_t>(0) : std::nullopt;
  }

  /// Whether other runs may end otherwise than the one without trials, which takes every median and one draw of each fault.
  bool left_to_chance(const Assertion& a) const {
    const auto by_chance = [&](const Fault& f) { return !f.probability.certain() && (a.set == all_sets || f.set == all_sets || f.set == a.set); };
    return std::any_of(s_.faults.begin(), s_.faults.end(), by_chance) || std::any_of(s_.durations.begin(), s_.durations.end(), [](const Duration& d) { return d.table >= 0; });
  }

  std::optional<double> exact_probability(const Assertion& a) const {
    const auto set = only_set(a);
    if (!set || !left_to_chance(a) || a.of == "anyRollback") return std::nullopt;
    const auto exact = exact_completion(s_, *set);
    if (!exact || !exact->constant_times) return std::nullopt;
    return a.of == "completed" ? exact->complete : 1 - exact->complete;
  }

  void probability(const Assertion& a, AssertionReport& r) {
    const auto* t = statistics(a.scope == Assertion::Scope::set ? a.set : all_sets);
    const bool least = !a.at_least_text.empty();
    r.bound = least ? a.at_least_text : a.at_most_text;
    const double bound = std::strtod(r.bound.c_str(), nullptr);
    std::uint64_t hits = 0, trials = 1;
    if (t != nullptr) {
      trials = report_.monte_carlo->trials;
      hits = a.of == "completed" ? t->completed : a.of == "stoppedEarly" ? t->stopped : t->rolled_back;
    } else {
      for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
        if (a.set != all_sets && a.set != i) continue;
        for (const auto& o : report_.of_set(i).operations) {
          const bool hit = a.of == "completed" ? o.code == OperationCode::completed
                           : a.of == "stoppedEarly" ? o.code == OperationCode::faulted || o.code == OperationCode::cancelled : o.rolled_back > 0;
          hits = std::max<std::uint64_t>(hits, hit);
        }
      }
    }
    const double n = static_cast<double>(trials), p = static_cast<double>(hits) / n;
    constexpr double z = 1.959963984540054;
    const double scale = 1 + z * z / n, centre = (p + z * z / (2 * n)) / scale, spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    r.value = fmt::format("{:.6f}", p);
    if (const auto exact = exact_probability(a)) {
      r.value = fmt::format("{:.6f}", *exact);
      r.holds = least ? *exact >= bound : *exact <= bound;
      r.cause = "exact, by recurrence";
      return;
    }
    if (t == nullptr && left_to_chance(a)) {
      r.undecided = true;
      r.value = "null";
      r.cause = fmt::format("one run does not tell how likely it is: run trials {}", s_.trial ? "without --trial" : "with --monte-carlo");
      return;
    }
    const bool sampled = t != nullptr && !report_.monte_carlo->identical;
    const double low = sampled ? centre - spread : p, high = sampled ? centre + spread : p;
    r.holds = least ? low >= bound : high <= bound;
    const bool fails = least ? high < bound : low > bound;
    if (!r.holds && !fails) {
      r.undecided = true;
      const double gap = std::max(std::fabs(p - bound), 1e-9);
      r.cause = fmt::format("the interval {:.4f} to {:.4f} contains the bound; about {} trials would decide", low, high,
                            std::max(static_cast<std::uint64_t>(std::ceil(z * z * std::max(p * (1 - p), 1e-6) / (gap * gap))), trials + trials / 2));
    }
  }

  struct Busy {
    Millis from, to;
    std::uint32_t set;
  };
  static bool overlap(std::vector<Busy> a, std::vector<Busy> b, Busy& x, Busy& y) {
    const auto by_start = [](const Busy& p, const Busy& q) { return p.from < q.from; };
    std::sort(a.begin(), a.end(), by_start);
    std::sort(b.begin(), b.end(), by_start);
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
      if (a[i].from < b[j].to && b[j].from < a[i].to) {
        x = a[i];
        y = b[j];
        return true;
      }
      (a[i].to <= b[j].to ? i : j)++;
    }
    return false;
  }

  void never_concurrent(const Assertion& a, AssertionReport& r) {
    r.holds = true;
    r.bound = "0";
    r.value = "0";
    // When a batch takes instances out of service, by subject; extension upgrades and quiet changes do not. What users start in one
    // region or zone is no matter of the platform's order of regions and zones (Z-3, F-2), but of groups of sets that they name.
    std::map<std::pair<std::uint64_t, std::string>, std::map<int, std::vector<Busy>>> zones;
    std::vector<std::vector<Busy>> regions(s_.regions.size()), sets(a.groups.empty() ? 0 : s_.sets.size());
    for (const auto& c : report_.classes) {
      for (const auto& o : c.operations) {
        if (!o.disruptive) continue;
        for (const auto& b : o.batches) {
          const Busy busy{b.start, b.end.value_or(never), c.members.front()};
          const auto region = s_.sets[busy.set].region;
          if (!o.by_user) regions[region].push_back(busy);
          if (b.zone != 0 && !o.by_user) zones[{region, o.update + s_.spec_of(s_.sets[busy.set]).image.stream}][b.zone].push_back(busy);
          for (const auto member : c.members) {
            if (!sets.empty()) sets[member].push_back({busy.from, busy.to, member});
          }
        }
      }
    }
    Busy x{}, y{};
    const auto fail = [&](std::string what) {
      r.holds = false;
      r.value = "1";
      r.at = std::max(x.from, y.from);
      r.cause = std::move(what);
    };
    if (a.region_pairs) {
      for (std::uint32_t i = 0; i < regions.size() && r.holds; ++i) {
        for (const auto other : s_.regions[i].pairs) {
          if (other > i && r.holds && overlap(regions[i], regions[other], x, y)) {
            fail(fmt::format("{} and {}: {} and {} are upgraded at the same time", s_.regions[i].name, s_.regions[other].name, s_.sets[x.set].id, s_.sets[y.set].id));
          }
        }
      }
    } else if (a.zones_of_region) {
      for (const auto& [key, by_zone] : zones) {
        for (auto i = by_zone.begin(); i != by_zone.end(); ++i) {
          for (auto j = std::next(i); j != by_zone.end(); ++j) {
            if (r.holds && overlap(i->second, j->second, x, y)) fail(fmt::format("zones {} and {} of {} at the same time", i->first, j->first, s_.regions[key.first].name));
          }
        }
      }
    } else {
      for (const auto& group : a.groups) {
        for (std::size_t i = 0; i < group.size(); ++i) {
          for (std::size_t j = i + 1; j < group.size(); ++j) {
            if (r.holds && overlap(sets[group[i]], sets[group[j]], x, y)) fail(fmt::format("{} and {} at the same time", s_.sets[group[i]].id, s_.sets[group[j]].id));
          }
        }
      }
    }
  }

  void max_out_of_service(const Assertion& a, AssertionReport& r) {
    r.holds = true;
    std::int64_t worst = 0;
    for (const auto& group : groups_of(a)) {
      // The size of the group, which scaling changes, and how many of it serve: what is between them is out of service.
      std::map<Millis, std::int64_t> size_steps;
      for (const auto set : group) {
        std::int64_t before = 0;
        for (const auto& [at, count] : sizes_over_time(s_, set)) {
          size_steps[at] += static_cast<std::int64_t>(count) - before;
          before = count;
        }
      }
      const Line serving = group.size() == 1 ? report_.of_set(group[0]).capacity : total(group);
      std::map<Millis, std::int64_t> instants(serving.begin(), serving.end());
      for (const auto& [at, delta] : size_steps) {
        if (at > report_.reached) break;
        const auto after = std::upper_bound(serving.begin(), serving.end(), at, [](Millis t, const auto& step) { return t < step.first; });
        if (after != serving.begin()) instants.emplace(at, std::prev(after)->second);
      }
      std::int64_t size = 0;
      auto step = size_steps.begin();
      for (const auto& [at, value] : instants) {
        for (; step != size_steps.end() && step->first <= at; ++step) size += step->second;
        const std::int64_t out = size - value;
        const bool breaks = (a.at_most && out > *a.at_most) || (a.at_most_percent && 100 * out > *a.at_most_percent * size);
        if (breaks) r.holds = false;
        if (out > worst) {
          worst = out;
          r.at = at;
        }
      }
    }
    r.value = std::to_string(worst);
    r.bound = a.at_most ? std::to_string(*a.at_most) : std::to_string(*a.at_most_percent);
  }

  void no_fault(const Assertion& a, AssertionReport& r) {
    std::int64_t faulted = 0;
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (a.set != all_sets && a.set != i) continue;
      for (const auto& o : report_.of_set(i).operations) {
        if (o.code != OperationCode::faulted) continue;
        if (faulted++ == 0) {
          r.at = o.end;
          r.cause = fmt::format("{}: {}", s_.sets[i].id, to_string(o.error));
          for (const auto& b : o.batches) {
            for (const auto& c : b.checks) {
              if (c.fires) r.cause = fmt::format("{}: {} (rule {})", s_.sets[i].id, narrative::check_of(c), info(c.rule).id);
            }
          }
        }
      }
    }
    if (const auto* t = statistics(a.set); t != nullptr && t->any_fault) {
      faulted = std::max<std::int64_t>(faulted, 1);
      if (sampled()) r.found = fmt::format("not in each of {}", of_trials());
    }
    r.value = std::to_string(faulted);
    r.bound = "0";
    r.holds = faulted == 0;
  }

  RolloutReport& report_;
  const Scenario& s_;
  const std::function<bool()>& cancelled_;
};

}  // namespace

void evaluate_assertions(RolloutReport& report, std::string_view variant, const std::function<bool()>& cancelled) {
  const auto scenario = report.scenario;
  std::vector<const Assertion*> asked;
  for (const auto& assertion : scenario->assertions) {
    const auto& only = assertion.variants;
    if (only.empty() || std::find(only.begin(), only.end(), variant.empty() ? "base" : variant) != only.end()) asked.push_back(&assertion);
  }
  report.assertions = Judge(report, cancelled).judge(asked);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    AssertionReport& r = report.assertions[i];
    r.asked = asked_in_words(*scenario, *asked[i]);
    if (r.found.empty()) r.found = found_in_words(report, *asked[i], r);  // else what trials say
    if (report.interrupted && r.holds) {  // what has not been simulated may still break it
      r.holds = false;
      r.undecided = true;
      r.cause = "the run was stopped by hand before its end";
    }
  }
}

}  // namespace fleetlint::rollout
