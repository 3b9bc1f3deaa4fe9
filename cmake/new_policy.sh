#!/usr/bin/env bash
# ./dev new policy canary-then-batches: the policy's file and a scenario test.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-}
if ! [[ $name =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]]; then
  echo "usage: ./dev new policy NAME" >&2
  exit 2
fi
stem=${name//-/_}
model=$(ls rollout/policies/*.cpp 2>/dev/null | head -n 1)
[ -n "$model" ] || { echo "there are no policies in rollout/policies/ to take the form from" >&2; exit 1; }
[ ! -e "rollout/policies/$stem.cpp" ] || { echo "rollout/policies/$stem.cpp exists already" >&2; exit 1; }
old=$(basename "$model" .cpp)
sed "s/$old/$stem/g; s/${old//_/-}/$name/g" "$model" > "rollout/policies/$stem.cpp"
tests=tests/cases/simulate/$name
mkdir -p "$tests"
cat > "$tests/scenario.yaml" <<'YAML'
schema: fleetlint/rollout/1
name: TODO
start: 2026-06-01T00:00:00Z
horizon: P1D
regions:
  - name: westeurope
sets:
  - id: web
    region: westeurope
    capacity: 5
    image: {kind: platform, stream: img, current: "1.0", version: latest}
    upgradePolicy:
      mode: Automatic
      automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}
images:
  - {stream: img, version: "2.0", published: 2026-06-01T00:00:00Z}
YAML
echo "simulate --scenario scenario.yaml" > "$tests/cmd"
echo "rollout/policies/$stem.cpp (a copy of $old.cpp to change)"
echo "$tests/"
echo "Fill both, then: ./dev update simulate_$stem && git diff"
