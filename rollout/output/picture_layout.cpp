#include "picture_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "output/machine_courses.h"
#include "output/narrative.h"

namespace fleetlint::rollout::picture {
namespace {

constexpr std::int64_t gap_width = 280;  // tenths of a pixel

std::string join_ids(const std::vector<std::uint32_t>& ids, std::size_t most = 12) {
  std::string out;
  for (std::size_t i = 0; i < ids.size() && i < most; ++i) out += fmt::format("{}{}", i ? ", " : "", ids[i]);
  if (ids.size() > most) out += fmt::format(" and {} more", ids.size() - most);
  return out;
}

/// End of something that may still be running when the run stops.
Millis end_of(const RolloutReport& report, const std::optional<Millis>& end, Millis start) {
  if (end) return *end;
  return std::max(start, report.interrupted ? report.reached : report.scenario->end());
}

BarKind kind_of(const BatchReport& batch) {
  if (!batch.end) return BarKind::running;
  if (!batch.rolled_back.empty() && batch.rolled_back.size() == batch.failed.size()) return BarKind::restored;
  if (!batch.failed.empty()) return BarKind::failures;
  return batch.method == BatchMethod::max_surge ? BarKind::surge : BarKind::ok;
}

std::string describe(const OperationReport& operation, const BatchReport& batch, const RolloutReport& report) {
  auto text = fmt::format("batch {} of {}: {} instance{}", batch.index, std::max<std::size_t>(operation.planned_batches, operation.batches.size()),
                          batch.instances.size(), batch.instances.size() == 1 ? "" : "s");
  if (batch.instances.size() <= 12) text += " (" + join_ids(batch.instances.to_vector()) + ")";
  text += fmt::format("\n{} to {}, {}", format_instant(batch.start), batch.end ? format_instant(*batch.end) : std::string("still running"),
                      format_span(end_of(report, batch.end, batch.start) - batch.start));
  if (!batch.failed.empty()) text += "\nfailed: " + join_ids(batch.failed);
  for (std::size_t i = 0; i < batch.causes.size() && i < 4; ++i)
    text += fmt::format("\n  instance {}: {}{}{}", batch.causes[i].instance, to_string(batch.causes[i].cause),
                        batch.causes[i].extension.empty() ? "" : ", ", batch.causes[i].extension);
  if (!batch.rolled_back.empty()) text += "\nput back on the old image: " + join_ids(batch.rolled_back);
  if (!batch.rollback_failed.empty()) text += "\nput back, still unhealthy: " + join_ids(batch.rollback_failed);
  for (const auto& check : batch.checks)
    text += fmt::format("\n{} {} of {}, limit {} %{}", info(check.rule).id, check.count, check.of, check.percent, check.fires ? ": stops" : "");
  return text;
}

std::string describe(const OperationReport& operation, const RolloutReport& report) {
  auto text = fmt::format("{} {} to {}: {}", operation.by_user ? "manual" : "automatic",
                          operation.kind == OperationKind::os ? "OS image upgrade" : operation.kind == OperationKind::model ? "model change" : "extension upgrade",
                          operation.update, to_string(operation.code));
  if (operation.error != ErrorCode::none) text += fmt::format("\n{}", to_string(operation.error));
  text += fmt::format("\n{} to {}, {}", format_instant(operation.start), operation.end ? format_instant(*operation.end) : std::string("still running"),
                      format_span(end_of(report, operation.end, operation.start) - operation.start));
  text += fmt::format("\n{} of at most {}; {} succeeded, {} failed, {} pending", narrative::count_of(operation.batches.size(), "batch"), operation.batch_max,
                      operation.successful, operation.failed, operation.pending);
  return text;
}

BarKind kind_of(const OperationReport& operation) {
  switch (operation.code) {
    case OperationCode::completed: return operation.failed == 0 ? BarKind::ok : operation.rolled_back == operation.failed ? BarKind::restored : BarKind::failures;
    case OperationCode::faulted:
    case OperationCode::cancelled: return BarKind::faulted;
    default: return BarKind::running;
  }
}

Bar bar_of(const Wait& wait) {
  auto text = fmt::format("waiting: {}\n{} to {}, {}", to_string(wait.reason), format_instant(wait.from), format_instant(wait.to), format_span(wait.to - wait.from));
  if (wait.reason == WaitReason::zone && wait.zone != 0) text += fmt::format("\nzone {} is being upgraded", wait.zone);
  return {BarKind::waiting, wait.from, wait.to, std::move(text)};
}

void add_checks(std::vector<Mark>& marks, const std::vector<Check>& checks) {
  for (const auto& check : checks)
    if (check.fires)
      marks.push_back({Mark::Kind::check, check.at,
                       fmt::format("{} stops the upgrade at {}: {} of {}, limit {} %", info(check.rule).id, format_instant(check.at), check.count, check.of, check.percent)});
}

/// The sets of one region that behaved alike: one group of rows.
struct Group {
  std::uint32_t region = 0, class_index = 0, first_set = 0, members = 0;
};

std::vector<Group> groups_of(const RolloutReport& report) {
  std::vector<Group> groups;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> known;
  const auto& scenario = *report.scenario;
  for (std::uint32_t set = 0; set < report.class_of.size(); ++set) {
    const auto key = std::pair(scenario.sets[set].region, report.class_of[set]);
    const auto [at, added] = known.try_emplace(key, groups.size());
    if (added) groups.push_back({key.first, key.second, set, 0});
    ++groups[at->second].members;
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.region < b.region; });
  return groups;
}

std::string label_of(const RolloutReport& report, const Group& group) {
  const auto& id = report.scenario->sets[group.first_set].id;
  return group.members == 1 ? id : fmt::format("{} and {} alike", id, group.members - 1);
}

/// (zone, update domain) of the batches of a class, each once, ascending.
std::set<std::pair<int, int>> lanes_of(const ClassReport& course) {
  std::set<std::pair<int, int>> lanes;
  for (const auto& operation : course.operations)
    for (const auto& batch : operation.batches) lanes.emplace(batch.zone, batch.ud);
  return lanes;
}

/// A row for each zone and update domain of a set, below its own.
void add_lanes(Layout& layout, const RolloutReport& report, const ClassReport& course, std::int32_t set_row) {
  const auto lanes = lanes_of(course);
  std::map<int, std::int32_t> zone_rows;
  std::map<std::pair<int, int>, std::int32_t> rows;
  for (const auto& [zone, ud] : lanes) {
    auto parent = set_row;
    if (zone != 0) {
      const auto [at, added] = zone_rows.try_emplace(zone, static_cast<std::int32_t>(layout.rows.size()));
      if (added) layout.rows.push_back({Row::Level::zone, fmt::format("zone {}", zone), "", "", set_row, {}, {}});
      parent = at->second;
    }
    if (ud < 0) {
      rows[{zone, ud}] = parent;
      continue;
    }
    rows[{zone, ud}] = static_cast<std::int32_t>(layout.rows.size());
    layout.rows.push_back({Row::Level::update_domain, fmt::format("domain {}", ud), "", "", parent, {}, {}});
  }
  for (const auto& operation : course.operations) {
    for (const auto& batch : operation.batches) {
      auto& row = layout.rows[static_cast<std::size_t>(rows[{batch.zone, batch.ud}])];
      for (const auto& wait : batch.waits)
        if (wait.to > wait.from) row.bars.push_back(bar_of(wait));
      row.bars.push_back({kind_of(batch), batch.start, end_of(report, batch.end, batch.start), describe(operation, batch, report)});
      add_checks(row.marks, batch.checks);
    }
  }
}

void add_set(Layout& layout, const RolloutReport& report, const Group& group, std::int32_t region_row, bool lanes) {
  const auto& course = report.classes[group.class_index];
  const auto set_row = static_cast<std::int32_t>(layout.rows.size());
  layout.rows.push_back({Row::Level::set, label_of(report, group), narrative::count_of(course.count, "instance"), std::to_string(course.count), region_row, {}, {}});
  {
    auto& row = layout.rows.back();
    for (const auto& operation : course.operations) {
      for (const auto& wait : operation.waits)
        if (wait.to > wait.from) row.bars.push_back(bar_of(wait));
      row.bars.push_back({kind_of(operation), operation.start, end_of(report, operation.end, operation.start), describe(operation, report)});
      add_checks(row.marks, operation.checks);
      if (!lanes)
        for (const auto& batch : operation.batches) add_checks(row.marks, batch.checks);
    }
    if (course.operations.empty()) row.detail += ", nothing happens";
  }
  if (lanes) add_lanes(layout, report, course, set_row);
}

/// Operations of a region as one line: stretches in which any set is being upgraded, with how many.
void gather(Row& row, const RolloutReport& report, const std::vector<Group>& groups) {
  std::vector<std::pair<Millis, std::int64_t>> changes;
  for (const auto& group : groups) {
    for (const auto& operation : report.classes[group.class_index].operations) {
      const auto end = std::max(end_of(report, operation.end, operation.start), operation.start + 1);
      changes.emplace_back(operation.start, group.members);
      changes.emplace_back(end, -static_cast<std::int64_t>(group.members));
    }
  }
  std::sort(changes.begin(), changes.end());
  std::int64_t running = 0, most = 0, started = 0;
  Millis from = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (running == 0) from = changes[i].first, most = 0, started = 0;
    running += changes[i].second;
    started += std::max<std::int64_t>(changes[i].second, 0);
    most = std::max(most, running);
    // A stretch that begins where another ends is the same stretch.
    if (running == 0 && (i + 1 == changes.size() || changes[i + 1].first > changes[i].first))
      row.bars.push_back({BarKind::gathered, from, changes[i].first,
                          fmt::format("{} set{} upgraded, at most {} at a time\n{} to {}", started, started == 1 ? "" : "s", most, format_instant(from), format_instant(changes[i].first))});
  }
}

