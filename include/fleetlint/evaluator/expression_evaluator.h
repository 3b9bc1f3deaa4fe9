#pragma once
// Evaluation of one expression. The caller (template evaluation, `fleetlint eval`) answers what only it can know,
// through Environment; everything else (functions, unknown arguments, limits) happens here.
//
// Errors are values: an expression that fails gives an unknown value with a Failure, and so does whatever uses it.
// Nothing is reported while evaluating. A failure that reaches the caller is certain; one in a branch that may not
// be taken has disappeared on the way.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/evaluator/world.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

/// Where an expression stands; decides which functions may be called (Microsoft Learn, "ARM template functions").
enum class Place : std::uint8_t {
  parameter_default,  ///< utcNow and newGuid are allowed here only
  variable,
  resource_start,     ///< name, type, apiVersion, location, sku, scope, condition, dependsOn: known before anything is deployed
  copy_count,
  resource_property,
  output,
  parameter_file,     ///< expression form of a compiled parameter file: externalInputs
  user_function,
};

class ExpressionEvaluator;

/// What the caller answers while an expression is evaluated. Answers may be unknown or failed values
/// (ExpressionEvaluator::unknown, ::fail); `call` is the asking call, for locations.
class Environment {
 public:
  virtual ~Environment() = default;

  virtual Place place() const = 0;
  /// Scope functions and resource ids answer from this.
  virtual const Scope& scope() const = 0;

  virtual Value parameter(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) = 0;
  virtual Value variable(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) = 0;
  /// Zero-based index of the loop with this name, or of the resource or output loop without a name. The offset is added
  /// by the evaluator. Failures: not_allowed_here outside a loop, not_found for another name.
  virtual Value copy_index(ExpressionEvaluator& evaluator, std::optional<std::string_view> loop, const arm::Expression& call) = 0;
  /// A user function, by the name as written (`namespace.name`). Empty when there is none; count and types of the
  /// arguments are checked by the environment, because it owns the declaration.
  virtual std::optional<Value> user_function(ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call);

  /// `reference(target, version?, 'Full'?)`: target is an id, a name or a symbolic name, and known. By default what
  /// the world holds for that id, else unknown (runtime).
  virtual Value reference(ExpressionEvaluator& evaluator, const Value& target, bool full, const arm::Expression& call);
  /// `references(symbol, 'Full'?)`. By default an unknown array.
  virtual Value references(ExpressionEvaluator& evaluator, const Value& symbol, bool full, const arm::Expression& call);
  /// `resourceInfo(symbol)`. By default not found.
  virtual Value resource_info(ExpressionEvaluator& evaluator, const Value& symbol, const arm::Expression& call);
  /// `list*(…)`. By default unknown (runtime) and secret.
  virtual Value list(ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call);
  /// A value for newGuid(). By default unknown: another one at each deployment.
  virtual Value new_guid(ExpressionEvaluator& evaluator, const arm::Expression& call);
};

/// Evaluates expressions of one template into one arena. Not thread-safe. Re-entrant: environments evaluate variables
/// and defaults by calling back with another environment; lambda variables of the outer expression are not visible there.
class ExpressionEvaluator {
 public:
  struct Options {
    bool trace = false;  ///< attach an Origin to every computed value
  };

  ExpressionEvaluator(Arena& arena, const Limits& limits, const World& world, Options options);
  ExpressionEvaluator(Arena& arena, const Limits& limits, const World& world) : ExpressionEvaluator(arena, limits, world, Options()) {}
  ExpressionEvaluator(const ExpressionEvaluator&) = delete;
  ExpressionEvaluator& operator=(const ExpressionEvaluator&) = delete;
  ~ExpressionEvaluator();

  Value evaluate(const arm::Expression& expression, Environment& environment);
  /// Literals become values, expressions are evaluated, also as member names (which must give strings). A container
  /// keeps its good items beside failed ones; failures found inside are appended to `failures`, once each.
  /// Loops (`copy`) are the caller's business.
  Value evaluate(const arm::Node& node, Environment& environment, std::vector<const Failure*>* failures = nullptr);

  /// A failed value. `message` says what was seen, in the words of the template language; location: the call.
  Value fail(ErrorKind kind, Location location, std::string_view message);
  /// An unknown value from facts; contradictory or single-valued facts are normalised (a one-element `one_of` gives
  /// that value). The spans and texts must live in the arena.
  Value unknown(const Unknown& facts, bool secret = false);

  /// An identity that no other value of this evaluation has (a guid made at deployment, …).
  std::uint64_t fresh_identity();

  /// Charges work against Limits::evaluation_steps and looks at Limits::value_bytes; false when either is used up (then results are unknown(limit)).
  bool charge(std::uint64_t steps = 1) {
    steps_ += steps;
    return steps_ <= limits_.evaluation_steps && arena_.bytes() <= most_bytes_;
  }
  std::uint64_t steps() const { return steps_; }
  /// True when some result is unknown because a limit was reached: worth one finding (FL0299) of the caller.
  bool limit_reached() const { return limit_reached_; }
  /// The value for "a limit was reached"; notes it for limit_reached(), and the first place where it happened.
  Value limited(Location at = {});
  Location limit_location() const { return limit_location_; }
  /// Which limit: "10000000 steps".
  std::string limit_text() const;

  Arena& arena() { return arena_; }
  const Limits& limits() const { return limits_; }
  const World& world() const { return world_; }
  const Options& options() const { return options_; }

 private:
  friend class Evaluation;
  Arena& arena_;
  Limits limits_;
  const World& world_;
  Options options_;
  std::uint64_t steps_ = 0;
  std::uint64_t most_bytes_;
  const Unknown* limit_ = nullptr;
  std::uint64_t fresh_ = 0;
  std::uint32_t depth_ = 0;
  bool limit_reached_ = false;
  Location limit_location_;
  bool secrets_ = false;  ///< a secret was seen: results are looked through for it
 public:
  struct LambdaFrame;

 private:
  const LambdaFrame* frame_ = nullptr;
};

/// The finding for a failure: code of its kind (FL0201…), severity error.
Finding to_finding(const Failure& failure);

}  // namespace fleetlint::eval
