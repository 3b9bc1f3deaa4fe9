// Secrets planted wherever an input can hold one never come out: every command, every format, both streams.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "editor.h"

namespace fleetlint::test {
namespace {

const std::string signature = "Zm9vYmFyc2VjcmV0c2lnbmF0dXJlMTIzNDU2Nzg5MA%3D%3D";
const std::string password = "Tr0ub4dor-and-3";
const std::string key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==";
const std::string named = "N0-Parameter-But-Named";  // of a property whose name tells
const std::string user = "svc-hidden-user", pin = "7731904";  // of a secure object; the pin is a number

std::string token() { return "sv=2022-11-02&sr=b&sp=r&se=2024-01-01T00:00:00Z&sig=" + signature; }
std::string url() { return "https://acct.blob.core.windows.net/scripts/setup.sh?" + token(); }

std::string planted_json() {
  return R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "sasToken": {"type": "string", "defaultValue": "?)" + token() + R"("},
    "adminPassword": {"type": "securestring", "defaultValue": ")" + password + R"("},
    "creds": {"type": "secureObject", "defaultValue": {"user": ")" + user + R"(", "pin": )" + pin + R"(}},
    "given": {"type": "string"}
  },
  "variables": {"unused": ")" + url() + R"(", "storageKey": ")" + key + R"(", "onlyTheSignature": "[last(split(parameters('sasToken'), 'sig='))]", "copy": "[parameters('creds')]", "named": ")" + named + R"("},
  "resources": [{
    "type": "Microsoft.Compute/virtualMachineScaleSets", "apiVersion": "2024-07-01", "name": "web", "location": "westeurope",
    "tags": {"source": ")" + url() + R"(", "user": "[parameters('creds').user]", "part": "[substring(parameters('adminPassword'), 0, 12)]"},
    "sku": {"name": "Standard_D2s_v5", "capacity": 3},
    "properties": {
      "upgradePolicy": {"mode": "Rolling", "automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}},
      "virtualMachineProfile": {
        "osProfile": {"adminPassword": ")" + password + R"(", "customData": "[base64(concat('export PASSWORD=)" + password + R"( URL=', ')" + url() + R"('))]"},
        "storageProfile": {"imageReference": {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "20.04-LTS", "version": "1.2.3"}},
        "extensionProfile": {"extensions": [{"name": "cse", "properties": {
          "sharedAccessKey": ")" + named + R"(",
          "publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1",
          "settings": {"fileUris": [")" + url() + R"(", "[concat('https://acct.blob.core.windows.net/a?', parameters('sasToken'))]", "[parameters('given')]"],
                       "commandToExecute": "./setup.sh --password )" + password + R"( AccountKey=)" + key + R"(", "storageAccountKey": ")" + key + R"("},
          "protectedSettings": {"password": "[variables('named')]", "connectionString": "AccountKey=)" + key + R"(", "fileUris": ["[variables('unused')]"]}}}]}
      }
    }
  }],
  "outputs": {"leak": {"type": "string", "value": ")" + url() + R"("}, "password": {"type": "string", "value": "[parameters('adminPassword')]"},
              "signature": {"type": "string", "value": "[variables('onlyTheSignature')]"}, "greeting": {"type": "string", "value": "[concat('hello ', parameters('adminPassword'))]"}}
})";
}

