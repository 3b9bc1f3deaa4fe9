#include "server.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "answers.h"

namespace fleetlint::lsp {
namespace {

// Error codes of JSON-RPC and of the protocol.
constexpr int parse_error = -32700, invalid_request = -32600, method_not_found = -32601, internal_error = -32603;
constexpr int server_not_initialized = -32002, request_cancelled = -32800, content_modified = -32801;

constexpr std::string_view document_requests[] = {"textDocument/hover", "textDocument/codeAction", "textDocument/diagnostic"};

bool waits_for_analysis(std::string_view method) {
  return std::find(std::begin(document_requests), std::end(document_requests), method) != std::end(document_requests);
}

/// The first encoding of the client's list that we speak: columns in bytes are cheapest.
PositionEncoding choose_encoding(const Json& capabilities) {
  bool utf8 = false, utf32 = false;
  for (const auto& item : capabilities["general"]["positionEncodings"].items()) {
    utf8 = utf8 || item.text() == "utf-8";
    utf32 = utf32 || item.text() == "utf-32";
  }
  return utf8 ? PositionEncoding::utf8 : utf32 ? PositionEncoding::utf32 : PositionEncoding::utf16;
}

std::string_view name_of(PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::utf8: return "utf-8";
    case PositionEncoding::utf16: return "utf-16";
    case PositionEncoding::utf32: return "utf-32";
  }
  return "utf-16";
}

}  // namespace

Server::Server(MessageStream& stream, Analyzer analyzer, std::chrono::milliseconds debounce)
    : stream_(stream), analyzer_(std::move(analyzer)), debounce_(debounce) {}

int Server::run() {
  std::thread reader([this] { read_messages(); });
  std::thread worker([this] { analyse_jobs(); });
  while (!exit_) {
    auto event = next_event();
    if (event && event->result) {
      finish(std::move(*event->result));
    } else if (event && event->outcome == ReadOutcome::message) {
      handle(event->message);
    } else if (event && event->outcome == ReadOutcome::bad_json) {
      fail(nullptr, parse_error, "the message is no JSON");
    } else if (event) {
      break;  // the client is gone, or its stream cannot be followed any more
    }
    start_due_jobs();
  }
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    jobs_.clear();
  }
  jobs_changed_.notify_all();
  worker.join();
  reader.join();  // it ends with the first message that is `exit`, or with the stream
  return shut_down_ && exit_ ? 0 : 1;
}

// ---- threads ---------------------------------------------------------------------------------------------------------

void Server::read_messages() {
  while (true) {
    Event event;
    event.outcome = stream_.read(event.message);
    const bool last = event.outcome == ReadOutcome::end || event.outcome == ReadOutcome::broken || event.message["method"].text() == "exit";
    {
      const std::lock_guard lock(mutex_);
      // A cancellation overtakes the requests that are queued before it.
      if (event.message["method"].text() == "$/cancelRequest") cancelled_.insert(event.message["params"]["id"].dump());
      events_.push_back(std::move(event));
    }
    events_changed_.notify_one();
    if (last) return;
  }
}

void Server::analyse_jobs() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      jobs_changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    Result result{job.uri, job.edits, nullptr};
    try {
      result.analysis = analyzer_(job.path, job.buffers);
    } catch (const std::exception&) {
      // An unexpected failure costs this one analysis, never the session.
    }
    {
      const std::lock_guard lock(mutex_);
      Event event;
      event.result = std::move(result);
      events_.push_back(std::move(event));
    }
    events_changed_.notify_one();
  }
}

/// Waits for the next event, at most until an analysis is due.
std::optional<Server::Event> Server::next_event() {
  std::optional<Clock::time_point> earliest;
  for (const auto& [uri, open] : documents_)
    if (open.due && !open.running && (!earliest || *open.due < *earliest)) earliest = open.due;
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return !events_.empty(); };
  if (earliest) events_changed_.wait_until(lock, *earliest, ready);
  else events_changed_.wait(lock, ready);
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

// ---- messages --------------------------------------------------------------------------------------------------------

void Server::handle(const Json& message) {
  const auto& id = message["id"];
  const auto& method = message["method"];
  if (!message.is_object() || (!method.is_string() && message["result"].is_null() && message["error"].is_null())) {
    fail(id, invalid_request, "neither a request nor a notification");
    return;
  }
  if (!method.is_string()) return;  // an answer to a request of ours: nothing depends on it
  if (id.is_null()) {
    handle_notification(method.text(), message["params"]);
    return;
  }
  try {
    handle_request(id, method.text(), message["params"]);
  } catch (const std::exception& error) {
    fail(id, internal_error, error.what());
  }
}

void Server::handle_request(const Json& id, const std::string& method, const Json& params) {
  if (is_cancelled(id)) return fail(id, request_cancelled, "cancelled");
  if (method == "initialize") return initialized_ ? fail(id, invalid_request, "already initialized") : initialize(id, params);
  if (!initialized_) return fail(id, server_not_initialized, "`initialize` comes first");
  if (shut_down_) return fail(id, invalid_request, "the server was shut down");
  if (method == "shutdown") {
    shut_down_ = true;
    for (const auto& request : waiting_) fail(request.id, request_cancelled, "the server shuts down");
    waiting_.clear();
    return respond(id, nullptr);
  }
  if (!waits_for_analysis(method)) return fail(id, method_not_found, "`" + method + "` is not supported");
  answer_document_request({id, method, params["textDocument"]["uri"].text(), params});
}

