// The parameter file that a .bicepparam file stands for (emission rules P).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "bind/syntax_queries.h"
#include "diagnostics.h"
#include "fleetlint/compiler/parameters.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/writer.h"
#include "lower/name_order.h"
#include "params/parameter_file.h"
#include "types/failure_sentences.h"

namespace fleetlint::compiler {
namespace {

using arm::ExpressionKind;
using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

constexpr std::string_view schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#";

bool is_external_input(std::string_view name) { return name == "externalInput" || name == "readCliArg" || name == "readEnvVar"; }

/// `sys.cli` and 3 → `sys_cli_3`.
std::string input_key(std::string_view kind, std::size_t number) {
  std::string key;
  for (const char c : kind) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    key += word ? c : '_';
  }
  return fmt::format("{}_{}", key, number);
}

class Builder {
 public:
  /// Without `models` nothing is evaluated.
  Builder(const SemanticModel& model, const ModuleInterface* used, const ParameterModels* models, const CompileOptions& options)
      : model_(model), used_(used), options_(options), out_(std::make_shared<arm::TemplateIr>()), world_(nullptr, std::nullopt, out_->arena),
        evaluator_(out_->arena, model.graph().limits, world_) {
    out_->source = model.file().source;
    if (models != nullptr) collect_files(*models);
  }

  /// What cannot be evaluated in a file with errors of types: parameters that have none themselves and are not made of what
  /// has some, and configurations of extensions.
  std::vector<Finding> failures_beside_errors() {
    find_errors_ = true;
    collect_unknowable();
    for (const auto id : model_.declared(SymbolKind::parameter_assignment)) {
      if (!unknowable_.contains(id.index)) parameter(*files_.front(), id);
    }
    if (model_.features().has(Feature::module_extension_configs)) extension_configs();
    return std::move(findings_);
  }

  /// The same where parts of the file could not be read: nothing is evaluated.
  std::vector<Finding> failures_beside_syntax_errors() {
    if (!model_.features().has(Feature::module_extension_configs)) return {};
    each_configured([&](SymbolId id, std::string_view, Node written) {
      if (const auto why = no_value(written); !is_secret_call(written) && !why.empty()) failed(model_, written, "extension config", model_.symbol(id).name, why);
    });
    return std::move(findings_);
  }

  BuiltParameters run() {
    auto& file = *files_.front();
    collect_inputs();
    collect_unknowable();
    MemberList root;
    add(root, "$schema", text(schema));
    add(root, "contentVersion", text("1.0.0.0"));
    MemberList parameters;
    for (const auto& [owner, id] : assignments_) {
      const auto& symbol = owner->model().symbol(id);
      if (used_ != nullptr && used_->find_parameter(symbol.name) == nullptr) continue;
      if (owner == files_.front().get() && unknowable_.contains(id.index)) continue;  // told of where it reads the other one
      const auto value = parameter(*owner, id);
      if (!value) continue;
      add(parameters, symbol.name, *value);
      parameters.back().name_location = owner->model().location(symbol.declaration.name());
    }
    add(root, "parameters", object(parameters));
    if (!inputs_.empty()) add(root, "externalInputDefinitions", input_definitions());
    if (model_.features().has(Feature::module_extension_configs)) add(root, "extensionConfigs", extension_configs());
    if (const auto config = using_config()) {
      MemberList value;
      add(value, "expression", expression(rewritten(*file.emitter().convert(*file.lowering().lower(config))), config));
      add(root, "usingConfig", object(value));
    }
    out_->root = object(root);
    return {out_, std::move(findings_)};
  }

 private:
  struct Input {
    std::string key;
    const arm::Expression* kind = nullptr;
    const arm::Expression* config = nullptr;
  };

