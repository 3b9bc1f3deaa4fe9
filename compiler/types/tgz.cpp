#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "fleetlint/compiler/type_index.h"

namespace fleetlint::compiler {
namespace {

std::optional<std::string> inflate_gzip(std::string_view bytes, std::uint64_t max_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return std::nullopt;
  std::string out;
  std::array<char, 1 << 16> buffer{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer.data(), buffer.size() - stream.avail_out);
    if (out.size() > max_bytes) state = Z_BUF_ERROR;
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) return std::nullopt;
  return out;
}

std::uint64_t octal(std::string_view text) {
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '7') value = value * 8 + static_cast<std::uint64_t>(c - '0');
    else if (c != ' ' || value != 0) break;
  }
  return value;
}

std::string_view until_nul(std::string_view text) { return text.substr(0, std::min(text.find('\0'), text.size())); }

// `path=` of a pax header record: "<length> path=<value>\n".
std::string pax_path(std::string_view records) {
  const auto at = records.find(" path=");
  if (at == std::string_view::npos) return {};
  const auto begin = at + 6;
  return std::string(records.substr(begin, records.find('\n', begin) - begin));
}

}  // namespace

std::optional<std::unordered_map<std::string, std::string>> unpack_tgz(std::string_view bytes, const Limits& limits) {
  constexpr std::size_t block = 512;
  const auto tar = inflate_gzip(bytes, limits.file_bytes);
  if (!tar) return std::nullopt;
  const std::string_view text = *tar;
  std::unordered_map<std::string, std::string> files;
  std::string long_name;
  for (std::size_t at = 0; at + block <= text.size();) {
    const auto header = text.substr(at, block);
    if (header[0] == '\0') break;
    const auto size = octal(header.substr(124, 12));
    if (size > text.size() - at - block) return std::nullopt;
    const auto content = text.substr(at + block, size);
    const char kind = header[156];
    if (kind == 'x') {
      long_name = pax_path(content);
    } else if (kind == 'L') {
      long_name = until_nul(content);
    } else if (kind == '0' || kind == '\0') {
      auto name = std::string(until_nul(header.substr(0, 100)));
      const auto prefix = header.substr(257, 5) == "ustar" ? until_nul(header.substr(345, 155)) : std::string_view{};
      if (!prefix.empty()) name = std::string(prefix) + "/" + name;
      if (!long_name.empty()) name = std::move(long_name);
      if (name.starts_with("./")) name.erase(0, 2);
      files[name] = std::string(content);
      long_name.clear();
    }
    at += block + (size + block - 1) / block * block;
  }
  return files;
}

}  // namespace fleetlint::compiler
