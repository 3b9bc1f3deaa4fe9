// For people in a terminal: what they ask first, then what happens in order.
#include <algorithm>
#include <map>
#include <set>

#include "fleetlint/rollout/ask.h"
#include "output/markup.h"
#include "output/machine_courses.h"
#include "output/narrative.h"
#include "output/text_writer.h"

namespace fleetlint::rollout {
namespace {

using namespace narrative;

constexpr std::size_t shown_operations = 40, shown_batches = 60, shown_idle = 12, shown_open = 6;

/// Whole seconds are enough for the eye; JSON has the rest.
std::string when(const Scenario& s, Millis at) { return clock(s, s.start + (at - s.start) / one_second * one_second); }

class Timeline {
 public:
  Timeline(const RolloutReport& report, const TimelineOptions& options) : r_(report), s_(*report.scenario), o_(options), out_(options) {}

  std::string write() {
    const auto operations = operations_in_order(r_);
    head(operations);
    if (operations.size() > shown_operations) {
      many(operations);
    } else {
      for (const auto& ref : operations) operation(ref);
    }
    idle();
    write_lists(out_, r_);
    return out_.take();
  }

 private:
  // ---- summary ------------------------------------------------------------------------------------------------------

  void head(const std::vector<OperationRef>& operations) {
    out_.line("{}", out_.ink(Ink::bold, s_.name));
    if (auto stopped = stopped_text(r_); !stopped.empty()) {
      stopped[0] = 'S';
      out_.wrapped(0, Ink::warn, stopped + ".");
    }
    if (!s_.sets.empty()) {
      std::uint64_t instances = 0;
      std::set<std::uint32_t> regions;
      for (const auto& set : s_.sets) {
        instances += set.capacity;
        regions.insert(set.region);
      }
      const bool all_known = !s_.any_size_unknown();
      out_.row("what", fmt::format("{} with {}{} in {}, from {}", count_of(s_.sets.size(), "set"), all_known ? "" : instances == 0 ? "an unknown number of instances" : "at least ", all_known || instances > 0 ? count_of(instances, "instance") : "", count_of(regions.size(), "region"), format_instant(s_.start)));
      odds();
      result(operations);
      assumed();
      time(operations);
      capacity();
      stops(operations);
      old();
    }
    machines();
    asked();
    out_.blank();
  }

  void odds() {
    if (s_.monte_carlo.present && s_.trial) out_.row("trial", fmt::format("this is trial {} of seed {}", *s_.trial, s_.monte_carlo.seed));
    if (!r_.monte_carlo || r_.monte_carlo->identical || r_.monte_carlo->sets.empty() || r_.monte_carlo->trials == 0) return;
    const auto& t = r_.monte_carlo->sets.front();
    const double share = 100.0 * static_cast<double>(t.completed) / static_cast<double>(r_.monte_carlo->trials);
    const auto percentile = [&](std::size_t i) { return i < t.completed_only.size() && t.completed_only[i] ? format_span(*t.completed_only[i] / one_second * one_second) : std::string("never"); };
    out_.row("odds", fmt::format("{} in {:.2f} % of {} (95 %: {:.2f} to {:.2f}); then p50 {}, p99 {}; serving at worst {}", s_.sets.size() == 1 ? "completes" : "everything completes", share, count_of(r_.monte_carlo->trials, "trial"),
                                 100 * t.interval_low, 100 * t.interval_high, percentile(0), percentile(3), t.floor_min));
    out_.row("", "what follows is trial 0, one of them");
  }