std::string planted_bicep() {
  return "param sasUrl string = '" + url() + "'\n@secure()\nparam adminPassword string = '" + password + "'\n@secure()\nparam creds { user: string, pin: int }\n" +
         "var named = '" + named + "'\nvar parts = { sas: sasUrl, pass: adminPassword, all: creds, signature: last(split(sasUrl, 'sig=')) }\n" +
         "module other 'other.bicep' = {\n  name: 'other'\n  params: { token: '" + password + "', size: 'x' }\n}\n" +
         "resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {\n  name: 'web'\n  location: 'westeurope'\n  tags: { link: sasUrl, user: creds.user }\n" +
         "  sku: { name: 'Standard_D2s_v5', capacity: 3 }\n  properties: {\n    orchestrationMode: 'Uniform'\n    upgradePolicy: { mode: 'Rolling' }\n" +
         "    virtualMachineProfile: {\n      osProfile: { adminPassword: adminPassword, clientSecret: named, customData: base64('URL=${sasUrl} ${adminPassword}') }\n" +
         "      extensionProfile: { extensions: [ { name: 'cse', properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1'\n" +
         "        settings: { fileUris: [ sasUrl, '" + url() + "' ], commandToExecute: 'sh a.sh --password " + password + "' } } } ] }\n    }\n  }\n}\n" +
         "output leak string = sasUrl\noutput pass string = '${adminPassword}!'\noutput whole object = parts\n";
}

/// Each line says something wrong where a secret stands.
std::string broken_bicep() {
  return "@secure()\nparam adminPassword int = '" + password + "'\nparam link int = '" + url() + "'\n@secure()\n@minLength(80)\nparam short string = '" + password + "' x\n" +
         "var a = nothing('" + url() + "', '" + password + "')\nvar b = '" + url() + "' + 1\noutput o int = '" + url() + "'\nresource r 'sig=" + signature + "' = {}\n" +
         "module m 'x?sig=" + signature + ".bicep' = { name: 'm' }\n";
}

std::string scenario() {
  const auto text = "'roll " + url() + "'";
  return "schema: fleetlint/rollout/1\nname: " + text + "\nstart: 2025-03-04T00:00:00Z\nhorizon: P2D\nregions:\n  - name: westeurope\nsets:\n" +
         "  - {id: 'web?sig=" + signature + "', region: westeurope, capacity: 6, image: {kind: platform, stream: img, current: \"1.0\", version: latest},\n" +
         "     upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, health: {source: appHealthExtension}}\n" +
         "images:\n  - {stream: img, version: \"2.0\", published: 2025-03-04T01:00:00Z}\n" +
         "assertions:\n  - {id: 'a sig=" + signature + "', minServing: {set: 'web?sig=" + signature + "', atLeast: 6}}\n";
}

/// Command lines and settings that give a password away: `@` stands for it.
const std::vector<std::string> command_shapes = {
    "setup.exe -Password @ -Size 3", "setup --password=@", "setup --password '@'", "setup /p:@", "setup -AdminPassword \"@\" next", "net user joe @ /add", "PGPASSWORD=@ psql -h db", "export DB_PASSWORD=@; run",
    "mysql -u root -p@ db", "Server=x;User Id=y;Password=@;Encrypt=True", "curl -u joe:@ https://example.com", "git clone https://joe:@@example.com/x", "ConvertTo-SecureString '@' -AsPlainText -Force",
    "ConvertTo-SecureString -String \"@\" -AsPlainText", "echo 'joe:@' | chpasswd", "echo @ | sudo passwd --stdin joe", "sshpass -p @ ssh host", "TOKEN=@", "run --token @", "run --api-key @ x", "docker login -u joe -p @ registry",
    "az login --service-principal -u id -p @ -t tenant", "curl -H \"X-Api-Key: @\" x", "schtasks /create /ru joe /rp @", "cmdkey /add:x /user:y /pass:@", "sqlcmd -U sa -P @ -Q x", "redis-cli -a @ ping",
    "{\"password\": \"@\"}", "password: @", "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=@@;x", "curl -H 'Authorization: Bearer @@@@@'", "client_secret=@&grant_type=x", "smbclient -U joe%@ //x/y",
    "mysql -u root -p'@' db", "curl --header='Accept: x' -u joe:@ https://h", "docker login -u\"joe\" -p @ reg",
    "setx DB_PASSWORD @", "setx /M API_TOKEN @", "net use Z: \\\\s\\share /user:d\\me @", "sshpass -p@ ssh host", "keytool -list -storepass @ -v", "SERVICEPASS=@", "git clone https://@@github.com/x", "curl -uu:@ https://h",
    "curl -sSu joe:@ https://h", "curl --user=joe:@ https://h", "mongo -p@ db", "run --pat @", "run --credential @"};

