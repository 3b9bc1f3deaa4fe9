// Any bytes give a tree, quickly: depth, length, truncation, noise.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "tree_shape.h"

namespace fleetlint::syntax {
namespace {

constexpr std::uint32_t deep = 100'000;

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

void expect_sound(const std::string& text, const std::string& what) {
  for (const auto kind : {FileKind::template_file, FileKind::parameter_file}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto tree = parse(text, kind);
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_EQ(broken_invariant(tree), "") << what;
    EXPECT_LT(took, 20.0) << what << ": not linear?";
  }
}

TEST(HostileInput, NestsEveryBracketDeeply) {
  for (const std::string_view open :
       {"[",    "{a:",      "(",  "f(", "a[", "'${",  "$'''${", "x => ", "{...", "[for x in ",
        "a ? ", "a ? b : ", "a.", "a!", "- ", "1 + ", "a::b",   "@a(",   "[[",   "\n"}) {
    for (const std::string_view head :
         {"var v = ", "param p ", "type t = ", "func f", "resource r 'x' = ", "@", "import ", ""}) {
      const auto text = std::string(head) + repeated(open, head == "var v = " ? deep : deep / 20);
      expect_sound(text, std::string(head) + std::string(open));
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(HostileInput, NestsAndClosesDeeply) {
  const std::pair<const char*, const char*> brackets[] = {{"[", "]"},     {"{a:", "}"},  {"(", ")"},
                                                          {"f(", ")"},    {"a[", "]"},   {"'${", "}'"},
                                                          {"{\n", "\n}"}, {"[\n", "\n]"}};
  for (const auto& [open, close] : brackets)
    expect_sound("var v = " + repeated(open, deep) + "x" + repeated(close, deep) + "\nvar w = 1\n",
                 std::string(open) + close);
}

TEST(HostileInput, SaysThatItIsTooDeep) {
  const auto text = "var v = " + repeated("(", 1000) + "1" + repeated(")", 1000) + "\nvar w = 1\n";
  const auto tree = parse(text, FileKind::template_file);
  ASSERT_TRUE(tree.has_errors());
  EXPECT_EQ(tree.errors[0].message(), "this is nested more than 200 levels deep");
  EXPECT_EQ(tree.errors[0].code(), "FL0001");
  // What follows is understood again.
  EXPECT_TRUE(shape(tree.root()).ends_with(" VariableDeclaration(var w = 1) ;)"));
}

TEST(HostileInput, AcceptsNestingUpToTheLimit) {
  for (const auto& [open, close] : {std::pair{"(", ")"}, {"[", "]"}, {"{a:", "}"}}) {
    const auto text = "var v = " + repeated(open, 150) + "1" + repeated(close, 150) + "\n";
    EXPECT_EQ(errors_of(text), "") << open;
  }
}

TEST(HostileInput, ReadsFiftyMegabytesOnOneLine) {
#ifdef FLEETLINT_SANITIZED
  constexpr std::size_t size = 5'000'000;
#else
  constexpr std::size_t size = 50'000'000;
#endif
  // One token of that length; then many, a tenth as long, because millions of tokens are slow where nothing
  // is optimised.
  for (const auto& [piece, length] : {std::pair<std::string_view, std::size_t>{"a", size},
                                      {"'", size},
                                      {"1 + ", size / 10},
                                      {"a, ", size / 10},
                                      {"[", size / 10}}) {
    const auto text = "var v = " + repeated(piece, length / piece.size());
    const auto tree = parse(text, FileKind::template_file);
    EXPECT_EQ(tree.nodes[0].end_token, tree.tokens.size()) << piece;
    EXPECT_EQ(tree.tokens.ends.back(), text.size()) << piece;
  }
}

const std::string& sample() {
  static const std::string text = R"(#disable-next-line BCP081
targetScope = 'resourceGroup'
@description('''multi
line''')
@allowed([
  'a'
  'b'
])
param name string = 'a${resourceGroup().location}b${'${1}'}' // comment
type t = { a: string?, *: ('x' | 'y')[] } /* c */
func f(a int, b t) bool => a > 1 ? true : !false
import { x as y } from './x.bicep'
extension kubernetes with { namespace: 'n' } as k8s
resource r 'A/b@1' = [for (x, i) in [1, 2]: if (i == 0) {
  name: x.?y[^1] ?? z!.w
  resource child 'c' existing = { name: $$'''$${i}''' }
  ...extra
}]
module m 'br:x/y:1' = { params: { a: map([], v => { b: v }) } }
output o resource = r[0]::child
assert a = true
test u 't.bicep' = {}
)";
  return text;
}

TEST(HostileInput, IsCutOffAtEveryByte) {
  ASSERT_EQ(errors_of(sample()), "");
  for (std::size_t length = 0; length <= sample().size(); ++length) {
    const auto text = sample().substr(0, length);
    for (const auto kind : {FileKind::template_file, FileKind::parameter_file})
      ASSERT_EQ(broken_invariant(parse(text, kind)), "") << text;
  }
}

TEST(HostileInput, LosesAnyByte) {
  for (std::size_t at = 0; at < sample().size(); ++at) {
    auto text = sample();
    text.erase(at, 1);
    ASSERT_EQ(broken_invariant(parse(text, FileKind::template_file)), "") << text;
  }
}

TEST(HostileInput, IsMutated) {
  std::mt19937 random(20260101);
  const auto pick = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  for (int round = 0; round < 3000; ++round) {
    auto text = sample();
    for (std::size_t edits = 1 + pick(6); edits > 0 && !text.empty(); --edits) {
      switch (pick(4)) {
        case 0:
          text.erase(pick(text.size()), 1 + pick(5));
          break;
        case 1:
          text.insert(pick(text.size()), 1, static_cast<char>(pick(256)));
          break;
        case 2:
          text.insert(pick(text.size()), 1, "{}()[]'$@=:?!.,|\n\r\\#/*"[pick(22)]);
          break;
        default: {
          const auto from = pick(text.size());
          text.insert(pick(text.size()), text.substr(from, pick(20)));
        }
      }
    }
    ASSERT_EQ(broken_invariant(parse(text, FileKind::template_file)), "") << text;
    ASSERT_EQ(broken_invariant(parse(text, FileKind::parameter_file)), "") << text;
  }
}

TEST(HostileInput, IsNoise) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string text(2000, ' ');
    for (auto& c : text) c = static_cast<char>(std::uniform_int_distribution<int>(0, 255)(random));
    ASSERT_EQ(broken_invariant(parse(text, FileKind::template_file)), "");
  }
}

TEST(Samples, ParseAndPrintBack) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(FLEETLINT_SOURCE_DIR "/samples")) {
    const auto path = entry.path().string();
    if (!path.ends_with(".bicep") && !path.ends_with(".bicepparam")) continue;
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto tree = parse(text, file_kind_of(path));
    EXPECT_EQ(error_list(tree), "") << path;
    EXPECT_EQ(print_source(tree), text) << path;
    ++files;
  }
  EXPECT_GT(files, 0u);
}

}  // namespace
}  // namespace fleetlint::syntax
