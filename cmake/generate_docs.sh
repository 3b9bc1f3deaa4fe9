#!/usr/bin/env bash
# Writes docs/reference/ from the program itself: the table and pages of rules, the help of each command.
#   generate_docs.sh PROGRAM [FOLDER]   (into another folder, for the test that compares)
set -euo pipefail
program=$(realpath "$1")
root=$(realpath "$(dirname "$0")/..")
out=${2:-$root/docs/reference}
mkdir -p "$out"
export NO_COLOR=1 COLUMNS=120

# The names below "Subcommands:" in the help of the program, or of one of its commands, up to the next heading.
subcommands() { "$program" "$@" --help | sed -n '/^Subcommands:/,/^$/p' | awk 'NR > 1 && /^  [a-z]/ {print $1}'; }

help_of() {  # heading, words of the command
  printf '\n%s\n\n```\n' "$1"
  shift
  "$program" "$@" --help
  echo '```'
}

{
  echo "# Commands"
  echo
  echo "Written by \`./dev docs\` from \`fleetlint --help\`."
  echo
  echo '```'
  "$program" --help
  echo '```'
  subcommands | while read -r command; do
    help_of "## $command" "$command"
    subcommands "$command" | while read -r part; do help_of "### $command $part" "$command" "$part"; done
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
if [ $# -lt 2 ]; then  # the extension carries a copy
  mkdir -p "$root/vscode-extension/schemas"
  cp "$out/rollout-scenario.schema.json" "$root/vscode-extension/schemas/"
fi