BarKind kind_of(MachineOutcome outcome) {
  switch (outcome) {
    case MachineOutcome::put_back: return BarKind::restored;
    case MachineOutcome::failed: return BarKind::failures;
    case MachineOutcome::waiting: return BarKind::waiting;
    default: return BarKind::ok;
  }
}

/// A row for each machine below one for its rollout or schedule; of too many machines only that one, with all their bars.
void add_machines(Layout& layout, const RolloutReport& report, std::uint32_t max_rows) {
  constexpr std::size_t most_steps = 100;  // of a machine that fails for ever
  const auto groups = machine_groups(report);
  std::size_t courses = layout.rows.size();
  for (const auto& group : groups) courses += 1 + group.courses.size();
  for (const auto& group : groups) {
    const auto parent = static_cast<std::int32_t>(layout.rows.size());
    layout.rows.push_back({Row::Level::region, group.title, narrative::count_of(group.courses.size(), group.noun), std::to_string(group.courses.size()), -1, {}, {}});
    for (const auto& course : group.courses) {
      Row row{Row::Level::set, course.name, "", "", parent, {}, {}};
      for (std::size_t i = 0; i < course.steps.size() && i < most_steps; ++i) {
        const auto& step = course.steps[i];
        if (!step.from || !step.to) {
          row.detail = "nothing happens";
          continue;
        }
        row.bars.push_back({kind_of(step.outcome), *step.from, *step.to,
                            fmt::format("{}: {}\n{} to {}, {}", course.name, step.text, format_instant(*step.from), format_instant(*step.to), format_span(*step.to - *step.from))});
      }
      if (courses <= max_rows) layout.rows.push_back(std::move(row));
      else layout.rows[static_cast<std::size_t>(parent)].bars.insert(layout.rows[static_cast<std::size_t>(parent)].bars.end(), row.bars.begin(), row.bars.end());
    }
  }
}

}  // namespace