  void result(const std::vector<OperationRef>& operations) {
    std::string unknown;
    std::size_t unknown_sets = 0;
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (!hangs_on_size(r_, i) || ++unknown_sets > 4) continue;
      unknown += (unknown.empty() ? "" : ", ") + s_.sets[i].id;
    }
    if (unknown_sets > 4) unknown += fmt::format(" and {} more", unknown_sets - 4);
    if (operations.empty()) {
      out_.row("result", unknown_sets == 0 ? nothing_because() : fmt::format("unknown for {}: its number of instances is not known before deployment", unknown), Ink::warn);
      return;
    }
    std::uint64_t upgraded = 0, failed = 0, under_way = 0, pending = 0, completed = 0, stopped = 0, running = 0;
    for (const auto& [set, o] : operations) {
      upgraded += o->successful;
      failed += o->failed;
      under_way += o->in_progress;
      pending += o->pending;
      completed += o->code == OperationCode::completed;
      stopped += o->code == OperationCode::faulted || o->code == OperationCode::cancelled;
      running += !o->end;
    }
    std::string text = operations.size() == 1 ? stopped > 0 ? std::string("stops early") : running > 0 ? std::string("still runs at the end") : std::string("completes")
                                              : fmt::format("{} of {} complete", completed, count_of(operations.size(), "operation"));
    if (operations.size() > 1 && stopped > 0) text += fmt::format(", {} {} early", stopped, stopped == 1 ? "stops" : "stop");
    if (operations.size() > 1 && running > 0) text += fmt::format(", {} still {} at the end", running, running == 1 ? "runs" : "run");
    text += fmt::format(": {} upgraded, {}", upgraded, failed == 0 ? std::string("none failed") : fmt::format("{} failed", failed));
    if (under_way > 0) text += fmt::format(", {} in progress", under_way);
    if (pending > 0) text += fmt::format(", {} not attempted", pending);
    std::uint64_t left_alone = 0;
    for (const auto& c : r_.classes) left_alone += c.operations.empty() && !hangs_on_size(r_, c.members.front()) ? c.members.size() : 0;
    if (unknown_sets > 0) text += fmt::format("; unknown for {}, whose number of instances is not known before deployment", unknown);
    if (left_alone > 0) text += fmt::format("; {} of {} not upgraded at all", left_alone, count_of(s_.sets.size(), "set"));
    out_.row("result", text, stopped > 0 ? Ink::bad : failed > 0 || running > 0 || left_alone + unknown_sets > 0 ? Ink::warn : Ink::good);
  }

  /// "nothing is upgraded", with the reason where all sets share their first one.
  std::string nothing_because() const {
    std::string text = "nothing is upgraded";
    std::optional<Cause> shared;
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      const auto causes = i < shown_idle ? why_nothing(r_, i) : std::vector<Cause>{};
      if (causes.empty() || (shared && shared->text != causes.front().text)) return text;
      shared = causes.front();
    }
    return shared ? fmt::format("{}: {} (rule {})", text, shared->text, info(shared->rule).id) : text;
  }

  /// What was taken for settings that templates leave open. The region's name matters least: the list at the end has it.
  void assumed() {
    std::size_t told = 0, more = 0;
    for (const auto& group : open_groups(s_)) {
      if (group.setting->taken.empty() || group.setting->key == "region") continue;
      if (told == shown_open) {
        ++more;
        continue;
      }
      out_.row(told++ == 0 ? "assumed" : "", fmt::format("{} (rule {})", open_text(s_, group), info(Rule::TPL_2).id), Ink::warn);
    }
    if (more > 0) out_.row("", fmt::format("and {} more: the JSON report has all", more), Ink::warn);
    for (const auto& text : s_.assumed) out_.row(told++ == 0 ? "assumed" : "", fmt::format("{} (rule {})", text, info(Rule::TPL_3).id));
  }

  void time(const std::vector<OperationRef>& operations) {
    if (operations.empty()) return;
    Millis first = never, last = s_.start;
    std::size_t batches = 0;
    bool running = false;
    for (const auto& [set, o] : operations) {
      first = std::min(first, o->start);
      last = std::max(last, o->end.value_or(last));
      running = running || !o->end;
      batches += o->batches.size();
    }
    out_.row("when", running ? fmt::format("from {}, {}; not over when the simulation ends", when(s_, first), count_of(batches, "batch"))
                             : fmt::format("{} to {}, {}, {}", when(s_, first), when(s_, last), format_span((last - first) / one_second * one_second), count_of(batches, "batch")));
  }

