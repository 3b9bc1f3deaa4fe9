#pragma once
// Looking at everything below a folder: one record a template, in JSON lines, sorted by path. The bytes do not depend on
// the number of threads or on how the work was split.
#include <cstdint>
#include <string>
#include <vector>

namespace fleetlint::workspace {

/// Part `index` of `count`, from 1. A template belongs to the part that its path says, whatever else is there.
struct Shard {
  std::uint32_t index = 1, count = 1;
  bool holds(const std::string& path) const;
};

/// The last line of a shard's file, which tells `merge_records` that it is whole: `{"shard": 1,"of": 4,"records": 12}`.
std::string shard_line(const Shard& shard, std::size_t records);

struct RecordProblem {
  std::string message;
  bool is_unreadable = false;  ///< the file could not be read at all
  bool is_about_shards = false;  ///< one is missing, repeated or cut off: what was given is wrong, not what was found
};

struct MergedRecords {
  std::string text;  ///< the records of all files, one a line
  std::vector<RecordProblem> problems;
};

/// Puts the records of several audits together: sorted by template, records that say the same once. Two records that say
/// different things about one template are a problem, and so is a line that is no record, and a shard that is not there,
/// there twice, or not whole.
MergedRecords merge_records(const std::vector<std::string>& files);

}  // namespace fleetlint::workspace
