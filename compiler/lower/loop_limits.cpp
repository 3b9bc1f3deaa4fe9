// Loops: ARM has them for resources, modules, variables, outputs and for properties of a body, and only there; and it
// cannot name a whole collection of resources everywhere.
#include <algorithm>
#include <string>
#include <vector>

#include "bind/syntax_queries.h"
#include "lower/limit_checks.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

/// What a node means for a property's loop further in.
enum class Around : std::uint8_t { nothing, literal, expression };

Around around(NodeKind kind) {
  switch (kind) {
    case NodeKind::Object: case NodeKind::ObjectProperty: case NodeKind::Array: case NodeKind::ArrayItem: return Around::literal;
    case NodeKind::TernaryOperation: case NodeKind::BinaryOperation: case NodeKind::UnaryOperation: case NodeKind::PropertyAccess: case NodeKind::ArrayAccess:
    case NodeKind::ResourceAccess: case NodeKind::InstanceFunctionCall: case NodeKind::FunctionCall: case NodeKind::FunctionArgument: case NodeKind::NonNullAssertion:
    case NodeKind::VariableAccess: case NodeKind::ParenthesizedExpression: case NodeKind::Lambda: case NodeKind::TypedLambda: case NodeKind::SpreadExpression:
    case NodeKind::String: case NodeKind::IntegerLiteral: case NodeKind::BooleanLiteral: case NodeKind::NullLiteral: case NodeKind::NoneLiteral:
      return Around::expression;
    default: return Around::nothing;
  }
}

class LoopCheck : LimitCheck {
 public:
  LoopCheck(const SemanticModel& model, const InlinedSymbols& inlined) : LimitCheck(model), inlined_(inlined) {}

  void run() {
    // Most statements, as types and most parameters, hold nothing of this and cannot be wrong.
    static constexpr KindSet looked_at{NodeKind::For, NodeKind::VariableAccess, NodeKind::ResourceAccess, NodeKind::ResourceDeclaration};
    for (Node statement : model_.root().children()) {
      if (contains_any(statement, looked_at)) visit(statement);
    }
    for (const auto& resource : model_.resources()) {
      if (!model_.symbol(resource.symbol).is_existing) check_names_vary(resource.symbol, resource.loop, resource.body, false);
    }
    for (const auto& module : model_.modules()) check_names_vary(module.symbol, module.loop, module.body, true);
  }

 private:
  // What is being visited; each level restores it.
  struct State {
    Node declaration;  ///< resource, module, variable, output or parameter assignment
    Node body;                   ///< of the resource at hand, when it is deployed and Azure's
    Node depends_on, properties;  ///< of the body at hand
    Around around = Around::nothing;
    int property_loops = 0;
    int loops = 0;
    bool in_depends_on = false, in_properties = false, in_variable = false, in_output = false;
  };

  /// Half of all nodes: nothing is below them and nothing is wrong with them.
  static bool is_plain_leaf(Node node) {
    if (node.raw().subtree_size != 1) return false;
    const auto kind = node.kind();
    return kind == NodeKind::Identifier || kind == NodeKind::String || kind == NodeKind::IntegerLiteral || kind == NodeKind::BooleanLiteral || kind == NodeKind::NullLiteral;
  }

  void visit(Node node) {
    if (is_plain_leaf(node)) return;
    const auto before = state_;
    enter(node);
    switch (node.kind()) {
      case NodeKind::For: check_place(node); break;
      case NodeKind::VariableAccess: case NodeKind::ResourceAccess: check_collection(node); break;
      case NodeKind::FunctionCall: case NodeKind::InstanceFunctionCall:
        if (model_.types().call(node).arguments_independent) {
          state_ = before;
          return;
        }
        break;
      case NodeKind::ObjectProperty: check_property(node); break;
      default: break;
    }
    for (Node child : node.children()) visit(child);
    state_ = before;
  }

  void enter(Node node) {
    const auto kind = around(node.kind());
    if (state_.around == Around::nothing) state_.around = kind;
    else if (state_.around == Around::literal && kind != Around::nothing) state_.around = kind;
    switch (node.kind()) {
      case NodeKind::ResourceDeclaration:
        for (auto at = node; at.index() != 0;) {
          at = model_.parent(at);
          if (!at.is(NodeKind::For)) continue;
          report(node.span(), Diagnostic::NestedResourceInLoop);
          break;
        }
        enter_body(node, "properties");
        break;
      case NodeKind::ModuleDeclaration: enter_body(node, "params"); break;
      case NodeKind::VariableDeclaration:
        if (chain_.empty()) {
          state_.declaration = node;
          state_.in_variable = true;
        }
        break;
      case NodeKind::OutputDeclaration:
        state_.declaration = node;
        state_.in_output = true;
        break;
      case NodeKind::ParameterAssignment: state_.declaration = node; break;
      default: break;
    }
  }

  void enter_body(Node declaration, std::string_view properties) {
    state_.declaration = declaration;
    const auto body = body_parts(declaration.part(Role::body)).object;
    const auto* resource = model_.resource(model_.symbol_at(declaration));
    // The body of an extension's resource is written into `properties`.
    state_.body = resource != nullptr && resource->is_az() && !model_.symbol(resource->symbol).is_existing ? body : Node();
    state_.depends_on = body ? find_property(body, "dependsOn", model_.arena()) : Node();
    state_.properties = body ? find_property(body, properties, model_.arena()) : Node();
  }

