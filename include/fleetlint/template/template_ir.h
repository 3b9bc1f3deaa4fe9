#pragma once
// The waist of fleetlint: a deployment template as a tree of values with expressions and locations.
// The ARM JSON reader makes it from JSON; the Bicep compiler makes it from bound modules; the emitter prints it,
// the evaluator reads it. Locations always name the file the author wrote.
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/source.h"
#include "fleetlint/template/expression.h"

namespace fleetlint::arm {

enum class NodeKind : std::uint8_t { null, boolean, integer, number, string, expression, array, object };

struct Member;

/// One value of a template. Trivially copyable; everything it points to lives in an arena of its TemplateIr
/// (or of a module of it).
struct Node {
  NodeKind kind = NodeKind::null;
  bool boolean = false;
  /// string: brackets around the text are part of it, as people write them (`[optional]` in a description of JSON):
  /// it is no expression, though it looks like one, and is printed without a bracket before it.
  bool brackets_are_text = false;
  Location location;
  std::int64_t integer = 0;
  /// string: the text it stands for (JSON escapes undone, a leading `[[` reduced to `[`); number: its spelling
  /// (a decimal, or an integer beyond 64 bits); expression: how it is written in JSON, brackets included, empty if it was made.
  std::string_view text;
  const Expression* expression = nullptr;
  std::span<const Node> items;      ///< array
  std::span<const Member> members;  ///< object, in source order; a duplicate name stays (and is a finding)

  bool is(NodeKind k) const { return kind == k; }
  bool is_object() const { return kind == NodeKind::object; }
  bool is_array() const { return kind == NodeKind::array; }
  bool is_string() const { return kind == NodeKind::string; }
  bool is_expression() const { return kind == NodeKind::expression; }
  /// The member with exactly this name, else the first that matches without case (the platform's own order); or null.
  const Node* find(std::string_view name) const;
  const Member* find_member(std::string_view name) const;
};

struct Member {
  std::string_view name;                      ///< literal name; of an expression name: its text, brackets included
  const Expression* name_expression = nullptr;  ///< names may be expressions
  Location name_location;
  Node value;
};

/// A template (or parameter file) with everything it owns.
struct TemplateIr {
  Arena arena;
  Node root;  ///< null when nothing could be read
  SourceId source;
  std::vector<Finding> findings;
  /// Modules whose nodes are embedded in `root`.
  std::vector<std::shared_ptr<const TemplateIr>> modules;

  bool has_errors() const;
};

}  // namespace fleetlint::arm
