// Results of operators. Literal operands are folded as the platform would compute them; integer bounds follow the arithmetic.
#include <algorithm>

#include "types/checker.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

struct OperatorRow {
  TokenKind token;
  std::string_view text;
  std::string_view function;  // of the template language
  const Type* operand;
  const Type* other_operand;  // tried when the first does not fit; null: none
  const Type* result;
};

/// `the provided value "x"`: the value as it is written, on one line and at most 80 characters long, as the reference shows it.
std::string provided_value(syntax::Node value) {
  constexpr std::size_t longest = 80;
  std::string text;
  const auto written = value.text();
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\r' && i + 1 < written.size() && written[i + 1] == '\n') continue;
    text += written[i] == '\n' || written[i] == '\r' ? ' ' : written[i];
  }
  if (text.size() > longest) {
    auto end = longest - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    text += "...";
  }
  return "the provided value \"" + text + "\"";
}

const OperatorRow binary_operators[] = {
    {TokenKind::LogicalOr, "||", "or", &types::boolean, nullptr, &types::boolean},
    {TokenKind::LogicalAnd, "&&", "and", &types::boolean, nullptr, &types::boolean},
    {TokenKind::Equals, "==", "equals", &types::any, nullptr, &types::boolean},
    {TokenKind::NotEquals, "!=", "equals", &types::any, nullptr, &types::boolean},
    {TokenKind::EqualsInsensitive, "=~", "equals", &types::string, nullptr, &types::boolean},
    {TokenKind::NotEqualsInsensitive, "!~", "equals", &types::string, nullptr, &types::boolean},
    {TokenKind::LeftChevron, "<", "less", &types::integer, &types::string, &types::boolean},
    {TokenKind::LessThanOrEqual, "<=", "lessOrEquals", &types::integer, &types::string, &types::boolean},
    {TokenKind::RightChevron, ">", "greater", &types::integer, &types::string, &types::boolean},
    {TokenKind::GreaterThanOrEqual, ">=", "greaterOrEquals", &types::integer, &types::string, &types::boolean},
    {TokenKind::Plus, "+", "add", &types::integer, nullptr, &types::integer},
    {TokenKind::Minus, "-", "sub", &types::integer, nullptr, &types::integer},
    {TokenKind::Asterisk, "*", "mul", &types::integer, nullptr, &types::integer},
    {TokenKind::Slash, "/", "div", &types::integer, nullptr, &types::integer},
    {TokenKind::Modulo, "%", "mod", &types::integer, nullptr, &types::integer},
    {TokenKind::DoubleQuestion, "??", "coalesce", &types::any, nullptr, &types::any},
};

const OperatorRow* find_operator(TokenKind token) {
  for (const auto& row : binary_operators) {
    if (row.token == token) return &row;
  }
  return nullptr;
}

using Bound = std::optional<std::int64_t>;

// The least or greatest value; absent when unbounded. An unbounded member leaves the reference's minimum of a union at the
// bounded ones, which this keeps.
Bound bound(const Type& type, bool upper) {
  if (type.is(TypeKind::integer_literal)) return type.integer;
  if (type.is(TypeKind::integer)) return upper ? type.max : type.min;
  if (!type.is(TypeKind::union_of)) return std::nullopt;
  Bound result;
  for (const auto& member : type.elements) {
    const auto value = bound(*member, upper);
    if (value && (!result || (upper ? *value > *result : *value < *result))) result = value;
  }
  return result;
}

Bound checked_add(Bound a, Bound b) {
  std::int64_t sum = 0;
  if (!a || !b || __builtin_add_overflow(*a, *b, &sum)) return std::nullopt;
  return sum;
}

const Type* compare_ranges(TokenKind op, const Type& left, const Type& right) {
  const auto left_min = bound(left, false), left_max = bound(left, true), right_min = bound(right, false), right_max = bound(right, true);
  const auto less = [](Bound a, Bound b) { return a && b && *a < *b; };
  const auto less_equal = [](Bound a, Bound b) { return a && b && *a <= *b; };
  switch (op) {
    case TokenKind::LeftChevron:
      return less(left_max, right_min) ? &types::true_ : less_equal(right_max, left_min) ? &types::false_ : nullptr;
    case TokenKind::LessThanOrEqual:
      return less_equal(left_max, right_min) ? &types::true_ : less(right_max, left_min) ? &types::false_ : nullptr;
    case TokenKind::RightChevron:
      return less(right_max, left_min) ? &types::true_ : less_equal(left_max, right_min) ? &types::false_ : nullptr;
    case TokenKind::GreaterThanOrEqual:
      return less_equal(right_max, left_min) ? &types::true_ : less(left_max, right_min) ? &types::false_ : nullptr;
    default: return nullptr;
  }
}

}  // namespace

