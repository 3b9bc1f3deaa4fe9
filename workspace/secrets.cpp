#include "fleetlint/workspace/secrets.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "fleetlint/base/threads.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/evaluator/vault_secrets.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::workspace {
namespace {

using syntax::NodeKind;
using syntax::Role;

bool is_bicep(std::string_view path) { return path.ends_with(".bicep") || path.ends_with(".bicepparam"); }

/// A value of the command line is the text of a source of its own, named so.
constexpr std::string_view argument_prefix = "--param ";

/// Names of parameters over all templates of the run, in lower case: platform and compiler ignore case in different places.
struct DeclaredParameters {
  std::set<std::string, std::less<>> secure, plain;
  std::map<std::string, std::vector<std::string>, std::less<>> allowed;  ///< of secure ones: what messages about a value that is not among them repeat

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

/// A setting of a secure object that is an ordinary word (`WARNING`, `false`) under a name that does not tell: hiding it
/// wherever it stands would make everything else unreadable.
bool is_plain_setting(std::string_view key, std::string_view text) {
  constexpr std::size_t longest = 10;
  return !key.empty() && secrecy_of_name(key) == Secrecy::none && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
}

/// What stands around a hole in an address or a name: `https://`, `.azurewebsites.net`, `-admin`.
bool is_frame_of_a_hole(std::string_view segment) {
  return std::all_of(segment.begin(), segment.end(), [](unsigned char c) { return std::islower(c) != 0 || c == '.' || c == '-' || c == '/' || c == ':'; });
}

/// Whether a node only decides which value is taken, or names one: conditions, operands of comparisons, names, indexes.
bool holds_no_value(syntax::Node node) {
  if (node.role() == Role::condition || node.role() == Role::index || (node.role() == Role::name && node.is(NodeKind::String))) return true;
  return node.is(NodeKind::BinaryOperation) && node.operator_kind() != syntax::TokenKind::DoubleQuestion;
}

/// The arguments of getSecret() only say where a secret is kept.
bool is_kept_elsewhere(syntax::Node node) { return node.is(NodeKind::InstanceFunctionCall) && node.name_text() == "getSecret"; }

std::string key_of(syntax::Node property) {
  const auto key = property.part(Role::name);
  return key.is(NodeKind::String) ? syntax::literal_string(key).value_or("") : std::string(property.name_text());
}

/// What is written out in an expression and may be its value or a part of it: texts and numbers.
std::vector<std::string> literals_of(syntax::Node expression) {
  std::vector<std::string> literals;
  const auto& tree = expression.tree();
  const auto end = expression.index() + expression.raw().subtree_size;
  std::string key;  // of the setting of an object, innermost
  std::uint32_t end_of_setting = 0;
  for (auto i = expression.index(); i < end; ++i) {
    const auto node = tree.node(i);
    if (i >= end_of_setting) key.clear();
    if (is_kept_elsewhere(node) || (i != expression.index() && holds_no_value(node))) {
      i += node.raw().subtree_size - 1;
      continue;
    }
    if (node.is(NodeKind::ObjectProperty)) {
      key = key_of(node);
      end_of_setting = i + node.raw().subtree_size;
    }
    if (node.is(NodeKind::IntegerLiteral)) literals.emplace_back(node.text());
    if (!node.is(NodeKind::String)) continue;
    auto segments = syntax::string_segments(node);
    if (!segments) {
      literals.emplace_back(node.text());
      continue;
    }
    for (auto& segment : *segments) {
      const bool told = segments->size() > 1 ? !key.empty() && is_frame_of_a_hole(segment) : is_plain_setting(key, segment);
      if (!segment.empty() && !told) literals.push_back(std::move(segment));
    }
  }
  return literals;
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

/// What stands for a secret in a command line, as it is written.
void hide_parts(std::string_view text, Location place, Redaction& redaction) {
  for (const auto part : secret_parts(text, TextKind::command)) {
    const auto where = place ? Location{place.source, {place.span.begin + part.begin, place.span.begin + part.end}} : Location{};
    redaction.add_named(where, text.substr(part.begin, part.size()));
  }
}

/// Calls `visit` with the arguments of each `@allowed` of a declaration.
template <typename Visit>
void visit_allowed_values(syntax::Node declaration, const Visit& visit) {
  for (const auto child : declaration.children()) {
    const auto call = child.is(NodeKind::Decorator) ? child.part(Role::value) : syntax::Node();
    if (call && (call.is(NodeKind::FunctionCall) || call.is(NodeKind::InstanceFunctionCall)) && call.name_text() == "allowed") visit(call);
  }
}

/// Messages about a value that is not among them repeat the values that are.
void declare_allowed_values(const syntax::SyntaxTree& tree, DeclaredParameters& declared) {
  for (const auto statement : tree.root().children()) {
    if (!statement.is(NodeKind::ParameterDeclaration) || !is_secure_declaration(statement)) continue;
    visit_allowed_values(statement, [&](syntax::Node call) {
      for (auto& literal : literals_of(call)) declared.allowed[to_lower_ascii(statement.name_text())].push_back(std::move(literal));
    });
  }
}

/// The name of the parameter that a node declares, assigns or gives to a module.
std::string name_of_parameter(syntax::Node node) { return to_lower_ascii(node.is(NodeKind::ObjectProperty) ? std::string_view(key_of(node)) : node.name_text()); }

void hide_bicep(const syntax::SyntaxTree& tree, SourceId source, const DeclaredParameters& declared, Redaction& redaction) {
  const auto parents = tree.parents();
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const auto node = tree.node(i);
    if (node.is(NodeKind::ObjectProperty) && secrecy_of_name(key_of(node)) == Secrecy::value)
      if (const auto literal = syntax::literal_string(node.part(Role::value)); literal && !literal->empty()) redaction.add_named({source, node.part(Role::value).span()}, *literal);
    // a text that does not end has no value, but what is written of it is shown with the finding that says so
    if (node.is(NodeKind::ObjectProperty) && secrecy_of_name(key_of(node)) == Secrecy::value)
      if (const auto text = node.part(Role::value); text.is(NodeKind::String) && !syntax::string_segments(text)) redaction.add_named({source, text.span()}, text.text());
    if (node.is(NodeKind::ParameterDeclaration) && is_secure_declaration(node))
      visit_allowed_values(node, [&](syntax::Node call) {
        if (auto literals = literals_of(call); !literals.empty()) redaction.add_place({source, call.span()}, std::move(literals));
      });
    if (node.is(NodeKind::ObjectProperty) && kind_of_name(key_of(node)) == TextKind::command) {
      const auto command = node.part(Role::value);
      hide_parts(command.text(), {source, command.span()}, redaction);
    }
    const auto value = secret_value(node, parents, declared);
    if (!value) continue;
    auto literals = literals_of(value);
    if (const auto allowed = declared.allowed.find(name_of_parameter(node)); allowed != declared.allowed.end()) literals.insert(literals.end(), allowed->second.begin(), allowed->second.end());
    if (!literals.empty()) redaction.add_place({source, value.span()}, std::move(literals));
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

/// What an expression of JSON does with the texts among its arguments.
enum class TextsOfCall : std::uint8_t { may_be_values, only_behind_the_first, only_in_the_first, are_none };

TextsOfCall texts_of_call(std::string_view name) {
  struct Row {
    std::string_view name;
    TextsOfCall texts;
  };
  using enum TextsOfCall;
  // Conditions, operands of comparisons and names only decide which value is taken, or name one.
  static constexpr Row rows[] = {
      {"if", only_behind_the_first}, {"tryGet", only_in_the_first}, {"parameters", are_none}, {"variables", are_none}, {"lambdaVariables", are_none},
      {"reference", are_none}, {"references", are_none}, {"resourceInfo", are_none}, {"resourceId", are_none}, {"subscriptionResourceId", are_none},
      {"tenantResourceId", are_none}, {"managementGroupResourceId", are_none}, {"extensionResourceId", are_none}, {"copyIndex", are_none},
      {"externalInputs", are_none}, {"equals", are_none}, {"less", are_none}, {"lessOrEquals", are_none}, {"greater", are_none},
      {"greaterOrEquals", are_none}, {"and", are_none}, {"or", are_none}, {"add", are_none}, {"sub", are_none}, {"mul", are_none}, {"div", are_none}, {"mod", are_none},
  };
  constexpr std::string_view list = "list";  // of keys
  if (equals_ignoring_case(name.substr(0, list.size()), list)) return are_none;
  for (const auto& row : rows)
    if (equals_ignoring_case(row.name, name)) return row.texts;
  return may_be_values;
}

/// The texts around the holes `{0}` of a format string.
void add_frames(std::string_view format, std::string_view key, std::vector<std::string>& literals) {
  std::string segment;
  const auto add = [&] {
    if (!segment.empty() && (key.empty() || !is_frame_of_a_hole(segment))) literals.push_back(segment);
    segment.clear();
  };
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    const bool twice = at + 1 < format.size() && format[at + 1] == c;
    if (c == '{' && !twice) {
      add();
      at = std::min(format.find('}', at), format.size());
    } else {
      segment += c;
      at += (c == '{' || c == '}') && twice ? 1 : 0;
    }
  }
  add();
}

/// What is written out in an expression of JSON and may be its value or a part of it: as `literals_of` has it for Bicep.
void add_literals(const arm::Expression& whole, std::string_view whole_key, std::vector<std::string>& literals) {
  struct Part {
    const arm::Expression* expression;
    std::string_view key;
  };
  std::vector<Part> open{{&whole, whole_key}};
  while (!open.empty()) {
    const auto [part, key] = open.back();
    open.pop_back();
    const auto arguments = part->arguments;
    switch (part->kind) {
      case arm::ExpressionKind::string:
        if (!part->text.empty() && !is_plain_setting(key, part->text)) literals.emplace_back(part->text);
        break;
      case arm::ExpressionKind::integer: literals.push_back(std::to_string(part->integer)); break;
      case arm::ExpressionKind::number: literals.emplace_back(part->text); break;
      case arm::ExpressionKind::access: open.push_back({&part->base(), key}); break;
      case arm::ExpressionKind::call: {
        if (part->is_call("createobject")) {
          for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) open.push_back({arguments[i + 1], arguments[i]->kind == arm::ExpressionKind::string ? arguments[i]->text : std::string_view()});
          break;
        }
        if (part->is_call("lambda")) {
          if (!arguments.empty()) open.push_back({arguments.back(), key});
          break;
        }
        const auto texts = texts_of_call(part->text);
        const bool formats = part->is_call("format") && !arguments.empty() && arguments[0]->kind == arm::ExpressionKind::string;
        if (formats) add_frames(arguments[0]->text, key, literals);
        const std::size_t first = formats || texts == TextsOfCall::only_behind_the_first ? 1 : 0;
        const std::size_t end = texts == TextsOfCall::are_none ? 0 : texts == TextsOfCall::only_in_the_first ? std::min<std::size_t>(1, arguments.size()) : arguments.size();
        for (std::size_t i = first; i < end; ++i) open.push_back({arguments[i], key});
        break;
      }
    }
  }
}

/// The expression that a text of JSON is, in the arena; null when it is none.
const arm::Expression* expression_of(const arm::Node& node, Arena& arena) {
  constexpr std::size_t brackets = 2;
  const auto text = node.text;
  if (!node.is_string() || text.size() < brackets || text.front() != '[' || text.back() != ']' || text[1] == '[') return nullptr;
  return arm::parse_expression(text.substr(1, text.size() - brackets), {node.location.source, {node.location.span.begin + 2, node.location.span.end}}, arena, Limits{}).expression;
}

/// The same of JSON; `key` is the name it stands under inside of the value.
void add_literals(const arm::Node& value, std::string_view key, std::vector<std::string>& literals) {
  Arena arena;
  if (const auto* expression = expression_of(value, arena)) add_literals(*expression, key, literals);
  else if (value.is_string() && !value.text.empty() && !is_plain_setting(key, value.text)) {
    literals.emplace_back(value.text);
    if (value.text.starts_with("[[")) literals.emplace_back(value.text.substr(1));  // what it stands for in a template
  }
  if (value.is(arm::NodeKind::integer)) literals.push_back(std::to_string(value.integer));
  for (const auto& item : value.items) add_literals(item, key, literals);
  for (const auto& member : value.members) add_literals(member.value, member.name, literals);
}

/// Texts under telling names in objects that an expression makes: what a compiler writes for `union({ adminPassword: '…' }, …)`.
void hide_made_objects(const arm::Node& value, Redaction& redaction) {
  constexpr std::size_t quotes = 2;
  constexpr std::string_view maker = "createobject";
  const auto same_letter = [](char a, char b) { return (a | 0x20) == b; };
  if (std::search(value.text.begin(), value.text.end(), maker.begin(), maker.end(), same_letter) == value.text.end()) return;
  Arena arena;
  std::vector<const arm::Expression*> open;
  if (const auto* expression = expression_of(value, arena)) open.push_back(expression);
  const bool is_escaped = value.location.span.size() != value.text.size() + quotes;  // then places inside of it are not known
  while (!open.empty()) {
    const auto& expression = *open.back();
    open.pop_back();
    const auto arguments = expression.arguments;
    open.insert(open.end(), arguments.begin(), arguments.end());
    if (!expression.is_call("createobject")) continue;
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
      const auto &name = *arguments[i], &named = *arguments[i + 1];
      if (name.kind == arm::ExpressionKind::string && named.kind == arm::ExpressionKind::string && secrecy_of_name(name.text) == Secrecy::value)
        redaction.add_named(is_escaped ? Location{} : named.location, named.text);
    }
  }
}

/// Calls `visit` for every text below a node.
template <typename Visit>
void visit_texts(const arm::Node& node, const Visit& visit) {
  if (node.is_string()) visit(node);
  for (const auto& item : node.items) visit_texts(item, visit);
  for (const auto& member : node.members) visit_texts(member.value, visit);
}

void hide_json(const arm::Node& root, const DeclaredParameters& declared, Redaction& redaction) {
  visit_texts(root, [&](const arm::Node& text) { hide_made_objects(text, redaction); });
  const auto hide = [&](const arm::Node& value) {
    std::vector<std::string> literals;
    add_literals(value, {}, literals);
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
    if (member.value.is_string() && kind_of_name(member.name) == TextKind::command) {
      const auto span = member.value.location.span;
      const bool is_escaped = span.size() != text.size() + 2;  // then places inside of it are not known
      hide_parts(text, is_escaped ? Location{} : Location{member.value.location.source, {span.begin + 1, span.end - 1}}, redaction);
    }
    if (member.name != "parameters") return;
    for (const auto& parameter : member.value.members) {
      const bool is_declared = parameter.value.find("type") != nullptr;
      const auto* value = is_declared ? parameter.value.find("defaultValue") : parameter.value.find("value");
      if (value != nullptr && (is_declared ? is_secure_type(parameter.value) : declared.is_secure(parameter.name))) hide(*value);
      if (const auto* allowed = parameter.value.find("allowedValues"); allowed != nullptr && is_secure_type(parameter.value)) hide(*allowed);
    }
  });
}

