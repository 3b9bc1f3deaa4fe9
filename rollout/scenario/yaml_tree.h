#pragma once
// A document tree with places, made from YAML's event stream: the only form in which yaml-cpp's results leave yaml_tree.cpp.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"

namespace fleetlint::rollout {

struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping } kind = Kind::null;
  bool quoted = false;
  std::string text;
  Location location;
  std::vector<std::pair<const YamlNode*, const YamlNode*>> entries;  ///< of a mapping, in file order
  std::vector<const YamlNode*> items;                                ///< of a sequence

  const YamlNode* find(std::string_view key) const {
    for (const auto& [name, value] : entries) {
      if (name->text == key) return value;
    }
    return nullptr;
  }
};

/// Owns nodes; they never move.
class YamlTree {
 public:
  YamlNode* add() { return &nodes_.emplace_back(); }
  std::size_t size() const { return nodes_.size(); }
  const YamlNode* root = nullptr;

 private:
  std::deque<YamlNode> nodes_;
};

struct YamlLimits {
  std::size_t nodes = 2'000'000;
  std::size_t depth = 100;
};

/// Text of an input as it may be shown: control characters, which a terminal would obey, become blanks; tabs stay. As long as before.
std::string without_control_characters(std::string text);

/// Parses one document; findings FL0401 (not YAML) and FL0402 (outside of the subset: anchors, tags, several documents,
/// repeated keys, too deep, too large). Returns null when nothing usable came out.
const YamlNode* parse_yaml(const SourceSet& sources, SourceId source, const YamlLimits& limits, YamlTree& tree,
                           std::vector<Finding>& findings);

/// The same for a text without a file (values that come from a template).
const YamlNode* parse_yaml_text(std::string_view text, Location location, const YamlLimits& limits, YamlTree& tree,
                                std::vector<Finding>& findings);

/// Rule SCH-3: mappings merge key by key, everything else is replaced.
const YamlNode* merge_yaml(const YamlNode* base, const YamlNode* patch, YamlTree& tree);

}  // namespace fleetlint::rollout
