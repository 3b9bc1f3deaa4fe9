#pragma once
// From the intermediate form to the template: what the reference's template writer and expression converter do.
//   expressions.cpp  intermediate expressions as template expressions
//   references.cpp   names, ids and references of resources and modules
//   values.cpp       intermediate expressions as JSON values, objects with loops
//   template.cpp     the sections of a template
//   resources.cpp, modules.cpp
// Types and their schemas are in compiler/declarations.
#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/compiler/import_names.h"
#include "fleetlint/compiler/ir.h"
#include "fleetlint/template/template_ir.h"
#include "fleetlint/template/writer.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using MemberList = std::vector<arm::Member>;

class Emitter {
 public:
  Emitter(Lowering& lowering, const ImportNames& imports, const CompileOptions& options, arm::TemplateIr& out);

  /// The whole template without its hash.
  arm::Node template_node(const ir::Expression& program, const TemplateLookup& modules);

  Lowering& lowering() { return lowering_; }
  const SemanticModel& model() const { return model_; }
  const ImportNames& imports() const { return imports_; }
  bool symbolic() const { return lowering_.settings().symbolic_names; }
  Arena& arena() { return out_.arena; }

  /// A copy that lives as long as the template: it must not point into the model, which may go away before it.
  std::string_view keep(std::string_view text) { return arena().copy(text); }

  // expressions.cpp
  const arm::Expression* convert(const ir::Expression& expression);
  const arm::Expression* call(std::string_view name, std::initializer_list<const arm::Expression*> arguments);
  const arm::Expression* call(std::string_view name, const std::vector<const arm::Expression*>& arguments);
  const arm::Expression* text(std::string_view value);
  const arm::Expression* number(std::int64_t value);
  const arm::Expression* access(const arm::Expression* base, const arm::Expression* key);
  const arm::Expression* access(const arm::Expression* base, std::string_view name) { return access(base, text(name)); }
  /// Literals made into calls, because only a call can be read from: int(3), string('x').
  const arm::Expression* as_function(const arm::Expression* expression);

  // references.cpp
  const arm::Expression* resource_id(const DeclaredResource& resource, Replacements replacements);
  const arm::Expression* module_id(const DeclaredModule& entry, const ir::IndexContext* index);
  const arm::Expression* resource_name(const DeclaredResource& resource);
  const arm::Expression* symbolic_reference(std::string_view name, const ir::IndexContext* index);
  const arm::Expression* management_group_id(syntax::Node name, Replacements replacements, bool fully_qualified);

  // values.cpp
  arm::Node value(const ir::Expression& expression);
  /// The expression as a string `[…]` (a literal string or integer stays one).
  arm::Node expression_value(const arm::Expression* expression, Location location);
  arm::Node string_value(std::string_view text, Location location);
  arm::Node string_value(std::string_view text) { return string_value(text, here_); }
  arm::Node boolean_value(bool value);
  arm::Node object_value(const MemberList& members, Location location);
  arm::Node array_value(const std::vector<arm::Node>& items, Location location);
  /// The members of an object; its loops become `copy`.
  void add_properties(MemberList& members, const ir::Expression& object);
  void add(MemberList& members, std::string_view name, arm::Node value);
  /// `copy` as the instruction that it is; add() escapes a property of that name.
  void add_copy(MemberList& members, arm::Node value) { add_declared(members, "copy", value); }
  /// A member named after a declaration: as it is, even when it is called `copy`.
  void add_declared(MemberList& members, std::string_view name, arm::Node value);
  /// `{name, count, mode, batchSize, input}`; an empty name is left out.
  arm::Node copy_object(std::string_view name, const ir::Expression& loop, const ir::Expression* input, bool in_module_parameter);

  /// A member for a declaration: its name with its schema, placed at the declaration.
  void add_declaration(MemberList& members, const ir::Expression& declared, const ir::Expression& schema);
  /// What a type of `definitions` is declared as, imported ones included; null: no such type.
  const ir::Expression* declared_type(std::string_view name) const;
  Location here() const { return here_; }
  /// Of what was imported the place in the file that it comes from.
  Location location(const ir::Expression& expression) const;
  Location location(syntax::Node node) const;

