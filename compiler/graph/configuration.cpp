#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/configuration.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "fleetlint/compiler/artifact.h"
#include "fleetlint/template/reader.h"
#include "graph/built_in_extensions.h"
#include "graph/configuration_shape.h"

namespace fleetlint::compiler {
namespace {

constexpr std::size_t max_chain_depth = 64;  // of `extends`, as in the reference

bool is_file(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

std::optional<std::string> text_of(const arm::Node* node) {
  if (node == nullptr || !node->is_string()) return std::nullopt;
  return std::string(node->text);
}

Finding document_error(std::string code, std::string message, SourceId source) {
  Finding finding;
  finding.code = std::move(code);
  finding.message = std::move(message);
  finding.location = {source, {}};
  return finding;
}

void apply_features(const arm::Node& features, FeatureSet& set) {
  for (const auto& facts : feature_facts()) {
    if (const auto* value = setting(features, facts.key); value != nullptr && value->is(arm::NodeKind::boolean)) set.set(facts.feature, value->boolean);
  }
}

void apply_module_aliases(const arm::Node& aliases, Configuration& configuration) {
  if (const auto* registries = setting(aliases, "br")) {
    for (const auto& member : registries->members) {
      auto& alias = configuration.registry_aliases[std::string(member.name)];
      // Objects merge property by property, so a nearer file may override the registry alone.
      if (auto registry = text_of(setting(member.value, "registry"))) alias.registry = std::move(registry);
      if (auto path = text_of(setting(member.value, "modulePath"))) alias.module_path = std::move(path);
    }
  }
  if (const auto* specs = setting(aliases, "ts")) {
    for (const auto& member : specs->members) {
      auto& alias = configuration.template_spec_aliases[std::string(member.name)];
      if (auto subscription = text_of(setting(member.value, "subscription"))) alias.subscription = std::move(subscription);
      if (auto group = text_of(setting(member.value, "resourceGroup"))) alias.resource_group = std::move(group);
    }
  }
}

void apply_layer(const arm::Node& root, Configuration& configuration) {
  if (const auto* features = setting(root, "experimentalFeaturesEnabled")) apply_features(*features, configuration.features);
  if (const auto* aliases = setting(root, "moduleAliases")) apply_module_aliases(*aliases, configuration);
  if (const auto* mocks = setting(root, "moduleAliasesMock")) {
    if (const auto* registries = setting(*mocks, "br")) {
      for (const auto& member : registries->members) {
        configuration.mock_aliases[std::string(member.name)] = text_of(setting(member.value, "mapToFilePath"));
      }
    }
  }
  if (const auto* extensions = setting(root, "extensions")) {
    for (const auto& member : extensions->members) {
      if (member.value.is_string()) configuration.extensions[std::string(member.name)] = std::string(member.value.text);
    }
  }
  // What is no array counts as an empty one.
  if (const auto* implicit = setting(root, "implicitExtensions"); implicit != nullptr && !implicit->is(arm::NodeKind::null)) {
    configuration.implicit_extensions.clear();
    for (const auto& item : implicit->items) {
      if (item.is_string()) configuration.implicit_extensions.emplace_back(item.text);
    }
  }
  if (auto cache = text_of(setting(root, "cacheRootDirectory"))) configuration.cache_root = std::move(cache);
  if (const auto* warn = setting(root, "experimentalFeaturesWarning"); warn != nullptr && warn->is(arm::NodeKind::boolean)) {
    configuration.experimental_features_warning = warn->boolean;
  }
  if (const auto* analyzers = setting(root, "analyzers")) {
    if (const auto* core = setting(*analyzers, "core")) {
      if (const auto* enabled = setting(*core, "enabled"); enabled != nullptr && enabled->is(arm::NodeKind::boolean)) {
        configuration.analyzers_enabled = enabled->boolean;
      }
      if (const auto* rules = setting(*core, "rules")) configuration.rule_layers.insert(configuration.rule_layers.begin(), rules);
    }
  }
}

/// `cloud.NAME` of the strongest layer that has it; layers are nearest first.
const arm::Node* cloud_setting(const std::vector<std::shared_ptr<const arm::TemplateIr>>& layers, std::initializer_list<std::string_view> path) {
  for (const auto& layer : layers) {
    const auto* at = setting(layer->root, "cloud");
    for (const auto name : path) at = at != nullptr ? setting(*at, name) : nullptr;
    if (at != nullptr && !at->is(arm::NodeKind::null)) return at;
  }
  return nullptr;
}

bool is_web_address(std::string_view text) {
  const auto low = to_lower_ascii(text);
  const std::size_t scheme = low.starts_with("https://") ? 8 : low.starts_with("http://") ? 7 : 0;
  return scheme != 0 && low.size() > scheme && low[scheme] != '/';
}

/// 32 hexadecimal digits, hyphens where they belong or nowhere, braces or parentheses around them or not.
bool is_guid(std::string_view text) {
  if (text.size() == 38 && ((text.front() == '{' && text.back() == '}') || (text.front() == '(' && text.back() == ')'))) text = text.substr(1, 36);
  const bool hyphens = text.size() == 36;
  if (!hyphens && text.size() != 32) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = hyphens && (i == 8 || i == 13 || i == 18 || i == 23);
    if (hyphen ? text[i] != '-' : std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos) return false;
  }
  return true;
}

/// What is wrong with the cloud that the files choose and with the identity for its registry. It changes no template, but the
/// reference does not take such a file; empty: nothing.
std::string cloud_problem(const std::vector<std::shared_ptr<const arm::TemplateIr>>& layers) {
  const auto chosen = text_of(cloud_setting(layers, {"currentProfile"})).value_or("AzureCloud");
  std::set<std::string, std::less<>> known{"AzureChinaCloud", "AzureCloud", "AzureUSGovernment"};
  const bool built_in = known.contains(chosen);
  for (const auto& layer : layers) {
    const auto* cloud = setting(layer->root, "cloud");
    const auto* profiles = cloud != nullptr ? setting(*cloud, "profiles") : nullptr;
    if (profiles == nullptr) continue;
    for (const auto& member : profiles->members) known.emplace(member.name);
  }
  if (!known.contains(chosen)) {
    std::string names;
    for (const auto& name : known) names += (names.empty() ? "\"" : "\", \"") + name;
    return fmt::format("The cloud profile \"{}\" does not exist. Available profiles include {}\"", chosen, names);
  }
  for (const std::string_view property : {"resourceManagerEndpoint", "activeDirectoryAuthority"}) {
    const auto* value = cloud_setting(layers, {"profiles", chosen, property});
    if (value == nullptr && built_in) continue;
    const auto text = text_of(value);
    if (!text) return fmt::format("The cloud profile \"{}\" is invalid. The \"{}\" property cannot be null or undefined", chosen, property);
    if (!is_web_address(*text)) return fmt::format("The cloud profile \"{}\" is invalid. The value of the \"{}\" property \"{}\" is not a valid URL", chosen, property, *text);
  }
  const auto identity_type = text_of(cloud_setting(layers, {"credentialOptions", "managedIdentity", "type"}));
  if (identity_type && equals_ignoring_case(*identity_type, "UserAssigned")) {
    const auto client = text_of(cloud_setting(layers, {"credentialOptions", "managedIdentity", "clientId"}));
    const auto resource = text_of(cloud_setting(layers, {"credentialOptions", "managedIdentity", "resourceId"}));
    if (!client && !resource) return "The managed-identity configuration is invalid. Either \"clientId\" or \"resourceId\" must be set for user-assigned identity";
    if (client && resource) return "The managed-identity configuration is invalid. \"clientId\" and \"resourceId\" cannot be set at the same time for user-assigned identity";
    if (client && !is_guid(*client)) return "The managed-identity configuration is invalid. \"clientId\" must be a GUID";
    if (resource && !resource->starts_with('/')) return "The managed-identity configuration is invalid. \"resourceId\" must be a valid Azure resource identifier";
  }
  return {};
}

// The reference's built-in defaults, as far as compilation needs them (linter defaults live with the linter rules).
void apply_defaults(Configuration& configuration) {
  configuration.registry_aliases["public"] = {"mcr.microsoft.com", "bicep"};
  for (const auto& extension : built_in_extensions())
    if (extension.is_configured) configuration.extensions[std::string(extension.name)] = "builtin:";
  configuration.implicit_extensions = {"az"};
}

}  // namespace

const std::vector<FeatureFacts>& feature_facts() {
  static const std::vector<FeatureFacts> facts = {
      {Feature::oci_enabled, "ociEnabled", "OCI registry support", true, false},
      {Feature::symbolic_name_codegen, "symbolicNameCodegen", "Symbolic name code generation", false, false},
      {Feature::resource_info_codegen, "resourceInfoCodegen", "Resource info code generation", true, true},
      {Feature::resource_typed_params_and_outputs, "resourceTypedParamsAndOutputs", "Resource-typed parameters and outputs", true, false},
      {Feature::source_mapping, "sourceMapping", "Source mapping", true, false},
      {Feature::test_framework, "testFramework", "Test framework", false, false},
      {Feature::assertions, "assertions", "Asserts", true, true},
      {Feature::wait_until, "waitUntil", "Enable waitUntil feature on resource bicep types", true, true},
      {Feature::local_deploy, "localDeploy", "Enable local deploy", true, true},
      {Feature::module_extension_configs, "moduleExtensionConfigs", "Enable defining extension configs for modules", true, true},
      {Feature::user_defined_constraints, "userDefinedConstraints", "Enable @validate() decorator", true, true},
      {Feature::deploy_commands, "deployCommands", "Enable deploy commands", true, true},
      {Feature::runtime_values_in_tags_and_sku, "runtimeValuesInTagsAndSku", "Enable runtime values in tags and SKU", true, true},
      {Feature::az_extension_config, "azExtensionConfig", "Enable configuration for the built-in 'az' extension", true, true},
      {Feature::legacy_formatter, "legacyFormatter", "", false, false},
      {Feature::patch, "patch", "", false, false},
  };
  return facts;
}

std::optional<Feature> feature_named(std::string_view key) {
  const auto same = [](char a, char b) {
    return to_lower_ascii(a) == to_lower_ascii(b);
  };
  for (const auto& facts : feature_facts()) {
    if (std::equal(key.begin(), key.end(), facts.key.begin(), facts.key.end(), same)) return facts.feature;
  }
  return std::nullopt;
}

const arm::Node* Configuration::rule_setting(std::string_view rule, std::string_view setting) const {
  for (const auto* layer : rule_layers) {
    const auto* entry = compiler::setting(*layer, rule);
    const auto* value = entry != nullptr ? compiler::setting(*entry, setting) : nullptr;
    if (value != nullptr && !value->is(arm::NodeKind::null)) return value;
  }
  return nullptr;
}

ConfigurationCache::ConfigurationCache(SourceSet& sources, Limits limits, Options options)
    : sources_(sources), limits_(limits), options_(std::move(options)) {}

const Configuration& ConfigurationCache::for_file(const std::string& path) {
  const std::lock_guard lock(mutex_);
  return for_directory(options_.fixed_file ? std::string{} : normalize_path(directory_of(path)));
}

std::string ConfigurationCache::nearest_file(std::string folder) {
  std::vector<std::string> looked_at;
  std::string found;
  for (;;) {
    if (const auto known = nearest_.find(folder); known != nearest_.end()) {
      found = known->second;
      break;
    }
    looked_at.push_back(folder);
    auto candidate = (folder == "/" ? "" : folder) + "/bicepconfig.json";
    if (is_file(candidate)) {
      found = std::move(candidate);
      break;
    }
    if (folder == "/") break;
    folder = directory_of(folder);
  }
  for (auto& seen : looked_at) nearest_.emplace(std::move(seen), found);
  return found;
}

const Configuration& ConfigurationCache::for_directory(const std::string& directory) {
  if (const auto found = by_directory_.find(directory); found != by_directory_.end()) return *found->second;
  std::string config_path;
  if (options_.fixed_file) {
    config_path = *options_.fixed_file;
  } else {
    config_path = nearest_file(absolute_path(directory));
  }
  auto& loaded = by_config_file_[config_path];
  if (!loaded) loaded = load(config_path);
  by_directory_[directory] = loaded.get();
  return *loaded;
}

std::unique_ptr<Configuration> ConfigurationCache::load(const std::string& config_path) {
  auto result = std::make_unique<Configuration>();
  apply_defaults(*result);
  result->path = config_path;
  std::vector<std::string> visited;
  std::string next = config_path;
  while (!next.empty()) {
    auto read = sources_.read(next, limits_.file_bytes);
    if (!read.text) {
      result->findings.push_back(document_error("BCP272", fmt::format("Could not load the Bicep configuration file \"{}\": {}.", next, read.message), SourceId::none()));
      break;
    }
    const auto source = sources_.add(next, std::move(*read.text));
    auto parsed = arm::read_json(sources_, source, arm::ExpressionMode::literal, limits_);
    if (parsed->has_errors() || !parsed->root.is_object()) {
      const auto why = parsed->findings.empty() ? std::string("the file does not hold an object") : parsed->findings.front().message;
      result->findings.push_back(document_error("BCP271", fmt::format("Failed to parse the contents of the Bicep configuration file \"{}\" as valid JSON: {}.", next, why), source));
      if (!parsed->findings.empty()) result->findings.back().location = parsed->findings.front().location;
      break;
    }
    if (const auto problem = shape_problem(parsed->root)) {
      result->findings.push_back(document_error("BCP271", fmt::format("Failed to parse the contents of the Bicep configuration file \"{}\" as valid JSON: {}.", next, problem->message), source));
      result->findings.back().location = problem->location;
      break;
    }
    result->layers.push_back(parsed);
    visited.push_back(next);
    const auto extends = text_of(setting(parsed->root, "extends"));
    if (!extends || extends->find_first_not_of(" \t\r\n") == std::string::npos) break;
    if (extends->starts_with('/') || extends->starts_with('\\')) {
      result->findings.push_back(document_error("BCP453", fmt::format("The \"extends\" value in the Bicep configuration file \"{}\" must be a relative path. Absolute paths are not allowed.", next), source));
      break;
    }
    const auto base = normalize_path(directory_of(next) + "/" + *extends);
    if (std::find(visited.begin(), visited.end(), base) != visited.end()) {
      std::string cycle;
      for (const auto& path : visited) cycle += path + " -> ";
      result->findings.push_back(document_error("BCP454", fmt::format("A cycle was detected in the Bicep configuration \"extends\" chain starting from \"{}\": {}{}.", config_path, cycle, base), source));
      break;
    }
    if (visited.size() >= max_chain_depth) {
      result->findings.push_back(document_error("BCP455", fmt::format("The Bicep configuration \"extends\" chain starting from \"{}\" exceeds the maximum allowed depth of {}.", config_path, max_chain_depth), source));
      break;
    }
    next = base;
  }
  if (result->findings.empty() && !result->layers.empty()) {
    if (const auto problem = cloud_problem(result->layers); !problem.empty()) {
      result->findings.push_back(document_error("BCP273", fmt::format("Failed to parse the contents of the Bicep configuration file \"{}\": {}.", config_path, problem), result->layers.front()->source));
    }
  }
  if (result->findings.empty()) {
    for (auto layer = result->layers.rbegin(); layer != result->layers.rend(); ++layer) apply_layer((*layer)->root, *result);
  }
  result->features = result->features | options_.extra_features;
  if (options_.cache_root) result->cache_root = options_.cache_root;
  return result;
}

}  // namespace fleetlint::compiler