void Server::handle_notification(const std::string& method, const Json& params) {
  if (method == "exit") {
    exit_ = true;
  } else if (method == "$/cancelRequest") {
    const auto id = params["id"].dump();
    const auto request = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) { return w.id.dump() == id; });
    if (request != waiting_.end()) {
      fail(request->id, request_cancelled, "cancelled");
      waiting_.erase(request);
    }
    const std::lock_guard lock(mutex_);
    cancelled_.erase(id);  // answered already, or just now
  } else if (!initialized_ || shut_down_) {
    return;
  } else if (method == "textDocument/didOpen") {
    open_document(params);
  } else if (method == "textDocument/didChange") {
    change_document(params);
  } else if (method == "textDocument/didClose") {
    close_document(params);
  } else if (method == "workspace/didChangeWatchedFiles") {
    for (const auto& change : params["changes"].items())
      if (const auto path = path_of_uri(change["uri"].text())) touch(*path, debounce_);
  } else if (method == "workspace/didChangeConfiguration") {
    touch_all();
  }
}

void Server::initialize(const Json& id, const Json& params) {
  const auto& capabilities = params["capabilities"];
  encoding_ = choose_encoding(capabilities);
  pull_diagnostics_ = capabilities["textDocument"]["diagnostic"].is_object();
  if (const auto quiet = params["initializationOptions"]["debounceMilliseconds"].integer())
    debounce_ = std::chrono::milliseconds(std::clamp<std::int64_t>(*quiet, 0, 10'000));
  initialized_ = true;
  JsonObject ours = {
      {"positionEncoding", name_of(encoding_)},
      {"textDocumentSync", JsonObject{{"openClose", true}, {"change", 2}}},
      {"hoverProvider", true},
      {"codeActionProvider", JsonObject{{"codeActionKinds", JsonArray{"quickfix"}}}},
  };
  if (pull_diagnostics_)
    ours.emplace_back("diagnosticProvider", JsonObject{{"interFileDependencies", true}, {"workspaceDiagnostics", false}});
  respond(id, JsonObject{{"capabilities", std::move(ours)}, {"serverInfo", JsonObject{{"name", "fleetlint"}}}});
}

// ---- documents -------------------------------------------------------------------------------------------------------

void Server::open_document(const Json& params) {
  const auto& item = params["textDocument"];
  const auto path = path_of_uri(item["uri"].text());
  if (!path) return;  // no file: modules and configuration could not be found from it
  auto& open = documents_[item["uri"].text()];
  open.document = {item["uri"].text(), *path, item["text"].text(), item["version"].integer().value_or(0)};
  touch(*path, std::chrono::milliseconds(0));
}

void Server::change_document(const Json& params) {
  const auto found = documents_.find(params["textDocument"]["uri"].text());
  if (found == documents_.end()) return;
  auto& document = found->second.document;
  apply_changes(document, params["contentChanges"], encoding_);
  document.version = params["textDocument"]["version"].integer().value_or(document.version + 1);
  touch(document.path, debounce_);
}

void Server::close_document(const Json& params) {
  const auto found = documents_.find(params["textDocument"]["uri"].text());
  if (found == documents_.end()) return;
  const auto path = found->second.document.path;
  for (auto request = waiting_.begin(); request != waiting_.end();) {
    if (request->uri != found->first) {
      ++request;
      continue;
    }
    fail(request->id, content_modified, "the document was closed");
    request = waiting_.erase(request);
  }
  documents_.erase(found);
  forget(path);
  touch(path, debounce_);  // what is on disk counts again for the others
}

void Server::touch(const std::string& path, std::chrono::milliseconds quiet) {
  for (auto& [uri, open] : documents_) {
    const bool depends = open.document.path == path || open.analysis == nullptr || open.analysis->files.count(path) != 0;
    if (!depends) continue;
    ++open.edits;
    open.due = Clock::now() + quiet;
  }
}

void Server::touch_all() {
  for (auto& [uri, open] : documents_) {
    ++open.edits;
    open.due = Clock::now();
  }
}

void Server::start_due_jobs() {
  const auto now = Clock::now();
  for (auto& [uri, open] : documents_) {
    if (open.running || !open.due || *open.due > now) continue;
    open.due.reset();
    open.running = true;
    Job job{uri, open.document.path, open.edits, {}};
    for (const auto& [other_uri, other] : documents_) job.buffers[other.document.path] = other.document.text;
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
    }
    jobs_changed_.notify_one();
  }
}

void Server::finish(Result result) {
  const auto found = documents_.find(result.uri);
  if (found == documents_.end()) return;  // closed meanwhile
  auto& open = found->second;
  open.running = false;
  if (result.edits != open.edits) return;  // overtaken by an edit: its own analysis is due
  if (result.analysis == nullptr) {
    for (auto request = waiting_.begin(); request != waiting_.end();)
      request = request->uri == result.uri ? (fail(request->id, internal_error, "the file could not be analysed"), waiting_.erase(request))
                                           : request + 1;
    return;
  }
  open.analysis = std::move(result.analysis);
  open.analysed = result.edits;
  publish(*open.analysis);
  std::vector<Waiting> ready;
  for (auto request = waiting_.begin(); request != waiting_.end();) {
    if (request->uri == result.uri) {
      ready.push_back(std::move(*request));
      request = waiting_.erase(request);
    } else {
      ++request;
    }
  }
  for (const auto& request : ready) answer_document_request(request);
}

// ---- answers ---------------------------------------------------------------------------------------------------------

void Server::answer_document_request(const Waiting& request) {
  const auto found = documents_.find(request.uri);
  if (found == documents_.end()) {
    // Pulling diagnostics of a file that is not open is no mistake; there is nothing to say.
    if (request.method == "textDocument/diagnostic") respond(request.id, JsonObject{{"kind", "full"}, {"items", JsonArray{}}});
    else respond(request.id, nullptr);
    return;
  }
  auto& open = found->second;
  if (!open.current()) {
    // Somebody waits: no reason to be quiet any longer; and an analysis that failed is tried again.
    if (open.due || !open.running) open.due = Clock::now();
    waiting_.push_back(request);
    return;
  }
  try {
    respond(request.id, document_answer(request, open));
  } catch (const std::exception& error) {
    fail(request.id, internal_error, error.what());
  }
}

Json Server::document_answer(const Waiting& request, const OpenDocument& open) {
  if (request.method == "textDocument/hover") return hover_at(*open.analysis, open.document, request.params["position"], encoding_);
  if (request.method == "textDocument/codeAction")
    return code_actions_at(*open.analysis, open.document, request.params["range"], request.params["context"], encoding_);
  return full_report(open);
}

Json Server::full_report(const OpenDocument& open) const {
  JsonArray own;
  JsonObject related;
  for (auto& [path, items] : diagnostics_of(*open.analysis, encoding_)) {
    if (path == open.document.path) own = std::move(items);
    else related.emplace_back(uri_of_path(path), JsonObject{{"kind", "full"}, {"items", std::move(items)}});
  }
  JsonObject report = {{"kind", "full"}, {"items", std::move(own)}};
  if (!related.empty()) report.emplace_back("relatedDocuments", std::move(related));
  return report;
}

// ---- diagnostics that are pushed -------------------------------------------------------------------------------------

void Server::publish(const Analysis& analysis) {
  if (pull_diagnostics_) return;  // the client asks; dependants hear of it when their own analysis is asked for
  auto now = diagnostics_of(analysis, encoding_);
  now.try_emplace(analysis.path);
  std::set<std::string> paths;
  for (auto& [path, roots] : shown_)
    if (roots.erase(analysis.path) != 0) paths.insert(path);
  for (auto& [path, items] : now) {
    shown_[path][analysis.path] = std::move(items);
    paths.insert(path);
  }
  for (const auto& path : paths) publish_uri(path);
}

void Server::forget(const std::string& root_path) {
  if (pull_diagnostics_) return;
  std::vector<std::string> paths;
  for (auto& [path, roots] : shown_)
    if (roots.erase(root_path) != 0) paths.push_back(path);
  for (const auto& path : paths) publish_uri(path);
}

/// A file can be reached from several open ones: the same diagnostic is shown once.
void Server::publish_uri(const std::string& path) {
  JsonArray items;
  std::set<std::string> seen;
  for (const auto& [root, diagnostics] : shown_[path])
    for (const auto& diagnostic : diagnostics)
      if (seen.insert(diagnostic.dump()).second) items.push_back(diagnostic);
  if (shown_[path].empty()) shown_.erase(path);
  JsonObject params = {{"uri", uri_of_path(path)}, {"diagnostics", std::move(items)}};
  for (const auto& [uri, open] : documents_)
    if (open.document.path == path) {
      params[0].second = uri;  // as the client spells it
      if (open.current() || open.analysis == nullptr) params.emplace_back("version", open.document.version);
    }
  notify("textDocument/publishDiagnostics", std::move(params));
}

// ---- sending ---------------------------------------------------------------------------------------------------------

void Server::respond(const Json& id, Json result) {
  stream_.write(JsonObject{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

void Server::fail(const Json& id, int code, std::string_view message) {
  stream_.write(JsonObject{{"jsonrpc", "2.0"}, {"id", id}, {"error", JsonObject{{"code", code}, {"message", redact_secrets(message)}}}});
}

void Server::notify(std::string_view method, Json params) {
  stream_.write(JsonObject{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

bool Server::is_cancelled(const Json& id) {
  const std::lock_guard lock(mutex_);
  return cancelled_.count(id.dump()) != 0;
}

int serve(int input, int output, const ServerOptions& options) {
  MessageStream stream(input, output);
  return Server(stream, make_analyzer(options), options.debounce).run();
}

}  // namespace fleetlint::lsp
