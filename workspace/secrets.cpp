#include "fleetlint/workspace/secrets.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <set>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::workspace {
namespace {

using syntax::NodeKind;
using syntax::Role;

/// Whether the word, of small letters, stands anywhere in the text, in whatever case.
bool has_word(std::string_view text, std::string_view word) {
  if (word.empty() || text.size() < word.size()) return word.empty();
  const auto stands_at = [&](std::size_t at) {
    return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char a, char b) { return a == to_lower_ascii(b); });
  };
  const auto last = text.size() - word.size();  // where it can begin
  std::size_t at = 0;
#ifdef __SSE2__
  const auto small = _mm_set1_epi8(0x20), begins = _mm_set1_epi8(static_cast<char>(word.front() | 0x20)), ends = _mm_set1_epi8(static_cast<char>(word.back() | 0x20));
  for (; at + 16 <= last; at += 16) {
    const auto block = [&](std::size_t from) { return _mm_or_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from)), small); };
    const auto both = _mm_and_si128(_mm_cmpeq_epi8(block(at), begins), _mm_cmpeq_epi8(block(at + word.size() - 1), ends));
    for (auto mask = static_cast<unsigned>(_mm_movemask_epi8(both)); mask != 0; mask &= mask - 1)
      if (stands_at(at + static_cast<std::size_t>(std::countr_zero(mask)))) return true;
  }
#endif
  for (; at <= last; ++at)
    if (stands_at(at)) return true;
  return false;
}

/// Whether a source may declare secure parameters with one of these names, in small letters. JSON can write any letter as an escape.
bool may_declare_secure(const Source& source, const std::set<std::string>& names) {
  if (!source.path().ends_with(".bicep") && source.text().find("\\u00") != std::string_view::npos) return true;
  return has_word(source.text(), "secure") && std::ranges::any_of(names, [&](const std::string& name) { return !is_ascii(name) || has_word(source.text(), name); });
}

bool is_bicep(std::string_view path) { return path.ends_with(".bicep") || path.ends_with(".bicepparam"); }

/// A value of the command line is the text of a source of its own, named so.
constexpr std::string_view argument_prefix = "--param ";

/// Names of parameters over all templates of the run, in lower case: platform and compiler ignore case in different places.
struct DeclaredParameters {
  std::set<std::string, std::less<>> secure, plain;

  void add(std::string_view name, bool is_secure) { (is_secure ? secure : plain).insert(to_lower_ascii(name)); }
  bool is_secure(std::string_view name) const { return secure.count(to_lower_ascii(name)) != 0; }
  /// Of a name in a parameter file: one that nobody declares may be meant to be a secure one.
  bool may_be_secure(std::string_view name) const { return is_secure(name) || plain.count(to_lower_ascii(name)) == 0; }
};

// --- Bicep ---

bool is_secure_decorator(syntax::Node decorator) {
  const auto call = decorator.part(Role::value);
  return (call.is(NodeKind::FunctionCall) || call.is(NodeKind::InstanceFunctionCall)) && call.name_text() == "secure";
}

bool is_secure_declaration(syntax::Node declaration) {
  for (const auto child : declaration.children())
    if (child.is(NodeKind::Decorator) && is_secure_decorator(child)) return true;
  return false;
}

void declare_bicep(const syntax::SyntaxTree& tree, DeclaredParameters& declared) {
  for (const auto statement : tree.root().children())
    if (statement.is(NodeKind::ParameterDeclaration)) declared.add(statement.name_text(), is_secure_declaration(statement));
}

/// What is written out in an expression: texts and numbers. The arguments of getSecret() only say where a secret is kept.
std::vector<std::string> literals_of(syntax::Node expression) {
  std::vector<std::string> literals;
  const auto& tree = expression.tree();
  const auto end = expression.index() + expression.raw().subtree_size;
  for (auto i = expression.index(); i < end; ++i) {
    const auto node = tree.node(i);
    if (node.is(NodeKind::InstanceFunctionCall) && node.name_text() == "getSecret") i += node.raw().subtree_size - 1;
    if (node.is(NodeKind::IntegerLiteral)) literals.emplace_back(node.text());
    if (!node.is(NodeKind::String)) continue;
    if (auto segments = syntax::string_segments(node)) {
      for (auto& segment : *segments)
        if (!segment.empty()) literals.push_back(std::move(segment));
    } else {
      literals.emplace_back(node.text());
    }
  }
  return literals;
}

