// The symbols of a file with their types, in words.
#include "fleetlint/compiler/symbol_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "types/checker.h"

namespace fleetlint::compiler {
namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view kind_name(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::metadata: return "Metadata";
    case SymbolKind::extension: case SymbolKind::wildcard_import: return "ImportedNamespace";
    case SymbolKind::parameter: return "Parameter";
    case SymbolKind::variable: case SymbolKind::imported_variable: return "Variable";
    case SymbolKind::type_alias: case SymbolKind::imported_type: return "TypeAlias";
    case SymbolKind::function: case SymbolKind::imported_function: return "Function";
    case SymbolKind::resource: return "Resource";
    case SymbolKind::module: return "Module";
    case SymbolKind::test: return "Test";
    case SymbolKind::output: return "Output";
    case SymbolKind::assertion: return "Assert";
    case SymbolKind::imported_error: return "Error";
    case SymbolKind::loop_item: case SymbolKind::loop_index: case SymbolKind::lambda_parameter: case SymbolKind::function_parameter:
    case SymbolKind::this_namespace: return "Local";
    case SymbolKind::parameter_assignment: return "ParameterAssignment";
    case SymbolKind::extension_config: return "ExtensionConfigAssignment";
    default: return "";
  }
}

class Describer {
 public:
  explicit Describer(const SemanticModel& model) : model_(model), checker_(static_cast<Checker&>(model.types())), text_((*model.graph().sources)[model.file().source].text()) {}

  std::vector<SymbolLine> run(std::span<const SemanticModel* const> extended) {
    add_kind(SymbolKind::extension);
    add_kind(SymbolKind::extension_config);
    if (!model_.scopes().empty()) {
      for (const auto child : model_.scope(ScopeId{0}).children) add_scope(child);
    }
    for (const auto kind : {SymbolKind::metadata, SymbolKind::parameter, SymbolKind::type_alias, SymbolKind::variable, SymbolKind::function, SymbolKind::resource,
                            SymbolKind::module, SymbolKind::output, SymbolKind::assertion, SymbolKind::parameter_assignment, SymbolKind::base_parameters,
                            SymbolKind::test, SymbolKind::imported_type, SymbolKind::imported_variable, SymbolKind::imported_function, SymbolKind::imported_error,
                            SymbolKind::wildcard_import}) {
      if (kind == SymbolKind::base_parameters) add_inherited(extended);
      else add_kind(kind);
    }
    return std::move(lines_);
  }

 private:
  /// Assignments of the extended files that this one has none of, and `base`, which is declared by the first of all.
  void add_inherited(std::span<const SemanticModel* const> extended) {
    std::set<std::string_view> own;
    for (const auto& symbol : model_.symbols())
      if (symbol.declaration) own.insert(symbol.name);
    bool has_base = false;
    SymbolLine base;
    for (const auto* file : extended) {
      Describer other(*file);
      for (const auto id : file->declared(SymbolKind::parameter_assignment)) {
        auto line = other.line_of(id, *this);
        if (!has_base) base = {line.span, line.base};
        has_base = true;
        if (own.insert(file->symbol(id).name).second) lines_.push_back({line.span, std::move(line.text)});
      }
    }
    if (has_base) lines_.push_back(std::move(base));
  }

  struct InheritedLine {
    Span span;
    std::string text, base;
  };
  /// An assignment of this file as it is shown in another one.
  InheritedLine line_of(SymbolId id, const Describer& shown_in) {
    const auto& symbol = model_.symbol(id);
    const auto own_mark = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const auto other_mark = shown_in.text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const auto moved = [&](std::uint32_t offset) {
      return static_cast<std::uint32_t>(std::min(offset - std::min<std::size_t>(offset, own_mark) + other_mark, shown_in.text_.size()));
    };
    const auto span = symbol.declaration.span(), name = symbol.declaration.name_span();
    const auto place = fmt::format("Declaration start char: {}, length: {}", shown_in.column(moved(span.begin)), units(text_.substr(span.begin, span.end - span.begin)));
    return {{moved(name.begin), moved(name.end)}, fmt::format("ParameterAssignment {}. Type: {}. {}", symbol.name, type_text(id), place),
            fmt::format("BaseParameters base. Type: baseParameters. {}", place)};
  }

  void add_kind(SymbolKind kind) {
    for (const auto id : model_.declared(kind)) {
      const auto scope = model_.symbol(id).scope;
      if (scope && scope.index != 0) continue;  // told with its scope
      add(id);
    }
  }

  void add_scope(ScopeId id) {
    const auto& scope = model_.scope(id);
    for (const auto child : scope.children) add_scope(child);
    for (const auto symbol : scope.symbols) add(symbol);
  }

