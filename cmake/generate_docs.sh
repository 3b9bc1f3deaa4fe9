#!/usr/bin/env bash
# Rewrites docs/reference/ from the program itself: the table and pages of rules, the help of each command.
#   generate_docs.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
out=docs/reference
mkdir -p "$out"
export NO_COLOR=1 COLUMNS=120

{
  echo "# Commands"
  echo
  echo "Written by \`./dev docs\` from \`fleetlint --help\`."
  echo
  echo '```'
  "$program" --help
  echo '```'
  "$program" --help | sed -n '/^Subcommands:/,$p' | awk 'NR > 1 && /^  [a-z]/ {print $1}' | while read -r command; do
    printf '\n## %s\n\n```\n' "$command"
    "$program" "$command" --help
    echo '```'
  done
} > "$out/commands.md"

rm -rf "$out/rules"
mkdir -p "$out/rules"
"$program" rules --pages "$out/rules" >/dev/null
{
  echo "# Rules"
  echo
  echo "Written by \`./dev docs\` from the rules' own files."
  echo
  "$program" rules --format markdown
} > "$out/rules.md"
"$program" rules --format schema > "$out/bicepconfig.fleetlint.schema.json"
"$program" simulate --schema > "$out/rollout-scenario.schema.json"
mkdir -p vscode-extension/schemas
cp "$out/rollout-scenario.schema.json" vscode-extension/schemas/