std::string key_of(syntax::Node property) {
  const auto key = property.part(Role::name);
  return key.is(NodeKind::String) ? syntax::literal_string(key).value_or("") : std::string(property.name_text());
}

/// The value of a secure parameter that this node declares, assigns, or gives to a module; or no node.
syntax::Node secret_value(syntax::Node node, const std::vector<std::uint32_t>& parents, const DeclaredParameters& declared) {
  if (node.is(NodeKind::ParameterDeclaration)) {
    const auto value = is_secure_declaration(node) ? node.child(NodeKind::ParameterDefaultValue) : syntax::Node();
    return value ? value.first_child() : value;
  }
  if (node.is(NodeKind::ParameterAssignment)) return declared.may_be_secure(node.name_text()) ? node.part(Role::value) : syntax::Node();
  if (!node.is(NodeKind::ObjectProperty) || !declared.is_secure(key_of(node))) return {};
  const auto owner = node.tree().node(parents[parents[node.index()]]);
  return owner.is(NodeKind::ObjectProperty) && key_of(owner) == "params" ? node.part(Role::value) : syntax::Node();
}

void hide_bicep(const syntax::SyntaxTree& tree, SourceId source, const DeclaredParameters& declared, Redaction& redaction) {
  const auto parents = tree.parents();
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const auto node = tree.node(i);
    if (node.is(NodeKind::ObjectProperty) && secrecy_of_name(key_of(node)) == Secrecy::value)
      if (const auto literal = syntax::literal_string(node.part(Role::value)); literal && !literal->empty()) redaction.add_named({source, node.part(Role::value).span()}, *literal);
    const auto value = secret_value(node, parents, declared);
    if (!value) continue;
    if (auto literals = literals_of(value); !literals.empty()) redaction.add_place({source, value.span()}, std::move(literals));
  }
}

// --- JSON ---

bool is_secure_type(const arm::Node& declaration) {
  const auto* type = declaration.find("type");
  return type != nullptr && type->is_string() && (equals_ignoring_case(type->text, "securestring") || equals_ignoring_case(type->text, "secureobject"));
}

/// Calls `visit` for every member below a node; nesting is bounded by the reader.
template <typename Visit>
void visit_members(const arm::Node& node, const Visit& visit) {
  for (const auto& item : node.items) visit_members(item, visit);
  for (const auto& member : node.members) {
    visit(member);
    visit_members(member.value, visit);
  }
}

void declare_json(const arm::Node& root, DeclaredParameters& declared) {
  visit_members(root, [&](const arm::Member& member) {
    if (member.name != "parameters") return;
    for (const auto& parameter : member.value.members)
      if (parameter.value.find("type") != nullptr) declared.add(parameter.name, is_secure_type(parameter.value));
  });
}

void add_literals(const arm::Node& value, std::vector<std::string>& literals) {
  if (value.is_string() && !value.text.empty() && value.text.front() != '[') literals.emplace_back(value.text);
  if (value.is(arm::NodeKind::integer)) literals.push_back(std::to_string(value.integer));
  for (const auto& item : value.items) add_literals(item, literals);
  for (const auto& member : value.members) add_literals(member.value, literals);
}

