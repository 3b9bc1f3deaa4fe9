#include "lower/inlining.h"

#include <algorithm>

#include "bind/syntax_queries.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

bool is_list_function(std::string_view name) {
  return name.starts_with("list") && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// Functions of the namespaces whose value exists only at run time, or only in the hands of the deployment.
bool requires_inlining(std::string_view name) {
  return name == "reference" || name == "toLogicalZone" || name == "toLogicalZones" || name == "toPhysicalZone" || name == "toPhysicalZones" ||
         name == "externalInput" || name == "readCliArg" || name == "readEnvVar" || is_list_function(name);
}

class Decider {
 public:
  Decider(const SemanticModel& model, const ScopeTable& scopes) : model_(model), scopes_(scopes), decisions_(model.symbols().size()) {}

  std::vector<std::uint8_t> run() {
    for (const auto kind : {SymbolKind::variable, SymbolKind::parameter_assignment}) {
      for (const auto id : model_.declared(kind)) visit_value_declaration(id);
    }
    for (const auto id : model_.declared(SymbolKind::resource)) visit_resource(id);
    std::vector<std::uint8_t> result(decisions_.size());
    for (std::size_t i = 0; i < decisions_.size(); ++i) result[i] = decisions_[i] == Decision::inlined;
    return result;
  }

 private:
  enum class Decision : std::uint8_t {
    none,
    keep,
    inlined,
    skip,  ///< kept, unless something around it needs inlining
  };

  Decision& current() { return decisions_[current_.index]; }

  void visit_value_declaration(SymbolId id) {
    if (decisions_[id.index] != Decision::none) return;
    const auto previous = current_;
    current_ = id;
    current() = Decision::keep;
    visit_children(model_.symbol(id).declaration);
    current_ = previous;
  }

  void visit_resource(SymbolId id) {
    const auto* resource = model_.resource(id);
    if (!resource || !model_.cycle(id).empty() || decisions_[id.index] != Decision::none) return;
    if (!model_.symbol(id).is_existing || !resource->is_az()) {
      decisions_[id.index] = Decision::skip;
    } else {
      decide_existing(id, *resource);
    }
    if (!resource->loop && !resource->condition && resource->body) {
      for (Node child : resource->body.children()) {
        if (child.kind() == NodeKind::ResourceDeclaration) visit_resource(model_.symbol_at(child));
      }
    }
  }

  /// An existing resource is inlined when its own name needs run-time values, or when what it belongs to is inlined.
  void decide_existing(SymbolId id, const DeclaredResource& resource) {
    bool of_inlined = false;
    for (const auto& ancestor : resource.ancestors) {
      const auto ancestor_id = model_.resources()[ancestor.resource].symbol;
      if (model_.symbol(ancestor_id).is_existing) {
        visit_resource(ancestor_id);
        of_inlined = of_inlined || decisions_[ancestor_id.index] == Decision::inlined;
      } else {
        of_inlined = false;
      }
    }
    if (const auto& scope = scopes_.of_resource(resource); scope.resource != UINT32_MAX) {
      const auto target = model_.resources()[scope.resource].symbol;
      visit_resource(target);
      of_inlined = of_inlined || decisions_[target.index] == Decision::inlined;
    }
    if (of_inlined) {
      decisions_[id.index] = Decision::inlined;
      return;
    }
    const auto previous = current_;
    current_ = id;
    current() = Decision::keep;
    if (!resource.loop && !resource.condition && resource.body) {
      for (Node child : resource.body.children()) {
        if (child.kind() != NodeKind::ObjectProperty) continue;
        const auto key = property_key(child, model_.arena());
        if (key == "dependsOn" || key == "parent" || key == "scope") continue;
        visit(child);
      }
    }
    current_ = previous;
  }

  void visit_children(Node node) {
    for (Node child : node.children()) visit(child);
  }

  void visit(Node node) {
    switch (node.kind()) {
      case NodeKind::VariableDeclaration:
      case NodeKind::ParameterAssignment:
        visit_value_declaration(model_.symbol_at(node));
        return;
      case NodeKind::ResourceDeclaration:
        visit_resource(model_.symbol_at(node));
        return;
      case NodeKind::FunctionCall:
      case NodeKind::InstanceFunctionCall:
        visit_call(node);
        return;
      case NodeKind::VariableAccess:
        visit_variable(node);
        return;
      case NodeKind::PropertyAccess:
        visit_property(node);
        return;
      default:
        visit_children(node);
    }
  }

  void visit_call(Node node) {
    bool is_function = node.kind() == NodeKind::FunctionCall && model_.symbol_of(node) && model_.symbol_of(node)->kind == SymbolKind::builtin_function;
    if (node.kind() == NodeKind::InstanceFunctionCall) {
      const auto* base = model_.symbol_of(node.part(Role::base));
      is_function = base && (base->kind == SymbolKind::namespace_name || base->kind == SymbolKind::this_namespace || base->kind == SymbolKind::resource);
      if (base && base->kind == SymbolKind::this_namespace && current_ && current() != Decision::inlined) {
        current() = Decision::inlined;
        return;
      }
    }
    const auto name = node.name_text();
    if (is_function && current_ && current() != Decision::inlined) {
      current() = requires_inlining(name) ? Decision::inlined : Decision::keep;
    }
    // nameof() never reads its argument.
    if (is_function && name == "nameof") return;
    visit_children(node);
  }

  void visit_variable(Node node) {
    if (!current_ || current() == Decision::inlined) return;
    const auto id = model_.symbol_at(node);
    if (!id) return;
    switch (model_.symbol(id).kind) {
      case SymbolKind::variable:
      case SymbolKind::parameter_assignment: {
        const auto referencing = current_;
        if (decisions_[id.index] == Decision::none) visit_value_declaration(id);
        auto& decision = decisions_[referencing.index];
        decision = decision == Decision::inlined || decisions_[id.index] == Decision::inlined ? Decision::inlined : Decision::keep;
        return;
      }
      case SymbolKind::parameter:
        if (!passed_resource_type(id)) return;
        [[fallthrough]];
      case SymbolKind::resource:
      case SymbolKind::module:
        if (current() != Decision::skip) current() = Decision::inlined;
        return;
      default:
        return;
    }
  }

  void visit_property(Node node) {
    if (!current_ || current() == Decision::inlined) return;
    auto base = unwrap_non_null(node.part(Role::base));
    while (base && base.kind() == NodeKind::ArrayAccess) base = base.part(Role::base);
    const auto id = base ? model_.symbol_at(base) : SymbolId{};
    const auto kind = id ? model_.symbol(id).kind : SymbolKind::unresolved;
    if (const auto* type = kind == SymbolKind::parameter ? passed_resource_type(id) : nullptr; type && type->item->is_object()) {
      const auto* member = type->item->find(node.name_text());
      current() = member == nullptr || member->flags.has(PropertyFlag::deploy_time_constant) ? Decision::skip : Decision::inlined;
      return;
    }
    if (kind != SymbolKind::resource && kind != SymbolKind::module) {
      visit_children(node);
      return;
    }
    const bool skip = skips_inlining(id, node.name_text());
    current() = skip ? Decision::skip : Decision::inlined;
  }

  /// The type of a parameter that takes a resource, else null.
  const Type* passed_resource_type(SymbolId parameter) {
    if (!model_.features().has(Feature::resource_typed_params_and_outputs)) return nullptr;
    const auto* type = model_.types().declared_type(model_.symbol(parameter).declaration);
    return type && type->is(TypeKind::resource) ? type : nullptr;
  }

  bool skips_inlining(SymbolId id, std::string_view name) {
    const auto* resource = model_.resource(id);
    // The four identifiers need no type; only `id` and `name` can hide run-time values, in an inlined existing resource.
    if (resource && resource->is_az()) {
      if (name == "id" || name == "name") {
        const auto previous = current_;
        visit_resource(id);
        current_ = previous;
        return decisions_[id.index] != Decision::inlined;
      }
      if (name == "type" || name == "apiVersion") return true;
      // Other properties that the type knows are run-time values; a property that it does not know is kept (rule K4).
      return model_.types().body_member(id, name) == BodyMember::unknown;
    }
    if (!resource) return name != "outputs" && name != "params" && name != "dependsOn";
    return model_.types().body_member(id, name) != BodyMember::run_time;
  }

  const SemanticModel& model_;
  const ScopeTable& scopes_;
  std::vector<Decision> decisions_;
  SymbolId current_;
};

}  // namespace

InlinedSymbols inlined_symbols(const SemanticModel& model, const ScopeTable& scopes) {
  InlinedSymbols result;
  result.inlined_ = Decider(model, scopes).run();
  return result;
}

}  // namespace fleetlint::compiler
