// adminusername-should-not-be-literal, use-stable-vm-image, use-recent-az-powershell-version, no-hardcoded-env-urls.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

/// `1.2`, `1.2.3`, `1.2.3.4`; parts that are not written come before 0.
std::optional<std::array<int, 4>> version_of(std::string_view text) {
  std::array<int, 4> parts{-1, -1, -1, -1};
  std::size_t count = 0;
  while (true) {
    if (count == parts.size()) return std::nullopt;
    const auto end = std::min(text.find('.'), text.size());
    const auto [stop, error] = std::from_chars(text.data(), text.data() + end, parts[count]);
    if (error != std::errc() || stop != text.data() + end || parts[count] < 0) return std::nullopt;
    ++count;
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  return count < 2 ? std::nullopt : std::optional(parts);
}

std::string version_text(const std::array<int, 4>& version) {
  std::string result;
  for (const int part : version) {
    if (part >= 0) result += fmt::format("{}{}", result.empty() ? "" : ".", part);
  }
  return result;
}

/// Places of a host name in a text that are not part of a longer word, ignoring case.
std::vector<Span> places_of(std::string_view host, std::string_view text) {
  const auto is_word = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::vector<Span> result;
  if (host.empty()) return result;
  for (std::size_t at = 0; at + host.size() <= text.size();) {
    if (!equals_ignoring_case(text.substr(at, host.size()), host)) {
      ++at;
      continue;
    }
    const auto end = at + host.size();
    if (!(at > 0 && is_word(text[at - 1])) && !(end < text.size() && is_word(text[end]))) {
      result.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    }
    at = end;
  }
  return result;
}

std::vector<std::string_view> configured_hosts(const arm::Node* setting, std::span<const std::string_view> otherwise) {
  if (setting == nullptr || !setting->is_array()) return {otherwise.begin(), otherwise.end()};
  std::vector<std::string_view> result;
  for (const auto& item : setting->items) {
    if (item.is_string()) result.push_back(item.text);
  }
  return result;
}

}  // namespace

void CoreLint::literal_admin_names() {
  for (const auto& resource : model_.resources()) {
    // A nested resource is looked into with the one around it.
    if (resource.parent && resource.parent->nested) continue;
    std::uint32_t inside_until = 0;
    each_below(resource.declaration, [&](Node node) {
      if (!node.is(NodeKind::ObjectProperty) || node.index() < inside_until) return;
      const auto key = property_key(node, model_.arena());
      if (!key || !equals_ignoring_case(*key, "adminusername")) return;
      inside_until = node.index() + node.raw().subtree_size;
      const auto value = node.part(Role::value);
      if (!value) return;
      if (const auto text = model_.types().string_literal(value)) {
        report(value.span(), "adminusername-should-not-be-literal",
               fmt::format("Property 'adminUserName' should not use a literal value. Use a param instead. Found literal string value \"{}\"", *text));
      }
    });
  }
}

void CoreLint::preview_images() {
  const auto look = [&](Node image) {
    for (const std::string_view name : {"offer", "sku", "version"}) {
      const auto value = property_value(image, name, model_.arena());
      const auto text = value && value.is(NodeKind::String) ? literal_text(value, model_.arena()) : std::nullopt;
      if (!text || to_lower_ascii(*text).find("preview") == std::string::npos) continue;
      report(value.span(), "use-stable-vm-image", fmt::format("Virtual machines shouldn't use preview images. Use stable version in imageReference property \"{}\".", name));
    }
  };
  for (const auto& resource : model_.resources()) {
    auto at = resource.body;
    for (const std::string_view name : {"properties", "storageProfile", "imageReference"}) {
      at = at && at.is(NodeKind::Object) ? property_value(at, name, model_.arena()) : Node();
    }
    if (!at) continue;
    if (at.is(NodeKind::Object)) {
      look(at);
    } else if (at.is(NodeKind::VariableAccess)) {
      const auto* symbol = model_.symbol_of(at);
      const auto value = symbol != nullptr && symbol->kind == SymbolKind::variable ? symbol->declaration.part(Role::value) : Node();
      if (value && value.is(NodeKind::Object)) look(value);
    }
  }
}

void CoreLint::old_powershell() {
  constexpr std::string_view rule = "use-recent-az-powershell-version";
  std::string_view minimum_text = "11.0";
  if (const auto* setting = model_.file().configuration->rule_setting(rule, "minimumVersion"); setting != nullptr && setting->is_string()) minimum_text = setting->text;
  const auto minimum = version_of(minimum_text);
  if (!minimum) {
    report({0, 0}, rule, "Configuration value for \"minimumVersion\" is not valid: ");
    return;
  }
  const auto text_at = [&](Node object, std::string_view name) -> std::optional<std::string_view> {
    const auto property = find_property_ignoring_case(object, name, model_.arena());
    // Names in quotes are not seen, as in the reference.
    if (!property || !property.part(Role::name).is(NodeKind::Identifier)) return std::nullopt;
    const auto value = property.part(Role::value);
    return value.is(NodeKind::String) ? literal_text(value, model_.arena()) : std::nullopt;
  };
  for (const auto& resource : model_.resources()) {
    // Only bodies without a loop and a condition are looked at, as in the reference.
    const auto type = resource.declaration.part(Role::type);
    if (!type || !resource.body || resource.loop || resource.condition || type.text().find("Microsoft.Resources/deploymentScripts") == std::string_view::npos) continue;
    const auto kind = text_at(resource.body, "kind");
    const auto properties = property_value(resource.body, "properties", model_.arena());
    if (!kind || !equals_ignoring_case(*kind, "AzurePowerShell") || !properties || !properties.is(NodeKind::Object)) continue;
    const auto written = text_at(properties, "azPowerShellVersion");
    const auto version = written ? version_of(*written) : std::nullopt;
    if (!version || *version >= *minimum) continue;
    report(resource.declaration.span(), rule,
           fmt::format("Deployment script is using AzPowerShell version '{}' which is below the recommended minimum version '{}'. Consider upgrading to version 11.0 or "
                       "higher to avoid EOL Ubuntu 20.04 LTS.",
                       *written, version_text(*minimum)));
  }
}