  void collect_files(const ParameterModels& models) {
    const auto chain = extended_models(model_, models);
    ParameterFile* base = nullptr;
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
      files_.insert(files_.begin(), std::make_unique<ParameterFile>(**at, base, options_, evaluator_, *out_, world_.root_scope(std::nullopt, out_->arena)));
      base = files_.front().get();
    }
    // Own assignments first, then what the extended files add.
    for (const auto& file : files_) {
      for (const auto id : file->model().declared(SymbolKind::parameter_assignment)) {
        const auto name = file->model().symbol(id).name;
        const auto same = [&](const auto& known) { return known.first->model().symbol(known.second).name == name; };
        if (std::ranges::none_of(assignments_, same)) assignments_.emplace_back(file.get(), id);
      }
    }
  }

  Node using_config() const {
    const auto statement = model_.root().child(NodeKind::UsingDeclaration);
    const auto clause = statement ? statement.part(Role::with) : Node();
    return clause ? clause.child(NodeKind::Object) : Node();
  }

  // External inputs get their numbers in the order in which they are written: assignments, variables, `using … with`.
  void collect_inputs() {
    for (const auto& [owner, id] : assignments_) collect_inputs(*owner, owner->model().symbol(id).declaration);
    for (const auto id : model_.declared(SymbolKind::variable)) collect_inputs(*files_.front(), model_.symbol(id).declaration);
    if (const auto config = using_config()) collect_inputs(*files_.front(), config);
  }

  /// The value of the symbol has an error, which is told already.
  bool has_error(SymbolId id) const {
    if (!find_errors_) return false;
    const auto& symbol = model_.symbol(id);
    if (symbol.kind == SymbolKind::imported_error) return true;
    if (symbol.kind != SymbolKind::parameter_assignment && symbol.kind != SymbolKind::variable) return false;
    const auto value = symbol.declaration.part(Role::value);
    return !value || !model_.cycle(id).empty() || model_.types().type_of(value)->is_error();
  }

  // Assignments and variables that read a parameter whose value only the deployment knows: a secret, or the template's default.
  // Beside errors also those that have one, and what reads them.
  void collect_unknowable() {
    auto& file = *files_.front();
    enum class Known : std::uint8_t { yes, secret, defaulted };
    std::unordered_map<std::uint32_t, Known> kinds;
    const auto kind_of = [&](SymbolId id) {
      const auto [found, added] = kinds.try_emplace(id.index, Known::yes);
      if (!added) return found->second;
      const auto written = model_.symbol(id).declaration.part(Role::value);
      const auto* value = file.assignment(model_.symbol(id).name);
      if (value == nullptr || !written) return Known::yes;
      if (is_secret(file, written)) return found->second = Known::secret;
      if (!file.needs_external_input(*value) && file.evaluate(*value).is_null()) found->second = Known::defaulted;
      return found->second;
    };
    const auto read_in = [&](SymbolId reader, auto&& visit) {
      const auto node = model_.symbol(reader).declaration;
      const auto end = node.index() + node.raw().subtree_size;
      for (auto i = node.index(); i < end; ++i) {
        if (model_.tree().nodes[i].kind != NodeKind::VariableAccess) continue;
        const auto at = model_.tree().node(i);
        const auto id = model_.symbol_at(at);
        const auto kind = id ? model_.symbol(id).kind : SymbolKind::unresolved;
        if (kind == SymbolKind::parameter_assignment || kind == SymbolKind::variable || kind == SymbolKind::imported_error) visit(at, id);
      }
    };
    std::vector<SymbolId> readers = model_.declared(SymbolKind::parameter_assignment);
    for (const auto id : model_.declared(SymbolKind::variable)) readers.push_back(id);
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> users;
    std::vector<std::uint32_t> open;
    std::vector<std::pair<SymbolId, std::vector<std::pair<Node, SymbolId>>>> direct;
    for (const auto reader : readers) {
      std::vector<std::pair<Node, SymbolId>> uses;
      if (has_error(reader)) open.push_back(reader.index);
      read_in(reader, [&](Node at, SymbolId id) {
        users[id.index].push_back(reader.index);
        if (model_.symbol(id).kind == SymbolKind::imported_error) open.push_back(reader.index);
        if (model_.symbol(id).kind == SymbolKind::parameter_assignment) uses.emplace_back(at, id);
      });
      if (!uses.empty()) direct.emplace_back(reader, std::move(uses));
    }
    std::vector<std::pair<Node, SymbolId>> told;
    for (const auto& [reader, uses] : direct) {
      for (const auto& [at, id] : uses) {
        if (has_error(id) || kind_of(id) == Known::yes) continue;
        told.emplace_back(at, id);
        open.push_back(reader.index);
      }
    }
    while (!open.empty()) {
      const auto reader = open.back();
      open.pop_back();
      if (!unknowable_.insert(reader).second) continue;
      for (const auto user : users[reader]) open.push_back(user);
    }
    for (const auto& [at, id] : told) {
      if (unknowable_.contains(id.index)) continue;
      const auto why = kind_of(id) == Known::secret ? Diagnostic::ReadsSecretParameter : Diagnostic::ReadsDefaultedParameter;
      report(findings_, model_.location(at), why, model_.symbol(id).name);
    }
  }

