// Runs tests/cases/rules/<rule name>/: what one rule finds in small templates. See docs/how-to/add-a-rule.md.
//
//   fires*.bicep|json    templates in which the rule finds something
//   silent*.bicep|json   templates in which it does not
//   unknown*.bicep|json  templates in which a value that decides is not known: nothing, or only possible findings
//
// A file beside a template belongs to it by name: fires.bicepparam and fires.parameters.json give it values,
// fires.previous.bicep|json is its earlier version, fires.scenario.yaml its rollout, fires.url-status.json what its addresses answer. Other files are modules.
//
// The clock stands at 2026-11-20T00:00:00Z.
//
// A finding is expected by a comment below its line, with carets below its place; the words behind the carets are its
// severity and message, and `./dev update rule_cases` fills them in (never the carets: where a rule points is decided by
// whoever writes the test). `//<` stands for a finding in the first column.
//
//     upgradePolicy: { mode: 'Manual' }
//                            ^^^^^^^^ info: mode `Manual` leaves running instances on their old model …
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "fleetlint/rules/rule.h"
#include "fleetlint/workspace/lint.h"
#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

fs::path root() { return fs::path(FLEETLINT_SOURCE_DIR) / "tests/cases/rules"; }

/// Where a finding is, and what it says.
struct Mark {
  std::string file;  ///< name in the folder
  std::size_t line = 0, column = 0, length = 0;  ///< from 1; length 0: not compared
  std::string text;

  std::string place() const { return file + ":" + std::to_string(line) + ":" + std::to_string(column) + (length == 0 ? "" : "+" + std::to_string(length)); }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// A line that marks a place in the line above: its column and length, and where its words begin.
std::optional<std::pair<Mark, std::size_t>> read_mark(const std::string& line) {
  static const std::regex carets(R"(^\s*//\s*(\^+) ?)"), first_column(R"(^//< ?)");
  std::smatch match;
  Mark mark;
  if (std::regex_search(line, match, first_column)) mark.column = 1;
  else if (std::regex_search(line, match, carets)) {
    mark.column = static_cast<std::size_t>(match.position(1)) + 1;
    mark.length = static_cast<std::size_t>(match.length(1));
  } else return std::nullopt;
  mark.text = match.suffix();
  return std::pair(mark, static_cast<std::size_t>(match.length(0)));
}

std::vector<Mark> marks_in(const fs::path& file) {
  std::vector<Mark> marks;
  const auto lines = lines_of(read_text(file));
  std::size_t marked_line = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (auto mark = read_mark(lines[i])) {
      mark->first.file = file.filename();
      mark->first.line = marked_line;
      marks.push_back(mark->first);
    } else {
      marked_line = i + 1;
    }
  }
  return marks;
}

std::string described(const workspace::LintFinding& each) {
  const std::string& help = each.finding.message;
  return std::string(each.finding.certain ? "" : "possible ") + std::string(to_string(each.finding.severity)) + ": " + help;
}

/// What the rule found, in the order of places.
std::vector<Mark> marks_of(const std::vector<workspace::LintFinding>& findings, const SourceSet& sources, const rules::Rule& rule) {
  std::vector<Mark> marks;
  for (const auto& each : findings) {
    if (each.rule != &rule) continue;
    Mark mark;
    mark.text = described(each);
    if (each.finding.location) {
      const auto& source = sources.at(each.finding.location);
      const auto from = source.line_column(each.finding.location.span.begin), to = source.line_column(each.finding.location.span.end);
      mark.file = fs::path(source.path()).filename();
      mark.line = from.line;
      mark.column = from.column;
      mark.length = from.line == to.line ? to.column - from.column : 0;
    }
    marks.push_back(mark);
  }
  return marks;
}

bool same_place(const Mark& found, const Mark& expected) {
  return found.file == expected.file && found.line == expected.line && found.column == expected.column &&
         (found.length == 0 || expected.length == 0 || found.length == expected.length);
}

/// Writes the words of findings behind the carets that mark their places.
void write_words(const fs::path& folder, const std::vector<Mark>& found) {
  std::set<std::string> files;
  for (const auto& mark : found) files.insert(mark.file);
  for (const auto& file : files) {
    auto lines = lines_of(read_text(folder / file));
    std::vector<bool> used(found.size());
    std::size_t marked_line = 0;
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      auto mark = read_mark(lines[i]);
      if (!mark) marked_line = i + 1;
      else {
        mark->first.file = file;
        mark->first.line = marked_line;
        for (std::size_t j = 0; j < found.size(); ++j) {
          if (used[j] || !same_place(found[j], mark->first)) continue;
          used[j] = true;
          auto head = lines[i].substr(0, mark->second);
          if (head.back() != ' ') head += ' ';
          lines[i] = head + found[j].text;
          break;
        }
      }
      text += lines[i] + "\n";
    }
    if (text != read_text(folder / file)) write_text(folder / file, text);
  }
}

enum class Kind { fires, silent, unknown };

struct Template {
  fs::path file;
  std::string stem;
  Kind kind = Kind::fires;
};

