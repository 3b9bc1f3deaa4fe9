// `fleetlint simulate`: what an update will do to every machine, before anyone deploys.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/base/source.h"
#include "fleetlint/report/report.h"
#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/fleet_sets.h"
#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"
#include "fleetlint/rollout/verdict.h"
#include "output_option.h"
#include "rollout_saved.h"
#include "rollout_templates.h"
#include "simulate_outputs.h"
#include "version.h"

namespace fleetlint::cli {
namespace {

using namespace rollout;

struct Options {
  std::vector<std::string> templates, parameters, param, previous_parameters, outputs, variants, saved;
  std::string scenario, format = "text", previous, variant, history, status, at, history_schema = "service", explain, replay, set, checkpoint, now, max_report;
  bool plain = false, check = false, assumptions = false, schema = false, probability = false, fresh = false, explain_all = false, no_colour = false, per_set_summary = false, warnings_are_errors = false;
  std::uint64_t monte_carlo = 0, trial = UINT64_MAX, threads = 0;
  std::int64_t seed = -1;
  std::string shard;
};

constexpr std::uint64_t most_trials = 1'000'000'000;          ///< as in a scenario
constexpr std::uint64_t most_compared_trials = 20'000'000;    ///< of all variants together, each of which is kept: less than a gigabyte
constexpr std::uint64_t most_threads = 1024;
constexpr std::uint64_t most_number = INT64_MAX;

/// Check for a whole number: what has a sign would be read as one near 2^64.
CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  return CLI::Validator(
      [least, most](std::string& text) {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool right = error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most;
        return right ? std::string() : "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected, not `" + text.substr(0, 80) + "`";
      },
      "");
}

std::sig_atomic_t volatile interrupted = 0;
void on_interrupt(int) {
  interrupted = 1;
  std::signal(SIGINT, SIG_DFL);  // who presses it again does not want to wait for a report
}

int complain(const std::string& message, int code) {
  std::fprintf(stderr, "fleetlint: %s\n", report::printable(redact_secrets(message)).c_str());
  return code;
}

class Simulation {
 public:
  explicit Simulation(const Options& options) : o_(options) {}

  int run() {
    if (!o_.at.empty() && o_.history.empty() && o_.status.empty()) return complain("--at is the instant of a query: give --history SET or --status SET with it", usage);
    if (!o_.set.empty() && o_.replay.empty()) return complain("--set names the set that --replay is about; --explain, --history and --status take the set themselves", usage);
    if (o_.history_schema != "service" && o_.history_schema != "rest") return complain("--history-schema takes service or rest, not `" + o_.history_schema + "`", usage);
    if (!o_.shard.empty() && !read_shard()) return complain("--shard takes I/N with I from 1 to N, such as 2/4", usage);
    for (const auto& output : o_.outputs) {
      const auto equals = output.find('=');
      if (equals == std::string::npos || equals + 1 == output.size() || !is_report_format(output.substr(0, equals))) return complain("--output takes FORMAT=FILE; formats are " + report_formats(), usage);
    }
    if (!is_report_format(o_.format)) return complain("unknown format `" + o_.format + "`; formats are " + report_formats(), usage);
    if (o_.schema) {
      print(std::string(scenario_schema()));
      return clean;
    }
    if (!load_templates()) return status_;
    if (o_.fresh) {
      print(new_scenario(read_options_.sets).text);
      return clean;
    }
    if (!load_scenario()) return status_;
    read_options_.loader = template_loader();
    read_options_.has_file = [this](std::string_view path) {
      std::error_code error;
      return std::filesystem::exists(beside_scenario(path), error);
    };
    auto scenario = read(o_.variant);
    if (!scenario) return usage;
    if (o_.probability) {
      print(probability_text(*scenario));
      return clean;
    }
    if (!o_.max_report.empty() && !(max_report_ = read_size(o_.max_report))) return complain("--max-report takes a number of bytes such as 500MiB or 2GiB", usage);
    std::signal(SIGINT, on_interrupt);
    if (!o_.variants.empty() && (!o_.checkpoint.empty() || !o_.saved.empty())) return complain("--compare runs several variants: use --checkpoint and --merge with --variant, one at a time", usage);
    if (!o_.variants.empty()) return compare(scenario);
    RolloutReport report = simulate_one(scenario, o_.variant);
    if (status_ != clean || finished_) return status_;
    if (o_.assumptions || weighs(*scenario)) report.readings = weigh_assumptions(report);
    if (weighs(*scenario) && !report.interrupted) report.zones = serving_by_zone(report);
    if (report.monte_carlo && !report.monte_carlo->identical && interrupted == 0 && (pictures() || o_.format == "html" || o_.format == "svg")) trial_picture_ = picture_trials(scenario, std::min<std::uint64_t>(report.monte_carlo->trials, 400));
    for (const auto& output : o_.outputs) {
      const auto equals = output.find('=');
      const int written = write_output(output.substr(equals + 1), redact_secrets(write_report(output.substr(0, equals), report, context())));
      if (written != clean) return written;
    }
    const int shown = show(report);
    return shown != clean ? shown : verdict(report);
  }

