#!/usr/bin/env bash
# ./dev new rule FL-UPG-099 rolling-upgrade-without-pause: the rule's file and its test folder. The build finds both, and
# both pass as they are: the rule looks for a tag until somebody writes the real check.
set -euo pipefail
cd "$(dirname "$0")/.."
id=${1:-} name=${2:-}
if ! [[ $id =~ ^FL-[A-Z]{2,4}-[0-9]{3}$ && $name =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]]; then
  echo "usage: ./dev new rule FL-AREA-NNN name-of-what-it-finds" >&2
  exit 2
fi
stem=${name//-/_}
area=${id%-*}
if taken=$(grep -rlE "\.(id|name) = \"($id|$name)\"" rules --include='*.cpp' | tr '\n' ' ') && [ -n "$taken" ]; then
  echo "$id or $name exists already: $taken" >&2
  exit 1
fi
# The folder of the area is where its other rules are; a new area gets one named after it.
folder=$(grep -rlE "\.id = \"$area-" rules --include='*.cpp' | head -n 1 | xargs -r dirname)
folder=${folder:-rules/$(echo "${area#FL-}" | tr '[:upper:]' '[:lower:]')}
mkdir -p "$folder"
cat > "$folder/$stem.cpp" <<RULE
#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

// TODO: the real check. This one looks for a tag, so that rule and tests run from the first minute.
static void check_$stem(const ScaleSet& set, RuleContext& context) {
  const Property value = set["tags.$name"];
  if (value.equals("yes") != Tri::yes) return;  // unknown is silence: report only what certainly holds
  context.report(set, value, "the tag \`$name\` is " + shown(value)).help("what to do about it");
}

FLEETLINT_RULE($stem) = {
    .id = "$id",
    .name = "$name",
    .title = "TODO: one sentence without a full stop",
    .severity = Severity::warning,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .tags = "",
    .page = R"md(TODO: what the rule finds, in one sentence.

Why it matters: what happens to who ignores it.

## When

TODO: the condition, with the names of the properties.

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
sample() {  # FILE COMMENT TAGS [MARK] [DECLARATION]
  {
    echo "// $2"
    [ -z "${5:-}" ] || printf '%s\n\n' "$5"
    cat <<BICEP
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  tags: { '$name': $3 }
BICEP
    [ -z "${4:-}" ] || echo "$4"
    cat <<'BICEP'
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
BICEP
  } > "$tests/$1.bicep"
}
# The carets stand below the value: "  tags: { 'name': 'yes' }".
blanks=$(printf "%*s" $((${#name} + 12)) "")
sample fires "TODO: what is wrong here." "'yes'" "//$blanks^^^^^ warning: the tag \`$name\` is \`yes\`"
sample silent "TODO: the same, mended." "'no'"
sample unknown "TODO: the value that decides is not known, so nothing is certain." "value" "" "param value string"
cat <<NEXT
$folder/$stem.cpp
$tests/{fires,silent,unknown}.bicep
Both build and pass as they are: ./dev test $stem
Write the check and the samples, then:
  ./dev update $stem   writes the messages behind the carets of the samples; the carets are yours
  ./dev docs           rewrites the reference pages from the rule
NEXT
