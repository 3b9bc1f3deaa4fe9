// base64, data URIs, JSON text and URIs.
#include <algorithm>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/base/well_formed.h"
#include "functions/function.h"
#include "unknown/texts.h"
#include "value/encoding.h"
#include "value/platform_text.h"
#include "value/uri.h"

namespace fleetlint::eval {
namespace {

// --- base64 --------------------------------------------------------------------------------------------------------

Value eval_base64(const Call& call) { return call.string(base64(utf8_bytes(call[0].as_string()))); }

/// Base64 of the part of a known start that no later character can change.
std::string stable_base64(std::string_view prefix) {
  std::string bytes = utf8_bytes(prefix);
  if (bytes.size() != prefix.size() || prefix.find('\xED') != std::string_view::npos) bytes.clear();  // half a pair may be completed
  return base64(std::string_view(bytes).substr(0, bytes.size() / 3 * 3));
}

Value eval_base64_unknown(const Call& call) {
  const Interval length = length_of(call[0]);
  Unknown facts;
  facts.kinds = takes::string;
  facts.regex = "^[A-Za-z0-9+/]*={0,2}$";
  facts.prefix = call.arena().copy(stable_base64(prefix_of(call[0])));
  if (length.min > 0) facts.min_length = (length.min + 2) / 3 * 4;
  if (length.max < unbounded / 4) facts.max_length = length.max * 4;
  return call.unknown(facts);
}

Value eval_from_base64(const Call& call) {
  const auto bytes = from_base64(call[0].as_string());
  if (!bytes) return call.fail(ErrorKind::bad_format, "`{}` is not base64", call[0].as_string().substr(0, 80));
  return call.string(text_from_utf8(*bytes));
}

// --- JSON ----------------------------------------------------------------------------------------------------------

Value read_json(const Call& call, std::string_view text, JsonEnd end = JsonEnd::required) {
  if (!call.charge(text.size() / 16)) return call.limited();
  auto value = read_platform_json(text, call.arena(), call.evaluator().limits(), end);
  if (!value) return call.fail(ErrorKind::bad_format, "`{}` is not JSON: {}", text.substr(0, 80), value.error());
  return *value;
}
Value eval_json(const Call& call) { return read_json(call, call[0].as_string()); }

Value eval_from_base64_json(const Call& call) {
  const auto bytes = from_base64(call[0].as_string());
  if (!bytes) return call.fail(ErrorKind::bad_format, "`{}` is not base64", call[0].as_string().substr(0, 80));
  return read_json(call, call.arena().copy(text_from_utf8(*bytes)), JsonEnd::may_be_missing);
}

// --- data URIs -----------------------------------------------------------------------------------------------------

constexpr std::string_view text_start = "data:text/plain;charset=utf-8;base64,", json_start = "data:application/json;charset=utf-8;base64,";

Value eval_data_uri(const Call& call) {
  if (call[0].is_string()) return call.string(std::string(text_start) + base64(utf8_bytes(call[0].as_string())));
  std::vector<Value> pieces;
  if (!json_pieces(call[0], '"', call.evaluator().limits().string_bytes, pieces, call.arena())) return call.limited();
  if (pieces.size() == 1 && pieces[0].is_string()) return call.string(std::string(json_start) + base64(utf8_bytes(pieces[0].as_string())));
  Unknown facts;
  facts.kinds = takes::string;
  const std::string_view begin = pieces[0].is_string() ? pieces[0].as_string() : std::string_view();
  facts.prefix = call.arena().copy(std::string(json_start) + stable_base64(begin));
  return call.unknown(facts);
}
Value eval_data_uri_unknown(const Call& call) {
  Unknown facts;
  facts.kinds = takes::string;
  if (must_be(call[0], ValueKind::string)) {
    facts.prefix = call.arena().copy(std::string(text_start) + stable_base64(prefix_of(call[0])));
    const Interval length = length_of(call[0]);
    facts.min_length = static_cast<std::int64_t>(text_start.size()) + (length.min + 2) / 3 * 4;
    if (length.max < unbounded / 8) facts.max_length = static_cast<std::int64_t>(text_start.size()) + length.max * 4;
  } else {
    facts.prefix = may_be(call[0], ValueKind::string) ? std::string_view("data:") : json_start;
  }
  return call.unknown(facts);
}

enum class Charset { utf8, ascii, latin1, utf16, utf16_big_endian, unsupported };

Charset charset_of(std::string_view name) {
  constexpr std::pair<std::string_view, Charset> names[] = {
      {"utf-8", Charset::utf8}, {"us-ascii", Charset::ascii}, {"ascii", Charset::ascii}, {"iso-8859-1", Charset::latin1}, {"latin1", Charset::latin1},
      {"utf-16", Charset::utf16}, {"utf-16le", Charset::utf16}, {"unicode", Charset::utf16}, {"utf-16be", Charset::utf16_big_endian}};
  for (const auto& [known, charset] : names)
    if (equals_ignoring_case(known, name)) return charset;
  return Charset::unsupported;
}

std::string decode(std::string_view bytes, Charset charset) {
  if (charset == Charset::utf8) return text_from_utf8(bytes);
  std::string out;
  if (charset == Charset::ascii || charset == Charset::latin1) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      append_utf8(out, charset == Charset::ascii && byte >= 0x80 ? U'?' : byte);
    }
    return out;
  }
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    std::string unit;
    append_utf8(unit, static_cast<char32_t>(charset == Charset::utf16 ? first | second << 8 : first << 8 | second));
    append_utf16_text(out, unit);
  }
  return out;
}