 private:
  /// Scenarios hold texts that somebody wrote: names, reasons, addresses of scripts.
  void print(const std::string& text) {
    const auto shown = redact_secrets(text);
    std::fwrite(shown.data(), 1, shown.size(), stdout);
  }

  bool read_shard() {
    char rest = 0;
    return std::sscanf(o_.shard.c_str(), "%llu/%llu%c", &shard_index_, &shard_count_, &rest) == 2 && o_.shard.find('-') == std::string::npos && shard_index_ >= 1 &&
           shard_index_ <= shard_count_;
  }

  RunContext context() const {
    RunContext c;
    c.sources = &sources_;
    c.scenario = o_.scenario.empty() ? std::string("(no scenario)") : report::printable(o_.scenario);
    c.again = "fleetlint simulate";
    for (const auto& path : o_.templates) c.again += " " + path;
    for (const auto& path : o_.parameters) c.again += " --parameters " + path;
    for (const auto& value : o_.param) c.again += " --param " + value;
    if (!o_.previous.empty()) c.again += " --previous " + o_.previous;
    for (const auto& path : o_.previous_parameters) c.again += " --previous-parameters " + path;
    if (!o_.scenario.empty()) c.again += " --scenario " + o_.scenario;
    if (!o_.variant.empty()) c.again += " --variant " + o_.variant;
    if (o_.monte_carlo > 0) c.again += " --monte-carlo " + std::to_string(o_.monte_carlo);
    if (o_.seed >= 0) c.again += " --seed " + std::to_string(o_.seed);
    if (o_.trial != UINT64_MAX) c.again += " --trial " + std::to_string(o_.trial);
    c.again += " --check";
    c.again = report::printable(c.again);
    if (!trial_picture_.sets.empty()) c.trials = &trial_picture_;
    c.places = places_;
    c.previous = report::printable(o_.previous);
    c.changes = changes_;
    return c;
  }

  bool pictures() const {
    return std::any_of(o_.outputs.begin(), o_.outputs.end(), [](const std::string& output) { return output.starts_with("html=") || output.starts_with("svg="); });
  }

  /// Other readings of what documents leave open are run where that costs nothing and somebody reads the result.
  bool weighs(const Scenario& scenario) const {
    std::uint64_t instances = 0;
    for (const auto& set : scenario.sets) instances += set.capacity;
    const auto shows_readings = [](std::string_view format) { return format == "text" || format == "json" || format == "html" || format == "markdown"; };
    const bool written = std::any_of(o_.outputs.begin(), o_.outputs.end(), [&](const std::string& output) { return shows_readings(std::string_view(output).substr(0, output.find('='))); });
    const bool asks_one_thing = !o_.history.empty() || !o_.status.empty() || o_.explain_all || !o_.explain.empty() || !o_.replay.empty() || (o_.check && o_.format == "text");
    return !scenario.all_sizes_unknown() && (written || (!asks_one_thing && shows_readings(o_.format))) && scenario.sets.size() <= 100 && instances <= 5000 && interrupted == 0;
  }

