// `fleetlint simulate`: what an update will do to every machine, before anyone deploys.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "command.h"
#include "fleetlint/base/source.h"
#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/fleet_sets.h"
#include "fleetlint/rollout/picture.h"
#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"
#include "rollout_templates.h"
#include "version.h"

namespace fleetlint::cli {
namespace {

using namespace rollout;

struct Options {
  std::vector<std::string> templates, parameters, outputs, variants, saved;
  std::string scenario, format = "text", previous, variant, history, status, at, history_schema = "service", explain, replay, set, checkpoint, now;
  bool plain = false, check = false, probability = false, fresh = false, explain_all = false, no_colour = false, per_set_summary = false;
  std::uint64_t monte_carlo = 0, trial = UINT64_MAX, threads = 0;
  std::int64_t seed = -1;
  std::string shard;
};

std::sig_atomic_t volatile interrupted = 0;
void on_interrupt(int) { interrupted = 1; }

void print_findings(const SourceSet& sources, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    std::string place;
    if (finding.location) {
      const Source& source = sources.at(finding.location);
      const auto at = source.line_column(finding.location.span.begin);
      place = source.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
    }
    std::fprintf(stderr, "%s%s %s: %s\n", place.c_str(), std::string(to_string(finding.severity)).c_str(), finding.code.c_str(), redact_secrets(finding.message).c_str());
    if (!finding.help.empty()) std::fprintf(stderr, "  help: %s\n", redact_secrets(finding.help).c_str());
  }
}

int complain(const std::string& message, int code) {
  std::fprintf(stderr, "fleetlint: %s\n", redact_secrets(message).c_str());
  return code;
}

/// The forms in which a report can be written; `--format` and `--output FORMAT=FILE` take the same names.
struct Printer {
  const char* name;
  std::string (*print)(const RolloutReport&);
};
constexpr Printer printers[] = {
    {"json", [](const RolloutReport& r) { return report_json(r, std::string("fleetlint ") + version); }},
    {"facts", [](const RolloutReport& r) { return facts_json(r); }},
    {"csv", [](const RolloutReport& r) { return batches_csv(r); }},
    {"jsonl", [](const RolloutReport& r) { return report_jsonl(r); }},
    {"text", [](const RolloutReport& r) { return timeline_text(r, {false, false, 100}); }},
    {"html", [](const RolloutReport& r) { return render_html(r); }},
    {"svg", [](const RolloutReport& r) { return render_svg(r); }},
};
const Printer* printer(std::string_view name) {
  for (const auto& p : printers) {
    if (name == p.name) return &p;
  }
  return nullptr;
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  return static_cast<bool>(file.flush());
}

class Simulation {
 public:
  explicit Simulation(const Options& options) : o_(options) {}

  int run() {
    for (const auto& output : o_.outputs) {
      const auto equals = output.find('=');
      if (equals == std::string::npos || printer(output.substr(0, equals)) == nullptr) return complain("--output takes FORMAT=FILE; formats are json, facts, csv, jsonl, text, html, svg", usage);
    }
    if (printer(o_.format) == nullptr) return complain("unknown format `" + o_.format + "`; formats are text, json, facts, csv, jsonl, html, svg", usage);
    if (!load_templates()) return status_;
    if (o_.fresh) {
      print(new_scenario_text(read_options_.sets));
      return clean;
    }
    if (o_.scenario.empty()) return complain("which scenario? give --scenario FILE, or --new for a first one", usage);
    auto file = read_file(o_.scenario, 64ull << 20);
    if (!file.text) return complain(o_.scenario + ": " + file.message, unreadable);
    source_ = sources_.add(o_.scenario, std::move(*file.text));
    read_options_.loader = template_loader();
    auto scenario = read(o_.variant);
    if (!scenario) return usage;
    if (o_.probability) {
      print(probability_text(*scenario));
      return clean;
    }
    std::signal(SIGINT, on_interrupt);
    if (!o_.variants.empty()) return compare(scenario);
    RolloutReport report = simulate_one(scenario, o_.variant);
    if (status_ != clean) return status_;
    for (const auto& output : o_.outputs) {
      const auto equals = output.find('=');
      if (!write_file(output.substr(equals + 1), printer(output.substr(0, equals))->print(report))) return complain(output.substr(equals + 1) + ": cannot be written", unreadable);
    }
    const int shown = show(report);
    return shown != clean ? shown : verdict(report);
  }

 private:
  void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

