#pragma once
// Small questions about syntax nodes that binding, lowering and emission share.
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/grammar/syntax.h"

namespace fleetlint::compiler {

/// The text of a string without holes; copied into the arena only when it holds escapes.
std::optional<std::string_view> literal_text(syntax::Node string, Arena& arena);
/// The name of an ObjectProperty (or ObjectTypeProperty) when it is an identifier or a string without holes.
std::optional<std::string_view> property_key(syntax::Node property, Arena& arena);
/// The ObjectProperty with this name, or no node. Linear, as objects are short where this is asked.
syntax::Node find_property(syntax::Node object, std::string_view name, Arena& arena);
/// The value of that property, or no node.
syntax::Node property_value(syntax::Node object, std::string_view name, Arena& arena);
/// The same where the platform compares names without case: the first that matches.
syntax::Node find_property_ignoring_case(syntax::Node object, std::string_view name, Arena& arena);
syntax::Node property_value_ignoring_case(syntax::Node object, std::string_view name, Arena& arena);

/// The FunctionArgument nodes of a call, in order.
std::vector<syntax::Node> arguments_of(syntax::Node call);
/// What they hold.
std::vector<syntax::Node> argument_values(syntax::Node call);

/// Without parentheses around it.
syntax::Node unwrap_parentheses(syntax::Node expression);
/// Without `!` behind it.
syntax::Node unwrap_non_null(syntax::Node expression);

/// `descendant` is `ancestor` or inside of it.
inline bool is_within(syntax::Node descendant, syntax::Node ancestor) {
  return descendant && ancestor && descendant.index() >= ancestor.index() &&
         descendant.index() < ancestor.index() + ancestor.raw().subtree_size;
}

/// Some kinds of nodes.
class KindSet {
 public:
  constexpr KindSet(std::initializer_list<syntax::NodeKind> kinds) {
    for (const auto kind : kinds) has_[static_cast<std::size_t>(kind)] = true;
  }
  constexpr bool has(syntax::NodeKind kind) const { return has_[static_cast<std::size_t>(kind)]; }

 private:
  std::array<bool, 256> has_{};
};

/// Whether the node or anything below it is of one of these kinds.
bool contains_any(syntax::Node node, const KindSet& kinds);

/// The parts of `resource x 't' = [for …: if (…) {…}]`.
struct BodyParts {
  syntax::Node loop, condition, object;
};
BodyParts body_parts(syntax::Node value);

inline bool is_access(syntax::Node node) {
  return node.is(syntax::NodeKind::PropertyAccess) || node.is(syntax::NodeKind::ArrayAccess);
}

/// What an `extension` statement names: an Identifier or a String.
syntax::Node extension_specification(syntax::Node statement);

/// The item and index variables of a For (LocalVariable nodes, may be no node).
struct LoopVariables {
  syntax::Node item, index;
};
LoopVariables loop_variables(syntax::Node loop);

}  // namespace fleetlint::compiler
