// The page: a summary in sentences, the picture, and the numbers as tables. Everything is in the file; the script only
// folds, shows hover texts and moves the focus, so that the page reads without it too.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "fleetlint/rollout/picture.h"
#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/time.h"
#include "fleetlint/rollout/verdict.h"
#include "html_assets.h"
#include "markup.h"
#include "output/machine_courses.h"
#include "output/narrative.h"

namespace fleetlint::rollout {
namespace {

using picture::escape;

/// A code of the service, which is one long word, with places where a line may break: before each word in it.
std::string breakable(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool begins_word = i > 0 && code[i] >= 'A' && code[i] <= 'Z' && code[i - 1] >= 'a' && code[i - 1] <= 'z';
    if (begins_word) out += "<wbr>";
    out += code[i];
  }
  return out;
}

class Page {
 public:
  explicit Page(const RolloutReport& report) : report_(report) {}

  std::string write(const PictureOptions& options) {
    const auto title = escape(report_.scenario->name.empty() ? std::string("rollout") : report_.scenario->name);
    put("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        "<title>{} – fleetlint rollout</title><style>{}</style></head><body>\n<header><h1>{}</h1>",
        title, picture::page_style, title);
    summary();
    put("</header>\n<main>");
    assertions();
    put("<section aria-label=\"picture\"><p class=\"keys\">Click a region, set or zone to fold it; Tab and arrow keys move, Enter folds, the text of a bar shows on hover and focus. "
        "<button id=\"fold\" type=\"button\">fold all</button> <button id=\"unfold\" type=\"button\">unfold all</button></p><div id=\"picture\">");
    out_ += render_svg(report_, options);
    put("</div></section>\n");
    operations();
    nothing_happens();
    left_behind();
    machines();
    probabilities();
    assumptions();
    put("</main>\n<footer>Made by fleetlint from {} rule{} of its rollout model. A simulation, not a promise of the platform.</footer>\n<div id=\"tip\" role=\"status\" hidden></div>\n<script>{}</script></body></html>\n",
        report_.rules.count(), report_.rules.count() == 1 ? "" : "s", picture::page_script);
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) { fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...); }

  /// The lowest serving capacity in each zone of a set.
  void zones(std::uint32_t set) {
    std::string text;
    for (const auto& zone : report_.zones) {
      if (zone.set == set) text += fmt::format("{}{} of {} in zone {}", text.empty() ? "" : ", ", zone.lowest, zone.count, zone.zone);
    }
    if (!text.empty()) put(" By zone: {}.", text);
  }

  /// Whole seconds are enough for the eye; JSON has the rest.
  static std::string second_of(Millis at) { return format_instant(at / one_second * one_second); }

  /// A length of time on one line.
  static std::string unbroken(std::string span) {
    for (std::size_t at = span.find(' '); at != std::string::npos; at = span.find(' ', at)) span.replace(at, 1, "&nbsp;");
    return span;
  }

  /// Many trials come first: the picture is only one of them.
  void odds() {
    if (!report_.monte_carlo || report_.monte_carlo->identical || report_.monte_carlo->trials == 0 || report_.monte_carlo->sets.empty()) return;
    const auto& t = report_.monte_carlo->sets.front();
    put("Over {} <strong>{:.2f} %</strong> complete (95 %: {:.2f} to {:.2f}). What follows and the picture are trial {}, one of them: ", narrative::count_of(report_.monte_carlo->trials, "trial"),
        100.0 * static_cast<double>(t.completed) / static_cast<double>(report_.monte_carlo->trials), 100 * t.interval_low, 100 * t.interval_high, report_.scenario->trial.value_or(0));
  }

