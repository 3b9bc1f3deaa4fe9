#include "fleetlint/compiler/function_table.h"

#include <fmt/format.h>

#include "types/signature.h"

namespace fleetlint::compiler {
namespace {

using enum FunctionFlag;

/// A row of the tables: signature, how the result follows, what it demands, and how the last parameter's type follows.
struct Row {
  const char* signature;
  ResultRule rule = ResultRule::declared;
  FunctionFlags flags = {};
  ParameterRule lambda = ParameterRule::declared;  // of every lambda parameter
  ScopeSet scopes = 0xFF;
};

constexpr auto fold = ResultRule::fold;
constexpr ScopeSet all_but_local = 0xFF & ~static_cast<unsigned>(Scope::local);
constexpr ScopeSet rg = bit(Scope::resource_group), sub = bit(Scope::subscription), mg = bit(Scope::management_group), tenant = bit(Scope::tenant);

const Row system_rows[] = {
    {"any(value: any): any", ResultRule::declared, pure},
    {"concat(...arg: array): array", ResultRule::concat_arrays, pure},
    {"cidrSubnet(network: string, cidr: int, subnetIndex: int): string", ResultRule::declared, pure},
    {"cidrHost(network: string, hostIndex: int): string", ResultRule::declared, pure},
    {"parseCidr(network: string): parseCidr", ResultRule::declared, pure},
    {"buildUri(components: parseUri): string", ResultRule::declared, pure},
    {"parseUri(baseUrl: string): parseUri", ResultRule::declared, pure},
    {"concat(...arg: string | int | bool): string", ResultRule::declared, pure},
    {"format(formatString: string, ...arg+0: any): string", fold, pure},
    {"base64(inputString: string): string", fold, pure},
    {"padLeft(valueToPad: string | int, totalLength: int, [paddingCharacter: string]): string", ResultRule::pad_left, pure},
    {"replace(originalString: string, oldString: string, newString: string): string", fold, pure},
    {"toLower(stringToChange: string): string", ResultRule::change_case, pure},
    {"toUpper(stringToChange: string): string", ResultRule::change_case, pure},
    {"length(arg: string | object): int", ResultRule::length_of_value, pure},
    {"length(arg: array): int", ResultRule::length_of_array, pure},
    {"split(inputString: string, delimiter: string | array): string[]", ResultRule::split, pure},
    {"join(inputArray: (string | int | bool)[], delimiter: string): string", ResultRule::join, pure},
    {"string(valueToConvert: any): string", ResultRule::declared, pure},
    {"int(valueToConvert: string | int): int", ResultRule::declared, pure},
    {"uniqueString(...arg: string): string13", fold, pure},
    {"guid(...arg: string): string36", fold, pure},
    {"trim(stringToTrim: string): string", ResultRule::trim, pure},
    {"uri(baseUri: string, relativeUri: string): string", fold, pure},
    {"substring(stringToParse: string, startIndex: natural, [length: natural]): string", ResultRule::substring, pure},
    {"take(originalValue: array, numberToTake: int): array", ResultRule::take_array, pure},
    {"take(originalValue: string, numberToTake: int): string", ResultRule::take_string, pure},
    {"skip(originalValue: array, numberToSkip: int): array", ResultRule::skip_array, pure},
    {"skip(originalValue: string, numberToSkip: int): string", ResultRule::skip_string, pure},
    {"empty(itemToTest: null | object | array | string): bool", fold, pure},
    {"contains(object: object, propertyName: string): bool", fold, pure},
    {"contains(array: array, itemToFind: any): bool", fold, pure},
    {"contains(string: string, itemToFind: string): bool", fold, pure},
    {"intersection(...object+2: object): object", fold, pure},
    {"intersection(...array+2: array): array", fold, pure},
    {"union(...object+2: object): object", fold, pure},
    {"union(...object+2: array): array", fold, pure},
    {"shallowMerge(entries: object[]): object", fold, pure},
    {"first(array: array): any", ResultRule::first_item, pure},
    {"first(string: string): string", ResultRule::first_character, pure},
    {"last(array: array): any", ResultRule::last_item, pure},
    {"last(string: string): string", ResultRule::first_character, pure},
    {"indexOf(stringToSearch: string, stringToFind: string): int", fold, pure},
    {"indexOf(array: array, itemToFind: any): int", fold, pure},
    {"lastIndexOf(stringToSearch: string, stringToFind: string): int", fold, pure},
    {"lastIndexOf(array: array, itemToFind: any): int", fold, pure},
    {"startsWith(stringToSearch: string, stringToFind: string): bool", fold, pure},
    {"endsWith(stringToSearch: string, stringToFind: string): bool", fold, pure},
    {"distinct(array: array): array", fold, pure},
    {"like(input: string, pattern: string): bool", fold, pure},
    {"min(...int: int): int", ResultRule::minimum, pure},
    {"min(intArray: int[]): int", ResultRule::minimum_of_array, pure},
    {"max(...int: int): int", ResultRule::maximum, pure},
    {"max(intArray: int[]): int", ResultRule::maximum_of_array, pure},
    {"range(startIndex: int, count: int): int[]", ResultRule::range, pure},
    {"base64ToString(base64Value: string): string", fold, pure},
    {"base64ToJson(base64Value: string): any", ResultRule::declared, pure},
    {"uriComponentToString(uriEncodedString: string): string", fold, pure},
    {"uriComponent(stringToEncode: string): string", fold, pure},
    {"dataUriToString(dataUriToConvert: string): string", fold, pure},
    {"dataUri(valueToConvert: any): string", fold, pure},
    {"array(valueToConvert: any): array", ResultRule::declared, pure},
    {"bool(value: any): bool", ResultRule::declared, pure},
    {"json(json: string): any", ResultRule::json, pure},
    {"dateTimeAdd(base: string, duration: string, [format: string]): string", ResultRule::declared, pure},
    {"dateTimeToEpoch([dateTime: string]): int", ResultRule::declared, pure},
    {"dateTimeFromEpoch([epochTime: int]): string", ResultRule::declared, pure},
    {"utcNow([format: string]): string", ResultRule::declared, parameter_defaults_only},
    {"newGuid(): string36", ResultRule::declared, parameter_defaults_only},
    {"loadTextContent(filePath: filePath, [encoding: encoding]): string", ResultRule::load_text, variable_unless_assigned | pure},
    {"loadFileAsBase64(filePath: filePath): string", ResultRule::load_base64, variable_unless_assigned | pure},
    {"loadJsonContent(filePath: jsonFilePath, [jsonPath: string], [encoding: encoding]): any", ResultRule::load_json, variable_always | pure},
    {"loadYamlContent(filePath: yamlFilePath, [pathFilter: string], [encoding: encoding]): any", ResultRule::load_yaml, variable_always | pure},
    {"items(object: object): object[]", ResultRule::items, pure},
    {"objectKeys(object: object): string[]", ResultRule::object_keys, pure},
    {"flatten(array: array[]): array", ResultRule::flatten, pure},
    {"filter(array: array, predicate: (any[, int]) => bool): array", ResultRule::filter, pure, ParameterRule::lambda_of_item_and_index},
    {"map(array: array, predicate: (any[, int]) => any): array", ResultRule::map, pure, ParameterRule::lambda_of_item_and_index},
    {"mapValues(object: object, predicate: any => any): array", ResultRule::map_values, pure, ParameterRule::lambda_of_values},
    {"sort(array: array, predicate: (any, any) => bool): array", ResultRule::sort, pure, ParameterRule::lambda_of_two_items},
    {"reduce(array: array, initialValue: any, predicate: (any, any[, int]) => any): any", ResultRule::reduce, pure, ParameterRule::lambda_of_reduce},
    {"toObject(array: array, keyPredicate: any => string, [valuePredicate: any => any]): object", ResultRule::to_object, pure, ParameterRule::lambda_of_item},
    {"groupBy(array: array, keyPredicate: any => string, [valuePredicate: any => any]): object", ResultRule::group_by, pure, ParameterRule::lambda_of_item},
    {"nameof(symbol: any): string", ResultRule::name_of, arguments_independent | pure},
    {"fail(message: string): never"},
    {"loadDirectoryFileInfo(directoryPath: directoryPath, [searchPattern: string]): any", ResultRule::load_directory, variable_always | pure},
};

const Row read_environment_row = {"readEnvironmentVariable(variableName: string, [default: string]): string", ResultRule::read_environment_variable, variable_always};
const Row deploy_command_rows[] = {
    {"readEnvVar(!variableName: string): string", ResultRule::declared, external_input},
    {"readCliArg(!argumentName: string): string", ResultRule::declared, external_input},
};
const Row external_input_row = {"externalInput(!name: string, [!config: any]): any", ResultRule::declared, external_input};

const Row azure_rows[] = {
    {"subscription(): subscription", ResultRule::scope_subscription, {}, {}, sub | rg},
    {"subscription(subscriptionId: string): subscription", ResultRule::other_subscription},
    {"resourceGroup(): resourceGroup", ResultRule::scope_resource_group, {}, {}, rg},
    {"resourceGroup(resourceGroupName: string): resourceGroup", ResultRule::other_resource_group, {}, {}, sub | rg},
    {"resourceGroup(subscriptionId: string, resourceGroupName: string): resourceGroup", ResultRule::other_resource_group},
    {"managementGroup(): managementGroup", ResultRule::scope_management_group, {}, {}, mg},
    {"managementGroup(name: string): managementGroup", ResultRule::other_management_group, {}, {}, all_but_local},
    {"tenant(): tenant", ResultRule::scope_tenant, {}, {}, all_but_local},
    {"deployment(): deployment", ResultRule::deployment, {}, {}, all_but_local},
    {"deployer(): deployer", ResultRule::declared, {}, {}, all_but_local},
    {"environment(): environment", ResultRule::declared, {}, {}, all_but_local},
    {"resourceId(resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"resourceId(subscriptionId: string, resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"resourceId(resourceGroupName: string, resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"resourceId(subscriptionId: string, resourceGroupName: string, resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"subscriptionResourceId(resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"subscriptionResourceId(subscriptionId: string, resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"tenantResourceId(resourceType: string, ...resourceName: string): string", ResultRule::declared, pure, {}, all_but_local},
    {"extensionResourceId(resourceId: string, resourceType: string, ...resourceName: string): string", ResultRule::declared, pure, {}, all_but_local},
    {"managementGroupResourceId(resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"managementGroupResourceId(managementGroupId: string, resourceType: string, ...resourceName: string): string", ResultRule::declared, {}, {}, all_but_local},
    {"roleDefinitions(roleName: string): roleDefinition", ResultRule::declared, {}, {}, all_but_local},
    {"providers(providerNamespace: string): Provider", ResultRule::deprecated_providers, {}, {}, all_but_local},
    {"providers(providerNamespace: string, resourceType: string): ProviderResource", ResultRule::deprecated_providers, {}, {}, all_but_local},
    {"toLogicalZone(subscriptionId: string, location: string, physicalZone: string): string", ResultRule::declared, requires_inlining, {}, all_but_local},
    {"toLogicalZones(subscriptionId: string, location: string, physicalZones: array): string[]", ResultRule::declared, requires_inlining, {}, all_but_local},
    {"toPhysicalZone(subscriptionId: string, location: string, logicalZone: string): string", ResultRule::declared, requires_inlining, {}, all_but_local},
    {"toPhysicalZones(subscriptionId: string, location: string, logicalZones: array): string[]", ResultRule::declared, requires_inlining, {}, all_but_local},
    {"pickZones(providerNamespace: string, resourceType: string, location: string, [numberOfZones: int], [offset: int]): array", ResultRule::declared, {}, {}, all_but_local},
    {"reference(resourceNameOrIdentifier: string, [apiVersion: string], [full: string]): object", ResultRule::declared, requires_inlining, {}, all_but_local},
    {"list*(resourceNameOrIdentifier: string, apiVersion: string, [functionValues: object]): any", ResultRule::declared, requires_inlining, {}, all_but_local},
};
const Row azure_parameter_rows[] = {
    {"getSecret(subscriptionId: string, resourceGroupName: string, keyVaultName: string, secretName: string, [secretVersion: string]): secureString",
     ResultRule::declared, direct_assignment, {}, all_but_local},
};
const Row resource_method_rows[] = {
    {"list*([apiVersion: string], [functionValues: object]): any", ResultRule::declared, requires_inlining},
};
const Row key_vault_method_rows[] = {
    {"getSecret(secretName: string, [secretVersion: string]): secureString", ResultRule::declared, secure_parameter_only},
};

Property member(std::string_view name, const Type* type, PropertyFlags flags = {}) { return {name, type, flags, ""}; }

const Type* strings(TypeArena& arena, std::string_view name, std::initializer_list<std::string_view> names, std::vector<Property> more = {}) {
  for (const auto property : names) more.push_back(member(property, &types::string));
  return arena.object(name, std::move(more));
}

const Type* with_flag(TypeArena& arena, TypeFlag flag) { return arena.string({}, {}, flag); }

const Type* with_scope(TypeArena& arena, const Type* object, Scope scope) {
  Type type = *object;
  type.scopes = bit(scope);
  return arena.make(type);
}

// The objects that functions take and give, by the names that the reference's messages use.
NamedTypes make_named_types(TypeArena& arena) {
  NamedTypes named = {
      {"any", &types::any}, {"array", &types::array}, {"object", &types::object}, {"string", &types::string}, {"int", &types::integer},
      {"bool", &types::boolean}, {"null", &types::null}, {"never", &types::never}, {"secureString", &types::secure_string},
      {"string13", arena.string(13, 13)}, {"string36", arena.string(36, 36)}, {"natural", arena.integer(0)},
      {"filePath", with_flag(arena, TypeFlag::file_path)}, {"jsonFilePath", with_flag(arena, TypeFlag::json_file_path)},
      {"yamlFilePath", with_flag(arena, TypeFlag::yaml_file_path)}, {"directoryPath", with_flag(arena, TypeFlag::directory_path)},
  };
  std::vector<TypeRef> encodings;
  for (const auto name : {"iso-8859-1", "us-ascii", "utf-16", "utf-16BE", "utf-8"}) encodings.emplace_back(arena.string_literal(name));
  named["encoding"] = arena.union_of(encodings);
  named["parseCidr"] = strings(arena, "parseCidr", {"network", "netmask", "broadcast", "firstUsable", "lastUsable"}, {member("cidr", arena.integer(0, 255))});
  const PropertyFlags required = PropertyFlag::required;
  named["parseUri"] = arena.object("parseUri", {member("scheme", &types::string, required), member("host", &types::string, required),
                                                 member("port", &types::integer), member("path", &types::string), member("query", &types::string)});
  const auto* tags = arena.object("Tags", {}, arena.additional(&types::string));
  const auto* summary = strings(arena, "summaryProperties", {"id", "name", "type"});
  const auto* details = strings(arena, "detailsProperties", {"version", "updatedTime", "updatedBy"}, {member("parent", summary)});
  named["tenant"] = with_scope(arena, strings(arena, "tenant", {"tenantId", "country", "countryCode", "displayName"}), Scope::tenant);
  named["managementGroup"] = with_scope(arena, strings(arena, "managementGroup", {"id", "name", "type"},
      {member("properties", strings(arena, "properties", {"tenantId", "displayName"}, {member("details", details)}))}), Scope::management_group);
  named["subscription"] = with_scope(arena, strings(arena, "subscription", {"id", "subscriptionId", "tenantId", "displayName"}), Scope::subscription);
  named["resourceGroup"] = with_scope(arena, strings(arena, "resourceGroup", {"id", "name", "type", "location", "managedBy"},
      {member("tags", tags), member("properties", strings(arena, "properties", {"provisioningState"}))}), Scope::resource_group);
  const auto* link = strings(arena, "templateLinkProperties", {"id", "uri"});
  const auto* tmpl = strings(arena, "templateProperties", {"contentVersion"});
  named["deployment"] = strings(arena, "deployment", {"name"},
      {member("properties", arena.object("properties", {member("template", tmpl), member("templateLink", link)}))});
  named["deployer"] = strings(arena, "deployer", {"objectId", "tenantId", "userPrincipalName"});
  named["roleDefinition"] = strings(arena, "roleDefinition", {"id", "roleDefinitionId"});
  named["ProviderResource"] = arena.object("ProviderResource", {member("resourceType", &types::string), member("locations", &types::string_array), member("apiVersions", &types::string_array)});
  named["Provider"] = arena.object("Provider", {member("namespace", &types::string), member("resourceTypes", arena.array(named["ProviderResource"]))});
  named["environment"] = strings(arena, "environment", {"activeDirectoryDataLake", "batch", "gallery", "graph", "graphAudience", "media", "name", "portal", "resourceManager", "sqlManagement", "vmImageAliasDoc"},
      {member("authentication", strings(arena, "authenticationProperties", {"identityProvider", "loginEndpoint", "tenant"}, {member("audiences", &types::string_array)})),
       member("suffixes", strings(arena, "suffixesProperties", {"acrLoginServer", "azureDatalakeAnalyticsCatalogAndJob", "azureDatalakeStoreFileSystem", "azureFrontDoorEndpointSuffix", "keyvaultDns", "sqlServerHostname", "storage"}))});
  return named;
}

/// Immutable once made; every table's types live as long as the program.
struct Tables {
  TypeArena arena;
  NamedTypes named = make_named_types(arena);
  FunctionTable system[3], azure[2], methods[2];

  Tables() {
    add(system[0], system_rows);
    system[1] = copy(system[0]);
    system[2] = copy(system[0]);
    add(system[1], {&read_environment_row, 1});
    add(system[1], {&external_input_row, 1});
    add(system[2], deploy_command_rows);
    add(system[2], {&external_input_row, 1});
    add(azure[0], azure_rows);
    add(azure[1], azure_parameter_rows);
    add(methods[0], resource_method_rows);
    methods[1] = copy(methods[0]);
    add(methods[1], key_vault_method_rows);
    for (auto* table : {&system[0], &system[1], &system[2], &azure[0], &azure[1], &methods[0], &methods[1]}) {
      for (const auto& overload : table->overloads) table->by_name[overload.name].push_back(&overload);
    }
  }

 private:
  static FunctionTable copy(const FunctionTable& from) {
    FunctionTable table;
    table.overloads = from.overloads;
    return table;
  }
  void add(FunctionTable& table, std::span<const Row> rows) {
    for (const auto& row : rows) {
      auto overload = parse_signature(row.signature, named, arena);
      overload.rule = row.rule;
      overload.flags = row.flags;
      overload.scopes = row.scopes;
      for (auto& parameter : overload.parameters) {
        if (parameter.type->is(TypeKind::lambda)) parameter.rule = row.lambda;
      }
      if (row.rule == ResultRule::substring) {
        overload.parameters[1].rule = ParameterRule::substring_start;
        overload.parameters[2].rule = ParameterRule::substring_length;
      }
      table.overloads.push_back(std::move(overload));
    }
  }
};

const Tables& tables() {
  static const Tables all;
  return all;
}

bool is_list_name(std::string_view name) {
  if (!name.starts_with("list")) return false;
  for (const char c : name) {
    if ((c | 0x20) < 'a' || (c | 0x20) > 'z') return false;
  }
  return true;
}

}  // namespace

std::span<const FunctionOverload* const> FunctionTable::find(std::string_view name) const {
  auto found = by_name.find(name);
  if (found == by_name.end() && is_list_name(name)) found = by_name.find("list*");
  return found == by_name.end() ? std::span<const FunctionOverload* const>{} : found->second;
}

const FunctionTable& system_functions(FunctionsFor file) { return tables().system[static_cast<unsigned>(file)]; }
const FunctionTable& azure_functions(FunctionsFor file) { return tables().azure[file == FunctionsFor::bicep_file ? 0 : 1]; }
const FunctionTable& azure_resource_methods(bool key_vault) { return tables().methods[key_vault ? 1 : 0]; }

BannedFunction banned_function(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> operators[] = {
      {"add", "+"}, {"sub", "-"}, {"mul", "*"}, {"div", "/"}, {"mod", "%"}, {"less", "<"}, {"lessOrEquals", "<="}, {"greater", ">"},
      {"greaterOrEquals", ">="}, {"equals", "=="}, {"not", "!"}, {"and", "&&"}, {"or", "||"}, {"coalesce", "??"}};
  for (const auto& [function, symbol] : operators) {
    if (name == function) return {"BCP069", fmt::format("The function \"{}\" is not supported. Use the \"{}\" operator instead.", function, symbol)};
  }
  if (name == "variables") return {"BCP060", "The \"variables\" function is not supported. Directly reference variables by their symbolic names."};
  if (name == "parameters") return {"BCP061", "The \"parameters\" function is not supported. Directly reference parameters by their symbolic names."};
  if (name == "if") return {"BCP100", "The function \"if\" is not supported. Use the \"?:\" (ternary conditional) operator instead, e.g. condition ? ValueIfTrue : ValueIfFalse"};
  if (name == "createArray") return {"BCP101", "The \"createArray\" function is not supported. Construct an array literal using []."};
  if (name == "createObject") return {"BCP102", "The \"createObject\" function is not supported. Construct an object literal using {}."};
  return {};
}

}  // namespace fleetlint::compiler
