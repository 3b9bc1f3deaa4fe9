// Checks of options before anything runs.
#include <cstdio>
#include <memory>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/nearest_name.h"
#include "fleetlint/base/source.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/context_check.h"
#include "fleetlint/fleet/dates.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::cli {
namespace {

std::string read_or_refuse(const std::string& path) {
  auto file = read_file(path, Limits{}.file_bytes);
  if (!file.text) throw CLI::FileError(path + ": " + file.message);
  return std::move(*file.text);
}

/// A file that holds a JSON object; what is wrong with any other is told.
std::shared_ptr<const arm::TemplateIr> json_or_refuse(SourceSet& sources, const std::string& path) {
  const auto source = sources.add(path, read_or_refuse(path));
  auto document = arm::read_json(sources, source, arm::ExpressionMode::literal, Limits{});
  if (!document->has_errors() && document->root.is_object()) return document;
  auto problems = document->findings;
  if (!document->has_errors()) {
    Finding finding;
    finding.code = "FL0505";
    finding.message = "the file must hold a JSON object";
    finding.location = {source, {}};
    problems.push_back(std::move(finding));
  }
  print_findings(sources, problems);
  throw Refused(usage);
}

}  // namespace

CLI::Validator readable_file() {
  return CLI::Validator(
      [](std::string& path) {
        read_or_refuse(path);
        return std::string();
      },
      "");
}

CLI::Validator readable_json() {
  return CLI::Validator(
      [](std::string& path) {
        SourceSet sources;
        json_or_refuse(sources, path);
        return std::string();
      },
      "");
}

CLI::Validator readable_context() {
  return CLI::Validator(
      [](std::string& path) {
        SourceSet sources;
        std::vector<Finding> problems;
        eval::check_context(json_or_refuse(sources, path)->root, problems);
        print_findings(sources, problems);
        return std::string();
      },
      "");
}

CLI::Validator instant() {
  return CLI::Validator(
      [](std::string& text) {
        if (fleet::parse_instant(text)) return std::string();
        std::fprintf(stderr, "fleetlint: `%s` is no time; write 2026-06-01 or 2026-06-01T12:00:00Z\n", text.substr(0, 80).c_str());
        throw Refused(usage);
      },
      "");
}

CLI::Validator one_of(std::vector<std::string> words, bool ignoring_case) {
  return CLI::Validator(
      [words = std::move(words), ignoring_case](std::string& word) {
        const std::vector<std::string_view> names(words.begin(), words.end());
        for (const auto name : names) {
          if (ignoring_case ? !equals_ignoring_case(name, word) : name != word) continue;
          word = name;
          return std::string();
        }
        std::string list;
        for (const auto name : names) list += (list.empty() ? "" : ", ") + std::string(name);
        return "`" + word.substr(0, 80) + "` is none of " + list + did_you_mean(word, names);
      },
      "");
}

}  // namespace fleetlint::cli
