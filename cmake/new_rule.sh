#!/usr/bin/env bash
# ./dev new rule FL-UPG-099 rolling-upgrade-without-pause: the rule's file and its test folder. The build finds both.
set -euo pipefail
cd "$(dirname "$0")/.."
id=${1:-} name=${2:-}
if ! [[ $id =~ ^FL-[A-Z]{2,4}-[0-9]{3}$ && $name =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]]; then
  echo "usage: ./dev new rule FL-AREA-NNN name-of-what-it-finds" >&2
  exit 2
fi
stem=${name//-/_}
area=${id%-*}
if grep -rqlE "\.(id|name) = \"($id|$name)\"" rules; then
  echo "$id or $name exists already: $(grep -rlE "\.(id|name) = \"($id|$name)\"" rules | tr '\n' ' ')" >&2
  exit 1
fi
# The folder of the area is where its other rules are; a new area gets one named after it.
folder=$(grep -rlE "\.id = \"$area-" rules --include='*.cpp' | head -n 1 | xargs -r dirname)
folder=${folder:-rules/$(echo "${area#FL-}" | tr '[:upper:]' '[:lower:]')}
mkdir -p "$folder"
cat > "$folder/$stem.cpp" <<RULE
#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_$stem(const ScaleSet& set, RuleContext& context) {
  const Property value = set["properties.TODO"];
  if (value.equals("TODO") != Tri::yes) return;  // unknown is silence: report only what certainly holds
  context.report(set, value, "what was seen, in one lower-case sentence without a full stop")
      .help("what to do about it");
}

FLEETLINT_RULE($stem) = {
    .id = "$id",
    .name = "$name",
    .title = "TODO: one sentence without a full stop",
    .severity = Severity::warning,
    .outcome = Outcome::advice,
    .tier = 3,
    .tags = "",
    .page = R"md(TODO: what the rule finds, in one sentence.

Why it matters: what happens to who ignores it.

## Example

Flagged: \`TODO\`.

Fine: \`TODO\`.

## Sources

- TODO
)md",
    .check_scale_set = check_$stem,
};

}  // namespace fleetlint::rules
RULE
tests=tests/cases/rules/$name
mkdir -p "$tests"
for kind in fires silent unknown; do
  cat > "$tests/$kind.bicep" <<BICEP
// TODO: $kind
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'set'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {}
}
BICEP
done
for kind in fires silent unknown; do echo "lint $kind.bicep --enable $id --now 2026-06-01T00:00:00Z"; done > "$tests/cmd"
echo "$folder/$stem.cpp"
echo "$tests/"
echo "Fill both, then: ./dev update rules_$stem && git diff"
