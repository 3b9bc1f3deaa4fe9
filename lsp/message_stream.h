#pragma once
// Messages of the base protocol: a header with the length, an empty line, JSON.
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "json.h"

namespace fleetlint::lsp {

enum class ReadOutcome { message, bad_json, end, broken };

/// Reads from one file descriptor and writes to another; neither is owned. Reading is for one thread, writing for any.
class MessageStream {
 public:
  MessageStream(int input, int output) : input_(input), output_(output) {}

  /// Waits for the next message. `bad_json`: the content was no JSON, the stream goes on. `broken`: the header is no
  /// header or announces more than 64 MiB, so the next message cannot be found.
  ReadOutcome read(Json& message);
  void write(const Json& message);

 private:
  bool read_line(std::string& line);
  bool fill();

  int input_, output_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::mutex write_mutex_;
};

}  // namespace fleetlint::lsp
