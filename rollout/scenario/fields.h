#pragma once
// Reading one mapping of a scenario: known keys, types, ranges and units, each mistake a finding at the place where it stands.
#include <array>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "fleetlint/rollout/scenario_reader.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout {

/// Of a set; where its size is not known any of them may be meant.
inline constexpr std::uint32_t most_instances = 1000;

/// What is named in one section and referred to in others.
enum class Reference : std::uint8_t { set, region, maintenance };

/// What the readers of all sections share.
struct ReadContext {
  ReadContext(const SourceSet& all_sources, const ReadOptions& read_options, Scenario& read, std::vector<Finding>& told, YamlTree& nodes)
      : sources(all_sources), options(read_options), scenario(read), findings(told), tree(nodes) {}

  const SourceSet& sources;
  const ReadOptions& options;
  Scenario& scenario;
  std::vector<Finding>& findings;
  YamlTree& tree;
  std::unordered_map<std::string, std::uint32_t> regions, sets, maintenance;
  std::unordered_map<std::string, VersionId> versions;
  std::vector<std::uint32_t> largest_capacity;  ///< by set: with every `scale` action
  std::string named;  ///< what the file takes from elsewhere; part of the input's hash
  const YamlNode* root = nullptr;
  std::map<std::string, TemplateSet::Places> places;  ///< by set that comes from a template
  /// The names that a section lists, right or wrong; collected when first asked for.
  struct Listed {
    const YamlNode* section = nullptr;
    std::unordered_set<std::string_view> names;
  };
  std::array<Listed, 3> listed;  ///< by kind of reference
  bool told_second_part = false;  ///< that a template takes part by the command line and by the scenario
  bool sets_incomplete = false;  ///< a mistake hides names of sets: nobody is told that one of them does not exist

  /// One mistake is told once, also where several sets share the settings that it stands in.
  void error(const char* code, Location location, std::string message, std::string help = {});
  /// What is no mistake for certain; the scenario runs all the same.
  void warning(const char* code, Location location, std::string message, std::string help = {});
  bool full() const { return findings.size() >= 100; }
  /// A version's id; text that is no version gets one too, so that labels can be compared.
  VersionId version(std::string_view text);
  /// What the name in `node` stands for. If it is nowhere in the file, that is a finding FL0407; if it is listed but has mistakes of
  /// its own, they are enough.
  std::optional<std::uint32_t> refer(Reference kind, const YamlNode* node);
  /// Whether the file lists this name, or its section is no list at all: then something else was told about it.
  bool is_listed(Reference kind, std::string_view name);
};

/// The nearest of `names` to `word`, or empty if none is near.
std::string_view nearest_name(std::string_view word, std::span<const std::string_view> names);
std::string quoted_list(std::span<const std::string_view> names);
bool is_version(std::string_view text);
/// Letters, digits, `.`, `_` and `-`, a letter or digit first: what names in a scenario are made of.
bool is_identifier(std::string_view text);

/// One word of an enumeration.
template <typename E>
struct Word {
  std::string_view text;
  E value;
};

/// A mapping under its name in messages (`sets[2].health`), with the keys that may stand in it.
class Fields {
 public:
  Fields(ReadContext& context, const YamlNode* node, std::string name, std::initializer_list<std::string_view> keys);

  bool is_mapping() const { return mapping_; }
  const std::string& name() const { return name_; }
  bool has_unknown_keys() const { return unknown_keys_; }
  Location location() const { return node_->location; }
  const YamlNode* find(std::string_view key) const { return mapping_ ? node_->find(key) : nullptr; }
  /// The value, or a finding FL0408 that it is missing.
  const YamlNode* require(std::string_view key);

  // Each returns whether the key was there and right.
  bool text(std::string_view key, std::string& out);
  /// A text of letters, digits, `.`, `_` and `-` that begins with a letter or digit.
  bool identifier(std::string_view key, std::string& out);
  bool boolean(std::string_view key, bool& out);
  bool boolean(std::string_view key, std::optional<bool>& out);
  template <typename Int>
  bool integer(std::string_view key, std::int64_t least, std::int64_t most, Int& out) {
    std::int64_t value = 0;
    const YamlNode* node = find(key);
    if (node == nullptr || !to_integer(node, key, least, most, value)) return false;
    out = static_cast<Int>(value);
    return true;
  }
  bool instant(std::string_view key, Millis& out);
  bool instant(std::string_view key, std::optional<Millis>& out);
  bool duration(std::string_view key, Millis& out, bool negative = false);
  bool duration(std::string_view key, std::optional<Millis>& out);
  /// How often something comes again: `Day`, `Week`, `6Hours`, `3Days`, `2Weeks` or a duration.
  bool recurrence(std::string_view key, Millis& out);
  bool version(std::string_view key, VersionId& out);
  bool probability(std::string_view key, Probability& out);
  bool number(std::string_view key, double least, double most, double& out);
  template <typename E>
  bool word(std::string_view key, std::initializer_list<Word<E>> words, E& out) {
    std::string text;
    const YamlNode* node = find(key);
    if (node == nullptr || !to_text(node, key, text)) return false;
    std::vector<std::string_view> names;
    for (const auto& word : words) {
      if (word.text == text) {
        out = word.value;
        return true;
      }
      names.push_back(word.text);
    }
    not_allowed(node, key, text, names);
    return false;
  }
  bool texts(std::string_view key, std::vector<std::string>& out);
  std::span<const YamlNode* const> list(std::string_view key);

  bool to_text(const YamlNode* node, std::string_view key, std::string& out);
  bool to_integer(const YamlNode* node, std::string_view key, std::int64_t least, std::int64_t most, std::int64_t& out);
  bool to_instant(const YamlNode* node, std::string_view key, Millis& out);
  bool to_duration(const YamlNode* node, std::string_view key, Millis& out, bool negative = false);
  bool to_zone(const YamlNode* node, std::string_view key, std::uint8_t& out);
  std::string path(std::string_view key) const { return name_.empty() ? std::string(key) : name_ + "." + std::string(key); }
  void wrong_type(const YamlNode* node, std::string_view key, std::string_view wanted);
  void not_allowed(const YamlNode* node, std::string_view key, std::string_view got, std::span<const std::string_view> names);
  ReadContext& context() { return context_; }

 private:
  ReadContext& context_;
  const YamlNode* node_;
  std::string name_;
  bool mapping_ = false, unknown_keys_ = false;
  std::vector<std::string_view> meant_;  ///< keys that unknown ones are taken to mean: these are not missing as well
};

// The sections; each in a file of its own.
void read_durations(ReadContext& context, const YamlNode* node);
void read_switches(ReadContext& context, const YamlNode* node);
void read_regions(ReadContext& context, const YamlNode* node);
void read_phases(ReadContext& context, const YamlNode* node);
void read_maintenance(ReadContext& context, const YamlNode* node);
void read_sets(ReadContext& context, const YamlNode* root);
void read_publications(ReadContext& context, const YamlNode* root);
void read_faults(ReadContext& context, const YamlNode* node);
void read_actions(ReadContext& context, const YamlNode* node);
void read_machines(ReadContext& context, const YamlNode* root);
void read_assertions(ReadContext& context, const YamlNode* node);

}  // namespace fleetlint::rollout
