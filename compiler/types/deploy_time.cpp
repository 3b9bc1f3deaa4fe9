// Values that must be known when a deployment starts: names, conditions, what loops iterate, arguments of functions that
// the deployment runs, functions of the file, configurations of extensions. Nothing in them may be read from something
// that is deployed only then; variables are followed to what they are made of.
#include <algorithm>
#include <map>
#include <set>

#include "types/checker.h"
#include "types/start_values.h"
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

// What names a resource.
constexpr std::string_view identifiers[] = {"name", "parent", "scope"};
// Readable of every resource, whatever becomes of it.
constexpr std::string_view always_there[] = {"apiVersion", "id", "name", "type"};

template <typename Names>
bool contains(const Names& names, std::string_view name) { return std::ranges::find(names, name) != std::end(names); }

Node enclosing(const SemanticModel& model, Node& child) {
  auto parent = model.parent(child);
  while (parent.is(NodeKind::NonNullAssertion)) {
    child = parent;
    parent = model.parent(child);
  }
  return parent;
}

bool all_integers(const Type& type) {
  if (type.is_integer() || type.is_any()) return true;
  return type.is(TypeKind::union_of) && std::ranges::all_of(type.elements, [](const TypeRef& member) { return member->is_integer(); });
}

}  // namespace

class DeployTimeCheck {
 public:
  DeployTimeCheck(const SemanticModel& model, Checker& types) : model_(model), types_(types) {}

  void run() { visit(model_.root()); }

  bool known(Node value) { return violations(value, false).empty(); }

  std::vector<std::string> run_time_identifiers(const DeclaredResource& resource) { return identity_of(resource).run_time; }

 private:
  // Where values must be known.

  // Nodes stand in the order in which a walk meets them, so that a loop does for the recursion.
  void visit(Node root) {
    const auto end = root.index() + root.raw().subtree_size;
    for (auto at = root.index(); at < end;) {
      const auto node = root.tree().node(at);
      at += visit_one(node) ? 1 : node.raw().subtree_size;
    }
  }

  /// False when what is below the node need not be looked at, or has been.
  bool visit_one(Node node) {
    switch (node.kind()) {
      case NodeKind::ResourceDeclaration: return visit_resource(node);
      case NodeKind::ModuleDeclaration:
        if (const auto* module = model_.module(model_.symbol_at(node))) check_properties(module->body, types_.body_of_symbol(module->symbol));
        break;
      case NodeKind::IfCondition:
        check(node.part(Role::condition), false, [&](const Violation& v) { report(v, Diagnostic::RunTimeCondition, tail(v)); });
        break;
      case NodeKind::For: check_loop(node); break;
      case NodeKind::FunctionDeclaration:
        check(node, false, [&](const Violation& v) { report(v, Diagnostic::RunTimeInFunction, tail(v)); });
        break;
      case NodeKind::ExtensionWithClause:
        if (model_.parent(node).is(NodeKind::ExtensionDeclaration)) check_configuration(node);
        break;
      case NodeKind::FunctionCall: case NodeKind::InstanceFunctionCall: return !visit_call(node);
      default: break;
    }
    return true;
  }

  // What an existing resource is named by may be known later; it is then not in the template at all.
  bool visit_resource(Node node) {
    const auto* resource = model_.resource(model_.symbol_at(node));
    if (resource == nullptr) return false;
    if (!model_.symbol(resource->symbol).is_existing) {
      check_properties(resource->body, types_.body_of_symbol(resource->symbol));
      return true;
    }
    if (resource->body) {
      for (Node child : resource->body.children()) {
        if (child.is(NodeKind::ResourceDeclaration)) visit(child);
      }
    }
    return false;
  }

  /// True when nothing in the call is left to look at.
  bool visit_call(Node call) {
    if (types_.call(call).requires_inlining) {
      for (Node argument : call.children()) {
        if (!argument.is(NodeKind::FunctionArgument)) continue;
        check(argument, false, [&](const Violation& v) { report(v, Diagnostic::RunTimeArgument, call.name_text(), tail(v)); });
      }
      if (call.is(NodeKind::InstanceFunctionCall)) visit(call.part(Role::base));
      return true;
    }
    // `@validate(predicate)` is evaluated before anything is deployed.
    if (call.name_text() == "validate" && model_.parent(call).is(NodeKind::Decorator)) {
      const auto argument = call.child(NodeKind::FunctionArgument);
      if (argument) check(argument, false, [&](const Violation& v) { report(v, Diagnostic::RunTimeParameter, "predicate", call.name_text(), tail(v)); });
      return true;
    }
    return false;
  }

