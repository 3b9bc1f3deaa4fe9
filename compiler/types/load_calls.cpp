// Functions whose value is known while compiling: load*, readEnvironmentVariable, nameof, json with a literal.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/artifact.h"
#include "load/loaded_file.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {
namespace {

// What a literal may hold; limits of the reference, because the deployment service has them.
constexpr std::size_t max_text_units = 131'072, max_json_units = 1'048'576, max_binary_bytes = max_text_units / 4 * 3;

}  // namespace

const arm::Node* Checker::string_node(std::string_view text) {
  arm::Node node;
  node.kind = arm::NodeKind::string;
  node.text = model_.arena().copy(text);
  return model_.arena().create<arm::Node>(node);
}

const Type* Checker::type_of_json(const arm::Node& node, bool read_only) {
  switch (node.kind) {
    case arm::NodeKind::null: return &types::null;
    case arm::NodeKind::boolean: return arena_.boolean_literal(node.boolean);
    case arm::NodeKind::integer: return arena_.integer_literal(node.integer);
    case arm::NodeKind::string: return arena_.string_literal(node.text);
    case arm::NodeKind::array: {
      std::vector<TypeRef> items;
      for (const auto& item : node.items) items.emplace_back(type_of_json(item, read_only));
      return arena_.array(arena_.union_of(items));
    }
    case arm::NodeKind::object: {
      std::vector<Property> properties;
      for (const auto& member : node.members) {
        const auto same = [&](const Property& known) { return known.name == member.name; };
        if (std::any_of(properties.begin(), properties.end(), same)) continue;
        properties.push_back({member.name, type_of_json(member.value, read_only), PropertyFlag::read_only | PropertyFlag::readable_at_deploy_time, ""});
      }
      return arena_.object("object", std::move(properties));
    }
    default: return &types::any;  // decimals
  }
}

std::optional<std::string> Checker::name_of(Node expression) {
  switch (expression.kind()) {
    case NodeKind::VariableAccess: return std::string(expression.name_text());
    case NodeKind::PropertyAccess: case NodeKind::ResourceAccess: return std::string(expression.name_text());
    case NodeKind::ArrayAccess: {
      const auto index = expression.part(Role::index);
      if (index && index.is(NodeKind::String)) {
        if (const auto text = literal_text(index, model_.arena())) return std::string(*text);
      }
      return std::nullopt;
    }
    default: return std::nullopt;
  }
}

/// One such call. Where something is wrong, it is told at the argument and the type is that of an error.
class Checker::LoadCall {
 public:
  LoadCall(Checker& checker, const FunctionOverload& overload, Node call, const std::vector<const Type*>& arguments, CallFacts& facts)
      : checker_(checker), model_(checker.model_), arena_(checker.arena_), overload_(overload), call_(call), nodes_(arguments_of(call)), arguments_(arguments), facts_(facts) {}

  const Type* result() {
    switch (overload_.rule) {
      case ResultRule::name_of: return name();
      case ResultRule::json: return json();
      case ResultRule::load_text: return text();
      case ResultRule::load_base64: return base64();
      case ResultRule::load_json: case ResultRule::load_yaml: return document();
      case ResultRule::load_directory: return directory();
      case ResultRule::read_environment_variable: return environment_variable();
      default: return overload_.result;
    }
  }

 private:
  // --- a method a function

  const Type* name() {
    const auto name = checker_.name_of(nodes_[0].part(Role::value));
    if (!name) {
      report(nodes_[0].span(), Diagnostic::NameofUnnamed);
      return &types::error;
    }
    return give(checker_.string_node(*name), arena_.string_literal(*name));
  }

  const Type* json() {
    if (!arguments_[0]->is(TypeKind::string_literal)) return &types::any;
    const auto node = load::parse_json(std::string(arguments_[0]->text), model_.location(call_), model_.arena(), model_.graph().limits);
    if (!node) {
      report(nodes_[0].part(Role::value).span(), Diagnostic::UnparsableJson);
      return &types::error;
    }
    return checker_.type_of_json(*node, true);
  }

  const Type* text() {
    const auto text = read_text(1, max_text_units);
    if (!text) return &types::error;
    return give(checker_.string_node(*text), arena_.string_literal(*text));
  }

