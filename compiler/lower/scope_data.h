#pragma once
// Where resources and modules are deployed: what `scope:` says, or what they inherit (language.md 9, emission rules D).
#include <cstdint>
#include <vector>

#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

/// The scope of one resource or module. The nodes are those of the oldest ancestor: when read for a descendant, its loop
/// locals must be replaced as its name's are.
struct ScopeData {
  Scope requested = Scope::resource_group;
  syntax::Node management_group;  ///< name
  syntax::Node subscription;      ///< id
  syntax::Node resource_group;    ///< name
  std::uint32_t resource = UINT32_MAX;  ///< the resource that is extended
  syntax::Node index;             ///< of a collection named in `scope:`
  bool inherited = false;         ///< taken over from an ancestor
};

class ScopeTable {
 public:
  const ScopeData& of_resource(const DeclaredResource& resource) const { return resources_[static_cast<std::size_t>(&resource - first_resource_)]; }
  const ScopeData& of_module(const DeclaredModule& entry) const { return modules_[static_cast<std::size_t>(&entry - first_module_)]; }

 private:
  friend class ScopeReader;
  std::vector<ScopeData> resources_, modules_;
  const DeclaredResource* first_resource_ = nullptr;
  const DeclaredModule* first_module_ = nullptr;
};

/// Reads all scopes; what cannot be deployed there is reported into the model.
ScopeTable read_scopes(const SemanticModel& model);

}  // namespace fleetlint::compiler
