// Expressions that ARM cannot evaluate where they stand.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "bind/syntax_queries.h"
#include "fleetlint/compiler/function_table.h"
#include "fleetlint/grammar/parse.h"
#include "lower/limit_checks.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;
using syntax::TokenKind;

namespace {

class ExpressionCheck : LimitCheck {
 public:
  using LimitCheck::LimitCheck;

  void run() {
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const auto node = model_.tree().node(i);
      switch (nodes[i].kind) {
        case NodeKind::Lambda: check_lambda(node); break;
        case NodeKind::ArrayAccess:
          check_safe_access(node);
          check_secure_output(node, node.part(Role::index));
          break;
        case NodeKind::PropertyAccess:
          check_secure_output(node, node.part(Role::name));
          check_output_resource(node);
          break;
        case NodeKind::SpreadExpression: check_spread(node); break;
        case NodeKind::FunctionCall: check_call(node); break;
        case NodeKind::InstanceFunctionCall:
          check_call(node);
          check_output_resource(node);
          break;
        case NodeKind::VariableAccess: check_extension(node); break;
        case NodeKind::IntegerLiteral: check_integer(node); break;
        default: break;
      }
    }
  }

 private:
  /// A module gives a resource out as its id: nothing else of it can be read here.
  void check_output_resource(Node access) {
    const auto base = access.part(Role::base);
    if (!base || !base.is(NodeKind::PropertyAccess)) return;
    const auto outputs = base.part(Role::base);
    if (!outputs || !outputs.is(NodeKind::PropertyAccess) || outputs.name_text() != "outputs" || !outputs.part(Role::base)) return;
    if (!model_.types().type_of(outputs.part(Role::base))->is(TypeKind::module) || !model_.types().type_of(base)->is(TypeKind::resource)) return;
    const auto name = access.name_text();
    const bool call = access.is(NodeKind::InstanceFunctionCall);
    const bool known = call ? name == "getSecret" : name == "id" || name == "name" || name == "type" || name == "apiVersion";
    if (!known) report(access.span(), Diagnostic::PropertyOfOutputResource);
  }

  void check_lambda(Node lambda) {
    auto parent = model_.parent(lambda);
    while (parent.is(NodeKind::ParenthesizedExpression)) parent = model_.parent(parent);
    if (!parent.is(NodeKind::FunctionArgument)) report(lambda.span(), Diagnostic::LambdaNotArgument);
    const auto body = lambda.part(Role::body);
    if (!body) return;
    // What the deployment must know before it starts cannot depend on a lambda's variable.
    const auto end = body.index() + body.raw().subtree_size;
    for (auto i = body.index(); i < end; ++i) {
      const auto node = model_.tree().node(i);
      switch (node.kind()) {
        case NodeKind::FunctionCall: case NodeKind::InstanceFunctionCall: {
          if (!seen_.insert(i).second || !model_.types().call(node).requires_inlining) break;
          std::vector<std::string_view> names;
          for (Node child : node.children()) {
            if (child.is(NodeKind::FunctionArgument)) collect_lambda_variables(child, names);
          }
          if (!names.empty()) report(node.span(), Diagnostic::LambdaVariableInRunTimeCall, node.name_text(), quoted_list(names));
          break;
        }
        case NodeKind::ArrayAccess: {
          const auto base = node.part(Role::base), index = node.part(Role::index);
          const auto* symbol = base ? model_.symbol_of(base) : nullptr;
          if (!seen_.insert(i).second || symbol == nullptr || (symbol->kind != SymbolKind::resource && symbol->kind != SymbolKind::module) || !index) break;
          std::vector<std::string_view> names;
          collect_lambda_variables(index, names);
          if (!names.empty()) report(index.span(), Diagnostic::LambdaVariableAsIndex, quoted_list(names));
          break;
        }
        default: break;
      }
    }
  }

  void collect_lambda_variables(Node expression, std::vector<std::string_view>& names) const {
    const auto end = expression.index() + expression.raw().subtree_size;
    for (auto i = expression.index(); i < end; ++i) {
      const auto node = model_.tree().node(i);
      if (!node.is(NodeKind::VariableAccess)) continue;
      const auto* symbol = model_.symbol_of(node);
      if (symbol == nullptr || symbol->kind != SymbolKind::lambda_parameter) continue;
      if (std::ranges::find(names, symbol->name) == names.end()) names.push_back(symbol->name);
    }
  }

  void check_safe_access(Node access) {
    const auto marker = access.token(TokenKind::Question);
    const auto* symbol = marker ? model_.symbol_of(access.part(Role::base)) : nullptr;
    if (symbol == nullptr || !symbol->is_collection || (symbol->kind != SymbolKind::resource && symbol->kind != SymbolKind::module)) return;
    report(token_span(*marker), Diagnostic::SafeAccessOfCollection);
  }

