#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"

namespace fleetlint::rollout {
namespace {

struct Column {
  std::string name, batches, complete, exact, median, p99, floor, failed, fresh, lasts;
  std::string by_probability, by_time, by_floor, by_old;  ///< differences to the base
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
  std::size_t batches = 0;
  std::uint64_t upgraded = 0, failed = 0, all = 0, floor = 0;
  Millis last = 0;
  bool stopped = false, running = false;
  for (const auto& c : r.classes) {
    const std::uint64_t times = c.members.size();
    all += s.sets[c.members.front()].capacity * times;
    floor += c.min_serving * times;
    for (const auto& o : c.operations) {
      batches += (o.planned_batches > o.batches.size() ? o.planned_batches : o.batches.size()) * times;
      upgraded += o.successful * times;
      failed += o.failed * times;
      stopped = stopped || o.code == OperationCode::faulted || o.code == OperationCode::cancelled;
      running = running || !o.end;
      if (o.end) last = std::max(last, *o.end - s.start);
    }
  }
  Column col;
  col.name = named.name;
  col.batches = std::to_string(batches);
  col.fresh = fmt::format("{} of {}", upgraded, all);
  col.failed = std::to_string(failed);
  col.floor = std::to_string(floor);
  col.complete = stopped ? "stops" : running ? "runs on" : "yes";
  col.lasts = span(last);
  if (r.monte_carlo && !r.monte_carlo->sets.empty()) {
    const auto& t = r.monte_carlo->sets.front();
    const double n = static_cast<double>(std::max<std::uint64_t>(r.monte_carlo->trials, 1));
    col.complete = fmt::format("{:.4f}", static_cast<double>(t.completed) / n);
    if (t.completed_only.size() == 4) {
      col.median = t.completed_only[0] ? span(*t.completed_only[0]) : "never";
      col.p99 = t.completed_only[3] ? span(*t.completed_only[3]) : "never";
    }
    col.floor = fmt::format("{} ({})", t.floor_min, t.floor_median);
    if (s.sets.size() == 1) {
      if (const auto exact = exact_completion(s, 0)) col.exact = fmt::format("{:.4f}", exact->complete);
    }
  }
  return col;
}

void differences(Column& col, const std::vector<TrialSummary>& base, const std::vector<TrialSummary>& variant) {
  Difference probability, time, floor, old;
  double base_completes = 0, base_time = 0, base_floor = 0, base_old = 0;
  const std::size_t n = std::min(base.size(), variant.size());
  for (std::size_t i = 0; i < n; ++i) {
    probability.add(static_cast<double>(variant[i].completed) - static_cast<double>(base[i].completed));
    floor.add(static_cast<double>(variant[i].floor) - static_cast<double>(base[i].floor));
    old.add(static_cast<double>(variant[i].old) - static_cast<double>(base[i].old));
    base_completes += base[i].completed;
    base_floor += base[i].floor;
    base_old += base[i].old;
    if (!variant[i].completed || !base[i].completed) continue;
    time.add(static_cast<double>(variant[i].completion - base[i].completion));
    base_time += static_cast<double>(base[i].completion);
  }
  if (n == 0) return;
  const double count = static_cast<double>(n);
  const auto show = [](const Difference& d, double reference, int digits) {
    return d.none(reference) ? std::string("no difference") : fmt::format("{:+.{}f} ±{:.{}f}", d.mean(), digits, d.half(), digits);
  };
  col.by_probability = show(probability, base_completes / count, 4);
  col.by_floor = show(floor, base_floor / count, 2);
  col.by_old = show(old, base_old / count, 2);
  if (time.n == 0) {
    col.by_time = "never both";
  } else if (time.none(base_time / static_cast<double>(time.n))) {
    col.by_time = "no difference";
  } else {
    const auto seconds = [](double millis) { return span(static_cast<Millis>(std::llround(millis / 1000)) * one_second); };
    col.by_time = fmt::format("{}{} ±{}", time.mean() < 0 ? "" : "+", seconds(time.mean()), seconds(time.half()));
  }
}

}  // namespace

std::string compare_text(const std::vector<NamedReport>& reports) {
  std::vector<Column> columns;
  for (const auto& report : reports) columns.push_back(column(report));
  const bool sampled = std::any_of(reports.begin(), reports.end(), [](const NamedReport& r) { return r.report.monte_carlo.has_value(); });
  const bool exact = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return !c.exact.empty(); });
  for (std::size_t i = 1; i < reports.size(); ++i) differences(columns[i], reports[0].trials, reports[i].trials);
  std::string text;
  std::vector<std::size_t> widths;
  for (const auto& c : columns) widths.push_back(std::max({c.name.size(), c.by_time.size(), c.by_probability.size(), std::size_t{14}}) + 2);
  const auto row = [&](std::string_view title, auto member) {
    text += fmt::format("{:<38}", title);
    for (std::size_t i = 0; i < columns.size(); ++i) text += fmt::format("{:>{}}", columns[i].*member, widths[i]);
    text += '\n';
  };
  row("", &Column::name);
  row("batches planned", &Column::batches);
  row(sampled ? "P(complete)" : "completes", &Column::complete);
  if (exact) row("P(complete), exact, constant times", &Column::exact);
  if (sampled) {
    row("time of completed runs, p50", &Column::median);
    row("time of completed runs, p99", &Column::p99);
    row("lowest serving (in the median trial)", &Column::floor);
  } else {
    row("time until the last end", &Column::lasts);
    row("lowest serving", &Column::floor);
    row("on the new version", &Column::fresh);
    row("failed", &Column::failed);
  }
  if (!sampled || reports.size() < 2) return text;
  text += "\ndifference to " + reports[0].name + ", mean over paired trials with 95 % interval\n";
  row("P(complete)", &Column::by_probability);
  row("time, where both complete", &Column::by_time);
  row("lowest serving", &Column::by_floor);
  row("instances left on an older image", &Column::by_old);
  return text;
}

}  // namespace fleetlint::rollout
