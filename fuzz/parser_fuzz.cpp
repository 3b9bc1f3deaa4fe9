// Any bytes give a sound tree from which the text can be printed back. The oracle is the one of the unit
// tests.
#include <cstdlib>

#include "../tests/unit/grammar/tree_shape.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fleetlint::syntax;
  if (size == 0) return 0;
  // The first byte chooses the kind of file.
  const auto kind = (data[0] & 1) != 0 ? FileKind::parameter_file : FileKind::template_file;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto tree = parse(text, kind);
  if (!broken_invariant(tree).empty()) std::abort();
  for (std::uint32_t index = 0; index < tree.nodes.size(); ++index) {
    const auto node = tree.node(index);
    (void)node.text();
    (void)node.name_text();
    if (node.is(NodeKind::String) || node.is(NodeKind::StringTypeLiteral)) {
      const auto segments = string_segments(node);
      if (!segments) std::abort();  // a malformed string is no String node
    }
  }
  (void)tree.node_at(static_cast<std::uint32_t>(text.size() / 2));
  return 0;
}