const Type* Checker::negate(const Type& type) {
  if (type.is(TypeKind::union_of)) {
    std::vector<TypeRef> members;
    for (const auto& member : type.elements) members.emplace_back(negate(*member));
    return union_or_collapsed(members, arena_);
  }
  const auto minus = [](Bound value) { return value && *value != INT64_MIN ? Bound(-*value) : Bound(); };
  if (type.is(TypeKind::integer_literal) && type.integer != INT64_MIN) return arena_.integer_literal(-type.integer, type.flags);
  if (type.is(TypeKind::integer)) return arena_.integer(minus(type.max), minus(type.min), type.flags);
  return &types::integer;
}

const Type* Checker::fold_unary(TokenKind op, const Type& operand) {
  if (op == TokenKind::Minus) return is_assignable(operand, types::integer) ? negate(operand) : nullptr;
  if (op != TokenKind::Exclamation || !is_assignable(operand, types::boolean)) return nullptr;
  if (operand.is(TypeKind::boolean_literal)) return arena_.boolean_literal(operand.integer == 0, operand.flags);
  if (operand.is(TypeKind::union_of)) {
    std::vector<TypeRef> members;
    for (const auto& member : operand.elements) members.emplace_back(fold_unary(op, *member));
    return arena_.union_of(members);
  }
  return operand.is(TypeKind::boolean) ? arena_.make(operand) : &types::boolean;
}

bool Checker::inside_ternary_branch(Node node) const {
  for (Node at = node; at.index() != 0;) {
    const auto parent = model_.parent(at);
    if (parent.is(NodeKind::TernaryOperation) && (at.role() == Role::when_true || at.role() == Role::when_false)) return true;
    at = parent;
  }
  return false;
}

const Type* Checker::unary_type(Node node) {
  const auto operand_node = node.first_child();
  const auto* operand = type_of(operand_node);
  if (operand->is_error()) return &types::error;
  const auto op = node.operator_kind();
  // -9223372036854775808 has no positive counterpart.
  if (const auto* folded = fold_unary(op, *operand)) return folded;
  if (const auto* inner = without_null(*operand, arena_); inner != nullptr && inside_ternary_branch(node)) {
    if (const auto* folded = fold_unary(op, *inner)) {
      report(node.span(), Diagnostic::PossiblyNullAssignment, type_name(*inner), provided_value(operand_node), type_name(*operand));
      return folded;
    }
  }
  report(node.span(), Diagnostic::UnaryOperatorType, op == TokenKind::Minus ? "-" : "!", type_name(*operand));
  return &types::error;
}

