#pragma once
// Files and positions in them. A span is bytes of one file; lines and columns are computed when reporting.
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint {

/// Half-open byte range of one file.
struct Span {
  std::uint32_t begin = 0, end = 0;
  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool contains(std::uint32_t offset) const { return begin <= offset && offset < end; }
  friend constexpr bool operator==(Span, Span) = default;
  friend constexpr auto operator<=>(Span, Span) = default;
};

/// Names a source of a SourceSet; `none` for things that no file holds (defaults of the platform, the command line).
struct SourceId {
  std::uint32_t index = UINT32_MAX;
  static constexpr SourceId none() { return {}; }
  constexpr explicit operator bool() const { return index != UINT32_MAX; }
  friend constexpr bool operator==(SourceId, SourceId) = default;
  friend constexpr auto operator<=>(SourceId, SourceId) = default;
};

/// A place a user can open.
struct Location {
  SourceId source;
  Span span;
  constexpr explicit operator bool() const { return static_cast<bool>(source); }
  friend constexpr bool operator==(const Location&, const Location&) = default;
  friend constexpr auto operator<=>(const Location&, const Location&) = default;
};

/// A position as people count: line and column from 1. Columns count bytes, UTF-16 code units or code points,
/// as asked for; editors and the reference compiler count UTF-16 code units.
struct LineColumn {
  std::uint32_t line = 1, column = 1;
};
enum class ColumnUnit : std::uint8_t { bytes, utf16, code_points };

/// The immutable text of one file with its line table (built on first use; thread-safe).
class Source {
 public:
  Source(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const {
    return span.begin > text_.size() ? std::string_view{} : text().substr(span.begin, span.size());
  }
  /// The position of a byte offset; an offset past the end is taken as the end. Lines end at \n, \r\n or a lone \r.
  LineColumn line_column(std::uint32_t offset, ColumnUnit unit = ColumnUnit::code_points) const;
  /// The byte offset of a line and column, both from 1, clamped to the line.
  std::uint32_t offset(LineColumn position, ColumnUnit unit = ColumnUnit::code_points) const;
  std::uint32_t line_count() const;
  /// The text of a line (from 1) without its line break.
  std::string_view line_text(std::uint32_t line) const;
  Span line_span(std::uint32_t line) const;

 private:
  const std::vector<std::uint32_t>& line_starts() const;
  /// Where column 1 of the first line is: behind a byte order mark, unless bytes are counted.
  std::uint32_t text_begin(ColumnUnit unit) const;

  std::string path_, text_;
  mutable std::once_flag lines_once_;
  mutable std::vector<std::uint32_t> line_starts_;
};

/// All sources of a run. Adding is thread-safe; sources never move or go away.
class SourceSet {
 public:
  SourceId add(std::string path, std::string text);
  const Source& operator[](SourceId id) const;
  const Source& at(Location location) const { return (*this)[location.source]; }
  std::size_t size() const;
  /// The source with this path, if it was added (the newest of several).
  SourceId find(std::string_view path) const;

  /// Lets an editor's buffer stand for the file on disk, from the next `read` on.
  void overlay(std::string path, std::string text);
  /// As `read_file`, except that a buffer given to `overlay` wins. Everything that opens an input goes through here.
  struct ReadResult read(const std::string& path, std::uint64_t max_bytes) const;

 private:
  mutable std::mutex mutex_;
  std::deque<Source> sources_;
  std::map<std::string, std::string, std::less<>> overlays_;
};

/// Why a file could not be read.
enum class ReadFailure : std::uint8_t { not_found, not_a_file, no_permission, too_large, io_error };
struct ReadResult {
  std::optional<std::string> text;
  ReadFailure failure = ReadFailure::io_error;
  std::string message;  ///< for people: what is wrong, without the path
};
/// Reads a regular file (symlinks followed) of at most `max_bytes`; a FIFO, device or directory is refused, never waited for.
ReadResult read_file(const std::string& path, std::uint64_t max_bytes);

/// The text of a file and what keeps it.
struct FileText {
  std::string_view text;
  std::shared_ptr<const void> memory;
};
/// As `read_file`, but the text is the system's own copy of the file and is not copied again. Only for files that are replaced as
/// a whole and never written to, such as installed data: a text must not change under its reader.
std::optional<FileText> map_file(const std::string& path, std::uint64_t max_bytes);

}  // namespace fleetlint
