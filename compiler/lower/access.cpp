// Names, members and elements.
#include <algorithm>
#include <unordered_set>

#include "bind/syntax_queries.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

const ir::Expression* Lowering::resource_reference(Node source, const DeclaredResource& resource, const ir::IndexContext* index) {
  auto* expression = make(Kind::ResourceReference, source);
  expression->resource = static_cast<std::uint32_t>(&resource - model_.resources().data());
  expression->symbol = resource.symbol;
  expression->index = index;
  return expression;
}

const ir::Expression* Lowering::passed_resource_reference(Node source, const ir::PassedResource& passed, const ir::IndexContext* index) {
  auto* expression = make(Kind::ResourceReference, source);
  auto* context = arena().create<ir::IndexContext>();
  if (index) *context = *index;
  context->passed = &passed;
  expression->index = context;
  expression->symbol = passed.symbol;
  return expression;
}

/// The parameter or output of a module that the expression names, when its type is a resource; variables may stand for it.
const ir::PassedResource* Lowering::passed_resource(Node expression) {
  const auto passed_as = [&](SymbolId symbol, std::string_view output, const Type* type) -> const ir::PassedResource* {
    if (type != nullptr && type->is(TypeKind::union_of)) {
      // A safe access adds null.
      const auto found = std::ranges::find_if(type->elements, [](const TypeRef& member) { return member->is(TypeKind::resource); });
      type = found == type->elements.end() ? nullptr : found->get();
    }
    if (type == nullptr || !type->is(TypeKind::resource)) return nullptr;
    const auto text = arena().copy(type->text);
    const auto at = text.find('@');
    auto* passed = arena().create<ir::PassedResource>();
    passed->symbol = symbol;
    passed->output = output;
    passed->type = {text.substr(0, at), at == std::string_view::npos ? std::string_view{} : text.substr(at + 1)};
    passed->safe = expression.token(syntax::TokenKind::Question).has_value();
    return passed;
  };
  while (expression && expression.is(NodeKind::VariableAccess)) {
    const auto id = model_.symbol_at(expression);
    if (!id || !model_.cycle(id).empty()) return nullptr;
    const auto& symbol = model_.symbol(id);
    if (symbol.kind == SymbolKind::parameter) return passed_as(id, {}, model_.types().declared_type(symbol.declaration));
    if (symbol.kind != SymbolKind::variable) return nullptr;
    expression = symbol.declaration.part(Role::value);
  }
  if (!expression || !expression.is(NodeKind::PropertyAccess)) return nullptr;
  const auto outputs = expression.part(Role::base);
  if (!outputs.is(NodeKind::PropertyAccess) || outputs.name_text() != "outputs") return nullptr;
  auto base = outputs.part(Role::base);
  const bool element = base.is(NodeKind::ArrayAccess);
  if (element) base = base.part(Role::base);
  if (!base.is(NodeKind::VariableAccess)) return nullptr;
  const auto id = model_.symbol_at(base);
  const auto* entry = model_.module(id);
  if (entry == nullptr || (element && !entry->name)) return nullptr;
  return passed_as(id, expression.name_text(), model_.types().type_of(expression));
}

/// `base` of a parameter file that extends another one.
bool Lowering::is_inherited(Node expression) const {
  if (!expression || expression.kind() != NodeKind::VariableAccess || expression.name_text() != "base") return false;
  const auto* symbol = model_.symbol_of(expression);
  return symbol && symbol->kind == SymbolKind::base_parameters;
}

/// `base.x` or `base['x']` in a parameter file: a variable of that name, for the evaluation of parameters to find.
const ir::Expression* Lowering::inherited_parameter(Node source, std::string_view name) {
  auto* expression = make(Kind::SynthesizedVariableReference, source);
  expression->text = arena().copy(std::string_view("base." + std::string(name)));
  return expression;
}

/// `base` itself: an object of what the extended file assigns and inherits.
const ir::Expression* Lowering::inherited_parameters(Node source) {
  std::vector<const ir::Expression*> properties;
  std::unordered_set<std::string_view> names;
  std::vector<const SourceFile*> chain{&model_.file()};
  while (true) {
    const auto& file = *chain.back();
    const auto statement = file.tree->root().child(NodeKind::ExtendsDeclaration);
    const auto* reference = statement ? file.reference_of(statement) : nullptr;
    const auto* extended = reference ? reference->target : nullptr;
    if (!extended || !extended->tree || std::ranges::find(chain, extended) != chain.end()) break;
    for (Node child : extended->tree->root().children()) {
      if (child.kind() != NodeKind::ParameterAssignment) continue;
      const auto name = child.name_text();
      if (names.insert(name).second) properties.push_back(property(name, inherited_parameter(source, name), source));
    }
    chain.push_back(extended);
  }
  return object(properties, source);
}