  bool load_templates() {
    for (const auto& path : o_.templates) {
      std::string message;
      auto sets = load_template_sets(path, o_.parameters.empty() ? "" : o_.parameters.front(), message);
      if (!sets) {
        status_ = complain(message, usage);
        return false;
      }
      if (sets->empty()) {
        status_ = complain(path + ": no scale set whose settings are known", usage);
        return false;
      }
      for (auto& set : *sets) read_options_.sets.push_back(std::move(set));
    }
    if (o_.previous.empty()) return true;
    std::string message;
    const auto before = load_template_sets(o_.previous, o_.parameters.empty() ? "" : o_.parameters.front(), message);
    if (!before) {
      status_ = complain(message, usage);
      return false;
    }
    publish_changes(*before, read_options_);
    return true;
  }

  TemplateLoader template_loader() const {
    const std::string base = o_.scenario.find('/') == std::string::npos ? "" : o_.scenario.substr(0, o_.scenario.find_last_of('/') + 1);
    return [base](std::string_view path, std::string_view parameters, std::string& message) {
      const auto beside = [&](std::string_view p) { return p.empty() || p.front() == '/' ? std::string(p) : base + std::string(p); };
      return load_template_sets(beside(path), beside(parameters), message);
    };
  }

  std::shared_ptr<const Scenario> read(const std::string& variant) {
    ReadOptions options = read_options_;
    options.variant = variant;
    auto result = read_scenario(sources_, source_, options);
    print_findings(sources_, result.findings);
    if (!result.scenario) return nullptr;
    if (o_.monte_carlo > 0) {
      result.scenario->monte_carlo.present = true;
      result.scenario->monte_carlo.trials = o_.monte_carlo;
    }
    if (o_.seed >= 0) result.scenario->monte_carlo.seed = static_cast<std::uint64_t>(o_.seed);
    if (o_.trial != UINT64_MAX) result.scenario->trial = o_.trial;
    return std::make_shared<const Scenario>(std::move(*result.scenario));
  }

  RolloutReport simulate_one(const std::shared_ptr<const Scenario>& scenario, const std::string& variant) {
    SimulateOptions run;
    run.trial = scenario->trial.value_or(0);
    // In a large fleet instances are listed one by one only where somebody reads them.
    const bool wants_facts = o_.format == "facts" || std::any_of(o_.outputs.begin(), o_.outputs.end(), [](const std::string& s) { return s.starts_with("facts="); });
    std::uint64_t instances = 0;
    for (const auto& set : scenario->sets) instances += set.capacity;
    run.finals = wants_facts || instances < 100'000;
    run.batches = scenario->sets.size() < 20'000 || wants_facts;
    run.cancelled = [] { return interrupted != 0; };
    const bool talkative = isatty(STDERR_FILENO) != 0;
    Millis told = scenario->start;
    run.progress = [&](Millis at) {
      if (!talkative || at - told < one_day) return;
      told = at;
      std::fprintf(stderr, "\rsimulated up to %s", format_instant(at).c_str());
    };
    RolloutReport report = simulate(scenario, run);
    if (talkative && told != scenario->start) std::fprintf(stderr, "\r\x1b[K");
    if (scenario->monte_carlo.present && !scenario->trial && !report.interrupted) sample(scenario, report);
    evaluate_assertions(report, variant);
    return report;
  }