  void summary() {
    std::uint64_t operations = 0, completed = 0, flawed = 0, stopped = 0, upgraded = 0, failed = 0, pending = 0, old = 0, idle = 0, sets = report_.class_of.size();
    Millis first = never, last = 0;
    const ClassReport* lowest = nullptr;
    std::vector<std::uint64_t> members(report_.classes.size());
    for (const auto of : report_.class_of) ++members[of];
    for (std::size_t i = 0; i < report_.classes.size(); ++i) {
      const auto& course = report_.classes[i];
      for (const auto& operation : course.operations) {
        operations += members[i];
        upgraded += members[i] * operation.successful;
        failed += members[i] * operation.failed;
        pending += members[i] * std::uint64_t{operation.pending + operation.in_progress};
        if (operation.code == OperationCode::completed && operation.failed > 0) flawed += members[i];
        if (operation.code == OperationCode::completed) completed += members[i];
        if (operation.code == OperationCode::faulted || operation.code == OperationCode::cancelled) stopped += members[i];
        first = std::min(first, operation.start);
        if (operation.end) last = std::max(last, *operation.end);
      }
      if (course.operations.empty()) {
        idle += members[i];
      } else {
        old += members[i] * course.old_image.size();
      }
      const auto share = [](const ClassReport& c) { return c.count == 0 ? 1.0 : static_cast<double>(c.min_serving) / c.count; };
      if (!course.operations.empty() && (lowest == nullptr || share(course) < share(*lowest))) lowest = &course;
    }
    const auto unknown = static_cast<std::uint64_t>(std::count_if(report_.scenario->sets.begin(), report_.scenario->sets.end(), [&](const ScaleSet& set) { return report_.scenario->size_unknown(set); }));
    put("<p class=\"lead\">");
    odds();
    if (operations == 0) {
      if (!report_.scenario->sets.empty()) put("No set is upgraded{}.", unknown == 0 ? "" : " as far as is known");
    } else {
      if (operations == 1) {
        put("The upgrade {}", stopped > 0 ? "<strong class=\"bad\">stops early</strong>" : completed == 0 ? "<strong>still runs at the end</strong>" : flawed > 0 ? "completes, <strong class=\"bad\">but with failures</strong>" : "completes");
      } else {
        put("{} of {} upgrades complete", completed, operations);
        if (flawed > 0) put(", <strong class=\"bad\">{} with failures</strong>", flawed == completed ? std::string("all") : fmt::format("{} of them", flawed));
        if (stopped > 0) put(", <strong class=\"bad\">{} stop{} early</strong>", stopped, stopped == 1 ? "s" : "");
      }
      put(": {} upgraded, {}{}", narrative::count_of(upgraded, "instance"), failed == 0 ? std::string("none failed") : fmt::format("<strong class=\"bad\">{} failed</strong>", failed), pending == 0 ? std::string() : fmt::format(", <strong class=\"bad\">{} not attempted</strong>", pending));
      if (old > 0) put(", {} on an older image at the end", old);
      if (idle > unknown) put("; <strong>{} of {} not upgraded at all</strong>", idle - unknown, narrative::count_of(sets, "set"));
      put(". {} set{}, from <time>{}</time>", sets, sets == 1 ? "" : "s", second_of(first));
      if (last > 0) put(" to <time>{}</time> ({})", second_of(last), unbroken(format_span((last - first) / one_second * one_second)));
      put(".");
      if (lowest != nullptr && !lowest->members.empty())
      {
        const auto cause = narrative::capacity_cause(report_, lowest->members.front());
        put(" Lowest serving capacity: <strong>{} of {}</strong> in {} at <time>{}</time>{}.", lowest->min_serving, report_.scenario->sets[lowest->members.front()].capacity, escape(report_.scenario->sets[lowest->members.front()].id),
            second_of(lowest->min_serving_at), cause ? fmt::format(": {} (rule {})", escape(cause->text), info(cause->rule).id) : std::string());
        zones(lowest->members.front());
      }
    }
    if (const auto text = machines_in_short(report_); !text.empty()) put(" {}.", escape(text));
    if (unknown > 0) put(" <strong class=\"bad\">Of {} the number of instances is not known before deployment: nothing is said about {} (rule {}).</strong>", narrative::count_of(unknown, "set"), unknown == 1 ? "it" : "them", info(Rule::TPL_1).id);
    if (report_.interrupted) put(" <strong class=\"bad\">This run was {}.</strong>", stopped_text(report_));
    put("</p>");
    open_settings();
  }

  /// What was taken for what templates leave open, and for a scenario that nobody gave.
  void open_settings() {
    std::string rows;
    std::size_t shown = 0;
    for (const auto& group : narrative::open_groups(*report_.scenario)) {
      if (++shown > 50) break;
      rows += fmt::format("<li>{} (rule {})", escape(narrative::open_text(*report_.scenario, group)), info(rule_of(*group.setting)).id);
    }
    for (const auto& text : report_.scenario->assumed) rows += fmt::format("<li>{} (rule {})", escape(text), info(Rule::TPL_3).id);
    if (!rows.empty()) put("<details open><summary>Not known before deployment, and what is taken instead</summary><ul>{}</ul></details>", rows);
  }

