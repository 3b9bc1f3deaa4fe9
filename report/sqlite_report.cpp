// A database of the findings, for those who ask questions of many templates: one table of findings, one of the steps of
// their values, one of rules, one of files.
#include <sqlite3.h>

#include "formats.h"

namespace fleetlint::report {
namespace {

constexpr const char* schema = R"sql(
CREATE TABLE files (path TEXT PRIMARY KEY, failure TEXT) WITHOUT ROWID;
CREATE TABLE rules (id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL, outcome TEXT NOT NULL, tags TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE findings (
  id INTEGER PRIMARY KEY, rule TEXT NOT NULL, name TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, help TEXT NOT NULL, file TEXT NOT NULL,
  line INTEGER NOT NULL, column INTEGER NOT NULL, end_line INTEGER NOT NULL, end_column INTEGER NOT NULL, resource TEXT NOT NULL, path TEXT NOT NULL,
  certain INTEGER NOT NULL, conditional INTEGER NOT NULL, assumed_default INTEGER NOT NULL, fingerprint TEXT NOT NULL);
CREATE TABLE related (finding INTEGER NOT NULL REFERENCES findings(id), step INTEGER NOT NULL, message TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL, PRIMARY KEY (finding, step)) WITHOUT ROWID;
)sql";

/// A database in memory. After the first failure every call does nothing.
class Database {
 public:
  Database() { good_ = sqlite3_open(":memory:", &handle_) == SQLITE_OK && run("PRAGMA page_size = 4096") && run(schema) && run("BEGIN"); }
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  bool run(const char* sql) { return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

  /// Inserts one row; integers and texts in the order of the columns.
  template <typename... Values>
  void insert(const char* sql, const Values&... values) {
    sqlite3_stmt* statement = nullptr;
    good_ = good_ && sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) == SQLITE_OK;
    int column = 0;
    (bind(statement, ++column, values), ...);
    good_ = good_ && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
  }

  std::string bytes() {
    good_ = good_ && run("COMMIT");
    sqlite3_int64 size = 0;
    unsigned char* data = good_ ? sqlite3_serialize(handle_, "main", &size, 0) : nullptr;
    std::string out = data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    sqlite3_free(data);
    return out;
  }

 private:
  void bind(sqlite3_stmt* statement, int column, std::int64_t value) { good_ = good_ && sqlite3_bind_int64(statement, column, value) == SQLITE_OK; }
  void bind(sqlite3_stmt* statement, int column, std::string_view text) {
    good_ = good_ && sqlite3_bind_text(statement, column, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT) == SQLITE_OK;
  }

  sqlite3* handle_ = nullptr;
  bool good_ = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::string sqlite_report(const Report& report) {
  Database database;
  for (const auto& path : report.files) database.insert("INSERT OR IGNORE INTO files VALUES (?, NULL)", std::string_view(shown_path(path)));
  for (const auto& file : report.unreadable)
    database.insert("INSERT OR REPLACE INTO files VALUES (?, ?)", std::string_view(shown_path(file.path)), std::string_view(redact_secrets(file.message)));
  for (const auto& rule : report.rules)
    database.insert("INSERT OR IGNORE INTO rules VALUES (?, ?, ?, ?, ?, ?)", std::string_view(rule.id), std::string_view(rule.name), std::string_view(rule.title), to_string(rule.severity),
                    std::string_view(rule.outcome), std::string_view(joined(rule.tags)));
  std::int64_t id = 0;
  for (const auto& each : report.findings) {
    const Finding& finding = each.finding;
    const Place place = place_of(report, finding.location);
    database.insert("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ++id, std::string_view(finding.code), std::string_view(each.rule_name), to_string(finding.severity),
                    std::string_view(message_of(report, each)), std::string_view(report.redaction.text(finding.help)), std::string_view(place.path), std::int64_t{place.begin.line}, std::int64_t{place.begin.column},
                    std::int64_t{place.end.line}, std::int64_t{place.end.column}, std::string_view(report.redaction.text(finding.resource)), std::string_view(report.redaction.text(finding.path)),
                    std::int64_t{finding.certain}, std::int64_t{each.conditional}, std::int64_t{each.assumed_default}, std::string_view(each.fingerprint));
    std::int64_t step = 0;
    for (const auto& note : finding.notes) {
      const Place at = place_of(report, note.location);
      database.insert("INSERT INTO related VALUES (?, ?, ?, ?, ?, ?)", id, ++step, std::string_view(report.redaction.text(note.message)), std::string_view(at.path), std::int64_t{at.begin.line},
                      std::int64_t{at.begin.column});
    }
  }
  return database.bytes();
}

}  // namespace fleetlint::report
