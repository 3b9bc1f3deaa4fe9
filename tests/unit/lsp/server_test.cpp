// The server's loop, driven through pipes as an editor would, with an analyzer of the test's own.
#include "server.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

namespace fleetlint::lsp {
namespace {

/// A finding for each "bad" in the buffer; counts its runs and can be held up.
class FakeAnalyzer {
 public:
  std::shared_ptr<const Analysis> operator()(const std::string& path, const Buffers& buffers) {
    ++runs;
    while (held) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (fails) throw std::runtime_error("no");
    auto analysis = std::make_shared<Analysis>();
    auto sources = std::make_shared<SourceSet>();
    const auto& text = buffers.at(path);
    const auto source = sources->add(path, text);
    for (auto at = text.find("bad"); at != std::string::npos; at = text.find("bad", at + 1)) {
      const auto begin = static_cast<std::uint32_t>(at);
      Finding finding{.code = "FL-UPG-001", .severity = Severity::warning, .message = "a bad word, sig=abcdef", .location = {source, {begin, begin + 3}}};
      finding.fixes.push_back({"say good", {{finding.location, "good"}}, true});
      analysis->findings.push_back(finding);
    }
    analysis->path = path;
    analysis->sources = sources;
    analysis->files = {path, "/shared.bicep"};
    return analysis;
  }
  std::atomic<int> runs = 0;
  std::atomic<bool> held = false, fails = false;
};

/// One session; `expect` waits for a message that satisfies the test.
class Session {
 public:
  explicit Session(std::chrono::milliseconds debounce = std::chrono::milliseconds(0)) {
    EXPECT_EQ(::pipe(to_server_), 0);
    EXPECT_EQ(::pipe(to_client_), 0);
    server_ = std::async(std::launch::async, [this, debounce] {
      MessageStream stream(to_server_[0], to_client_[1]);
      const auto code = Server(stream, [this](const std::string& path, const Buffers& buffers) { return analyzer(path, buffers); }, debounce).run();
      ::close(to_client_[1]);
      return code;
    });
    client_ = std::make_unique<MessageStream>(to_client_[0], to_server_[1]);
  }
  ~Session() {
    analyzer.held = false;
    hang_up();
    if (server_.valid()) server_.wait();
    ::close(to_client_[0]), ::close(to_server_[0]);
  }