const ir::Expression* Lowering::lower_variable(Node node, Replacements replacements) {
  if (const auto* resource = model_.resource_of(node)) return resource_reference(node, *resource, nullptr);
  const auto id = model_.symbol_at(node);
  if (!id) return make(Kind::NullLiteral, node);
  const auto& symbol = model_.symbol(id);
  const auto reference = [&](Kind kind) {
    auto* expression = make(kind, node);
    expression->symbol = id;
    expression->text = symbol.name;
    return expression;
  };
  if (symbol.kind == SymbolKind::parameter || symbol.kind == SymbolKind::variable) {
    if (const auto* passed = passed_resource(node)) return passed_resource_reference(node, *passed, nullptr);
  }
  switch (symbol.kind) {
    case SymbolKind::parameter: return reference(Kind::ParametersReference);
    case SymbolKind::parameter_assignment:
      if (inlined_.has(id)) return lower(symbol.declaration.part(Role::value), replacements);
      return reference(Kind::ParametersAssignmentReference);
    case SymbolKind::variable:
      if (inlined_.has(id)) return lower(symbol.declaration.part(Role::value), replacements);
      return reference(Kind::VariableReference);
    case SymbolKind::module: return reference(Kind::ModuleReference);
    case SymbolKind::loop_item:
    case SymbolKind::loop_index:
    case SymbolKind::lambda_parameter:
    case SymbolKind::function_parameter: return lower_local(node, id, replacements);
    case SymbolKind::imported_variable: return reference(Kind::ImportedVariableReference);
    case SymbolKind::base_parameters: return node.name_text() == "base" ? inherited_parameters(node) : inherited_parameter(node, node.name_text());
    case SymbolKind::extension: return reference(Kind::ExtensionReference);
    case SymbolKind::extension_config: return reference(Kind::ExtensionConfigAssignmentReference);
    default: return make(Kind::NullLiteral, node);
  }
}

const ir::Expression* Lowering::lower_local(Node node, SymbolId local, Replacements replacements) {
  for (auto at = replacements; at; at = at->next) {
    if (at->local == local) return at->value;
  }
  const auto& symbol = model_.symbol(local);
  if (symbol.kind == SymbolKind::lambda_parameter || symbol.kind == SymbolKind::function_parameter) {
    auto* expression = make(Kind::LambdaVariableReference, node);
    expression->symbol = local;
    expression->text = symbol.name;
    expression->boolean = symbol.kind == SymbolKind::function_parameter;
    return expression;
  }
  const auto loop = model_.scope(symbol.scope).declaring;
  auto* index = make(Kind::CopyIndex, node);
  // Loops of resources, modules and outputs have one index; those of variables and properties are named after them.
  const auto parent = model_.parent(loop);
  switch (parent.kind()) {
    case NodeKind::VariableDeclaration:
    case NodeKind::ParameterAssignment:
      index->text = parent.name_text();
      index->boolean = true;
      break;
    case NodeKind::ObjectProperty:
      if (const auto key = property_key(parent, arena())) {
        index->text = *key;
        index->boolean = true;
      }
      break;
    default:
      break;
  }
  if (symbol.kind == SymbolKind::loop_index) return index;
  auto* item = make(Kind::ArrayAccess, node);
  item->children = list({index, lower(loop.part(Role::source), replacements)});
  return item;
}

bool Lowering::is_access_expression(Node node) const {
  node = unwrap_non_null(node);
  if (is_access(node)) return true;
  // any() vanishes, so that what is read from it continues the chain inside of it.
  bool is_any = false;
  if (node.kind() == NodeKind::FunctionCall) {
    const auto* symbol = model_.symbol_of(node);
    is_any = node.name_text() == "any" && symbol && symbol->kind == SymbolKind::builtin_function;
  } else if (node.kind() == NodeKind::InstanceFunctionCall) {
    const auto* base = model_.symbol_of(node.part(Role::base));
    is_any = node.name_text() == "any" && base && base->kind == SymbolKind::namespace_name && base->name == "sys";
  }
  if (!is_any) return false;
  const auto argument = node.child(NodeKind::FunctionArgument);
  return argument && is_access_expression(argument.part(Role::value));
}

