#include "hostile_inputs.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <random>

namespace fleetlint::test {
namespace {

std::string repeat(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::string random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);  // the sequence is fixed by the standard
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random() & 0xFF);
  return out;
}

/// Random, but of the characters that the language is made of: gets further than random bytes do.
std::string random_tokens(const std::vector<std::string>& tokens, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += tokens[random() % tokens.size()];
  return out;
}

class Inputs {
 public:
  Inputs(std::string extension, std::size_t nesting) : depth(nesting), extension_(std::move(extension)) {}

  const std::size_t depth;

  void add(const std::string& name, std::string bytes) { inputs.push_back({name, "input" + extension_, std::move(bytes)}); }

  /// `front`, then the opening text many times; once left open, once closed again around `inside`.
  void nest(const std::string& name, const std::string& front, const std::string& open, const std::string& inside, const std::string& close,
            const std::string& back = "\n") {
    add(name + " open", front + repeat(open, depth));
    add(name + " closed", front + repeat(open, depth) + inside + repeat(close, depth) + back);
    add(name + " closing only", front + repeat(close, depth) + back);
  }

  void add_encodings(const std::string& text) {
    add("empty", "");
    add("byte order mark alone", "\xef\xbb\xbf");
    add("byte order mark", "\xef\xbb\xbf" + text);
    std::string utf16 = "\xff\xfe";
    for (const char c : text) utf16 += c, utf16 += '\0';
    add("UTF-16", utf16);
    add("Latin-1", text + "// \xe9\xe8\xfc\n'\xe9'");
    add("NUL bytes", std::string(1000, '\0'));
    add("NUL inside", text.substr(0, text.size() / 2) + std::string(1, '\0') + text.substr(text.size() / 2));
    add("lone carriage returns", repeat("a\r", 1000));
    for (unsigned seed = 1; seed <= 8; ++seed) add("random bytes " + std::to_string(seed), random_bytes(std::size_t{1} << (2 * seed), seed));
  }

  std::vector<HostileInput> inputs;

 private:
  std::string extension_;
};

void add_bicep(Inputs& in, const std::string& front, const std::string& sample) {
  in.nest("parentheses", front, "(", "1", ")");
  in.nest("square brackets", front, "[", "1", "]");
  in.nest("square brackets over lines", front, "[\n", "1\n", "]\n");
  in.nest("braces", front, "{a:", "1", "}");
  in.nest("braces over lines", front, "{\na:", "1", "\n}");
  in.nest("interpolation", front, "'${", "1", "}'");
  in.nest("calls", front, "f(", "1", ")");
  in.nest("loops", front, "[for i in ", "a", ": i]");
  in.nest("conditions", "resource r 'a@b' = ", "if (true) ", "{}", "");
  in.nest("nested resources", "resource r 'a/b@c' = {\n", "resource r 'a' = {\n", "", "}\n");
  in.nest("types", "type t = ", "{a:", "int", "}");
  in.nest("tuple types", "type t = ", "[", "int", "]");
  in.nest("parameterized types", "type t = ", "x<", "int", ">");
  in.nest("block comments", "", "/*", "", "*/");
  in.nest("multi-line strings", front, "'''", "", "'''");
  for (const auto* unary : {"!", "-", "+", "~"}) in.add(std::string("unary ") + unary, front + repeat(unary, in.depth) + "1\n");
  for (const auto* binary : {"1+", "1-", "1*", "1??", "true&&", "true||", "1==", "1<", "a?1:", "a?"})
    in.add(std::string("chain of ") + binary, front + repeat(binary, in.depth) + "1\n");
  in.add("ternary to the left", front + repeat("a?", in.depth) + "1" + repeat(":1", in.depth) + "\n");
  for (const auto* postfix : {".a", "[0]", "()", "!", ".?a", "[?0]", "::a", "[^1]", ".a()"})
    in.add(std::string("chain of ") + postfix, front + "a" + repeat(postfix, in.depth) + "\n");
  in.add("array type suffix", "type t = int" + repeat("[]", in.depth) + "\n");
  in.add("optional type suffix", "type t = int" + repeat("?", in.depth) + "\n");
  in.add("union type", "type t = " + repeat("'a'|", in.depth) + "'b'\n");
  in.add("lambdas", front + repeat("x=>", in.depth) + "1\n");
  in.add("decorators", repeat("@description('a')\n", in.depth) + "param a string\n");
  in.add("arguments of a type", "type t = resourceInput<" + repeat("'a',", in.depth) + "'a'>\n");
  in.add("extensions", [&] {
    std::string text;
    for (std::size_t i = 0; i < in.depth; ++i) text += "extension kubernetes as k" + std::to_string(i) + "\n";
    return text;
  }());
  in.add("decorators on one line", repeat("@a()", in.depth));
  in.add("declarations", repeat("var a = 1\n", in.depth));
  in.add("variables that use each other", [] {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "var a" + std::to_string(i) + " = a" + std::to_string(i + 1) + "\n";
    return text + "var a20000 = 1\n";
  }());
  in.add("strings that double", [] {
    std::string text = "var a0 = 'xxxxxxxxxxxxxxxx'\n";
    for (int i = 0; i < 100; ++i) text += "var a" + std::to_string(i + 1) + " = '${a" + std::to_string(i) + "}${a" + std::to_string(i) + "}'\n";
    return text + "output o string = a100\n";
  }());
  in.add("arrays that double", [] {
    std::string text = "var a0 = [1, 2]\n";
    for (int i = 0; i < 100; ++i) text += "var a" + std::to_string(i + 1) + " = concat(a" + std::to_string(i) + ", a" + std::to_string(i) + ")\n";
    return text + "output o array = a100\n";
  }());
  in.add("a loop of two thousand million", "var a = [for i in range(0, 2000000000): i]\noutput o array = a\n");
  in.add("loops in loops", "var a = " + repeat("[for i in range(0, 800): ", 8) + "1" + repeat("]", 8) + "\noutput o array = a\n");
  in.add("its own module", "module a 'input.bicep' = { name: 'a' }\n");
  in.add("errors without end", repeat("= ", in.depth));
  in.add("errors line by line", repeat("=\n", in.depth));
  in.add("huge integer", front + repeat("9", in.depth) + "\n");
  in.add("long identifier", "var " + repeat("a", 1'000'000) + " = 1\n");
  in.add("escapes", front + "'" + repeat("\\u{10FFFF}", in.depth) + "'\n");
  in.add("bad escapes", front + "'" + repeat("\\q", in.depth) + "'\n");
  in.add("pragmas", repeat("#disable-next-line a b c\n", in.depth));
  const std::vector<std::string> tokens = {"var ", "param ", "resource ", "module ", "output ", "type ", "func ", "import ", "a", "b.c", "'s'", "'a@2020-01-01'", "'${", "}'", "'''", "(", ")", "[", "]",
                                           "{", "}", ":", ",", "=", "==", "=>", "?", "??", "|", "!", "-", "1", "\n", "\n", " for ", " in ", " if ", "@", "...", "//", "/*", "*/", "#disable-next-line ", "<", ">", "."};
  for (unsigned seed = 1; seed <= 12; ++seed) in.add("random tokens " + std::to_string(seed), random_tokens(tokens, 2000, seed));
  in.add_encodings(sample);
}