const Type* Checker::fold_binary(Node node, TokenKind op, const Type& left, const Type& right) {
  const auto* row = find_operator(op);
  if (row == nullptr) return nullptr;
  const auto fits = [&](const Type* operand) { return operand != nullptr && is_assignable(left, *operand) && is_assignable(right, *operand); };
  const bool numeric = fits(row->operand);
  if (!numeric && !fits(row->other_operand)) return nullptr;

  std::vector<const Type*> operands{&left, &right};
  if (op == TokenKind::EqualsInsensitive || op == TokenKind::NotEqualsInsensitive) {
    for (auto& operand : operands) {
      const auto* lowered = fold_call("toLower", {operand}, std::nullopt);
      if (lowered == nullptr) return &types::boolean;
      operand = lowered;
    }
  }
  if (const auto* folded = fold_call(row->function, operands, node.span())) {
    const bool negated = op == TokenKind::NotEquals || op == TokenKind::NotEqualsInsensitive;
    return negated && folded->is(TypeKind::boolean_literal) ? arena_.boolean_literal(folded->integer == 0) : folded;
  }
  const auto is_boolean = [](const Type& type, bool value) { return type.is(TypeKind::boolean_literal) && (type.integer != 0) == value; };
  switch (op) {
    case TokenKind::LogicalOr:
      if (is_boolean(left, true) || is_boolean(right, true)) return &types::true_;
      return row->result;
    case TokenKind::LogicalAnd:
      if (is_boolean(left, false) || is_boolean(right, false)) return &types::false_;
      return row->result;
    case TokenKind::LeftChevron: case TokenKind::LessThanOrEqual: case TokenKind::RightChevron: case TokenKind::GreaterThanOrEqual: {
      const auto* known = numeric ? compare_ranges(op, left, right) : nullptr;
      return known != nullptr ? known : row->result;
    }
    case TokenKind::Plus: case TokenKind::Minus: case TokenKind::Modulo: break;
    case TokenKind::DoubleQuestion: {
      if (left.is(TypeKind::null)) return &right;
      if (const auto* inner = without_null(left, arena_)) return arena_.union_of({TypeRef(inner), TypeRef(&right)});
      return &left;
    }
    default: return row->result;
  }
  // Arithmetic on bounds, member by member of unions.
  if (left.is(TypeKind::union_of) || right.is(TypeKind::union_of)) {
    const bool of_left = left.is(TypeKind::union_of);
    std::vector<TypeRef> members;
    for (const auto& member : of_left ? left.elements : right.elements) {
      const auto* type = of_left ? fold_binary(node, op, *member, right) : fold_binary(node, op, left, *member);
      if (type == nullptr) return row->result;
      members.emplace_back(type);
    }
    return union_or_collapsed(members, arena_);
  }
  if (op == TokenKind::Modulo) {
    if (right.is(TypeKind::integer_literal) && right.integer == 0) {
      report(node.span(), Diagnostic::DivideByZero);
      return &types::error;
    }
    Bound divisor;
    if (right.is(TypeKind::integer_literal) && right.integer != INT64_MIN) divisor = std::abs(right.integer);
    if (right.is(TypeKind::integer) && right.max && right.min && *right.min != INT64_MIN && *right.max != INT64_MIN) divisor = std::max(std::abs(*right.min), std::abs(*right.max));
    if (!divisor) return &types::integer;
    const auto low = bound(left, false), high = bound(left, true);
    return arena_.integer(low && *low >= 0 ? 0 : 1 - *divisor, high && *high <= 0 ? 0 : *divisor - 1);
  }
  const auto* addend = op == TokenKind::Minus ? negate(right) : &right;
  if (!left.is_integer() || !addend->is_integer()) return &types::integer;
  return arena_.integer(checked_add(bound(left, false), bound(*addend, false)), checked_add(bound(left, true), bound(*addend, true)));
}

const Type* Checker::binary_type(Node node) {
  const auto left_node = node.part(Role::left), right_node = node.part(Role::right);
  const auto* left = type_of(left_node);
  const auto* right = type_of(right_node);
  if (left->is_error() || right->is_error()) return &types::error;
  const auto op = node.operator_kind();
  if (const auto* folded = fold_binary(node, op, *left, *right)) return folded;
  const auto* left_inner = without_null(*left, arena_);
  const auto* right_inner = without_null(*right, arena_);
  if ((left_inner != nullptr || right_inner != nullptr) && inside_ternary_branch(node)) {
    const auto& a = left_inner != nullptr ? *left_inner : *left;
    const auto& b = right_inner != nullptr ? *right_inner : *right;
    if (const auto* folded = fold_binary(node, op, a, b)) {
      const auto warn = [&](const Type* inner, const Type* whole, Node operand) {
        if (inner != nullptr) report(node.span(), Diagnostic::PossiblyNullAssignment, type_name(*inner), provided_value(operand), type_name(*whole));
      };
      warn(left_inner, left, left_node);
      warn(right_inner, right, right_node);
      return folded;
    }
  }
  const bool strings = op == TokenKind::Plus && is_assignable(*left, types::string) && is_assignable(*right, types::string);
  const auto* row = find_operator(op);
  report(node.span(), Diagnostic::BinaryOperatorTypes, row != nullptr ? row->text : "?", type_name(*left), type_name(*right), strings ? " Use string interpolation instead." : "");
  return &types::error;
}

}  // namespace fleetlint::compiler