void hide_json(const arm::Node& root, const DeclaredParameters& declared, Redaction& redaction) {
  const auto hide = [&](const arm::Node& value) {
    std::vector<std::string> literals;
    add_literals(value, literals);
    if (!literals.empty()) redaction.add_place(value.location, std::move(literals));
  };
  if (root.find("resources") == nullptr) {  // a parameter file, with or without its outer object
    const auto* parameters = root.find("parameters");
    for (const auto& parameter : (parameters != nullptr ? parameters : &root)->members) {
      if (!(parameters != nullptr ? declared.may_be_secure(parameter.name) : declared.is_secure(parameter.name))) continue;
      const auto* value = parameter.value.find("value");
      if (value != nullptr || parameter.value.find("reference") == nullptr) hide(value != nullptr ? *value : parameter.value);
    }
  }
  visit_members(root, [&](const arm::Member& member) {
    const auto& text = member.value.text;
    if (member.value.is_string() && !text.empty() && (text.front() != '[' || text.starts_with("[[")) && secrecy_of_name(member.name) == Secrecy::value) redaction.add_named(member.value.location, text);
    if (member.name != "parameters") return;
    for (const auto& parameter : member.value.members) {
      const bool is_declared = parameter.value.find("type") != nullptr;
      const auto* value = is_declared ? parameter.value.find("defaultValue") : parameter.value.find("value");
      if (value != nullptr && (is_declared ? is_secure_type(parameter.value) : declared.is_secure(parameter.name))) hide(*value);
    }
  });
}

/// Signatures of tokens, so that they are known without the name in front, too: a template may take an address apart.
void add_tokens(std::string_view text, Redaction& redaction) {
  constexpr std::size_t shortest = 12;
  if (text.find('=') == std::string_view::npos) return;
  for (const auto part : secret_parts(text)) {
    const auto token = text.substr(part.begin, part.size());
    if (token.size() >= shortest && token.find_first_of("{[") == std::string_view::npos) redaction.add_text(token);  // else a hole
  }
}

/// Whether the value of a resource of this type is a secret under a name that does not tell: `properties.value` in a vault.
bool is_vault_secret(const eval::Value& type) { return type.is_string() && equals_ignoring_case(type.as_string(), "Microsoft.KeyVault/vaults/secrets"); }

class SecretValues {
 public:
  explicit SecretValues(Redaction& redaction) : redaction_(redaction) {}

  void visit(const eval::Value& value) {
    if ((!value.is_array() && !value.is_object()) || !parts_.enter(value)) return;
    for (const auto& item : value.items()) visit(item);
    for (const auto& field : value.fields()) {
      if (field.value.is_string() && secrecy_of_name(field.name) == Secrecy::value) add(field.value);
      visit(field.value);
    }
  }

  void add(const eval::Value& value) {
    if (value.is_string()) redaction_.add_named({}, value.as_string());
  }

 private:
  Redaction& redaction_;
  eval::VisitedParts parts_;
};

/// Whether what a source assigns is secret also where nobody declares the parameter.
bool assigns_undeclared(const Source& source) {
  return source.path().starts_with(argument_prefix) || source.path().ends_with(".bicepparam") || source.path().ends_with(".json") || source.path().ends_with(".jsonc");
}

/// Of each source the parts that are shown. Of what is not shown only the declarations matter.
struct Shown {
  bool all = false;
  std::vector<std::vector<Span>> parts;  // by source

  bool any_of(std::size_t source) const { return all || !parts[source].empty(); }
  bool covers(std::size_t source, Span span) const {
    return all || std::ranges::any_of(parts[source], [&](Span part) { return part.begin <= span.end && span.begin <= part.end; });
  }
};

/// Adds the names of the modules' parameters, in small letters, that a file hands values to that are shown: the modules'
/// declarations tell whether they are secret.
void add_shown_arguments(const syntax::SyntaxTree& tree, std::size_t source, const Shown& shown, std::set<std::string>& names) {
  const auto parents = tree.parents();
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const auto node = tree.node(i);
    if (!node.is(NodeKind::ObjectProperty)) continue;
    const auto owner = tree.node(parents[parents[i]]);
    if (owner.is(NodeKind::ObjectProperty) && shown.covers(source, node.span()) && key_of(owner) == "params") names.insert(to_lower_ascii(key_of(node)));
  }
}