  static std::size_t units(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0) != 0x80) count += byte >= 0xF0 ? 2 : 1;
    }
    return count;
  }

  std::size_t column(std::uint32_t offset) const {
    auto before = text_.substr(0, offset);
    if (before.starts_with(byte_order_mark)) before.remove_prefix(byte_order_mark.size());
    const auto line = before.find_last_of("\r\n");
    return units(line == std::string_view::npos ? before : before.substr(line + 1));
  }

  /// With the type of the body for the result.
  std::string function_text(const Symbol& symbol) {
    const auto* declared = checker_.declared_type(symbol.declaration);
    const auto lambda = symbol.declaration.part(Role::lambda);
    if (declared == nullptr || !declared->is(TypeKind::lambda) || !lambda) return "error";
    Type type = *declared;
    const auto body = lambda.part(Role::body);
    const auto* result = body ? checker_.narrowed_value(body, declared->item.get()) : &types::any;
    if (!result->is_error()) type.item = result;
    return type_name(type);
  }

  std::string type_text(SymbolId id) {
    const auto& symbol = model_.symbol(id);
    switch (symbol.kind) {
      case SymbolKind::extension: case SymbolKind::wildcard_import: return std::string(symbol.name);
      case SymbolKind::imported_error: return symbol.declaration.is(NodeKind::WildcardImport) ? std::string(symbol.name) : "error";
      case SymbolKind::function: return function_text(symbol);
      default: break;
    }
    const auto* type = checker_.symbol_type(symbol, id, symbol.declaration);
    // What is declared with a type has it, even in a cycle.
    if (symbol.kind == SymbolKind::parameter || symbol.kind == SymbolKind::resource || symbol.kind == SymbolKind::module) type = checker_.declared_type(symbol.declaration);
    if (symbol.kind == SymbolKind::type_alias) type = checker_.declared_type(symbol.declaration);
    if (type == nullptr || type->is_error()) return "error";
    const bool names_type = symbol.kind == SymbolKind::type_alias || symbol.kind == SymbolKind::imported_type;
    return names_type ? "Type<" + type_name(*type) + ">" : type_name(*type);
  }

  std::string body_type_text(Node body) {
    const auto* type = body ? checker_.type_of(body) : &types::error;
    return type->is_error() ? "error" : type_name(*type);
  }

  static bool is_named_import(SymbolKind kind) {
    return kind == SymbolKind::imported_type || kind == SymbolKind::imported_variable || kind == SymbolKind::imported_function;
  }

  /// The name behind `as`, or what is known without one.
  static Span alias_span(Node declaration, Span otherwise) {
    for (Node child : declaration.children()) {
      if (child.is(NodeKind::AliasAsClause)) return child.name() ? child.name().span() : child.first_child().span();
    }
    const auto path = declaration.part(Role::path);
    return declaration.is(NodeKind::ExtensionDeclaration) && path ? path.span() : otherwise;
  }

  void add(SymbolId id) {
    const auto& symbol = model_.symbol(id);
    const auto kind = kind_name(symbol.kind);
    if (kind.empty() || !symbol.declaration) return;
    auto declaration = symbol.declaration;
    auto name = declaration.name_span();
    std::string type;
    if (symbol.kind == SymbolKind::this_namespace) {
      // It is declared by the body, whose type it has; the keyword of the resource stands for its name.
      auto body = declaration.part(Role::body) ? declaration.part(Role::body) : declaration.part(Role::value);
      if (body && body.is(NodeKind::IfCondition)) body = body.part(Role::body);
      auto token = declaration.first_token();
      for (Node child : declaration.children()) {
        if (!child.is(NodeKind::Decorator)) break;
        token = child.end_token();
      }
      while (token < declaration.end_token() && model_.tree().tokens.kind(token) == syntax::TokenKind::NewLine) ++token;
      name = model_.tree().tokens.span(token);
      type = body_type_text(body);
      if (body) declaration = body;
    } else if (symbol.kind == SymbolKind::wildcard_import || symbol.kind == SymbolKind::extension || symbol.kind == SymbolKind::imported_error || is_named_import(symbol.kind)) {
      name = alias_span(declaration, name);
    }
    const auto span = declaration.span();
    std::string shown(symbol.name);
    if (shown.empty()) shown = name.begin == name.end ? "<missing>" : "<error>";
    lines_.push_back({name, fmt::format("{} {}. Type: {}. Declaration start char: {}, length: {}", kind, shown, type.empty() ? type_text(id) : type, column(span.begin),
                                        units(text_.substr(span.begin, span.end - span.begin)))});
  }

  const SemanticModel& model_;
  Checker& checker_;
  std::string_view text_;
  std::vector<SymbolLine> lines_;
};

}  // namespace

std::vector<SymbolLine> describe_symbols(std::span<const SemanticModel* const> chain) {
  return Describer(*chain.front()).run(chain.subspan(1));
}

}  // namespace fleetlint::compiler