  void capacity() {
    const ClassReport* worst = nullptr;
    for (const auto& c : r_.classes) {
      const std::uint64_t size = s_.sets[c.members.front()].capacity;
      if (size == 0 || (c.operations.empty() && r_.classes.size() > 1)) continue;
      if (worst == nullptr || c.min_serving * std::uint64_t{s_.sets[worst->members.front()].capacity} < std::uint64_t{worst->min_serving} * size) worst = &c;
    }
    if (worst == nullptr) return;
    const auto set = worst->members.front();
    const auto cause = capacity_cause(r_, set);
    const std::string whose = s_.sets.size() > 1 ? fmt::format(" in {}{}", s_.sets[set].id, worst->members.size() > 1 ? fmt::format(" and {} alike", worst->members.size() - 1) : "") : "";
    if (!cause) {
      out_.row("serving", "no instance is ever missing", Ink::good);
    } else {
      out_.row("serving", fmt::format("at worst {} of {}{} at {}: {} (rule {})", worst->min_serving, s_.sets[set].capacity, whose, when(s_, worst->min_serving_at), cause->text, info(cause->rule).id));
      zones(set);
    }
  }

  /// The same for the zones of the set: losing much of one is what zones are meant to prevent.
  void zones(std::uint32_t set) {
    std::string text;
    for (const auto& z : r_.zones) {
      if (z.set != set) continue;
      text += fmt::format("{}{} of {} in zone {}", text.empty() ? "at worst " : ", ", z.lowest, z.count, z.zone);
      if (z.lowest < z.count) text += fmt::format(" at {}", when(s_, z.at));
    }
    if (!text.empty()) out_.row("by zone", text);
  }

  void stops(const std::vector<OperationRef>& operations) {
    std::size_t told = 0, all = 0;
    for (const auto& [set, o] : operations) {
      if (o->code != OperationCode::faulted && o->code != OperationCode::cancelled) continue;
      if (++all > 3) continue;
      ++told;
      out_.row(told == 1 ? "stops" : "", fmt::format("{}: {}", s_.sets[set].id, stop_sentence(*o)), Ink::bad);
    }
    if (all > told) out_.row("", fmt::format("and {} more", all - told));
    if (all > 0 || operations.size() != 1) return;
    // It went well: how much would it have borne?
    const OperationReport& o = *operations.front().operation;
    if (o.batches.empty() || o.batches.front().method == BatchMethod::all_at_once || !o.end || s_.switches.upgraded_denominator != Switches::Denominator::upgraded) return;
    std::vector<std::uint32_t> sizes;
    for (const auto& b : o.batches) sizes.push_back(b.instances.size());
    const Breaking breaking = breaking_failures(sizes, o.policy.max_unhealthy_upgraded);
    if (breaking.smallest.empty()) {
      out_.row("stops", "nothing, and no number of failing instances would stop it");
      return;
    }
    // The places of a smallest set that stops it end with the batch whose check it breaks.
    std::uint32_t done = 0, decides = 0;
    for (std::uint32_t j = 0; j < sizes.size() && done <= breaking.smallest.back(); ++j) {
      done += sizes[j];
      decides = j + 1;
    }
    const auto survived = breaking.largest_survived == 0 ? std::string("none may fail") : fmt::format("of {} at most {} may fail", o.eligible, breaking.largest_survived);
    out_.row("stops", fmt::format("nothing; {} {} would; {}", count_of(breaking.smallest.size(), "failure"), decides == 1 ? std::string("in batch 1") : fmt::format("in batches 1 to {}", decides), survived));
  }

  std::string stop_sentence(const OperationReport& o) const {
    const Check* stop = stopping_check(o);
    std::string text = fmt::format("{} at {}", name_of(o), when(s_, o.end.value_or(o.start)));
    if (o.code == OperationCode::cancelled) return text + ", cancelled by the user (rule M-6)";
    if (stop != nullptr) text += fmt::format(", {} (rule {})", check_of(*stop), info(stop->rule).id);
    std::map<std::string, std::uint32_t> causes;
    for (const auto& b : o.batches) {
      for (const auto& c : b.causes) ++causes[fmt::format("{}{}", to_string(c.cause), c.extension.empty() ? "" : fmt::format(" ({})", c.extension))];
    }
    for (const auto& [cause, count] : causes) text += fmt::format("; {}: {}", count_of(count, "instance"), cause);
    return text;
  }

