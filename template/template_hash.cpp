// The platform's template hash: the template in the key order of its object model, minified, upper-cased, hashed.
// Every rule here was found by comparing with the hashes of thousands of published templates.
#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
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

struct RankedMember {
  std::size_t rank;
  const Member* member;
};

/// The members in the order of the object model; unlisted ones last, as written.
std::vector<RankedMember> sorted_members(Role role, std::span<const Member> all) {
  const auto& order = key_order(role);
  std::vector<RankedMember> members;
  members.reserve(all.size());
  for (const auto& member : all)
    if (!is_dropped(role, member)) members.push_back({static_cast<std::size_t>(std::find(order.begin(), order.end(), member.name) - order.begin()), &member});
  std::stable_sort(members.begin(), members.end(), [](const RankedMember& a, const RankedMember& b) { return a.rank < b.rank; });
  return members;
}

/// ASCII only.
void make_capitals(char* text, std::size_t size) {
  std::size_t i = 0;
#ifdef __SSE2__
  const auto below = _mm_set1_epi8('a' - 1), above = _mm_set1_epi8('z' + 1), difference = _mm_set1_epi8('a' - 'A');
  for (; i + 16 <= size; i += 16) {
    auto* at = reinterpret_cast<__m128i*>(text + i);
    const auto block = _mm_loadu_si128(at);
    const auto small = _mm_and_si128(_mm_cmpgt_epi8(block, below), _mm_cmplt_epi8(block, above));
    _mm_storeu_si128(at, _mm_sub_epi8(block, _mm_and_si128(small, difference)));
  }
#endif
  for (; i < size; ++i) text[i] = static_cast<char>(text[i] - (text[i] >= 'a' && text[i] <= 'z' ? 'a' - 'A' : 0));
}

/// Minified text in capitals. What is written is put into capitals piece by piece, because embedded texts already are.
class Minifier {
 public:
  Minifier(const EmbeddedText& embedded, TextMemory& memory) : embedded_(embedded), out_(memory.emptied()) {}

  void append(const Node& node, Role role) {
    if (node.is_array() || (role == Role::resources && node.is_object() && node.members.empty())) {
      out_ += '[';
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) out_ += ',';
        append(node.items[i], child_role(role, {}));
      }
      out_ += ']';
    } else if (node.is_object()) {
      out_ += '{';
      bool first = true;
      if (key_order(role).empty() && role != Role::generator) {
        for (const auto& member : node.members) append_member(member, role, first);
      } else {
        for (const auto& ranked : sorted_members(role, node.members)) append_member(*ranked.member, role, first);
      }
      out_ += '}';
    } else {
      append_json_scalar(out_, node, true);
    }
  }

  std::string_view finish() {
    capitalize();
    return out_.text();
  }

 private:
  void append_member(const Member& member, Role role, bool& first) {
    if (!first) out_ += ',';
    first = false;
    append_json_name(out_, member, true);
    out_ += ':';
    const auto below = child_role(role, member.name);
    if (embedded_ && below == Role::plain && member.name == embedded_template_key && member.value.is_object()) {
      if (const auto* text = embedded_(member.value)) {
        capitalize();
        out_.append(*text);
        done_ = out_.size();
        return;
      }
    }
    append(member.value, below);
  }

  void capitalize() {
    const auto text = out_.text().substr(done_);
    if (is_ascii(text)) {
      make_capitals(out_.data() + done_, text.size());
    } else {
      const auto capitals = to_upper_invariant(text);
      out_.cut(done_);
      out_.append(capitals);
    }
    done_ = out_.size();
  }

  const EmbeddedText& embedded_;
  TextBuffer& out_;
  std::size_t done_ = 0;  // so far everything is in capitals
};

std::uint32_t rotate_left(std::uint32_t value, int bits) { return (value << bits) | (value >> (32 - bits)); }

std::uint32_t mix(std::uint32_t h) {
  h ^= h >> 16;
  h *= 0x85ebca6b;
  h ^= h >> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >> 16);
}

/// A little-endian word of the last bytes; bytes past `size` count as zero.
std::uint32_t partial_word(const char* at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(size, 4); ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])) << (8 * i);
  return value;
}

std::uint32_t word(const char* at) {
  if constexpr (std::endian::native == std::endian::little) {
    std::uint32_t value;
    std::memcpy(&value, at, 4);
    return value;
  } else {
    return partial_word(at, 4);
  }
}

}  // namespace

std::uint64_t hash64(std::string_view text) {
  constexpr std::uint32_t a = 0x239b961b, b = 0xab0e9789;
  std::uint32_t h1 = 0, h2 = 0;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    h1 ^= rotate_left(word(at) * a, 15) * b;
    h1 = (rotate_left(h1, 19) + h2) * 5 + 0x561ccd1b;
    h2 ^= rotate_left(word(at + 4) * b, 17) * a;
    h2 = (rotate_left(h2, 13) + h1) * 5 + 0x0bcaa747;
  }
  if (left > 0) h1 ^= rotate_left(partial_word(at, left) * a, 15) * b;
  if (left > 4) h2 ^= rotate_left(partial_word(at + 4, left - 4) * b, 17) * a;
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

std::string template_hash(const Node& root, const EmbeddedText& embedded, TextMemory& memory) {
  Minifier text(embedded, memory);
  text.append(root, Role::template_root);
  return std::to_string(hash64(text.finish()));
}

std::string template_hash(const Node& root, const EmbeddedText& embedded) {
  TextMemory memory;
  return template_hash(root, embedded, memory);
}

std::string_view embedded_hash_text(std::string_view printed, TextMemory& memory) {
  auto& out = memory.emptied();
  out.reserve(printed.size());
  const char* at = printed.data();
  const char* const end = at + printed.size();
  while (at < end) {
    const auto* found = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    const char* const line_end = found != nullptr ? found : end;
    while (at < line_end && *at == ' ') ++at;
    if (at < line_end && *at == '"') {
      // Behind a name stands ": ", behind an item does not.
      const char* quote = at + 1;
      while (quote < line_end && *quote != '"') quote += *quote == '\\' ? 2 : 1;
      if (line_end - quote > 2 && quote[1] == ':' && quote[2] == ' ') {
        out.append({at, static_cast<std::size_t>(quote + 2 - at)});
        at = quote + 3;
      }
    }
    out.append({at, static_cast<std::size_t>(line_end - at)});
    at = line_end + 1;
  }
  if (is_ascii(out.text())) {
    make_capitals(out.data(), out.size());
  } else {
    const auto capitals = to_upper_invariant(out.text());
    out.cut(0);
    out.append(capitals);
  }
  return out.text();
}

std::string_view embedded_hash_text(const Node& root, const EmbeddedText& embedded, TextMemory& memory) {
  Minifier text(embedded, memory);
  text.append(root, Role::plain);
  return text.finish();
}

}  // namespace fleetlint::arm
