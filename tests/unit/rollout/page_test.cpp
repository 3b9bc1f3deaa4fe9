// What the page and the interrupted report say first.
#include "fleetlint/rollout/picture.h"
#include "run.h"

namespace fleetlint::rollout::test {
namespace {

std::string lead_of(const std::string& page) {
  const auto from = page.find("<p class=\"lead\">"), to = page.find("</p>", from);
  return from == std::string::npos ? std::string() : page.substr(from, to - from);
}

TEST(Page, SaysFailuresInItsFirstSentence) {
  const auto lead = lead_of(render_html(run(head("sets:\n" + set("web", 25) + "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n"))));
  for (const char* part : {"but with failures", "24 instances upgraded", "1 failed", "1 on an older image at the end"}) EXPECT_NE(lead.find(part), std::string::npos) << part << " in " << lead;
}

TEST(Page, SaysWhatIsLeftOutInItsFirstSentence) {
  const auto lead = lead_of(render_html(run(head("sets:\n" + set("web", 20) + "  - {id: off, region: here, capacity: 3, image: {stream: img, current: \"1.0\"}}\nfaults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n"))));
  for (const char* part : {"stops early", "16 not attempted", "1 of 2 sets not upgraded at all"}) EXPECT_NE(lead.find(part), std::string::npos) << part << " in " << lead;
}

/// Every set without an operation is named with its reason, not only those that are refused.
TEST(Page, NamesSetsThatNothingConcerns) {
  const auto page = render_html(run(head("sets: [{id: other, region: here, capacity: 3, image: {stream: another, current: \"1.0\"}}]\n")));
  EXPECT_NE(page.find("no image of the stream another is published"), std::string::npos);
}

/// A scenario without scale sets: each machine has its line in the picture and its rows in the table.
TEST(Page, ShowsMachinesThatAreInNoSet) {
  const auto page = render_html(run(head("arcRollouts: [{published: 2026-01-05T00:00:00Z, from: \"1.0\", version: \"1.1\", machines: [{name: shop-1}, {name: shop-2, failAttempts: 1}]}]\n"
                                         "schedules: [{start: 2026-01-05T20:00:00Z, duration: PT2H, machines: [{name: sql, patchTime: PT4H}]}]\n")));
  EXPECT_NE(lead_of(page).find("3 machines, 2 as intended; not: sql windowExceeded"), std::string::npos) << lead_of(page);
  const auto svg = page.substr(page.find("<svg"), page.find("</svg>") - page.find("<svg"));
  for (const char* part : {">Arc extension 1.0 to 1.1<", ">shop-2<", "class=\"b back\"", ">customer-managed schedule<", "class=\"b fail\"", "cut off at the end of the window (rule AUM-4)"}) EXPECT_NE(svg.find(part), std::string::npos) << part;
  EXPECT_EQ(svg.find("Serving capacity"), std::string::npos);
  EXPECT_NE(page.find("<h2>Machines</h2>"), std::string::npos);
  EXPECT_NE(page.find("tried again at the next hour (rule ARC-4)"), std::string::npos);
}

/// Names of sets often differ only at their end, and numbers are told whole or not at all.
TEST(Page, ShortensNamesInTheMiddleAndNoNumbers) {
  std::string sets;
  for (const char* id : {"a-very-long-name-of-a-scale-set-in-production-00001", "a-very-long-name-of-a-scale-set-in-production-00002"}) sets += set(id, 3, "", "a-region-with-quite-a-long-name");
  const auto page = render_html(run(head("sets:\n" + sets)));
  for (const char* part : {"…", "00001</text>", "00002</text>"}) EXPECT_NE(page.find(part), std::string::npos) << part;
  EXPECT_EQ(page.find("instan…"), std::string::npos);
}

TEST(Stopped, TellsTrialsFromTheEndOfTheRun) {
  auto report = run(head("monteCarlo: {seed: 1, trials: 1000}\nsets:\n" + set("web", 5)));
  EXPECT_EQ(stopped_text(report), "");
  report.interrupted = true;
  report.monte_carlo.emplace().trials = 40;
  EXPECT_EQ(stopped_text(report), "stopped by hand after 40 of 1000 trials: the odds are those of the trials that ran, the run that is shown is complete");
  report.monte_carlo.reset();
  report.reached = report.scenario->start + one_hour;
  EXPECT_NE(stopped_text(report).find("stopped by hand at 01:00:00"), std::string::npos);
}

}  // namespace
}  // namespace fleetlint::rollout::test