  const Type* base64() {
    const auto path = literal_argument(0);
    const auto file = path ? read(*path) : std::nullopt;
    if (!file) return &types::error;
    if (file->second.size() > max_binary_bytes) {
      report(nodes_[0].span(), Diagnostic::FileTooLarge, file->first, max_binary_bytes, "bytes");
      return &types::error;
    }
    const auto text = load::base64(file->second);
    // The type is called by the file, not by its long text (golden LoadFunctions_CRLF).
    Type named = *arena_.string_literal(text);
    named.pattern = arena_.text(relative_path(file->first, model_.file().path));
    return give(checker_.string_node(text), arena_.make(named));
  }

  const Type* document() {
    std::optional<std::string_view> path;
    if (arguments_.size() > 1) {
      path = literal_argument(1);
      if (!path) return &types::error;
    }
    const auto limit = model_.features().has(Feature::local_deploy) ? SIZE_MAX : max_json_units;
    const auto text = read_text(2, limit);
    if (!text) return &types::error;
    const bool yaml = overload_.rule == ResultRule::load_yaml;
    const auto where = model_.location(call_);
    auto node = yaml ? load::parse_yaml(*text, where, model_.arena(), model_.graph().limits) : load::parse_json(*text, where, model_.arena(), model_.graph().limits);
    if (!node) {
      report(nodes_[0].span(), yaml ? Diagnostic::UnparsableYaml : Diagnostic::UnparsableJson);
      return &types::error;
    }
    if (path) node = selected_tokens(*node, *path);
    if (!node) return &types::error;
    return give(model_.arena().create<arm::Node>(*node), checker_.type_of_json(*node, true));
  }

  const Type* directory() {
    std::string_view pattern;
    if (arguments_.size() > 1) {
      const auto text = literal_argument(1);
      if (!text) return &types::error;
      pattern = *text;
    }
    const auto path = literal_argument(0);
    if (!path) return &types::error;
    const auto folder = resolve_relative_path(*path, model_.file().path);
    if (!folder) return problem(folder.error(), 0);
    const auto files = load::list_files(*folder, pattern);
    if (!files) {
      std::error_code ignored;
      if (std::filesystem::is_regular_file(*folder, ignored)) return problem({"BCP430", fmt::format("Unable to open directory at path \"{}\". Found a file instead.", *path)}, 0);
      return problem({"BCP428", fmt::format("Directory \"{}\" does not exist or additional permissions are necessary to access it.", *path)}, 0);
    }
    auto& arena = model_.arena();
    auto items = arena.create_array<arm::Node>(files->size());
    for (std::size_t i = 0; i < files->size(); ++i) items[i] = directory_entry((*files)[i]);
    const auto list = list_of(items);
    return give(arena.create<arm::Node>(list), checker_.type_of_json(list, true));
  }

