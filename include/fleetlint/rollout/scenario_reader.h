#pragma once
// Reads a scenario file (YAML 1.2 subset or JSON). Mistakes become findings FL04xx with a place, what is allowed and the nearest name.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/rollout/scenario.h"

namespace fleetlint::rollout {

/// A setting of a set that its template leaves open until it is deployed.
struct UnknownSetting {
  std::string key;    ///< as the scenario has it, dots between: `capacity`, `upgradePolicy.mode`; `condition`: whether the set is deployed
  std::string why;    ///< "parameter `count` has no value"
  std::string taken;  ///< what counts instead; empty: nothing, such a set cannot be simulated
  Location where;
};

/// A set as read from a template; overridden by the scenario's keys. Text form of the scenario schema's set object (JSON).
struct TemplateSet {
  std::string name;
  std::map<std::string, std::string> parts;  ///< the keys of the scenario schema's `set`, each value as JSON
  /// What else of the model a change would have to apply, by name of the change (`size`, `customData`, `other`): only compared.
  std::map<std::string, std::string> model;
  struct Places {
    Location rolling, automatic_os, policy, resource;  ///< where the template says what decides about upgrades
  } places;
  std::vector<UnknownSetting> unknown;       ///< what a scenario should give
  std::string template_path;                 ///< where it comes from, as `from` of a scenario names it
  std::vector<std::string> parameter_paths;  ///< later ones win
  std::string json() const;                  ///< the object
};
/// Loads the sets of a template: (template, its parameter files) to sets; nullopt and a message if that fails.
using TemplateLoader = std::function<std::optional<std::vector<TemplateSet>>(std::string_view template_path,
                                                                            const std::vector<std::string>& parameter_paths, std::string& message)>;

struct ReadOptions {
  std::string variant;     ///< apply this variant's patch
  TemplateLoader loader;   ///< for `from:`; without one, `from` is an error
  /// Whether there is a file of this name, as `from.parameters` gives it; without it that is left to the loader.
  std::function<bool(std::string_view path)> has_file;
  std::vector<TemplateSet> sets;  ///< added before the sets of the file: templates named on the command line
  /// What a change between two templates sets off (JSON objects as in `actions` and `images`; `"$start"` is the scenario's start).
  std::vector<std::string> extra_actions, extra_images;
  std::vector<std::string> assumed;           ///< what stands for a scenario that nobody gave; kept in `Scenario::assumed`
  std::uint64_t set_limit = 2'000'000;        ///< listed and generated
  std::uint64_t instance_limit = 1'000'000'000;
};

struct ScenarioRead {
  std::optional<Scenario> scenario;  ///< absent if there are errors
  std::vector<Finding> findings;
  std::map<std::string, TemplateSet::Places> places;  ///< by id of each set that comes from a template
};

/// Never throws; bounded in memory and time whatever the bytes are.
ScenarioRead read_scenario(const SourceSet& sources, SourceId source, const ReadOptions& options);

/// The JSON schema (draft 2020-12) of scenario files, for editors. The reader checks more than a schema can say.
std::string scenario_schema();

}  // namespace fleetlint::rollout
