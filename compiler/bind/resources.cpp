// Last step of binding: resources with their types and ancestors, modules with their interfaces.
#include <algorithm>

#include "bind/binder.h"
#include "types/names.h"
#include "fleetlint/compiler/type_index.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// One or more of `segment/segment`, each a letter or digit and then letters, digits, `-` and `.`.
bool is_type_path(std::string_view text) {
  bool start = true;
  for (const char c : text) {
    if (start) {
      if (!is_letter_or_digit(c)) return false;
      start = false;
    } else if (c == '/') {
      start = true;
    } else if (!is_letter_or_digit(c) && c != '-' && c != '.') {
      return false;
    }
  }
  return !start;
}

bool is_version(std::string_view text) {
  return text.size() >= 2 && is_letter_or_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; });
}

std::optional<ResourceTypeName> parse_type(std::string_view text) {
  const auto at = text.find('@');
  ResourceTypeName result;
  result.type = text.substr(0, at);
  if (at != std::string_view::npos) {
    result.api_version = text.substr(at + 1);
    if (!is_version(result.api_version)) return std::nullopt;
  }
  if (!is_type_path(result.type)) return std::nullopt;
  return result;
}

}  // namespace

void Binder::collect_resources() {
  collect_resources_of(ScopeId{0});
  std::vector<std::uint8_t> state(model_.resources_.size(), 0);
  for (auto& resource : model_.resources_) {
    // The parent: the resource around this one, or what `parent:` names.
    const auto scope = model_.symbols_[resource.symbol.index].scope;
    for (auto at = scope; at && at.index != 0; at = model_.scopes_[at.index].parent) {
      const auto& declaring = model_.scopes_[at.index].declaring;
      if (!declaring.is(NodeKind::ResourceDeclaration)) continue;
      const auto outer = model_.symbol_at(declaring);
      if (outer) resource.parent = ResourceParent{model_.symbols_[outer.index].detail, true, {}};
      break;
    }
    if (resource.parent) continue;
    auto named = property_value(resource.body, "parent", model_.arena_);
    if (!named) continue;
    Node index;
    if (named.kind() == NodeKind::ArrayAccess) {
      index = named.part(Role::index);
      named = named.part(Role::base);
    }
    if (const auto* parent = model_.resource_of(named)) {
      resource.parent = ResourceParent{static_cast<std::uint32_t>(parent - model_.resources_.data()), false, index};
    }
  }
  for (auto& resource : model_.resources_) resolve_type(resource, state);
  resolve_ancestors();
}

void Binder::collect_resources_of(ScopeId scope) {
  // Inner scopes first: this is the order in which the reference lists resources (emission rule C3).
  for (const auto child : model_.scopes_[scope.index].children) collect_resources_of(child);
  for (const auto id : model_.scopes_[scope.index].symbols) {
    if (model_.symbols_[id.index].kind == SymbolKind::resource) add_resource(id);
  }
}

void Binder::add_resource(SymbolId id) {
  auto& symbol = model_.symbols_[id.index];
  symbol.detail = static_cast<std::uint32_t>(model_.resources_.size());
  DeclaredResource resource;
  resource.symbol = id;
  resource.declaration = symbol.declaration;
  const auto parts = body_parts(symbol.declaration.part(Role::body));
  resource.loop = parts.loop;
  resource.condition = parts.condition;
  resource.body = parts.object;
  bool repeated_name = false;
  if (resource.body) {
    for (Node child : resource.body.children()) {
      if (child.kind() != NodeKind::ObjectProperty) continue;
      const auto key = property_key(child, model_.arena_);
      if (!key) continue;
      Node* slot = *key == "name" ? &resource.name : *key == "scope" ? &resource.scope : *key == "dependsOn" ? &resource.depends_on : nullptr;
      if (slot && !*slot) *slot = child.part(Role::value);
      else if (slot && *key == "name") repeated_name = true;
    }
  }
  if (repeated_name) resource.name = {};  // which of them is meant is not known; each is reported
  model_.resources_.push_back(std::move(resource));
}

