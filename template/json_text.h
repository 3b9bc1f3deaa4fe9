#pragma once
// Pieces of JSON text shared by the printer and the template hash.
#include <string>
#include <string_view>

#include "fleetlint/template/template_ir.h"
#include "text_buffer.h"

namespace fleetlint::arm {

/// Room for nearly every template; what is not used costs nothing.
constexpr std::size_t expected_text_bytes = 1 << 20;

/// The property of a deployment resource that holds a whole template.
constexpr std::string_view embedded_template_key = "template";

/// The JSON string of a member's name: an expression, or a literal that must not look like one.
void append_json_name(TextBuffer& out, const Member& member, bool escape_brackets);

/// null, booleans, numbers, strings and expressions.
void append_json_scalar(TextBuffer& out, const Node& node, bool escape_brackets);

/// As those of writer.h, into a buffer.
void append_json_string(TextBuffer& out, std::string_view text);
void append_expression(TextBuffer& out, const Expression& expression);

/// A literal with this text would be read as an expression.
bool looks_like_expression(std::string_view text);

}  // namespace fleetlint::arm
