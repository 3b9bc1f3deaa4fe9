#!/usr/bin/env bash
# Shows what fleetlint does, on the samples: each command is printed before it runs. `./dev demo` builds the program first.
#   demo.sh PROGRAM
set -uo pipefail
program=$(realpath "${1:?usage: demo.sh PROGRAM}")
cd "$(dirname "$0")/.."
export COLUMNS=${COLUMNS:-100}
now=2026-12-01T09:00:00Z  # the samples' tokens have dates
failed=0

# show WORDS… : prints the command as a user would type it, runs it, and accepts the exit codes that are no failures of the demo
show() {
  printf '\n\033[1m$ fleetlint %s\033[0m\n' "$*" | if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then cat; else sed 's/\x1b\[[0-9;]*m//g'; fi
  "$program" "$@"
  local code=$?
  case $code in
    0 | 1 | 5) ;;
    *) echo "demo: exit code $code" >&2; failed=1 ;;
  esac
}
part() { printf '\n── %s ──\n' "$*"; }

part "What keeps these scale sets from being upgraded? Bicep with modules and a parameter file"
show lint samples/webshop/main.bicep --parameters samples/webshop/prod.bicepparam --now "$now"
part "ARM JSON with a parameter file"
show lint samples/orders/azuredeploy.json --parameters samples/orders/azuredeploy.parameters.json --now "$now"
part "A Service Fabric cluster"
show lint samples/ledger/main.bicep --now "$now"
part "The template that would be deployed"
show build samples/webshop/modules/tier.bicep --stdout | sed -n '1,20p;21s/.*/  …/p'
part "A new image reaches the web tier: what happens to its machines?"
show simulate --scenario samples/webshop/image-rollout.yaml
exit $failed