void add_long_bicep(Inputs& in, const std::string& front, std::size_t bytes) {
  in.add("a string", front + "'" + std::string(bytes, 'x') + "'\n");
  in.add("names", front + repeat("ab ", bytes / 3));
  in.add("one name", std::string(bytes, 'a'));
  in.add("a comment", "// " + std::string(bytes, 'x'));
  in.add("errors", repeat("\xE2\x82\xAC ' ", bytes / 6));
}

void add_json(Inputs& in, const std::string& front, const std::string& back, const std::string& sample) {
  in.nest("arrays", front, "[", "1", "]", back);
  in.nest("objects", front, "{\"a\":", "1", "}", back);
  in.nest("arrays and objects", front, "[{\"a\":", "1", "}]", back);
  in.nest("expression calls", front + "\"[", "concat(", "'a'", ")", "]\"" + back);
  in.nest("expression indexes", front + "\"[a()", "[", "0", "]", "]\"" + back);
  in.add("expression members", front + "\"[a()" + repeat(".b", in.depth) + "]\"" + back);
  in.add("expression escapes", front + "\"[concat('" + repeat("\\u0027\\u0027", in.depth) + "')]\"" + back);
  in.add("commas", front + "[" + repeat(",", in.depth) + "]" + back);
  in.add("many members of one name", front + "{" + repeat("\"a\":1,", in.depth) + "\"a\":1}" + back);
  in.add("long number", front + repeat("9", in.depth) + back);
  in.add("huge exponent", front + "1e" + repeat("9", 1000) + back);
  in.add("escapes", front + "\"" + repeat("\\uD83D\\uDE80", in.depth) + "\"" + back);
  in.add("half surrogates", front + "\"" + repeat("\\uD83D", 1000) + "\"" + back);
  in.add("comments", repeat("/* */ // x\n", in.depth) + "{}");
  in.add("open comment", front + "/*");
  in.add("open string", front + "\"abc");
  in.add("control characters", front + "\"\x01\x02\x1f\"" + back);
  const std::vector<std::string> tokens = {"{", "}", "[", "]", ":", ",", "\"a\"", "\"[concat('a')]\"", "1", "-1.5e3", "true", "null", " ", "\n", "//", "/*", "*/", "\"", "\\", "\"resources\"", "\"type\"", "\"$schema\""};
  for (unsigned seed = 1; seed <= 12; ++seed) in.add("random tokens " + std::to_string(seed), random_tokens(tokens, 2000, seed));
  in.add_encodings(sample);
}

void add_long_json(Inputs& in, const std::string& front, const std::string& back, std::size_t bytes) {
  in.add("a string", front + "\"" + std::string(bytes, 'x') + "\"" + back);
  in.add("an array", front + "[" + repeat("1,", bytes / 2) + "1]" + back);
  in.add("errors", front + "[" + repeat("\xE2\x82\xAC\xFF ", bytes / 5) + "1]" + back);
}

