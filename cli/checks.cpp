// Checks of options before anything runs.
#include <cstdio>

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
        const auto source = sources.add(path, read_or_refuse(path));
        const auto document = arm::read_json(sources, source, arm::ExpressionMode::literal, Limits{});
        auto problems = document->findings;
        if (!document->has_errors() && !document->root.is_object()) {
          Finding finding;
          finding.code = "FL0505";
          finding.message = "the file must hold a JSON object";
          finding.location = {source, {}};
          problems.push_back(std::move(finding));
        }
        const bool broken = document->has_errors() || !document->root.is_object();
        if (broken) {
          print_findings(sources, problems);
          throw Refused(usage);
        }
        return std::string();
      },
      "");
}

CLI::Validator readable_context() {
  return CLI::Validator(
      [](std::string& path) {
        std::string unchanged = path;
        readable_json()(unchanged);
        SourceSet sources;
        const auto document = arm::read_json(sources, sources.add(path, read_or_refuse(path)), arm::ExpressionMode::literal, Limits{});
        std::vector<Finding> problems;
        eval::check_context(document->root, problems);
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
