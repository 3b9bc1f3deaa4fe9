#pragma once
// What a file shows to the files that use it: target scopes, parameters, outputs, exports. Made from a bound .bicep file or
// from ARM JSON; nothing else of a module is visible outside.
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/compiler/types.h"
#include "fleetlint/grammar/syntax.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

class SemanticModel;
struct SourceFile;

enum class ExportKind : std::uint8_t { type, variable, function, error };

/// Sorted lists would lose the order of the source, which emission needs: look-ups are linear in a few names or go
/// through `find_*`. Texts and types live in the arenas of `model` or of this interface.
struct ModuleInterface {
  struct Parameter {
    std::string_view name;
    const Type* type = nullptr;
    bool required = false;
    std::string_view description;
  };
  struct Output {
    std::string_view name;
    const Type* type = nullptr;
    bool secure = false;  ///< is or contains a secure type
    std::string_view description;
  };
  struct Export {
    std::string_view name;
    ExportKind kind = ExportKind::error;
    const Type* type = nullptr;  ///< of a type: what it stands for; of a variable: of its value; of a function: its signature
    std::string_view description;
    syntax::Node declaration;           ///< Bicep modules
    const arm::Node* json = nullptr;    ///< ARM JSON modules: definition, function member or variable
  };

  const SourceFile* file = nullptr;
  const SemanticModel* model = nullptr;       ///< Bicep modules
  const arm::TemplateIr* template_ir = nullptr;  ///< ARM JSON modules
  bool is_template_spec = false;
  bool has_errors = false;
  ScopeSet target_scopes = bit(Scope::resource_group);  ///< ARM JSON without a known schema: 0
  std::vector<Parameter> parameters;  ///< source order
  std::vector<Output> outputs;        ///< source order
  std::vector<Export> exports;        ///< by name, ordinal
  std::vector<std::string_view> derived_types;  ///< ARM JSON modules: resource types that those of parameters and outputs are taken from
  Arena arena;
  std::shared_ptr<const void> types_owner;  ///< keeps what the types of an ARM JSON module are made from

  const Parameter* find_parameter(std::string_view name) const;
  const Output* find_output(std::string_view name) const;
  const Export* find_export(std::string_view name) const;
  bool has_secure_outputs() const;
};

}  // namespace fleetlint::compiler