  void collect_inputs(ParameterFile& file, Node node) {
    const bool call = node.kind() == NodeKind::FunctionCall || node.kind() == NodeKind::InstanceFunctionCall;
    if (call && is_external_input(node.name_text())) {
      const auto* placed = file.inlined(*file.lowering().lower(node));
      if (placed != nullptr) collect_inputs(*placed);
      else failed(file, node, "function", node.text(), file.failure());
    }
    for (Node child : node.children()) collect_inputs(file, child);
  }

  void collect_inputs(const arm::Expression& from) {
    if (from.kind != ExpressionKind::call) return;
    if (from.text != "externalInput") {
      for (const auto* argument : from.arguments) collect_inputs(*argument);
      return;
    }
    if (from.arguments.empty() || from.arguments[0]->kind != ExpressionKind::string) return;
    const auto written = arm::to_text(from);
    if (inputs_.contains(written)) return;
    inputs_.emplace(written, Input{input_key(from.arguments[0]->text, inputs_.size()), from.arguments[0], from.arguments.size() > 1 ? from.arguments[1] : nullptr});
  }

  /// External inputs by their keys.
  const arm::Expression* rewritten(const arm::Expression& from) {
    if (from.kind == ExpressionKind::call && from.text == "externalInput") {
      const auto input = inputs_.find(arm::to_text(from));
      if (input == inputs_.end()) return &from;
      auto& emitter = files_.front()->emitter();
      return emitter.call("externalInputs", {emitter.text(out_->arena.copy(std::string_view(input->second.key)))});
    }
    if (from.arguments.empty()) return &from;
    std::vector<const arm::Expression*> arguments;
    for (const auto* argument : from.arguments) arguments.push_back(rewritten(*argument));
    auto* result = out_->arena.create<arm::Expression>(from);
    result->arguments = out_->arena.copy(arguments);
    return result;
  }

  std::optional<arm::Node> parameter(ParameterFile& owner, SymbolId id) {
    const auto& symbol = owner.model().symbol(id);
    const auto written = symbol.declaration.part(Role::value);
    const auto* value = owner.assignment(symbol.name);
    if (value == nullptr || !written) return std::nullopt;
    MemberList members;
    if (is_secret(owner, written)) {
      add(members, "reference", secret(owner, written, *value));
    } else if (const auto why = &owner == files_.front().get() ? no_value(written) : std::string(); !why.empty()) {
      return failed(model_, written, "parameter", symbol.name, why);
    } else if (owner.needs_external_input(*value)) {
      if (find_errors_ && value->is(Kind::ForLoop)) return std::nullopt;  // the reference finds that out when it writes the file
      const auto* placed = owner.inlined(*value);
      if (placed == nullptr) return failed(owner, written, "parameter", symbol.name, owner.failure());
      add(members, "expression", expression(rewritten(*placed), written));
    } else {
      const auto result = owner.evaluate(*value);
      if (result.is_unknown()) return failed(owner, written, "parameter", symbol.name, result.failure());
      add(members, "value", placed_node_of(result, owner, written));
    }
    return object(members);
  }

