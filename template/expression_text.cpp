// Canonical text of expressions: `, ` between arguments, no other blanks, names after a dot where they can stand there.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "fleetlint/template/writer.h"
#include "json_text.h"

namespace fleetlint::arm {
namespace {

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; };
  return !text.empty() && letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// Text: a string or a buffer.
template <typename Text>
void append_quoted(Text& out, std::string_view text) {
  out += '\'';
  for (auto quote = text.find('\''); quote != std::string_view::npos; quote = text.find('\'')) {
    out.append(text.substr(0, quote + 1));
    out += '\'';
    text.remove_prefix(quote + 1);
  }
  out.append(text);
  out += '\'';
}

template <typename Text>
void append_integer(Text& out, std::int64_t value) {
  const fmt::format_int digits(value);
  out.append(digits.data(), digits.size());
}

/// A dot right behind a number would be read as a fraction: such members are printed in brackets.
bool is_number(const Expression& expression) {
  return expression.kind == ExpressionKind::integer || expression.kind == ExpressionKind::number;
}

/// Either an expression or text that waits to be printed.
struct Step {
  const Expression* expression;
  std::string_view text;
};

/// What waits, newest first. Nearly all expressions fit into the fixed part.
class Stack {
 public:
  bool empty() const { return size_ == 0; }
  void push(Step step) {
    if (size_ < fixed_.size()) fixed_[size_] = step;
    else more_.push_back(step);
    ++size_;
  }
  Step pop() {
    if (--size_ < fixed_.size()) return fixed_[size_];
    const auto step = more_.back();
    more_.pop_back();
    return step;
  }

 private:
  std::size_t size_ = 0;
  std::array<Step, 16> fixed_;
  std::vector<Step> more_;
};

template <typename Text>
void write_expression(Text& out, const Expression& expression) {
  // Chains of accesses are deep on the left, so the walk has a stack of its own; pushed in reverse.
  Stack stack;
  stack.push({&expression, {}});
  while (!stack.empty()) {
    const auto step = stack.pop();
    if (!step.expression) {
      out.append(step.text);
      continue;
    }
    const auto& at = *step.expression;
    switch (at.kind) {
      case ExpressionKind::string: append_quoted(out, at.text); break;
      case ExpressionKind::integer: append_integer(out, at.integer); break;
      case ExpressionKind::number: out.append(at.text); break;
      case ExpressionKind::call:
        out.append(at.text);
        out += '(';
        stack.push({nullptr, ")"});
        for (auto i = at.arguments.size(); i-- > 0;) {
          stack.push({at.arguments[i], {}});
          if (i > 0) stack.push({nullptr, ", "});
        }
        break;
      case ExpressionKind::access:
        if (at.key().kind == ExpressionKind::string && is_identifier(at.key().text) && !is_number(at.base())) {
          stack.push({nullptr, at.key().text});
          stack.push({nullptr, "."});
        } else {
          stack.push({nullptr, "]"});
          stack.push({&at.key(), {}});
          stack.push({nullptr, "["});
        }
        stack.push({&at.base(), {}});
        break;
    }
  }
}

}  // namespace

void append_expression(std::string& out, const Expression& expression) { write_expression(out, expression); }
void append_expression(TextBuffer& out, const Expression& expression) { write_expression(out, expression); }

std::string to_text(const Expression& expression) {
  std::string out;
  append_expression(out, expression);
  return out;
}

}  // namespace fleetlint::arm