std::string shape(std::size_t index) {
  std::string out;
  const auto& text = command_shapes[index];
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool host = text[i] == '@' && (text.substr(i).starts_with("@example") || text.substr(i).starts_with("@github"));
    if (text[i] == '@' && !host) out += "Sup3r" + std::to_string(100 + index);
    else out += text[i];
  }
  return out;
}

std::string escaped(const std::string& text, const std::string& signs) {
  std::string out;
  for (const char c : text) {
    if (signs.find(c) != std::string::npos) out += '\\';
    out += c;
  }
  return out;
}

/// Each shape in a setting, in the command, in a variable that is used, in an output, and put together.
std::string commands_bicep() {
  std::string settings, variables, outputs, all;
  for (std::size_t i = 0; i < command_shapes.size(); ++i) {
    const auto number = std::to_string(i), text = escaped(shape(i), "\\'");
    settings += "          s" + number + ": '" + text + "'\n          v" + number + ": v" + number + "\n";
    variables += "var v" + number + " = '" + text + "'\n";
    outputs += "output o" + number + " string = v" + number + "\n";
    all += (i ? "; ${v" : "${v") + number + "}";
  }
  const std::string pieces = "var piece = 'Sup3rPiece9'\nvar built = 'setup -Password ${piece}'\noutput piece string = piece\n";
  return pieces + variables + outputs + "output list array = ['--password', 'Sup3rListed', '--size', '3']\n" +
         "resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {\n  name: 'web'\n  location: 'westeurope'\n  tags: { command: '" + escaped(shape(0), "'") + "' }\n  sku: { name: 'Standard_D2s_v5', capacity: 3 }\n" +
         "  properties: {\n    orchestrationMode: 'Uniform'\n    upgradePolicy: { mode: 'Rolling' }\n    virtualMachineProfile: {\n      osProfile: { customData: base64('" + escaped(shape(6), "'") + "') }\n" +
         "      extensionProfile: { extensions: [ { name: 'cse', properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1'\n        settings: {\n" + settings +
         "          commandToExecute: '" + all + "'\n          script: 'password: Sup3rScript'\n        } } } ] }\n    }\n  }\n}\n";
}

std::string commands_json() {
  std::string settings, outputs;
  for (std::size_t i = 0; i < command_shapes.size(); ++i) {
    settings += "\"s" + std::to_string(i) + "\": \"" + escaped(shape(i), "\\\"") + "\",\n";
    outputs += (i ? ",\n\"" : "\"") + std::string("o") + std::to_string(i) + "\": {\"type\": \"string\", \"value\": \"" + escaped(shape(i), "\\\"") + "\"}";
  }
  return R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
"resources": [{"type": "Microsoft.Compute/virtualMachineScaleSets", "apiVersion": "2024-07-01", "name": "web", "location": "westeurope", "sku": {"name": "Standard_D2s_v5", "capacity": 3},
"properties": {"upgradePolicy": {"mode": "Rolling", "automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}}, "virtualMachineProfile": {"extensionProfile": {"extensions": [
{"name": "cse", "properties": {"publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1", "settings": {
)" + settings + R"("commandToExecute": "setup --password Sup3rInCommand"}}}]}}}}],
"outputs": {
)" + outputs + "}}";
}

