#include "scenario/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include <fmt/format.h>

namespace fleetlint::rollout {
namespace {

/// Thrown only inside this file, to leave yaml-cpp's parser early.
struct Stop {};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Source* source, Location fixed, SourceId id, const YamlLimits& limits, YamlTree& tree,
              std::vector<Finding>& findings)
      : source_(source), fixed_(fixed), id_(id), limits_(limits), tree_(tree), findings_(findings) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) fail(mark, "a scenario is one document; a second one starts here");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    place(node(mark, YamlNode::Kind::null));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { fail(mark, "aliases (`*name`) are not part of the format"); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!" && !tag.empty()) fail(mark, "tags (`!name`) are not part of the format");
    auto* made = node(mark, YamlNode::Kind::scalar);
    made->text = without_control_characters(value);
    made->quoted = tag == "!";
    if (!made->quoted && (value.empty() || value == "~" || value == "null")) made->kind = YamlNode::Kind::null;
    place(made);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!" && !tag.empty()) fail(mark, "tags (`!name`) are not part of the format");
    open(node(mark, YamlNode::Kind::sequence), mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!" && !tag.empty()) fail(mark, "tags (`!name`) are not part of the format");
    open(node(mark, YamlNode::Kind::mapping), mark);
  }
  void OnMapEnd() override { close(); }

  const YamlNode* root() const { return root_; }
  Location where(const YAML::Mark& mark, std::size_t length = 1) const {
    if (source_ == nullptr || mark.is_null()) return fixed_;
    const auto begin = source_->offset({static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)},
                                       ColumnUnit::bytes);
    const auto size = static_cast<std::uint32_t>(source_->text().size());
    return {id_, {begin, std::min(size, begin + static_cast<std::uint32_t>(length))}};
  }
  [[noreturn]] void fail(const YAML::Mark& mark, std::string message) {
    findings_.push_back({.code = "FL0402", .message = std::move(message), .location = where(mark)});
    throw Stop{};
  }

 private:
  struct Level {
    YamlNode* node;
    const YamlNode* key = nullptr;
    std::unordered_set<std::string> names;
  };

  YamlNode* node(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (tree_.size() >= limits_.nodes) fail(mark, fmt::format("more than {} values in one scenario", limits_.nodes));
    auto* made = tree_.add();
    made->kind = kind;
    made->location = where(mark);
    return made;
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) fail(mark, "anchors (`&name`) are not part of the format; `setTemplates` and `use` share settings");
  }
  void place(YamlNode* made) {
    if (made->kind == YamlNode::Kind::scalar && source_ != nullptr) {
      made->location.span.end = std::min<std::uint32_t>(static_cast<std::uint32_t>(source_->text().size()),
                                                        made->location.span.begin + static_cast<std::uint32_t>(made->text.size()) +
                                                            (made->quoted ? 2 : 0));
    }
    if (levels_.empty()) {
      root_ = made;
      return;
    }
    Level& level = levels_.back();
    if (level.node->kind == YamlNode::Kind::sequence) {
      level.node->items.push_back(made);
    } else if (level.key == nullptr) {
      if (made->kind != YamlNode::Kind::scalar) {
        findings_.push_back({.code = "FL0402", .message = "a key must be a plain or quoted word", .location = made->location});
        throw Stop{};
      }
      if (!level.names.insert(made->text).second) {
        findings_.push_back({.code = "FL0402", .message = fmt::format("`{}` is given twice in one mapping", made->text), .location = made->location});
        throw Stop{};
      }
      level.key = made;
    } else {
      level.node->entries.emplace_back(level.key, made);
      level.key = nullptr;
    }
  }
  void open(YamlNode* made, const YAML::Mark& mark) {
    if (levels_.size() >= limits_.depth) fail(mark, fmt::format("nested deeper than {} levels", limits_.depth));
    place(made);
    levels_.push_back({made, nullptr, {}});
  }
  void close() { levels_.pop_back(); }

  const Source* source_;
  Location fixed_;
  SourceId id_;
  const YamlLimits& limits_;
  YamlTree& tree_;
  std::vector<Finding>& findings_;
  std::vector<Level> levels_;
  YamlNode* root_ = nullptr;
  int documents_ = 0;
};

