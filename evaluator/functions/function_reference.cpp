#include "fleetlint/evaluator/function_reference.h"

#include <array>

#include "functions/function.h"

namespace fleetlint::eval {
namespace {

std::string type_words(KindSet kinds) {
  if (kinds == takes::lambda) return "lambda";
  if ((kinds.bits & takes::any.bits) == takes::any.bits) return "any";
  constexpr std::array<std::string_view, 7> words = {"null", "bool", "int", "float", "string", "array", "object"};
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!kinds.may_be(static_cast<ValueKind>(i))) continue;
    if (!text.empty()) text += " | ";
    text += words[i];
  }
  return text;
}

std::string signature_of(const Function& function) {
  std::string text(function.name);
  text += '(';
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const Parameter& parameter = function.parameters[i];
    if (i >= function.max_arguments) break;
    if (i > 0) text += ", ";
    text += parameter.name;
    if (i >= function.min_arguments) text += '?';
    const bool repeats = i + 1 == function.parameters.size() && function.max_arguments == any_number;
    if (repeats) text += "…";
    text += ": " + type_words(parameter.kinds);
  }
  return text + "): " + type_words(function.result);
}

std::string_view when_words(When when) {
  constexpr std::array<std::string_view, 5> words = {"start", "parameter default", "context", "runtime", "loop"};
  return words[static_cast<std::size_t>(when)];
}

}  // namespace

std::vector<FunctionInfo> function_reference() {
  std::vector<FunctionInfo> all;
  for (const Family& family : all_functions())
    for (const Function& function : family.functions) all.push_back({family.name, function.name, signature_of(function), when_words(function.when), function.doc});
  return all;
}

std::string function_reference_page() {
  std::string page =
      "# Functions of the template language\n\n"
      "Made by `fleetlint functions --format markdown`. *When* says where a function can be answered: at the *start* of a\n"
      "deployment (anywhere), in a *parameter default* only, with facts about the target (*context*), at *runtime* only\n"
      "(properties and outputs), or inside a *loop*. Names match without case.\n";
  std::string_view family;
  for (const FunctionInfo& info : function_reference()) {
    if (info.family != family) {
      family = info.family;
      page += fmt::format("\n## {}\n\n| function | when | what it gives |\n|---|---|---|\n", family);
    }
    std::string signature;
    for (const char c : info.signature) signature += c == '|' ? std::string("\\|") : std::string(1, c);
    page += fmt::format("| `{}` | {} | {} |\n", signature, info.when, info.doc);
  }
  return page;
}

}  // namespace fleetlint::eval
