#pragma once
// The server's main loop. Three threads: one reads messages, one analyses, one (the caller's) owns all state and answers.
//
// An edit makes a document dirty; when typing pauses its analysis starts with a copy of all buffers. Requests about a
// dirty document wait for that analysis; a result that was overtaken by another edit is dropped.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analysis.h"
#include "documents.h"
#include "json.h"
#include "message_stream.h"

namespace fleetlint::lsp {

class Server {
 public:
  Server(MessageStream& stream, Analyzer analyzer, std::chrono::milliseconds debounce);
  int run();

 private:
  using Clock = std::chrono::steady_clock;

  struct OpenDocument {
    Document document;
    std::uint64_t edits = 0;     ///< counts changes of it and of files it depends on
    std::uint64_t analysed = 0;  ///< the count that `analysis` is of
    std::optional<Clock::time_point> due;  ///< when its analysis shall start
    bool running = false;
    std::shared_ptr<const Analysis> analysis;
    bool current() const { return analysis != nullptr && analysed == edits; }
  };
  /// A request that waits for the analysis of its document.
  struct Waiting {
    Json id;
    std::string method, uri;
    Json params;
  };
  struct Job {
    std::string uri, path;
    std::uint64_t edits = 0;
    Buffers buffers;
  };
  struct Result {
    std::string uri;
    std::uint64_t edits = 0;
    std::shared_ptr<const Analysis> analysis;  ///< null: it failed
  };
  struct Event {
    ReadOutcome outcome = ReadOutcome::message;
    Json message;
    std::optional<Result> result;
  };

  void read_messages();
  void analyse_jobs();
  std::optional<Event> next_event();

  void handle(const Json& message);
  void handle_request(const Json& id, const std::string& method, const Json& params);
  void handle_notification(const std::string& method, const Json& params);
  void initialize(const Json& id, const Json& params);
  void answer_document_request(const Waiting& request);
  Json document_answer(const Waiting& request, const OpenDocument& open);
  Json full_report(const OpenDocument& open) const;

  void open_document(const Json& params);
  void change_document(const Json& params);
  void close_document(const Json& params);
  /// Everything that was read from this path must be analysed again.
  void touch(const std::string& path, std::chrono::milliseconds quiet);
  void touch_all();
  void start_due_jobs();
  void finish(Result result);
  void publish(const Analysis& analysis);
  void forget(const std::string& root_path);
  void publish_uri(const std::string& path);

  void respond(const Json& id, Json result);
  void fail(const Json& id, int code, std::string_view message);
  void notify(std::string_view method, Json params);
  bool is_cancelled(const Json& id);

  MessageStream& stream_;
  Analyzer analyzer_;
  std::chrono::milliseconds debounce_;

  // Shared between threads, under `mutex_`.
  std::mutex mutex_;
  std::condition_variable events_changed_, jobs_changed_;
  std::deque<Event> events_;
  std::deque<Job> jobs_;
  std::set<std::string> cancelled_;  ///< ids as JSON text
  bool stopping_ = false;

  // Owned by the main loop.
  PositionEncoding encoding_ = PositionEncoding::utf16;
  bool initialized_ = false, shut_down_ = false, exit_ = false;
  bool pull_diagnostics_ = false;
  std::map<std::string, OpenDocument> documents_;  ///< by URI
  std::vector<Waiting> waiting_;
  /// Diagnostics by the file they are shown in, then by the analysed file that they come from.
  std::map<std::string, std::map<std::string, JsonArray>> shown_;
};

}  // namespace fleetlint::lsp
