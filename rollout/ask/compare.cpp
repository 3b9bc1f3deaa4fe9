#include <algorithm>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"

namespace fleetlint::rollout {
namespace {

struct Column {
  std::string name, batches, complete, time, p99, floor, failed, fresh;
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
  col.time = format_span(last);
  if (r.monte_carlo && !r.monte_carlo->sets.empty()) {
    const auto& t = r.monte_carlo->sets.front();
    const double n = static_cast<double>(std::max<std::uint64_t>(r.monte_carlo->trials, 1));
    col.complete = fmt::format("{:.4f}", static_cast<double>(t.completed) / n);
    if (t.completed_only.size() == 4) {
      col.time = t.completed_only[0] ? format_span(*t.completed_only[0]) : "never";
      col.p99 = t.completed_only[3] ? format_span(*t.completed_only[3]) : "never";
    }
    col.floor = std::to_string(t.floor_min);
  }
  return col;
}

}  // namespace

std::string compare_text(const std::vector<NamedReport>& reports) {
  std::vector<Column> columns;
  for (const auto& report : reports) columns.push_back(column(report));
  const bool sampled = std::any_of(reports.begin(), reports.end(), [](const NamedReport& r) { return r.report.monte_carlo.has_value(); });
  std::string text;
  const auto row = [&](std::string_view title, auto member) {
    text += fmt::format("{:<34}", title);
    for (const auto& c : columns) text += fmt::format("  {:>18}", c.*member);
    text += '\n';
  };
  row("", &Column::name);
  row("batches", &Column::batches);
  row(sampled ? "P(complete)" : "completes", &Column::complete);
  row(sampled ? "time of completed runs, p50" : "time until the last end", &Column::time);
  if (sampled) row("time of completed runs, p99", &Column::p99);
  row(sampled ? "lowest serving, all trials" : "lowest serving", &Column::floor);
  row(sampled ? "on the new version, first trial" : "on the new version", &Column::fresh);
  row(sampled ? "failed, first trial" : "failed", &Column::failed);
  return text;
}

}  // namespace fleetlint::rollout
