#include "value/encoding.h"

#include <bit>
#include <fmt/format.h>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {

std::string utf8_bytes(std::string_view text) {
  if (text.find('\xED') == std::string_view::npos) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const auto c = decode_utf8(text);
    append_utf8(out, c.value >= 0xD800 && c.value < 0xE000 ? 0xFFFD : c.value);
    text.remove_prefix(c.size);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out.push_back(k <= count ? alphabet[group >> (18 - 6 * k) & 63] : '=');
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  std::uint32_t group = 0;
  int filled = 0, padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    int value = 0;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    else if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    else if (c >= '0' && c <= '9') value = c - '0' + 52;
    else if (c == '+') value = 62;
    else if (c == '/') value = 63;
    else if (c == '=' && filled >= 2) ++padding;
    else return std::nullopt;
    if (padding > 0 && c != '=') return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(value);
    if (++filled == 4) {
      for (int k = 0; k < 3 - padding; ++k) out.push_back(static_cast<char>(group >> (16 - 8 * k) & 0xFF));
      group = 0, filled = 0;
      if (padding > 0) filled = -1000;  // nothing but blanks may follow
    }
  }
  if (filled != 0 && filled != -1000) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : utf8_bytes(text)) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) out.push_back(c);
    else fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

namespace {
int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
}  // namespace

std::string percent_decode(std::string_view text) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    std::string bytes;
    const std::size_t from = i;
    while (i + 2 < text.size() && text[i] == '%' && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      bytes.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 3;
    }
    if (bytes.empty()) {
      out.push_back(text[i++]);
      continue;
    }
    std::string_view rest = bytes;
    for (std::size_t at = 0; at < bytes.size();) {
      const auto c = decode_utf8(rest.substr(at));
      const bool bad = (c.value == 0xFFFD && c.size == 1) || (c.value >= 0xD800 && c.value < 0xE000);
      if (bad) out.append(text.substr(from + at * 3, 3 * c.size));
      else out.append(rest.substr(at, c.size));
      at += c.size;
    }
  }
  return out;
}

std::array<std::uint8_t, 20> sha1(std::string_view bytes) {
  std::string message(bytes);
  message.push_back('\x80');
  while (message.size() % 64 != 56) message.push_back('\0');
  for (int shift = 56; shift >= 0; shift -= 8) message.push_back(static_cast<char>(static_cast<std::uint64_t>(bytes.size()) * 8 >> shift & 0xFF));
  std::array<std::uint32_t, 5> h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  for (std::size_t block = 0; block < message.size(); block += 64) {
    std::array<std::uint32_t, 80> w;
    for (std::size_t t = 0; t < 16; ++t) {
      w[t] = 0;
      for (std::size_t k = 0; k < 4; ++k) w[t] = w[t] << 8 | static_cast<unsigned char>(message[block + t * 4 + k]);
    }
    for (std::size_t t = 16; t < 80; ++t) w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    auto [a, b, c, d, e] = h;
    for (std::size_t t = 0; t < 80; ++t) {
      std::uint32_t f, k;
      if (t < 20) f = (b & c) | (~b & d), k = 0x5A827999;
      else if (t < 40) f = b ^ c ^ d, k = 0x6ED9EBA1;
      else if (t < 60) f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
      else f = b ^ c ^ d, k = 0xCA62C1D6;
      const std::uint32_t next = std::rotl(a, 5) + f + e + k + w[t];
      e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
  std::array<std::uint8_t, 20> digest;
  for (std::size_t i = 0; i < 20; ++i) digest[i] = static_cast<std::uint8_t>(h[i / 4] >> (24 - 8 * (i % 4)));
  return digest;
}

}  // namespace fleetlint::eval