  void request(int id, const char* method, Json params = JsonObject{}) {
    client_->write(JsonObject{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
  }
  void notify(const char* method, Json params = JsonObject{}) {
    client_->write(JsonObject{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }
  Json next() {
    Json message;
    EXPECT_EQ(client_->read(message), ReadOutcome::message);
    return message;
  }
  Json answer(int id) {
    while (true) {
      auto message = next();
      if (message["id"].integer() == id || message.is_null()) return message;
    }
  }
  Json published() {
    while (true) {
      auto message = next();
      if (message["method"].text() == "textDocument/publishDiagnostics" || message.is_null()) return message["params"];
    }
  }
  bool is_quiet(int milliseconds) {
    pollfd wait{to_client_[0], POLLIN, 0};
    return ::poll(&wait, 1, milliseconds) == 0;
  }
  void hang_up() {
    if (to_server_[1] >= 0) ::close(to_server_[1]);
    to_server_[1] = -1;
  }
  int exit_code() { return server_.get(); }

  Json start(JsonObject capabilities = {}) {
    request(0, "initialize", JsonObject{{"capabilities", std::move(capabilities)}});
    auto result = answer(0);
    notify("initialized");
    return result["result"];
  }
  void open(const char* uri, const char* text) {
    notify("textDocument/didOpen", JsonObject{{"textDocument", JsonObject{{"uri", uri}, {"version", 1}, {"text", text}}}});
  }
  void change(const char* uri, int version, const char* text) {
    notify("textDocument/didChange", JsonObject{{"textDocument", JsonObject{{"uri", uri}, {"version", version}}},
                                                {"contentChanges", JsonArray{JsonObject{{"text", text}}}}});
  }

  FakeAnalyzer analyzer;

 private:
  int to_server_[2], to_client_[2];
  std::future<int> server_;
  std::unique_ptr<MessageStream> client_;
};

constexpr const char* uri = "file:///a.bicep";
Json of_document(const char* name) { return JsonObject{{"textDocument", JsonObject{{"uri", name}}}, {"position", JsonObject{{"line", 0}, {"character", 0}}}}; }
Json of_range(int from, int to) {
  return JsonObject{{"textDocument", JsonObject{{"uri", uri}}},
                    {"range", JsonObject{{"start", JsonObject{{"line", 0}, {"character", from}}}, {"end", JsonObject{{"line", 0}, {"character", to}}}}},
                    {"context", JsonObject{}}};
}

TEST(Server, DiagnosticsOnOpenChangeAndClose) {
  Session session;
  session.start();
  session.open(uri, "bad and bad");
  auto shown = session.published();
  EXPECT_EQ(shown["uri"].text(), uri);
  EXPECT_EQ(shown["version"].integer(), 1);
  ASSERT_EQ(shown["diagnostics"].items().size(), 2U);
  const auto& first = shown["diagnostics"].items()[0];
  EXPECT_EQ(first["code"].text(), "FL-UPG-001");
  EXPECT_EQ(first["severity"].integer(), 2);
  EXPECT_EQ(first["message"].text(), "a bad word, sig=[redacted]");
  EXPECT_EQ(first["range"].dump(), R"({"start":{"line":0,"character":0},"end":{"line":0,"character":3}})");
  session.change(uri, 2, "good");
  shown = session.published();
  EXPECT_EQ(shown["version"].integer(), 2);
  EXPECT_TRUE(shown["diagnostics"].items().empty());
  session.change(uri, 3, "bad");
  EXPECT_EQ(session.published()["diagnostics"].items().size(), 1U);
  session.notify("textDocument/didClose", of_document(uri));
  EXPECT_TRUE(session.published()["diagnostics"].items().empty()) << "what was shown goes away with the document";
}

TEST(Server, TypingIsAnalysedOncePerPause) {
  Session session(std::chrono::milliseconds(300));
  session.start();
  session.open(uri, "");
  session.published();
  for (int version = 2; version <= 20; ++version) session.change(uri, version, "bad");
  EXPECT_EQ(session.published()["version"].integer(), 20);
  EXPECT_EQ(session.analyzer.runs, 2) << "one for the open, one for nineteen edits";
}

TEST(Server, AnOvertakenAnalysisIsDropped) {
  Session session;
  session.start();
  session.analyzer.held = true;
  session.open(uri, "bad bad bad");
  while (session.analyzer.runs == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  session.change(uri, 2, "bad");
  session.request(1, "nothing/known");  // the change was handled when this is answered
  EXPECT_EQ(session.answer(1)["error"]["code"].integer(), -32601);
  session.analyzer.held = false;
  EXPECT_EQ(session.published()["version"].integer(), 2) << "diagnostics of version 1 are never shown";
}

TEST(Server, RequestsWaitForTheAnalysisAndCanBeCancelled) {
  Session session;
  session.start();
  session.analyzer.held = true;
  session.open(uri, "bad");
  session.request(1, "textDocument/codeAction", of_range(0, 3));
  session.request(2, "textDocument/hover", of_document(uri));
  EXPECT_TRUE(session.is_quiet(50));
  session.notify("$/cancelRequest", JsonObject{{"id", 1}});
  EXPECT_EQ(session.answer(1)["error"]["code"].integer(), -32800);
  session.analyzer.held = false;
  const auto hover = session.answer(2);
  EXPECT_TRUE(hover["error"].is_null());
  EXPECT_TRUE(hover["result"].is_null()) << "nothing was evaluated";
}

TEST(Server, CancellingAnAnsweredRequestIsHarmless) {
  Session session;
  session.start();
  session.notify("$/cancelRequest", JsonObject{{"id", 7}});
  session.request(7, "shutdown");
  EXPECT_TRUE(session.answer(7)["error"].is_null()) << "an id may be used again after its cancellation was handled";
}

TEST(Server, FixesAndSuppressionsAreOffered) {
  Session session;
  session.start();
  session.open(uri, "  bad");
  session.request(1, "textDocument/codeAction", of_range(3, 3));
  const auto actions = session.answer(1)["result"].items();
  ASSERT_EQ(actions.size(), 2U);
  EXPECT_EQ(actions[0]["title"].text(), "say good");
  EXPECT_TRUE(actions[0]["isPreferred"].is_true());
  EXPECT_EQ(actions[0]["edit"]["changes"][uri].items()[0]["newText"].text(), "good");
  EXPECT_EQ(actions[1]["edit"]["changes"][uri].items()[0]["newText"].text(), "  #disable-next-line FL-UPG-001\n");
  session.request(2, "textDocument/codeAction", of_range(0, 1));
  EXPECT_TRUE(session.answer(2)["result"].items().empty());
}

TEST(Server, AChangedDependencyIsAnalysedAgain) {
  Session session;
  session.start();
  session.open(uri, "bad");
  session.published();
  session.notify("workspace/didChangeWatchedFiles", JsonObject{{"changes", JsonArray{JsonObject{{"uri", "file:///shared.bicep"}, {"type", 2}}}}});
  session.published();
  EXPECT_EQ(session.analyzer.runs, 2);
  session.notify("workspace/didChangeWatchedFiles", JsonObject{{"changes", JsonArray{JsonObject{{"uri", "file:///other.bicep"}, {"type", 2}}}}});
  EXPECT_TRUE(session.is_quiet(50));
  EXPECT_EQ(session.analyzer.runs, 2);
}

TEST(Server, ClientsThatPullAreNotPushedTo) {
  Session session;
  const auto result = session.start(JsonObject{{"textDocument", JsonObject{{"diagnostic", JsonObject{}}}}});
  EXPECT_TRUE(result["capabilities"]["diagnosticProvider"].is_object());
  session.open(uri, "bad");
  session.request(1, "textDocument/diagnostic", of_document(uri));
  const auto report = session.next();
  EXPECT_EQ(report["id"].integer(), 1);
  EXPECT_EQ(report["result"]["kind"].text(), "full");
  EXPECT_EQ(report["result"]["items"].items().size(), 1U);
}

TEST(Server, TakesTheBestPositionEncoding) {
  EXPECT_EQ(Session().start()["capabilities"]["positionEncoding"].text(), "utf-16");
  Session session;
  const auto result = session.start(JsonObject{{"general", JsonObject{{"positionEncodings", JsonArray{"utf-16", "utf-8"}}}}});
  EXPECT_EQ(result["capabilities"]["positionEncoding"].text(), "utf-8");
}

TEST(Server, FailuresCostOneAnswer) {
  Session session;
  session.request(1, "textDocument/hover", of_document(uri));
  EXPECT_EQ(session.answer(1)["error"]["code"].integer(), -32002);
  session.start();
  session.request(2, "no/such", JsonObject{});
  EXPECT_EQ(session.answer(2)["error"]["code"].integer(), -32601);
  session.analyzer.fails = true;
  session.open(uri, "bad");
  session.request(3, "textDocument/hover", of_document(uri));
  EXPECT_EQ(session.answer(3)["error"]["code"].integer(), -32603);
  session.analyzer.fails = false;
  session.change(uri, 2, "bad");
  EXPECT_EQ(session.published()["diagnostics"].items().size(), 1U) << "the session goes on";
  session.notify("textDocument/didOpen", JsonArray{1, "x"});
  session.notify("textDocument/didChange", nullptr);
  session.request(4, "textDocument/hover", "nonsense");
  EXPECT_TRUE(session.answer(4)["result"].is_null());
}

TEST(Server, EndsAsTheProtocolSays) {
  Session orderly;
  orderly.start();
  orderly.request(1, "shutdown");
  orderly.answer(1);
  orderly.request(2, "textDocument/hover", of_document(uri));
  EXPECT_EQ(orderly.answer(2)["error"]["code"].integer(), -32600);
  orderly.notify("exit");
  EXPECT_EQ(orderly.exit_code(), 0);

  Session abrupt;
  abrupt.start();
  abrupt.notify("exit");
  EXPECT_EQ(abrupt.exit_code(), 1);

  Session gone;
  gone.start();
  gone.hang_up();
  EXPECT_EQ(gone.exit_code(), 1);
}

}  // namespace
}  // namespace fleetlint::lsp