void CoreLint::environment_addresses() {
  constexpr std::string_view rule = "no-hardcoded-env-urls";
  // The hosts of the reference's built-in configuration.
  static constexpr std::string_view hosts_by_default[] = {
      "azuredatalakeanalytics.net", "azuredatalakestore.net", "batch.core.windows.net",    "core.windows.net",     "database.windows.net",        "datalake.azure.net",
      "gallery.azure.com",          "graph.windows.net",      "login.microsoftonline.com", "management.azure.com", "management.core.windows.net", "vault.azure.net"};
  static constexpr std::string_view allowed_by_default[] = {"schema.management.azure.com"};
  // environment() is no function of parameter files.
  if (model_.file().kind == FileKind::parameters) return;
  const auto& configuration = *model_.file().configuration;
  const auto disallowed = configured_hosts(configuration.rule_setting(rule, "disallowedhosts"), hosts_by_default);
  const auto allowed = configured_hosts(configuration.rule_setting(rule, "excludedhosts"), allowed_by_default);
  if (disallowed.empty()) return;
  std::size_t shortest = disallowed.front().size();
  for (const auto host : disallowed) shortest = std::min(shortest, host.size());

  const auto look = [&](Node string) {
    if (string.span().size() <= shortest) return;
    const auto& tokens = model_.tree().tokens;
    const auto end = string.end_token();
    std::vector<Node> holes;
    for (Node child : string.children()) holes.push_back(child);
    auto hole = holes.begin();
    for (auto token = string.first_token(); token < end; ++token) {
      // Strings in holes are looked at by themselves.
      while (hole != holes.end() && token >= hole->end_token()) ++hole;
      if (hole != holes.end() && token >= hole->first_token()) continue;
      if (!syntax::is_string_piece(tokens.kind(token))) continue;
      const auto span = tokens.span(token);
      const auto text = tokens.text.substr(span.begin, span.size());
      if (text.size() < shortest) continue;
      std::vector<Span> found, excluded;
      for (const auto host : disallowed) {
        const auto places = places_of(host, text);
        found.insert(found.end(), places.begin(), places.end());
      }
      // A piece without any ends the search in this string, as in the reference.
      if (found.empty()) break;
      for (const auto host : allowed) {
        const auto places = places_of(host, text);
        excluded.insert(excluded.end(), places.begin(), places.end());
      }
      std::ranges::stable_sort(found, [](const Span& a, const Span& b) { return a.begin != b.begin ? a.begin < b.begin : a.size() > b.size(); });
      std::ranges::sort(excluded, {}, &Span::begin);
      std::size_t in_front = 0;    // of the excluded ones, those that begin before the end of the place
      std::uint32_t excluded_to = 0;  // where the last of them ends
      std::optional<Span> previous;
      for (const auto& place : found) {
        if (previous && place.begin < previous->end) continue;
        previous = place;
        for (; in_front < excluded.size() && excluded[in_front].begin < place.end; ++in_front) excluded_to = std::max(excluded_to, excluded[in_front].end);
        if (place.begin < excluded_to) continue;
        report({span.begin + place.begin, span.begin + place.end}, rule,
               fmt::format("Environment URLs should not be hardcoded. Use the environment() function to ensure compatibility across clouds. Found this disallowed host: \"{}\"",
                           text.substr(place.begin, place.size())));
      }
    }
  };

  // Not in types and paths of declarations, in `metadata`, nor in descriptions and metadata of declarations.
  const auto& nodes = model_.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size();) {
    const auto node = model_.tree().node(i);
    const auto skip = [&] { i += nodes[node.index()].subtree_size; };
    if (node.is(NodeKind::MetadataDeclaration)) {
      skip();
      continue;
    }
    if (node.is(NodeKind::Decorator)) {
      const auto call = node.part(Role::value);
      if (call && (calls(call, "description") || calls(call, "metadata"))) {
        skip();
        continue;
      }
    }
    if (node.is(NodeKind::String)) {
      const auto parent = model_.parent(node);
      const bool heads = (parent.is(NodeKind::ResourceDeclaration) && parent.part(Role::type) == node) || (parent.is(NodeKind::ModuleDeclaration) && parent.part(Role::path) == node);
      if (!heads) look(node);
    }
    ++i;
  }
}

}  // namespace fleetlint::compiler
