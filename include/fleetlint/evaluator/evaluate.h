#pragma once
// Evaluation of a template: parameters, variables, loops, conditions, nested deployments; unknown where it must be.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/tri.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

/// The world outside the template, as far as it is known (`--context`, `--now`): a JSON object in the form of the
/// contract (scope, tenant, subscription, resourceGroup, managementGroup, deployment, environment, deployer, now,
/// references, zones, externalInputs). Missing members are unknown, not errors.
struct Context {
  std::shared_ptr<const arm::TemplateIr> data;  ///< may be null: nothing is known
  std::optional<std::string> now;               ///< ISO 8601; wins over the data's
};

/// A value for a parameter of the root template.
struct ParameterAssignment {
  std::string name;
  const arm::Node* value = nullptr;  ///< literal, except where `allow_expressions`
  bool is_reference = false;         ///< a Key Vault reference: unknown and secret
  bool allow_expressions = false;    ///< compiled .bicepparam values may hold `[externalInputs('x')]`
  OriginStep step = OriginStep::parameter_file;
};

struct EvaluationInput {
  const SourceSet* sources = nullptr;
  std::shared_ptr<const arm::TemplateIr> template_ir;
  std::vector<ParameterAssignment> parameters;  ///< later ones win
  std::vector<std::shared_ptr<const arm::TemplateIr>> owners;  ///< keep the assigned nodes alive
  Context context;
  Limits limits;
  /// A parameter without value and default is an error, as for a deployment; otherwise it is unknown (missing_parameter).
  bool parameters_are_complete = false;
  bool sample_guids = false;  ///< newGuid() gives an example instead of an unknown value
  bool trace = true;  ///< values know their origins; off, evaluation is cheaper
};

struct EvaluatedResource;

/// One deployment: the root template or a nested one (module).
struct EvaluatedDeployment {
  Value name;
  const EvaluatedDeployment* parent = nullptr;
  const EvaluatedResource* declared_by = nullptr;  ///< null for the root
  const arm::Node* template_node = nullptr;  ///< null when it cannot be read (linked template)
  std::string_view scope;                    ///< resourceGroup, subscription, managementGroup, tenant
  std::vector<Field> parameters, variables, outputs, asserts;
};

/// One resource, also of nested deployments, also existing ones. A loop of known count gives one per item; a loop of
/// unknown count gives one that stands for "zero or more".
struct EvaluatedResource {
  std::string_view symbolic_name;  ///< languageVersion 2.0 and Bicep; else empty
  std::string_view type;           ///< full type, as written: Microsoft.Compute/virtualMachineScaleSets/extensions
  Value type_value;                ///< unknown when the type is
  Value api_version;
  Value name;                      ///< full name, segments joined with '/'
  Value id;                        ///< platform id, prefix known as far as possible
  Value scope;                     ///< id of the resource it extends, or the target scope; null when its deployment's
  Value body;                      ///< the whole evaluated entry: name, location, tags, sku, properties, …
  bool existing = false;
  Tri condition = Tri::yes;        ///< its own: no: not deployed; unknown: maybe. Of all around it see `is_made`
  bool zero_or_more = false;
  Value condition_value;           ///< null without a condition
  Value loop_count;                ///< of its loop; null without one
  std::vector<std::string_view> depends_on;  ///< ids as text, of what is known
  const EvaluatedDeployment* deployment = nullptr;
  const EvaluatedResource* parent = nullptr;  ///< the resource it is written in, or the `parent` it names by type and name
  Location location;               ///< the declaration
  const arm::Node* declaration = nullptr;
};

/// A loop without items: nothing of it is among the resources.
struct EmptyLoop {
  const arm::Node* declaration = nullptr;  ///< of the resource
  std::string_view symbolic_name;
  Value count;
  const EvaluatedDeployment* deployment = nullptr;
  Location location;
};

/// Immutable once returned. Values point into `arena` and into the templates in `owners`.
struct EvaluatedTemplate {
  Arena arena;
  std::vector<std::shared_ptr<const arm::TemplateIr>> owners;
  std::vector<std::unique_ptr<EvaluatedDeployment>> deployments;  ///< [0] is the root
  std::vector<std::unique_ptr<EvaluatedResource>> resources;      ///< source order, nested ones after their deployment
  std::vector<EmptyLoop> empty_loops;
  std::vector<Finding> findings;
  std::uint64_t steps = 0;
};

/// Evaluates everything that can be known before deployment. Never fails; errors are findings and unknown values.
std::shared_ptr<const EvaluatedTemplate> evaluate(EvaluationInput input);

}  // namespace fleetlint::eval