std::vector<std::pair<Millis, Millis>> busy_intervals(const RolloutReport& report) {
  std::vector<std::pair<Millis, Millis>> busy;
  for (const auto& course : report.classes) {
    for (const auto& operation : course.operations) {
      if (operation.batches.empty()) busy.emplace_back(operation.start, end_of(report, operation.end, operation.start));
      else busy.emplace_back(operation.start, operation.start);
      for (const auto& batch : operation.batches) busy.emplace_back(batch.start, end_of(report, batch.end, batch.start));
    }
  }
  for (const auto& phase : report.phases) {
    busy.emplace_back(phase.open, phase.open);
    if (phase.close) busy.emplace_back(*phase.close, *phase.close);
  }
  for (const auto& image : report.scenario->images)
    if (image.published >= report.scenario->start && image.published < report.scenario->end()) busy.emplace_back(image.published, image.published);
  for (const auto& group : machine_groups(report)) {
    for (const auto& course : group.courses) {
      for (const auto& step : course.steps)
        if (step.from && step.to) busy.emplace_back(*step.from, *step.to);
    }
  }
  if (busy.empty()) busy.emplace_back(report.scenario->start, report.scenario->start + one_hour);
  return busy;
}

Layout lay_out(const RolloutReport& report, std::uint32_t max_rows) {
  Layout layout;
  const auto& scenario = *report.scenario;
  const auto groups = groups_of(report);
  std::set<std::uint32_t> regions;
  std::size_t fine = 0;
  for (const auto& group : groups) {
    regions.insert(group.region);
    fine += 1 + 2 * lanes_of(report.classes[group.class_index]).size();
  }
  layout.detail = fine + regions.size() <= max_rows            ? Layout::Detail::update_domains
                  : groups.size() + regions.size() <= max_rows ? Layout::Detail::sets
                                                               : Layout::Detail::regions;
  for (auto begin = groups.begin(); begin != groups.end();) {
    const auto end = std::find_if(begin, groups.end(), [&](const Group& g) { return g.region != begin->region; });
    const auto region_row = static_cast<std::int32_t>(layout.rows.size());
    std::uint64_t sets = 0, instances = 0;
    for (auto group = begin; group != end; ++group) {
      sets += group->members;
      instances += std::uint64_t{report.classes[group->class_index].count} * group->members;
    }
    layout.rows.push_back({Row::Level::region, scenario.regions[begin->region].name,
                           narrative::count_of(sets, "set") + ", " + narrative::count_of(instances, "instance"),
                           sets > 1 ? narrative::count_of(sets, "set") : narrative::count_of(instances, "instance"), -1, {}, {}});
    for (const auto& phase : report.phases)
      if (std::find(phase.regions.begin(), phase.regions.end(), begin->region) != phase.regions.end())
        layout.rows.back().marks.push_back({Mark::Kind::phase, phase.open, fmt::format("phase {} of {} opens at {}", phase.index, phase.update, format_instant(phase.open))});
    if (layout.detail == Layout::Detail::regions || sets > 1) gather(layout.rows.back(), report, std::vector<Group>(begin, end));
    if (layout.detail != Layout::Detail::regions)
      for (auto group = begin; group != end; ++group) add_set(layout, report, *group, region_row, layout.detail == Layout::Detail::update_domains);
    begin = end;
  }
  add_machines(layout, report, max_rows);
  for (const auto& row : layout.rows)
    layout.checks = layout.checks || std::any_of(row.marks.begin(), row.marks.end(), [](const Mark& m) { return m.kind == Mark::Kind::check; });
  for (const auto& image : scenario.images)
    layout.publications.push_back({Mark::Kind::publication, image.published, fmt::format("image {} {} published at {}", image.stream, scenario.version_text(image.version), format_instant(image.published))});
  for (const auto& extension : scenario.extension_versions)
    layout.publications.push_back({Mark::Kind::publication, extension.published, fmt::format("extension {} {} published at {}", extension.stream, scenario.version_text(extension.version), format_instant(extension.published))});
  return layout;
}