void add_yaml(Inputs& in) {
  const std::string front = "schema: fleetlint/rollout/1\nname: a\nstart: 2025-03-04T00:00:00Z\n";
  in.nest("flow sequences", front + "sets: ", "[", "1", "]");
  in.nest("flow mappings", front + "sets: ", "{a: ", "1", "}");
  in.add("dashes", front + "sets: " + repeat("- ", in.depth) + "1\n");
  in.add("question marks", repeat("? ", in.depth) + "1\n");
  in.add("indentation", [] {
    std::string text;
    for (std::size_t i = 0; i < 2000; ++i) text += std::string(i, ' ') + "a:\n";
    return text;
  }());
  in.add("aliases that double", [] {
    std::string text = "a0: &a0 [1, 1]\n";
    for (int i = 0; i < 60; ++i) text += "a" + std::to_string(i + 1) + ": &a" + std::to_string(i + 1) + " [*a" + std::to_string(i) + ", *a" + std::to_string(i) + "]\n";
    return text;
  }());
  in.add("an alias of itself", "a: &a [*a]\n");
  in.add("merge keys", "a: &a {b: 1}\nc: {<<: *a}\n");
  in.add("several documents", front + "---\n" + front);
  in.add("tags", "a: !!binary x\nb: !python/object x\n");
  in.add("huge capacity", front + "regions: [{name: a}]\nsets:\n  - {id: a, region: a, capacity: 99999999999999999999}\n");
  in.add("negative capacity", front + "regions: [{name: a}]\nsets:\n  - {id: a, region: a, capacity: -1}\n");
  in.add("bad instants", "schema: fleetlint/rollout/1\nname: a\nstart: 2025-99-99T99:99:99Z\nhorizon: P99999999999999999Y\n");
  in.add("endless horizon", front + "horizon: P999999999W\n");
  in.add("open quote", front + "a: \"x");
  in.add("tabs", front + "\tsets: 1\n");
  const std::vector<std::string> tokens = {"a", ": ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", "\"", "'", "&a ", "*a ", "|", ">", "#", "sets", "capacity: 1", "schema: fleetlint/rollout/1\n", "!x ", "---\n", "? "};
  for (unsigned seed = 1; seed <= 20; ++seed) in.add("random tokens " + std::to_string(seed), random_tokens(tokens, 500, seed));
  in.add_encodings(front);
}

void add_long_yaml(Inputs& in, std::size_t bytes) {
  const std::string front = "schema: fleetlint/rollout/1\nname: a\n";
  in.add("a word", front + "a: " + std::string(bytes, 'x') + "\n");
  in.add("a flow sequence", front + "a: [" + repeat("1,", bytes / 2) + "1]\n");
}

}  // namespace

namespace {

constexpr const char* template_front = R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [], "variables": {"a": )";
constexpr const char* parameters_front = R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {"a": {"value": )";

/// How a kind of file begins and ends around a value, and what a sound one looks like.
struct Frame {
  HostileKind kind;
  const char* extension;
  std::string front, back, sample;
};

const Frame& frame_of(HostileKind kind) {
  static const Frame frames[] = {
      {HostileKind::bicep, ".bicep", "var a = ", "", "var a = 'x'\nresource r 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {\n  name: a\n}\n"},
      {HostileKind::bicep_parameters, ".bicepparam", "using none\nparam a = ", "", "using 'main.bicep'\nparam a = 'x'\n"},
      {HostileKind::arm_template, ".json", template_front, "}}", std::string(template_front) + "1}}"},
      {HostileKind::arm_parameters, ".json", parameters_front, "}}}", std::string(parameters_front) + "1}}}"},
      {HostileKind::json, ".json", "{\"a\": ", "}", "{\"a\": 1}"},
      {HostileKind::yaml, ".yaml", "", "", ""},
      {HostileKind::json_lines, ".jsonl", "{\"template\": \"a\", \"a\": ", "}\n", "{\"template\": \"a\"}\n"},
  };
  return *std::find_if(std::begin(frames), std::end(frames), [&](const Frame& each) { return each.kind == kind; });
}

bool is_bicep(HostileKind kind) { return kind == HostileKind::bicep || kind == HostileKind::bicep_parameters; }

}  // namespace

std::vector<HostileInput> hostile_inputs(HostileKind kind, std::size_t depth) {
  const auto& frame = frame_of(kind);
  Inputs in(frame.extension, depth);
  if (kind == HostileKind::yaml) add_yaml(in);
  else if (is_bicep(kind)) add_bicep(in, frame.front, frame.sample);
  else add_json(in, frame.front, frame.back, frame.sample);
  return std::move(in.inputs);
}

std::vector<HostileInput> very_long_lines(HostileKind kind, std::size_t bytes) {
  const auto& frame = frame_of(kind);
  Inputs in(frame.extension, 1);
  if (kind == HostileKind::yaml) add_long_yaml(in, bytes);
  else if (is_bicep(kind)) add_long_bicep(in, frame.front, bytes);
  else add_long_json(in, frame.front, frame.back, bytes);
  return std::move(in.inputs);
}

}  // namespace fleetlint::test
