// Any bytes give a tree: spans lie in the file and in their parents, printing reads back as the same tree.
#include <cstdlib>

#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace {

using namespace fleetlint;

void check(const arm::Node& node, Span outer) {
  const auto span = node.location.span;
  if (span.begin > span.end || span.begin < outer.begin || span.end > outer.end) std::abort();
  for (const auto& item : node.items) check(item, span);
  for (const auto& member : node.members) {
    if (member.name_location.span.end > member.value.location.span.begin) std::abort();
    check(member.value, span);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  SourceSet sources;
  const auto id = sources.add("fuzz.json", std::string(reinterpret_cast<const char*>(data), size));
  for (const auto mode : {arm::ExpressionMode::expressions, arm::ExpressionMode::literal}) {
    const auto ir = arm::read_json(sources, id, mode, Limits{});
    for (const auto& finding : ir->findings)
      if (finding.location.span.begin > size || finding.location.span.end > size + 1) std::abort();
    if (ir->root.location.source) check(ir->root, {0, static_cast<std::uint32_t>(size)});
    if (ir->has_errors()) continue;
    const auto text = arm::write_json(ir->root, mode);
    const auto again = arm::read_json(sources, sources.add("again.json", text), mode, Limits{});
    if (again->has_errors() || arm::write_json(again->root, mode) != text) std::abort();
    (void)arm::template_hash(ir->root);
    Arena arena;
    (void)arm::normalize(ir->root, arena);
  }
  return 0;
}