TimeAxis::TimeAxis(std::vector<std::pair<Millis, Millis>> busy, std::int64_t width) : width_(width) {
  std::sort(busy.begin(), busy.end());
  std::vector<std::pair<Millis, Millis>> merged;
  for (const auto& interval : busy) {
    if (!merged.empty() && interval.first <= merged.back().second) merged.back().second = std::max(merged.back().second, interval.second);
    else merged.push_back(interval);
  }
  if (merged.empty()) merged.emplace_back(0, one_hour);
  Millis active = 0;
  for (const auto& [from, to] : merged) active += to - from;
  // A gap is cut when it would take much more room than the break that stands for it; if there are many, only the longest.
  Millis worth_cutting = std::max<Millis>(active / 4, 10 * one_minute);
  std::vector<Millis> lengths;
  for (std::size_t i = 1; i < merged.size(); ++i) lengths.push_back(merged[i].first - merged[i - 1].second);
  constexpr std::size_t most_gaps = 14;
  if (lengths.size() > most_gaps) {
    std::nth_element(lengths.begin(), lengths.begin() + most_gaps, lengths.end(), std::greater<>());
    worth_cutting = std::max(worth_cutting, lengths[most_gaps] + 1);
  }
  std::vector<std::pair<Millis, Millis>> kept;
  for (const auto& interval : merged) {
    if (!kept.empty() && interval.first - kept.back().second < worth_cutting) kept.back().second = interval.second;
    else kept.push_back(interval);
  }
  Millis shown = 0;
  for (auto& [from, to] : kept) {
    // A lone instant gets a little room around it.
    const Millis margin = std::max<Millis>(one_minute, (to - from) / 50);
    to += margin;
    shown += to - from;
  }
  const auto room = std::max<std::int64_t>(width - gap_width * static_cast<std::int64_t>(kept.size() - 1), width / 2);
  const auto cut = kept.size() > 1 ? (width - room) / static_cast<std::int64_t>(kept.size() - 1) : 0;
  std::int64_t at = 0;
  Millis before = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) {
      pieces_.push_back({kept[i - 1].second, kept[i].first, at, cut, true});
      gaps_.push_back({at, cut, kept[i - 1].second, kept[i].first});
      at += cut;
    }
    const Millis length = kept[i].second - kept[i].first;
    // 128-bit: milliseconds of sixty days times tenths of pixels are near the limit.
    const auto upto = [&](Millis t) { return static_cast<std::int64_t>(static_cast<__int128>(t) * room / shown); };
    const auto w = upto(before + length) - upto(before);
    pieces_.push_back({kept[i].first, kept[i].second, at, w, false});
    before += length;
    at += w;
  }
}

