// How extensions are named: in the file, and in the template (emission rule O).
#include <algorithm>

#include "bind/syntax_queries.h"
#include "graph/built_in_extensions.h"
#include "types/checker.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

std::string_view extension_name(const SourceFile& file, Node statement) {
  const auto alias = statement.part(Role::alias);
  if (alias && alias.kind() == NodeKind::AliasAsClause) return alias.name_text();
  const auto written = extension_specification(statement);
  if (written && written.kind() == NodeKind::Identifier) return written.name_text();
  const auto* reference = file.reference_of(statement);
  if (reference && reference->extension_types) return reference->extension_types->settings().name;
  return {};
}

ExtensionFacts Checker::extension(SymbolId declared) {
  const auto& symbol = model_.symbol(declared);
  ExtensionFacts facts{symbol.name, symbol.name, "1.0.0"};
  const auto* reference = model_.file().reference_of(symbol.declaration);
  if (reference && reference->extension_types) {
    facts.name = reference->extension_types->settings().name;
    facts.version = reference->extension_types->settings().version;
    return facts;
  }
  const auto written = extension_specification(symbol.declaration);
  if (written && written.kind() == NodeKind::Identifier) {
    if (const auto* known = built_in_extension(written.name_text())) {
      facts.name = known->template_name;
      facts.version = known->version;
    }
  }
  return facts;
}

std::vector<ExtensionFacts> Checker::implicit_extensions() {
  std::vector<ExtensionFacts> result;
  for (const auto& name : model_.file().configuration->implicit_extensions) {
    const auto* known = built_in_extension(name);
    if (known != nullptr && !known->is_namespace) result.push_back({known->name, known->template_name, known->version});
  }
  return result;
}

bool Checker::output_is_secure(SymbolId output) {
  const auto* type = declared_type(model_.symbol(output).declaration);
  return type && is_or_contains_secure(*type);
}

}  // namespace fleetlint::compiler