  /// The scenario file, or, for templates without one, the scenario that `--new` would write.
  bool load_scenario() {
    if (!o_.scenario.empty()) {
      auto file = read_file(o_.scenario, 64ull << 20);
      if (!file.text) {
        status_ = complain(o_.scenario + ": " + file.message, unreadable);
        return false;
      }
      source_ = sources_.add(o_.scenario, std::move(*file.text));
      return true;
    }
    if (o_.templates.empty()) {
      status_ = complain("which scenario? give --scenario FILE, a template, or --new for a first one", usage);
      return false;
    }
    if (o_.previous.empty()) {
      read_options_.assumed.emplace_back("no scenario is given: a newer image is published for every set at the start, and nothing goes wrong");
      std::fprintf(stderr, "no --scenario: a newer image is published for every set and nothing goes wrong; --new writes that scenario to start from\n");
      auto made = new_scenario(read_options_.sets);
      for (auto& sentence : made.assumed) read_options_.assumed.push_back(std::move(sentence));
      source_ = sources_.add("(no scenario)", std::move(made.text));
      read_options_.sets.clear();  // the text names the template
      values_of_text_ = o_.param;
    } else {
      source_ = sources_.add("(no scenario)", "start: 2026-01-13T00:00:00Z\nhorizon: P7D\nname: pull-request\n");
    }
    return true;
  }

  /// Values that not one of the templates has a parameter for; several templates need not declare the same.
  bool tell_undeclared(const std::vector<std::vector<Finding>>& by_template) {
    if (by_template.empty()) return true;
    auto nobodys = by_template.front();
    std::erase_if(nobodys, [&](const Finding& finding) {
      return std::any_of(by_template.begin(), by_template.end(), [&](const auto& others) {
        return std::none_of(others.begin(), others.end(), [&](const Finding& other) { return other.path == finding.path; });
      });
    });
    if (nobodys.empty()) return true;
    print_findings(sources_, nobodys);
    status_ = complain((by_template.size() > 1 ? "none of the templates has these parameters" : o_.templates.front() + ": the template or its parameters have errors") + "; nothing is simulated", usage);
    return false;
  }

  bool load_templates() {
    std::vector<std::vector<Finding>> strangers;
    for (const auto& path : o_.templates) {
      std::string message;
      std::vector<Finding> undeclared;
      const TemplateValues values{o_.parameters, o_.param, false, &undeclared};
      auto sets = load_template_sets(sources_, path, values, message);
      if (!sets) {
        status_ = complain(message, usage);
        return false;
      }
      strangers.push_back(std::move(undeclared));
      if (sets->empty()) {
        status_ = complain(path + ": there is no scale set in the template", usage);
        return false;
      }
      loaded_.emplace(load_key(path, values), Loaded{*sets, {}});
      for (auto& set : *sets) read_options_.sets.push_back(std::move(set));
    }
    if (!tell_undeclared(strangers)) return false;
    if (o_.previous.empty()) {
      if (o_.previous_parameters.empty()) return true;
      status_ = complain("--previous-parameters needs --previous, whose parameters they are", usage);
      return false;
    }
    std::string message;
    if (o_.templates.empty()) {
      status_ = complain("--previous needs the new version of the template as well", usage);
      return false;
    }
    std::vector<Finding> undeclared;  // --param is for the new version first
    const bool of_new = o_.previous_parameters.empty();
    const auto before = load_template_sets(sources_, o_.previous, {of_new ? o_.parameters : o_.previous_parameters, o_.param, of_new, &undeclared}, message);
    if (!before) {
      status_ = complain(message, usage);
      return false;
    }
    changes_ = publish_changes(*before, read_options_);
    return true;
  }

  static std::string load_key(const std::string& path, const TemplateValues& values) {
    std::string key = path;
    for (const auto& file : values.files) key += "\n" + file;
    for (const auto& value : values.single) key += "\n=" + value;
    return key;
  }