/// Signatures of tokens and passwords of command lines, so that they are known without the name in front, too: a template may
/// take an address apart, and put a command together.
std::vector<std::string_view> tokens_of(std::string_view text) {
  constexpr std::size_t shortest = 12;
  std::vector<std::string_view> tokens;
  for (const auto part : secret_parts(text)) {
    const auto token = text.substr(part.begin, part.size());
    if (token.size() >= shortest && token.find_first_of("{[") == std::string_view::npos) tokens.push_back(token);  // else a hole
  }
  return tokens;
}

struct ReadSource {
  std::unique_ptr<const syntax::SyntaxTree> tree;             // Bicep
  std::shared_ptr<const arm::TemplateIr> document;            // JSON
  std::vector<std::string_view> tokens;
};

ReadSource read_source(const SourceSet& sources, SourceId id) {
  const auto& source = sources[id];
  ReadSource read;
  read.tokens = tokens_of(source.text());
  if (source.path().starts_with(argument_prefix)) return read;
  if (is_bicep(source.path())) read.tree = std::make_unique<const syntax::SyntaxTree>(syntax::parse(source.text(), syntax::file_kind_of(source.path())));
  else if (source.path().ends_with(".json") || source.path().ends_with(".jsonc")) read.document = arm::read_json(sources, id, arm::ExpressionMode::literal, Limits{});
  return read;
}

