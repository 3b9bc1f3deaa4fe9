// For people in a terminal: what they ask first, then what happens in order.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "fleetlint/rollout/print.h"

namespace fleetlint::rollout {
namespace {

constexpr std::size_t shown_operations = 40, shown_batches = 60;

class Timeline {
 public:
  Timeline(const RolloutReport& report, const TimelineOptions& options) : r_(report), s_(*report.scenario), o_(options) {}

  std::string write() {
    head();
    const auto operations = operations_in_order(r_);
    if (operations.size() > shown_operations) {
      many(operations);
    } else {
      for (const auto& ref : operations) operation(ref);
    }
    not_eligible();
    phases();
    machines();
    monte_carlo();
    assertions();
    assumptions();
    return std::move(text_);
  }

 private:
  enum class Ink { plain, bold, good, bad, warn, dim };
  std::string ink(Ink kind, std::string_view text) const {
    static constexpr std::string_view codes[] = {"", "1", "32", "31", "33", "2"};
    if (!o_.colour || kind == Ink::plain) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<int>(kind)], text);
  }
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...);
    text_ += '\n';
  }
  /// A point of time after the start, short: 00:17:30, 2 d 01:00:00.
  std::string clock(Millis at) const {
    const Millis d = at - s_.start;
    const std::string offset = format_offset(d);
    const auto plus = offset.find('+');
    return offset.substr(0, plus) == "0" ? offset.substr(plus + 1) : offset.substr(0, plus) + " d " + offset.substr(plus + 1);
  }

  void head() {
    std::uint64_t instances = 0, upgraded = 0, failed = 0;
    std::size_t stopped = 0, count = 0, batches = 0;
    Millis last = s_.start;
    for (const auto& set : s_.sets) instances += set.capacity;
    for (const auto& c : r_.classes) {
      for (const auto& o : c.operations) {
        count += c.members.size();
        batches += o.batches.size() * c.members.size();
        upgraded += static_cast<std::uint64_t>(o.successful) * c.members.size();
        failed += static_cast<std::uint64_t>(o.failed) * c.members.size();
        if (o.code == OperationCode::faulted || o.code == OperationCode::cancelled) stopped += c.members.size();
        last = std::max(last, o.end.value_or(last));
      }
    }
    line("{}", ink(Ink::bold, s_.name));
    if (r_.interrupted) line("{}", ink(Ink::warn, fmt::format("stopped by hand at {}: what follows is valid up to there", format_instant(r_.reached))));
    line("{} {} with {} {}, from {}; {} {} in {} {}, the last ends {}", s_.sets.size(), s_.sets.size() == 1 ? "set" : "sets", instances,
         instances == 1 ? "instance" : "instances", format_instant(s_.start), count, count == 1 ? "operation" : "operations", batches,
         batches == 1 ? "batch" : "batches", count == 0 ? "never" : "after " + format_span(last - s_.start));
    line("{} upgraded, {}, {}", upgraded, failed == 0 ? ink(Ink::good, "none failed") : ink(Ink::bad, fmt::format("{} failed", failed)),
         stopped == 0 ? ink(Ink::good, "nothing stopped") : ink(Ink::bad, fmt::format("{} {} stopped", stopped, stopped == 1 ? "operation" : "operations")));
    text_ += '\n';
  }

  std::string outcome(const OperationReport& o) const {
    switch (o.code) {
      case OperationCode::completed: return o.failed == 0 ? ink(Ink::good, "Completed") : ink(Ink::warn, "Completed with failures");
      case OperationCode::faulted: return ink(Ink::bad, "Faulted");
      case OperationCode::cancelled: return ink(Ink::warn, "Cancelled");
      default: return ink(Ink::warn, std::string(to_string(o.code)));
    }
  }

  void many(const std::vector<OperationRef>& operations) {
    std::map<std::pair<std::string, std::string>, std::array<std::uint64_t, 4>> by_update;
    for (const auto& [set, o] : operations) {
      auto& row = by_update[{std::string(to_string(o->kind)) + " " + o->update, s_.regions[s_.sets[set].region].name}];
      ++row[0];
      row[1] += o->code == OperationCode::completed;
      row[2] += o->successful;
      row[3] += o->failed;
    }
    line("{:<24} {:<22} {:>10} {:>10} {:>12} {:>8}", "update", "region", "operations", "completed", "upgraded", "failed");
    for (const auto& [key, row] : by_update) {
      line("{:<24} {:<22} {:>10} {:>10} {:>12} {:>8}", key.first, key.second, row[0], row[1], row[2], row[3]);
    }
    text_ += '\n';
    const ClassReport* worst = nullptr;
    for (const auto& c : r_.classes) {
      const auto size = s_.sets[c.members.front()].capacity;
      if (size < 5 || c.operations.empty()) continue;
      if (worst == nullptr || c.min_serving * s_.sets[worst->members.front()].capacity < worst->min_serving * size) worst = &c;
    }
    if (worst != nullptr) {
      line("lowest serving share among sets of five and more: {} of {} in {} at {}", worst->min_serving, s_.sets[worst->members.front()].capacity,
           s_.sets[worst->members.front()].id, clock(worst->min_serving_at));
    }
    line("single sets: --explain SET\n");
  }

  void operation(const OperationRef& ref) {
    const OperationReport& o = *ref.operation;
    const ClassReport& c = r_.of_set(ref.set);
    const ScaleSet& set = s_.sets[ref.set];
    const std::string what = o.kind == OperationKind::ext ? fmt::format("extension {} {}", o.extension, o.update)
                             : o.kind == OperationKind::os ? fmt::format("OS image {}", o.update) : fmt::format("model {}", o.update.empty() ? "change" : o.update);
    line("{} ({}): {}, started by the {} at {}", ink(Ink::bold, set.id), s_.regions[set.region].name, what, o.by_user ? "user" : "platform", clock(o.start));
    for (const auto& w : o.waits) wait(w);
    line("  {}{}{}", outcome(o), o.end ? fmt::format(" after {}", format_span(*o.end - o.start)) : std::string(" (still running)"),
         o.error == ErrorCode::none ? "" : fmt::format(", {}", to_string(o.error)));
    if (!o.batches.empty()) {
      line("  {} {} of at most {}; serving at worst {} of {} at {}", o.batches.size(), o.batches.size() == 1 ? "batch" : "batches", o.batch_max, c.min_serving,
           set.capacity, clock(c.min_serving_at));
    }
    if (!o.skipped.empty()) {
      std::string list;
      for (std::size_t i = 0; i < o.skipped.size() && i < 8; ++i) list += fmt::format("{}{} {}", i == 0 ? "" : ", ", o.skipped[i].first, to_string(o.skipped[i].second));
      line("  left out: {}{}", list, o.skipped.size() > 8 ? ", …" : "");
    }
    for (const auto& check : o.checks) {
      if (check.fires) line("  {}", ink(Ink::bad, check_sentence(check)));
    }
    prepare_cells(o, set);
    for (std::size_t i = 0; i < o.batches.size(); ++i) {
      if (i == shown_batches && o.batches.size() > shown_batches + 1) {
        line("  … {} more batches", o.batches.size() - i);
        break;
      }
      batch(o, o.batches[i]);
    }
    text_ += '\n';
  }

  void wait(const Wait& w) {
    if (w.to >= never) {
      line("  {}", ink(Ink::warn, fmt::format("{} waits for ever: {}", clock(w.from), to_string(w.reason))));
    } else {
      line("  {}", ink(Ink::dim, fmt::format("{} waits {} for: {}", clock(w.from), format_span(w.to - w.from), to_string(w.reason))));
    }
  }

  std::string check_sentence(const Check& c) const {
    const std::int64_t share = c.of == 0 ? 0 : 100 * c.count / c.of;
    return fmt::format("{} stops: {} of {} {} ({} %), limit {} % (rule {}, {})", clock(c.at), c.count, c.of,
                       c.rule == Rule::S_3 ? "upgraded instances failed" : "instances are unhealthy", share, c.percent, info(c.rule).id, info(c.rule).source);
  }

  // Cells: one for each instance, zone by zone; several instances share one in large sets.
  void prepare_cells(const OperationReport& o, const ScaleSet& set) {
    cells_.clear();
    place_.clear();
    if (o_.plain) return;
    const auto& zones = s_.zones_of(set);
    std::map<int, std::vector<std::uint32_t>> by_zone;
    for (const auto& b : o.batches) {
      for (const auto id : b.instances.to_vector()) by_zone[b.zone].push_back(id);
    }
    const std::size_t zone_count = std::max<std::size_t>(zones.size(), 1);
    for (std::uint32_t id = 0; id < set.capacity; ++id) {
      const int zone = zones.empty() ? 0 : zones[id % zone_count];
      bool known = false;
      for (const auto& [z, list] : by_zone) known = known || std::find(list.begin(), list.end(), id) != list.end();
      if (!known) by_zone[by_zone.size() == 1 && by_zone.begin()->first == 0 ? 0 : zone].push_back(id);
      if (set.capacity > 2000) break;
    }
    std::size_t total = 0;
    for (auto& [zone, list] : by_zone) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      total += list.size();
    }
    const std::size_t room = o_.width > 60 ? o_.width - 52 : 12;
    const std::size_t share = std::max<std::size_t>(1, (total + room - 1) / room);
    for (const auto& [zone, list] : by_zone) {
      if (!cells_.empty()) cells_.push_back('|');
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (i % share == 0) cells_.push_back('.');
        place_[list[i]] = cells_.size() - 1;
      }
    }
    for (const auto& [id, reason] : o.skipped) set_cell(id, '-');
  }
  void set_cell(std::uint32_t id, char c) {
    const auto found = place_.find(id);
    if (found != place_.end()) cells_[found->second] = c;
  }

  void batch(const OperationReport& o, const BatchReport& b) {
    for (const auto& w : b.waits) wait(w);
    std::string result;
    if (!b.end) {
      result = "running";
    } else {
      const auto ok = b.instances.size() - b.failed.size();
      result = fmt::format("{} ok", ok);
      if (!b.failed.empty()) result += fmt::format(", {} failed", b.failed.size());
      if (!b.rolled_back.empty()) result += fmt::format(", {} restored", b.rolled_back.size());
      if (!b.rollback_failed.empty()) result += fmt::format(", {} not restorable", b.rollback_failed.size());
    }
    std::string place;
    if (b.zone != 0) place += fmt::format("zone {} ", b.zone);
    if (b.ud >= 0) place += fmt::format("UD {} ", b.ud);
    if (o_.plain) {
      std::string members;
      for (std::uint32_t i = 0; i < b.instances.size() && i < 20; ++i) members += fmt::format("{}{}", i == 0 ? "" : ", ", b.instances[i]);
      if (b.instances.size() > 20) members += fmt::format(" and {} more", b.instances.size() - 20);
      line("  At {}, batch {} of {}{}{}{} upgrades {} {}: {}{}.", clock(b.start), b.index, std::max<std::size_t>(o.planned_batches, o.batches.size()),
           place.empty() ? "" : " in ", place.empty() ? "" : place.substr(0, place.size() - 1), b.method == BatchMethod::max_surge ? " by max surge" : "",
           b.instances.size() == 1 ? "instance" : "instances", members, result, b.end ? fmt::format(", after {}", format_span(*b.end - b.start)) : "");
    } else {
      for (const auto id : b.instances.to_vector()) set_cell(id, '#');
      const std::string picture = cells_;
      line("  {} {:>3}/{:<3} {:<12} [{}] {}{}", clock(b.start), b.index, std::max<std::size_t>(o.planned_batches, o.batches.size()), place, paint(picture), b.failed.empty() ? result : ink(Ink::bad, result),
           b.end ? fmt::format(", {}", format_span(*b.end - b.start)) : "");
      for (const auto id : b.instances.to_vector()) set_cell(id, b.end ? '+' : '#');
      for (const auto id : b.failed) set_cell(id, 'x');
      for (const auto id : b.rolled_back) set_cell(id, 'r');
    }
    for (std::size_t i = 0; i < b.causes.size() && i < 5; ++i) {
      const auto& cause = b.causes[i];
      line("    {}", ink(Ink::bad, fmt::format("instance {}: {}{}", cause.instance, to_string(cause.cause), cause.extension.empty() ? "" : fmt::format(" ({})", cause.extension))));
    }
    if (b.causes.size() > 5) line("    … and {} more", b.causes.size() - 5);
    for (const auto& check : b.checks) {
      if (check.fires) line("    {}", ink(Ink::bad, check_sentence(check)));
    }
  }
  std::string paint(const std::string& cells) const {
    if (!o_.colour) return cells;
    std::string out;
    for (const char c : cells) {
      const Ink kind = c == '#' ? Ink::warn : c == '+' ? Ink::good : c == 'x' || c == 'r' ? Ink::bad : Ink::dim;
      out += ink(kind, std::string_view(&c, 1));
    }
    return out;
  }

  void not_eligible() {
    std::size_t shown = 0;
    for (const auto& n : r_.not_eligible) {
      if (++shown > 20) {
        line("… {} more sets are not eligible", r_.not_eligible.size() - 20);
        break;
      }
      std::string reasons;
      for (const auto reason : n.reasons) reasons += fmt::format("{}{}", reasons.empty() ? "" : ", ", to_string(reason));
      line("{} ({}): {}", ink(Ink::bold, s_.sets[r_.classes[n.member_of].members.front()].id), ink(Ink::bad, "not eligible"), reasons);
    }
    if (shown > 0) text_ += '\n';
  }

  void phases() {
    if (r_.phases.size() < 2) return;
    line("phases");
    for (const auto& p : r_.phases) {
      std::string regions;
      for (std::size_t i = 0; i < p.regions.size() && i < 6; ++i) regions += fmt::format("{}{}", i == 0 ? "" : ", ", s_.regions[p.regions[i]].name);
      if (p.regions.size() > 6) regions += fmt::format(" and {} more", p.regions.size() - 6);
      line("  {} {} {} {}: {} to {}, {} of {} on the new version, {}", to_string(p.kind), p.update, p.index, regions, clock(p.open), p.close ? clock(*p.close) : "open",
           p.succeeded, p.eligible, !p.decided ? "running" : p.passed ? ink(Ink::good, "passed") : ink(Ink::bad, "halts the rollout (rule F-5)"));
    }
    text_ += '\n';
  }

  void machines() {
    for (const auto& a : r_.arc) {
      line("Arc extension rollout: {} batches of {}", a.batches, a.batch_size);
      for (const auto& m : a.machines) {
        if (m.attempts.empty()) {
          line("  {}: takes no part", m.name);
        } else {
          line("  {}: {} after {} {}, from {}{}", m.name, m.status, m.attempts.size(), m.attempts.size() == 1 ? "attempt" : "attempts", clock(m.attempts.front().start),
               m.queued ? ", still queued" : "");
        }
      }
      text_ += '\n';
    }
    const auto list = [&](const char* title, const std::vector<GuestReport::Machine>& machines) {
      line("{}", title);
      for (const auto& m : machines) {
        line("  {}: {}{}{}", m.name, m.result, m.start ? fmt::format(", {} to {}", clock(*m.start), clock(*m.end)) : "", m.reboot.value_or(false) ? ", restart" : "");
      }
      text_ += '\n';
    };
    for (const auto& g : r_.guest) list("guest patching", g.machines);
    for (const auto& g : r_.schedules) {
      list("customer-managed schedule", g.machines);
      for (const auto e : g.errors) line("  {}", ink(Ink::bad, std::string(e)));
    }
    for (const auto& h : r_.hosts) {
      line("host maintenance");
      for (const auto& a : h.applied) line("  {}: {} ({})", a.update, clock(a.at), a.how);
      for (const auto e : h.errors) line("  {}", ink(Ink::bad, std::string(e)));
      text_ += '\n';
    }
    for (const auto& r : r_.repairs) {
      line("instance repairs, {} at a time", r.concurrent);
      for (const auto& one : r.repairs) line("  instance {}: {} to {}", one.id, clock(one.start), clock(one.end));
      text_ += '\n';
    }
  }

  void monte_carlo() {
    if (!r_.monte_carlo) return;
    const auto& m = *r_.monte_carlo;
    line("{} trials{}", m.trials, m.identical ? " (all the same: nothing in the scenario is left to chance)" : "");
    std::size_t shown = 0;
    for (const auto& t : m.sets) {
      if (t.set == all_sets && m.sets.size() == 2) continue;
      if (++shown > 20) {
        line("  … {} more sets", m.sets.size() - shown);
        break;
      }
      const auto span = [](const std::optional<Millis>& v) { return v ? format_span(*v) : std::string("never"); };
      const double share = m.trials == 0 ? 0 : 100.0 * static_cast<double>(t.completed) / static_cast<double>(m.trials);
      line("  {}: completes in {:.2f} % of trials (95 %: {:.2f} to {:.2f}), stops in {}; time of completed runs p50 {}, p90 {}, p99 {}; serving at worst {} (median {}), worst trial {}",
           t.set == all_sets ? "fleet" : s_.sets[t.set].id, share, 100 * t.interval_low, 100 * t.interval_high, t.stopped,
           t.completed_only.size() == 4 ? span(t.completed_only[0]) : "?", t.completed_only.size() == 4 ? span(t.completed_only[1]) : "?",
           t.completed_only.size() == 4 ? span(t.completed_only[3]) : "?", t.floor_min, t.floor_median, t.worst_trial);
    }
    text_ += '\n';
  }

  void assertions() {
    if (r_.assertions.empty()) return;
    line("assertions");
    for (const auto& a : r_.assertions) {
      const std::string verdict = a.holds ? ink(Ink::good, "holds") : a.undecided ? ink(Ink::warn, "undecided") : ink(a.warning ? Ink::warn : Ink::bad, "does not hold");
      line("  {}: {}, value {}, bound {}{}{}", a.id, verdict, a.value, a.bound, a.at ? fmt::format(", at {}", clock(*a.at)) : "", a.cause.empty() ? "" : fmt::format(" ({})", a.cause));
    }
    text_ += '\n';
  }

  void assumptions() {
    std::string ids;
    for (std::size_t i = 0; i < r_.rules.size(); ++i) {
      if (r_.rules[i] && all_rules()[i].assumption()) ids += fmt::format("{}{}", ids.empty() ? "" : " ", all_rules()[i].id);
    }
    if (!ids.empty()) line("{}", ink(Ink::dim, fmt::format("Not a promise of the platform. Assumptions that entered: {}.", ids)));
  }

  const RolloutReport& r_;
  const Scenario& s_;
  const TimelineOptions& o_;
  std::string text_, cells_;
  std::map<std::uint32_t, std::size_t> place_;
};

}  // namespace

std::string timeline_text(const RolloutReport& report, const TimelineOptions& options) { return Timeline(report, options).write(); }

}  // namespace fleetlint::rollout