std::vector<Template> templates_in(const fs::path& folder) {
  static const std::regex name(R"(^((fires|silent|unknown)[a-z0-9-]*)\.(bicep|json)$)");
  std::vector<Template> templates;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string file = entry.path().filename();
    std::smatch match;
    if (!std::regex_match(file, match, name)) continue;
    templates.push_back({entry.path(), match[1], match[2] == "fires" ? Kind::fires : match[2] == "silent" ? Kind::silent : Kind::unknown});
  }
  std::sort(templates.begin(), templates.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return templates;
}

workspace::LintedTemplate lint(SourceSet& sources, const fs::path& folder, const Template& each, const rules::Rule& rule) {
  workspace::LintOptions options;
  options.now = *fleet::parse_instant("2026-11-20T00:00:00Z");
  options.enabled = {rule.id};
  options.possible = true;
  const auto beside = [&](const std::string& ending) -> std::string {
    const auto file = folder / (each.stem + ending);
    return fs::exists(file) ? file.string() : std::string();
  };
  for (const char* ending : {".bicepparam", ".parameters.json"})
    if (const auto file = beside(ending); !file.empty()) options.parameter_files.push_back(file);
  options.previous = beside(".previous.bicep");
  if (options.previous.empty()) options.previous = beside(".previous.json");
  options.scenario = beside(".scenario.yaml");
  options.url_status_file = beside(".url-status.json");
  return workspace::lint_template(sources, each.file, options);
}

/// Compares what was found with what is marked in the files of one template.
void expect_marks(const fs::path& folder, const Template& each, const std::vector<Mark>& found) {
  std::vector<Mark> expected;
  for (const char* ending : {".bicep", ".json", ".bicepparam", ".parameters.json"})
    for (auto& mark : marks_in(folder / (each.stem + ending))) expected.push_back(mark);
  std::set<std::string> others;  // modules, which several templates may use
  for (const auto& mark : found)
    if (!mark.file.starts_with(each.stem + ".")) others.insert(mark.file);
  for (const auto& file : others)
    for (auto& mark : marks_in(folder / file)) expected.push_back(mark);
  std::vector<bool> used(expected.size());
  for (const auto& mark : found) {
    // Of several expectations at one place, the one with the right words.
    std::size_t best = expected.size();
    for (std::size_t j = 0; j < expected.size(); ++j)
      if (!used[j] && same_place(mark, expected[j]) && (best == expected.size() || expected[j].text == mark.text)) best = j;
    if (best == expected.size()) {
      ADD_FAILURE() << mark.place() << ": found, but not marked: " << mark.text;
      continue;
    }
    used[best] = true;
    EXPECT_EQ(expected[best].text, mark.text) << mark.place() << ": `./dev update rule_cases` writes the words";
  }
  for (std::size_t j = 0; j < expected.size(); ++j)
    if (!used[j]) ADD_FAILURE() << expected[j].place() << ": marked, but not found: " << expected[j].text;
}

class RuleCase : public testing::TestWithParam<const rules::Rule*> {};

TEST_P(RuleCase, FindsWhatIsMarked) {
  const rules::Rule& rule = *GetParam();
  const auto folder = root() / rule.name;
  const auto templates = templates_in(folder);
  for (const Kind kind : {Kind::fires, Kind::silent})
    EXPECT_TRUE(std::any_of(templates.begin(), templates.end(), [&](const auto& each) { return each.kind == kind; }))
        << rule.id << " " << rule.name << " has no template in which it " << (kind == Kind::fires ? "fires" : "stays silent");
  for (const auto& each : templates) {
    SCOPED_TRACE(std::string(rule.id) + " " + rule.name + "/" + each.file.filename().string());
    SourceSet sources;
    const auto linted = lint(sources, folder, each, rule);
    ASSERT_TRUE(linted.readable) << linted.failure;
    for (const auto& problem : linted.problems) EXPECT_NE(problem.severity, Severity::error) << problem.code << ": " << problem.message;
    for (const auto& finding : linted.findings)
      if (finding.rule == nullptr) ADD_FAILURE() << "the template itself is wrong: " << finding.finding.code << ": " << finding.finding.message;
    const auto found = marks_of(linted.findings, sources, rule);
    const bool certain = std::any_of(found.begin(), found.end(), [](const Mark& mark) { return !mark.text.starts_with("possible "); });
    EXPECT_EQ(certain, each.kind == Kind::fires) << (certain ? "certain findings here" : "no certain finding here");
    if (each.kind == Kind::silent) {
      EXPECT_TRUE(found.empty());
    }
    if (std::getenv("FLEETLINT_UPDATE") != nullptr) write_words(folder, found);
    expect_marks(folder, each, found);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleCase, testing::ValuesIn(rules::all_rules()), [](const auto& info) {
  std::string name = info.param->name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(RuleFolders, EachBelongsToARule) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(root(), ignored)) {
    const std::string name = entry.path().filename();
    const auto* rule = rules::find_rule(name);
    EXPECT_TRUE(rule != nullptr && rule->name == name) << "no rule has the name of tests/cases/rules/" << name;
  }
}

}  // namespace
}  // namespace fleetlint::test
