// The platform's template hash: the template in the key order of its object model, minified, upper-cased, hashed.
// Every rule here was found by comparing with the hashes of thousands of published templates.
#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/template/writer.h"
#include "json_text.h"

namespace fleetlint::arm {
namespace {

/// What an object is to the platform's object model; decides the order of its keys.
enum class Role : std::uint8_t {
  plain,  ///< keys as written, also below
  template_root, parameter, output, type, resource, function_namespace, function_member, function_parameter,
  // containers, keys as written
  parameters, outputs, types, resources, functions, members, function_parameters, discriminator, generator_metadata, generator,
};

using Keys = std::vector<std::string_view>;

const Keys& key_order(Role role) {
  static const Keys none;
  static const Keys template_root{"$schema", "languageVersion", "contentVersion", "imports", "extensions", "definitions", "parameters",
                                  "variables", "functions", "resources", "outputs", "asserts", "metadata"};
  static const Keys parameter{"$ref", "defaultValue", "allowedValues", "minLength", "maxLength", "prefixItems", "items", "minValue",
                              "maxValue", "properties", "additionalProperties", "nullable", "discriminator", "type", "metadata"};
  static const Keys output{"copy", "$ref", "nullable", "discriminator", "minLength", "maxLength", "prefixItems", "items", "minValue",
                           "maxValue", "properties", "additionalProperties", "type", "value", "metadata"};
  static const Keys type{"type", "$ref", "metadata", "allowedValues", "nullable", "discriminator", "minLength", "maxLength", "prefixItems",
                         "items", "minValue", "maxValue", "properties", "additionalProperties"};
  static const Keys resource{"import", "extension", "type", "apiVersion", "name", "existing", "location", "extendedLocation", "dependsOn",
                             "tags", "sku", "kind", "zones", "identity", "plan", "properties", "scope", "metadata", "subscriptionId",
                             "resourceGroup", "copy", "condition"};
  static const Keys function_namespace{"namespace", "members"};
  static const Keys function_member{"parameters", "output", "metadata"};
  static const Keys function_parameter{"name", "$ref", "defaultValue", "allowedValues", "minLength", "maxLength", "prefixItems", "items",
                                       "minValue", "maxValue", "properties", "additionalProperties", "nullable", "discriminator", "type",
                                       "metadata"};
  switch (role) {
    case Role::template_root: return template_root;
    case Role::parameter: return parameter;
    case Role::output: return output;
    case Role::type: return type;
    case Role::resource: return resource;
    case Role::function_namespace: return function_namespace;
    case Role::function_member: return function_member;
    case Role::function_parameter: return function_parameter;
    default: return none;
  }
}

Role type_child(std::string_view key) {
  if (key == "items" || key == "additionalProperties") return Role::type;
  if (key == "properties" || key == "prefixItems") return Role::types;
  if (key == "discriminator") return Role::discriminator;
  return Role::plain;
}

/// The role of the value below `key` of an object with this role; of an array's items, with an empty key.
Role child_role(Role role, std::string_view key) {
  switch (role) {
    case Role::plain: return Role::plain;
    case Role::template_root:
      if (key == "parameters") return Role::parameters;
      if (key == "outputs") return Role::outputs;
      if (key == "definitions") return Role::types;
      if (key == "resources") return Role::resources;
      if (key == "functions") return Role::functions;
      if (key == "metadata") return Role::generator_metadata;
      return Role::plain;
    case Role::parameters: return Role::parameter;
    case Role::outputs: return Role::output;
    case Role::types: return Role::type;
    case Role::resources: return Role::resource;
    case Role::functions: return Role::function_namespace;
    case Role::function_namespace: return key == "members" ? Role::members : Role::plain;
    case Role::members: return Role::function_member;
    case Role::function_member: return key == "parameters" ? Role::function_parameters : key == "output" ? Role::output : Role::plain;
    case Role::function_parameters: return Role::function_parameter;
    case Role::discriminator: return key == "mapping" ? Role::types : Role::plain;
    case Role::generator_metadata: return key == "_generator" ? Role::generator : Role::plain;
    case Role::generator: case Role::resource: return Role::plain;
    case Role::parameter: case Role::output: case Role::type: case Role::function_parameter: return type_child(key);
  }
  return Role::plain;
}

bool is_dropped(Role role, const Member& member) {
  if (role == Role::generator) return member.name == "templateHash";
  return role == Role::output && member.name == "value" && member.value.is(NodeKind::null);
}

/// The members in the order of the object model; unlisted ones last, as written.
void sort_members(Role role, std::vector<const Member*>& members) {
  const auto& order = key_order(role);
  if (order.empty()) return;
  std::stable_sort(members.begin(), members.end(), [&](const Member* a, const Member* b) {
    return std::find(order.begin(), order.end(), a->name) < std::find(order.begin(), order.end(), b->name);
  });
}

void append_minified(std::string& out, const Node& node, Role role) {
  if (node.is_array() || (role == Role::resources && node.is_object() && node.members.empty())) {
    out += '[';
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (i > 0) out += ',';
      append_minified(out, node.items[i], child_role(role, {}));
    }
    out += ']';
  } else if (node.is_object()) {
    std::vector<const Member*> members;
    members.reserve(node.members.size());
    for (const auto& member : node.members)
      if (!is_dropped(role, member)) members.push_back(&member);
    sort_members(role, members);
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i > 0) out += ',';
      append_json_name(out, *members[i], true);
      out += ':';
      append_minified(out, members[i]->value, child_role(role, members[i]->name));
    }
    out += '}';
  } else {
    append_json_scalar(out, node, true);
  }
}

std::uint32_t rotate_left(std::uint32_t value, int bits) { return (value << bits) | (value >> (32 - bits)); }

std::uint32_t mix(std::uint32_t h) {
  h ^= h >> 16;
  h *= 0x85ebca6b;
  h ^= h >> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >> 16);
}

/// A little-endian word; bytes past `size` count as zero.
std::uint32_t word(const char* at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(size, 4); ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])) << (8 * i);
  return value;
}

}  // namespace

std::uint64_t hash64(std::string_view text) {
  constexpr std::uint32_t a = 0x239b961b, b = 0xab0e9789;
  std::uint32_t h1 = 0, h2 = 0;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    h1 ^= rotate_left(word(at, 4) * a, 15) * b;
    h1 = (rotate_left(h1, 19) + h2) * 5 + 0x561ccd1b;
    h2 ^= rotate_left(word(at + 4, 4) * b, 17) * a;
    h2 = (rotate_left(h2, 13) + h1) * 5 + 0x0bcaa747;
  }
  if (left > 0) h1 ^= rotate_left(word(at, left) * a, 15) * b;
  if (left > 4) h2 ^= rotate_left(word(at + 4, left - 4) * b, 17) * a;
  const auto size = static_cast<std::uint32_t>(text.size());
  h1 ^= size;
  h2 ^= size;
  h1 += h2;
  h2 += h1;
  h1 = mix(h1);
  h2 = mix(h2);
  h1 += h2;
  h2 += h1;
  return (static_cast<std::uint64_t>(h2) << 32) | h1;
}

std::string template_hash(const Node& root) {
  std::string text;
  append_minified(text, root, Role::template_root);
  return std::to_string(hash64(to_upper_invariant(text)));
}

}  // namespace fleetlint::arm