  /// Paths in a scenario are relative to its folder.
  std::string beside_scenario(std::string_view path) const {
    if (path.empty() || path.front() == '/' || o_.scenario.find('/') == std::string::npos) return std::string(path);
    return o_.scenario.substr(0, o_.scenario.find_last_of('/') + 1) + std::string(path);
  }

  TemplateLoader template_loader() {
    return [this](std::string_view path, const std::vector<std::string>& parameters, std::string& message) {
      TemplateValues values{{}, values_of_text_, false, nullptr};
      for (const auto& file : parameters) values.files.push_back(beside_scenario(file));
      // Sets of one template are asked for one by one.
      const auto [known, is_new] = loaded_.try_emplace(load_key(beside_scenario(path), values));
      auto& loaded = known->second;
      if (is_new) loaded.sets = load_template_sets(sources_, beside_scenario(path), values, loaded.failure);
      message = loaded.failure;
      return loaded.sets;
    };
  }

  std::shared_ptr<const Scenario> read(const std::string& variant) {
    ReadOptions options = read_options_;
    options.variant = variant;
    auto result = read_scenario(sources_, source_, options);
    print_findings(sources_, result.findings);
    if (!result.scenario || (o_.warnings_are_errors && std::any_of(result.findings.begin(), result.findings.end(), [](const Finding& f) { return f.severity == Severity::warning; }))) return nullptr;
    // What a first scenario would ask for is a proposal: who gave none has asked for nothing that could fail.
    if (o_.scenario.empty()) result.scenario->assertions.clear();
    if (variant == o_.variant) ask_for_sizes(*result.scenario);
    places_ = std::move(result.places);
    if (o_.monte_carlo > 0) {
      result.scenario->monte_carlo.present = true;
      result.scenario->monte_carlo.trials = o_.monte_carlo;
    }
    if (o_.seed >= 0) result.scenario->monte_carlo.seed = static_cast<std::uint64_t>(o_.seed);
    if (o_.trial != UINT64_MAX) result.scenario->trial = o_.trial;
    return std::make_shared<const Scenario>(std::move(*result.scenario));
  }

  /// On standard error, so that those who read a table or a file of numbers learn it too.
  void ask_for_sizes(const Scenario& scenario) {
    std::vector<Finding> open;
    for (const auto& setting : scenario.open_settings) {
      if (!setting.taken.empty()) continue;
      Finding finding;
      finding.code = "FL0411";
      finding.severity = Severity::warning;
      finding.message = "how many instances `" + scenario.sets[setting.set].id + "` has is not known before deployment: " + setting.why + "; its rollout is not simulated";
      finding.location = setting.where;
      finding.help = "give --parameters FILE or --param NAME=VALUE, or in a scenario `capacity` (or `parameters` beside `from`)";
      open.push_back(std::move(finding));
    }
    print_findings(sources_, open);
  }

