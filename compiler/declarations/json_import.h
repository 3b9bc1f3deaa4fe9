#pragma once
// Definitions, variables and functions of ARM JSON as intermediate expressions of a file that imports them.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/compiler/ir.h"
#include "fleetlint/compiler/module_interface.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

/// A named thing of an ARM JSON template: a type by its pointer (`#/definitions/x`), a variable, a function with namespace.
struct JsonSymbol {
  enum class Kind : std::uint8_t { type, variable, function };
  Kind kind = Kind::type;
  std::string identifier;
  friend bool operator<(const JsonSymbol& a, const JsonSymbol& b) { return a.kind != b.kind ? a.kind < b.kind : a.identifier < b.identifier; }
};
using JsonNames = std::map<JsonSymbol, std::string_view>;

JsonSymbol json_symbol_of(const ModuleInterface::Export& exported);
/// The name that the importing template records: without pointer or Bicep's own namespace.
std::string original_name(const JsonSymbol& symbol);
/// What the declaration of a symbol uses, in the order of the text; names as the template declares them.
std::vector<JsonSymbol> json_references(const arm::Node& root, const JsonSymbol& symbol);

class JsonImport {
 public:
  JsonImport(Lowering& lowering, const arm::Node& root, const JsonNames& names, syntax::Node imported_by, TypeArena& types)
      : lowering_(lowering), root_(root), names_(names), imported_by_(imported_by), types_(types) {}

  /// The declaration under this name; null when the template does not have the symbol.
  const ir::Expression* declaration(const JsonSymbol& symbol, std::string_view name);

 private:
  const ir::Expression* type(const arm::Node& schema, int depth);
  const ir::Expression* type_without_null(const arm::Node& schema, int depth);
  const ir::Expression* allowed_values(const arm::Node& schema, const arm::Node& allowed);
  const ir::Expression* literal_type(const arm::Node& value, int depth);
  const Type* literal(const arm::Node& value, int depth);
  const ir::Expression* object_type(const arm::Node& schema, int depth);
  const ir::Expression* member(ir::Kind kind, const arm::Node& schema, std::string_view name, int depth);
  const ir::Decorators* modifiers(const arm::Node& schema);
  const ir::Expression* decimal(std::string_view spelling);
  const ir::Expression* value(const arm::Node& node);
  const ir::Expression* expression(const arm::Expression& from);
  ir::Expression* make(ir::Kind kind) { return lowering_.make(kind, imported_by_); }
  std::string_view name_of(JsonSymbol::Kind kind, std::string_view identifier) const;

  Lowering& lowering_;
  const arm::Node& root_;
  const JsonNames& names_;
  syntax::Node imported_by_;
  TypeArena& types_;
  std::string loop_;            ///< the variable loop that is converted
  std::string_view loop_name_;  ///< its name in the importing template
};

}  // namespace fleetlint::compiler