Value eval_from_data_uri(const Call& call) {
  const std::string_view uri = call[0].as_string();
  const auto bad = [&](std::string_view why) { return call.fail(ErrorKind::bad_format, "`{}` is not a data URI: {}", uri.substr(0, 80), why); };
  const auto comma = uri.find(',');
  if (uri.size() < 5 || !equals_ignoring_case(uri.substr(0, 5), "data:")) return bad("it does not start with `data:`");
  if (comma == std::string_view::npos) return bad("it has no `,`");
  std::string_view header = uri.substr(5, comma - 5);
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = header.find(';');
    parts.push_back(header.substr(0, end));
    if (end == std::string_view::npos) break;
    header.remove_prefix(end + 1);
  }
  bool encoded = false;
  if (parts.size() > 1 && equals_ignoring_case(parts.back(), "base64")) encoded = true, parts.pop_back();
  if (!parts[0].empty() && parts[0].find('/') == std::string_view::npos) return bad("the media type is not of the form `type/subtype`");
  Charset charset = Charset::utf8;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto equals = parts[i].find('=');
    if (equals == std::string_view::npos || equals == 0) return bad("a parameter is not of the form `name=value`");
    if (parts[0].empty() && !equals_ignoring_case(parts[i].substr(0, equals), "charset")) return bad("parameters need a media type");
    if (!equals_ignoring_case(parts[i].substr(0, equals), "charset")) continue;
    std::string_view name = parts[i].substr(equals + 1);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    charset = charset_of(name);
    if (charset == Charset::unsupported) return call.fail(ErrorKind::arg_value, "the character set `{}` is not supported", name);
  }
  const std::string data = percent_decode(uri.substr(comma + 1));
  if (!encoded) return call.string(data);
  const auto bytes = from_base64(data);
  if (!bytes) return bad("the data is not base64");
  return call.string(decode(*bytes, charset));
}

// --- URIs ----------------------------------------------------------------------------------------------------------

Value eval_uri(const Call& call) {
  const auto base = parse_absolute_uri(call[0].as_string());
  if (!base) return call.fail(ErrorKind::bad_format, "`{}` is not an absolute URI", call[0].as_string());
  const auto uri = resolve_uri(*base, call[1].as_string());
  if (!uri) return call.fail(ErrorKind::bad_format, "`{}` is not a relative URI", call[1].as_string());
  return call.string(uri->text());
}
Value eval_uri_unknown(const Call& call) {
  if (call[0].is_string() && !parse_absolute_uri(call[0].as_string())) return call.fail(ErrorKind::bad_format, "`{}` is not an absolute URI", call[0].as_string());
  return call.unknown();
}

Value eval_uri_component(const Call& call) { return call.string(percent_encode(call[0].as_string())); }
Value eval_uri_component_unknown(const Call& call) {
  const Unknown& text = call[0].as_unknown();
  Unknown facts;
  facts.kinds = takes::string;
  if (text.prefix.find('\xED') == std::string_view::npos) facts.prefix = call.arena().copy(percent_encode(text.prefix));
  if (text.suffix.find('\xED') == std::string_view::npos) facts.suffix = call.arena().copy(percent_encode(text.suffix));
  const Interval length = length_of(call[0]);
  if (length.min > 0) facts.min_length = length.min;
  if (length.max < unbounded / 9) facts.max_length = length.max * 9;
  facts.regex = "^([A-Za-z0-9_.~-]|%[0-9A-F]{2})*$";
  return call.unknown(facts);
}
Value eval_uri_component_to_string(const Call& call) { return call.string(percent_decode(call[0].as_string())); }
Value eval_uri_component_to_string_unknown(const Call& call) {
  Unknown facts;
  facts.kinds = takes::string;
  const Interval length = length_of(call[0]);
  if (length.max != unbounded) facts.max_length = length.max;
  if (length.min > 0) facts.min_length = (length.min + 8) / 9;
  const std::string_view prefix = prefix_of(call[0]);
  facts.prefix = prefix.substr(0, prefix.find('%'));
  return call.unknown(facts);
}

Value eval_parse_uri(const Call& call) {
  const auto uri = parse_absolute_uri(call[0].as_string());
  if (!uri) return call.fail(ErrorKind::bad_format, "`{}` is not an absolute URI", call[0].as_string());
  std::vector<Field> fields = {{"scheme", {}, call.string(uri->scheme)},
                               {"host", {}, call.string(uri->host)},
                               {"port", {}, uri->port >= 0 ? Value::integer(uri->port) : Value::null()},
                               {"path", {}, call.string(uri->path)}};
  if (!uri->query.empty()) fields.push_back({"query", {}, call.string(uri->query)});
  return call.object(fields);
}