  void sample(const std::shared_ptr<const Scenario>& scenario, RolloutReport& report) {
    MonteCarloOptions options;
    options.threads = static_cast<unsigned>(o_.threads != 0 ? o_.threads : std::max(1u, std::thread::hardware_concurrency()));
    options.cancelled = [] { return interrupted != 0; };
    const bool talkative = isatty(STDERR_FILENO) != 0;
    if (talkative) options.progress = [](std::uint64_t done) { std::fprintf(stderr, "\r%llu trials", static_cast<unsigned long long>(done)); };
    if (!o_.shard.empty()) {
      unsigned long long index = 0, count = 0;
      if (std::sscanf(o_.shard.c_str(), "%llu/%llu", &index, &count) != 2 || count == 0 || index < 1 || index > count) {
        status_ = complain("--shard takes I/N with I from 1 to N", usage);
        return;
      }
      options.shard = index - 1;
      options.shard_count = count;
    }
    std::vector<std::string> files = o_.saved;
    if (!o_.checkpoint.empty()) files.push_back(o_.checkpoint);
    for (const auto& path : files) {
      auto file = read_file(path, 16ull << 30);
      if (file.text) {
        options.saved.push_back(std::move(*file.text));
      } else if (file.failure != ReadFailure::not_found || path != o_.checkpoint) {
        status_ = complain(path + ": " + file.message, unreadable);
        return;
      }
    }
    std::ofstream checkpoint;
    if (!o_.checkpoint.empty()) {
      // Written beside and moved over the old one as soon as it holds as much: a kill at any moment leaves one that works.
      checkpoint.open(o_.checkpoint + ".new", std::ios::binary | std::ios::trunc);
      options.save = [&](const std::string& bytes) { checkpoint << bytes; checkpoint.flush(); };
    }
    report.monte_carlo = monte_carlo(scenario, options);
    if (options.refused) {
      status_ = complain("the saved trials belong to another scenario or seed", usage);
      return;
    }
    if (checkpoint.is_open()) {
      checkpoint.close();
      std::rename((o_.checkpoint + ".new").c_str(), o_.checkpoint.c_str());
    }
    if (interrupted != 0) report.interrupted = true;
    if (talkative) std::fprintf(stderr, "\r\x1b[K");
  }

  std::optional<std::uint32_t> find_set(const Scenario& scenario, const std::string& id) {
    for (std::uint32_t i = 0; i < scenario.sets.size(); ++i) {
      if (scenario.sets[i].id == id || (id.empty() && scenario.sets.size() == 1)) return i;
    }
    complain(id.empty() ? "which set? name it" : "set `" + id + "` does not exist", usage);
    return std::nullopt;
  }

  int show(const RolloutReport& report) {
    const Scenario& scenario = *report.scenario;
    if (!o_.history.empty() || !o_.status.empty()) {
      const auto set = find_set(scenario, o_.history.empty() ? o_.status : o_.history);
      if (!set) return usage;
      auto at = parse_instant(o_.at);
      if (o_.at.empty()) {  // when the last operation is over: history forgets after two months
        at = report.scenario->start;
        for (const auto& operation : report.of_set(*set).operations) at = std::max(*at, operation.end.value_or(report.reached));
      }
      if (!at) return complain("--at takes an instant such as 2025-03-04T00:00:00Z", usage);
      if (!o_.history.empty()) {
        print(history_json(report, *set, *at, o_.history_schema == "rest"));
        return clean;
      }
      const auto status = status_json(report, *set, *at);
      if (!status) return complain("no rolling upgrade of `" + o_.status + "` had started by " + format_instant(*at) + ": there is no latest one, and the service answers 404", findings);
      print(*status);
      return clean;
    }
    if (o_.explain_all || !o_.explain.empty()) {
      const auto slash = o_.explain.find_last_of('/');
      std::string set = o_.explain.substr(0, slash);
      std::optional<std::uint32_t> instance;
      if (slash != std::string::npos) instance = static_cast<std::uint32_t>(std::strtoul(o_.explain.c_str() + slash + 1, nullptr, 10));
      if (!set.empty() && !find_set(scenario, set)) return usage;
      print(redact_secrets(explain_text(report, set, instance)));
      return clean;
    }
    if (!o_.replay.empty()) {
      auto file = read_file(o_.replay, 64ull << 20);
      if (!file.text) return complain(o_.replay + ": " + file.message, unreadable);
      const SourceId history = sources_.add(o_.replay, std::move(*file.text));
      const auto set = find_set(scenario, o_.set);
      if (!set) return usage;
      bool same = false;
      print(redact_secrets(replay_text(report, *set, sources_, history, same)));
      return same ? clean : findings;
    }
    if (o_.check) {
      for (const auto& a : report.assertions) {
        std::string lines = a.id + ": " + (a.holds ? "holds" : a.undecided ? "undecided" : "does not hold") + ", value " + a.value + ", bound " + a.bound;
        if (a.at) lines += ", at " + format_instant(*a.at);
        if (!a.cause.empty()) lines += " (" + a.cause + ")";
        print(redact_secrets(lines) + "\n");
        if (!a.holds) print("  again: fleetlint simulate --scenario " + o_.scenario + (o_.variant.empty() ? "" : " --variant " + o_.variant) + " --check\n");
      }
      return clean;
    }
    if (o_.format != "text") {
      print(printer(o_.format)->print(report));
      return clean;
    }
    TimelineOptions text;
    text.plain = o_.plain;
    text.colour = !o_.plain && !o_.no_colour && isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && std::atoi(columns) > 40) text.width = static_cast<std::size_t>(std::atoi(columns));
    print(redact_secrets(timeline_text(report, text)));
    return clean;
  }

