// Values that must be known when a deployment starts: names, conditions, what loops iterate. Nothing in them may be read
// from something that is deployed only then; variables are followed to what they are made of.
#include <algorithm>
#include <map>

#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

/// Why a value is not known at the start. Without symbol: the call of a function that runs during the deployment.
struct Violation {
  Node place;
  SymbolId symbol;
  std::string_view property;       ///< empty: all of it
  std::vector<std::string> chain;  ///< variables from the value to the cause
};

Node enclosing(const SemanticModel& model, Node& child) {
  auto parent = model.parent(child);
  while (parent.is(NodeKind::NonNullAssertion)) {
    child = parent;
    parent = model.parent(child);
  }
  return parent;
}

}  // namespace

class DeployTimeCheck {
 public:
  DeployTimeCheck(const SemanticModel& model, Checker& types) : model_(model), types_(types) {}

  void run() { visit(model_.root()); }

 private:
  void visit(Node node) {
    switch (node.kind()) {
      case NodeKind::ResourceDeclaration: return visit_resource(node);
      case NodeKind::ModuleDeclaration:
        if (const auto* module = model_.module(model_.symbol_at(node))) check_properties(module->body, types_.body_of_symbol(module->symbol));
        break;
      case NodeKind::IfCondition:
        check(node.part(Role::condition), false, [&](const Violation& v) { report(v, Diagnostic::RunTimeCondition, tail(v)); });
        break;
      case NodeKind::For: visit_loop(node); break;
      default: break;
    }
    for (Node child : node.children()) visit(child);
  }

  void visit_resource(Node node) {
    const auto* resource = model_.resource(model_.symbol_at(node));
    if (resource == nullptr) return;
    if (!model_.symbol(resource->symbol).is_existing) {
      check_properties(resource->body, types_.body_of_symbol(resource->symbol));
      for (Node child : node.children()) visit(child);
    } else if (resource->body) {
      // What an existing resource is named by may be known later.
      for (Node child : resource->body.children()) {
        if (child.is(NodeKind::ResourceDeclaration)) visit(child);
      }
    }
  }

  void visit_loop(Node loop) {
    check(loop.part(Role::source), false, [&](const Violation& v) { report(v, Diagnostic::RunTimeLoop, tail(v)); });
    const auto parent = model_.parent(loop);
    if (!parent.is(NodeKind::VariableDeclaration)) return;
    check(loop.part(Role::body), false, [&](const Violation& v) {
      const auto which = v.symbol && !v.property.empty()
                             ? fmt::format(" The property \"{}\" of {} cannot be calculated at the start.", v.property, model_.symbol(v.symbol).name)
                             : std::string();
      report(v, Diagnostic::RunTimeVariableLoop, parent.name_text(), chain_text(v) + which + readable_text(v));
    });
  }

  void check_properties(Node object, const Type* body) {
    if (!object || body == nullptr || !body->is_object()) return;
    for (Node property : object.children()) {
      if (!property.is(NodeKind::ObjectProperty)) continue;
      const auto key = property_key(property, model_.arena());
      const auto* declared = key ? body->find(*key) : nullptr;
      if (declared == nullptr || *key == "dependsOn" || !declared->flags.has(PropertyFlag::deploy_time_constant)) continue;
      const bool refers = *key == "parent" || *key == "scope";
      check(property.part(Role::value), refers, [&](const Violation& v) { report(v, Diagnostic::RunTimeProperty, *key, body->text, tail(v)); });
    }
  }

  /// `refers`: a whole resource may stand here, as it is only named.
  template <typename Report>
  void check(Node value, bool refers, Report&& report) {
    if (!value) return;
    std::vector<Violation> found;
    search(value, refers, true, found);
    for (const auto& violation : found) report(violation);
  }

  void search(Node node, bool refers, bool direct, std::vector<Violation>& found) {
    if (!direct && !found.empty()) return;
    switch (node.kind()) {
      case NodeKind::PropertyAccess:
        if (const auto id = accessed(unwrap_non_null(node.part(Role::base)))) search_property(node, id, node.name_text(), found);
        break;
      case NodeKind::ArrayAccess:
        if (const auto id = accessed(unwrap_non_null(node.part(Role::base)))) {
          const auto name = node.part(Role::index) ? types_.string_literal(node.part(Role::index)) : std::nullopt;
          if (name) search_property(node, id, *name, found);
        }
        break;
      case NodeKind::FunctionCall:
      case NodeKind::InstanceFunctionCall: {
        const auto facts = types_.call(node);
        if (facts.requires_inlining) found.push_back({node, {}, {}, {std::string(node.name_text())}});
        if (facts.arguments_independent) return;
        break;
      }
      case NodeKind::VariableAccess:
        if (const auto id = model_.symbol_at(node); id && model_.symbol(id).kind == SymbolKind::variable) return search_variable(node, id, found);
        [[fallthrough]];
      case NodeKind::ResourceAccess:
        if (!refers) search_whole(node, found);
        return;
      default: break;
    }
    for (Node child : node.children()) search(child, refers, direct, found);
  }

