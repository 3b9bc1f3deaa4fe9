// The page of a rollout in a real browser: folding, keyboard, hover and print work, nothing fails, nothing is fetched. Also what a
// person does at a terminal: interrupt a long run. Skipped, and said so, without Chromium.
#include <gtest/gtest.h>

#include "process.h"

namespace fleetlint::test {
namespace {

const char* scenario = R"(start: 2026-01-13T00:00:00Z
name: page & <test>
monteCarlo: {seed: 3, trials: 60}
regions: [{name: here, zones: ["1", "2"]}, {name: there}]
sets:
  - {id: web, region: here, zones: ["1", "2"], capacity: 12, image: {stream: img, current: "1.0"}, upgradePolicy: {rollingUpgradePolicy: {pauseTimeBetweenBatches: PT1M}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}
  - {id: api, region: there, capacity: 3, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
images: [{stream: img, version: "2.0", published: 2026-01-13T00:00:00Z}]
faults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.1}]
assertions: [{id: floor, minServing: {set: web, atLeast: 10}}]
)";

/// Goes through what a reader does and leaves what went wrong in the element `selftest`.
const char* self_test = R"js(<script>
(function(){
var wrong=[],errors=0;window.addEventListener("error",function(){errors++});
function check(ok,what){if(!ok)wrong.push(what)}
function visible(r){return r.style.display!=="none"}
var svg=document.querySelector("#picture svg"),rows=[].slice.call(svg.querySelectorAll(".row")),tip=document.getElementById("tip");
function child(p){for(var i=0;i<rows.length;i++)if(+rows[i].dataset.p===p)return i;return -1}
var parent=-1;for(var i=0;i<rows.length&&parent<0;i++)if(rows[i].classList.contains("set")&&child(i)>=0)parent=i;
check(parent>=0,"no set with rows below it");
var below=child(parent),height=+svg.getAttribute("height");
rows[parent].querySelector("text:not(.fold)").dispatchEvent(new MouseEvent("click",{bubbles:true}));
check(!visible(rows[below]),"a click does not fold");check(rows[parent].getAttribute("aria-expanded")==="false","aria-expanded stays");check(+svg.getAttribute("height")<height,"the picture keeps its height");
rows[parent].querySelector("text:not(.fold)").dispatchEvent(new MouseEvent("click",{bubbles:true}));
check(visible(rows[below])&&+svg.getAttribute("height")===height,"a second click does not unfold");
function key(k){document.activeElement.dispatchEvent(new KeyboardEvent("keydown",{key:k,bubbles:true,cancelable:true}))}
rows[0].focus();check(document.activeElement===rows[0],"the first row takes no focus");
key("ArrowDown");check(document.activeElement===rows[1],"ArrowDown does not move");
key("ArrowUp");check(document.activeElement===rows[0],"ArrowUp does not move");
key("Enter");check(!visible(rows[1]),"Enter does not fold");key("Enter");check(visible(rows[1]),"Enter does not unfold");
rows[parent].focus();key("ArrowRight");check(!tip.hidden&&tip.textContent.length>10,"ArrowRight shows no text");check(svg.querySelectorAll(".b.here").length===1,"no bar is marked");
key("Escape");check(tip.hidden,"Escape leaves the text");
var bar=svg.querySelector("#rows .ud .b");bar.dispatchEvent(new MouseEvent("mousemove",{bubbles:true,clientX:200,clientY:200}));
check(!tip.hidden&&/batch|waiting/.test(tip.textContent),"hover shows no text");
svg.dispatchEvent(new MouseEvent("mouseleave"));check(tip.hidden,"the text stays");
document.getElementById("fold").click();check(rows.filter(visible).length<rows.length,"fold all does nothing");
window.dispatchEvent(new Event("beforeprint"));check(rows.every(visible),"print shows folded rows");
check([].every.call(document.querySelectorAll("details"),function(d){return d.open}),"print hides details");
check(svg.querySelectorAll(".band").length>0,"no bands of trials");check(svg.querySelectorAll(".bound").length>0,"no line for the assertion");
check(performance.getEntriesByType("resource").length===0,"something is fetched");check(errors===0,"script errors");
var out=document.createElement("pre");out.id="selftest";out.textContent=wrong.length?"WRONG: "+wrong.join("; "):"ALL GOOD";document.body.appendChild(out);
})();
</script>)js";