  static bool is_module(const Type& type) {
    if (type.is(TypeKind::union_of)) return !type.elements.empty() && std::ranges::all_of(type.elements, [](const TypeRef& member) { return is_module(*member); });
    return type.is(TypeKind::module);
  }

  // `something.outputs.x`, where x is secure and something is no module but stands for one.
  void check_secure_output(Node access, Node index) {
    const auto outputs = access.part(Role::base);
    if (!outputs || !is_access(outputs) || !index) return;
    if (outputs.is(NodeKind::PropertyAccess)) {
      if (outputs.name_text() != "outputs") return;
    } else {
      const auto key = outputs.part(Role::index);
      if (!key || !key.is(NodeKind::String) || literal_text(key, model_.arena()) != "outputs") return;
    }
    const auto module = outputs.part(Role::base);
    if (!module || !is_module(*model_.types().type_of(module)) || !is_or_contains_secure(*model_.types().type_of(access))) return;
    const auto names_module = [&](Node expression, bool collection) {
      const auto* symbol = expression ? model_.symbol_of(expression) : nullptr;
      return symbol != nullptr && symbol->kind == SymbolKind::module && (!collection || symbol->is_collection);
    };
    const auto item = unwrap_non_null(module);
    if (names_module(module, false) || (item && item.is(NodeKind::ArrayAccess) && names_module(item.part(Role::base), true))) return;
    report(index.span(), Diagnostic::IndirectSecureOutput);
  }

  // Objects that become something else than an object of the template: each property must be there by name.
  bool refuses_spread(Node object) const {
    const auto parent = model_.parent(object);
    const auto body_of = [&](Node at) {
      auto holder = model_.parent(at);
      while (holder.is(NodeKind::IfCondition) || holder.is(NodeKind::For)) holder = model_.parent(holder);
      return holder;
    };
    const auto holder = body_of(object);
    if (holder.is(NodeKind::ResourceDeclaration) || holder.is(NodeKind::ModuleDeclaration)) return true;
    if (!parent.is(NodeKind::ObjectProperty)) return false;
    const auto key = property_key(parent, model_.arena());
    const auto outer = model_.parent(parent);
    const auto module = body_of(outer);
    if (module.is(NodeKind::ModuleDeclaration)) return key == "params" || (key == "extensionConfigs" && has(Feature::module_extension_configs));
    // One configuration of an extension.
    const auto configurations = model_.parent(outer);
    return has(Feature::module_extension_configs) && configurations.is(NodeKind::ObjectProperty) && property_key(configurations, model_.arena()) == "extensionConfigs" &&
           body_of(model_.parent(configurations)).is(NodeKind::ModuleDeclaration);
  }

  void check_spread(Node spread) {
    const auto object = model_.parent(spread);
    if (!object.is(NodeKind::Object)) return;
    if (refuses_spread(object)) report(spread.span(), Diagnostic::SpreadNotAllowed);
    const auto end = object.index() + object.raw().subtree_size;
    for (auto i = object.index(); i < end; ++i) {
      const auto node = model_.tree().node(i);
      if (!node.is(NodeKind::For)) continue;
      const auto property = model_.parent(node);
      if (!property.is(NodeKind::ObjectProperty) || property.part(Role::value) != node) continue;
      report(spread.span(), Diagnostic::SpreadWithLoop);
      break;
    }
    if (model_.parent(object).is(NodeKind::ExtensionWithClause)) report(spread.span(), Diagnostic::SpreadNotAllowed);
  }

  // Functions whose result goes around the template: into a secure parameter of a module, or a parameter of a file.
  void check_call(Node call) {
    if (call.name_text() != "getSecret") return;
    auto holder = model_.parent(call);
    while (holder.is(NodeKind::TernaryOperation)) holder = model_.parent(holder);
    if (of_key_vault(call)) {
      if (!in_readable_module(call) || (is_secure_target(holder))) return;
      report(call.span(), has(Feature::module_extension_configs) ? Diagnostic::OnlyInSecureParameterOrConfig : Diagnostic::OnlyInSecureParameter, call.name_text());
      return;
    }
    if (model_.file().kind != FileKind::parameters) return;
    const auto* base = call.is(NodeKind::InstanceFunctionCall) ? model_.symbol_of(call.part(Role::base)) : model_.symbol_of(call);
    if (base == nullptr || (base->kind != SymbolKind::namespace_name && base->kind != SymbolKind::builtin_function)) return;
    if (holder.is(NodeKind::ParameterAssignment) || holder.is(NodeKind::VariableDeclaration) || holder.is(NodeKind::ObjectProperty)) return;
    report(call.span(), Diagnostic::OnlyAsAssignment, call.name_text());
  }

