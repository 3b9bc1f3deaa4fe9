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
  std::vector<MappedLine> run(const arm::Node& root) {
    walk(root, {}, Place::template_root);
    return std::move(lines_);
  }

 private:
  static bool is_written(Location location) { return location && location.span.size() > 0; }

  void map(Location location) {
    if (is_written(location)) lines_.push_back({line_, location});
  }

  Place place_of(Place parent, std::string_view name, const arm::Node& value) const {
    switch (parent) {
      case Place::template_root: return name == "resources" ? Place::resources : Place::other;
      case Place::resources: {
        const auto* properties = value.find("properties");
        return properties && (properties->find("template") || properties->find("templateLink")) && properties->find("mode") ? Place::module : Place::resource;
      }
      case Place::module: return name == "properties" ? Place::module_properties : Place::other;
      case Place::module_properties: return name == "template" ? Place::template_root : Place::other;
      default: return Place::other;
    }
  }

  /// Writes nothing: counts the lines that the node takes, from the current one to the one behind it.
  void walk(const arm::Node& node, Location around, Place place) {
    const bool object = node.is_object() && !node.members.empty();
    const bool array = node.is_array() && !node.items.empty();
    map(around);
    if (!object && !array) return;
    if (object) {
      for (const auto& member : node.members) {
        ++line_;
        auto inner = is_written(member.value.location) && !in_json_ ? member.value.location : around;
        if (place == Place::resource && belongs_to_declaration(member.name)) inner = around;
        if (place == Place::module && member.name != "name" && belongs_to_declaration(member.name)) inner = around;
        const auto member_place = place_of(place, member.name, member.value);
        // A template that was not compiled here has places of its own (its root has one): it belongs to the module's declaration.
        const bool enters_json = member_place == Place::template_root && is_written(member.value.location) && !in_json_;
        if (enters_json) {
          in_json_ = true;
          inner = around;
        }
        walk(member.value, inner, member_place);
        if (enters_json) in_json_ = false;
      }
    } else {
      for (const auto& item : node.items) {
        ++line_;
        walk(item, is_written(item.location) && !in_json_ ? item.location : around, place_of(place, {}, item));
      }
    }
    ++line_;
    map(around);
  }

  std::vector<MappedLine> lines_;
  std::uint32_t line_ = 0;
  bool in_json_ = false;
};

}  // namespace

std::vector<MappedLine> map_lines(const arm::TemplateIr& compiled) { return LineMapper().run(compiled.root); }

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
