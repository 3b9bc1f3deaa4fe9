#include "graph/configuration_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <ranges>
#include <span>

#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/configuration.h"

namespace fleetlint::compiler {
namespace {

enum class Form : std::uint8_t { boolean, text, integer, choice, object, dictionary, list };

struct Shape;
struct Field {
  std::string_view name;
  const Shape& shape;
  bool required = false;
};

struct Shape {
  Form form;
  std::span<const Field> fields = {};              ///< object; others may stand beside them
  const Shape* item = nullptr;                     ///< dictionary, list
  std::span<const std::string_view> choices = {};  ///< choice, in any case
  bool nullable = true;                            ///< null is as if it were not there
};

constexpr Shape boolean{Form::boolean, {}, nullptr, {}, false};
constexpr Shape switched{Form::boolean};  // has a default that null keeps
constexpr Shape text{Form::text};
constexpr Shape plain_text{Form::text, {}, nullptr, {}, false};
constexpr Shape integer{Form::integer, {}, nullptr, {}, false};
constexpr Shape texts{Form::list, {}, &text};
constexpr Shape text_map{Form::dictionary, {}, &text};

constexpr std::string_view credential_types[] = {"Environment", "ManagedIdentity", "VisualStudio", "VisualStudioCode", "AzureCLI", "AzurePowerShell"};
constexpr Shape credential_type{Form::choice, {}, nullptr, credential_types, false};
constexpr Shape credential_precedence{Form::list, {}, &credential_type};
constexpr std::string_view identity_types[] = {"SystemAssigned", "UserAssigned"};
constexpr Shape identity_type{Form::choice, {}, nullptr, identity_types, false};
constexpr Field managed_identity_fields[] = {{"type", identity_type}, {"clientId", text}, {"resourceId", text}};
constexpr Shape managed_identity{Form::object, managed_identity_fields};
constexpr Field credential_option_fields[] = {{"managedIdentity", managed_identity}};
constexpr Shape credential_options{Form::object, credential_option_fields};
constexpr Field profile_fields[] = {{"resourceManagerEndpoint", text}, {"activeDirectoryAuthority", text}};
constexpr Shape profile{Form::object, profile_fields};
constexpr Shape profiles{Form::dictionary, {}, &profile};
constexpr Field cloud_fields[] = {
    {"currentProfile", text}, {"profiles", profiles}, {"credentialPrecedence", credential_precedence}, {"credentialOptions", credential_options}};
constexpr Shape cloud{Form::object, cloud_fields};

constexpr Field registry_alias_fields[] = {{"registry", text}, {"modulePath", text}};
constexpr Shape registry_alias{Form::object, registry_alias_fields};
constexpr Shape registry_aliases{Form::dictionary, {}, &registry_alias};
constexpr Field spec_alias_fields[] = {{"subscription", text}, {"resourceGroup", text}};
constexpr Shape spec_alias{Form::object, spec_alias_fields};
constexpr Shape spec_aliases{Form::dictionary, {}, &spec_alias};
constexpr Field module_alias_fields[] = {{"ts", spec_aliases}, {"br", registry_aliases}};
constexpr Shape module_aliases{Form::object, module_alias_fields};
constexpr Field mock_alias_fields[] = {{"mapToFilePath", text}};
constexpr Shape mock_alias{Form::object, mock_alias_fields};
constexpr Shape mock_aliases{Form::dictionary, {}, &mock_alias};
constexpr Field mocked_fields[] = {{"br", mock_aliases}};
constexpr Shape module_aliases_mock{Form::object, mocked_fields};

constexpr Field rule_fields[] = {{"level", text}};
constexpr Shape rule{Form::object, rule_fields, nullptr, {}, false};
constexpr Shape rules{Form::dictionary, {}, &rule};
constexpr Field core_fields[] = {{"enabled", switched}, {"verbose", switched}, {"rules", rules}};
constexpr Shape core{Form::object, core_fields};
constexpr Field analyzer_fields[] = {{"core", core}};
constexpr Shape analyzers{Form::object, analyzer_fields};

constexpr std::string_view indent_kinds[] = {"Space", "Tab"};
constexpr Shape indent_kind{Form::choice, {}, nullptr, indent_kinds, false};
constexpr std::string_view new_line_kinds[] = {"LF", "CRLF", "CR", "Auto"};
constexpr Shape new_line_kind{Form::choice, {}, nullptr, new_line_kinds, false};
constexpr Field formatting_fields[] = {
    {"indentKind", indent_kind}, {"newlineKind", new_line_kind}, {"indentSize", integer}, {"width", integer}, {"insertFinalNewline", boolean}};
constexpr Shape formatting{Form::object, formatting_fields};

constexpr Field output_fields[] = {{"file", text}};
constexpr Shape output{Form::object, output_fields};
constexpr Field documentation_template_fields[] = {{"file", text}, {"includeRoot", text}, {"values", text_map}};
constexpr Shape documentation_template{Form::object, documentation_template_fields};
constexpr Field source_fields[] = {{"path", text, true}, {"include", texts}, {"exclude", texts}};
constexpr Shape source{Form::object, source_fields, nullptr, {}, false};
constexpr Shape sources{Form::list, {}, &source};
constexpr Field pattern_fields[] = {{"include", texts}, {"exclude", texts}};
constexpr Shape patterns{Form::object, pattern_fields, nullptr, {}, false};
constexpr Field reassignment_fields[] = {{"from", patterns}, {"to", text, true}};
constexpr Shape reassignment{Form::object, reassignment_fields, nullptr, {}, false};
constexpr Shape reassignments{Form::list, {}, &reassignment};
constexpr Field example_fields[] = {{"sources", sources}, {"reassignments", reassignments}};
constexpr Shape examples{Form::object, example_fields};
constexpr Field documentation_fields[] = {{"output", output}, {"template", documentation_template}, {"examples", examples}};
constexpr Shape documentation{Form::object, documentation_fields};

constexpr Shape features{Form::object};  // their names are those of feature_facts()
constexpr Shape implicit_extensions{Form::list, {}, &text};

constexpr Field sections[] = {
    {"extends", text},
    {"cloud", cloud},
    {"moduleAliases", module_aliases},
    {"moduleAliasesMock", module_aliases_mock},
    {"extensions", text_map},
    {"analyzers", analyzers},
    {"cacheRootDirectory", text},
    {"experimentalFeaturesWarning", switched},
    {"experimentalFeaturesEnabled", features},
    {"formatting", formatting},
    {"documentation", documentation},
};
constexpr Shape file{Form::object, sections, nullptr, {}, false};

std::string what_must_be(const Shape& shape) {
  switch (shape.form) {
    case Form::boolean: return "true or false";
    case Form::text: return "a text";
    case Form::integer: return "an integer";
    case Form::object: case Form::dictionary: return "an object";
    case Form::list: return "an array";
    case Form::choice: break;
  }
  std::string result = "one of ";
  for (const auto choice : shape.choices) result += fmt::format("{}\"{}\"", choice == shape.choices.front() ? "" : ", ", choice);
  return result;
}

bool fits_32_bits(const arm::Node& value) {
  using limits = std::numeric_limits<std::int32_t>;
  return value.is(arm::NodeKind::integer) && value.integer >= limits::min() && value.integer <= limits::max();
}

bool has_form(const arm::Node& value, const Shape& shape) {
  switch (shape.form) {
    case Form::boolean: return value.is(arm::NodeKind::boolean);
    case Form::text: return value.is_string();
    case Form::integer: return fits_32_bits(value);
    case Form::object: case Form::dictionary: return value.is_object();
    case Form::list: return value.is_array();
    case Form::choice: break;
  }
  if (!value.is_string()) return fits_32_bits(value);
  return std::ranges::any_of(shape.choices, [&](std::string_view choice) { return equals_ignoring_case(choice, value.text); });
}

/// Sections are few levels deep, so this is too.
std::optional<ShapeProblem> check(const arm::Node& value, const Shape& shape, const std::string& path) {
  if (value.is(arm::NodeKind::null) && shape.nullable) return std::nullopt;
  if (!has_form(value, shape)) return ShapeProblem{value.location, fmt::format("\"{}\" must be {}", path, what_must_be(shape))};
  const auto below = [&](std::string_view name) { return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name); };
  if (shape.form == Form::dictionary) {
    for (const auto& member : value.members)
      if (auto problem = check(member.value, *shape.item, below(member.name))) return problem;
  }
  if (shape.form == Form::list) {
    for (std::size_t i = 0; i < value.items.size(); ++i)
      if (auto problem = check(value.items[i], *shape.item, fmt::format("{}[{}]", path, i))) return problem;
  }
  for (const auto& field : shape.fields) {
    const auto* found = setting(value, field.name);
    if (!found && field.required) return ShapeProblem{value.location, fmt::format("\"{}\" must have a member \"{}\"", path, field.name)};
    if (!found) continue;
    if (auto problem = check(*found, field.shape, below(field.name))) return problem;
  }
  return std::nullopt;
}

}  // namespace

const arm::Node* setting(const arm::Node& object, std::string_view name) {
  for (const auto& member : object.members | std::views::reverse)
    if (member.name == name) return &member.value;
  return nullptr;
}

std::optional<ShapeProblem> shape_problem(const arm::Node& root) {
  if (auto problem = check(root, file, {})) return problem;
  if (const auto* enabled = setting(root, "experimentalFeaturesEnabled")) {
    for (const auto& facts : feature_facts()) {
      const auto* value = setting(*enabled, facts.key);
      if (!value) continue;
      if (auto problem = check(*value, boolean, fmt::format("experimentalFeaturesEnabled.{}", facts.key))) return problem;
    }
  }
  // What is no array counts as an empty one; see the merge of the layers.
  if (const auto* implicit = setting(root, "implicitExtensions"); implicit != nullptr && implicit->is_array()) {
    return check(*implicit, implicit_extensions, "implicitExtensions");
  }
  return std::nullopt;
}

}  // namespace fleetlint::compiler