  RolloutReport simulate_one(const std::shared_ptr<const Scenario>& scenario, const std::string& variant) {
    SimulateOptions run;
    run.trial = scenario->trial.value_or(0);
    // In a large fleet instances are listed one by one only where somebody reads them.
    const bool wants_facts = o_.format == "facts" || std::any_of(o_.outputs.begin(), o_.outputs.end(), [](const std::string& s) { return s.starts_with("facts="); });
    std::uint64_t instances = 0;
    for (const auto& set : scenario->sets) instances += set.capacity;
    run.finals = wants_facts || instances < 100'000 || o_.explain.find('/') != std::string::npos;
    run.batches = wants_facts || (max_report_ ? size_with_batches(*scenario) <= *max_report_ : scenario->sets.size() < 20'000);
    run.cancelled = [] { return interrupted != 0; };
    const bool talkative = isatty(STDERR_FILENO) != 0;
    Millis told = scenario->start;
    run.progress = [&](Millis at) {
      if (!talkative || at - told < one_day) return;
      told = at;
      std::fprintf(stderr, "\rsimulated up to %s", format_instant(at).c_str());
    };
    if (shard_count_ > 1 && o_.checkpoint.empty()) {
      status_ = complain("--shard needs --checkpoint FILE, which keeps what this shard finds out; --merge FILE brings shards together", usage);
      return {};
    }
    SavedFiles saved;
    std::string message;
    if (const int status = saved.load(*scenario, std::string(version) + (variant.empty() ? "" : " " + variant), o_.saved, o_.checkpoint, message); status != 0) {
      status_ = complain(message, status);
      return {};
    }
    const auto threads = static_cast<unsigned>(o_.threads != 0 ? o_.threads : std::max(1u, std::thread::hardware_concurrency()));
    RolloutReport report;
    if (!o_.saved.empty() || !o_.checkpoint.empty() || scenario->sets.size() >= 20'000) {
      PartsOptions parts;
      parts.run = run;
      parts.threads = threads;
      parts.shard = shard_index_ - 1;
      parts.shard_count = shard_count_;
      parts.saved = &saved.run();
      parts.save = saved.writer();
      report = simulate_parts(scenario, parts);
    } else {
      report = simulate(scenario, run);
    }
    if (talkative && told != scenario->start) std::fprintf(stderr, "\r\x1b[K");
    if (scenario->monte_carlo.present && !scenario->trial && !report.interrupted) {
      MonteCarloOptions options;
      options.threads = threads;
      options.cancelled = [] { return interrupted != 0; };
      if (talkative) options.progress = [](std::uint64_t done) { std::fprintf(stderr, "\r%llu trials", static_cast<unsigned long long>(done)); };
      options.shard = shard_index_ - 1;
      options.shard_count = shard_count_;
      options.saved = &saved.run();
      options.save = saved.writer();
      if (!o_.variants.empty()) options.observe = [this](std::uint64_t, const TrialSummary& trial) { trials_.push_back(trial); };
      report.monte_carlo = monte_carlo(scenario, options);
      if (report.monte_carlo->identical && !trials_.empty()) trials_.assign(report.monte_carlo->trials, TrialSummary(trials_.front()));
      if (interrupted != 0) report.interrupted = true;
      if (talkative) std::fprintf(stderr, "\r\x1b[K");
    }
    if (!saved.good()) {
      status_ = complain(o_.checkpoint + ": cannot be written", unreadable);
      return {};
    }
    if (shard_count_ > 1) {
      std::fprintf(stderr, "shard %llu of %llu is in %s\n", shard_index_, shard_count_, o_.checkpoint.c_str());
      finished_ = true;
      return {};
    }
    evaluate_assertions(report, variant, [] { return interrupted != 0; });
    return report;
  }

  /// Roughly how large the complete report gets with every batch in it.
  static std::uint64_t size_with_batches(const Scenario& s) {
    constexpr std::uint64_t of_batch = 350, of_instance = 14;
    std::uint64_t bytes = 0;
    for (const auto& set : s.sets) {
      const SetSpec& spec = s.spec_of(set);
      std::uint64_t updates = 0;
      for (const auto& image : s.images) updates += image.stream == spec.image.stream;
      for (const auto& publication : s.extension_versions) {
        for (const auto& extension : spec.extensions) updates += extension.stream == publication.stream;
      }
      const std::uint64_t domains = 5 * std::max<std::uint64_t>(1, s.zones_of(set).size());
      bytes += updates * (std::min<std::uint64_t>(set.capacity, domains + 10) * of_batch + set.capacity * of_instance);
    }
    return bytes;
  }

  /// A number of bytes, with KiB, MiB or GiB behind it.
  static std::optional<std::uint64_t> read_size(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    static constexpr std::pair<std::string_view, unsigned> units[] = {{"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}};
    for (const auto& [unit, shift] : units) {
      if (text == unit && value <= (UINT64_MAX >> shift)) return value << shift;
    }
    return std::nullopt;
  }

  std::optional<std::uint32_t> find_set(const Scenario& scenario, const std::string& id) {
    for (std::uint32_t i = 0; i < scenario.sets.size(); ++i) {
      if (scenario.sets[i].id == id || (id.empty() && scenario.sets.size() == 1)) return i;
    }
    complain((id.empty() ? std::string("which set? name one of ") : "set `" + id + "` does not exist; there are ") + set_names(scenario), usage);
    return std::nullopt;
  }

  static std::string set_names(const Scenario& scenario) {
    constexpr std::size_t most = 10;
    std::string names;
    for (std::size_t i = 0; i < scenario.sets.size() && i < most; ++i) names += (i ? ", `" : "`") + scenario.sets[i].id + "`";
    return scenario.sets.size() > most ? names + " and " + std::to_string(scenario.sets.size() - most) + " more" : names;
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
    if (o_.explain_all || !o_.explain.empty()) return explain(report);
    if (!o_.replay.empty()) {
      auto file = read_file(o_.replay, 64ull << 20);
      if (!file.text) return complain(o_.replay + ": " + file.message, unreadable);
      const SourceId history = sources_.add(o_.replay, std::move(*file.text));
      const auto set = find_set(scenario, o_.set);
      if (!set) return usage;
      bool same = false;
      print(replay_text(report, *set, sources_, history, same));
      return same ? clean : findings;
    }
    if (o_.check && o_.format == "text") {
      print(check_text(report, context()));
      return clean;
    }
    if (o_.assumptions) {
      print(assumptions_text(report));
      return clean;
    }
    if (o_.format != "text") {
      print(write_report(o_.format, report, context()));
      return clean;
    }
    TimelineOptions text;
    text.plain = o_.plain;
    text.colour = !o_.plain && !o_.no_colour && isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && std::atoi(columns) > 40) {
      text.width = static_cast<std::size_t>(std::atoi(columns));
    } else if (struct winsize size {}; ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40) {
      text.width = size.ws_col;
    }
    if (!changes_.empty()) {
      print("changes from " + report::printable(o_.previous) + "\n");
      for (const auto& change : changes_) print("  " + change + "\n");
      print("\n");
    }
    print(timeline_text(report, text));
    if (report.interrupted) std::fprintf(stderr, "fleetlint: %s\n", stopped_text(report).c_str());
    return clean;
  }

  /// `SET` or `SET/INSTANCE`.
  int explain(const RolloutReport& report) {
    const auto slash = o_.explain.find_last_of('/');
    const auto set = o_.explain.substr(0, slash);
    std::optional<std::uint32_t> instance;
    if (!o_.explain.empty()) {
      const auto found = find_set(*report.scenario, set);
      if (!found) return usage;
      if (slash != std::string::npos) {
        instance = find_instance(report, *found, std::string_view(o_.explain).substr(slash + 1));
        if (!instance) return usage;
      }
    }
    print(explain_text(report, set, instance));
    return clean;
  }

  /// Every instance that the set had at any time of the run, in order.
  static std::vector<std::uint32_t> instances_of(const RolloutReport& report, std::uint32_t set) {
    std::set<std::uint32_t> ids;
    const auto& course = report.of_set(set);
    for (const auto& final : course.finals) ids.insert(final.id);
    for (const auto& operation : course.operations)
      for (const auto& batch : operation.batches) {
        for (std::uint32_t i = 0; i < batch.instances.size(); ++i) ids.insert(batch.instances[i]);
        ids.insert(batch.created.begin(), batch.created.end());
        ids.insert(batch.deleted.begin(), batch.deleted.end());
      }
    return {ids.begin(), ids.end()};
  }

  /// The instance with this number among those that the set had at any time of the run.
  std::optional<std::uint32_t> find_instance(const RolloutReport& report, std::uint32_t set, std::string_view text) {
    const auto ids = instances_of(report, set);
    std::uint32_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error == std::errc{} && end == text.data() + text.size() && std::find(ids.begin(), ids.end(), id) != ids.end()) return id;
    std::string range = ids.empty() ? "it has none" : "it has " + std::to_string(ids.size()) + ", from " + std::to_string(ids.front()) + " to " + std::to_string(ids.back());
    complain("set `" + report.scenario->sets[set].id + "` has no instance `" + std::string(text) + "`; " + range, usage);
    return std::nullopt;
  }

  int compare(const std::shared_ptr<const Scenario>& base) {
    std::vector<NamedReport> reports;
    std::vector<std::string> names = o_.variants;
    if (names.size() == 1 && names[0] == "*") names = base->variant_names;
    if (names.empty()) return complain("the scenario has no `variants` to compare with", usage);
    if (const auto all = base->monte_carlo.present && !base->trial ? names.size() + 1 : 0; all > 0 && base->monte_carlo.trials > most_compared_trials / all)
      return complain("--compare keeps every trial of every variant: with " + std::to_string(names.size()) + " of them it takes at most " + std::to_string(most_compared_trials / all) + " trials (--monte-carlo)", usage);
    if (o_.format != "text" && o_.format != "json") return complain("--compare prints a table or, with --format json, the same for programs; not " + o_.format, usage);
    const auto other = std::find_if(o_.outputs.begin(), o_.outputs.end(), [](const std::string& output) { return !output.starts_with("json="); });
    if (other != o_.outputs.end()) return complain("--compare writes json=FILE; for " + *other + " run one variant with --variant", usage);
    reports.push_back({"base", simulate_one(base, ""), std::move(trials_)});
    for (const auto& name : names) {
      const auto scenario = read(name);
      if (!scenario) return usage;
      trials_.clear();
      reports.push_back({name, simulate_one(scenario, name), {}});
      reports.back().trials = std::move(trials_);
      if (status_ != clean) return status_;
    }
    for (const auto& output : o_.outputs) {
      const int written = write_output(output.substr(output.find('=') + 1), redact_secrets(compare_json(reports)));
      if (written != clean) return written;
    }
    print(o_.format == "json" ? compare_json(reports) : compare_text(reports));
    return verdict(reports.front().report);
  }

  int verdict(const RolloutReport& report) const {
    for (const auto& a : report.assertions) {
      if (!a.holds && (!a.warning || o_.warnings_are_errors)) return assertion_failed;
    }
    return nothing_is_decided(report) ? usage : clean;
  }

  const Options& o_;
  SourceSet sources_;
  SourceId source_;
  ReadOptions read_options_;
  struct Loaded {
    std::optional<std::vector<TemplateSet>> sets;
    std::string failure;  ///< why there are none
  };
  std::map<std::string, Loaded> loaded_;                                   ///< templates of the command line and those that `from` names
  std::map<std::string, TemplateSet::Places> places_;                      ///< by set
  std::vector<std::string> values_of_text_;                                ///< NAME=VALUE for templates that the scenario names: only where it was made from them
  std::vector<std::string> changes_;                                       ///< what --previous found
  std::vector<TrialSummary> trials_;
  TrialPicture trial_picture_;
  unsigned long long shard_index_ = 1, shard_count_ = 1;
  std::optional<std::uint64_t> max_report_;
  int status_ = clean;
  bool finished_ = false;  ///< a shard has nothing to show
};

/// Options that take several words also take what stands behind them; a template among those is meant as one.
void give_back_templates(Options& options) {
  const auto is_template = [](const std::string& word) { return word.ends_with(".bicep") || word.ends_with(".bicepparam"); };
  for (auto* words : {&options.variants, &options.saved}) {
    std::copy_if(words->begin(), words->end(), std::back_inserter(options.templates), is_template);
    std::erase_if(*words, is_template);
  }
}

}  // namespace

Command simulate_command() {
  return {"simulate", "simulate a rollout: when, in how many batches, what serves meanwhile, what stops it",
          "  fleetlint simulate --scenario rollout.yaml\n"
          "  fleetlint simulate main.bicep --parameters prod.bicepparam --scenario rollout.yaml --explain web\n"
          "  fleetlint simulate main.bicep --previous old.bicep --scenario rollout.yaml --check\n"
          "  fleetlint simulate --scenario rollout.yaml --output html=rollout.html\n"
          "  fleetlint simulate --scenario rollout.yaml --check --output sarif=rollout.sarif --output junit=rollout.xml\n"
          "  fleetlint simulate --scenario rollout.yaml --monte-carlo 10000 --compare '*'\n"
          "  fleetlint simulate main.bicep --new > rollout.yaml\n",
          40, [](CLI::App& app) -> std::function<int()> {
            auto o = std::make_shared<Options>();
            app.add_option("templates", o->templates, "Bicep or ARM templates whose scale sets take part")->check(given_path());
            app.add_option("--scenario", o->scenario, "scenario file (YAML or JSON)");
            app.add_option("--parameters", o->parameters, "parameter file of the templates; values of later ones win")->check(given_path())->allow_extra_args(false);
            app.add_option("--param", o->param, "NAME=VALUE for one parameter of the templates; wins over files")->allow_extra_args(false);
            app.add_option("--previous", o->previous, "earlier version of the template: the difference becomes a publication")->check(given_path());
            app.add_option("--previous-parameters", o->previous_parameters, "parameter file of the earlier version; without it --parameters are for both")->check(given_path())->allow_extra_args(false);
            app.add_option("--format", o->format, "text, json, facts, csv, jsonl, html, svg, markdown, sarif, junit, github or azure-devops");
            app.add_option("--output", o->outputs, "FORMAT=FILE, several times; the same formats")->allow_extra_args(false);
            app.add_option("--variant", o->variant, "run this variant of the scenario");
            app.add_option("--compare", o->variants, "run these variants too (* for all) and show the differences");
            app.add_flag("--plain", o->plain, "sentences instead of drawings");
            app.add_flag("--no-color", o->no_colour, "no colours");
            app.add_flag("--check", o->check, "assertions only, for CI; exit status 5 if one does not hold");
            app.add_flag("--warnings-as-errors", o->warnings_are_errors, "warnings of the scenario and assertions that only warn decide about the exit status as well");
            app.add_flag("--assumptions", o->assumptions, "the assumptions that entered, and what each other reading would change");
            app.add_flag("--explain-all", o->explain_all, "every decision as a sentence");
            auto* explain = app.add_option("--explain", o->explain, "the decisions about SET or SET/INSTANCE as sentences; about every set without a name")->expected(0, 1);
            app.add_option("--history", o->history, "the history of SET as the service would return it");
            app.add_option("--status", o->status, "the newest rolling upgrade of SET as the service would tell its status");
            app.add_option("--at", o->at, "instant of the history or status query")->check(instant());
            app.add_option("--history-schema", o->history_schema, "service or rest (endTime instead of completedTime)");
            app.add_option("--replay", o->replay, "compare a real history (JSON) with the simulated one");
            app.add_option("--set", o->set, "set that --replay is about");
            app.add_flag("--probability", o->probability, "exact probabilities by recurrence instead of sampling");
            app.add_option("--monte-carlo", o->monte_carlo, "number of trials")->check(whole_number(1, most_trials));
            app.add_option("--seed", o->seed, "seed of the random numbers")->check(whole_number(0, most_number));
            app.add_option("--trial", o->trial, "run only this trial")->check(whole_number(0, most_number));
            app.add_option("--threads,-j", o->threads, "threads for trials")->check(whole_number(0, most_threads));
            app.add_option("--shard", o->shard, "I/N: only every N-th region and trial, saved with --checkpoint");
            app.add_option("--checkpoint", o->checkpoint, "file that keeps finished regions and trials; a run that was killed goes on from there");
            app.add_option("--max-report", o->max_report, "keep every batch while the complete report stays below this size (2GiB, 500MiB); beyond it only those of operations with a failure");
            app.add_option("--merge", o->saved, "checkpoint files of shards: what they hold is not run again");
            app.add_flag("--new", o->fresh, "write a commented scenario to start from, for the sets of the template if there is one");
            app.add_flag("--schema", o->schema, "the JSON schema of scenario files, for editors");
            app.add_option("--now", o->now, "accepted like everywhere; a simulation has its own clock")->check(instant());
            return [o, explain] {
              o->explain_all = o->explain_all || (explain->count() > 0 && o->explain.empty());
              give_back_templates(*o);
              return Simulation(*o).run();
            };
          }};
}

}  // namespace fleetlint::cli
