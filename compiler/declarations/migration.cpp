#include "declarations/migration.h"

#include <mutex>

namespace fleetlint::compiler {
namespace {

using ir::Kind;
using syntax::Node;
using syntax::Role;

bool is_type_kind(Kind kind) { return kind >= Kind::AmbientTypeReference; }

/// Copies expressions into the importing file's arena, with references renamed and placed at the import.
class Migration {
 public:
  Migration(Lowering& target, const SemanticModel& source, Node imported_by, const Renaming& renaming, const LoadRenaming& loads, std::string_view loop_name, ImportPlaces& places)
      : target_(target), source_(source), imported_by_(imported_by), renaming_(renaming), loads_(loads), loop_name_(loop_name), places_(places) {}

  ir::Expression* migrate(const ir::Expression& from) {
    auto* to = target_.make(from.kind, imported_by_);
    const auto* arena = &target_.arena();
    *to = from;
    to->source = imported_by_;
    if (from.source) places_.emplace(to, from.source);
    to->index = nullptr;
    std::vector<const ir::Expression*> children;
    children.reserve(from.children.size());
    for (const auto* child : from.children) children.push_back(migrate(*child));
    to->children = target_.list(children);
    if (from.decorators != nullptr) to->decorators = decorators(*from.decorators);
    if (is_type_kind(from.kind) && from.type == nullptr && from.source) to->type = source_.types().type_of(from.source);
    (void)arena;
    const auto function = [&](std::string_view name) {
      const auto [space, own] = split_function_name(name);
      to->kind = Kind::SynthesizedUserDefinedFunctionCall;
      to->text = target_.arena().copy(std::string_view(std::string(space) + "." + std::string(own)));
    };
    switch (from.kind) {
      case Kind::VariableReference: case Kind::ImportedVariableReference:
        to->kind = Kind::SynthesizedVariableReference;
        to->text = renaming_(from.symbol, {});
        break;
      case Kind::WildcardImportVariablePropertyReference:
        to->kind = Kind::SynthesizedVariableReference;
        to->text = renaming_(from.symbol, from.text);
        break;
      case Kind::SynthesizedVariableReference: to->text = loads_(from.text); break;
      case Kind::TypeAliasReference: case Kind::ImportedTypeReference:
        to->kind = Kind::SynthesizedTypeAliasReference;
        to->text = renaming_(from.symbol, {});
        break;
      case Kind::WildcardImportTypePropertyReference:
        to->kind = Kind::SynthesizedTypeAliasReference;
        to->text = renaming_(from.symbol, from.text);
        break;
      case Kind::UserDefinedFunctionCall: case Kind::ImportedUserDefinedFunctionCall: function(renaming_(from.symbol, {})); break;
      case Kind::WildcardImportInstanceFunctionCall: function(renaming_(from.symbol, from.text)); break;
      case Kind::CopyIndex:
        if (!loop_name_.empty()) {
          to->text = loop_name_;
          to->boolean = true;
        }
        break;
      default: break;
    }
    to->symbol = {};
    return to;
  }

  const ir::Decorators* decorators(const ir::Decorators& from) {
    ir::Decorators to;
    const auto copy = [&](const ir::Expression* expression) { return expression != nullptr ? migrate(*expression) : nullptr; };
    to.description = copy(from.description);
    to.metadata = copy(from.metadata);
    to.secure = copy(from.secure);
    to.min_length = copy(from.min_length);
    to.max_length = copy(from.max_length);
    to.min_value = copy(from.min_value);
    to.max_value = copy(from.max_value);
    to.sealed = copy(from.sealed);
    to.user_defined_constraint = copy(from.user_defined_constraint);
    to.allowed_values = copy(from.allowed_values);
    // What is imported is not exported again.
    return target_.arena().create<ir::Decorators>(to);
  }

 private:
  Lowering& target_;
  const SemanticModel& source_;
  Node imported_by_;
  const Renaming& renaming_;
  const LoadRenaming& loads_;
  std::string_view loop_name_;
  ImportPlaces& places_;
};

/// The reference of a load function's variable below this expression, made for that call.
const ir::Expression* find_load(const ir::Expression& expression, Node call) {
  if (expression.is(Kind::SynthesizedVariableReference) && expression.source == call) return &expression;
  for (const auto* child : expression.children) {
    if (const auto* found = find_load(*child, call)) return found;
  }
  return nullptr;
}

}  // namespace

std::pair<std::string_view, std::string_view> split_function_name(std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return {"__bicep", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

Lowering& Imported::lowering() {
  if (!lowering_) lowering_ = std::make_unique<Lowering>(source_);
  return *lowering_;
}

std::string_view Imported::function_variable(syntax::Node call) {
  const std::lock_guard lock(source_.import_mutex());
  const auto facts = source_.types().call(call);
  if (facts.result == nullptr) return {};
  const auto* lowered = lowering().lower(call);
  const auto* reference = find_load(*lowered, call);
  return reference != nullptr ? reference->text : std::string_view{};
}

const ir::Expression* Imported::load_variable(Lowering& target, syntax::Node call, std::string_view name, syntax::Node imported_by) {
  const std::lock_guard lock(source_.import_mutex());
  const auto facts = source_.types().call(call);
  if (facts.result == nullptr) return nullptr;
  auto* declared = target.make(Kind::DeclaredVariable, imported_by);
  declared->text = name;
  declared->children = target.list({target.from_json(*facts.result, imported_by)});
  return declared;
}

const ir::Expression* Imported::declaration(Lowering& target, SymbolId id, std::string_view name, syntax::Node imported_by, const Renaming& renaming, const LoadRenaming& loads, ImportPlaces& places) {
  const std::lock_guard lock(source_.import_mutex());
  const auto& symbol = source_.symbol(id);
  const auto node = symbol.declaration;
  Migration migration(target, source_, imported_by, renaming, loads, symbol.kind == SymbolKind::variable ? name : std::string_view{}, places);
  ir::Expression* declared = nullptr;
  if (symbol.kind == SymbolKind::type_alias) {
    declared = target.make(Kind::DeclaredType, imported_by);
    declared->text = name;
    declared->children = target.list({migration.migrate(*lower_type(lowering(), node.part(Role::value)))});
  } else if (symbol.kind == SymbolKind::variable) {
    declared = target.make(Kind::DeclaredVariable, imported_by);
    declared->text = name;
    declared->children = target.list({migration.migrate(*lowering().lower(node.part(Role::value)))});
  } else {
    const auto [space, own] = split_function_name(name);
    declared = target.make(Kind::DeclaredFunction, imported_by);
    declared->text = own;
    const std::string_view segments[] = {space};
    declared->segments = target.arena().copy(std::span<const std::string_view>(segments));
    declared->children = target.list({migration.migrate(*lowering().lower(node.part(Role::lambda)))});
  }
  places.emplace(declared, node);
  if (const auto* decorators = lowering().lower_decorators(node)) declared->decorators = migration.decorators(*decorators);
  return declared;
}

}  // namespace fleetlint::compiler