  void search_variable(Node node, SymbolId id, std::vector<Violation>& found) {
    if (!model_.cycle(id).empty()) return;
    auto at = variables_.find(id.index);
    if (at == variables_.end()) {
      variables_.emplace(id.index, std::vector<Violation>());
      std::vector<Violation> inner;
      const auto value = model_.symbol(id).declaration.part(Role::value);
      if (value) search(value, false, false, inner);
      if (inner.size() > 1) inner.resize(1);
      for (auto& violation : inner) {
        if (violation.chain.empty()) violation.chain.emplace_back(model_.symbol(violation.symbol).name);
        violation.chain.insert(violation.chain.begin(), std::string(model_.symbol(id).name));
      }
      at = variables_.insert_or_assign(id.index, std::move(inner)).first;
    }
    for (auto violation : at->second) {
      violation.place = node;
      found.push_back(std::move(violation));
    }
  }

  void search_property(Node place, SymbolId id, std::string_view name, std::vector<Violation>& found) {
    const auto* property = types_.body_of_symbol(id)->find(name);
    if (property != nullptr && !property->flags.has(PropertyFlag::readable_at_deploy_time)) found.push_back({place, id, name, {}});
  }

  /// All of a resource or module, or one of a loop of them: `vm`, `vms[0]`.
  void search_whole(Node node, std::vector<Violation>& found) {
    auto child = node;
    const auto parent = enclosing(model_, child);
    if (parent.is(NodeKind::ArrayAccess) && parent.part(Role::base) == child) {
      auto item = parent;
      const auto around = enclosing(model_, item);
      if (is_access(around) || !parent.part(Role::index) || !types_.type_of(parent.part(Role::index))->is_integer()) return;
      if (const auto id = accessed(parent)) found.push_back({child, id, {}, {}});
    } else if (!is_access(parent)) {
      if (const auto id = accessed(node)) found.push_back({child, id, {}, {}});
    }
  }

  /// The resource or module that the expression stands for, if what it may hold is known.
  SymbolId accessed(Node expression) {
    bool item = false;
    if (expression && expression.is(NodeKind::ArrayAccess)) {
      const auto index = expression.part(Role::index);
      item = index && !types_.string_literal(index);
      if (item) expression = expression.part(Role::base);
    }
    if (!expression) return {};
    const auto id = model_.symbol_at(expression);
    if (!id) return {};
    const auto* resource = model_.resource(id);
    const auto* module = model_.module(id);
    if (resource == nullptr && module == nullptr) return {};
    const bool many = static_cast<bool>(resource != nullptr ? resource->loop : module->loop);
    const auto* body = many == item ? types_.body_of_symbol(id) : nullptr;
    return body != nullptr && body->is_object() ? id : SymbolId{};
  }

  std::string chain_text(const Violation& violation) const {
    if (violation.chain.size() < 2) return {};
    std::string text;
    for (const auto& name : violation.chain) text += fmt::format("{}\"{}\"", text.empty() ? "" : " -> ", name);
    return fmt::format(" You are referencing a variable which cannot be calculated at the start ({}).", text);
  }

  std::string readable_text(const Violation& violation) {
    if (!violation.symbol) return {};
    static constexpr std::string_view always[] = {"apiVersion", "id", "name", "type"};
    const auto* resource = model_.resource(violation.symbol);
    std::vector<std::string> names;
    for (const auto& property : types_.body_of_symbol(violation.symbol)->properties) {
      if (!property.flags.has(PropertyFlag::readable_at_deploy_time) || property.flags.has(PropertyFlag::write_only)) continue;
      const bool present = resource == nullptr || std::ranges::find(always, property.name) != std::end(always) ||
                           (resource->body && find_property(resource->body, property.name, model_.arena()));
      if (present) names.emplace_back(property.name);
    }
    if (names.empty()) return {};
    std::ranges::sort(names);
    return fmt::format(" Properties of {} which can be calculated at the start include {}.", model_.symbol(violation.symbol).name, quoted_list(names));
  }

  std::string tail(const Violation& violation) { return chain_text(violation) + readable_text(violation); }

  template <typename... Args>
  void report(const Violation& violation, Diagnostic kind, Args&&... args) {
    compiler::report(model_.findings(), model_.location(violation.place), kind, std::forward<Args>(args)...);
  }

  const SemanticModel& model_;
  Checker& types_;
  std::map<std::uint32_t, std::vector<Violation>> variables_;  // what is found in each, at most one
};

const Type* Checker::body_of_symbol(SymbolId id) {
  const Type* type = nullptr;
  if (const auto* resource = model_.resource(id)) type = resource_facts(*resource).type;
  else if (const auto* module = model_.module(id)) type = module_type(*module);
  return type != nullptr && type->item ? type->item.get() : nullptr;
}

void Checker::check_deploy_time_values() { DeployTimeCheck(model_, *this).run(); }

}  // namespace fleetlint::compiler