  std::nullopt_t failed(const ParameterFile& owner, Node place, std::string_view subject, std::string_view name, const eval::Failure* failure) {
    return failed(owner.model(), place, subject, name, failure != nullptr ? failure_sentence(failure->message) : std::string("The value is not known before the deployment."));
  }
  std::nullopt_t failed(const SemanticModel& model, Node place, std::string_view subject, std::string_view name, const std::string& message) {
    report(findings_, model.location(place), Diagnostic::EvaluationFailed, subject, name, message);
    return std::nullopt;
  }

  /// Why an expression of the file itself has no value although its types are right: a secret or the configuration of an
  /// extension stands in it, or what it reads is one. Empty: none of these. The sentences are the reference's.
  std::string no_value(Node written) {
    const auto end = written.index() + written.raw().subtree_size;
    for (auto i = written.index(); i < end; ++i) {
      const auto at = model_.tree().node(i);
      if (is_secret_call(at)) return "Cannot emit unexpected expression of type ParameterKeyVaultReferenceExpression";
      const auto id = at.is(NodeKind::VariableAccess) ? model_.symbol_at(at) : SymbolId{};
      if (!id) continue;
      const auto kind = model_.symbol(id).kind;
      if (kind == SymbolKind::extension_config) return "Cannot emit unexpected expression of type ExtensionConfigAssignmentReferenceExpression";
      if (value_of(id) && holds_what_has_no_value(id)) {
        return fmt::format("Unhandled exception during evaluating template language function '{}' is not handled.", kind == SymbolKind::variable ? "variables" : "parameters");
      }
    }
    return {};
  }
  /// What is written for a variable or a parameter.
  Node value_of(SymbolId id) const {
    const auto& symbol = model_.symbol(id);
    return symbol.kind == SymbolKind::variable || symbol.kind == SymbolKind::parameter_assignment ? symbol.declaration.part(Role::value) : Node();
  }
  /// A secret or the configuration of an extension, in its value or those that it reads.
  bool holds_what_has_no_value(SymbolId root) {
    const auto [known, added] = without_value_.try_emplace(root.index, false);
    if (!added) return known->second;
    std::vector<bool> seen(model_.symbols().size(), false);
    std::vector<SymbolId> open{root};
    while (!open.empty()) {
      const auto value = value_of(open.back());
      open.pop_back();
      if (!value) continue;
      const auto end = value.index() + value.raw().subtree_size;
      for (auto i = value.index(); i < end; ++i) {
        const auto at = model_.tree().node(i);
        const auto id = at.is(NodeKind::VariableAccess) ? model_.symbol_at(at) : SymbolId{};
        if (is_secret_call(at) || (id && model_.symbol(id).kind == SymbolKind::extension_config)) return without_value_[root.index] = true;
        if (!id || seen[id.index]) continue;
        seen[id.index] = true;
        open.push_back(id);
      }
    }
    return false;
  }
  static bool is_secret_call(Node node) {
    if (node.kind() != NodeKind::FunctionCall && node.kind() != NodeKind::InstanceFunctionCall) return false;
    if (node.name_text() != "getSecret") return false;
    std::size_t arguments = 0;
    for (Node child : node.children()) arguments += child.is(NodeKind::FunctionArgument);
    return arguments >= 4;
  }

  /// `az.getSecret(…)` as the whole value.
  static bool is_secret(ParameterFile& owner, Node value) {
    if (value.kind() != NodeKind::FunctionCall && value.kind() != NodeKind::InstanceFunctionCall) return false;
    if (value.name_text() != "getSecret") return false;
    const auto* lowered = owner.lowering().lower(value);
    return lowered->is(Kind::FunctionCall) && lowered->children.size() >= 4;
  }

