#include <map>
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

/// The path that a record is about; empty when the line is no record.
std::string template_of(const std::string& line) {
  SourceSet sources;
  const auto source = sources.add("", line);
  const auto json = arm::read_json(sources, source, arm::ExpressionMode::literal, Limits{});
  if (json->has_errors()) return "";
  const auto* path = json->root.find("template");
  return path != nullptr && path->is_string() ? std::string(path->text) : "";
}

}  // namespace

bool Shard::holds(const std::string& path) const {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: the same on every machine
  for (const char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return (hash ^ (hash >> 32)) % count == index - 1;
}

MergedRecords merge_records(const std::vector<std::string>& files) {
  MergedRecords merged;
  std::map<std::string, Record> records;
  for (const auto& file : files) {
    auto read = read_file(file, max_file_bytes);
    if (!read.text) {
      merged.problems.push_back({file + ": FL0520: cannot be read: " + read.message, true});
      continue;
    }
    std::string_view rest = *read.text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const std::string line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty() || line == "\r") continue;
      const auto place = file + ":" + std::to_string(number) + ":1";
      const auto path = template_of(line);
      if (path.empty()) {
        merged.problems.push_back({place + ": error FL0521: is no record of an audit", false});
        continue;
      }
      const auto [at, is_new] = records.try_emplace(path, Record{line, place});
      if (!is_new && at->second.line != line)
        merged.problems.push_back({place + ": error FL0522: says something else about `" + path + "` than " + at->second.place, false});
    }
  }
  for (const auto& [path, record] : records) merged.text += record.line + "\n";
  return merged;
}

}  // namespace fleetlint::workspace
