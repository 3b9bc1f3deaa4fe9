#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "output/json_writer.h"

namespace fleetlint::rollout {
namespace {

using Span = std::optional<Millis>;

/// What the trials of one variant say.
struct TrialsOfColumn {
  double complete = 0;
  std::optional<double> exact;
  bool timed = false;  ///< the times of the trials were kept
  Span median, p99;
  std::uint32_t floor = 0, floor_median = 0;
};

/// What is told of one variant.
struct Column {
  std::string name;
  std::uint64_t batches = 0, floor = 0, fresh = 0, all = 0, failed = 0;
  const char* completes = "yes";  ///< of one run
  Millis lasts = 0;
  std::optional<TrialsOfColumn> trials;
};

std::string span(Millis t) { return format_span(t / one_second * one_second); }

/// Mean of paired differences with half the width of its 95 % interval.
struct Difference {
  std::size_t n = 0;
  double sum = 0, squares = 0;
  void add(double d) {
    ++n;
    sum += d;
    squares += d * d;
  }
  double mean() const { return n == 0 ? 0 : sum / static_cast<double>(n); }
  double half() const {
    if (n < 2) return 0;
    const double count = static_cast<double>(n), variance = std::max(0.0, (squares - sum * sum / count) / (count - 1));
    return 1.959963984540054 * std::sqrt(variance / count);
  }
  /// The whole interval within 1 % of what the base has.
  bool none(double base) const { return n > 0 && std::fabs(mean()) + half() <= std::fabs(base) / 100; }
};

Column column(const NamedReport& named) {
  const RolloutReport& r = named.report;
  const Scenario& s = *r.scenario;
  Column col;
  col.name = named.name;
  bool stopped = false, running = false;
  for (const auto& c : r.classes) {
    const std::uint64_t times = c.members.size();
    col.all += s.sets[c.members.front()].capacity * times;
    col.floor += c.min_serving * times;
    for (const auto& o : c.operations) {
      col.batches += std::max<std::uint64_t>(o.planned_batches, o.batches.size()) * times;
      col.fresh += o.successful * times;
      col.failed += o.failed * times;
      stopped = stopped || o.code == OperationCode::faulted || o.code == OperationCode::cancelled;
      running = running || !o.end;
      if (o.end) col.lasts = std::max(col.lasts, *o.end - s.start);
    }
  }
  col.completes = stopped ? "stops" : running ? "runs on" : "yes";
  if (!r.monte_carlo || r.monte_carlo->sets.empty()) return col;
  const auto& t = r.monte_carlo->sets.front();
  TrialsOfColumn& trials = col.trials.emplace();
  trials.complete = static_cast<double>(t.completed) / static_cast<double>(std::max<std::uint64_t>(r.monte_carlo->trials, 1));
  trials.timed = t.completed_only.size() == 4;
  if (trials.timed) {
    trials.median = t.completed_only[0];
    trials.p99 = t.completed_only[3];
  }
  trials.floor = t.floor_min;
  trials.floor_median = t.floor_median;
  if (s.sets.size() == 1) {
    if (const auto exact = exact_completion(s, 0)) trials.exact = exact->complete;
  }
  return col;
}

/// Variant minus base over the same trials, with what the base has on average.
struct Paired {
  Difference complete, time, floor, old;
  double base_complete = 0, base_time = 0, base_floor = 0, base_old = 0;
};

std::optional<Paired> paired(const std::vector<TrialSummary>& base, const std::vector<TrialSummary>& variant) {
  const std::size_t n = std::min(base.size(), variant.size());
  if (n == 0) return std::nullopt;
  Paired p;
  for (std::size_t i = 0; i < n; ++i) {
    p.complete.add(static_cast<double>(variant[i].completed) - static_cast<double>(base[i].completed));
    p.floor.add(static_cast<double>(variant[i].floor) - static_cast<double>(base[i].floor));
    p.old.add(static_cast<double>(variant[i].old) - static_cast<double>(base[i].old));
    p.base_complete += base[i].completed;
    p.base_floor += base[i].floor;
    p.base_old += base[i].old;
    if (!variant[i].completed || !base[i].completed) continue;
    p.time.add(static_cast<double>(variant[i].completion - base[i].completion));
    p.base_time += static_cast<double>(base[i].completion);
  }
  for (double* sum : {&p.base_complete, &p.base_floor, &p.base_old}) *sum /= static_cast<double>(n);
  if (p.time.n > 0) p.base_time /= static_cast<double>(p.time.n);
  return p;
}

std::string in_words(const Difference& d, double base, int digits) {
  return d.none(base) ? std::string("no difference") : fmt::format("{:+.{}f} ±{:.{}f}", d.mean(), digits, d.half(), digits);
}
std::string time_in_words(const Paired& p) {
  if (p.time.n == 0) return "never both";
  if (p.time.none(p.base_time)) return "no difference";
  const auto seconds = [](double millis) { return span(static_cast<Millis>(std::llround(millis / 1000)) * one_second); };
  return fmt::format("{}{} ±{}", p.time.mean() < 0 ? "" : "+", seconds(p.time.mean()), seconds(p.time.half()));
}

}  // namespace

std::string compare_text(const std::vector<NamedReport>& reports) {
  std::vector<Column> columns;
  std::vector<std::optional<Paired>> pairs;
  for (const auto& report : reports) {
    columns.push_back(column(report));
    pairs.push_back(pairs.empty() ? std::nullopt : paired(reports[0].trials, report.trials));
  }
  const bool sampled = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.trials.has_value(); });
  const bool exact = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.trials && c.trials->exact; });
  std::string text;
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    widths.push_back(std::max(columns[i].name.size(), std::size_t{14}) + 2);
    if (pairs[i]) widths[i] = std::max({widths[i], time_in_words(*pairs[i]).size() + 2, in_words(pairs[i]->complete, pairs[i]->base_complete, 4).size() + 2});
  }
  const auto row = [&](std::string_view title, auto&& cell) {
    text += fmt::format("{:<38}", title);
    for (std::size_t i = 0; i < columns.size(); ++i) text += fmt::format("{:>{}}", cell(columns[i]), widths[i]);
    text += '\n';
  };
  const auto trials_row = [&](std::string_view title, auto&& cell) {
    row(title, [&](const Column& c) { return c.trials ? cell(*c.trials) : std::string(); });
  };
  row("", [](const Column& c) { return c.name; });
  row("batches planned", [](const Column& c) { return std::to_string(c.batches); });
  if (sampled) {
    const auto time = [](bool timed, const Span& t) { return !timed ? std::string() : t ? span(*t) : std::string("never"); };
    row("P(complete)", [](const Column& c) { return c.trials ? fmt::format("{:.4f}", c.trials->complete) : std::string(c.completes); });
    if (exact) trials_row("P(complete), exact, constant times", [](const TrialsOfColumn& t) { return t.exact ? fmt::format("{:.4f}", *t.exact) : std::string(); });
    trials_row("time of completed runs, p50", [&](const TrialsOfColumn& t) { return time(t.timed, t.median); });
    trials_row("time of completed runs, p99", [&](const TrialsOfColumn& t) { return time(t.timed, t.p99); });
    row("lowest serving (in the median trial)", [](const Column& c) { return c.trials ? fmt::format("{} ({})", c.trials->floor, c.trials->floor_median) : std::to_string(c.floor); });
  } else {
    row("completes", [](const Column& c) { return std::string(c.completes); });
    row("time until the last end", [](const Column& c) { return span(c.lasts); });
    row("lowest serving", [](const Column& c) { return std::to_string(c.floor); });
    row("on the new version", [](const Column& c) { return fmt::format("{} of {}", c.fresh, c.all); });
    row("failed", [](const Column& c) { return std::to_string(c.failed); });
  }
  if (!sampled || reports.size() < 2) return text;
  text += "\ndifference to " + reports[0].name + ", mean over paired trials with 95 % interval\n";
  const auto difference = [&](std::string_view title, auto&& cell) {
    row(title, [&](const Column& c) {
      const auto& p = pairs[static_cast<std::size_t>(&c - columns.data())];
      return p ? cell(*p) : std::string();
    });
  };
  difference("P(complete)", [](const Paired& p) { return in_words(p.complete, p.base_complete, 4); });
  difference("time, where both complete", [](const Paired& p) { return time_in_words(p); });
  difference("lowest serving", [](const Paired& p) { return in_words(p.floor, p.base_floor, 2); });
  difference("instances left on an older image", [](const Paired& p) { return in_words(p.old, p.base_old, 2); });
  return text;
}