  int compare(const std::shared_ptr<const Scenario>& base) {
    std::vector<NamedReport> reports;
    std::vector<std::string> names = o_.variants;
    if (names.size() == 1 && names[0] == "*") names = base->variant_names;
    reports.push_back({"base", simulate_one(base, "")});
    for (const auto& name : names) {
      const auto scenario = read(name);
      if (!scenario) return usage;
      reports.push_back({name, simulate_one(scenario, name)});
      if (status_ != clean) return status_;
    }
    print(compare_text(reports));
    return verdict(reports.front().report);
  }

  static int verdict(const RolloutReport& report) {
    for (const auto& a : report.assertions) {
      if (!a.holds && !a.warning) return assertion_failed;
    }
    return clean;
  }

  const Options& o_;
  SourceSet sources_;
  SourceId source_;
  ReadOptions read_options_;
  int status_ = clean;
};

}  // namespace

Command simulate_command() {
  return {"simulate", "simulate a rollout: when, in how many batches, what serves meanwhile, what stops it",
          "  fleetlint simulate --scenario rollout.yaml\n"
          "  fleetlint simulate main.bicep --parameters prod.bicepparam --scenario rollout.yaml --explain web\n"
          "  fleetlint simulate main.bicep --previous old.bicep --scenario rollout.yaml --check\n"
          "  fleetlint simulate --scenario rollout.yaml --output html=rollout.html\n"
          "  fleetlint simulate --new > rollout.yaml\n",
          40, [](CLI::App& app) -> std::function<int()> {
            auto o = std::make_shared<Options>();
            app.add_option("templates", o->templates, "Bicep or ARM templates whose scale sets take part")->check(given_path());
            app.add_option("--scenario", o->scenario, "scenario file (YAML or JSON)");
            app.add_option("--parameters", o->parameters, "parameter file of the templates")->check(given_path())->allow_extra_args(false);
            app.add_option("--previous", o->previous, "earlier version of the template: the difference becomes a publication")->check(given_path());
            app.add_option("--format", o->format, "text, json, facts, csv, jsonl, html or svg");
            app.add_option("--output", o->outputs, "FORMAT=FILE, several times: json, facts, csv, jsonl, text, html, svg")->allow_extra_args(false);
            app.add_option("--variant", o->variant, "run this variant of the scenario");
            app.add_option("--compare", o->variants, "run these variants too (* for all) and show the differences");
            app.add_flag("--plain", o->plain, "sentences instead of drawings");
            app.add_flag("--no-color", o->no_colour, "no colours");
            app.add_flag("--check", o->check, "assertions only, for CI; exit status 5 if one does not hold");
            app.add_flag("--explain-all", o->explain_all, "every decision as a sentence");
            app.add_option("--explain", o->explain, "the decisions about SET or SET/INSTANCE as sentences");
            app.add_option("--history", o->history, "the history of SET as the service would return it");
            app.add_option("--status", o->status, "the newest rolling upgrade of SET as the service would tell its status");
            app.add_option("--at", o->at, "instant of the history or status query");
            app.add_option("--history-schema", o->history_schema, "service or rest (endTime instead of completedTime)");
            app.add_option("--replay", o->replay, "compare a real history (JSON) with the simulated one");
            app.add_option("--set", o->set, "set that --replay is about");
            app.add_flag("--probability", o->probability, "exact probabilities by recurrence instead of sampling");
            app.add_option("--monte-carlo", o->monte_carlo, "number of trials");
            app.add_option("--seed", o->seed, "seed of the random numbers");
            app.add_option("--trial", o->trial, "run only this trial");
            app.add_option("--threads,-j", o->threads, "threads for trials");
            app.add_option("--shard", o->shard, "I/N: only every N-th trial, saved with --checkpoint");
            app.add_option("--checkpoint", o->checkpoint, "file that keeps finished trials; a run that was killed goes on from there");
            app.add_option("--merge", o->saved, "files of other shards' trials")->allow_extra_args(false);
            app.add_flag("--new", o->fresh, "write a commented scenario to start from");
            app.add_option("--now", o->now, "accepted like everywhere; a simulation has its own clock");
            return [o] { return Simulation(*o).run(); };
          }};
}

}  // namespace fleetlint::cli
