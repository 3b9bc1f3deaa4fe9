#include "simulate_outputs.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "fleetlint/report/report.h"
#include "fleetlint/rollout/print.h"
#include "version.h"

namespace fleetlint::cli {
namespace {

using namespace rollout;

std::string program() { return std::string("fleetlint ") + version; }

std::string_view verdict(const AssertionReport& a) { return a.holds ? "holds" : a.undecided ? "is undecided" : "does not hold"; }

std::string sentence(const AssertionReport& a) {
  std::string text = fmt::format("assertion `{}` {}: {}; {}", a.id, verdict(a), a.asked, a.found);
  if (a.at) text += fmt::format(", at {}", format_instant(*a.at));
  if (!a.cause.empty()) text += fmt::format("; {}", a.cause);
  return redact_secrets(text);
}

/// The property of a template that decides what an assertion is about: the policy that was in force in its set.
Location decider(const RolloutReport& report, std::size_t index, const RunContext& context) {
  const Scenario& s = *report.scenario;
  const auto asked = std::find_if(s.assertions.begin(), s.assertions.end(), [&](const Assertion& a) { return a.id == report.assertions[index].id; });
  if (asked == s.assertions.end()) return {};
  std::uint32_t set = asked->set;
  if (set == all_sets && s.sets.size() == 1) set = 0;
  if (set == all_sets) return {};
  const auto found = context.places.find(s.sets[set].id);
  if (found == context.places.end()) return {};
  const TemplateSet::Places& p = found->second;
  const auto first = [](std::initializer_list<Location> list) {
    for (const auto& location : list) {
      if (location) return location;
    }
    return Location{};
  };
  const auto& operations = report.of_set(set).operations;
  if (!operations.empty() && operations.back().policy.origin == PolicyReport::Origin::set_policy) return first({p.rolling, p.policy, p.resource});
  return first({p.automatic_os, p.policy, p.resource});
}

report::Report findings_of(const RolloutReport& r, const RunContext& context) {
  report::Report out;
  out.sources = context.sources;
  out.tool_version = version;
  out.files.push_back(context.scenario);
  for (std::size_t i = 0; i < r.assertions.size(); ++i) {
    const AssertionReport& a = r.assertions[i];
    const std::string id = "assertion/" + a.id;
    out.rules.push_back({.id = id, .name = a.id, .title = fmt::format("assertion {} of the scenario", a.id),
                         .page = fmt::format("What the scenario asserts about the rollout as `{}`. The finding tells value, bound, instant and first cause; `fleetlint simulate --explain-all` tells every decision that led there.", a.id), .severity = a.warning ? Severity::warning : Severity::error, .outcome = "assertion", .tags = {"rollout"}});
    if (a.holds) continue;
    report::ReportFinding f;
    f.finding.code = id;
    f.finding.severity = a.warning ? Severity::warning : Severity::error;
    f.finding.message = sentence(a);
    f.finding.location = a.location;
    if (const Location place = decider(r, i, context)) {
      f.finding.location = place;
      f.finding.notes.push_back({a.location, "asserted here"});
    }
    f.finding.help = "again: " + context.again;
    f.rule_name = a.id;
    f.fingerprint = fmt::format("{:016x}", fnv1a(a.id, fnv1a(context.scenario)));
    out.findings.push_back(std::move(f));
  }
  return out;
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : redact_secrets(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n') out += c;
    }
  }
  return out;
}

/// One test case for each assertion, those that hold too: a dashboard shows what is watched.
std::string junit(const RolloutReport& r, const RunContext& context) {
  std::size_t failures = 0, skipped = 0;
  std::string cases;
  for (const auto& a : r.assertions) {
    cases += fmt::format("    <testcase name=\"{}\" classname=\"{}\"", xml(a.id), xml(r.scenario->name));
    if (a.holds) {
      cases += "/>\n";
      continue;
    }
    if (a.warning) {
      ++skipped;
      cases += fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", xml("warning: " + sentence(a)));
      continue;
    }
    ++failures;
    cases += fmt::format(">\n      <failure type=\"{}\" message=\"{}\">again: {}</failure>\n    </testcase>\n", a.undecided ? "undecided" : "assertion", xml(sentence(a)), xml(context.again));
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fleetlint\" tests=\"{0}\" failures=\"{1}\" errors=\"0\">\n"
                     "  <testsuite name=\"{2}\" tests=\"{0}\" failures=\"{1}\" skipped=\"{3}\" errors=\"0\">\n{4}  </testsuite>\n</testsuites>\n",
                     r.assertions.size(), failures, xml(context.scenario), skipped, cases);
}

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == of ? run + 1 : 0);
  return longest;
}

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : redact_secrets(text)) {
    if (c == '|' || c == '*' || c == '_' || c == '`' || c == '[' || c == '\\') out += '\\';
    if (c == '<') {
      out += "&lt;";
    } else {
      out += c == '\n' ? ' ' : c;
    }
  }
  return out;
}

