#include "value/uri.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "fleetlint/base/unicode.h"
#include "value/encoding.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

int default_port(std::string_view scheme) {
  constexpr std::pair<std::string_view, int> ports[] = {{"http", 80}, {"https", 443}, {"ftp", 21}, {"ws", 80}, {"wss", 443}, {"ldap", 389}, {"telnet", 23}, {"nntp", 119}, {"gopher", 70}};
  for (const auto& [name, port] : ports)
    if (name == scheme) return port;
  return -1;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The length of `scheme:` at the front, colon included; 0 when there is none.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_letter(text[0])) return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ':') return i > 1 ? i + 1 : 0;  // one letter is a drive
    if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return 0;
  }
  return 0;
}

std::string escape(std::string_view part, std::string_view also_allowed) {
  std::string out;
  const std::string bytes = utf8_bytes(part);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    const bool plain = is_letter(c) || (c >= '0' && c <= '9') || std::string_view("-_.~!$&'()*+,;=:@/").find(c) != std::string_view::npos || also_allowed.find(c) != std::string_view::npos;
    const bool escaped = c == '%' && i + 2 < bytes.size() && std::isxdigit(static_cast<unsigned char>(bytes[i + 1])) && std::isxdigit(static_cast<unsigned char>(bytes[i + 2]));
    if (plain || escaped) out.push_back(c);
    else fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// Escapes of characters that need none are undone: `%7e` is `~`.
std::string without_needless_escapes(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    unsigned code = 0;
    if (path[i] == '%' && i + 2 < path.size() && std::from_chars(path.data() + i + 1, path.data() + i + 3, code, 16).ptr == path.data() + i + 3) {
      const char c = static_cast<char>(code);
      if (is_letter(c) || (c >= '0' && c <= '9') || (code < 0x80 && code != 0 && std::string_view("-_.~").find(c) != std::string_view::npos)) {
        out.push_back(c);
        i += 2;
        continue;
      }
    }
    out.push_back(path[i]);
  }
  return out;
}

std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("../")) path.remove_prefix(3);
    else if (path.starts_with("./")) path.remove_prefix(2);
    else if (path.starts_with("/./")) path.remove_prefix(2);
    else if (path == "/.") path = "/";
    else if (path.starts_with("/../") || path == "/..") {
      path = path == "/.." ? std::string_view("/") : path.substr(3);
      out.resize(out.find_last_of('/') == std::string::npos ? 0 : out.find_last_of('/'));
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const auto end = path.find('/', 1);
      out.append(path.substr(0, end));
      path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    }
  }
  return out;
}

/// Everything after `//`, up to the path; false when it is no authority.
bool read_authority(std::string_view authority, Uri& uri) {
  uri.has_authority = true;
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    uri.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  std::size_t colon = authority.rfind(':');
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return false;
    colon = authority.find(':', close);
    if (colon != close + 1 && close + 1 != authority.size()) return false;
  }
  uri.host = to_lower_invariant(authority.substr(0, std::min(colon, authority.size())));
  if (colon != std::string_view::npos && colon < authority.size()) {
    const std::string_view port = authority.substr(colon + 1);
    if (!port.empty()) {
      const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), uri.port);
      if (error != std::errc() || end != port.data() + port.size() || uri.port < 0 || uri.port > 65535) return false;
    }
  }
  if (uri.port == default_port(uri.scheme)) uri.port = -1;
  return std::none_of(uri.host.begin(), uri.host.end(), [](char c) { return c == ' ' || c == '<' || c == '>' || c == '"' || c == '|' || c == '^' || c == '`' || c == '{' || c == '}' || c == '%'; });
}

void read_tail(std::string_view tail, Uri& uri) {
  const auto hash = tail.find('#');
  uri.fragment = hash == std::string_view::npos ? std::string_view() : tail.substr(hash);
  tail = tail.substr(0, hash);
  const auto question = tail.find('?');
  uri.query = question == std::string_view::npos ? std::string_view() : tail.substr(question);
  uri.path = tail.substr(0, question);
}

bool hierarchical(const Uri& uri) { return default_port(uri.scheme) >= 0 || uri.scheme == "file"; }

/// Splits `//authority/path…`; false when the host is missing where the scheme needs one.
bool read_after_slashes(std::string_view rest, Uri& uri) {
  const auto end = rest.find_first_of(hierarchical(uri) ? "/?#\\" : "/?#");
  if (!read_authority(rest.substr(0, end), uri)) return false;
  if (uri.host.empty() && default_port(uri.scheme) >= 0) return false;
  read_tail(end == std::string_view::npos ? std::string_view() : rest.substr(end), uri);
  return true;
}

void normalise_path(Uri& uri) {
  if (hierarchical(uri)) std::replace(uri.path.begin(), uri.path.end(), '\\', '/');
  uri.path = without_needless_escapes(uri.path);
  if (uri.has_authority || hierarchical(uri)) uri.path = without_dot_segments(uri.path);
  if (uri.path.empty() && uri.has_authority && hierarchical(uri)) uri.path = "/";
}

}  // namespace

std::string Uri::text() const {
  std::string out = scheme + ":";
  if (has_authority) {
    out += "//";
    if (!user.empty()) out += user + "@";
    out += host;
    if (port >= 0) out += fmt::format(":{}", port);
  }
  out += escape(path, "");
  if (!query.empty()) out += escape(query, "?[]");
  if (!fragment.empty()) out += "#" + escape(fragment.substr(1), "?[]#");
  return out;
}

std::optional<Uri> parse_absolute_uri(std::string_view text) {
  text = trim_end(trim_start(text));
  const std::size_t length = scheme_length(text);
  if (length == 0) return std::nullopt;
  Uri uri;
  uri.scheme = to_lower_invariant(text.substr(0, length - 1));
  const std::string_view rest = text.substr(length);
  if (rest.starts_with("//")) {
    if (!read_after_slashes(rest.substr(2), uri)) return std::nullopt;
  } else {
    if (default_port(uri.scheme) >= 0) return std::nullopt;
    read_tail(rest, uri);
  }
  normalise_path(uri);
  return uri;
}

std::optional<Uri> resolve_uri(const Uri& base, std::string_view relative) {
  if (scheme_length(relative) > 0)
    if (auto absolute = parse_absolute_uri(relative)) return absolute;
  relative = trim_end(trim_start(relative));
  if (relative.empty()) return base;
  Uri uri = base;
  uri.fragment.clear();
  if (relative.starts_with("//")) {
    Uri other;
    other.scheme = base.scheme;
    if (!read_after_slashes(relative.substr(2), other)) return std::nullopt;
    normalise_path(other);
    return other;
  }
  Uri part;
  read_tail(relative, part);
  uri.fragment = part.fragment;
  if (part.path.empty()) {
    if (!part.query.empty()) uri.query = part.query;
    return uri;
  }
  uri.query = part.query;
  if (part.path[0] == '/' || part.path[0] == '\\') uri.path = part.path;
  else uri.path = base.path.substr(0, base.path.rfind('/') == std::string::npos ? 0 : base.path.rfind('/') + 1) + part.path;
  normalise_path(uri);
  return uri;
}

}  // namespace fleetlint::eval
