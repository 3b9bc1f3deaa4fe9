#pragma once
// Evaluation of one deployment: its parameters and variables on demand, its resources in two passes.
//
// First pass (declare): loops, conditions, types, names, ids: known before anything runs, so nothing refers to results.
// Second pass (run): bodies, nested deployments, outputs. A reference to a nested deployment evaluates it on the way.
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "template/environment.h"
#include "template/frame.h"
#include "template/name_table.h"
#include "template/session.h"
#include "template/types.h"

namespace fleetlint::eval {

enum class SlotState : std::uint8_t { waiting, running, done };

/// A value given to a parameter from outside.
struct GivenValue {
  Value value;
  OriginStep step = OriginStep::parameter_file;
  Location location;
};

struct ParameterSlot {
  const arm::Member* declaration = nullptr;
  std::optional<GivenValue> given;
  SlotState state = SlotState::waiting;
  Value value;
};

struct VariableSlot {
  std::string_view name;
  Location location;
  const arm::Node* value = nullptr;  ///< of a loop: its entry of `copy`
  bool is_loop = false;
  SlotState state = SlotState::waiting;
  Value result;
};

struct UserFunction {
  std::string name;  ///< namespace.name
  const arm::Node* declaration = nullptr;
};

struct ResourceInstance;

/// A resource as it is declared; a loop has several instances.
struct ResourceEntry {
  const arm::Node* node = nullptr;
  std::string_view symbol;
  Location location;
  std::string_view loop_name;
  bool is_loop = false, count_is_unknown = false;
  Value count;  ///< of a loop
  bool is_too_large = false;  ///< it is told
  bool serial = false;
  std::int64_t batch_size = 1;
  std::vector<ResourceInstance*> instances;
};

struct ResourceInstance {
  ResourceEntry* entry = nullptr;
  ResourceInstance* parent = nullptr;  ///< the resource it is written in
  std::unique_ptr<EvaluatedResource> resource;
  const LoopFrame* loop = nullptr;
  std::int64_t index = 0;
  std::vector<Value> segments;  ///< of the name, as far as they can be told apart
  Scope target;                 ///< where it lands
  std::vector<ResourceInstance*> dependencies;
  const ResourceInstance* seen_for = nullptr;    ///< whose dependencies it was last seen among
  std::vector<ResourceInstance*> referenced;  ///< by name in its body: it waits for them, too
  std::string_view id_text;  ///< of an unknown id, once asked for
  bool is_deployment = false;
  Value nested_parameters;
  std::unique_ptr<Deployment> nested;
  SlotState nested_state = SlotState::waiting;
};

/// The count of a loop: exact, or between bounds.
struct LoopCount {
  std::optional<std::int64_t> exact;
  std::int64_t least = 0, most = 0;
  Value value;  ///< unknown when the count is
};

class Deployment {
 public:
  /// `expressions`: the deployment whose parameters and variables expressions use; null for this one (inner scope).
  Deployment(Session& session, const arm::Node* template_node, Scope scope, Deployment* parent, Deployment* expressions,
             const ResourceInstance* declared_by);
  Deployment(const Deployment&) = delete;
  Deployment& operator=(const Deployment&) = delete;
  ~Deployment();

  /// Values for parameters; a name that is not declared is reported.
  void give(std::string_view name, GivenValue value, Location location);
  void require_parameters() { parameters_are_complete_ = true; }

  /// Evaluates everything. Resources are then in `instances`.
  void run();
  /// The outputs, as `reference(…).outputs` has them: {name: {type, value}}; evaluates the deployment when needed.
  Value outputs_for_reference();

  Value parameter(std::string_view name, const arm::Expression& call);
  Value variable(std::string_view name, const arm::Expression& call);
  std::optional<Value> call_function(std::span<const Value> arguments, const arm::Expression& call, bool from_function);
  /// What `reference` gives for a resource of this template; `otherwise` when nothing is known about it.
  Value reference(ResourceInstance& instance, bool full, const Value& otherwise);
  /// The live instances that a symbol stands for; empty when there is no such symbol.
  const ResourceEntry* find_symbol(std::string_view symbol) const;
  /// The instance that a symbol, `symbol[index]`, id or name means; null when none is certain.
  ResourceInstance* find_instance(const Value& target);
  /// The body that is evaluated now refers to the resource by its name, which makes it wait for it.
  void refers_to(ResourceInstance& instance);
  /// Every name of a resource is known, so a name that is not found is not there.
  bool knows_all_names() const;

  Session& session() const { return session_; }
  ExpressionEvaluator& evaluator() const { return session_.evaluator(); }
  const Scope& scope() const { return scope_; }
  const Frame& frame() const { return frame_; }
  const Deployment* parent() const { return parent_; }
  const ResourceInstance* declared_by() const { return declared_by_; }
  EvaluatedDeployment* result() const { return result_; }
  std::deque<ResourceInstance>& instances() { return instances_; }
  bool is_certain() const { return certain_; }

