// Secrets planted wherever a template can hold one never come out, in any format.
#include <gtest/gtest.h>

#include "process.h"

namespace fleetlint::test {
namespace {

const std::string signature = "Zm9vYmFyc2VjcmV0c2lnbmF0dXJlMTIzNDU2Nzg5MA%3D%3D";
const std::string password = "Tr0ub4dor-and-3";
const std::string key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==";

std::string token() { return "sv=2022-11-02&sr=b&sp=r&se=2024-01-01T00:00:00Z&sig=" + signature; }
std::string url() { return "https://acct.blob.core.windows.net/scripts/setup.sh?" + token(); }

std::string planted_template() {
  return R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "sasToken": {"type": "string", "defaultValue": "?)" + token() + R"("},
    "adminPassword": {"type": "securestring", "defaultValue": ")" + password + R"("},
    "given": {"type": "string"}
  },
  "variables": {"unused": ")" + url() + R"(", "storageKey": ")" + key + R"("},
  "resources": [{
    "type": "Microsoft.Compute/virtualMachineScaleSets", "apiVersion": "2024-07-01", "name": "web", "location": "westeurope",
    "tags": {"source": ")" + url() + R"("},
    "sku": {"name": "Standard_D2s_v5", "capacity": 3},
    "properties": {
      "upgradePolicy": {"mode": "Rolling", "automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}},
      "virtualMachineProfile": {
        "osProfile": {"adminPassword": ")" + password + R"(", "customData": "[base64(concat('export PASSWORD=)" + password + R"( URL=', ')" + url() + R"('))]"},
        "storageProfile": {"imageReference": {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "20.04-LTS", "version": "1.2.3"}},
        "extensionProfile": {"extensions": [{"name": "cse", "properties": {
          "publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1",
          "settings": {"fileUris": [")" + url() + R"(", "[concat('https://acct.blob.core.windows.net/a?', parameters('sasToken'))]", "[parameters('given')]"],
                       "commandToExecute": "./setup.sh --password )" + password + R"( AccountKey=)" + key + R"(", "storageAccountKey": ")" + key + R"("},
          "protectedSettings": {"connectionString": "AccountKey=)" + key + R"(", "fileUris": ["[variables('unused')]"]}}}]}
      }
    }
  }],
  "outputs": {"leak": {"type": "string", "value": ")" + url() + R"("}, "password": {"type": "string", "value": "[parameters('adminPassword')]"}}
})";
}

TEST(Secrets, NeverLeaveThroughAnyFormat) {
  TemporaryFolder folder;
  write_text(folder / "main.json", planted_template());
  write_text(folder / "values.json", R"({"parameters": {"given": {"value": ")" + url() + R"("}}})");
  std::size_t formats_with_findings = 0;
  for (const std::string format : {"text", "json", "sarif", "junit", "github", "gitlab", "azure-devops", "markdown", "html", "jsonl", "sqlite"}) {
    ProcessOptions options;
    options.directory = folder.path();
    const auto result = run_process({FLEETLINT_BINARY, "lint", "main.json", "--parameters", "values.json", "--now", "2026-06-01T00:00:00Z", "--possible", "--format", format}, options);
    ASSERT_TRUE(result.ended_normally()) << format;
    EXPECT_LE(result.exit_code, 1) << result.err;
    formats_with_findings += result.out.find("FL-SAS-001") != std::string::npos;
    for (const auto& secret : {signature, password, key, std::string("Zm9vYmFyc2VjcmV0")}) {
      EXPECT_EQ(result.out.find(secret), std::string::npos) << format << ": " << result.out.substr(std::min(result.out.size(), result.out.find(secret) > 300 ? result.out.find(secret) - 300 : 0), 600);
      EXPECT_EQ(result.err.find(secret), std::string::npos) << format;
    }
  }
  EXPECT_GE(formats_with_findings, 6u);
}

}  // namespace
}  // namespace fleetlint::test