  arm::Node secret(ParameterFile& owner, Node written, const ir::Expression& call) {
    auto& emitter = owner.emitter();
    std::vector<std::optional<std::string_view>> texts;
    for (Node child : written.children()) {
      if (child.kind() == NodeKind::FunctionArgument) texts.push_back(owner.model().types().string_literal(child.part(Role::value)));
    }
    const bool literal = texts.size() == call.children.size() && std::ranges::all_of(texts, [](const auto& known) { return known.has_value(); });
    const auto part = [&](std::size_t index) -> const arm::Expression* {
      if (literal) return emitter.text(out_->arena.copy(*texts[index]));
      const auto* placed = owner.inlined(call.child(index));
      if (placed != nullptr) return rewritten(*placed);
      failed(owner, written, "parameter", "getSecret", owner.failure());
      return emitter.text("");
    };
    const arm::Expression* id =
        literal ? emitter.text(out_->arena.copy(std::string_view(fmt::format("/subscriptions/{}/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{}", *texts[0], *texts[1], *texts[2]))))
                : emitter.call("resourceId", {part(0), part(1), emitter.text("Microsoft.KeyVault"), emitter.text("vaults"), part(2)});
    MemberList vault, result;
    add(vault, "id", expression(id, written));
    add(result, "keyVault", object(vault));
    add(result, "secretName", expression(part(3), written));
    if (call.children.size() > 4) add(result, "secretVersion", expression(part(4), written));
    return object(result);
  }

  arm::Node input_definitions() {
    std::vector<const Input*> sorted;
    for (const auto& [written, input] : inputs_) sorted.push_back(&input);
    std::ranges::sort(sorted, [](const auto* a, const auto* b) { return name_less(a->key, b->key); });
    MemberList result;
    for (const auto* input : sorted) {
      MemberList definition;
      add(definition, "kind", text(input->kind->text));
      if (input->config != nullptr) {
        const auto value = evaluator_.evaluate(*input->config, *files_.front());
        if (value.is_known()) add(definition, "config", node_of(value, input->config->location));
      }
      add(result, out_->arena.copy(std::string_view(input->key)), object(definition));
    }
    return object(result);
  }

  /// In the order of the output.
  std::vector<SymbolId> configured() const {
    std::vector<SymbolId> sorted = model_.declared(SymbolKind::extension_config);
    std::ranges::stable_sort(sorted, [&](SymbolId a, SymbolId b) { return name_less(model_.symbol(a).name, model_.symbol(b).name); });
    return sorted;
  }

  /// Every property of the configurations of extensions.
  template <typename Action>
  void each_configured(Action&& action) {
    for (const auto id : configured()) {
      const auto clause = model_.symbol(id).declaration.part(Role::with);
      const auto body = clause ? clause.child(NodeKind::Object) : Node();
      if (!body) continue;
      for (Node property : body.children()) {
        if (property.kind() != NodeKind::ObjectProperty) continue;
        const auto key = property_key(property, out_->arena);
        const auto written = property.part(Role::value);
        if (key && written) action(id, *key, written);
      }
    }
  }

  arm::Node extension_configs() {
    auto& file = *files_.front();
    std::map<std::uint32_t, MemberList> configs;
    each_configured([&](SymbolId id, std::string_view key, Node written) {
      const auto& symbol = model_.symbol(id);
      MemberList value;
      if (is_secret(file, written)) {
        add(value, "keyVaultReference", secret(file, written, *file.lowering().lower(written)));
      } else if (const auto why = no_value(written); !why.empty()) {
        failed(model_, written, "extension config", symbol.name, why);
        return;
      } else if (find_errors_ && model_.types().type_of(written)->is_error()) {
        return;  // told already
      } else {
        const auto known = file.evaluate(*file.lowering().lower(written));
        if (known.is_unknown()) {
          failed(file, written, "extension config", symbol.name, known.failure());
          return;
        }
        add(value, "value", node_of(known, model_.location(written)));
      }
      add(configs[id.index], key, object(value));
    });
    MemberList result;
    for (const auto id : configured()) {
      auto& config = configs[id.index];
      std::ranges::stable_sort(config, [](const auto& a, const auto& b) { return name_less(a.name, b.name); });
      add(result, model_.symbol(id).name, object(config));
    }
    return object(result);
  }