Redaction find_secrets(const SourceSet& sources, const Shown& shown) {
  struct Bicep {
    SourceId source;
    syntax::SyntaxTree tree;
  };
  std::vector<Bicep> trees;
  std::vector<std::shared_ptr<const arm::TemplateIr>> documents;
  std::vector<SourceId> arguments;
  DeclaredParameters declared;
  const auto count = static_cast<std::uint32_t>(shown.parts.size());
  const auto read = [&](std::uint32_t i) {
    const SourceId id{i};
    const auto& source = sources[id];
    if (source.path().starts_with(argument_prefix)) {
      if (shown.any_of(i)) arguments.push_back(id);
    } else if (is_bicep(source.path())) {
      auto tree = syntax::parse(source.text(), syntax::file_kind_of(source.path()));
      declare_bicep(tree, declared);
      if (shown.any_of(i)) trees.push_back({id, std::move(tree)});
    } else if (source.path().ends_with(".json") || source.path().ends_with(".jsonc")) {
      auto document = arm::read_json(sources, id, arm::ExpressionMode::literal, Limits{});
      declare_json(document->root, declared);
      if (shown.any_of(i)) documents.push_back(std::move(document));
    }
  };
  std::set<std::string> names;  // of parameters of others that matter when they are secure
  bool all_matter = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!shown.any_of(i)) continue;
    const auto before = trees.size();
    read(i);
    all_matter = all_matter || assigns_undeclared(sources[SourceId{i}]);
    if (trees.size() > before) add_shown_arguments(trees.back().tree, i, shown, names);
  }
  for (std::uint32_t i = 0; i < count; ++i)
    if (!shown.any_of(i) && (all_matter || (!names.empty() && may_declare_secure(sources[SourceId{i}], names)))) read(i);
  Redaction redaction;
  for (std::uint32_t i = 0; i < count; ++i) add_tokens(sources[SourceId{i}].text(), redaction);
  for (const auto& each : trees) hide_bicep(each.tree, each.source, declared, redaction);
  for (const auto& document : documents) hide_json(document->root, declared, redaction);
  for (const auto id : arguments) {
    const auto& source = sources[id];
    const auto size = static_cast<std::uint32_t>(source.text().size());
    if (size > 0 && declared.may_be_secure(std::string_view(source.path()).substr(argument_prefix.size()))) redaction.add_place({id, {0, size}}, {std::string(source.text())});
  }
  return redaction;
}

}  // namespace

void add_secret_values(const eval::EvaluatedTemplate& evaluated, Redaction& redaction) {
  SecretValues values(redaction);
  for (const auto& resource : evaluated.resources) {
    values.visit(resource->body);
    const auto* properties = is_vault_secret(resource->type_value) ? resource->body.find("properties") : nullptr;
    if (const auto* value = properties == nullptr ? nullptr : properties->find("value")) values.add(*value);
  }
  for (const auto& deployment : evaluated.deployments)
    for (const auto* fields : {&deployment->parameters, &deployment->variables, &deployment->outputs})
      for (const auto& field : *fields) {
        if (secrecy_of_name(field.name) == Secrecy::value) values.add(field.value);
        values.visit(field.value);
      }
}

Redaction find_secrets(const SourceSet& sources) {
  Shown shown{true, {}};
  shown.parts.resize(sources.size());
  return find_secrets(sources, shown);
}

Redaction find_secrets(const SourceSet& sources, std::span<const Finding> findings) {
  Shown shown;
  shown.parts.resize(sources.size());
  for (const auto& finding : findings) {
    if (!finding.location || finding.location.source.index >= shown.parts.size()) continue;
    // Whole lines, and one more on both sides.
    const auto& source = sources.at(finding.location);
    const auto first = source.line_column(finding.location.span.begin).line, last = source.line_column(finding.location.span.end).line;
    shown.parts[finding.location.source.index].push_back({source.line_span(std::max(first, 2u) - 1).begin, source.line_span(std::min(last + 1, source.line_count())).end});
  }
  return find_secrets(sources, shown);
}

}  // namespace fleetlint::workspace