  // node_values.cpp
  /// Literals, expressions, property loops; failures are told.
  Value evaluate(const arm::Node& node, const TemplateEnvironment& environment, std::string_view path = {});
  LoopCount loop_count(const arm::Node& count, const TemplateEnvironment& environment);
  /// An array of `input` per index; `name`: what copyIndex calls the loop.
  Value evaluate_loop(const LoopCount& count, std::string_view name, bool unnamed, const arm::Node& input, const TemplateEnvironment& environment,
                      std::string_view path);
  Value index_of_unknown_loop(const LoopCount& count);

 private:
  /// Expressions of this deployment's resources and outputs belong to it.
  Deployment& expressions() { return expressions_ ? *expressions_ : *this; }
  TemplateEnvironment environment(Place place, const LoopFrame* loop = nullptr) {
    return TemplateEnvironment(expressions(), place, loop ? loop : outer_loop_);
  }
  void report(const Value& value, std::string_view path = {}) {
    if (const auto* failure = value.failure()) session_.report(*failure, *this, path, certain_);
  }

  // deployment.cpp
  void read_sections();
  Value parameter_value(ParameterSlot& slot);
  Value check_parameter(const ParameterSlot& slot, Value value);
  Value variable_value(VariableSlot& slot);
  void evaluate_outputs();
  Tri evaluate_output(const arm::Member& member);
  void evaluate_asserts();

  // node_values.cpp
  Value evaluate_object(const arm::Node& node, const TemplateEnvironment& environment, std::string_view path);
  Value evaluate_name(const arm::Expression& expression, Location location, const TemplateEnvironment& environment, std::string_view path);
  Value literal(const arm::Node& node);
  Value given_value(const Value& object, std::string_view name, Location location);

  // declarations.cpp
  void declare_resources();
  void declare(const arm::Node& node, std::string_view symbol, Location location, ResourceInstance* parent);
  void read_loop(ResourceEntry& entry, const arm::Node& copy);
  void declare_instance(ResourceEntry& entry, ResourceInstance* parent, const LoopFrame* loop, std::int64_t index, bool zero_or_more);
  Value start_value(const ResourceInstance& instance, std::string_view member);
  void read_condition(ResourceInstance& instance);
  void read_type(ResourceInstance& instance);
  void read_name(ResourceInstance& instance);
  void read_id(ResourceInstance& instance);
  void declare_children(ResourceInstance& instance);
  void index_resources();

  // dependencies.cpp
  void resolve_dependencies();
  void find_named_parents();
  void resolve_dependency(ResourceInstance& instance, const Value& dependency, Location location);
  const std::vector<ResourceInstance*>& find_targets(const Value& dependency);
  std::vector<ResourceInstance*> search_targets(const Value& dependency);
  std::vector<ResourceInstance*> find_by_text(std::string_view text);
  bool is_empty_loop(std::string_view name) const;
  void list_dependencies(ResourceInstance& instance);
  std::string_view text_of_unknown_id(ResourceInstance& instance);
  /// Tells the first cycle of what resources wait for; with what their bodies refer to, or without.
  bool find_cycles(bool with_references);

  // sizes.cpp
  void check_sizes();

  // bodies.cpp
  void evaluate_body(ResourceInstance& instance);
  Value evaluate_nested_properties(ResourceInstance& instance, const arm::Node& properties, const TemplateEnvironment& environment);
  void prepare_nested(ResourceInstance& instance);
  void give_parameters(ResourceInstance& instance, const arm::Node& properties);
  std::string parameters_instead(std::string_view name) const;
  void check_nested(const ResourceInstance& instance, const arm::Node& properties, const arm::Node* nested, bool inner);
  void run_nested(ResourceInstance& instance);

  Session& session_;
  Frame frame_;
  Scope scope_;
  Deployment* parent_;
  Deployment* expressions_;
  const ResourceInstance* declared_by_;
  const LoopFrame* outer_loop_ = nullptr;  ///< of an outer-scope template: the loops around its declaration
  EvaluatedDeployment* result_;
  bool parameters_are_complete_ = false;
  bool certain_ = true;  ///< what is evaluated now certainly happens
  SlotState state_ = SlotState::waiting;

  std::vector<ParameterSlot> parameters_;
  NameTable parameter_names_;
  std::vector<VariableSlot> variables_;
  NameTable variable_names_;
  std::vector<UserFunction> functions_;
  NameTable function_names_;
  std::deque<ResourceEntry> entries_;
  NameTable symbols_, ids_;
  std::deque<ResourceInstance> instances_;
  ResourceInstance* evaluated_ = nullptr;  ///< whose body is evaluated now
  bool has_cycle_ = false, has_references_ = false;
  bool is_indexed_ = false;  ///< all resources are declared
  std::unordered_map<std::string_view, std::vector<ResourceInstance*>> found_by_text_;
  std::unordered_map<std::uint64_t, std::vector<ResourceInstance*>> found_by_identity_;
  std::vector<ResourceInstance*> found_;  ///< the last answer that is not kept
  Value outputs_;  ///< for references
};

}  // namespace fleetlint::eval
