// Canonical text of expressions: `, ` between arguments, no other blanks, names after a dot where they can stand there.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "fleetlint/template/writer.h"

namespace fleetlint::arm {
namespace {

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; };
  return !text.empty() && letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void append_quoted(std::string& out, std::string_view text) {
  out += '\'';
  for (auto quote = text.find('\''); quote != std::string_view::npos; quote = text.find('\'')) {
    out.append(text.substr(0, quote + 1));
    out += '\'';
    text.remove_prefix(quote + 1);
  }
  out.append(text);
  out += '\'';
}

/// Either an expression or text that waits to be printed.
struct Step {
  const Expression* expression;
  std::string_view text;
};

}  // namespace

void append_expression(std::string& out, const Expression& expression) {
  // Chains of accesses are deep on the left, so the walk has a stack of its own; pushed in reverse.
  std::vector<Step> stack{{&expression, {}}};
  while (!stack.empty()) {
    const auto step = stack.back();
    stack.pop_back();
    if (!step.expression) {
      out.append(step.text);
      continue;
    }
    const auto& at = *step.expression;
    switch (at.kind) {
      case ExpressionKind::string: append_quoted(out, at.text); break;
      case ExpressionKind::integer: fmt::format_to(std::back_inserter(out), "{}", at.integer); break;
      case ExpressionKind::number: out.append(at.text); break;
      case ExpressionKind::call:
        out.append(at.text);
        out += '(';
        stack.push_back({nullptr, ")"});
        for (auto i = at.arguments.size(); i-- > 0;) {
          stack.push_back({at.arguments[i], {}});
          if (i > 0) stack.push_back({nullptr, ", "});
        }
        break;
      case ExpressionKind::access:
        if (at.key().kind == ExpressionKind::string && is_identifier(at.key().text)) {
          stack.push_back({nullptr, at.key().text});
          stack.push_back({nullptr, "."});
        } else {
          stack.push_back({nullptr, "]"});
          stack.push_back({&at.key(), {}});
          stack.push_back({nullptr, "["});
        }
        stack.push_back({&at.base(), {}});
        break;
    }
  }
}

std::string to_text(const Expression& expression) {
  std::string out;
  append_expression(out, expression);
  return out;
}

}  // namespace fleetlint::arm