class Secrets : public testing::Test {
 protected:
  Secrets() {
    write_text(folder_ / "main.json", planted_json());
    write_text(folder_ / "main.bicep", planted_bicep());
    write_text(folder_ / "other.bicep", "@secure()\nparam token string\nparam size string\noutput o string = '${size}${token}'\n");
    write_text(folder_ / "prod.bicepparam", "using 'main.bicep'\nparam adminPassword = '" + password + "'\nparam creds = { user: '" + user + "', pin: " + pin + " }\n");
    // a single line, wrong in its type, and a name that is only mistyped
    write_text(folder_ / "broken.bicepparam", "using 'main.bicep'\nparam creds = { user: " + pin + ", pin: '" + password + "' }\nparam adminPasswort = '" + password + "'\nparam sasUrl = ['" + url() + "']\n");
    write_text(folder_ / "values.json", R"({"parameters": {"given": {"value": ")" + url() + R"("}, "creds": {"value": {"user": ")" + user + R"(", "pin": )" + pin + R"(}}}})");
    write_text(folder_ / "wrong.json", R"({"parameters": {"given": {"value": [")" + url() + R"("]}, "creds": {"value": ")" + password + R"("}, "adminPasword": {"value": ")" + password + R"("}}})");
    write_text(folder_ / "broken.bicep", broken_bicep());
    write_text(folder_ / ("copy?sig=" + signature + ".bicep"), planted_bicep());
    write_text(folder_ / "scenario.yaml", scenario());
    write_text(folder_ / "broken.yaml", "schema: fleetlint/rollout/1\nname: " + url() + "\nstart: '" + url() + "'\nsig=" + signature + ": 1\nsets: '" + url() + "'\n");
    write_text(folder_ / "broken.json", "{\"link\": \"" + url() + "\" \"adminPassword\": \"" + password + "\"}");
    write_text(folder_ / "requests.json", R"([{"id": "1", "expression": "[concat('https://a?', 'sig=)" + signature + R"(')]"}, {"id": "2", "expression": "[int(')" + url() + R"(')]"}])");
  }

  /// Runs the command and looks for every secret in what it says; what it printed on standard output.
  std::string run(const std::string& line, int most_exit_code = 5) {
    auto words = split_words(line);
    words.insert(words.begin(), FLEETLINT_BINARY);
    const auto result = run_process(words, {.directory = folder_.path()});
    EXPECT_TRUE(result.ended_normally()) << line;
    EXPECT_LE(result.exit_code, most_exit_code) << line << "\n" << result.err.substr(0, 1000);
    EXPECT_NE(result.exit_code, 4) << line << "\n" << result.err.substr(0, 1000);
    expect_clean(result.out, line + " (output)");
    expect_clean(result.err, line + " (diagnostics)");
    return result.out;
  }

  static void expect_clean(const std::string& text, const std::string& what) {
    for (const auto& secret : {signature, password, key, named, user, pin, signature.substr(0, 16), std::string("Tr0ub4dor-an"), key.substr(0, 20)}) {
      const auto at = text.find(secret);
      EXPECT_EQ(at, std::string::npos) << what << ": …" << text.substr(at > 200 ? at - 200 : 0, 400) << "…";
      if (at != std::string::npos) return;
    }
  }

  std::string quoted(const std::string& word) { return "'" + word + "'"; }

  TemporaryFolder folder_;
};

const char* const report_formats[] = {"text", "json", "sarif", "junit", "github", "gitlab", "azure-devops", "markdown", "html", "jsonl", "sqlite"};

bool knows_format(const std::string& format) {
  return run_process({FLEETLINT_BINARY, "lint", std::string(FLEETLINT_SOURCE_DIR) + "/samples/ledger/main.bicep", "--format", format, "--fail-on", "never"}).exit_code == 0;
}

TEST_F(Secrets, NeverLeaveThroughLint) {
  std::size_t formats = 0, with_findings = 0;
  for (const std::string format : report_formats) {
    if (!knows_format(format)) continue;
    ++formats;
    const auto common = " --now 2026-06-01T00:00:00Z --possible --format " + format;
    with_findings += run("lint main.json --parameters values.json" + common, 1).find("FL-SAS-001") != std::string::npos;
    with_findings += run("lint main.bicep --parameters prod.bicepparam" + common, 1).find("FL-SAS-001") != std::string::npos;
    run("lint prod.bicepparam" + common, 1);
    run("lint main.json --parameters wrong.json --param adminPassword=" + password + " --param 'typo=" + url() + "'" + common);
    run("lint broken.bicep" + common);
    run("lint broken.bicepparam" + common);
    run("lint broken.json" + common);
    run("lint " + quoted("copy?sig=" + signature + ".bicep") + common);
    run("lint " + quoted("none?sig=" + signature + ".bicep") + common);
    run("lint main.json --parameters values.json --previous main.bicep" + common);
    run("lint main.json --parameters values.json --scenario broken.yaml" + common);
    const auto file = "report." + format;
    run("lint main.json --parameters values.json --output " + format + "=" + file + common);
    expect_clean(read_text(folder_ / file), file);
  }
  EXPECT_GE(formats, 8u);
  EXPECT_GE(with_findings, 12u);
}