std::string browser() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    if (run_process({name, "--version"}).exit_code == 0) return name;
  }
  return "";
}

TEST(RolloutPage, WorksInABrowserAndFetchesNothing) {
  const std::string chromium = browser();
  if (chromium.empty()) GTEST_SKIP() << "no Chromium: the page is not looked at in a browser";
  const TemporaryFolder folder;
  write_text(folder / "rollout.yaml", scenario);
  const auto made = run_process({FLEETLINT_BINARY, "simulate", "--scenario", folder / "rollout.yaml", "--output", "html=" + (folder / "page.html"), "--format", "csv"});
  ASSERT_TRUE(made.exit_code == 0 || made.exit_code == 5) << made.err;
  std::string page = read_text(folder / "page.html");
  for (const char* reference : {"src=", "href=", "url(http", "@import", "<link", "<iframe", "fetch(", "XMLHttpRequest"}) EXPECT_EQ(page.find(reference), std::string::npos) << reference;
  const auto end = page.rfind("</body>");
  ASSERT_NE(end, std::string::npos);
  page.insert(end, self_test);
  write_text(folder / "tested.html", page);
  const auto shown = run_process({chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                                  "--user-data-dir=" + (folder / "profile"), "--virtual-time-budget=2000", "--dump-dom", "file://" + (folder / "tested.html")},
                                 {.timeout = std::chrono::milliseconds(120'000)});
  if (!shown.ended_normally() || shown.exit_code != 0) GTEST_SKIP() << "Chromium does not run here: " << shown.err.substr(0, 300);
  const auto result = shown.out.find("<pre id=\"selftest\">");
  ASSERT_NE(result, std::string::npos) << "the self-test did not run";
  EXPECT_EQ(shown.out.substr(result + 19, 8), "ALL GOOD") << shown.out.substr(result, 600);
}

TEST(RolloutInterrupted, LeavesAPartialReportThatSaysSo) {
  const TemporaryFolder folder;
  // Two hundred million instance upgrades in exact trials: long enough to be interrupted anywhere.
  write_text(folder / "long.yaml",
             "start: 2026-01-13T00:00:00Z\nhorizon: P60D\nregions: [{name: a}, {name: b}]\nmonteCarlo: {seed: 1, trials: 100000000}\n"
             "fleet: {generate: [{count: 200, idPattern: \"{region}-{n}\", capacity: 1000, set: {image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}}]}\n"
             "images: [{stream: img, version: \"2.0\", published: 2026-01-13T00:00:00Z}]\nfaults: [{type: unhealthyAfterUpgrade, probability: 0.01}]\n"
             "assertions: [{id: whole, noOperationFaulted: {scope: fleet}}]\n");
  const auto command = "trap '' TERM; " + std::string(FLEETLINT_BINARY) + " simulate --scenario " + (folder / "long.yaml") + " --format json > " + (folder / "out.json") + " & pid=$!; sleep 1.5; kill -INT $pid; wait $pid; echo exit $?";
  // A background process of a non-interactive shell ignores SIGINT unless it sets its own handler, as this program does.
  const auto result = run_process({"bash", "-c", command}, {.timeout = std::chrono::milliseconds(60'000)});
  ASSERT_TRUE(result.ended_normally()) << result.err;
  const std::string json = read_text(folder / "out.json");
  EXPECT_NE(json.find("\"interrupted\": true"), std::string::npos) << json.substr(0, 300) << result.out;
  ASSERT_FALSE(json.empty());
  EXPECT_EQ(json.back(), '\n');
  EXPECT_NE(result.out.find("exit 5"), std::string::npos) << "an undecided assertion does not hold: " << result.out;
}

}  // namespace
}  // namespace fleetlint::test
