#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_example_config_hash_comment(SourceId file, RuleContext& context) {
  const auto& source = context.sources()[file];
  if (!to_lower(source.path()).ends_with(".json")) return;
  std::string_view text = source.text();
  std::uint32_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const auto skip_blanks = [&](std::uint32_t from) { return static_cast<std::uint32_t>(std::min(text.find_first_not_of(" \t\r\n", from), text.size())); };
  begin = skip_blanks(begin);
  if (begin >= text.size() || text[begin] != '#') return;
  // Behind the comment lines stands the object; anything else is no settings file. Comments of Azure's own kind may follow.
  std::uint32_t end = begin, next = begin;
  while (next < text.size() && (text[next] == '#' || text.substr(next).starts_with("//"))) {
    const auto line_end = static_cast<std::uint32_t>(std::min(text.find_first_of("\r\n", next), text.size()));
    if (text[next] == '#') end = line_end;
    next = skip_blanks(line_end);
  }
  if (next >= text.size() || text[next] != '{') return;
  context.report_at("file", {file, {begin, end}}, "", "JSON has no comments that begin with `#`")
      .help("leave the line out: the command line hands the file over as it is")
      .fix("leave the comment out", {file, {begin, end}}, "", true);
}

FLEETLINT_RULE(example_config_hash_comment) = {
    .id = "FL-CSE-025",
    .name = "example-config-hash-comment",
    .title = "Settings file starts with a # comment",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension schema",
    .replaces = "*",
    .page = R"md(A settings file begins with a `#` comment.

Examples of settings files are often printed with their name in a first line, `# yourConfigV1.json`. JSON knows no such comments: the command line hands the file
over as it is, and the extension refuses it.

## When

A `.json` file that is given to `lint` begins with `#`, and an object follows.

## Example

Flagged: `# yourConfigV1.json` above `{ "fileUris": […] }`.

Fine: the object alone.

## Fix

Leave the line out.

## What is unknown

Nothing: the bytes of the file decide.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension (the example as printed is no valid JSON))md",
    .check_source = check_example_config_hash_comment,
};

}  // namespace fleetlint::rules