std::int64_t TimeAxis::at(Millis instant) const {
  if (instant <= pieces_.front().from) return 0;
  const auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), instant, [](Millis t, const Piece& p) { return t < p.to; });
  if (piece == pieces_.end()) return pieces_.back().at + pieces_.back().width;
  if (instant <= piece->from) return piece->at;
  return piece->at + static_cast<std::int64_t>(static_cast<__int128>(instant - piece->from) * piece->width / (piece->to - piece->from));
}

std::vector<TimeAxis::Tick> TimeAxis::ticks() const {
  static constexpr Millis steps[] = {one_minute, 2 * one_minute, 5 * one_minute, 10 * one_minute, 15 * one_minute, 30 * one_minute, one_hour, 2 * one_hour,
                                     3 * one_hour, 6 * one_hour, 12 * one_hour, one_day, 2 * one_day, one_week, 4 * one_week, 26 * one_week};
  std::vector<Tick> ticks;
  std::int64_t last = -1000;
  std::string last_day;
  for (const auto& piece : pieces_) {
    if (piece.gap || piece.width < 50) continue;
    Millis step = steps[std::size(steps) - 1];
    for (const auto candidate : steps)
      if (static_cast<__int128>(candidate) * piece.width >= static_cast<__int128>(900) * (piece.to - piece.from)) {
        step = candidate;
        break;
      }
    for (Millis t = (piece.from + step - 1) / step * step; t <= piece.to; t += step) {
      const auto x = at(t);
      if (x - last < 700 || x + 350 > width_) continue;
      const auto text = format_instant(t);  // 2025-03-04T00:00:00Z
      const auto day = text.substr(0, 10);
      const bool new_day = day != last_day;
      if (new_day && x + 850 > width_) continue;  // its text would be cut
      ticks.push_back({x, new_day ? day + " " + text.substr(11, 5) : text.substr(11, 5), new_day});
      last_day = day;
      last = x + (new_day ? 500 : 0);
    }
  }
  return ticks;
}

}  // namespace fleetlint::rollout::picture