ir::AccessFlags Lowering::access_flags(Node access) const {
  ir::AccessFlags flags;
  flags.safe = access.token(syntax::TokenKind::Question).has_value();
  flags.from_end = access.kind() == NodeKind::ArrayAccess && access.token(syntax::TokenKind::Hat).has_value();
  flags.chained = is_access_expression(access.part(Role::base));
  return flags;
}

const ir::Expression* Lowering::lower_array_access(Node node, Replacements replacements) {
  const auto base = node.part(Role::base);
  const auto index = node.part(Role::index);
  // An element of a loop of resources or modules: names and ids need the loop's locals replaced.
  if (base.kind() == NodeKind::VariableAccess || base.kind() == NodeKind::ResourceAccess) {
    if (const auto* resource = model_.resource_of(base); resource && model_.symbol(resource->symbol).is_collection) {
      return resource_reference(node, *resource, index_context(*resource, index, node, replacements));
    }
    const auto id = model_.symbol_at(base);
    if (const auto* entry = model_.module(id); entry && entry->loop) {
      auto* expression = make(Kind::ModuleReference, node);
      expression->symbol = id;
      expression->text = model_.symbol(id).name;
      expression->index = index_context(*entry, index, node, replacements);
      return expression;
    }
  }
  if (is_inherited(base) && index.kind() == NodeKind::String) {
    if (const auto name = literal_text(index, arena())) return inherited_parameter(node, *name);
  }
  const auto* lowered_base = lower(base, replacements);
  const auto* lowered_index = lower(index, replacements);
  if (lowered_index->is(Kind::StringLiteral)) {
    auto* expression = make(Kind::PropertyAccess, node);
    expression->text = lowered_index->text;
    expression->access = access_flags(node);
    expression->children = list({lowered_base});
    return expression;
  }
  auto* expression = make(Kind::ArrayAccess, node);
  expression->access = access_flags(node);
  expression->children = list({lowered_index, lowered_base});
  return expression;
}

const ir::Expression* Lowering::lower_property_access(Node node, Replacements replacements) {
  const auto base = node.part(Role::base);
  if (is_inherited(base)) return inherited_parameter(node, node.name_text());
  const auto name = node.name_text();
  const auto member_of = [&](const ir::Expression* lowered_base) {
    auto* expression = make(Kind::PropertyAccess, node);
    expression->text = name;
    expression->access = access_flags(node);
    expression->children = list({lowered_base});
    return expression;
  };
  if (const auto* resource = model_.resource_of(base)) return member_of(resource_reference(base, *resource, nullptr));
  if (base.kind() == NodeKind::ArrayAccess) {
    if (const auto* collection = model_.resource_of(base.part(Role::base))) {
      return member_of(resource_reference(base, *collection, index_context(*collection, base.part(Role::index), node, replacements)));
    }
  }
  if (base.kind() == NodeKind::PropertyAccess) {
    if (const auto* passed = passed_resource(base)) {
      // Of a loop of modules, the locals in the module's name stand for those of the element.
      const ir::IndexContext* index = nullptr;
      if (const auto outputs = base.part(Role::base); !passed->output.empty() && outputs.part(Role::base).is(NodeKind::ArrayAccess)) {
        index = index_context(*model_.module(passed->symbol), outputs.part(Role::base).part(Role::index), node, replacements);
      }
      return member_of(passed_resource_reference(base, *passed, index));
    }
  }
  if (base.kind() == NodeKind::PropertyAccess && base.name_text() == "outputs") {
    if (const auto secure = model_.types().module_output_is_secure(base.part(Role::base), name)) {
      auto* expression = make(Kind::ModuleOutputPropertyAccess, node);
      expression->text = name;
      expression->access = access_flags(node);
      expression->boolean = *secure;
      expression->children = list({lower(base, replacements)});
      return expression;
    }
  }
  if (const auto* symbol = model_.symbol_of(base); symbol && symbol->kind == SymbolKind::wildcard_import) {
    auto* expression = make(Kind::WildcardImportVariablePropertyReference, node);
    expression->symbol = model_.symbol_at(base);
    expression->text = name;
    return expression;
  }
  return member_of(lower(base, replacements));
}

}  // namespace fleetlint::compiler
