#include "fleetlint/rollout/rules.h"

namespace fleetlint::rollout {
namespace {

constexpr RuleInfo table[] = {
#define FLEETLINT_ROLLOUT_RULE(name, id, text, source) {id, text, source},
#include "fleetlint/rollout/rules.def"
#undef FLEETLINT_ROLLOUT_RULE
};

}  // namespace

const RuleInfo& info(Rule rule) { return table[static_cast<std::size_t>(rule)]; }
std::span<const RuleInfo> all_rules() { return table; }

}  // namespace fleetlint::rollout
