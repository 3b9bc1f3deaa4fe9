#pragma once
// Printing templates: the reference compiler's text, and the template hash.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "fleetlint/template/reader.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::arm {

/// Canonical text of an expression without the outer brackets, as the reference serializer prints it:
/// `format('{0}-x', parameters('a'))`, `variables('v').b[0]`.
void append_expression(std::string& out, const Expression& expression);
std::string to_text(const Expression& expression);

/// The string that stands in JSON for a string node: a literal that starts with `[` gets its second bracket.
std::string json_string_value(const Node& node);

/// The text of a template that stands as `template` in a deployment resource of another one, if it is at hand: it is then
/// copied instead of written again. Which text: embedded_hash_text() for the hash, write_json() for printing.
using EmbeddedText = std::function<const std::string*(const Node& nested)>;

class TextBuffer;

/// Memory in which texts are put together. Whoever makes many of them keeps one for each thread: what was just used is near.
class TextMemory {
 public:
  TextMemory();
  ~TextMemory();
  TextMemory(TextMemory&&) noexcept;
  TextMemory& operator=(TextMemory&&) noexcept;

  /// The buffer, emptied: what was made in it before is gone.
  TextBuffer& emptied();

 private:
  std::unique_ptr<TextBuffer> buffer_;
};

/// JSON text with two-space indent and LF, no final newline, non-ASCII raw, `/` not escaped (emission rule A6).
/// In literal mode strings are printed as they are: parameter files have no expressions.
/// What was read from JSON keeps the spelling of its expressions; normalize() makes it canonical.
std::string write_json(const Node& node, ExpressionMode mode = ExpressionMode::expressions, const EmbeddedText& embedded = {});
/// The same, valid until the memory is used again.
std::string_view write_json(const Node& node, const EmbeddedText& embedded, TextMemory& memory);

/// A JSON string with its quotes, escaped as write_json does.
void append_json_string(std::string& out, std::string_view text);

/// The same template with the key order of the reference compiler's output and expressions in canonical form; what the compiler
/// wrote stays as it is. New nodes live in `arena`, everything else is shared.
Node normalize(const Node& root, Arena& arena);

/// `metadata._generator.templateHash` of a template (reference/hash.md): nested templates must carry theirs already.
std::string template_hash(const Node& root, const EmbeddedText& embedded = {});
std::string template_hash(const Node& root, const EmbeddedText& embedded, TextMemory& memory);

/// What a template, with its hash, contributes to the text that the hash of a template around it covers; valid until the memory is
/// used again.
std::string_view embedded_hash_text(const Node& root, const EmbeddedText& embedded, TextMemory& memory);
/// The same from what write_json() made of the template.
std::string_view embedded_hash_text(std::string_view printed, TextMemory& memory);

/// The platform's 64-bit hash, used by template_hash and uniqueString.
std::uint64_t hash64(std::string_view utf8);

}  // namespace fleetlint::arm
