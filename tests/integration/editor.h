#pragma once
// The language server as an editor drives it: the real program over standard input and output.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "documents.h"
#include "message_stream.h"
#include "process.h"

namespace fleetlint::test {

class Editor {
 public:
  Editor(const std::string& program, const std::string& root) {
    int in[2], out[2];
    EXPECT_EQ(::pipe(in), 0);
    EXPECT_EQ(::pipe(out), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(in[0], 0), ::dup2(out[1], 1);
      for (const int end : {in[0], in[1], out[0], out[1]}) ::close(end);
      ::alarm(120);  // a server that hangs must not hang the tests
      ::execl(program.c_str(), "fleetlint", "lsp", "--now", "2026-12-01T09:00:00Z", "--debounce", "20", nullptr);
      ::_exit(127);
    }
    ::close(in[0]), ::close(out[1]);
    ::signal(SIGPIPE, SIG_IGN);
    input_ = in[1], output_ = out[0];
    stream_ = std::make_unique<lsp::MessageStream>(output_, input_);
    request("initialize", lsp::JsonObject{{"processId", nullptr}, {"rootUri", lsp::uri_of_path(root)}, {"capabilities", lsp::JsonObject{}}});
    notify("initialized", lsp::JsonObject{});
  }
  ~Editor() {
    ::close(input_), ::close(output_);
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  void notify(const char* method, lsp::Json params) { stream_->write(lsp::JsonObject{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}); }

  /// The result; diagnostics that come in between are remembered.
  lsp::Json request(const char* method, lsp::Json params) {
    const auto id = next_id_++;
    stream_->write(lsp::JsonObject{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
    while (true) {
      auto message = next();
      if (message.is_null()) return nullptr;
      if (message["id"].integer() == id) return message["error"].is_null() ? message["result"] : message["error"];
    }
  }

  /// Codes of the diagnostics shown for a file, once some have come for it.
  std::vector<std::string> codes(const std::string& path) {
    const auto uri = lsp::uri_of_path(path);
    while (shown_.count(uri) == 0)
      if (next().is_null()) return {"the server went away"};
    std::vector<std::string> result;
    for (const auto& diagnostic : shown_[uri].items()) result.push_back(diagnostic["code"].text());
    return result;
  }
  void forget() { shown_.clear(); }
  const std::map<std::string, lsp::Json>& shown() const { return shown_; }  ///< diagnostics by URI

  void open(const std::string& path) {
    notify("textDocument/didOpen", lsp::JsonObject{{"textDocument", lsp::JsonObject{{"uri", lsp::uri_of_path(path)}, {"languageId", "bicep"}, {"version", 1}, {"text", read_text(path)}}}});
  }
  void change(const std::string& path, const std::string& text) {
    notify("textDocument/didChange", lsp::JsonObject{{"textDocument", lsp::JsonObject{{"uri", lsp::uri_of_path(path)}, {"version", 2}}},
                                                {"contentChanges", lsp::JsonArray{lsp::JsonObject{{"text", text}}}}});
  }

  int leave() {
    request("shutdown", nullptr);
    notify("exit", nullptr);
    int status = 0;
    ::waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  lsp::Json next() {
    lsp::Json message;
    if (stream_->read(message) != lsp::ReadOutcome::message) return nullptr;
    if (message["method"].text() == "textDocument/publishDiagnostics") shown_[message["params"]["uri"].text()] = message["params"]["diagnostics"];
    return message;
  }

  pid_t child_ = -1;
  int input_ = -1, output_ = -1;
  std::int64_t next_id_ = 1;
  std::unique_ptr<lsp::MessageStream> stream_;
  std::map<std::string, lsp::Json> shown_;
};

}  // namespace fleetlint::test