  void assertions() {
    if (report_.assertions.empty()) return;
    put("<section><h2>Assertions</h2><table class=\"checks\"><thead><tr><th>assertion<th>result<th>asked<th>found<th>when<th>why</tr></thead><tbody>");
    for (const auto& assertion : report_.assertions)
      put("<tr class=\"{}\"><td>{}<td class=\"t\">{}<td>{}<td>{}<td>{}<td>{}</tr>", assertion.holds ? "good" : assertion.warning ? "warn" : "bad", escape(assertion.id),
          assertion.holds ? "✓ holds" : assertion.undecided ? "? undecided" : "✗ does not hold", escape(assertion.asked), escape(assertion.found), assertion.at ? format_instant(*assertion.at) : "", escape(assertion.cause));
    put("</tbody></table></section>\n");
  }

  /// A date and a time, each in one piece: a line may break between them.
  static std::string in_two_lines(std::string instant) {
    const auto middle = instant.find('T');
    return middle == std::string::npos ? instant : instant.replace(middle, 1, "</time> <time>");
  }

  void operations() {
    const auto& scenario = *report_.scenario;
    const std::size_t most = 2000;
    std::vector<std::pair<std::uint32_t, const OperationReport*>> rows;
    std::vector<std::uint64_t> members(report_.classes.size());
    for (const auto of : report_.class_of) ++members[of];
    for (std::uint32_t i = 0; i < report_.classes.size(); ++i)
      for (const auto& operation : report_.classes[i].operations) rows.emplace_back(i, &operation);
    if (rows.empty()) return;
    std::stable_sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.second->start < b.second->start; });
    put("<section><h2>Upgrades</h2><table><thead><tr><th>set<th>what<th>start<th>takes<th>result<th class=\"n\">batches<th class=\"n\">upgraded<th class=\"n\">failed<th class=\"n\">put back<th class=\"n\">at worst serving</tr></thead><tbody>");
    for (std::size_t i = 0; i < rows.size() && i < most; ++i) {
      const auto& course = report_.classes[rows[i].first];
      const auto& operation = *rows[i].second;
      const auto set = course.members.empty() ? 0u : course.members.front();
      const auto alike = members[rows[i].first] > 1 ? fmt::format(" <span class=\"soft\">and {} alike</span>", members[rows[i].first] - 1) : std::string();
      put("<tr class=\"{}\"><td>{}{}<br><span class=\"soft\">{}</span><td>{} {}<td><time>{}</time><td class=\"t\">{}<td>{}{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{} of {}</tr>",
          operation.code == OperationCode::faulted ? "bad" : operation.failed > 0 ? "warn" : "", escape(scenario.sets[set].id), alike, escape(scenario.regions[scenario.sets[set].region].name), to_string(operation.kind),
          escape(operation.update), in_two_lines(second_of(operation.start)), operation.end ? format_span((*operation.end - operation.start) / one_second * one_second) : "still running", to_string(operation.code),
          operation.error == ErrorCode::none ? "" : fmt::format("<br><span class=\"soft code\">{}</span>", breakable(to_string(operation.error))), operation.batches.size(), operation.successful, operation.failed, operation.rolled_back,
          course.min_serving, course.count);
    }
    put("</tbody></table>");
    if (rows.size() > most) put("<p class=\"soft\">The first {} of {} courses; the JSON report has all.</p>", most, rows.size());
    put("</section>\n");
  }

  /// Machines outside of scale sets.
  void machines() {
    constexpr std::size_t most = 2000;
    std::string rows;
    std::size_t shown = 0, all = 0;
    for (const auto& group : machine_groups(report_)) {
      for (const auto& course : group.courses) {
        for (const auto& step : course.steps) {
          if (++all > most) continue;
          ++shown;
          const char* mark = step.outcome == MachineOutcome::failed ? "bad" : step.outcome == MachineOutcome::put_back || step.outcome == MachineOutcome::nothing ? "warn" : "";
          rows += fmt::format("<tr class=\"{}\"><td>{}<td>{}<td>{}<td class=\"t\">{}<td>{}</tr>", mark, escape(course.name), escape(group.title),
                              step.from ? fmt::format("<time>{}</time>", in_two_lines(second_of(*step.from))) : std::string(), step.from && step.to ? format_span((*step.to - *step.from) / one_second * one_second) : std::string(),
                              escape(step.text));
        }
      }
    }
    if (rows.empty()) return;
    put("<section><h2>Machines</h2><table><thead><tr><th>machine<th>what<th>start<th>takes<th>result</tr></thead><tbody>{}</tbody></table>", rows);
    if (all > shown) put("<p class=\"soft\">The first {} of {} lines; the JSON report has all.</p>", shown, all);
    put("</section>\n");
  }

  /// Sets without an operation, and why.
  void nothing_happens() {
    std::string rows;
    std::size_t shown = 0;
    for (const auto& course : report_.classes) {
      if (course.members.empty() || !course.operations.empty()) continue;
      if (++shown > 500) break;
      std::string causes;
      for (const auto& cause : narrative::why_nothing(report_, course.members.front())) causes += fmt::format("{}{} (rule {})", causes.empty() ? "" : "<br>", breakable(escape(cause.text)), info(cause.rule).id);
      if (causes.empty()) continue;
      rows += fmt::format("<tr><td>{}{}<td>{}</tr>", escape(report_.scenario->sets[course.members.front()].id), course.members.size() > 1 ? fmt::format(" <span class=\"soft\">and {} alike</span>", course.members.size() - 1) : "", causes);
    }
    if (!rows.empty()) put("<section><h2>Sets that are not upgraded</h2><table><thead><tr><th>set<th>why</tr></thead><tbody>{}</tbody></table></section>\n", rows);
  }

  /// Instances that run an older image at the end, and why.
  void left_behind() {
    std::string rows;
    std::size_t shown = 0;
    for (const auto& course : report_.classes) {
      if (course.members.empty() || course.old_image.empty() || course.operations.empty() || shown > 200) continue;
      const auto set = course.members.front();
      for (const auto& group : narrative::old_images(report_, set)) {
        ++shown;
        rows += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}</tr>", escape(report_.scenario->sets[set].id), narrative::id_list(group.ids, 20), escape(group.why.text), info(group.why.rule).id);
      }
    }
    if (!rows.empty()) put("<section><h2>Instances on an older image at the end</h2><table><thead><tr><th>set<th>instances<th>why<th>rule</tr></thead><tbody>{}</tbody></table></section>\n", rows);
  }

  void probabilities() {
    if (!report_.monte_carlo) return;
    const auto& monte_carlo = *report_.monte_carlo;
    put("<section><h2>Over {}</h2><table><thead><tr><th>set<th>complete<th>95 % interval<th>stop early<th>done by p50<th>p90<th>p95<th>p99<th>lowest capacity<th>worst trial</tr></thead><tbody>", narrative::count_of(monte_carlo.trials, "trial"));
    std::size_t shown = 0;
    for (const auto& set : monte_carlo.sets) {
      if (set.set == all_sets && monte_carlo.sets.size() == 2) continue;  // it is its only set
      if (++shown > 500) break;
      const auto of = std::max<std::uint64_t>(set.completed + set.stopped + set.running, 1);
      put("<tr><td>{}<td class=\"n\">{:.2f} %<td class=\"n\">{:.2f} … {:.2f} %<td class=\"n\">{:.2f} %", escape(set.set == all_sets ? std::string("fleet") : report_.scenario->sets[set.set].id),
          100.0 * static_cast<double>(set.completed) / static_cast<double>(of), 100 * set.interval_low, 100 * set.interval_high, 100.0 * static_cast<double>(set.stopped) / static_cast<double>(of));
      for (std::size_t i = 0; i < 4; ++i)
        put("<td class=\"n\">{}", i >= set.completion_percentiles.size() ? "not kept" : set.completion_percentiles[i] ? format_span(*set.completion_percentiles[i]) : "never");
      put("<td class=\"n\">{}<td class=\"n\">{}</tr>", set.floor_min, set.worst_trial);
    }
    put("</tbody></table></section>\n");
  }

  void assumptions() {
    std::string rows;
    for (std::size_t i = 0; i < report_.rules.size(); ++i) {
      if (!report_.rules.test(i)) continue;
      const auto rule_id = static_cast<Rule>(i);
      const auto& rule = info(rule_id);
      std::string readings;
      for (const auto& reading : report_.readings) {
        if (static_cast<std::size_t>(reading.rule) != i) continue;
        readings += fmt::format("{}{}: {}{}{}", readings.empty() ? "" : "<br>", escape(reading.instead), reading.matters ? "<strong>" : "", escape(reading.change), reading.matters ? "</strong>" : "");
      }
      if (is_assumption(rule_id)) rows += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}</tr>", rule.id, escape(rule.text), escape(rule.source), readings);
    }
    if (!rows.empty())
      put("<section><details><summary>Assumptions that entered this result</summary><table><thead><tr><th>rule<th>what is assumed<th>why<th>another reading, and what it changes here</tr></thead><tbody>{}</tbody></table></details></section>\n", rows);
  }

  const RolloutReport& report_;
  std::string out_;
};

}  // namespace

std::string render_html(const RolloutReport& report, const PictureOptions& options) { return Page(report).write(options); }

}  // namespace fleetlint::rollout
