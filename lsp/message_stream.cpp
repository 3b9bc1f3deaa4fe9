#include "message_stream.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <optional>

namespace fleetlint::lsp {
namespace {

constexpr std::size_t max_message_bytes = std::size_t{64} << 20;
constexpr std::size_t max_header_bytes = 4096;

/// The value of a `Content-Length: N` line.
std::optional<std::size_t> content_length(std::string_view line) {
  constexpr std::string_view name = "content-length:";
  if (line.size() < name.size() || !std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
        return a == std::tolower(static_cast<unsigned char>(b));
      }))
    return std::nullopt;
  line.remove_prefix(name.size());
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), length);
  return error == std::errc{} && end == line.data() + line.size() ? std::optional(length) : std::nullopt;
}

}  // namespace

bool MessageStream::fill() {
  if (used_ > 0) buffer_.erase(0, used_), used_ = 0;
  char chunk[65536];
  while (true) {
    const auto got = ::read(input_, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    buffer_.append(chunk, static_cast<std::size_t>(got));
    return true;
  }
}

bool MessageStream::read_line(std::string& line) {
  while (true) {
    const auto end = buffer_.find('\n', used_);
    if (end != std::string::npos) {
      line = buffer_.substr(used_, end - used_);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      used_ = end + 1;
      return true;
    }
    if (buffer_.size() - used_ > max_header_bytes || !fill()) return false;
  }
}

ReadOutcome MessageStream::read(Json& message) {
  std::optional<std::size_t> length;
  std::string line;
  for (bool first = true;; first = false) {
    if (!read_line(line)) return first && buffer_.size() == used_ ? ReadOutcome::end : ReadOutcome::broken;
    if (line.empty()) break;
    if (const auto value = content_length(line)) length = value;
    else if (line.find(':') == std::string::npos) return ReadOutcome::broken;
  }
  if (!length || *length > max_message_bytes) return ReadOutcome::broken;
  while (buffer_.size() - used_ < *length)
    if (!fill()) return ReadOutcome::broken;
  auto parsed = parse_json(std::string_view(buffer_).substr(used_, *length));
  used_ += *length;
  if (!parsed) return ReadOutcome::bad_json;
  message = std::move(*parsed);
  return ReadOutcome::message;
}

void MessageStream::write(const Json& message) {
  const auto content = message.dump();
  const auto whole = "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
  const std::lock_guard lock(write_mutex_);
  for (std::size_t written = 0; written < whole.size();) {
    const auto put = ::write(output_, whole.data() + written, whole.size() - written);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;  // the client is gone; reading will tell
    written += static_cast<std::size_t>(put);
  }
}

}  // namespace fleetlint::lsp