/// A block for a pull request: what happens to each set, what was asserted, and the timeline as it reads in a log.
std::string markdown(const RolloutReport& r, const RunContext& context) {
  const Scenario& s = *r.scenario;
  std::string out = fmt::format("## Rollout: {}\n\n", markdown_cell(s.name));
  if (r.interrupted) out += fmt::format("**This run was {}.**\n\n", stopped_text(r));
  if (!context.changes.empty()) out += fmt::format("Changes from {}:\n\n", markdown_cell(context.previous));
  for (const auto& change : context.changes) out += fmt::format("- {}\n", markdown_cell(change));
  if (!context.changes.empty()) out += '\n';
  const auto operations = operations_in_order(r);
  if (!operations.empty()) out += "| set | what | by | result | batches | takes | upgraded | failed | at worst serving |\n|---|---|---|---|---:|---|---:|---:|---:|\n";
  std::size_t shown = 0;
  for (const auto& [set, o] : operations) {
    if (++shown > 60) break;
    const auto& c = r.of_set(set);
    fmt::format_to(std::back_inserter(out), "| {} | {} {} | {} | {}{} | {} | {} | {} | {} | {} of {} |\n", markdown_cell(s.sets[set].id), to_string(o->kind), markdown_cell(o->update), o->by_user ? "user" : "platform", to_string(o->code),
                   o->error == ErrorCode::none ? "" : fmt::format("<br>{}", to_string(o->error)), o->batches.size() + o->omitted_batches, o->end ? format_span((*o->end - o->start) / one_second * one_second) : "still running",
                   o->successful, o->failed, c.min_serving, s.sets[set].capacity);
  }
  if (operations.size() > shown) out += fmt::format("\n{} more operation{}\n", operations.size() - shown, operations.size() - shown == 1 ? "" : "s");
  if (operations.empty()) out += "Nothing happens to any set.\n";
  if (!r.assertions.empty()) {
    out += "\n| assertion | | asked | found | why |\n|---|---|---|---|---|\n";
    for (const auto& a : r.assertions)
      out += fmt::format("| {} | {} | {} | {} | {} |\n", markdown_cell(a.id), a.holds ? "✓ holds" : a.undecided ? "? undecided" : a.warning ? "⚠ does not hold" : "✗ does not hold", markdown_cell(a.asked), markdown_cell(a.found), markdown_cell(a.cause));
  }
  std::string timeline = redact_secrets(timeline_text(r, {false, false, 100}));
  const std::string fence(std::max<std::size_t>(3, longest_run(timeline, '`') + 1), '`');  // no name may end the block that it stands in
  out += "\n<details><summary>timeline</summary>\n\n" + fence + "text\n" + timeline + fence + "\n\n</details>\n";
  return out;
}

struct Printer {
  const char* name;
  std::string (*print)(const RolloutReport&, const RunContext&);
};
constexpr Printer printers[] = {
    {"text", [](const RolloutReport& r, const RunContext&) { return redact_secrets(timeline_text(r, {false, false, 100})); }},
    {"json", [](const RolloutReport& r, const RunContext&) { return report_json(r, program()); }},
    {"facts", [](const RolloutReport& r, const RunContext&) { return facts_json(r); }},
    {"csv", [](const RolloutReport& r, const RunContext&) { return batches_csv(r); }},
    {"jsonl", [](const RolloutReport& r, const RunContext&) { return report_jsonl(r); }},
    {"html", [](const RolloutReport& r, const RunContext& c) { return render_html(r, {.trials = c.trials}); }},
    {"svg", [](const RolloutReport& r, const RunContext& c) { return render_svg(r, {.trials = c.trials}); }},
    {"markdown", [](const RolloutReport& r, const RunContext& c) { return markdown(r, c); }},
    {"sarif", [](const RolloutReport& r, const RunContext& c) { return report::write(findings_of(r, c), report::Format::sarif); }},
    {"junit", [](const RolloutReport& r, const RunContext& c) { return junit(r, c); }},
    {"github", [](const RolloutReport& r, const RunContext& c) { return report::write(findings_of(r, c), report::Format::github); }},
    {"azure-devops", [](const RolloutReport& r, const RunContext& c) { return report::write(findings_of(r, c), report::Format::azure_devops); }},
};

const Printer* printer(std::string_view name) {
  for (const auto& p : printers) {
    if (name == p.name) return &p;
  }
  return nullptr;
}

}  // namespace

std::string report_formats() {
  std::string names;
  for (const auto& p : printers) names += (names.empty() ? "" : ", ") + std::string(p.name);
  return names;
}

bool is_report_format(std::string_view name) { return printer(name) != nullptr; }

std::string write_report(std::string_view format, const RolloutReport& report, const RunContext& context) { return printer(format)->print(report, context); }

std::string check_text(const RolloutReport& report, const RunContext& context) {
  std::string text;
  if (report.interrupted) text += fmt::format("{}; nothing is decided that had not failed by then\n", stopped_text(report));
  std::size_t broken = 0;
  for (const auto& a : report.assertions) {
    text += fmt::format("{}: {}: {}; {}", a.id, verdict(a), a.asked, a.found);
    if (a.at) text += fmt::format(", at {}", format_instant(*a.at));
    if (a.warning && !a.holds) text += " (warning)";
    text += '\n';
    if (!a.cause.empty() && !a.holds) text += fmt::format("  because: {}\n", a.cause);
    broken += !a.holds;
  }
  if (report.assertions.empty()) text += "the scenario asserts nothing\n";
  if (broken > 0) text += fmt::format("again: {}\n", context.again);
  return redact_secrets(text);
}

}  // namespace fleetlint::cli