Value eval_build_uri(const Call& call) {
  const auto members = call[0].is_object() ? call[0].fields() : call[0].as_unknown().members;
  const auto find = [&](std::string_view name) -> const Value* {
    for (const Field& member : members)
      if (equals_ignoring_case(member.name, name)) return member.value.is_null() ? nullptr : &member.value;
    return nullptr;
  };
  constexpr std::pair<std::string_view, KindSet> wanted[] = {{"scheme", takes::string}, {"host", takes::string}, {"port", takes::integer}, {"path", takes::string}, {"query", takes::string}};
  bool known = call[0].is_object();
  for (const auto& [name, kinds] : wanted) {
    const Value* value = find(name);
    if (!value && call[0].is_object() && (name == "scheme" || name == "host")) return call.fail(ErrorKind::missing_property, "the object has no `{}`", name);
    if (value && !(kinds_of(*value).bits & kinds.bits)) return call.fail(ErrorKind::arg_type, "`{}` must be {}, not {}", name, describe_kinds(kinds), describe_kinds(kinds_of(*value)));
    known &= !value || value->is_known();
  }
  const Value* scheme = find("scheme");
  const Value* host = find("host");
  std::vector<Value> pieces;
  if (!known) {
    Unknown facts;
    facts.kinds = takes::string;
    std::string prefix;
    if (scheme && scheme->is_string()) prefix = to_lower_invariant(scheme->as_string()) + "://";
    if (!prefix.empty() && host && host->is_string()) prefix += to_lower_invariant(host->as_string());
    facts.prefix = call.arena().copy(prefix);
    return call.unknown(facts);
  }
  std::string text = std::string(scheme->as_string()) + "://" + std::string(host->as_string());
  if (const Value* port = find("port")) text += fmt::format(":{}", port->as_integer());
  const Value* path = find("path");
  const std::string_view path_text = path ? path->as_string() : "/";
  if (!path_text.starts_with('/')) text += '/';
  text += path_text;
  if (const Value* query = find("query"); query && !query->as_string().empty()) {
    if (!query->as_string().starts_with('?')) text += '?';
    text += query->as_string();
  }
  const auto uri = parse_absolute_uri(text);
  if (!uri) return call.fail(ErrorKind::bad_format, "`{}` is not an absolute URI", text);
  return call.string(uri->text());
}

constexpr Parameter text[] = {{"text", takes::string}};
constexpr Parameter base64_text[] = {{"base64Value", takes::string}};
constexpr Parameter anything[] = {{"value", takes::any}};
constexpr Parameter base_and_relative[] = {{"baseUri", takes::string}, {"relativeUri", takes::string}};
constexpr Parameter parts[] = {{"components", takes::object}};

constexpr Function functions[] = {
    {.name = "base64", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The UTF-8 bytes of a text in base64.", .known = eval_base64, .unknown = eval_base64_unknown},
    {.name = "base64ToString", .min_arguments = 1, .max_arguments = 1, .parameters = base64_text, .result = takes::string, .doc = "The text that was written in base64.", .known = eval_from_base64},
    {.name = "base64ToJson", .min_arguments = 1, .max_arguments = 1, .parameters = base64_text, .result = takes::any, .doc = "The value whose JSON text was written in base64.", .known = eval_from_base64_json},
    {.name = "json", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::any, .doc = "The value of a JSON text; single quotes, bare names, comments and a trailing comma are taken.", .known = eval_json},
    {.name = "dataUri", .min_arguments = 1, .max_arguments = 1, .parameters = anything, .result = takes::string, .doc = "A value as a data URI: text as `text/plain`, everything else as `application/json`.", .known = eval_data_uri, .unknown = eval_data_uri_unknown},
    {.name = "dataUriToString", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The text of a data URI.", .known = eval_from_data_uri},
    {.name = "uri", .min_arguments = 2, .max_arguments = 2, .parameters = base_and_relative, .result = takes::string, .doc = "A relative URI resolved against a base (RFC 3986): without a final slash the base's last segment is replaced.", .known = eval_uri, .unknown = eval_uri_unknown},
    {.name = "uriComponent", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The text with everything but letters, digits and `-_.~` escaped.", .known = eval_uri_component, .unknown = eval_uri_component_unknown},
    {.name = "uriComponentToString", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::string, .doc = "The text with `%xx` escapes undone.", .known = eval_uri_component_to_string, .unknown = eval_uri_component_to_string_unknown},
    {.name = "parseUri", .min_arguments = 1, .max_arguments = 1, .parameters = text, .result = takes::object, .doc = "Scheme, host, port, path and query of a URI.", .known = eval_parse_uri},
    {.name = "buildUri", .min_arguments = 1, .max_arguments = 1, .parameters = parts, .result = takes::string, .doc = "A URI from an object of scheme, host, port, path and query.", .known = eval_build_uri, .unknown = eval_build_uri},
};

}  // namespace

Family encoding_functions() { return {"Encoding and URI", functions}; }

}  // namespace fleetlint::eval
