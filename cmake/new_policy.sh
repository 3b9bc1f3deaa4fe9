#!/usr/bin/env bash
# ./dev new policy canary-then-batches: a policy of the simulator with its unit test. The build finds both, and both pass
# as they are: the policy takes fixed steps until somebody writes the real decision.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-}
if ! [[ $name =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ ]]; then
  echo "usage: ./dev new policy NAME" >&2
  exit 2
fi
stem=${name//-/_}
camel=$(echo "$stem" | sed -E 's/(^|_)([a-z0-9])/\U\2/g')
policy=rollout/policies/$stem
test=tests/unit/rollout/${stem}_test.cpp
for file in "$policy.h" "$policy.cpp" "$test"; do
  [ ! -e "$file" ] || { echo "$file exists already" >&2; exit 1; }
done
cat > "$policy.h" <<HEADER
#pragma once
// TODO: what of the platform this models, and the ids of its rules in rules.def.
#include <cstdint>

namespace fleetlint::rollout {

/// What the policy sees of a set. No clock and no random numbers: the engine owns both and hands over what was drawn.
struct ${camel}State {
  std::uint32_t remaining = 0;  ///< instances that are not upgraded yet
  std::uint32_t at_once = 1;    ///< the most that may be out of service together
};

/// How many instances the next step takes; 0: there is nothing left to do.
std::uint32_t ${stem}_step(const ${camel}State& state);

}  // namespace fleetlint::rollout
HEADER
cat > "$policy.cpp" <<SOURCE
#include "policies/$stem.h"

#include <algorithm>

namespace fleetlint::rollout {

// TODO: the real decision.
std::uint32_t ${stem}_step(const ${camel}State& state) { return std::min(state.remaining, state.at_once); }

}  // namespace fleetlint::rollout
SOURCE
cat > "$test" <<TEST
// TODO: the smallest states that show each decision of the policy.
#include <gtest/gtest.h>

#include "policies/$stem.h"

namespace fleetlint::rollout {
namespace {

TEST(${camel}, TakesNoMoreThanMayBeOutOfService) { EXPECT_EQ(${stem}_step({.remaining = 5, .at_once = 2}), 2u); }

TEST(${camel}, TakesWhatIsLeft) { EXPECT_EQ(${stem}_step({.remaining = 1, .at_once = 2}), 1u); }

TEST(${camel}, EndsWhenNothingIsLeft) { EXPECT_EQ(${stem}_step({.remaining = 0, .at_once = 2}), 0u); }

}  // namespace
}  // namespace fleetlint::rollout
TEST
cat <<NEXT
$policy.h
$policy.cpp
$test
They build and pass as they are: ./dev test $camel
Then: the decision, a rule with its source in include/fleetlint/rollout/rules.def, the call in rollout/engine/,
and a scenario for the rule in tests/unit/rollout/rule_coverage_test.cpp. See docs/how-to/add-a-policy.md.
NEXT
