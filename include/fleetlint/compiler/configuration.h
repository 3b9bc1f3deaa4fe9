#pragma once
// bicepconfig.json: looked up from the file that is compiled upwards, merged over its `extends` chain and the built-in
// defaults.
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

/// `experimentalFeaturesEnabled.*` of bicepconfig.json.
enum class Feature : std::uint8_t {
  oci_enabled,
  symbolic_name_codegen,
  resource_info_codegen,
  resource_typed_params_and_outputs,
  source_mapping,
  test_framework,
  assertions,
  wait_until,
  local_deploy,
  module_extension_configs,
  user_defined_constraints,
  deploy_commands,
  runtime_values_in_tags_and_sku,
  az_extension_config,
  legacy_formatter,
  patch,
};

/// What is known about a feature: the key in bicepconfig.json, the name that goes into the metadata of a template, and
/// whether a template that uses it needs an experimental version of the template language.
struct FeatureFacts {
  Feature feature;
  std::string_view key;
  std::string_view display_name;
  bool impacts_compilation;
  bool experimental_language_version;
};
/// In the order in which the reference lists enabled features.
const std::vector<FeatureFacts>& feature_facts();
std::optional<Feature> feature_named(std::string_view key);

class FeatureSet {
 public:
  bool has(Feature feature) const { return (bits_ >> static_cast<unsigned>(feature)) & 1; }
  void set(Feature feature, bool enabled = true) {
    const auto bit = 1u << static_cast<unsigned>(feature);
    bits_ = enabled ? bits_ | bit : bits_ & ~bit;
  }
  FeatureSet operator|(FeatureSet other) const { FeatureSet r; r.bits_ = bits_ | other.bits_; return r; }
  friend bool operator==(FeatureSet, FeatureSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

/// `moduleAliases.br.NAME`: `registry` is null in a broken entry.
struct RegistryAlias {
  std::optional<std::string> registry, module_path;
};
/// `moduleAliases.ts.NAME`.
struct TemplateSpecAlias {
  std::optional<std::string> subscription, resource_group;
};

/// The merged configuration of one file.
struct Configuration {
  std::string path;  ///< of the nearest bicepconfig.json; empty when only the defaults hold
  FeatureSet features;
  std::map<std::string, RegistryAlias, std::less<>> registry_aliases;
  std::map<std::string, TemplateSpecAlias, std::less<>> template_spec_aliases;
  std::map<std::string, std::optional<std::string>, std::less<>> mock_aliases;  ///< name to `mapToFilePath`
  std::map<std::string, std::string, std::less<>> extensions;                   ///< name to `builtin:`, reference or path
  std::vector<std::string> implicit_extensions;
  std::optional<std::string> cache_root;
  bool experimental_features_warning = true;
  bool analyzers_enabled = true;
  /// Layers of `analyzers.core.rules`, the strongest first; values live in `layers`.
  std::vector<const arm::Node*> rule_layers;
  std::vector<std::shared_ptr<const arm::TemplateIr>> layers;  ///< parsed files, nearest first
  std::vector<Finding> findings;                               ///< what is wrong with the files (BCP271 and others)

  /// A setting of a linter rule (`level` or one of its own), from the strongest layer that has it; or null.
  const arm::Node* rule_setting(std::string_view rule, std::string_view setting) const;
};

/// Finds and reads configurations, each file once. Thread-safe.
class ConfigurationCache {
 public:
  struct Options {
    std::optional<std::string> fixed_file;  ///< `--config FILE`: replaces the lookup
    FeatureSet extra_features;              ///< `--features`
    std::optional<std::string> cache_root;  ///< `--cache-root DIR`
  };
  ConfigurationCache(SourceSet& sources, Limits limits, Options options);

  /// The configuration that holds for this file. The reference stays valid as long as the cache.
  const Configuration& for_file(const std::string& path);

 private:
  const Configuration& for_directory(const std::string& directory);
  /// The nearest bicepconfig.json of an absolute folder or those above; empty when there is none.
  std::string nearest_file(std::string folder);
  std::unique_ptr<Configuration> load(const std::string& config_path);

  SourceSet& sources_;
  Limits limits_;
  Options options_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> nearest_;  // of each folder that was looked at
  std::map<std::string, const Configuration*> by_directory_;
  std::map<std::string, std::unique_ptr<Configuration>> by_config_file_;
};

}  // namespace fleetlint::compiler
