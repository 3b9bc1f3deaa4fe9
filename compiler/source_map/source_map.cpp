#include "fleetlint/compiler/source_map.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "fleetlint/template/writer.h"

namespace fleetlint::compiler {
namespace {

/// Members of a resource that are made from the declaration as a whole; the reference maps them to it.
bool belongs_to_declaration(std::string_view name) {
  return name == "type" || name == "apiVersion" || name == "name" || name == "scope" || name == "subscriptionId" || name == "resourceGroup" ||
         name == "dependsOn" || name == "existing" || name == "import" || name == "extension" || name == "@options" || name == "method";
}

/// What a node is part of, as far as the map depends on it.
enum class Place : std::uint8_t { other, template_root, resources, resource, module, module_properties };

class LineMapper {
 public:
  explicit LineMapper(SourceId entry) : entry_(entry) {}

  std::vector<MappedLine> run(const arm::Node& root) {
    walk(root, {}, {}, Place::template_root);
    return std::move(lines_);
  }

 private:
  static bool is_written(Location location) { return location && location.span.size() > 0; }

  /// A line shows what the entry file holds around it and, in the template of a module, what that file holds there.
  void map(Location own, Location nested) {
    if (is_written(own)) lines_.push_back({line_, own});
    if (is_written(nested)) lines_.push_back({line_, nested});
  }

  Place place_of(Place parent, std::string_view name, const arm::Node& value) const {
    switch (parent) {
      case Place::template_root: return name == "resources" ? Place::resources : Place::other;
      case Place::resources: {
        const auto* properties = value.find("properties");
        if (!properties) return Place::resource;
        const auto* nested = properties->find("template");
        // A template that is written out in the body of a resource is not a module.
        const bool is_module = properties->find("templateLink") || (nested && !(is_written(nested->location) && nested->location.source == value.location.source));
        return is_module && properties->find("mode") ? Place::module : Place::resource;
      }
      case Place::module: return name == "properties" ? Place::module_properties : Place::other;
      case Place::module_properties: return name == "template" ? Place::template_root : Place::other;
      default: return Place::other;
    }
  }

  /// Writes nothing: counts the lines that the node takes, from the current one to the one behind it.
  void walk(const arm::Node& node, Location own, Location nested, Place place) {
    const bool object = node.is_object() && !node.members.empty();
    const bool array = node.is_array() && !node.items.empty();
    map(own, nested);
    if (!object && !array) return;
    const auto enter = [&](const arm::Node& child, std::string_view name, bool keeps_around) {
      ++line_;
      const auto child_place = place_of(place, name, child);
      // A template that was not compiled here has places of its own (its root has one): it belongs to the module's declaration.
      const bool enters_json = place == Place::module_properties && child_place == Place::template_root && is_written(child.location) && !in_json_;
      in_json_ = in_json_ || enters_json;
      const bool placed = is_written(child.location) && !in_json_ && !keeps_around;
      const bool in_entry = placed && child.location.source == entry_;
      walk(child, in_entry ? child.location : own, placed && !in_entry ? child.location : nested, child_place);
      if (enters_json) in_json_ = false;
    };
    if (object) {
      for (const auto& member : node.members) {
        // A subscription as scope is written by itself; as part of a resource group it belongs to the declaration.
        const bool own_place = member.name == "subscriptionId" && !node.find("resourceGroup");
        const bool of_declaration =
            (place == Place::resource || (place == Place::module && member.name != "name")) && belongs_to_declaration(member.name) && !own_place;
        enter(member.value, member.name, of_declaration);
      }
    } else {
      for (const auto& item : node.items) enter(item, {}, false);
    }
    ++line_;
    map(own, nested);
  }

  SourceId entry_;
  std::vector<MappedLine> lines_;
  std::uint32_t line_ = 0;
  bool in_json_ = false;
};

}  // namespace

std::vector<MappedLine> map_lines(const arm::TemplateIr& compiled) { return LineMapper(compiled.source).run(compiled.root); }

std::string source_map_json(const SourceSet& sources, const arm::TemplateIr& compiled) {
  const auto entry_path = sources[compiled.source].path();
  const auto folder = std::filesystem::path(entry_path).parent_path();
  struct Entry {
    std::string path;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> lines;  // source, target
  };
  std::vector<Entry> entries;
  std::map<std::uint32_t, std::size_t> by_source;
  entries.push_back({std::filesystem::path(entry_path).filename().string(), {}});
  by_source[compiled.source.index] = 0;
  for (const auto& mapped : map_lines(compiled)) {
    const auto& source = sources.at(mapped.source);
    auto at = by_source.find(mapped.source.source.index);
    if (at == by_source.end()) {
      at = by_source.emplace(mapped.source.source.index, entries.size()).first;
      entries.push_back({std::filesystem::path(source.path()).lexically_relative(folder).generic_string(), {}});
    }
    entries[at->second].lines.emplace_back(source.line_column(mapped.source.span.begin).line - 1, mapped.target_line);
  }
  Arena arena;
  const auto text = [&](std::string_view name, std::string_view value) {
    arm::Member member;
    member.name = name;
    member.value.kind = arm::NodeKind::string;
    member.value.text = value;
    return member;
  };
  const auto number = [&](std::string_view name, std::uint32_t value) {
    arm::Member member;
    member.name = name;
    member.value.kind = arm::NodeKind::integer;
    member.value.integer = value;
    return member;
  };
  const auto object = [&](const std::vector<arm::Member>& members) {
    arm::Node node;
    node.kind = arm::NodeKind::object;
    node.members = arena.copy(members);
    return node;
  };
  const auto array = [&](std::string_view name, const std::vector<arm::Node>& items) {
    arm::Member member;
    member.name = name;
    member.value.kind = arm::NodeKind::array;
    member.value.items = arena.copy(items);
    return member;
  };
  std::vector<arm::Node> files;
  for (auto& entry : entries) {
    std::ranges::sort(entry.lines);
    std::vector<arm::Node> lines;
    for (const auto& [from, to] : entry.lines) lines.push_back(object({number("SourceLine", from), number("TargetLine", to)}));
    files.push_back(object({text("FilePath", entry.path), array("SourceMap", lines)}));
  }
  return arm::write_json(object({text("Entrypoint", entries.front().path), array("Entries", files)}), arm::ExpressionMode::literal);
}

}  // namespace fleetlint::compiler
