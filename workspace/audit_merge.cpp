#include <map>
#include <optional>
#include <string_view>

#include "fleetlint/base/source.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/workspace/audit.h"

namespace fleetlint::workspace {
namespace {

constexpr std::uint64_t max_file_bytes = std::uint64_t{4} << 30;

struct Record {
  std::string line, place;  ///< `file:line` it was first read from
};

/// What a shard's last line says.
struct ShardEnd {
  std::int64_t index = 0, count = 0, records = 0;
};

/// What a line is: a record with its path, the end of a shard, or neither.
struct Line {
  std::string path;
  std::optional<ShardEnd> end;
};

Line read_line(const std::string& text) {
  SourceSet sources;
  const auto source = sources.add("", text);
  const auto json = arm::read_json(sources, source, arm::ExpressionMode::literal, Limits{});
  if (json->has_errors()) return {};
  const auto* path = json->root.find("template");
  if (path != nullptr && path->is_string()) return {std::string(path->text), std::nullopt};
  const auto number = [&](std::string_view name) -> std::int64_t {
    const auto* node = json->root.find(name);
    return node != nullptr && node->is(arm::NodeKind::integer) ? node->integer : -1;
  };
  const ShardEnd end{number("shard"), number("of"), number("records")};
  if (end.count < 1 || end.index < 1 || end.index > end.count || end.records < 0) return {};
  return {{}, end};
}

/// Which shards came from which files.
class Shards {
 public:
  /// A shard with `records` records ends in this file; `end` is what its last line says.
  void add(const std::string& file, const ShardEnd& end, std::int64_t records, std::vector<RecordProblem>& problems) {
    if (end.records != records)
      problems.push_back({file + ": error FL0524: shard " + std::to_string(end.index) + " of " + std::to_string(end.count) + " had " + std::to_string(end.records) + " records, " + std::to_string(records) + " are here", false, true});
    const auto [at, is_new] = files_[end.count].try_emplace(end.index, file);
    if (!is_new) problems.push_back({file + ": error FL0525: is shard " + std::to_string(end.index) + " of " + std::to_string(end.count) + ", and so is " + at->second, false, true});
  }

  void tell_missing(std::vector<RecordProblem>& problems) const {
    constexpr std::size_t most_told = 20;
    for (const auto& [count, files] : files_) {
      std::string missing;
      std::size_t told = 0;
      for (std::int64_t index = 1; index <= count && told <= most_told; ++index)
        if (!files.contains(index)) missing += ++told > most_told ? ", …" : (missing.empty() ? "" : ", ") + std::to_string(index) + "/" + std::to_string(count);
      if (!missing.empty()) problems.push_back({files.begin()->second + ": error FL0523: is one of " + std::to_string(count) + " shards; not given: " + missing, false, true});
    }
  }

 private:
  std::map<std::int64_t, std::map<std::int64_t, std::string>> files_;  ///< by how many there are, by index
};

}  // namespace

std::string shard_line(const Shard& shard, std::size_t records) {
  return "{\"shard\": " + std::to_string(shard.index) + ",\"of\": " + std::to_string(shard.count) + ",\"records\": " + std::to_string(records) + "}\n";
}

bool Shard::holds(const std::string& path) const {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: the same on every machine
  for (const char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return (hash ^ (hash >> 32)) % count == index - 1;
}

MergedRecords merge_records(const std::vector<std::string>& files) {
  MergedRecords merged;
  std::map<std::string, Record> records;
  Shards shards;
  for (const auto& file : files) {
    auto read = read_file(file, max_file_bytes);
    if (!read.text) {
      merged.problems.push_back({"fleetlint: " + file + ": " + read.message, true});
      continue;
    }
    std::string_view rest = *read.text;
    std::int64_t count = 0;
    std::size_t wrong_lines = 0;
    constexpr std::size_t most_told = 3;  // of a file that is something else every line is wrong
    for (std::size_t number = 1; !rest.empty(); ++number) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const std::string line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty() || line == "\r") continue;
      const auto place = file + ":" + std::to_string(number) + ":1";
      const auto content = read_line(line);
      if (content.end) {  // shards may follow each other in one file
        shards.add(file, *content.end, count, merged.problems);
        count = 0;
        continue;
      }
      const auto& path = content.path;
      ++count;
      if (path.empty()) {
        if (++wrong_lines <= most_told) merged.problems.push_back({place + ": error FL0521: is no record of an audit", false});
        continue;
      }
      const auto [at, is_new] = records.try_emplace(path, Record{line, place});
      if (!is_new && at->second.line != line)
        merged.problems.push_back({place + ": error FL0522: says something else about `" + path + "` than " + at->second.place, false});
    }
    if (wrong_lines > most_told)
      merged.problems.push_back({file + ": error FL0521: " + std::to_string(wrong_lines - most_told) + " more lines are no records of an audit", false});
  }
  shards.tell_missing(merged.problems);
  for (const auto& [path, record] : records) merged.text += record.line + "\n";
  return merged;
}

}  // namespace fleetlint::workspace
