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
