#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "format_oracle.h"

namespace fleetlint::syntax {
namespace {

std::string formatted(std::string_view text, std::uint32_t width = 120,
                      FileKind kind = FileKind::template_file) {
  FormatOptions options;
  options.width = width;
  const auto tree = parse(text, kind);
  EXPECT_EQ(formatting_defect(text, kind, width), "");
  return format(tree, options);
}

TEST(Format, SpreadsDeclarations) {
  EXPECT_EQ(formatted("param   a   string='x'"), "param a string = 'x'\n");
  EXPECT_EQ(formatted("var a=1+2*f( b ,c )"), "var a = 1 + 2 * f(b, c)\n");
  EXPECT_EQ(formatted("output o  resource  =r"), "output o resource = r\n");
  EXPECT_EQ(formatted("func f( a int )string=>a.b [ 0 ] !"), "func f(a int) string => a.b[0]!\n");
  EXPECT_EQ(formatted("import {a,b as c} from 'x'"), "import { a, b as c } from 'x'\n");
  EXPECT_EQ(formatted("using   none", 120, FileKind::parameter_file), "using none\n");
  EXPECT_EQ(formatted(""), "\n");
}

TEST(Format, KeepsOneEmptyLineBetweenDeclarations) {
  EXPECT_EQ(formatted("\n\n\nvar a = 1\n\n\n\nvar b = 2\nvar c = 3\n\n"),
            "var a = 1\n\nvar b = 2\nvar c = 3\n");
  EXPECT_EQ(formatted("@a()\n\n\n@b()\nvar a = 1"), "@a()\n@b()\nvar a = 1\n");
}

TEST(Format, BreaksObjectsThatStartWithALineBreak) {
  EXPECT_EQ(formatted("var a = {b:1,c:2}"), "var a = { b: 1, c: 2 }\n");
  EXPECT_EQ(formatted("var a = {\nb:1,c:2}"), "var a = {\n  b: 1\n  c: 2\n}\n");
  EXPECT_EQ(formatted("var a = {\n\n\n b: 1\n\n\n c: 2\n\n}"), "var a = {\n  b: 1\n\n  c: 2\n}\n");
  EXPECT_EQ(formatted("var a = [1,2]"), "var a = [1, 2]\n");
  EXPECT_EQ(formatted("var a = [ \n ]"), "var a = []\n");
}

TEST(Format, BreaksWhatDoesNotFit) {
  EXPECT_EQ(formatted("var a = { bbbbbbbb: 1, cccccccc: 2 }", 20),
            "var a = {\n  bbbbbbbb: 1\n  cccccccc: 2\n}\n");
  EXPECT_EQ(formatted("var a = f(bbbbbbbb, cccccccc)", 20), "var a = f(\n  bbbbbbbb,\n  cccccccc\n)\n");
  EXPECT_EQ(formatted("var a = bbbbbbbbbb ? cccccccc : dddddddd", 20),
            "var a = bbbbbbbbbb\n  ? cccccccc\n  : dddddddd\n");
  EXPECT_EQ(formatted("type t = 'aaaaaaaa' | 'bbbbbbbb'", 20), "type t =\n  | 'aaaaaaaa'\n  | 'bbbbbbbb'\n");
  EXPECT_EQ(formatted("var a = map(bbbbb, ccc => ddd.eeeeee)", 30),
            "var a = map(\n  bbbbb,\n  ccc => ddd.eeeeee\n)\n");
}

TEST(Format, LetsALastObjectBreakAlone) {
  EXPECT_EQ(formatted("var a = f(x, {\n b: 1\n})"), "var a = f(x, {\n  b: 1\n})\n");
  EXPECT_EQ(formatted("var a = map(x, y => {\n b: 1\n})"), "var a = map(x, y => {\n  b: 1\n})\n");
}

TEST(Format, KeepsComments) {
  EXPECT_EQ(formatted("// a\nvar b = 1 // c\n/* d */ var e = /* f */ 2"),
            "// a\nvar b = 1 // c\n/* d */ var e = /* f */ 2\n");
  EXPECT_EQ(formatted("var a = [ // b\n 1\n // c\n]"), "var a = [\n  // b\n  1\n  // c\n]\n");
  EXPECT_EQ(formatted("#disable-next-line   A   B\nvar a = 1"), "#disable-next-line A B\nvar a = 1\n");
  EXPECT_EQ(formatted("var a = { b: 1 /* c */ }"), "var a = { b: 1 /* c */ }\n");
}

TEST(Format, LeavesBrokenDeclarationsAlone) {
  const auto tree = parse("var a   =   +\n\nvar   b=1\n", FileKind::template_file);
  EXPECT_EQ(format(tree), "var a   =   +\n\nvar b = 1\n");
}

TEST(Format, ObeysItsOptions) {
  const auto tree = parse("var a = {\n b: '''\nc\n'''\n}", FileKind::template_file);
  FormatOptions options;
  options.indent_size = 4;
  options.new_line = FormatOptions::NewLine::crlf;
  EXPECT_EQ(format(tree, options), "var a = {\r\n    b: '''\r\nc\r\n'''\r\n}\r\n");
  options.indent_with_tabs = true;
  options.new_line = FormatOptions::NewLine::lf;
  options.insert_final_new_line = false;
  EXPECT_EQ(format(tree, options), "var a = {\n\tb: '''\nc\n'''\n}");
}

TEST(Format, CountsWidthInUtf16) {
  // Nine letters of one unit each, or nine faces of two.
  const std::string face = "\xF0\x9F\x98\x80";
  std::string faces;
  for (int i = 0; i < 9; ++i) faces += face;
  EXPECT_EQ(formatted("var a = ['abcdefghi', 1]", 24), "var a = ['abcdefghi', 1]\n");
  EXPECT_EQ(formatted("var a = ['" + faces + "', 1]", 24), "var a = [\n  '" + faces + "'\n  1\n]\n");
}

TEST(Format, TakesLongChainsWithoutRecursion) {
  std::string sum = "var a = 1", members = "var b = c";
  for (int i = 0; i < 50'000; ++i) sum += " + 1", members += ".d";
  EXPECT_EQ(format(parse(sum, FileKind::template_file)), sum + "\n");
  EXPECT_EQ(format(parse(members, FileKind::template_file)), members + "\n");
}

TEST(Format, KeepsTheMeaningOfSamplesAtAnyWidth) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(FLEETLINT_SOURCE_DIR "/samples")) {
    const auto path = entry.path().string();
    if (!path.ends_with(".bicep") && !path.ends_with(".bicepparam")) continue;
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    for (const std::uint32_t width : {0u, 40u, 80u, 120u, 1000u})
      EXPECT_EQ(formatting_defect(text, file_kind_of(path), width), "") << path;
    ++files;
  }
  EXPECT_GT(files, 0u);
}

}  // namespace
}  // namespace fleetlint::syntax