  void check_loop(Node loop) {
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

  void check_configuration(Node clause) {
    const auto config = clause.child(NodeKind::Object);
    if (!config) return;
    for (Node property : config.children()) {
      if (!property.is(NodeKind::ObjectProperty)) continue;
      check(property, false, [&](const Violation& v) { report(v, Diagnostic::RunTimeExtensionConfig, tail(v)); });
    }
  }

  void check_properties(Node object, const Type* type) {
    if (!object || type == nullptr || !type->is_object()) return;
    for (Node property : object.children()) {
      if (!property.is(NodeKind::ObjectProperty)) continue;
      const auto key = property_key(property, model_.arena());
      const auto* declared = key ? type->find(*key) : nullptr;
      if (declared == nullptr && key) declared = type->additional;
      if (declared == nullptr) continue;
      const auto value = property.part(Role::value);
      if (declared->flags.has(PropertyFlag::deploy_time_constant)) {
        const auto kind = declared->type->kind;  // a resource, too, where the type is that of what stands there
        const bool refers = kind == TypeKind::resource_parent || kind == TypeKind::resource_parameter || kind == TypeKind::scope || kind == TypeKind::resource || kind == TypeKind::module;
        const auto container = type->text;
        check(value, refers, [&](const Violation& v) { report(v, Diagnostic::RunTimeProperty, *key, container, tail(v)); });
      }
      if (value && value.is(NodeKind::Object)) check_properties(value, declared->type.get());
    }
  }

  // Search.

  /// `refers`: a whole resource may stand here, as it is only named.
  template <typename Report>
  void check(Node value, bool refers, Report&& report) {
    for (const auto& violation : violations(value, refers)) report(violation);
  }

  std::vector<Violation> violations(Node value, bool refers) {
    std::vector<Violation> found;
    if (!value) return found;
    search(value, refers, false, found);
    search_variables(value, found);
    return found;
  }

  /// What is read directly. `inside`: of a variable, where the first cause is enough.
  void search(Node node, bool refers, bool inside, std::vector<Violation>& found) {
    if (inside && !found.empty()) return;
    switch (node.kind()) {
      case NodeKind::PropertyAccess:
        if (const auto id = accessed(unwrap_non_null(node.part(Role::base)))) search_property(node, id, node.name_text(), found);
        break;
      case NodeKind::ArrayAccess:
        if (const auto id = accessed(unwrap_non_null(node.part(Role::base)))) search_item(node, id, found);
        break;
      case NodeKind::FunctionCall: case NodeKind::InstanceFunctionCall: {
        const auto facts = types_.call(node);
        if (facts.requires_inlining) found.push_back({node, {}, {}, {std::string(node.name_text())}});
        if (facts.arguments_independent) return;
        break;
      }
      case NodeKind::VariableAccess:
        if (const auto id = model_.symbol_at(node); inside && id && model_.symbol(id).kind == SymbolKind::variable && model_.cycle(id).empty()) {
          search_variable(node, id, found);
          return;
        }
        [[fallthrough]];
      case NodeKind::ResourceAccess: search_whole(node, refers, found); return;
      default: break;
    }
    for (Node child : node.children()) search(child, refers, inside, found);
  }

  // Arguments of nameof() are looked into here, too, as the reference does.
  void search_variables(Node node, std::vector<Violation>& found) {
    if (node.is(NodeKind::VariableAccess)) {
      const auto id = model_.symbol_at(node);
      if (id && model_.symbol(id).kind == SymbolKind::variable && model_.cycle(id).empty()) search_variable(node, id, found);
      return;
    }
    for (Node child : node.children()) search_variables(child, found);
  }

  void search_variable(Node node, SymbolId id, std::vector<Violation>& found) {
    auto at = variables_.find(id.index);
    if (at == variables_.end()) {
      std::vector<Violation> inner;
      const auto declaration = model_.symbol(id).declaration;
      search(declaration, false, true, inner);
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
    if (property != nullptr && !readable(id, *property)) found.push_back({place, id, name, {}});
  }

  /// `vm[key]`: what the keys can be must be known.
  void search_item(Node access, SymbolId id, std::vector<Violation>& found) {
    const auto* index = types_.type_of(access.part(Role::index));
    if (index->is(TypeKind::string_literal)) return search_property(access, id, index->text, found);
    const auto is_text = [](const TypeRef& member) { return member->is(TypeKind::string_literal); };
    if (index->is(TypeKind::union_of) && std::ranges::all_of(index->elements, is_text)) {
      for (const auto& member : index->elements) search_property(access, id, member->text, found);
      return;
    }
    found.push_back({access, id, {}, {}});
  }

  /// All of a resource or module, or one of a loop of them: `vm`, `vms[0]`.
  void search_whole(Node node, bool refers, std::vector<Violation>& found) {
    auto child = node;
    const auto parent = enclosing(model_, child);
    const auto add = [&](Node resource, Node at) {
      const auto id = accessed(resource);
      if (!id || (refers && !is_named_at_run_time(id))) return;
      found.push_back({at, id, {}, {}});
    };
    if (parent.is(NodeKind::ArrayAccess) && parent.part(Role::base) == child) {
      if (is_access(model_.parent(parent)) || !parent.part(Role::index)) return;
      const auto* index = types_.type_of(parent.part(Role::index));
      if (refers ? index->is_integer() : all_integers(*index)) add(parent, child);
    } else if (!is_access(parent)) {
      add(refers ? node : child, child);
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

  // Existing resources that are known only at run time.

  struct Identity {
    std::vector<std::string> run_time;  ///< identifying properties that are known only at run time
    bool in_place = false;              ///< the resource is put in place where it is used: not even its id is known
  };

  const Identity& identity_of(const DeclaredResource& resource) {
    const auto [at, added] = identities_.try_emplace(resource.symbol.index);
    if (!added || !model_.symbol(resource.symbol).is_existing || !resource.is_az() || !model_.cycle(resource.symbol).empty()) return at->second;
    Identity identity;
    for (const auto name : identifiers) {
      const auto value = property_value(resource.body, name, model_.arena());
      if (value && !violations(value, name != "name").empty()) identity.run_time.emplace_back(name);
    }
    identity.in_place = !identity.run_time.empty();
    for (const auto& ancestor : resource.ancestors) {
      const auto& parent = model_.resources()[ancestor.resource];
      if (model_.symbol(parent.symbol).is_existing) identity.in_place = identity.in_place || identity_of(parent).in_place;
    }
    return identities_[resource.symbol.index] = std::move(identity);
  }

  bool is_named_at_run_time(SymbolId id) {
    const auto* resource = model_.resource(id);
    return resource != nullptr && model_.symbol(id).is_existing && !identity_of(*resource).run_time.empty();
  }

  bool readable(SymbolId id, const Property& property) {
    if (!property.flags.has(PropertyFlag::readable_at_deploy_time)) return false;
    const auto* resource = model_.resource(id);
    if (resource == nullptr || !model_.symbol(id).is_existing) return true;
    const auto& identity = identity_of(*resource);
    return !(identity.in_place && property.name == "id") && !contains(identity.run_time, property.name);
  }

  // Messages.

  std::string chain_text(const Violation& violation) const {
    if (violation.chain.size() < 2) return {};
    return fmt::format(" You are referencing a variable which cannot be calculated at the start ({}).", quoted_list(violation.chain, " -> "));
  }

  std::string readable_text(const Violation& violation) {
    if (!violation.symbol) return {};
    const auto* resource = model_.resource(violation.symbol);
    std::vector<std::string> names;
    for (const auto& property : types_.body_of_symbol(violation.symbol)->properties) {
      if (!readable(violation.symbol, property) || property.flags.has(PropertyFlag::write_only)) continue;
      const bool present = resource == nullptr || contains(always_there, property.name) ||
                           (resource->body && find_property(resource->body, property.name, model_.arena()));
      if (present) names.emplace_back(property.name);
    }
    std::ranges::sort(names);
    return fmt::format(" Properties of {} which can be calculated at the start include {}.", model_.symbol(violation.symbol).name, quoted_list(names));
  }

  std::string tail(const Violation& violation) { return chain_text(violation) + readable_text(violation); }

  template <typename... Args>
  [[gnu::cold]] void report(const Violation& violation, Diagnostic kind, Args&&... args) {
    compiler::report(model_.findings(), model_.location(violation.place), kind, std::forward<Args>(args)...);
  }

 public:
  // Members of existing resources that are named at run time: what would be read of them cannot be said in a template.
  void check_members() {
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const auto node = model_.tree().node(i);
      switch (nodes[i].kind) {
        case NodeKind::PropertyAccess: check_member(node, node.name_text()); break;
        case NodeKind::ArrayAccess:
          if (const auto index = node.part(Role::index); index && index.is(NodeKind::String)) {
            const auto name = literal_text(index, model_.arena());
            check_member(node, name ? *name : std::string_view());
          }
          break;
        case NodeKind::InstanceFunctionCall:
          if (types_.call(node).requires_inlining) check_member(node, {});
          break;
        default: break;
      }
    }
  }

 private:
  /// An empty name: something that is not known by name.
  void check_member(Node access, std::string_view name) {
    const auto id = accessed(access.part(Role::base));
    if (!id || !is_named_at_run_time(id)) return;
    const auto* body = types_.body_of_symbol(id);
    if (!name.empty()) {
      const auto* property = body->find(name);
      if (contains(always_there, name) || property == nullptr || readable(id, *property)) return;
    }
    std::set<std::string> names{"id", "name"};
    for (const auto& property : body->properties) {
      if (readable(id, property) && !property.flags.has(PropertyFlag::write_only)) names.emplace(property.name);
    }
    std::vector<std::string> functions;
    if (body->functions != nullptr) {
      for (const auto& overload : body->functions->overloads) {
        if (!overload.flags.has(FunctionFlag::requires_inlining)) functions.emplace_back(overload.name);
      }
    }
    const auto symbol = model_.symbol(id).name;
    const auto function_text = functions.empty() ? std::string() : fmt::format(" The accessible functions of \"{}\" include {}.", symbol, quoted_list(functions));
    compiler::report(model_.findings(), model_.location(access), Diagnostic::RunTimeMemberOfExisting, quoted_list(identity_of(*model_.resource(id)).run_time), symbol,
                     quoted_list(names), function_text);
  }

  const SemanticModel& model_;
  Checker& types_;
  std::map<std::uint32_t, std::vector<Violation>> variables_;  // what is found in each, at most one
  std::map<std::uint32_t, Identity> identities_;               // of resources, by symbol
};

const Type* Checker::body_of_symbol(SymbolId id) {
  if (model_.resource(id) == nullptr && model_.module(id) == nullptr) return nullptr;
  const auto* type = narrowed_declaration(model_.symbol(id).declaration, id);
  if (type != nullptr && type->is(TypeKind::array)) type = type->item.get();
  if (type == nullptr || (!type->is(TypeKind::resource) && !type->is(TypeKind::module))) return nullptr;
  return type->item ? type->item.get() : nullptr;
}

std::string Checker::run_time_identifiers(const DeclaredResource& resource) {
  return quoted_list(DeployTimeCheck(model_, *this).run_time_identifiers(resource));
}

StartValues::StartValues(const SemanticModel& model) : check_(std::make_unique<DeployTimeCheck>(model, static_cast<Checker&>(model.types()))) {}
StartValues::~StartValues() = default;
bool StartValues::known(Node value) { return check_->known(value); }

const Type* declared_body(const SemanticModel& model, SymbolId resource) { return static_cast<Checker&>(model.types()).body_of_symbol(resource); }

void Checker::check_deploy_time_values() {
  DeployTimeCheck check(model_, *this);
  check.check_members();
  check.run();
}

}  // namespace fleetlint::compiler