  void check_property(Node node) {
    const auto value = node.part(Role::value);
    if (value && value.is(NodeKind::For) && !property_key(node, model_.arena())) report(node.part(Role::name).span(), Diagnostic::LoopOfComputedProperty);
    state_.in_depends_on = state_.in_depends_on || node == state_.depends_on;
    state_.in_properties = state_.in_properties || node == state_.properties;
  }

  void check_place(Node loop) {
    const auto keyword = loop.token(syntax::TokenKind::KeywordFor);
    const auto at = keyword ? token_span(*keyword) : loop.span();
    const auto parent = model_.parent(loop);
    // Of the declaration at hand, or of a variable whose value will stand here.
    const bool is_value = state_.declaration && (parent == state_.declaration || parent.is(NodeKind::VariableDeclaration));
    const auto holder = state_.declaration ? state_.declaration.kind() : NodeKind::Program;
    const bool body = holder == NodeKind::ResourceDeclaration || holder == NodeKind::ModuleDeclaration;
    const bool is_property = parent.is(NodeKind::ObjectProperty) && parent.part(Role::value) == loop;
    if (!is_value) {
      if (!body || state_.around == Around::expression || !is_property) report(at, Diagnostic::LoopNotSupportedHere);
      else if (++state_.property_loops > 1) report(at, Diagnostic::NestedPropertyLoop);
      else if (state_.body && parent != state_.depends_on && model_.parent(parent) == state_.body) report_loop_in_body(parent, at);
    }
    ++state_.loops;
  }

  // Types say more of what is no part of the written body.
  void report_loop_in_body(Node property, Span at) {
    const auto name = property_key(property, model_.arena());
    if (name && name != "name" && name != "scope" && name != "parent") report(at, Diagnostic::LoopDirectlyInResource, *name);
  }

  // A collection as a whole: in `dependsOn`, in values of bodies, variables and outputs outside of loops.
  void check_collection(Node node) {
    const auto id = model_.symbol_at(node);
    if (!id) return;
    const auto& symbol = model_.symbol(id);
    if ((symbol.kind == SymbolKind::resource || symbol.kind == SymbolKind::module) && symbol.is_collection) {
      auto parent = model_.parent(node);
      while (parent.is(NodeKind::ParenthesizedExpression)) parent = model_.parent(parent);
      if (state_.in_depends_on || is_access(parent)) return;
      const bool allowed = state_.loops == 0 && (state_.in_properties || state_.in_output || (state_.in_variable && chain_.empty()));
      if (allowed) return;
      if (chain_.empty()) {
        report(node.span(), Diagnostic::WholeCollection, "");
        return;
      }
      auto chain = chain_;
      chain.push_back(symbol.name);
      report(access_.span(), Diagnostic::WholeCollection, fmt::format("The collection was accessed by the chain of {}. ", quoted_list(chain, " -> ")));
      return;
    }
    // Variables that are put in place are looked into, as their value will stand here.
    if (symbol.kind != SymbolKind::variable || (state_.in_variable && state_.loops == 0) || !inlined_.has(id) || !model_.cycle(id).empty()) return;
    if (chain_.empty()) access_ = node;
    chain_.push_back(symbol.name);
    const auto before = state_;
    visit(symbol.declaration);
    state_ = before;
    chain_.pop_back();
  }

  // Every turn of a loop must make a name of its own.
  void check_names_vary(SymbolId id, Node loop, Node body, bool is_module) {
    if (!loop || !body) return;
    const auto variables = loop_variables(loop);
    if (!variables.item) return;
    const auto* type = model_.types().declared_type(model_.symbol(id).declaration);
    const auto* single = type != nullptr && type->is(TypeKind::array) ? type->item.get() : nullptr;
    const auto* object = single != nullptr && (single->is(TypeKind::resource) || single->is(TypeKind::module)) ? single->item.get() : nullptr;
    if (object == nullptr || !object->is_object()) return;
    std::vector<std::string_view> names;
    bool named = false, any_required = false, all_same = true;
    for (const auto& property : object->properties) {
      if (!property.flags.has(PropertyFlag::loop_variant)) continue;
      names.push_back(property.name);
      const auto value = property_value(body, property.name, model_.arena());
      if (!value || value.is(NodeKind::SkippedTrivia)) continue;
      any_required = any_required || property.flags.has(PropertyFlag::required);
      named = named || property.name == "name";
      all_same = all_same && !uses(value, variables.item) && (!variables.index || !uses(value, variables.index));
    }
    // Without a name there are other errors to see to first, or a module makes its own from the index.
    if (is_module ? !named : !any_required) return;
    if (!all_same) return;
    std::ranges::sort(names);
    const auto span = model_.symbol(id).declaration.name_span();
    if (variables.index) report(span, Diagnostic::SameNamesWithIndex, variables.item.name_text(), variables.index.name_text(), quoted_list(names));
    else report(span, Diagnostic::SameNames, variables.item.name_text(), quoted_list(names));
  }

  bool uses(Node expression, Node local) const {
    const auto id = model_.symbol_at(local);
    const auto end = expression.index() + expression.raw().subtree_size;
    for (auto i = expression.index(); i < end; ++i) {
      const auto node = model_.tree().node(i);
      if (node.is(NodeKind::VariableAccess) && model_.symbol_at(node) == id) return true;
    }
    return false;
  }

  const InlinedSymbols& inlined_;
  State state_;
  std::vector<std::string_view> chain_;  // of variables that are being looked into
  Node access_;                          // where the first of them is used
};

}  // namespace

void check_loops(const SemanticModel& model, const InlinedSymbols& inlined) { LoopCheck(model, inlined).run(); }

}  // namespace fleetlint::compiler
