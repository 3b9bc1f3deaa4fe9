// The real server over standard input and output, on the samples, as an editor drives it; and a real headless Neovim.
#include <gtest/gtest.h>
#include <filesystem>

#include "editor.h"

namespace fleetlint::test {
namespace {

using lsp::Json;
using lsp::JsonArray;
using lsp::JsonObject;
namespace fs = std::filesystem;

const std::string samples = std::string(FLEETLINT_SOURCE_DIR) + "/samples";

bool contains(const std::vector<std::string>& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

/// Where a text stands in a file: the position just inside it.
Json position_in(const std::string& path, const std::string& needle) {
  const auto text = read_text(path);
  const auto at = text.find(needle);
  EXPECT_NE(at, std::string::npos) << needle;
  const Source source(path, text);
  const auto found = source.line_column(static_cast<std::uint32_t>(at + 1), ColumnUnit::utf16);
  return JsonObject{{"line", found.line - 1}, {"character", found.column - 1}};
}

TEST(LspSession, FindingsShowInTheFilesThatTheyAreIn) {
  Editor editor(FLEETLINT_BINARY, samples);
  editor.open(samples + "/webshop/main.bicep");
  const auto in_parameters = editor.codes(samples + "/webshop/prod.bicepparam");
  EXPECT_TRUE(contains(in_parameters, "FL-IMG-001")) << "the pinned version stands in the parameter file";
  editor.forget();
  editor.notify("textDocument/didClose", JsonObject{{"textDocument", JsonObject{{"uri", lsp::uri_of_path(samples + "/webshop/main.bicep")}}}});
  EXPECT_TRUE(editor.codes(samples + "/webshop/prod.bicepparam").empty()) << "what was shown goes away with the document";
  EXPECT_EQ(editor.leave(), 0);
}

TEST(LspSession, AnEditRemovesAFinding) {
  const auto path = samples + "/webshop/prod.bicepparam";
  Editor editor(FLEETLINT_BINARY, samples);
  editor.open(path);
  EXPECT_TRUE(contains(editor.codes(path), "FL-IMG-001"));
  editor.forget();
  auto text = read_text(path);
  const std::string pinned = "'22.04.202410020'";
  text.replace(text.find(pinned), pinned.size(), "'latest'");
  editor.change(path, text);
  EXPECT_FALSE(contains(editor.codes(path), "FL-IMG-001"));
}

TEST(LspSession, QuickFixesWriteWhatTheFileTakes) {
  TemporaryFolder folder;
  const auto path = folder / "main.bicep";
  write_text(path, "resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {\n  name: 'web'\n  location: 'westeurope'\n  sku: { name: 'Standard_D2s_v5', capacity: 6 }\n  properties: {\n"
                   "    orchestrationMode: 'Uniform'\n    upgradePolicy: { mode: 'Roling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }\n    overprovison: false\n"
                   "    virtualMachineProfile: { storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: '1.2.3' } } }\n  }\n}\n");
  Editor editor(FLEETLINT_BINARY, folder.path());
  editor.open(path);
  const auto fix_at = [&](const std::string& needle) {
    const auto at = position_in(path, needle);
    const auto actions = editor.request("textDocument/codeAction", JsonObject{{"textDocument", JsonObject{{"uri", lsp::uri_of_path(path)}}}, {"range", JsonObject{{"start", at}, {"end", at}}}, {"context", JsonObject{{"diagnostics", JsonArray{}}}}});
    for (const auto& action : actions.items())
      if (action["title"].text().find("Ignore") == std::string::npos) return action["edit"]["changes"][lsp::uri_of_path(path)].items()[0]["newText"].text();
    return std::string();
  };
  EXPECT_EQ(fix_at("'Roling'"), "'Rolling'") << "a text needs its quotes";
  EXPECT_EQ(fix_at("overprovison"), "overprovision") << "a name has none";
  EXPECT_EQ(fix_at("'1.2.3'"), "'latest'");
}

TEST(LspSession, HoverTellsTheValueOfEachEnvironment) {
  const auto path = samples + "/webshop/main.bicep";
  Editor editor(FLEETLINT_BINARY, samples);
  editor.open(path);
  const auto hover = editor.request("textDocument/hover", JsonObject{{"textDocument", JsonObject{{"uri", lsp::uri_of_path(path)}}}, {"position", position_in(path, "prefix}-network")}});
  const auto text = hover["contents"]["value"].text();
  EXPECT_NE(text.find("shop-prod"), std::string::npos) << text;
  EXPECT_NE(text.find("shop-test"), std::string::npos) << text;
  EXPECT_NE(text.find("prod.bicepparam"), std::string::npos) << text;
  const auto secret = editor.request("textDocument/hover", JsonObject{{"textDocument", JsonObject{{"uri", lsp::uri_of_path(path)}}}, {"position", position_in(path, "bootstrapUrl string")}});
  EXPECT_EQ(secret.dump().find("bm90LWEt"), std::string::npos) << "a token is never shown";
}

TEST(LspSession, SyntaxErrorsShowAtOnce) {
  const auto path = samples + "/webshop/modules/tier.bicep";
  Editor editor(FLEETLINT_BINARY, samples);
  editor.open(path);
  editor.codes(path);
  editor.forget();
  editor.change(path, "param x string\nvar y = \n");
  const auto codes = editor.codes(path);
  EXPECT_TRUE(contains(codes, "BCP009")) << testing::PrintToString(codes);
}

TEST(Neovim, ShowsADiagnostic) {
  if (run_process({"nvim", "--version"}).exit_code != 0) GTEST_SKIP() << "nvim is not installed";
  const TemporaryFolder folder;
  fs::create_directories(folder / "work");
  fs::copy(samples + "/webshop", folder / "work/webshop", fs::copy_options::recursive);
  write_text(folder / "init.lua", R"lua(
vim.api.nvim_create_autocmd('BufReadPost', { pattern = { '*.bicep', '*.bicepparam' }, callback = function()
  local client = vim.lsp.start_client({ name = 'fleetlint', cmd = { vim.env.FLEETLINT, 'lsp', '--now', '2026-12-01T09:00:00Z' }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, client)
end })
)lua");
  write_text(folder / "check.lua", R"lua(
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(string.format('%d:%d %s %s\n', diagnostic.lnum + 1, diagnostic.col + 1, tostring(diagnostic.code or (diagnostic.user_data.lsp or {}).code), diagnostic.message))
end
vim.cmd('quitall!')
)lua");
  const auto result = run_process({"nvim", "--headless", "-n", "-i", "NONE", "-u", folder / "init.lua", "prod.bicepparam", "-c", "luafile " + (folder / "check.lua")},
                                  {.directory = folder / "work/webshop", .environment = {{"HOME", folder.path()}, {"FLEETLINT", FLEETLINT_BINARY}}, .timeout = std::chrono::seconds(120)});
  EXPECT_TRUE(result.ended_normally()) << result.err;
  EXPECT_NE((result.out + result.err).find("FL-IMG-001"), std::string::npos) << result.out << result.err;
}

}  // namespace
}  // namespace fleetlint::test
