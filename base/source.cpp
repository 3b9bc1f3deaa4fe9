#include "fleetlint/base/source.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "fleetlint/base/assert.h"
#include "fleetlint/base/text_encoding.h"

namespace fleetlint {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Width of the code point that starts with this byte, in the unit; continuation bytes count nothing.
std::uint32_t width(char c, ColumnUnit unit) {
  if (unit == ColumnUnit::bytes) return 1;
  if (is_continuation(c)) return 0;
  return unit == ColumnUnit::utf16 && static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
}

std::string too_large(std::uint64_t max_bytes) { return "is larger than " + std::to_string(max_bytes >> 20) + " MiB"; }

/// A file that is open, until this goes.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  std::size_t size() const { return size_; }
  void set_size(std::size_t size) { size_ = size; }

 private:
  int descriptor_ = -1;
  std::size_t size_ = 0;
};

/// Opens a regular file of at most `max_bytes`, waiting for nothing; or says in `failure` why not.
std::optional<OpenFile> open_regular_file(const std::string& path, std::uint64_t max_bytes, ReadResult& failure) {
  const auto fail = [&](ReadFailure kind, std::string message) {
    failure = {std::nullopt, kind, std::move(message)};
    return std::nullopt;
  };
  // O_NONBLOCK: opening a FIFO without a writer must not wait.
  OpenFile file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (file.descriptor() < 0) {
    const int error = errno;
    const auto kind = error == ENOENT || error == ENOTDIR ? ReadFailure::not_found
                      : error == EACCES || error == EPERM ? ReadFailure::no_permission
                                                          : ReadFailure::io_error;
    return fail(kind, error == ENOENT ? "no such file" : std::strerror(error));
  }
  struct stat status {};
  if (::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ReadFailure::not_a_file, S_ISDIR(status.st_mode) ? "is a directory" : "is not a regular file");
  }
  if (static_cast<std::uint64_t>(status.st_size) > max_bytes) return fail(ReadFailure::too_large, too_large(max_bytes));
  file.set_size(static_cast<std::size_t>(status.st_size));
  return file;
}

/// All of an open file, which may have grown since.
ReadResult read_open_file(const OpenFile& file, std::uint64_t max_bytes) {
  std::string text;
  text.resize(file.size());
  std::size_t filled = 0;
  while (true) {
    // One more byte tells the end of a file that grew, or of one in /proc that claims size 0.
    if (filled == text.size()) {
      if (filled > max_bytes) return {std::nullopt, ReadFailure::too_large, too_large(max_bytes)};
      char extra[4096];
      const auto got = ::read(file.descriptor(), extra, sizeof extra);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return {std::nullopt, ReadFailure::io_error, std::strerror(errno)};
      if (got == 0) break;
      text.append(extra, static_cast<std::size_t>(got));
      filled = text.size();
      continue;
    }
    const auto got = ::read(file.descriptor(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {std::nullopt, ReadFailure::io_error, std::strerror(errno)};
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return {std::move(text), {}, {}};
}

}  // namespace

const std::vector<std::uint32_t>& Source::line_starts() const {
  std::call_once(lines_once_, [this] {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '\n' || (c == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n')))
        line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
  });
  return line_starts_;
}

std::uint32_t Source::text_begin(ColumnUnit unit) const {
  return unit != ColumnUnit::bytes && text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

LineColumn Source::line_column(std::uint32_t offset, ColumnUnit unit) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto& starts = line_starts();
  const auto line = static_cast<std::uint32_t>(std::upper_bound(starts.begin(), starts.end(), offset) - starts.begin());
  if (unit == ColumnUnit::bytes) return {line, offset - starts[line - 1] + 1};
  std::uint32_t column = 1;
  for (auto i = line == 1 ? text_begin(unit) : starts[line - 1]; i < offset; ++i) column += width(text_[i], unit);
  return {line, column};
}

std::uint32_t Source::offset(LineColumn position, ColumnUnit unit) const {
  const auto& starts = line_starts();
  if (position.line == 0) return 0;
  if (position.line > starts.size()) return static_cast<std::uint32_t>(text_.size());
  const auto span = line_span(position.line);
  if (position.column > 0 && unit == ColumnUnit::bytes) return span.begin + std::min(position.column - 1, span.size());
  std::uint32_t column = 1, at = position.line == 1 ? text_begin(unit) : span.begin;
  while (at < span.end && column < position.column) {
    column += width(text_[at], unit);
    ++at;
    while (at < span.end && unit != ColumnUnit::bytes && is_continuation(text_[at])) ++at;
  }
  return at;
}

std::uint32_t Source::line_count() const { return static_cast<std::uint32_t>(line_starts().size()); }

Span Source::line_span(std::uint32_t line) const {
  const auto& starts = line_starts();
  if (line == 0 || line > starts.size()) return {};
  const auto begin = starts[line - 1];
  auto end = line < starts.size() ? starts[line] : static_cast<std::uint32_t>(text_.size());
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return {begin, end};
}

std::string_view Source::line_text(std::uint32_t line) const { return text(line_span(line)); }

SourceId SourceSet::add(std::string path, std::string text) {
  const std::lock_guard lock(mutex_);
  sources_.emplace_back(std::move(path), source_text(std::move(text)));
  return {static_cast<std::uint32_t>(sources_.size() - 1)};
}

const Source& SourceSet::operator[](SourceId id) const {
  const std::lock_guard lock(mutex_);
  FLEETLINT_ASSERT(id.index < sources_.size());
  return sources_[id.index];
}

std::size_t SourceSet::size() const {
  const std::lock_guard lock(mutex_);
  return sources_.size();
}

SourceId SourceSet::find(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  for (auto i = sources_.size(); i-- > 0;)
    if (sources_[i].path() == path) return {static_cast<std::uint32_t>(i)};
  return SourceId::none();
}

void SourceSet::overlay(std::string path, std::string text) {
  const std::lock_guard lock(mutex_);
  overlays_.insert_or_assign(std::move(path), std::move(text));
}

ReadResult SourceSet::read(const std::string& path, std::uint64_t max_bytes) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = overlays_.find(path); found != overlays_.end()) {
      if (found->second.size() > max_bytes)
        return {std::nullopt, ReadFailure::too_large, too_large(max_bytes)};
      return {found->second, {}, {}};
    }
  }
  return read_file(path, max_bytes);
}

ReadResult read_file(const std::string& path, std::uint64_t max_bytes) {
  ReadResult failure;
  const auto file = open_regular_file(path, max_bytes, failure);
  return file ? read_open_file(*file, max_bytes) : failure;
}

std::optional<FileText> map_file(const std::string& path, std::uint64_t max_bytes) {
  ReadResult failure;
  const auto file = open_regular_file(path, max_bytes, failure);
  if (!file) return std::nullopt;
  const auto size = file->size();
  void* const begin = size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file->descriptor(), 0) : MAP_FAILED;
  if (begin != MAP_FAILED) return FileText{{static_cast<const char*>(begin), size}, {begin, [size](const void* address) { ::munmap(const_cast<void*>(address), size); }}};
  auto read = read_open_file(*file, max_bytes);
  if (!read.text) return std::nullopt;
  const auto text = std::make_shared<const std::string>(std::move(*read.text));
  return FileText{*text, text};
}

}  // namespace fleetlint