 private:
  // values.cpp
  SourceId source_of(syntax::Node node) const;
  // expressions.cpp
  const arm::Expression* convert_access(const ir::Expression& expression);
  const arm::Expression* convert_object(const ir::Expression& expression);
  const arm::Expression* convert_string(const ir::Expression& expression);
  const arm::Expression* convert_binary(const ir::Expression& expression);
  const arm::Expression* convert_list_call(const ir::Expression& expression);
  const arm::Expression* convert_imported_call(std::string_view name, const ir::Expression& expression);
  std::vector<const arm::Expression*> convert_all(std::span<const ir::Expression* const> expressions);
  // references.cpp
  std::vector<const arm::Expression*> name_segments(const DeclaredResource& resource, const std::vector<PlacedNode>& names);
  const arm::Expression* scoped_id(const ScopeData& scope, const DeclaredResource* owner, Replacements replacements, std::string_view type,
                                   const std::vector<const arm::Expression*>& names);
  /// What replaces locals in the parts of a scope that `owner` inherits, written for its oldest ancestor.
  Replacements moved_replacements(const std::vector<syntax::Node>& written, const DeclaredResource& owner, Replacements replacements);
  const arm::Expression* module_name(const DeclaredModule& entry, Replacements replacements, const ir::Expression* index);
  const arm::Expression* module_reference(const DeclaredModule& entry, const ir::IndexContext* index);
  const arm::Expression* reference(const DeclaredResource& resource, const ir::IndexContext* index, bool full);
  const arm::Expression* resource_member(const ir::Expression& reference, const ir::Expression& access);
  // Resources that are passed, of which only the id is known.
  const arm::Expression* passed_id(const ir::PassedResource& passed, Replacements replacements);
  const arm::Expression* passing_module(const ir::PassedResource& passed, Replacements replacements);
  const arm::Expression* passed_reference(const ir::PassedResource& passed, bool full);
  const arm::Expression* passed_member(const ir::Expression& reference, const ir::Expression& access);
  const arm::Expression* module_member(const ir::Expression& reference, const ir::Expression& access, const bool* secure_output);
  const arm::Expression* module_output(const ir::Expression& expression);
  // template.cpp
  void add_metadata(MemberList& members, const ir::Expression& program);
  void add_variables(MemberList& members, const ir::Expression& program);
  void add_extensions(MemberList& members, const ir::Expression& program);
  void add_resources(MemberList& members, const ir::Expression& program, const TemplateLookup& modules);
  void add_outputs(MemberList& members, const ir::Expression& program);
  // resources.cpp
  arm::Node resource_node(const ir::Expression& declared);
  /// The file's own `extension az`, which its Azure resources then name; no symbol where Azure is only implied.
  SymbolId declared_az_extension() const;
  void add_scope(MemberList& members, const ScopeData& scope, const DeclaredResource* owner, syntax::Node body);
  void add_dependencies(MemberList& members, const ir::Expression& declared);
  arm::Node dependency(const ir::Expression& reference);
  void add_description(MemberList& members, const ir::Decorators* decorators);
  const ir::Expression* unwrap_body(MemberList& members, const ir::Expression& body);
  // modules.cpp
  arm::Node module_node(const ir::Expression& declared, const TemplateLookup& modules);
  void add_module_scope(MemberList& members, const DeclaredModule& entry, const ScopeData& scope);
  arm::Node as_text(const arm::Node& node);
  void add_nested_template(MemberList& properties, const DeclaredModule& entry, const TemplateLookup& modules, bool local_deploy);
  void add_module_parameters(MemberList& members, const DeclaredModule& entry, const ir::Expression& parameters);
  void add_extension_configs(MemberList& members, const ir::Expression& configs);
  const ir::Expression* wrap_parameter(const ir::Expression& value, bool extension_config);
  const ir::Expression* key_vault_reference(const ir::Expression& call);

  Lowering& lowering_;
  const SemanticModel& model_;
  const ImportNames& imports_;
  const CompileOptions& options_;
  const bool only_text_;  ///< the nodes are printed and gone: nobody asks for their places
  arm::TemplateIr& out_;
  std::unordered_map<std::string_view, const ir::Expression*> declared_types_;
  std::unordered_set<const arm::TemplateIr*> kept_modules_;  ///< those in out_.modules
  std::string_view copy_index_name_;  ///< what copyIndex() names while a loop of a module parameter is written; empty: as lowered
  Location here_;  ///< of the declaration that is written: stands for what has no place of its own
};

// compiler/declarations: the schemas of types.

/// Members of the schema of a type: `type`, `$ref`, `items`, …
const ir::Expression* type_schema(Emitter& emitter, const ir::Expression& type);
/// The schema of a declaration or type member with its decorators.
const ir::Expression* declaration_schema(Emitter& emitter, const ir::Expression& declaration);
void add_definitions(Emitter& emitter, MemberList& members, const ir::Expression& program);
void add_functions(Emitter& emitter, MemberList& members, const ir::Expression& program);
void add_parameters(Emitter& emitter, MemberList& members, const ir::Expression& program);

}  // namespace fleetlint::compiler
