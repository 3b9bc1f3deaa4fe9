#pragma once
// Declarations of one Bicep file as intermediate expressions of another one that imports them.
#include <functional>
#include <memory>
#include <string_view>

#include "fleetlint/compiler/import_names.h"
#include "fleetlint/compiler/ir.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

/// The name in the importing template of a symbol of the source file, or of a member of a wildcard import there.
using Renaming = std::function<std::string_view(SymbolId symbol, std::string_view member)>;
/// The name in the importing template of a `$fxv#n` variable of the source file.
using LoadRenaming = std::function<std::string_view(std::string_view original)>;

/// A file that others import from. Holds the file's import mutex while it lowers.
class Imported {
 public:
  explicit Imported(const SemanticModel& source) : source_(source) {}

  /// `$fxv#n` when the call is one of a load function that makes a variable; else empty.
  std::string_view function_variable(syntax::Node call);
  const ir::Expression* load_variable(Lowering& target, syntax::Node call, std::string_view name, syntax::Node imported_by);
  /// `places` takes in where each part of it was written.
  const ir::Expression* declaration(Lowering& target, SymbolId symbol, std::string_view name, syntax::Node imported_by, const Renaming& renaming, const LoadRenaming& loads, ImportPlaces& places);

 private:
  Lowering& lowering();

  const SemanticModel& source_;
  std::unique_ptr<Lowering> lowering_;
};

/// `_1.f` apart: namespace and name; `__bicep` for a name without a dot.
std::pair<std::string_view, std::string_view> split_function_name(std::string_view name);

}  // namespace fleetlint::compiler