TEST_F(Secrets, NeverLeaveThroughAuditAndMerge) {
  const auto records = run("audit . --now 2026-06-01T00:00:00Z");
  EXPECT_NE(records.find("FL-SAS-001"), std::string::npos);
  write_text(folder_ / "one.jsonl", records);
  write_text(folder_ / "two.jsonl", records + "{\"sig=" + signature + "\"\n");
  run("merge one.jsonl");
  run("merge two.jsonl");
}

TEST_F(Secrets, NeverLeaveThroughExpandAndTrace) {
  for (const std::string format : {"text", "json", "markdown"}) {
    const auto shown = run("expand main.json --parameters values.json --format " + format, 0);
    EXPECT_NE(shown.find("acct.blob.core.windows.net"), std::string::npos) << "what is no secret stays";
    run("expand main.bicep --parameters prod.bicepparam --format " + format, 0);
    run("expand prod.bicepparam --format " + format, 0);
    run("expand main.json --parameters wrong.json --format " + format);
    run("expand main.json --param given=1 --param adminPassword=" + password + " --param 'creds={\"user\":\"" + user + "\",\"pin\":" + pin + "}' --param 'typo=" + url() + "' --format " + format);
    run("expand broken.bicep --format " + format);
    run("expand main.bicep --parameters broken.bicepparam --format " + format);
    run("expand " + quoted("copy?sig=" + signature + ".bicep") + " --format " + format);
  }
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  for (long line = 1; line <= lines(planted_bicep()); ++line) run("trace main.bicep:" + std::to_string(line) + " --in prod.bicepparam");
  for (long line = 4; line <= lines(planted_json()); ++line) run("trace main.json:" + std::to_string(line) + " --parameters values.json");
}

TEST_F(Secrets, NeverLeaveInTheWayThatAFormatWritesThem) {
  const std::string bearer = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
  write_text(folder_ / "written.bicep", "var adminPassword = 'Pa\"ss-w0rd1'\nvar privateKey = '-----BEGIN KEY-----\\nMIIEow+1\\n\\tQqZz\\n-----END KEY-----'\n"
             "resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = { name: 'vault', location: 'westeurope', properties: {} }\n"
             "resource word 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = { parent: vault, name: 'word', properties: { value: 'elephant' } }\n"
             "output o string = 'user:${adminPassword}'\noutput k string = 'key:${privateKey}'\noutput animal string = 'an elephant'\n"
             "output command string = 'curl -H \"Authorization: Bearer " + bearer + "\" https://example.com'\n");
  for (const std::string line : {"expand written.bicep --format text", "expand written.bicep --format json", "expand written.bicep --format markdown", "trace written.bicep:5", "trace written.bicep:6", "trace written.bicep:8"}) {
    const auto shown = run(line, 0);
    EXPECT_FALSE(shown.empty()) << line;
    for (const std::string secret : {"ss-w0rd1", "MIIEow+1", "QqZz", "elephant", bearer.c_str()}) EXPECT_EQ(shown.find(secret), std::string::npos) << line << ": " << secret << "\n" << shown;
  }
}