void Binder::resolve_type(DeclaredResource& resource, std::vector<std::uint8_t>& state) {
  auto& done = state[static_cast<std::size_t>(&resource - model_.resources_.data())];
  if (done) return;
  done = 1;
  const auto written = resource.declaration.part(Role::type);
  auto text = written ? literal_text(written, model_.arena_) : std::nullopt;
  // `az:Type@version` says which extension is meant.
  if (text) {
    const auto colon = text->find(':');
    if (colon != std::string_view::npos && colon > 0) {
      const auto name_space = text->substr(0, colon);
      if (!model_.names_extension(name_space)) {
        auto names = model_.implicit_namespaces();
        for (const auto id : model_.declared(SymbolKind::extension)) names.push_back(model_.symbols_[id.index].name);
        std::ranges::sort(names);
        report(written.span(), Diagnostic::UnknownNamespace, name_space, quoted_list(names));
        return;
      }
      resource.name_space = name_space;
      text->remove_prefix(colon + 1);
    }
  } else if (written && written.is(NodeKind::String) && written.child_count() > 0 && !written.contains_error()) {
    report(written.span(), Diagnostic::InterpolatedResourceType);
  }
  const auto parsed = text ? parse_type(*text) : std::nullopt;
  if (!parsed) {
    // What is no string was reported by the parser.
    if (text) report(written.span(), Diagnostic::InvalidResourceType);
    return;
  }
  resource.type = *parsed;
  if (resource.parent && resource.parent->nested) {
    auto& parent = model_.resources_[resource.parent->resource];
    resolve_type(parent, state);
    if (parent.type.type.empty() || parsed->type.find('/') != std::string_view::npos) {
      if (parent.type.type.empty()) report(written.span(), Diagnostic::InvalidAncestorType);
      else report(written.span(), Diagnostic::NestedTypeSegments, *text);
      resource.type = {};
      return;
    }
    std::string full(parent.type.type);
    full.append("/").append(parsed->type);
    resource.type.type = model_.arena_.copy(std::string_view(full));
    if (resource.type.api_version.empty()) resource.type.api_version = parent.type.api_version;
  }
  // Types are found without case; the template has the spelling of the index.
  if (model_.graph().azure_types != nullptr) {
    if (const auto* known = model_.graph().azure_types->find(resource.type.full())) {
      const auto at = known->name.find('@');
      resource.type.type = known->name.substr(0, at);
      if (at != std::string_view::npos) resource.type.api_version = known->name.substr(at + 1);
    }
  }
}

void Binder::resolve_ancestors() {
  for (auto& resource : model_.resources_) {
    auto at = resource.parent;
    std::vector<std::uint32_t> seen;
    while (at && std::ranges::find(seen, at->resource) == seen.end()) {
      seen.push_back(at->resource);
      resource.ancestors.push_back(*at);
      at = model_.resources_[at->resource].parent;
    }
    std::ranges::reverse(resource.ancestors);
    std::string name;
    // Only the resources that this one is written in are part of its name.
    auto first = resource.ancestors.size();
    while (first > 0 && resource.ancestors[first - 1].nested) --first;
    const auto& symbol = model_.symbols_[resource.symbol.index];
    if (first == resource.ancestors.size()) {
      resource.symbolic_name = symbol.name;
      continue;
    }
    for (auto i = first; i < resource.ancestors.size(); ++i) {
      name.append(model_.symbols_[model_.resources_[resource.ancestors[i].resource].symbol.index].name).append("::");
    }
    name.append(symbol.name);
    resource.symbolic_name = model_.arena_.copy(std::string_view(name));
  }
}

void Binder::collect_modules() {
  for (const auto id : model_.declared(SymbolKind::module)) {
    auto& symbol = model_.symbols_[id.index];
    symbol.detail = static_cast<std::uint32_t>(model_.modules_.size());
    DeclaredModule entry;
    entry.symbol = id;
    entry.declaration = symbol.declaration;
    const auto parts = body_parts(symbol.declaration.part(Role::body));
    entry.loop = parts.loop;
    entry.condition = parts.condition;
    entry.body = parts.object;
    if (entry.body) {
      for (Node child : entry.body.children()) {
        if (child.kind() != NodeKind::ObjectProperty) continue;
        const auto key = property_key(child, model_.arena_);
        if (!key) continue;
        Node* slot = *key == "name"               ? &entry.name
                     : *key == "scope" ? &entry.scope
                     : *key == "params" ? &entry.parameters
                     : *key == "dependsOn" ? &entry.depends_on
                     : *key == "extensionConfigs" ? &entry.extension_configs
                                                  : nullptr;
        if (slot && !*slot) *slot = child.part(Role::value);
      }
    }
    entry.reference = model_.file().reference_of(symbol.declaration);
    if (entry.reference && entry.reference->target) entry.interface = interfaces_.interface_of(*entry.reference->target);
    model_.modules_.push_back(entry);
  }
}

std::unique_ptr<SemanticModel> bind(const SourceFile& file, const SourceGraph& graph, const InterfaceTable& interfaces) {
  auto model = std::make_unique<SemanticModel>(file, graph);
  Binder(*model, interfaces).run();
  return model;
}

}  // namespace fleetlint::compiler