  bool of_key_vault(Node call) const {
    if (!call.is(NodeKind::InstanceFunctionCall)) return false;
    const auto* type = model_.types().type_of(call.part(Role::base));
    const auto* body = type->is(TypeKind::resource) ? type->item.get() : nullptr;
    if (body == nullptr || !body->is_object() || body->functions == nullptr) return false;
    return std::ranges::any_of(body->functions->find(call.name_text()), [](const auto* overload) { return overload->flags.has(FunctionFlag::secure_parameter_only); });
  }

  /// Of a module that cannot be read nothing is known, so nothing is told.
  bool in_readable_module(Node node) const {
    for (auto at = node; at.index() != 0; at = model_.parent(at)) {
      if (at.is(NodeKind::ModuleDeclaration)) return !model_.types().type_of(at)->is_error();
    }
    return true;
  }

  /// The value of a property below `params` (or `extensionConfigs`) of a module that the module declares as secure.
  bool is_secure_target(Node property) const {
    std::vector<Node> path;
    auto at = property;
    std::string_view top;
    for (; at.is(NodeKind::ObjectProperty) || at.is(NodeKind::Object); at = model_.parent(at)) {
      if (!at.is(NodeKind::ObjectProperty)) continue;
      const auto name = at.part(Role::name);
      if (name && name.is(NodeKind::Identifier) && (name.name_text() == "params" || name.name_text() == "extensionConfigs")) {
        auto holder = model_.parent(model_.parent(at));
        while (holder.is(NodeKind::IfCondition) || holder.is(NodeKind::For)) holder = model_.parent(holder);
        if (holder.is(NodeKind::ModuleDeclaration)) {
          top = name.name_text();
          at = holder;
          break;
        }
      }
      path.push_back(at);
    }
    if (top.empty() || path.empty()) return false;
    const auto* entry = model_.module(model_.symbol_at(at));
    const Type* type = nullptr;
    if (top == "extensionConfigs") {
      const auto* body = model_.types().declared_type(at);
      if (body != nullptr && body->is(TypeKind::array)) body = body->item.get();
      const auto* configs = body != nullptr && body->is(TypeKind::module) ? body->item->find("extensionConfigs") : nullptr;
      if (configs == nullptr) return true;
      type = configs->type.get();
    }
    if (entry == nullptr || entry->interface == nullptr) return true;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
      const auto key = property_key(*step, model_.arena());
      if (!key) return false;
      if (type == nullptr) {
        const auto* parameter = entry->interface->find_parameter(*key);
        type = parameter != nullptr ? parameter->type : nullptr;
      } else {
        const auto* known = type->is_object() ? type->find(*key) : nullptr;
        type = known != nullptr ? known->type.get() : nullptr;
      }
      if (type == nullptr) return false;
      if (type->is(TypeKind::union_of)) {
        for (const auto& member : type->elements) {
          if (!member->is(TypeKind::null)) type = member.get();
        }
      }
    }
    return type->flags.has(TypeFlag::secure);
  }

  // The name of an extension is for module configurations, and in front of its functions.
  void check_extension(Node access) {
    const auto* symbol = model_.symbol_of(access);
    if (symbol == nullptr || symbol->kind != SymbolKind::extension) return;
    const auto parent = model_.parent(access);
    if (parent.is(NodeKind::InstanceFunctionCall) && parent.part(Role::base) == access) return;
    if (has(Feature::module_extension_configs)) {
      for (auto at = access; at.index() != 0; at = model_.parent(at)) {
        if (!at.is(NodeKind::ObjectProperty) || property_key(at, model_.arena()) != "extensionConfigs") continue;
        auto holder = model_.parent(model_.parent(at));
        if (holder.is(NodeKind::For)) holder = model_.parent(holder);
        if (holder.is(NodeKind::ModuleDeclaration)) return;
      }
    }
    report(access.span(), Diagnostic::ExtensionReferenced);
  }

  void check_integer(Node literal) {
    const auto value = syntax::integer_value(literal);
    if (value <= static_cast<std::uint64_t>(INT64_MAX)) return;
    const auto parent = model_.parent(literal);
    const bool negative = parent.is(NodeKind::UnaryOperation) && parent.operator_kind() == TokenKind::Minus;
    if (!negative) report(literal.span(), Diagnostic::IntegerTooLarge);
    else if (value > static_cast<std::uint64_t>(INT64_MAX) + 1) report(parent.span(), Diagnostic::IntegerTooLarge);
  }

  std::set<std::uint32_t> seen_;
};

}  // namespace

void check_expressions(const SemanticModel& model) { ExpressionCheck(model).run(); }

}  // namespace fleetlint::compiler
