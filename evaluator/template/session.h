#pragma once
// What all deployments of one evaluation share.
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/expression_evaluator.h"

namespace fleetlint::eval {

class Deployment;

class Session {
 public:
  Session(EvaluatedTemplate& result, const Limits& limits, const World& world, bool trace, bool sample_guids)
      : result_(result), evaluator_(result.arena, limits, world, ExpressionEvaluator::Options{trace}), samples_guids_(sample_guids) {}

  ExpressionEvaluator& evaluator() { return evaluator_; }
  Arena& arena() { return result_.arena; }
  EvaluatedTemplate& result() { return result_; }
  bool trace() const { return evaluator_.options().trace; }

  /// Tells a failure once. `path` says what failed: "outputs.x"; not certain: it stands where the deployment may not come.
  void report(const Failure& failure, const Deployment& deployment, std::string_view path = {}, bool certain = true);
  /// `origin`: the value that is wrong; the way it came becomes notes.
  void report(ErrorKind kind, Location location, std::string message, const Deployment& deployment, std::string_view path = {},
              bool certain = true, const Origin* origin = nullptr);

  /// A value for what is broken and told already.
  Value told(Location location);
  /// newGuid() gives an example, the same ones in the same order for the same template.
  bool samples_guids() const { return samples_guids_; }
  std::string_view sample_guid();
  /// A fresh identity for an unknown that equals nothing else.
  std::uint64_t fresh_identity() { return ++identities_ * 0x9E3779B97F4A7C15ull; }

  const Origin* origin(OriginStep step, Location location, std::string_view label, const Origin* via) {
    return trace() ? arena().create<Origin>(Origin{step, location, label, via, {}}) : nullptr;
  }

  /// Names of the parameters and variables that are being evaluated, outermost first.
  std::vector<std::string_view> running;
  /// `a → b → a`: the way from a name back to itself.
  std::string cycle(std::string_view name) const;

  /// Deployments that are being evaluated inside each other.
  std::uint32_t depth = 0;
  std::uint64_t deployments = 0;

 private:
  EvaluatedTemplate& result_;
  ExpressionEvaluator evaluator_;
  std::unordered_set<std::string> told_;
  std::uint64_t identities_ = 0, guids_ = 0;
  bool samples_guids_ = false;
};

}  // namespace fleetlint::eval
