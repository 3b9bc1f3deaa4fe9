#pragma once
// What imported symbols are called in the template of the file that imports them, and what their closure adds to it
// (emission rules N5–N11).
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/compiler/ir.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

/// Where an imported definition or function comes from.
struct ImportOrigin {
  std::string source_template;  ///< path as seen from the importing file, or the full registry reference
  std::string original_name;
};

/// Where imported expressions were written. They stand at the import in the file that imports them, as in the reference; whoever
/// follows a value wants to know where it comes from.
using ImportPlaces = std::unordered_map<const ir::Expression*, syntax::Node>;

/// The import closure of one file. Expressions live in the arena of the model that imports.
struct ImportNames {
  std::unordered_map<std::uint32_t, std::string_view> names;  ///< by symbol: imported type, variable, function
  std::map<std::pair<std::uint32_t, std::string>, std::string_view, std::less<>> wildcard_names;  ///< by wildcard symbol and member
  std::vector<const ir::Expression*> types;      ///< DeclaredType, sorted by name
  std::vector<const ir::Expression*> variables;  ///< DeclaredVariable, sorted by name
  std::vector<const ir::Expression*> functions;  ///< DeclaredFunction, sorted by name
  std::shared_ptr<TypeArena> type_arena;         ///< types of what came from ARM JSON
  ImportPlaces places;
  std::map<std::string, ImportOrigin, std::less<>> origins;  ///< by name in the template, with namespace for functions of others

  std::string_view name_of(SymbolId imported) const {
    const auto at = names.find(imported.index);
    return at == names.end() ? std::string_view() : at->second;
  }
  std::string_view name_of(SymbolId wildcard, std::string_view member) const {
    const auto at = wildcard_names.find(std::pair(wildcard.index, std::string(member)));
    return at == wildcard_names.end() ? std::string_view() : at->second;
  }
  /// The expression of the closure that declares a type of this name, or null.
  const ir::Expression* find_type(std::string_view name) const;
};

class Lowering;
/// Implemented in compiler/declarations.
ImportNames import_names(Lowering& lowering);

}  // namespace fleetlint::compiler
