#include "load/loaded_file.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "fleetlint/base/text_encoding.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/base/well_formed.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::compiler::load {
namespace {

arm::Node copy_node(const arm::Node& node, Location location, Arena& arena) {
  arm::Node copy = node;
  copy.location = location;
  copy.text = arena.copy(node.text);
  if (node.is(arm::NodeKind::number)) {
    // A decimal cannot be written in Bicep; the platform is asked to read it.
    double value = 0;
    std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
    auto* text = arena.create<arm::Expression>();
    text->kind = arm::ExpressionKind::string;
    text->location = location;
    text->text = arena.copy(decimal_text(value));
    auto* call = arena.create<arm::Expression>();
    call->kind = arm::ExpressionKind::call;
    call->location = location;
    call->text = "json";
    const std::vector<const arm::Expression*> arguments{text};
    call->arguments = arena.copy(arguments);
    copy.kind = arm::NodeKind::expression;
    copy.text = {};
    copy.expression = call;
    return copy;
  }
  auto items = arena.create_array<arm::Node>(node.items.size());
  for (std::size_t i = 0; i < node.items.size(); ++i) items[i] = copy_node(node.items[i], location, arena);
  copy.items = items;
  auto members = arena.create_array<arm::Member>(node.members.size());
  for (std::size_t i = 0; i < node.members.size(); ++i) {
    members[i].name = arena.copy(node.members[i].name);
    members[i].name_location = location;
    members[i].value = copy_node(node.members[i].value, location, arena);
  }
  copy.members = members;
  return copy;
}

}  // namespace

std::optional<Encoding> encoding_named(std::string_view name) {
  if (name == "us-ascii") return Encoding::us_ascii;
  if (name == "iso-8859-1") return Encoding::iso_8859_1;
  if (name == "utf-8") return Encoding::utf_8;
  if (name == "utf-16") return Encoding::utf_16;
  if (name == "utf-16BE") return Encoding::utf_16_be;
  return std::nullopt;
}

std::optional<std::string_view> marked_encoding(std::string_view bytes) {
  const auto* mark = byte_order_mark(bytes);
  return mark == nullptr ? std::nullopt : std::optional(mark->name);
}

std::string decode(std::string_view bytes, Encoding encoding) {
  if (const auto* mark = byte_order_mark(bytes)) {
    encoding = *encoding_named(mark->name);
    bytes.remove_prefix(mark->bytes.size());
  }
  switch (encoding) {
    case Encoding::utf_8: return text_from_utf8(bytes);
    case Encoding::utf_16: return utf8_from_utf16(bytes, false);
    case Encoding::utf_16_be: return utf8_from_utf16(bytes, true);
    case Encoding::us_ascii: case Encoding::iso_8859_1: break;
  }
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && encoding == Encoding::us_ascii) out += '?';
    else append_utf8(out, byte);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto left = bytes.size() - i;
    const auto at = [&](std::size_t k) { return k < left ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + k])) : 0u; };
    const auto bits = at(0) << 16 | at(1) << 8 | at(2);
    out += letters[bits >> 18];
    out += letters[(bits >> 12) & 63];
    out += left > 1 ? letters[(bits >> 6) & 63] : '=';
    out += left > 2 ? letters[bits & 63] : '=';
  }
  return out;
}

std::string decimal_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[64];
  const auto scientific = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(scientific.ptr - buffer));
  const auto e = text.find('e');
  int exponent = 0;
  const auto exponent_text = text.substr(e + 1);
  std::from_chars(exponent_text.data() + (exponent_text[0] == '+' ? 1 : 0), exponent_text.data() + exponent_text.size(), exponent);
  if (exponent >= -4 && exponent < 15) {
    const auto fixed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    return {buffer, fixed.ptr};
  }
  auto out = std::string(text.substr(0, e)) + "E" + (exponent < 0 ? "-" : "+");
  const auto digits = std::to_string(std::abs(exponent));
  return out + (digits.size() < 2 ? "0" : "") + digits;
}

std::optional<arm::Node> parse_json(const std::string& text, Location location, Arena& arena, const Limits& limits) {
  SourceSet scratch;
  const auto source = scratch.add("loaded.json", text);
  const auto parsed = arm::read_json(scratch, source, arm::ExpressionMode::literal, limits);
  if (!parsed->has_errors()) return copy_node(parsed->root, location, arena);
  const auto standard = standard_json(text);
  if (!standard) return std::nullopt;
  const auto rewritten = arm::read_json(scratch, scratch.add("rewritten.json", *standard), arm::ExpressionMode::literal, limits);
  if (rewritten->has_errors()) return std::nullopt;
  return copy_node(rewritten->root, location, arena);
}

std::optional<std::vector<DirectoryEntry>> list_files(const std::string& folder, std::string_view pattern) {
  auto* directory = ::opendir(folder.c_str());
  if (directory == nullptr) return std::nullopt;
  const auto matches = [&](std::string_view name) {
    // `*` and `?` only; iterative, with one point to fall back to.
    std::size_t n = 0, p = 0, star = std::string_view::npos, mark = 0;
    while (n < name.size()) {
      if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) { ++n; ++p; }
      else if (p < pattern.size() && pattern[p] == '*') { star = p++; mark = n; }
      else if (star != std::string_view::npos) { p = star + 1; n = ++mark; }
      else return false;
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
  };
  std::vector<DirectoryEntry> entries;
  while (const auto* entry = ::readdir(directory)) {
    const std::string name = entry->d_name;
    const auto path = folder + "/" + name;
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) continue;
    if (pattern.empty() || pattern == "*.*" || matches(name)) entries.push_back({path, name});
  }
  ::closedir(directory);
  const auto upper = [](const std::string& text) {
    std::string result = text;
    for (auto& c : result) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
    return result;
  };
  std::sort(entries.begin(), entries.end(), [&](const DirectoryEntry& a, const DirectoryEntry& b) {
    const auto x = upper(a.name), y = upper(b.name);
    return x != y ? x < y : a.name < b.name;
  });
  return entries;
}

}  // namespace fleetlint::compiler::load
