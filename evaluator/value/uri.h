#pragma once
// URIs as System.Uri takes them apart and puts them together (RFC 3986).
#include <optional>
#include <string>
#include <string_view>

namespace fleetlint::eval {

struct Uri {
  std::string scheme;  ///< lower case
  std::string user;    ///< before `@`, without it
  std::string host;    ///< lower case; brackets of IPv6 included
  int port = -1;       ///< -1: the scheme's own
  std::string path, query, fragment;  ///< query with `?`, fragment with `#`, or empty
  bool has_authority = false;

  /// Normalised: dot segments removed, illegal characters escaped, default port dropped.
  std::string text() const;
};

/// An absolute URI; empty when it is none.
std::optional<Uri> parse_absolute_uri(std::string_view text);
/// `relative` against `base`; empty when the result is no URI.
std::optional<Uri> resolve_uri(const Uri& base, std::string_view relative);

}  // namespace fleetlint::eval