class SecretValues {
 public:
  explicit SecretValues(Redaction& redaction) : redaction_(redaction) {}

  void visit(const eval::Value& value) {
    if ((!value.is_array() && !value.is_object()) || !parts_.enter(value)) return;
    for (const auto& item : value.items()) visit(item);
    const auto items = value.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!items[i].is_string()) continue;
      add_parts(TextKind::any, items[i].as_string());
      if (i > 0 && items[i - 1].is_string() && NamesOnTheWay().behind(items[i - 1].as_string()).hides_text()) redaction_.add_named({}, items[i].as_string());
    }
    for (const auto& field : value.fields()) {
      add(field);
      visit(field.value);
    }
  }

  void add(const eval::Field& field) {
    if (!field.value.is_string()) return;
    if (secrecy_of_name(field.name) == Secrecy::value) redaction_.add_named({}, field.value.as_string());
    else add_parts(kind_of_name(field.name), field.value.as_string());
  }

 private:
  void add_parts(TextKind kind, std::string_view text) {
    for (const auto part : secret_parts(text, kind)) redaction_.add_named({}, text.substr(part.begin, part.size()));
  }

  Redaction& redaction_;
  eval::VisitedParts parts_;
};

}  // namespace

void add_secret_values(const eval::EvaluatedTemplate& evaluated, Redaction& redaction) {
  SecretValues values(redaction);
  for (const auto& resource : evaluated.resources) {
    values.visit(resource->body);
    if (const auto* kept = eval::vault_secret(*resource); kept != nullptr && kept->is_string()) redaction.add_text(kept->as_string());
  }
  for (const auto& deployment : evaluated.deployments)
    for (const auto* fields : {&deployment->parameters, &deployment->variables, &deployment->outputs})
      for (const auto& field : *fields) {
        values.add(field);
        values.visit(field.value);
      }
}