  void old() {
    if (s_.sets.size() > 20) {
      std::uint64_t count = 0;
      for (const auto& c : r_.classes) count += c.old_image.size() * c.members.size();
      if (count > 0) out_.row("at the end", fmt::format("{} run an older image", count_of(count, "instance")), Ink::warn);
      return;
    }
    bool first = true;
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (r_.of_set(i).operations.empty()) continue;
      for (const auto& group : old_images(r_, i)) {
        out_.row(first ? "at the end" : "", fmt::format("{}: {} {} of {} {} on an older image: {} (rule {})", s_.sets[i].id, group.ids.size() == 1 ? "instance" : "instances", id_list(group.ids, 8), s_.sets[i].capacity, group.ids.size() == 1 ? "is" : "are",
                                                        group.why.text, info(group.why.rule).id), Ink::warn);
        first = false;
      }
    }
  }

  void machines() {
    const std::string text = machines_in_short(r_);
    if (!text.empty()) out_.row("machines", text, text.find("; not: ") == std::string::npos ? Ink::good : Ink::warn);
  }

  void asked() {
    if (r_.assertions.empty()) return;
    std::size_t held = 0;
    std::string broken;
    for (const auto& a : r_.assertions) {
      if (a.holds) ++held;
      else broken += fmt::format("{}{}", broken.empty() ? "" : ", ", a.id);
    }
    out_.row("asked", fmt::format("{} of {} assertions hold{}", held, r_.assertions.size(), broken.empty() ? "" : fmt::format("; not: {}", broken)), broken.empty() ? Ink::good : Ink::bad);
  }

  // ---- many sets ----------------------------------------------------------------------------------------------------

  void many(const std::vector<OperationRef>& operations) {
    std::map<std::pair<std::string, std::string>, std::array<std::uint64_t, 4>> by_update;
    for (const auto& [set, o] : operations) {
      auto& row = by_update[{std::string(to_string(o->kind)) + " " + o->update, s_.regions[s_.sets[set].region].name}];
      ++row[0];
      row[1] += o->code == OperationCode::completed;
      row[2] += o->successful;
      row[3] += o->failed;
    }
    out_.line("{:<24} {:<22} {:>10} {:>10} {:>12} {:>8}", "update", "region", "operations", "completed", "upgraded", "failed");
    for (const auto& [key, row] : by_update) {
      out_.line("{:<24} {:<22} {:>10} {:>10} {:>12} {:>8}", key.first, key.second, row[0], row[1], row[2], row[3]);
    }
    out_.line("single sets: --explain SET\n");
  }

  // ---- one operation ------------------------------------------------------------------------------------------------

  static Ink ink_of(const OperationReport& o) {
    return o.code == OperationCode::faulted ? Ink::bad : o.code == OperationCode::completed && o.failed == 0 ? Ink::good : Ink::warn;
  }

  void operation(const OperationRef& ref) {
    const OperationReport& o = *ref.operation;
    const ScaleSet& set = s_.sets[ref.set];
    out_.line("{} ({}): {}, started by the {} at {}", out_.ink(Ink::bold, set.id), s_.regions[set.region].name, name_of(o), o.by_user ? "user" : "platform", when(s_, o.start));
    for (const auto& w : o.waits) wait(ref.set, w);
    out_.wrapped(2, ink_of(o), fmt::format("{}{}{}; {} of at most {}", o.code == OperationCode::completed && o.failed > 0 ? "Completed with failures" : to_string(o.code),
                                           o.end ? fmt::format(" after {}", format_span((*o.end - o.start) / one_second * one_second)) : std::string(": still running"), o.error == ErrorCode::none ? "" : fmt::format(", {}", to_string(o.error)),
                                           count_of(o.batches.size(), "batch"), o.batches.empty() || o.batches.front().method != BatchMethod::all_at_once ? o.batch_max : o.eligible));
    if (o.batches.empty() || o.batches.front().method != BatchMethod::all_at_once) out_.wrapped(2, Ink::dim, fmt::format("policy: {}", policy_of(o.policy)));
    if (!o.skipped.empty()) {
      std::string list;
      for (std::size_t i = 0; i < o.skipped.size() && i < 8; ++i) list += fmt::format("{}{} {}", i == 0 ? "" : ", ", o.skipped[i].first, to_string(o.skipped[i].second));
      out_.wrapped(2, Ink::plain, fmt::format("left out: {}{}", list, o.skipped.size() > 8 ? ", …" : ""));
    }
    for (const auto& check : o.checks) stopped(check, 2);
    prepare_cells(o, ref.set);
    for (std::size_t i = 0; i < o.batches.size(); ++i) {
      if (i == shown_batches && o.batches.size() > shown_batches + 1) {
        out_.line("  … {}", count_of(o.batches.size() - i, "more batch"));
        break;
      }
      batch(ref.set, o, o.batches[i]);
    }
    out_.blank();
  }

  void wait(std::uint32_t set, const Wait& w) {
    if (w.to >= never) {
      out_.wrapped(2, Ink::warn, fmt::format("{} waits without end for {} (rule {})", when(s_, w.from), wait_of(r_, set, w), info(rule_of(w.reason)).id), 11);
    } else if (w.reason != WaitReason::pause || o_.plain) {  // a pause stands in the policy; every one of them would be noise
      out_.wrapped(2, Ink::dim, fmt::format("{} waits {} for {} (rule {})", when(s_, w.from), format_span((w.to - w.from) / one_second * one_second), wait_of(r_, set, w), info(rule_of(w.reason)).id), 11);
    }
  }

  void stopped(const Check& c, std::size_t indent) {
    if (c.fires) out_.wrapped(indent, Ink::bad, fmt::format("{} stops: {} (rule {}, {})", when(s_, c.at), check_of(c), info(c.rule).id, info(c.rule).source), 11);
  }

  // Cells: one for each instance, zone by zone; several instances share one in large sets.
  void prepare_cells(const OperationReport& o, std::uint32_t index) {
    const ScaleSet& set = s_.sets[index];
    cells_.clear();
    place_.clear();
    place_width_ = 0;
    if (o_.plain || o.batches.empty()) return;
    const auto& zones = s_.zones_of(set);
    std::map<int, std::vector<std::uint32_t>> by_zone;
    std::set<std::uint32_t> known;
    time_width_ = 0;
    for (const auto& b : o.batches) {
      for (const auto id : b.instances.to_vector()) {
        by_zone[b.zone].push_back(id);
        known.insert(id);
      }
      place_width_ = std::max(place_width_, where(index, b).size());
      time_width_ = std::max(time_width_, when(s_, b.start).size());
    }
    const std::size_t zone_count = std::max<std::size_t>(zones.size(), 1);
    for (std::uint32_t id = 0; id < set.capacity; ++id) {
      const int zone = zones.empty() || (by_zone.size() == 1 && by_zone.begin()->first == 0) ? 0 : zones[id % zone_count];
      if (!known.contains(id)) by_zone[zone].push_back(id);
    }
    std::size_t total = 0;
    for (auto& [zone, list] : by_zone) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      total += list.size();
    }
    // Start, number and place before, the result behind.
    const std::size_t taken = 2 + time_width_ + 10 + place_width_ + 4 + (narrow() ? 18 : 26) + by_zone.size();
    const std::size_t room = o_.width > taken + 12 ? o_.width - taken : 12;
    share_ = std::max<std::size_t>(1, (total + room - 1) / room);
    for (const auto& [zone, list] : by_zone) {
      if (!cells_.empty()) cells_.push_back('|');
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (i % share_ == 0) cells_.push_back('.');
        place_[list[i]] = cells_.size() - 1;
      }
    }
    if (o.code == OperationCode::completed) {
      for (std::uint32_t id = 0; id < set.capacity; ++id) {
        if (!known.contains(id)) set_cell(id, '=');
      }
    }
    for (const auto& [id, reason] : o.skipped) set_cell(id, '-');
    if (explained_) return;
    explained_ = true;
    out_.wrapped(2, Ink::dim, fmt::format("cells: . to come  # in this batch  + upgraded  x failed  r put back  = has it already  - left out{}{}{}", by_zone.size() > 1 ? "  | between zones" : "", share_ > 1 ? fmt::format("; {} instances each", share_) : "", narrow() ? "; z zone, u update domain" : ""));
  }
  void set_cell(std::uint32_t id, char c) {
    const auto found = place_.find(id);
    if (found != place_.end()) cells_[found->second] = c;
  }
  bool narrow() const { return o_.width < 100; }

  std::string where(std::uint32_t set, const BatchReport& b) const {
    std::string place;
    if (b.zone != 0) place += fmt::format("{}{}", narrow() && !o_.plain ? "z" : "zone ", b.zone);
    if (b.ud >= 0 && !s_.spec_of(s_.sets[set]).flexible) place += fmt::format("{}{}{}", place.empty() ? "" : " ", narrow() && !o_.plain ? "u" : o_.plain ? "update domain " : "UD ", b.ud);
    return place;
  }
  std::string took(Millis span) const {
    span = span / one_second * one_second;
    if (!narrow() || o_.plain) return format_span(span);
    return span >= one_hour ? fmt::format("{}h{:02}m{:02}s", span / one_hour, span / one_minute % 60, span / one_second % 60) : fmt::format("{}m{:02}s", span / one_minute, span / one_second % 60);
  }

  void batch(std::uint32_t set, const OperationReport& o, const BatchReport& b) {
    for (const auto& w : b.waits) wait(set, w);
    const auto size = b.instances.size();
    const auto ok = size - b.failed.size();
    const std::string result = !b.end ? std::string("running") : b.failed.empty() ? fmt::format("{} ok", size) : ok == 0 || (narrow() && !o_.plain) ? fmt::format("{} failed", b.failed.size()) : fmt::format("{} ok, {} failed", ok, b.failed.size());
    const bool surge = b.method == BatchMethod::max_surge;
    const auto total = std::max<std::size_t>(o.planned_batches, o.batches.size());
    if (o_.plain) {
      const std::string place = where(set, b);
      out_.line("  At {}, batch {} of {}{}{}{} upgrades {} {}: {}{}.", when(s_, b.start), b.index, total, place.empty() ? "" : " in ", place, surge ? " by max surge" : "", size == 1 ? "instance" : "instances",
                id_list(b.instances.to_vector(), 20), result, b.end ? fmt::format(", after {}", took(*b.end - b.start)) : "");
    } else {
      for (const auto id : b.instances.to_vector()) set_cell(id, '#');
      out_.line("  {:>{}} {:>3}/{:<4} {:<{}}  [{}] {}{}{}", when(s_, b.start), time_width_, b.index, total, where(set, b), place_width_, paint(cells_), b.failed.empty() ? result : out_.ink(Ink::bad, result),
                b.end ? fmt::format(", {}", took(*b.end - b.start)) : "", surge ? ", surge" : "");
      for (const auto id : b.instances.to_vector()) set_cell(id, b.end ? '+' : '#');
      for (const auto id : b.failed) set_cell(id, 'x');
      for (const auto id : b.rolled_back) set_cell(id, 'r');
    }
    if (o.policy.max_surge && o.kind == OperationKind::os && b.method == BatchMethod::in_place && b.index == 1)
      out_.wrapped(4, Ink::warn, "in place, because there is no quota for max surge (rule X-5)");
    failures(b);
    for (const auto& check : b.checks) stopped(check, 4);
  }

  /// Instances that failed for the same reason and ended in the same way, in one line.
  void failures(const BatchReport& b) {
    std::vector<std::pair<std::string, std::vector<std::uint32_t>>> groups;
    for (const auto& cause : b.causes) {
      const auto in = [&](const std::vector<std::uint32_t>& ids) { return std::find(ids.begin(), ids.end(), cause.instance) != ids.end(); };
      std::string text = fmt::format("{}{}", failure_of(cause),
                                     in(b.rolled_back) ? ", put back on the old version" : in(b.rollback_failed) ? ", put back and still ill" : b.method == BatchMethod::max_surge ? ", the old instance stays" : ", left as it is");
      text += fmt::format(" (rule {})", info(rule_of(cause.cause)).id);
      const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == text; });
      if (same != groups.end()) same->second.push_back(cause.instance);
      else groups.push_back({std::move(text), {cause.instance}});
    }
    for (const auto& [text, ids] : groups) out_.wrapped(4, Ink::bad, fmt::format("{} {}: {}", ids.size() == 1 ? "instance" : "instances", id_list(ids), text));
  }

  std::string paint(const std::string& cells) const {
    if (!o_.colour) return cells;
    std::string painted;
    for (std::size_t i = 0; i < cells.size();) {
      const char c = cells[i];
      std::size_t end = i;
      while (end < cells.size() && cells[end] == c) ++end;
      painted += out_.ink(c == '#' ? Ink::warn : c == '+' ? Ink::good : c == 'x' || c == 'r' ? Ink::bad : Ink::dim, std::string_view(cells).substr(i, end - i));
      i = end;
    }
    return painted;
  }

  // ---- what does not happen -----------------------------------------------------------------------------------------

  void idle() {
    std::size_t shown = 0, more = 0;
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (!r_.of_set(i).operations.empty()) continue;
      if (shown == shown_idle) {
        ++more;
        continue;
      }
      const auto causes = why_nothing(r_, i);
      if (causes.empty()) continue;
      ++shown;
      out_.line("{} ({}): {}", out_.ink(Ink::bold, s_.sets[i].id), s_.regions[s_.sets[i].region].name, out_.ink(Ink::warn, hangs_on_size(r_, i) ? "unknown" : "nothing happens"));
      for (const auto& cause : causes) out_.wrapped(2, Ink::plain, fmt::format("{} (rule {})", cause.text, info(cause.rule).id));
    }
    if (more > 0) out_.line("… nothing happens to {} more", count_of(more, "set"));
    if (shown > 0) out_.blank();
  }

  const RolloutReport& r_;
  const Scenario& s_;
  const TimelineOptions& o_;
  TextWriter out_;
  std::string cells_;
  std::map<std::uint32_t, std::size_t> place_;
  std::size_t place_width_ = 0, time_width_ = 8, share_ = 1;
  bool explained_ = false;
};

}  // namespace

