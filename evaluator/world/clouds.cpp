#include "world/clouds.h"

#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

/// One end point in the three public clouds; empty where a cloud has none.
struct EndPoint {
  std::string_view path;  ///< `name` or `group.name`
  std::array<std::string_view, 3> values;
};
constexpr std::array<std::string_view, 3> clouds = {"AzureCloud", "AzureUSGovernment", "AzureChinaCloud"};
constexpr EndPoint end_points[] = {
    {"gallery", {"https://gallery.azure.com/", "https://gallery.usgovcloudapi.net/", "https://gallery.chinacloudapi.cn/"}},
    {"graph", {"https://graph.windows.net/", "https://graph.windows.net/", "https://graph.chinacloudapi.cn/"}},
    {"portal", {"https://portal.azure.com", "https://portal.azure.us", "https://portal.azure.cn"}},
    {"graphAudience", {"https://graph.windows.net/", "https://graph.windows.net/", "https://graph.chinacloudapi.cn/"}},
    {"activeDirectoryDataLake", {"https://datalake.azure.net/", "", ""}},
    {"batch", {"https://batch.core.windows.net/", "https://batch.core.usgovcloudapi.net/", "https://batch.chinacloudapi.cn/"}},
    {"media", {"https://rest.media.azure.net", "https://rest.media.usgovcloudapi.net", "https://rest.media.chinacloudapi.cn"}},
    {"sqlManagement", {"https://management.core.windows.net:8443/", "https://management.core.usgovcloudapi.net:8443/", "https://management.core.chinacloudapi.cn:8443/"}},
    {"vmImageAliasDoc", {"https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json",
                         "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json",
                         "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json"}},
    {"resourceManager", {"https://management.azure.com/", "https://management.usgovcloudapi.net/", "https://management.chinacloudapi.cn/"}},
    {"authentication.loginEndpoint", {"https://login.microsoftonline.com/", "https://login.microsoftonline.us/", "https://login.chinacloudapi.cn/"}},
    {"authentication.tenant", {"common", "common", "common"}},
    {"authentication.identityProvider", {"AAD", "AAD", "AAD"}},
    {"suffixes.acrLoginServer", {".azurecr.io", ".azurecr.us", ".azurecr.cn"}},
    {"suffixes.azureDatalakeAnalyticsCatalogAndJob", {"azuredatalakeanalytics.net", "", ""}},
    {"suffixes.azureDatalakeStoreFileSystem", {"azuredatalakestore.net", "", ""}},
    {"suffixes.azureFrontDoorEndpointSuffix", {"azurefd.net", "azurefd.us", "azurefd.cn"}},
    {"suffixes.keyvaultDns", {".vault.azure.net", ".vault.usgovcloudapi.net", ".vault.azure.cn"}},
    {"suffixes.sqlServerHostname", {".database.windows.net", ".database.usgovcloudapi.net", ".database.chinacloudapi.cn"}},
    {"suffixes.storage", {"core.windows.net", "core.usgovcloudapi.net", "core.chinacloudapi.cn"}},
};
constexpr std::array<std::array<std::string_view, 2>, 3> audiences = {{
    {"https://management.core.windows.net/", "https://management.azure.com/"},
    {"https://management.core.usgovcloudapi.net/", "https://management.usgovcloudapi.net/"},
    {"https://management.core.chinacloudapi.cn/", "https://management.chinacloudapi.cn/"},
}};

const arm::Node* find_path(const arm::Node* node, std::string_view path) {
  while (node && !path.empty()) {
    const auto dot = path.find('.');
    node = node->is_object() ? node->find(path.substr(0, dot)) : nullptr;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return node;
}

class Builder {
 public:
  Builder(const arm::Node* given, Arena& arena) : given_(given), arena_(arena) {
    if (const arm::Node* name = find_path(given, "name"); name && name->is_string())
      for (std::size_t i = 0; i < clouds.size(); ++i)
        if (equals_ignoring_case(clouds[i], name->text)) cloud_ = static_cast<int>(i);
  }

  Value build() {
    std::vector<Field> top, authentication, suffixes;
    top.push_back({"name", {}, end_point("name", {})});
    for (const EndPoint& point : end_points) {
      const auto dot = point.path.find('.');
      const std::string_view group = dot == std::string_view::npos ? std::string_view() : point.path.substr(0, dot);
      const std::string_view table = cloud_ >= 0 ? point.values[static_cast<std::size_t>(cloud_)] : std::string_view();
      if (cloud_ >= 0 && table.empty() && !find_path(given_, point.path)) continue;  // this cloud has no such end point
      auto& fields = group == "authentication" ? authentication : group == "suffixes" ? suffixes : top;
      fields.push_back({point.path.substr(dot == std::string_view::npos ? 0 : dot + 1), {}, end_point(point.path, table)});
    }
    authentication.push_back({"audiences", {}, audience_list()});
    add_rest(authentication, find_path(given_, "authentication"), "authentication.");
    add_rest(suffixes, find_path(given_, "suffixes"), "suffixes.");
    top.push_back({"authentication", {}, object(authentication, "environment().authentication")});
    top.push_back({"suffixes", {}, object(suffixes, "environment().suffixes")});
    add_rest(top, given_, "");
    return object(top, "environment()");
  }

 private:
  Value unknown(std::string_view path, KindSet kinds) {
    Unknown facts;
    facts.kinds = kinds;
    facts.reason = UnknownReason::context;
    const std::string text = fmt::format("environment().{}", path);
    facts.identity = identity_of(std::string_view(text));
    facts.expression = arena_.copy(text);
    if (kinds.only(ValueKind::string)) facts.min_length = 1;
    return normalise(facts, arena_);
  }
  Value end_point(std::string_view path, std::string_view table) {
    if (const arm::Node* node = find_path(given_, path)) return value_with_unknowns(*node, fmt::format("environment().{}", path), arena_);
    if (!table.empty()) return Value::string(table);
    return unknown(path, KindSet::of(ValueKind::string));
  }
  Value audience_list() {
    if (const arm::Node* node = find_path(given_, "authentication.audiences")) return value_with_unknowns(*node, "environment().authentication.audiences", arena_);
    if (cloud_ < 0) return unknown("authentication.audiences", KindSet::of(ValueKind::array));
    std::vector<Value> items;
    for (const auto audience : audiences[static_cast<std::size_t>(cloud_)]) items.push_back(Value::string(audience));
    return Value::array(arena_.copy(items));
  }
  void add_rest(std::vector<Field>& fields, const arm::Node* node, std::string_view path) {
    if (!node || !node->is_object()) return;
    for (const arm::Member& member : node->members) {
      bool known = false;
      for (const Field& field : fields) known |= equals_ignoring_case(field.name, member.name);
      if (!known) fields.push_back({member.name, {}, value_with_unknowns(member.value, fmt::format("environment().{}{}", path, member.name), arena_)});
    }
  }
  /// Closed for a known cloud; other clouds may have more.
  Value object(const std::vector<Field>& fields, std::string_view expression) {
    if (cloud_ >= 0) return Value::object(arena_.copy(fields));
    Unknown facts;
    facts.kinds = KindSet::of(ValueKind::object);
    facts.reason = UnknownReason::context;
    facts.identity = identity_of(expression);
    facts.members = arena_.copy(fields);
    facts.expression = expression;
    return normalise(facts, arena_);
  }

  const arm::Node* given_;
  Arena& arena_;
  int cloud_ = -1;
};

}  // namespace

Value environment_value(const arm::Node* given, Arena& arena) { return Builder(given, arena).build(); }

}  // namespace fleetlint::eval