Redaction find_secrets(const SourceSet& sources, unsigned threads) {
  std::vector<SourceId> all(sources.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = SourceId{i};
  return find_secrets(sources, all, threads);
}

Redaction find_secrets(const SourceSet& sources, std::span<const SourceId> among, unsigned threads) {
  const auto count = static_cast<std::uint32_t>(among.size());
  std::vector<ReadSource> read(count);
  for_each_index(count, threads, [&](std::size_t i) { read[i] = read_source(sources, among[i]); });

  DeclaredParameters declared;
  for (const auto& each : read) {
    if (each.tree) {
      declare_bicep(*each.tree, declared);
      declare_allowed_values(*each.tree, declared);
    }
    if (each.document) declare_json(each.document->root, declared);
  }
  Redaction redaction;
  for (const auto& each : read)
    for (const auto token : each.tokens) redaction.add_text(token);
  for (std::uint32_t i = 0; i < count; ++i)
    if (read[i].tree) hide_bicep(*read[i].tree, among[i], declared, redaction);
  for (const auto& each : read)
    if (each.document) hide_json(each.document->root, declared, redaction);
  for (const auto id : among) {
    const auto& source = sources[id];
    const auto size = static_cast<std::uint32_t>(source.text().size());
    if (!source.path().starts_with(argument_prefix) || size == 0) continue;
    if (declared.may_be_secure(std::string_view(source.path()).substr(argument_prefix.size()))) redaction.add_place({id, {0, size}}, {std::string(source.text())});
  }
  return redaction;
}

}  // namespace fleetlint::workspace