TEST_F(Secrets, NeverLeaveInCommandLines) {
  write_text(folder_ / "commands.bicep", commands_bicep());
  write_text(folder_ / "commands.json", commands_json());
  write_text(folder_ / "commands.yaml", "schema: fleetlint/rollout/1\nname: 'run --password Sup3rNamed'\nstart: 2025-03-04T00:00:00Z\nhorizon: P1D\nregions: [{name: westeurope}]\nsets: [{id: web, region: westeurope, capacity: 3}]\n");
  const auto expect_hidden = [&](const std::string& line, const std::string& text) {
    const auto at = text.find("Sup3r");
    EXPECT_EQ(at, std::string::npos) << line << ": …" << text.substr(at > 200 ? at - 200 : 0, 400) << "…";
  };
  std::vector<std::string> lines;
  for (const std::string file : {"commands.bicep", "commands.json"}) {
    for (const std::string format : {"text", "json", "markdown"}) lines.push_back("expand " + file + " --format " + format);
    for (const std::string format : report_formats) lines.push_back("lint " + file + " --possible --format " + format + " --fail-on never");
    lines.push_back("audit " + file);
    lines.push_back("diagnostics " + file);
    lines.push_back("simulate " + file + " --new");
    lines.push_back("simulate " + file + " --scenario commands.yaml --format json");
  }
  lines.emplace_back("snapshot commands.bicep");
  for (const auto& line : lines) {
    auto words = split_words(line);
    words.insert(words.begin(), FLEETLINT_BINARY);
    const auto result = run_process(words, {.directory = folder_.path()});
    expect_hidden(line, result.out + result.err);
  }
  for (const std::string file : {"commands.bicep", "commands.json"}) {
    const auto text = file == "commands.bicep" ? commands_bicep() : commands_json();
    const auto lines_of_file = std::count(text.begin(), text.end(), '\n');
    for (long line = 1; line <= lines_of_file; line += 3) {
      const auto result = run_process({FLEETLINT_BINARY, "trace", file + ":" + std::to_string(line)}, {.directory = folder_.path()});
      expect_hidden("trace " + file + ":" + std::to_string(line), result.out + result.err);
    }
  }
  const auto shown = run("expand commands.bicep");
  for (const std::string kept : {"setup.exe -Password [redacted] -Size 3", "net user joe [redacted] /add", "--size", "Server=x;User Id=y;Password=[redacted];Encrypt=True"}) EXPECT_NE(shown.find(kept), std::string::npos) << kept;
}

TEST_F(Secrets, NeverLeaveThroughEval) {
  for (const std::string format : {"text", "json"}) {
    run("eval \"[concat('https://a?x=1&', 'sig=" + signature + "')]\" --format " + format, 0);
    run("eval \"[int('" + url() + "')]\" --format " + format);
    run("eval \"[last(split('" + url() + "', 'sig='))]\" --format " + format);
    run("eval \"[parameters('given')]\" --parameters values.json --format " + format);
    run("eval \"[base64(parameters('given'))]\" --parameters values.json --format " + format);
    run("eval \"[parameters('x'\" --parameters broken.json --format " + format);
    run("eval --batch requests.json --format " + format);
  }
}

TEST_F(Secrets, NeverLeaveThroughDiagnosticsOfTheCompiler) {
  // The template that `build` prints is what is deployed; what it says about it is for people.
  for (const std::string line : {"build broken.bicep --stdout", "build broken.bicepparam --stdout", "build-params broken.bicepparam --stdout", "parse broken.bicep", "parse broken.json", "parse broken.bicepparam",
                                 "build broken.json --stdout", "dump symbols broken.json", "diagnostics broken.bicep", "diagnostics broken.bicep --format json", "diagnostics broken.bicepparam --format json",
                                 "diagnostics broken.json --format json", "diagnostics main.json --format json", "diagnostics prod.bicepparam --format json"})
    run(line);
  run("build " + quoted("none?sig=" + signature + ".bicep") + " --stdout");
  run("parse " + quoted("none?sig=" + signature + ".bicep"));
}