std::string compare_json(const std::vector<NamedReport>& reports) {
  JsonWriter json(1);
  const auto time = [&](std::string_view key, const Span& t) {
    json.key(key);
    if (t) {
      json.value(format_duration(*t));
    } else {
      json.null();
    }
  };
  const auto difference = [&](std::string_view key, const Difference& d, double base) {
    json.key(key);
    if (d.n == 0) {
      json.null();
      return;
    }
    json.begin_object().key("mean").raw(fmt::format("{:.6f}", d.mean())).key("half95").raw(fmt::format("{:.6f}", d.half()));
    json.field("noDifference", d.none(base)).end_object();
  };
  json.begin_object().field("schema", "fleetlint/compare/1").field("base", reports.front().name).key("variants").begin_array();
  for (const auto& report : reports) {
    const Column c = column(report);
    json.begin_object().field("name", c.name).field("batchesPlanned", c.batches);
    // What one run does; with trials it is the run of the first trial.
    json.field("completes", std::string_view(c.completes)).field("lasts", format_duration(c.lasts)).field("minServing", c.floor);
    json.field("instances", c.all).field("onTheNewVersion", c.fresh).field("failed", c.failed);
    if (c.trials) {
      json.key("trials").begin_object().field("count", report.report.monte_carlo->trials);
      json.key("completed").raw(fmt::format("{:.6f}", c.trials->complete)).key("completedExactly");
      if (c.trials->exact) {
        json.raw(fmt::format("{:.6f}", *c.trials->exact));
      } else {
        json.null();
      }
      time("completionOfCompletedP50", c.trials->median);
      time("completionOfCompletedP99", c.trials->p99);
      json.field("minServing", c.trials->floor).field("minServingMedian", c.trials->floor_median).end_object();
    }
    if (const auto p = &report == reports.data() ? std::nullopt : paired(reports[0].trials, report.trials)) {
      json.key("differenceToBase").begin_object().field("pairedTrials", p->complete.n);
      difference("completed", p->complete, p->base_complete);
      difference("completionMillisWhereBothComplete", p->time, p->base_time);
      difference("minServing", p->floor, p->base_floor);
      difference("oldImageAtEnd", p->old, p->base_old);
      json.end_object();
    }
    json.key("assertions").begin_array();
    for (const auto& a : report.report.assertions) {
      json.begin_object().field("id", a.id).field("holds", a.holds);
      if (a.undecided) json.field("undecided", true);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return std::move(json.text());
}

}  // namespace fleetlint::rollout
