// Intermediate expressions at the place of a JSON value: literals, arrays and objects stay what they are, the rest becomes
// `[…]`; loops among the properties of an object become its `copy` (emission rules H7, L1).
#include <unordered_set>

#include "emit/emitter.h"

#include "bind/syntax_queries.h"

namespace fleetlint::compiler {

using arm::ExpressionKind;
using ir::Kind;
using syntax::NodeKind;

namespace {

bool is_copy(std::string_view name) {
  return name.size() == 4 && (name[0] | 0x20) == 'c' && (name[1] | 0x20) == 'o' && (name[2] | 0x20) == 'p' && (name[3] | 0x20) == 'y';
}

/// The engine takes strings and objects as `input` of a loop; everything else has to be an expression.
bool is_direct_input(const ir::Expression& input) { return input.is(Kind::Object) || input.is(Kind::StringLiteral); }

}  // namespace

Location Emitter::location(const ir::Expression& expression) const {
  if (only_text_) return here_;
  if (!imports_.places.empty())
    if (const auto written = imports_.places.find(&expression); written != imports_.places.end()) return location(written->second);
  return location(expression.source);
}

Location Emitter::location(syntax::Node node) const {
  if (!node || only_text_) return here_;
  auto span = node.span();
  // Decorators stand in front of a statement; the statement itself begins at its keyword.
  const auto first = node.first_child();
  if (first && first.kind() == NodeKind::Decorator) {
    auto token = node.first_token();
    for (syntax::Node child : node.children()) {
      if (child.kind() != NodeKind::Decorator) break;
      token = child.end_token();
    }
    const auto& tokens = node.tree().tokens;
    while (token < node.end_token() && tokens.kind(token) == syntax::TokenKind::NewLine) ++token;
    span.begin = tokens.starts[token];
  }
  return {source_of(node), span};
}

SourceId Emitter::source_of(syntax::Node node) const {
  if (&node.tree() == &model_.tree()) return model_.file().source;
  // Imported declarations were written in another file.
  const auto& sources = model_.graph().source_of_tree;
  const auto found = sources.find(&node.tree());
  return found == sources.end() ? model_.file().source : found->second;
}

arm::Node Emitter::string_value(std::string_view text, Location location) {
  arm::Node node;
  node.kind = arm::NodeKind::string;
  node.text = keep(text);
  node.location = location;
  return node;
}

arm::Node Emitter::boolean_value(bool value) {
  arm::Node node;
  node.kind = arm::NodeKind::boolean;
  node.boolean = value;
  node.location = here_;
  return node;
}

arm::Node Emitter::object_value(const MemberList& members, Location location) {
  arm::Node node;
  node.kind = arm::NodeKind::object;
  node.members = arena().copy(members);
  node.location = location;
  return node;
}

arm::Node Emitter::array_value(const std::vector<arm::Node>& items, Location location) {
  arm::Node node;
  node.kind = arm::NodeKind::array;
  node.items = arena().copy(items);
  node.location = location;
  return node;
}

arm::Node Emitter::expression_value(const arm::Expression* expression, Location location) {
  arm::Node node;
  node.location = location;
  switch (expression->kind) {
    case ExpressionKind::string:
      node.kind = arm::NodeKind::string;
      node.text = expression->text;
      break;
    case ExpressionKind::integer:
      node.kind = arm::NodeKind::integer;
      node.integer = expression->integer;
      break;
    default:
      node.kind = arm::NodeKind::expression;
      node.expression = expression;
  }
  return node;
}

void Emitter::add(MemberList& members, std::string_view name, arm::Node value) {
  arm::Member member;
  member.name = keep(name);
  member.name_location = value.location;
  member.value = value;
  if (is_copy(name)) {
    // As a plain name it would be a loop for the engine (rule L25).
    member.name = arena().copy(std::string_view("[string('" + std::string(name) + "')]"));
    member.name_expression = call("string", {text(name)});
  }
  members.push_back(member);
}

void Emitter::add_declared(MemberList& members, std::string_view name, arm::Node value) {
  arm::Member member;
  member.name = keep(name);
  member.name_location = value.location;
  member.value = value;
  members.push_back(member);
}

arm::Node Emitter::value(const ir::Expression& expression) {
  const auto at = location(expression);
  arm::Node node;
  node.location = at;
  switch (expression.kind) {
    case Kind::BooleanLiteral:
      node.kind = arm::NodeKind::boolean;
      node.boolean = expression.boolean;
      return node;
    case Kind::IntegerLiteral:
      node.kind = arm::NodeKind::integer;
      node.integer = expression.integer;
      return node;
    case Kind::NullLiteral: return node;
    case Kind::StringLiteral: return string_value(expression.text, at);
    case Kind::Object: {
      MemberList members;
      members.reserve(expression.children.size());
      add_properties(members, expression);
      return object_value(members, at);
    }
    case Kind::Array: {
      std::vector<arm::Node> items;
      items.reserve(expression.children.size());
      for (const auto* item : expression.children) items.push_back(value(*item));
      return array_value(items, at);
    }
    default: return expression_value(convert(expression), at);
  }
}

void Emitter::add_properties(MemberList& members, const ir::Expression& object) {
  std::vector<arm::Node> loops;
  for (const auto* property : object.children) {
    const auto& written = property->child(1);
    if (!written.is(Kind::ForLoop)) continue;
    loops.push_back(copy_object(property->child(0).text, written.child(0), &written.child(1), false));
  }
  if (!loops.empty()) add_copy(members, array_value(loops, location(object)));
  std::unordered_set<std::string_view> computed;  // keys that are expressions
  for (const auto* property : object.children) {
    const auto& written = property->child(1);
    if (written.is(Kind::ForLoop)) continue;
    const auto& key = property->child(0);
    // What was made for a written property and is not written itself stands at that property.
    const auto around = here_;
    if (property->source) here_ = location(*property);
    const auto lowered = value(written);
    if (key.is(Kind::StringLiteral)) {
      add(members, key.text, lowered);
    } else {
      arm::Member member;
      const auto* name = convert(key);
      member.name_expression = name;
      member.name = arena().copy(std::string_view("[" + arm::to_text(*name) + "]"));
      member.value = lowered;
      // Of two equal keys the last is written, at its own place.
      if (!computed.insert(member.name).second) {
        std::erase_if(members, [&](const arm::Member& other) { return other.name_expression != nullptr && other.name == member.name; });
      }
      members.push_back(member);
    }
    if (key.source) members.back().name_location = location(key);
    here_ = around;
  }
}

arm::Node Emitter::copy_object(std::string_view name, const ir::Expression& loop, const ir::Expression* input, bool in_module_parameter) {
  MemberList members;
  const auto at = location(loop);
  if (!name.empty()) add(members, "name", string_value(name, at));
  const auto* count = lowering_.call("length", {&loop}, loop.source);
  add(members, "count", value(*count));
  if (input) {
    const auto input_location = location(*input);
    if (is_direct_input(*input) && !in_module_parameter) {
      add(members, "input", value(*input));
    } else {
      // In a module's parameter the loop is named `value`, whatever the parameter is called (rule H12).
      const auto before = copy_index_name_;
      if (in_module_parameter) copy_index_name_ = "value";
      const auto* converted = convert(*input);
      copy_index_name_ = before;
      if (!is_direct_input(*input)) converted = as_function(converted);
      add(members, "input", expression_value(converted, input_location));
    }
  }
  return object_value(members, at);
}

}  // namespace fleetlint::compiler