  // Nodes.
  static void add(MemberList& members, std::string_view name, arm::Node value) {
    arm::Member member;
    member.name = name;
    member.name_location = value.location;
    member.value = value;
    members.push_back(member);
  }
  arm::Node text(std::string_view value) {
    arm::Node node;
    node.kind = arm::NodeKind::string;
    node.text = value;
    node.location = model_.location(model_.root());
    return node;
  }
  arm::Node object(const MemberList& members) {
    arm::Node node;
    node.kind = arm::NodeKind::object;
    node.members = out_->arena.copy(members);
    node.location = members.empty() ? model_.location(model_.root()) : members.front().value.location;
    return node;
  }
  arm::Node expression(const arm::Expression* value, Node written) {
    return files_.front()->emitter().expression_value(value, {model_.file().source, written.span()});
  }
  /// As node_of, with the places of the members and items that are written out: a finding about one of them points at
  /// its line, not at the whole object.
  arm::Node placed_node_of(const eval::Value& value, const ParameterFile& owner, Node written) {
    const auto location = owner.model().location(written);
    arm::Node node = node_of(value, location);
    if (value.is_object() && written.is(NodeKind::Object)) {
      MemberList members(node.members.begin(), node.members.end());
      for (const auto property : written.children()) {
        if (!property.is(NodeKind::ObjectProperty)) continue;
        const auto key = property_key(property, out_->arena);
        const auto part = property.part(Role::value);
        if (!key || !part) continue;
        for (std::size_t i = 0; i < members.size(); ++i) {
          if (members[i].name != *key) continue;
          members[i].name_location = owner.model().location(property.part(Role::name));
          members[i].value = placed_node_of(value.fields()[i].value, owner, part);
        }
      }
      node.members = out_->arena.copy(members);
    } else if (value.is_array() && written.is(NodeKind::Array)) {
      std::vector<arm::Node> items(node.items.begin(), node.items.end());
      std::size_t i = 0;
      for (const auto item : written.children()) {
        if (!item.is(NodeKind::ArrayItem) || i >= items.size()) break;  // after a spread nobody knows which is which
        if (const auto part = item.part(Role::value)) items[i] = placed_node_of(value.items()[i], owner, part);
        ++i;
      }
      node.items = out_->arena.copy(items);
    }
    return node;
  }
  arm::Node node_of(const eval::Value& value, Location location) {
    arm::Node node;
    node.location = location;
    switch (value.kind()) {
      case eval::ValueKind::boolean:
        node.kind = arm::NodeKind::boolean;
        node.boolean = value.as_boolean();
        break;
      case eval::ValueKind::integer:
        node.kind = arm::NodeKind::integer;
        node.integer = value.as_integer();
        break;
      case eval::ValueKind::number:
        node.kind = arm::NodeKind::number;
        node.text = out_->arena.copy(std::string_view(eval::to_json(value)));
        break;
      case eval::ValueKind::string:
        node.kind = arm::NodeKind::string;
        node.text = value.as_string();
        break;
      case eval::ValueKind::array: {
        std::vector<arm::Node> items;
        for (const auto& item : value.items()) items.push_back(node_of(item, location));
        node.kind = arm::NodeKind::array;
        node.items = out_->arena.copy(items);
        break;
      }
      case eval::ValueKind::object: {
        MemberList members;
        for (const auto& field : value.fields()) add(members, field.name, node_of(field.value, location));
        node.kind = arm::NodeKind::object;
        node.members = out_->arena.copy(members);
        break;
      }
      default: break;
    }
    return node;
  }