/// Brackets nested so deeply that even yaml-cpp's scanner would need much stack: refused before it sees them.
bool too_deep(std::string_view text, std::size_t limit) {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') {
      if (++depth > limit) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  // Block nesting inside one line: `- - - - x`, `? ? ? x`.
  std::size_t dashes = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if ((text[i] == '-' || text[i] == '?' || text[i] == ':') && text[i + 1] == ' ') {
      if (++dashes > limit) return true;
      ++i;
    } else if (text[i] != ' ') {
      dashes = 0;
    }
  }
  return false;
}

/// More values inside brackets than a scenario may hold: yaml-cpp keeps all tokens of a bracket that may still turn out to
/// be a key, so it would read (and store) fifty megabytes of them before its first event. Brackets may also stand in quotes and
/// comments, so none is taken to close another: after the first one every comma counts.
bool too_many(std::string_view text, std::size_t limit) {
  const auto first = text.find_first_of("[{");
  return first != std::string_view::npos && static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(first), text.end(), ',')) > limit;
}

const YamlNode* parse(std::string_view text, const Source* source, Location fixed, SourceId id, const YamlLimits& limits, YamlTree& tree,
                      std::vector<Finding>& findings) {
  if (too_deep(text, 4 * limits.depth)) {
    findings.push_back({.code = "FL0402", .message = fmt::format("nested deeper than {} levels", limits.depth), .location = fixed});
    return nullptr;
  }
  if (too_many(text, limits.nodes)) {
    findings.push_back({.code = "FL0402", .message = fmt::format("more than {} values in one scenario", limits.nodes), .location = fixed});
    return nullptr;
  }
  TreeBuilder builder(source, fixed, id, limits, tree, findings);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.root();
  } catch (const Stop&) {
    return nullptr;
  } catch (const YAML::Exception& error) {
    findings.push_back({.code = "FL0401", .message = "not readable as YAML: " + error.msg, .location = builder.where(error.mark)});
    return nullptr;
  } catch (const std::exception& error) {
    findings.push_back({.code = "FL0401", .message = std::string("not readable as YAML: ") + error.what(), .location = fixed});
    return nullptr;
  }
}

}  // namespace

std::string without_control_characters(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are commands as well: U+009B begins them like ESC [.
    const bool two = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if ((byte < 0x20 && byte != '\t') || byte == 0x7F || two) text[i] = ' ';
    if (two) text[++i] = ' ';
  }
  return text;
}

const YamlNode* parse_yaml(const SourceSet& sources, SourceId source, const YamlLimits& limits, YamlTree& tree,
                           std::vector<Finding>& findings) {
  const Source& file = sources[source];
  return parse(file.text(), &file, {source, {0, 0}}, source, limits, tree, findings);
}

const YamlNode* parse_yaml_text(std::string_view text, Location location, const YamlLimits& limits, YamlTree& tree,
                                std::vector<Finding>& findings) {
  return parse(text, nullptr, location, location.source, limits, tree, findings);
}

const YamlNode* merge_yaml(const YamlNode* base, const YamlNode* patch, YamlTree& tree) {
  if (base == nullptr) return patch;
  if (patch == nullptr) return base;
  if (base->kind != YamlNode::Kind::mapping || patch->kind != YamlNode::Kind::mapping) return patch;
  auto* merged = tree.add();
  merged->kind = YamlNode::Kind::mapping;
  merged->location = patch->location;
  for (const auto& [key, value] : base->entries) {
    const YamlNode* other = patch->find(key->text);
    merged->entries.emplace_back(key, other == nullptr ? value : merge_yaml(value, other, tree));
  }
  for (const auto& entry : patch->entries) {
    if (base->find(entry.first->text) == nullptr) merged->entries.push_back(entry);
  }
  return merged;
}

}  // namespace fleetlint::rollout
