// Redaction of secrets in everything that is printed: one scan, no regular expressions.
#include <algorithm>
#include <array>
#include <cctype>

#include "fleetlint/base/finding.h"

namespace fleetlint {
namespace {

constexpr std::string_view replacement = "[redacted]";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool matches_ignoring_case(std::string_view text, std::size_t at, std::string_view key) {
  if (at + key.size() > text.size()) return false;
  return std::equal(key.begin(), key.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

bool ends_token(char c) {
  return c == '&' || c == '\'' || c == '"' || c == ';' || c == '\\' || c == '<' || c == '>' || c == '`' || c == ',' || c == ')' ||
         std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// Keys whose value is secret wherever `key=value` occurs: query parts of a SAS, parts of connection strings.
constexpr std::array<std::string_view, 8> secret_keys = {
    "sig=", "sig%3d", "accountkey=", "sharedaccesskey=", "sharedaccesssignature=", "password=", "pwd=", "client_secret="};

}  // namespace

std::string redact_secrets(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const char before = i == 0 ? ' ' : text[i - 1];
    bool found = false;
    if (!is_word(before) || (i >= 3 && text[i - 3] == '%')) {  // "%26sig%3D…": an encoded '&' stands before
      for (const auto key : secret_keys) {
        if (!matches_ignoring_case(text, i, key)) continue;
        auto end = i + key.size();
        while (end < text.size() && !ends_token(text[end])) ++end;
        if (end == i + key.size()) break;  // nothing secret: "sig=" alone
        out.append(text.substr(i, key.size()));
        out.append(replacement);
        i = end;
        found = true;
        break;
      }
    }
    if (!found) out.push_back(text[i++]);
  }
  return out;
}

}  // namespace fleetlint