  const SemanticModel& model_;
  const ModuleInterface* used_;
  const CompileOptions& options_;
  std::shared_ptr<arm::TemplateIr> out_;
  eval::World world_;
  eval::ExpressionEvaluator evaluator_;
  std::vector<std::unique_ptr<ParameterFile>> files_;  ///< [0] is the file itself; then what it extends
  std::vector<std::pair<ParameterFile*, SymbolId>> assignments_;
  std::map<std::string, Input> inputs_;  ///< by the text of the call
  std::vector<Finding> findings_;
  std::unordered_map<std::uint32_t, bool> without_value_;  // symbols that were asked for: whether a secret makes them so
  std::unordered_set<std::uint32_t> unknowable_;  // symbols of the file itself that read what is not known here
  bool find_errors_ = false;  // the file has errors: its symbols may have no values
};

}  // namespace

std::vector<const SemanticModel*> extended_models(const SemanticModel& model, const ParameterModels& models) {
  constexpr std::size_t most = 100;
  std::vector<const SemanticModel*> chain{&model};
  while (chain.size() < most) {
    const auto& file = chain.back()->file();
    const auto statement = chain.back()->root().child(NodeKind::ExtendsDeclaration);
    const auto* reference = statement ? file.reference_of(statement) : nullptr;
    const auto* base = reference != nullptr && reference->target != nullptr ? models(*reference->target) : nullptr;
    if (base == nullptr || std::ranges::find(chain, base) != chain.end()) break;
    chain.push_back(base);
  }
  return chain;
}

BuiltParameters build_parameters(const SemanticModel& model, const ModuleInterface* used, const ParameterModels& models,
                                 const CompileOptions& options) {
  return Builder(model, used, &models, options).run();
}

CompiledParameters compile_parameters(const Compilation& compilation, const CompiledFile& file, const CompileOptions& options) {
  CompiledParameters result;
  result.file = &file;
  result.findings = compilation.findings_below(file);
  result.has_errors = file.has_errors;
  if (file.model == nullptr) {
    result.has_errors = true;
    return result;
  }
  const auto statement = file.model->root().child(NodeKind::UsingDeclaration);
  const auto* reference = statement ? file.file->reference_of(statement) : nullptr;
  if (reference != nullptr && reference->target != nullptr) result.used = &compilation.compiled(*reference->target);
  const auto models = [&](const SourceFile& extended) { return compilation.compiled(extended).model; };
  const auto* used = result.used != nullptr ? result.used->interface : nullptr;
  if (result.has_errors) {
    const ParameterModels extended = models;
    const bool could_be_read = syntax::syntax_findings(*file.file->tree, file.file->source).empty();
    Builder builder(*file.model, used, could_be_read ? &extended : nullptr, options);
    const auto failures = could_be_read ? builder.failures_beside_errors() : builder.failures_beside_syntax_errors();
    result.findings.insert(result.findings.end(), failures.begin(), failures.end());
    return result;
  }
  auto built = build_parameters(*file.model, used, models, options);
  result.has_errors = !built.findings.empty();
  result.findings.insert(result.findings.end(), built.findings.begin(), built.findings.end());
  if (!result.has_errors) result.json = std::move(built.json);
  return result;
}

std::string parameters_text(const CompiledParameters& parameters) { return arm::write_json(parameters.json->root, arm::ExpressionMode::literal); }

std::string parameters_reference(const CompiledParameters& parameters) {
  const auto* used = parameters.used;
  const bool spec = used != nullptr && used->file->is_template_spec;
  std::string text = "{\n  \"parametersJson\": ";
  arm::append_json_string(text, parameters_text(parameters));
  text += ",\n  \"templateJson\": ";
  if (spec || used == nullptr || used->template_ir == nullptr) text += "null";
  else arm::append_json_string(text, arm::write_json(used->template_ir->root));
  text += ",\n  \"templateSpecId\": ";
  if (spec) arm::append_json_string(text, used->file->template_spec_id);
  else text += "null";
  return text + "\n}";
}

}  // namespace fleetlint::compiler