void TextWriter::wrapped(std::size_t indent, Ink kind, std::string_view text, std::size_t hang) {
  const std::size_t width = std::max<std::size_t>(options_.width, indent + hang + 24);
  std::size_t margin = indent;
  while (!text.empty()) {
    std::size_t cut = text.size();
    if (margin + static_cast<std::size_t>(picture::length(text)) > width && !options_.plain) {
      cut = std::min(text.size(), width - margin);
      const auto space = text.rfind(' ', cut);
      cut = space == std::string_view::npos || space == 0 ? text.find(' ', cut) : space;
      if (cut == std::string_view::npos) cut = text.size();
    }
    line("{}{}", std::string(margin, ' '), ink(kind, text.substr(0, cut)));
    text.remove_prefix(std::min(text.size(), cut + (cut < text.size() ? 1 : 0)));
    margin = indent + hang;
  }
}

void TextWriter::row(std::string_view name, std::string_view text, Ink kind) {
  if (options_.plain) {
    if (name.empty()) line("{}.", text);
    else line("{}{}: {}.", static_cast<char>(name[0] & ~0x20), name.substr(1), text);
    return;
  }
  constexpr std::size_t column = 13;
  std::string part;
  TextWriter body(options_);
  body.wrapped(column, kind, text, 0);
  std::string lines = body.take();
  lines.replace(2, name.size(), name);  // the first line begins with blanks
  text_ += lines;
}

std::string timeline_text(const RolloutReport& report, const TimelineOptions& options) { return Timeline(report, options).write(); }

}  // namespace fleetlint::rollout