  const Type* environment_variable() {
    const auto name = literal_argument(0);
    if (!name) return &types::error;
    if (const char* value = std::getenv(std::string(*name).c_str())) return give(checker_.string_node(value), arena_.string_literal(value));
    if (arguments_.size() == 2 && arguments_[1]->is(TypeKind::string_literal)) return give(checker_.string_node(arguments_[1]->text), arena_.string_literal(arguments_[1]->text));
    std::vector<std::string> known;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
      const std::string_view text(*variable);
      known.emplace_back(text.substr(0, text.find('=')));
    }
    const auto near = nearest_name(*name, known);
    report(nodes_[0].span(), Diagnostic::EnvironmentVariableMissing, *name, near ? " Did you mean \"" + *near + "\"?" : std::string());
    return &types::error;
  }

  // --- what they share

  template <typename... Args>
  void report(Args&&... args) {
    checker_.report(std::forward<Args>(args)...);
  }

  /// The text of an argument, which must be known while compiling.
  std::optional<std::string_view> literal_argument(std::size_t i) {
    if (arguments_[i]->is(TypeKind::string_literal)) return arguments_[i]->text;
    report(nodes_[i].span(), Diagnostic::ConstantRequired);
    return std::nullopt;
  }

  const Type* give(const arm::Node* node, const Type* type) {
    facts_.result = node;
    return type;
  }

  const Type* problem(const ArtifactError& error, std::size_t argument) {
    if (checker_.muted_ == 0) {
      Finding finding;
      finding.code = error.code;
      finding.message = error.message;
      finding.location = model_.location(nodes_[argument].span());
      model_.findings().push_back(std::move(finding));
    }
    return &types::error;
  }

  /// Path and bytes of a file.
  std::optional<std::pair<std::string, std::string>> read(std::string_view path) {
    auto resolved = resolve_relative_path(path, model_.file().path);
    if (!resolved) { problem(resolved.error(), 0); return std::nullopt; }
    auto content = model_.graph().sources->read(*resolved, model_.graph().limits.file_bytes);
    if (!content.text) {
      const auto& file = *resolved;
      if (content.failure == ReadFailure::not_a_file) problem({"BCP275", fmt::format("Unable to open file at path \"{}\". Found a directory instead.", file + (path.ends_with('/') ? "/" : ""))}, 0);
      else if (content.failure == ReadFailure::not_found) problem({"BCP091", fmt::format("An error occurred reading file. Could not find file '{}'.", file)}, 0);
      else problem({"BCP091", fmt::format("An error occurred reading file. {}", content.message)}, 0);
      return std::nullopt;
    }
    return std::pair(std::move(*resolved), std::move(*content.text));
  }

  std::optional<std::string> read_text(std::size_t encoding_argument, std::size_t max_units) {
    const auto path = literal_argument(0);
    if (!path) return std::nullopt;
    auto encoding = load::Encoding::utf_8;
    if (encoding_argument < arguments_.size()) {
      const auto name = literal_argument(encoding_argument);
      if (!name) return std::nullopt;
      encoding = load::encoding_named(*name).value_or(load::Encoding::utf_8);
    }
    const auto file = read(*path);
    if (!file) return std::nullopt;
    if (const auto marked = load::marked_encoding(file->second); marked && encoding_argument < arguments_.size() && load::encoding_named(*marked) != encoding) {
      report(nodes_[encoding_argument].span(), Diagnostic::EncodingMismatch, *marked);
    }
    auto text = load::decode(file->second, encoding);
    if (utf16_length(text) > max_units) {
      report(nodes_[0].span(), Diagnostic::FileTooLarge, file->first, max_units, "characters");
      return std::nullopt;
    }
    return text;
  }

  /// What a path selects: one token, or a list of several.
  std::optional<arm::Node> selected_tokens(const arm::Node& root, std::string_view path) {
    const auto selected = load::select_tokens(root, path, model_.graph().limits);
    if (!selected || selected->empty()) {
      report(nodes_[1].span(), Diagnostic::NoTokenSelected);
      return std::nullopt;
    }
    if (selected->size() == 1) return selected->front();
    return list_of(model_.arena().copy(*selected));
  }

  arm::Node directory_entry(const load::DirectoryEntry& file) {
    const auto same = normalize_path(file.path) == normalize_path(model_.file().path);
    const auto relative = same ? file.name : relative_path(file.path, model_.file().path);
    const auto dot = file.name.rfind('.');
    auto members = model_.arena().create_array<arm::Member>(3);
    const auto set = [&](std::size_t k, std::string_view name, std::string_view value) {
      members[k].name = name;
      members[k].value.kind = arm::NodeKind::string;
      members[k].value.location = model_.location(call_);
      members[k].value.text = model_.arena().copy(value);
    };
    set(0, "relativePath", relative);
    set(1, "baseName", file.name);
    set(2, "extension", dot == std::string::npos || dot + 1 == file.name.size() ? std::string_view{} : std::string_view(file.name).substr(dot));
    arm::Node node;
    node.kind = arm::NodeKind::object;
    node.location = model_.location(call_);
    node.members = members;
    return node;
  }

  arm::Node list_of(std::span<const arm::Node> items) const {
    arm::Node list;
    list.kind = arm::NodeKind::array;
    list.location = model_.location(call_);
    list.items = items;
    return list;
  }

  Checker& checker_;
  const SemanticModel& model_;
  TypeArena& arena_;
  const FunctionOverload& overload_;
  Node call_;
  std::vector<Node> nodes_;
  const std::vector<const Type*>& arguments_;
  CallFacts& facts_;
};

const Type* Checker::load_result(const FunctionOverload& overload, Node call, const std::vector<const Type*>& arguments, CallFacts& facts) {
  return LoadCall(*this, overload, call, arguments, facts).result();
}

}  // namespace fleetlint::compiler
