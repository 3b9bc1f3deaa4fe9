#include "lower/emit_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "bind/syntax_queries.h"
#include "diagnostics.h"
#include "fleetlint/grammar/parse.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

class LimitChecker {
 public:
  LimitChecker(const SemanticModel& model, const ScopeTable& scopes) : model_(model), scopes_(scopes) {}

  void run() {
    check_duplicate_resources();
    check_duplicate_modules();
    check_name_segments();
    check_module_bodies();
    for (const auto& resource : model_.resources()) check_parent(resource);
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const auto node = model_.tree().node(i);
      switch (nodes[i].kind) {
        case NodeKind::For: check_loop(node); break;
        case NodeKind::Lambda: check_lambda(node); break;
        case NodeKind::ResourceDeclaration: check_nesting(node); break;
        default: break;
      }
    }
  }

 private:
  template <typename... Args>
  void report(Span span, Diagnostic kind, Args&&... args) {
    compiler::report(model_.findings(), model_.location(span), kind, std::forward<Args>(args)...);
  }

  // Ids.

  /// Equal keys mean equal values: literal text, or the node itself.
  std::string key_of(Node node) {
    if (!node) return "-";
    if (node.kind() == NodeKind::String || node.kind() == NodeKind::VariableAccess) {
      if (const auto text = model_.types().string_literal(node)) return "'" + std::string(*text);
    }
    return fmt::format("#{}", node.index());
  }

  bool always_deployed(Node condition) {
    if (!condition) return true;
    const auto value = unwrap_parentheses(condition.part(Role::condition));
    return value && value.kind() == NodeKind::BooleanLiteral &&
           model_.tree().tokens.kind(value.first_token()) == syntax::TokenKind::TrueKeyword;
  }

  static std::string quoted(const std::vector<std::string_view>& names) {
    std::string result;
    for (const auto name : names) result += fmt::format("{}\"{}\"", result.empty() ? "" : ", ", name);
    return result;
  }

  struct Named {
    Span at;
    std::string_view name;
  };

  void report_groups(const std::map<std::string, std::vector<Named>>& groups, Diagnostic kind) {
    for (const auto& [key, members] : groups) {
      if (members.size() < 2) continue;
      std::vector<std::string_view> names;
      for (const auto& member : members) names.push_back(member.name);
      for (const auto& member : members) report(member.at, kind, quoted(names));
    }
  }

  void check_duplicate_resources() {
    std::map<std::string, std::vector<Named>> groups;
    for (const auto& resource : model_.resources()) {
      if (!resource.is_az() || !resource.name || !always_deployed(resource.condition)) continue;
      const auto& scope = scopes_.of_resource(resource);
      std::string key;
      for (const char c : resource.type.type) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      // Scopes are compared as they are written: two calls are two scopes.
      const auto node_key = [](Node node) { return node ? fmt::format("#{}", node.index()) : std::string("-"); };
      key += fmt::format("|{}|{}|{}|{}|{}|{}", static_cast<int>(scope.requested), node_key(scope.management_group), node_key(scope.subscription),
                         node_key(scope.resource_group), scope.resource, node_key(scope.index));
      for (const auto& ancestor : resource.ancestors) {
        key += "|" + key_of(model_.resources()[ancestor.resource].name);
        if (ancestor.index) key += "[" + index_key(ancestor.index);
      }
      key += "|" + key_of(resource.name);
      groups[key].push_back({resource.name.span(), model_.symbol(resource.symbol).name});
    }
    report_groups(groups, Diagnostic::DuplicateResource);
  }

  std::string index_key(Node index) {
    if (index.kind() == NodeKind::IntegerLiteral) return fmt::format("{}", syntax::integer_value(index));
    return fmt::format("#{}", index.index());
  }

  void check_duplicate_modules() {
    std::map<std::string, std::vector<Named>> groups;
    for (const auto& entry : model_.modules()) {
      if (!entry.name || !entry.interface || !always_deployed(entry.condition)) continue;
      const auto& scope = scopes_.of_module(entry);
      const auto key = fmt::format("{}|{}|{}|{}", key_of(scope.management_group), key_of(scope.subscription), key_of(scope.resource_group), key_of(entry.name));
      groups[key].push_back({entry.name.span(), model_.symbol(entry.symbol).name});
    }
    report_groups(groups, Diagnostic::DuplicateModule);
  }

  void check_name_segments() {
    for (const auto& resource : model_.resources()) {
      if (!resource.is_az() || !resource.name || resource.name.kind() != NodeKind::String || resource.type.type.empty()) continue;
      const auto segments = syntax::string_segments(resource.name);
      if (!segments) continue;
      std::ptrdiff_t slashes = 0;
      for (const auto& segment : *segments) slashes += std::ranges::count(segment, '/');
      if (!resource.ancestors.empty()) {
        if (slashes > 0) report(resource.name.span(), Diagnostic::ChildNameWithSlashes);
        continue;
      }
      const auto expected = std::ranges::count(resource.type.type, '/') - 1;
      // Variables in a name may bring slashes of their own.
      if (segments->size() > 1 ? slashes > expected : slashes != expected) {
        report(resource.name.span(), Diagnostic::NameSegmentCount, expected);
      }
    }
  }

  void check_parent(const DeclaredResource& resource) {
    const auto parent = property_value(resource.body, "parent", model_.arena());
    if (!parent || !resource.is_az()) return;
    const auto base = parent.kind() == NodeKind::ArrayAccess ? parent.part(Role::base) : parent;
    if (model_.resource_of(base) || !model_.cycle(resource.symbol).empty()) return;
    const auto* symbol = model_.symbol_of(base);
    if (symbol && (symbol->kind == SymbolKind::unresolved || symbol->kind == SymbolKind::parameter)) return;
    report(parent.span(), Diagnostic::ParentNotDirect);
  }

  void check_module_bodies() {
    for (const auto& entry : model_.modules()) {
      if (entry.parameters && entry.parameters.kind() != NodeKind::Object) report(entry.parameters.span(), Diagnostic::ModulePropertyNotObject, "params");
    }
  }

  // Places.

  Span keyword_of(Node loop) {
    const auto keyword = loop.token(syntax::TokenKind::KeywordFor);
    return keyword ? model_.tree().tokens.span(*keyword) : loop.span();
  }

  static bool holds_loop(Node declaration) {
    switch (declaration.kind()) {
      case NodeKind::ResourceDeclaration:
      case NodeKind::ModuleDeclaration:
      case NodeKind::OutputDeclaration:
      case NodeKind::VariableDeclaration:
      case NodeKind::ParameterAssignment: return true;
      default: return false;
    }
  }

  void check_loop(Node loop) {
    const auto parent = model_.parent(loop);
    if (holds_loop(parent)) return;
    const bool is_property = parent.kind() == NodeKind::ObjectProperty && parent.part(Role::value) == loop;
    if (is_property && !property_key(parent, model_.arena())) report(parent.part(Role::name).span(), Diagnostic::LoopOfComputedProperty);
    // A property's loop: only literals between it and the body of a resource or module.
    bool allowed = is_property;
    int loops = 1;
    auto at = parent;
    for (; allowed && at.index() != 0; at = model_.parent(at)) {
      const auto kind = at.kind();
      if (kind == NodeKind::ResourceDeclaration || kind == NodeKind::ModuleDeclaration) break;
      if (kind == NodeKind::For) {
        if (model_.parent(at).kind() == NodeKind::ObjectProperty) ++loops;
        continue;
      }
      allowed = kind == NodeKind::Object || kind == NodeKind::ObjectProperty || kind == NodeKind::Array || kind == NodeKind::ArrayItem ||
                kind == NodeKind::IfCondition;
    }
    if (!allowed || at.index() == 0) report(keyword_of(loop), Diagnostic::LoopNotSupportedHere);
    else if (loops > 1) report(keyword_of(loop), Diagnostic::NestedPropertyLoop);
  }

  void check_lambda(Node lambda) {
    auto parent = model_.parent(lambda);
    while (parent.kind() == NodeKind::ParenthesizedExpression) parent = model_.parent(parent);
    if (parent.kind() != NodeKind::FunctionArgument) report(lambda.span(), Diagnostic::LambdaNotArgument);
  }

  void check_nesting(Node resource) {
    for (auto at = resource; at.index() != 0;) {
      at = model_.parent(at);
      if (at.kind() == NodeKind::For) {
        report(resource.span(), Diagnostic::NestedResourceInLoop);
        return;
      }
    }
  }

  const SemanticModel& model_;
  const ScopeTable& scopes_;
};

}  // namespace

void check_emit_limits(const SemanticModel& model, const ScopeTable& scopes) { LimitChecker(model, scopes).run(); }

}  // namespace fleetlint::compiler
