#pragma once
// A rule is one file in rules/<area>/ that defines `const Rule <file name>`; it is found by existing.
// Its page, its line in `fleetlint rules`, SARIF metadata and configuration schema come from here.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/tri.h"
#include "fleetlint/fleet/dates.h"
#include "fleetlint/fleet/fleet_model.h"
#include "fleetlint/fleet/property.h"
#include "fleetlint/fleet/symbolic_text.h"

namespace fleetlint::rules {

using namespace fleet;  // rules are written in the model's words

class RuleContext;

enum class Confidence : std::uint8_t { low, medium, high };
/// What happens to who ignores the finding.
enum class Outcome : std::uint8_t { refused, upgrade_fails, no_upgrade, outage, data_loss, secret_leak, advice };
/// Whether a fix may be applied: `yes` is determined by the template alone, `suggest` needs its owner.
enum class FixClass : std::uint8_t { no, suggest, yes };

std::string_view to_string(Confidence confidence);
std::string_view to_string(Outcome outcome);
std::string_view to_string(FixClass fix);

/// Metadata and check of one rule. All text is static.
struct Rule {
  const char* id;     ///< FL-UPG-001: never reused
  const char* name;   ///< os-upgrade-off: what it finds, so that "allow os-upgrade-off" reads well
  const char* title;  ///< one sentence without a full stop
  Severity severity = Severity::warning;
  Outcome outcome = Outcome::advice;
  int tier = 3;
  bool on_by_default = true;
  Confidence confidence = Confidence::high;
  FixClass fix = FixClass::no;
  const char* tags = "";            ///< blanks between: "upgrade image"
  const char* suppressed_by = "";   ///< ids with blanks between: silent about a resource that one of them reports
  const char* replaces = "";        ///< code of reader or evaluator of which nothing is told where this rule reports: at the same place, or with `*` anything that begins inside
  const char* settings = "";        ///< name=default with blanks between: "days=30 table=union"
  const char* page = "";            ///< Markdown: what, why, flagged, fine, fix, sources
  /// Called for each scale set that is not existing; or once for the model; or once for the bytes of the given file,
  /// also when it is no template. One of the three is set.
  void (*check_scale_set)(const ScaleSet& set, RuleContext& context) = nullptr;
  void (*check_model)(const FleetModel& model, RuleContext& context) = nullptr;
  void (*check_source)(SourceId file, RuleContext& context) = nullptr;

  std::string_view area() const { return std::string_view(id).substr(3, std::string_view(id).find('-', 3) - 3); }
  /// Whether `suppressed_by` lists the rule with this id.
  bool yields_to(std::string_view other_id) const;
  /// `settings` taken apart: names with their defaults, as written.
  std::vector<std::pair<std::string_view, std::string_view>> settings_with_defaults() const;
};

/// Defines the rule of a file; its name is the file's.
#define FLEETLINT_RULE(name)                \
  extern const ::fleetlint::rules::Rule name; \
  const ::fleetlint::rules::Rule name

/// All rules, by id.
const std::vector<const Rule*>& all_rules();
/// By id or name, without case; null when there is none.
const Rule* find_rule(std::string_view id_or_name);
/// What `find_rule` finds, for proposals: id and name of each rule.
std::vector<std::string_view> rule_ids_and_names();

/// A file with parameter values that was given to the run.
struct ParameterFile {
  SourceId source;
  struct Value {
    std::string name;
    eval::Value value;
    Location location;
    bool is_reference = false;
  };
  std::vector<Value> values;
};

/// When one batch of a simulated rollout works on which set; for rules that need the simulator.
struct RolloutFacts {
  struct Batch {
    std::int64_t number = 0;
    fleet::Instant start = 0, end = 0;
    std::int64_t instances = 0;
    int zone = 0;  ///< 0: none
  };
  struct Set {
    std::string name;  ///< the set's name in the template
    std::vector<Batch> batches;
    bool finished = false;
    bool assumption = false;  ///< capacity or durations were assumed
    /// Facts of the run by name, as the rules of the simulator area document them.
    std::map<std::string, std::string> facts;
  };
  std::vector<Set> sets;
};

/// How a rule was configured: level and settings.
struct RuleSettings {
  std::optional<Severity> level;
  std::map<std::string, std::string> values;  ///< by setting name; lists with newlines between
};

/// What a run gives to its rules besides the model.
struct RuleInput {
  const FleetModel* model = nullptr;          ///< null: the given file is no template; only its bytes are checked
  SourceId given;                             ///< the file that was given
  const FleetModel* previous = nullptr;       ///< of the earlier version, for change rules
  const SourceSet* sources = nullptr;
  fleet::Instant now = 0;
  std::vector<ParameterFile> parameter_files;
  const RolloutFacts* rollout = nullptr;
  /// HTTP status of addresses (without query), as somebody asked them; 0: no answer. fleetlint itself asks nobody.
  std::map<std::string, std::int64_t, std::less<>> url_status;
  std::map<std::string, RuleSettings> settings;  ///< by rule id
  std::vector<std::string> enabled, disabled;    ///< ids; what the command line says wins over `settings`
  bool possible = false;                         ///< keep findings that are only possible
};

/// A finding with what the rule knew; `finding` is what users see.
struct RuleFinding {
  Finding finding;
  const Rule* rule = nullptr;
  std::string subject;          ///< the resource the suppression between rules compares
  std::string element;          ///< part of it (an extension, a token); empty: the whole
  Location resource_location;   ///< the declaration of the resource
  const Resource* resource = nullptr;
  bool conditional = false;     ///< the resource is deployed only if a condition holds that is not known
  bool assumed_default = false; ///< the value is a parameter's default
};

/// Adds to the finding that was just reported. Chained: `context.report(...).note(...).help(...)`.
class FindingBuilder {
 public:
  explicit FindingBuilder(RuleFinding* finding) : finding_(finding) {}
  FindingBuilder& note(Location location, std::string message);
  /// The other side of a mismatch; the way its value went is added.
  FindingBuilder& note(const Property& property, std::string message);
  FindingBuilder& help(std::string text);
  FindingBuilder& severity(Severity severity);
  /// Not certain: shown only when asked for.
  FindingBuilder& possible();
  /// The part of the resource that suppression between rules compares: an extension's name, a token.
  FindingBuilder& element(std::string text);
  /// Replaces the text at `location`; `certain` edits may be applied without asking.
  FindingBuilder& fix(std::string title, Location location, std::string replacement, bool certain);
  /// Replaces the value of a property when its author wrote it as a literal: `replacement` is a JSON-like scalar
  /// (text without quotes for strings), put into the syntax of the file.
  FindingBuilder& fix_value(const Property& property, std::string_view replacement);

