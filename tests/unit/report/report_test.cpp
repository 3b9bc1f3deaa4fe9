#include "fleetlint/report/report.h"

#include <gtest/gtest.h>

namespace fleetlint::report {
namespace {

class ReportTest : public ::testing::Test {
 protected:
  ReportTest() {
    const auto source = sources_.add("./infra/main.bicep", "param a string\n\tresource \xC3\xA9 'x' = { mode: 'Rolling' }\n");
    report_.sources = &sources_;
    report_.tool_version = "1.2.3";
    report_.files = {"infra/main.bicep"};
    report_.rules.push_back({"FL-UPG-003", "automatic-mode", "Title", "Page", "", Severity::warning, "high", "outage", {"upgrade"}});
    ReportFinding entry;
    entry.finding.code = "FL-UPG-003";
    entry.finding.severity = Severity::warning;
    entry.finding.message = "a message, with: marks % and <angle> | pipes";
    entry.finding.location = {source, {40, 49}};
    entry.finding.notes.push_back({{source, {6, 7}}, "from here"});
    entry.finding.help = "do this";
    entry.finding.resource = "Microsoft.Compute/virtualMachineScaleSets web";
    entry.finding.path = "properties.upgradePolicy.mode";
    entry.fingerprint = "00ff:1";
    entry.rule_name = "automatic-mode";
    report_.findings.push_back(entry);
  }
  SourceSet sources_;
  Report report_;
};

TEST_F(ReportTest, TextShowsExcerptChainAndHelp) {
  const auto text = write(report_, Format::text);
  EXPECT_NE(text.find("warning[FL-UPG-003]: a message"), std::string::npos);
  EXPECT_NE(text.find("--> infra/main.bicep:2:"), std::string::npos);
  EXPECT_NE(text.find("^^^^"), std::string::npos);
  EXPECT_NE(text.find("infra/main.bicep:1:7: from here"), std::string::npos);
  EXPECT_NE(text.find("help: do this"), std::string::npos);
  EXPECT_NE(text.find("0 errors, 1 warning, 0 info in 1 template"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(write(report_, Format::text, {true, 100}).find('\x1b'), std::string::npos);
}

TEST_F(ReportTest, JsonHasTheMembersOfTheContract) {
  const auto json = write(report_, Format::json);
  for (const char* member : {"\"version\": 1", "\"rule\": \"FL-UPG-003\"", "\"severity\": \"warning\"", "\"file\": \"infra/main.bicep\"", "\"line\": 2", "\"endLine\": 2", "\"certain\": true",
                             "\"fingerprint\": \"00ff:1\"", "\"resource\"", "\"path\"", "\"summary\""})
    EXPECT_NE(json.find(member), std::string::npos) << member << "\n" << json;
}

TEST_F(ReportTest, CommandsOfCiSystemsAreEscaped) {
  const auto github = write(report_, Format::github);
  EXPECT_NE(github.find("::warning file=infra/main.bicep,line=2,endLine=2,col="), std::string::npos) << github;
  EXPECT_NE(github.find("with: marks %25 and"), std::string::npos) << github;
  EXPECT_EQ(std::count(github.begin(), github.end(), '\n'), 1);
  const auto devops = write(report_, Format::azure_devops);
  EXPECT_EQ(devops.rfind("##vso[task.logissue type=warning;sourcepath=infra/main.bicep;linenumber=2;", 0), 0u) << devops;
}

TEST_F(ReportTest, XmlAndMarkdownAreEscaped) {
  EXPECT_NE(write(report_, Format::junit).find("&lt;angle&gt;"), std::string::npos);
  const auto markdown = write(report_, Format::markdown);
  EXPECT_NE(markdown.find("\\| pipes"), std::string::npos);
  EXPECT_NE(markdown.find("&lt;angle>"), std::string::npos);
}

TEST_F(ReportTest, SarifNamesRulesAndRelatedPlaces) {
  report_.rules.insert(report_.rules.begin(), {"FL-AAA-001", "no-result", "Title", "Page", "", Severity::warning, "high", "outage", {}});
  const auto sarif = write(report_, Format::sarif);
  EXPECT_EQ(sarif.find("FL-AAA-001"), std::string::npos) << "rules without results are left out, and indexes count the others";
  for (const char* part : {"\"version\": \"2.1.0\"", "\"semanticVersion\": \"1.2.3\"", "\"ruleIndex\": 0", "\"startColumn\"", "\"relatedLocations\"", "\"partialFingerprints\"", "\"problem.severity\": \"warning\""})
    EXPECT_NE(sarif.find(part), std::string::npos) << part;
  EXPECT_EQ(sarif.find("security-severity"), std::string::npos);
}

TEST_F(ReportTest, HtmlIsOnePageWithEscapedTextAndTheMarkedPlace) {
  const auto html = write(report_, Format::html);
  EXPECT_TRUE(html.starts_with("<!doctype html>"));
  for (const char* part : {"&lt;angle&gt;", "FL-UPG-003", "infra/main.bicep", "<mark>", "do this", "from here"}) EXPECT_NE(html.find(part), std::string::npos) << part;
  for (const char* outside : {"<script", "http://", "https://", "src="}) EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  report_.findings[0].secret = true;
  EXPECT_EQ(write(report_, Format::html).find("<mark>"), std::string::npos);
}

TEST_F(ReportTest, JsonLinesAreOneFindingALine) {
  report_.findings.push_back(report_.findings[0]);
  const auto lines = write(report_, Format::jsonl);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
  EXPECT_TRUE(lines.starts_with("{\"rule\": \"FL-UPG-003\"")) << lines;
  EXPECT_EQ(lines.substr(0, lines.find('\n')), lines.substr(lines.find('\n') + 1, lines.find('\n')));
}

TEST_F(ReportTest, SqliteIsADatabaseWithTheFindings) {
  const auto bytes = write(report_, Format::sqlite);
  EXPECT_TRUE(is_binary(Format::sqlite));
  EXPECT_EQ(bytes.substr(0, 16), std::string("SQLite format 3\0", 16));
  EXPECT_NE(bytes.find("a message, with: marks"), std::string::npos);
  EXPECT_NE(bytes.find("CREATE TABLE findings"), std::string::npos);
  EXPECT_EQ(bytes, write(report_, Format::sqlite));
}

TEST_F(ReportTest, NothingFoundIsStillAReport) {
  report_.findings.clear();
  for (const auto name : format_names()) {
    const auto format = format_named(name);
    ASSERT_TRUE(format);
    if (*format != Format::github && *format != Format::azure_devops && *format != Format::jsonl) {
      EXPECT_FALSE(write(report_, *format).empty()) << name;
    }
  }
  EXPECT_FALSE(format_named("xml"));
}

TEST(JsonString, EscapesAndRepairs) {
  std::string out;
  append_json_string(out, "a\"\\\n\x01\x7F\xC3\xA9\xFFz");
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\\u007f\xC3\xA9\xEF\xBF\xBDz\"");
}

std::string excerpt_of(const std::string& text, Span place = {0, UINT32_MAX}, const Redaction& redaction = {}) {
  SourceSet sources;
  const auto source = sources.add("a.bicep", text);
  return excerpt(sources, redaction, {source, place}, {});
}

TEST(Excerpt, MasksWhatLooksLikeASecret) {
  for (const char* line : {R"("adminPassword": "hunter2-hunter2")", "password: 'hunter2-hunter2'", "x: 'https://a.blob.core.windows.net/c?sv=1&sig=hunter2-hunter2'",
                           "key: 'AAAABBBBCCCCDDDD1111222233334444AAAABBBBCCCCDDDD1111222233334444AAAABBBBCCCCDDDD111122=='"}) {
    const auto shown = excerpt_of(line);
    EXPECT_EQ(shown.find("hunter2"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("DDDD1111"), std::string::npos) << shown;
  }
  EXPECT_EQ(excerpt_of("  name: 'web' // plain"), "   1 |   name: 'web' // plain\n     | ^^^^^^^^^^^^^^^^^^^^^^\n");
}

TEST(Excerpt, HidesThePlacesOfSecretsAndPointsAtThem) {
  const std::string line = "param creds = { user: 'x', pin: 12 }";
  Redaction redaction;
  redaction.add_place({SourceId{0}, {14, 36}}, {"x", "12"});
  EXPECT_EQ(excerpt_of(line, {33, 35}, redaction), "   1 | param creds = [redacted]\n     |               ^^^^^^^^^^\n");
  EXPECT_EQ(excerpt_of(line, {6, 11}, redaction), "   1 | param creds = [redacted]\n     |       ^^^^^\n");
}

TEST(Excerpt, ShowsThePlaceInALineOfAnyLength) {
  std::string line(1'000'000, 'x');
  line.replace(500'000, 6, " HERE ");
  const auto shown = excerpt_of(line, {500'001, 500'005});
  EXPECT_NE(shown.find("HERE"), std::string::npos);
  EXPECT_LT(shown.size(), 1000u);
  // What stands before the window may be the beginning of a token whose name is not in it.
  line = "sig=" + std::string(5000, 'a') + " b";
  EXPECT_EQ(excerpt_of(line, {4500, 4510}).find("aaaa"), std::string::npos);
}

}  // namespace
}  // namespace fleetlint::report