TEST_F(Secrets, NeverLeaveInWhatIsCutOffOrOnlyAllowed) {
  write_text(folder_ / "cut.bicep", "var a = { password: '''" + password);
  write_text(folder_ / "cut2.bicep", "var adminPassword = '''" + password);
  write_text(folder_ / "cut3.bicep", "var a = { password: '''\n" + password + "\n}");
  write_text(folder_ / "allowed.bicep", "@secure()\n@allowed(['" + password + "'])\nparam p string\n");
  write_text(folder_ / "allowed.bicepparam", "using 'allowed.bicep'\nparam p = 'x'\n");
  write_text(folder_ / "allowed.json", R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
"parameters": {"p": {"type": "securestring", "allowedValues": [")" + password + R"("]}}, "resources": []})");
  write_text(folder_ / "allowed-of-json.bicepparam", "using 'allowed.json'\nparam p = 'x'\n");
  for (const std::string file : {"cut.bicep", "cut2.bicep", "cut3.bicep", "allowed.bicepparam", "allowed-of-json.bicepparam"})
    for (const std::string command : {"lint ", "diagnostics ", "expand ", "build "}) run(command + file + (command == "build " ? " --stdout" : ""));
  run("expand allowed.json --param p=x");
  // One too short to be hidden everywhere is hidden where a message repeats it.
  write_text(folder_ / "short.bicep", "@secure()\n@allowed(['Lk1'])\nparam p string\n");
  write_text(folder_ / "short.bicepparam", "using 'short.bicep'\nparam p = 'x'\n");
  for (const std::string command : {"lint", "diagnostics"}) {
    const auto shown = run(command + " short.bicepparam");
    EXPECT_NE(shown.find("BCP033"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("Lk1"), std::string::npos) << shown;
  }
}

TEST_F(Secrets, NeverLeaveThroughSimulate) {
  for (const std::string format : {"text", "json", "facts", "csv", "jsonl", "html", "svg"}) {
    const auto shown = run("simulate --scenario scenario.yaml --format " + format);
    EXPECT_FALSE(shown.empty()) << format;
    run("simulate --scenario scenario.yaml --output " + format + "=report." + format);
    expect_clean(read_text(folder_ / ("report." + format)), "report." + format);
    EXPECT_FALSE(read_text(folder_ / ("report." + format)).empty());
  }
  const std::vector<std::string> options = {"--plain", "--check", "--explain-all", "--monte-carlo 5", "--compare '*'", "--probability", "--variant 'x?sig=" + signature + "'", "--explain 'x?sig=" + signature + "'",
                                   "--history 'web?sig=" + signature + "'", "--explain 'web?sig=" + signature + "'"};
  for (const auto& option : options) run("simulate --scenario scenario.yaml " + option);
  run("simulate --scenario broken.yaml");
  run("simulate main.bicep --parameters prod.bicepparam --new");
  run("simulate main.json --parameters values.json --scenario scenario.yaml --format json");
}

TEST_F(Secrets, NeverLeaveThroughTheLanguageServer) {
  using lsp::JsonObject;
  Editor editor(FLEETLINT_BINARY, folder_.path());
  std::size_t answered = 0;
  for (const std::string name : {"main.bicep", "broken.bicep", "broken.bicepparam", "main.json"}) {
    const auto path = folder_ / name;
    const auto text = read_text(path);
    editor.open(path);
    EXPECT_FALSE(editor.codes(path).empty()) << name;
    std::int64_t line = 0, column = 0;
    for (const char c : text) {
      if (column % 5 == 2) {
        const auto answer = editor.request("textDocument/hover", JsonObject{{"textDocument", JsonObject{{"uri", lsp::uri_of_path(path)}}}, {"position", JsonObject{{"line", line}, {"character", column}}}});
        answered += answer["contents"].is_null() ? 0 : 1;
        expect_clean(answer.dump(), name + ":" + std::to_string(line + 1) + ":" + std::to_string(column + 1) + " (hover)");
      }
      ++column;
      if (c == '\n') ++line, column = 0;
    }
  }
  EXPECT_GT(answered, 20u);
  for (const auto& [uri, diagnostics] : editor.shown()) expect_clean(diagnostics.dump(), uri);
  EXPECT_GE(editor.shown().size(), 3u);
  EXPECT_EQ(editor.leave(), 0);
}

}  // namespace
}  // namespace fleetlint::test