 private:
  RuleFinding* finding_;
};

/// What several rules of one run need and compute once, by type.
class RunStore {
 public:
  template <typename T, typename Make>
  const T& get(Make&& make) {
    auto& slot = slots_[std::type_index(typeid(T))];
    if (slot == nullptr) slot = std::make_shared<const T>(make());
    return *static_cast<const T*>(slot.get());
  }

 private:
  std::map<std::type_index, std::shared_ptr<const void>> slots_;
};

/// What a check may ask and where it reports. One per rule and run.
class RuleContext {
 public:
  RuleContext(const Rule& rule, const RuleInput& input, RunStore& store, std::vector<RuleFinding>& out)
      : rule_(rule), input_(input), store_(store), out_(out) {}

  /// Reports at the place where the author wrote the property, with the way of its value as notes.
  FindingBuilder report(const ScaleSet& set, const Property& at, std::string message);
  FindingBuilder report(const Resource& resource, const Property& at, std::string message);
  FindingBuilder report(const ScaleSet& set, const Extension& extension, const Property& at, std::string message);
  /// About something that is no resource: a parameter, an output, a parameter file.
  FindingBuilder report_at(std::string subject, Location location, std::string path, std::string message);
  /// What rules with a smaller id have found about this set and its extensions so far.
  std::vector<const RuleFinding*> reported_about(const ScaleSet& set) const;
  /// Counts as not evaluated: an unknown value decided.
  void not_evaluated() { ++unknown_count_; }

  const FleetModel& model() const { return *input_.model; }
  const FleetModel* previous() const { return input_.previous; }
  const RuleInput& input() const { return input_; }
  const SourceSet& sources() const { return *input_.sources; }
  RunStore& store() { return store_; }
  fleet::Instant now() const { return input_.now; }
  const Rule& rule() const { return rule_; }
  /// A setting of this rule: configured, or its default in `Rule::settings`.
  std::string setting(std::string_view name) const;
  std::int64_t setting_number(std::string_view name) const;
  bool setting_true(std::string_view name) const;
  std::vector<std::string> setting_list(std::string_view name) const;
  std::size_t unknown_count() const { return unknown_count_; }

 private:
  FindingBuilder add(RuleFinding finding, const Property& at);

  const Rule& rule_;
  const RuleInput& input_;
  RunStore& store_;
  std::vector<RuleFinding>& out_;
  std::size_t unknown_count_ = 0;
};

/// A rule that said nothing, and may have more to say once certain values are known.
struct UndecidedRule {
  const Rule* rule = nullptr;
  std::vector<std::string> parameters;  ///< of the template, without a value, that keep an answer back; sorted
};

struct RuleRun {
  std::vector<RuleFinding> findings;     ///< sorted by place
  std::vector<UndecidedRule> undecided;  ///< by id
};
/// Runs every rule that is on; removes what another rule says better and what would be told twice.
RuleRun run_rules(const RuleInput& input);
/// Whether a rule runs with this configuration, and at which severity (off: it does not).
Severity effective_severity(const Rule& rule, const RuleInput& input);

}  // namespace fleetlint::rules
