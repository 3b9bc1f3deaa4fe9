#include "fleetlint/compiler/artifact.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "fleetlint/base/unicode.h"

namespace fleetlint::compiler {
namespace {

constexpr std::size_t max_registry_length = 255, max_repository_length = 255, max_tag_length = 128;
constexpr std::size_t max_template_spec_name_length = 90;

Unexpected<ArtifactError> error(std::string_view code, std::string message) {
  return Unexpected<ArtifactError>{ArtifactError{std::string(code), std::move(message)}};
}

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_alphanumeric(char c) { return is_lower_alphanumeric(c) || (c >= 'A' && c <= 'Z'); }

// OCI distribution specification: lower-case alphanumeric runs with single separators between them.
bool is_repository_segment(std::string_view text) {
  if (text.empty() || !is_lower_alphanumeric(text.front()) || !is_lower_alphanumeric(text.back())) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool separator = text[i] == '.' || text[i] == '_' || text[i] == '-';
    if (!separator && !is_lower_alphanumeric(text[i])) return false;
    if (separator && !is_lower_alphanumeric(text[i - 1])) return false;
  }
  return true;
}

bool is_tag(std::string_view text) {
  if (text.empty() || (!is_alphanumeric(text[0]) && text[0] != '_')) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_digest(std::string_view text) {
  constexpr std::string_view prefix = "sha256:";
  if (text.size() != prefix.size() + 64 || !text.starts_with(prefix)) return false;
  return std::all_of(text.begin() + prefix.size(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_guid(std::string_view text) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') text = text.substr(1, text.size() - 2);
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '-') continue;
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
    ++digits;
  }
  if (digits != 32) return false;
  if (text.size() == 32) return true;
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
}

bool is_alias_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

std::string configuration_clause(const Configuration& configuration) {
  return configuration.path.empty() ? "built-in Bicep configuration"
                                    : fmt::format("Bicep configuration \"{}\"", configuration.path);
}

std::string cache_root(const Configuration& configuration) {
  if (configuration.cache_root && !configuration.cache_root->empty()) return *configuration.cache_root;
  const char* home = std::getenv("HOME");
  return std::string(home == nullptr ? "" : home) + "/.bicep";
}

struct RegistryAddress {
  std::string registry, repository, tag, digest;
  std::string id() const {
    return digest.empty() ? fmt::format("{}/{}:{}", registry, repository, tag)
                          : fmt::format("{}/{}@{}", registry, repository, digest);
  }
};

Expected<RegistryAddress, ArtifactError> parse_registry_address(std::string_view text, std::string_view alias) {
  const auto clause = [&] {
    return alias.empty() ? fmt::format("The specified OCI artifact reference \"br:{}\" is not valid.", text)
                         : fmt::format("The OCI artifact reference \"br:{}\" after resolving alias \"{}\" is not valid.", text, alias);
  };
  const auto malformed = [&] {
    return error("BCP193", clause() + " Specify a reference in the format of \"br:<artifact-uri>:<tag>\", or "
                                      "\"br/<module-alias>:<module-name-or-path>:<tag>\".");
  };
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) return malformed();
  RegistryAddress address;
  address.registry = to_lower_ascii(text.substr(0, slash));
  const auto valid_host_character = [](char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_'; };
  if (!std::all_of(address.registry.begin(), address.registry.end(), valid_host_character)) return malformed();
  if (address.registry.size() > max_registry_length) {
    return error("BCP200", fmt::format("{} The registry \"{}\" exceeds the maximum length of {} characters.", clause(), address.registry, max_registry_length));
  }
  auto rest = text.substr(slash + 1);
  const auto bad_segment = [&](std::string_view segment) {
    return error("BCP195", fmt::format("{} The artifact path segment \"{}\" is not valid. Each artifact name path segment must be a lowercase "
                                       "alphanumeric string optionally separated by a \".\", \"_\" , or \"-\".", clause(), segment));
  };
  const auto last = rest.rfind('/');
  const auto last_segment = last == std::string_view::npos ? rest : rest.substr(last + 1);
  const auto delimiter = last_segment.find_first_of(":@");
  const auto path_end = rest.size() - last_segment.size() + std::min(delimiter, last_segment.size());
  address.repository = std::string(rest.substr(0, path_end));
  for (std::size_t begin = 0; begin <= address.repository.size();) {
    auto end = address.repository.find('/', begin);
    if (end == std::string::npos) end = address.repository.size();
    const auto segment = std::string_view(address.repository).substr(begin, end - begin);
    if (!is_repository_segment(segment)) return bad_segment(segment);
    begin = end + 1;
  }
  if (address.repository.size() > max_repository_length) {
    return error("BCP199", fmt::format("{} Module path \"{}\" exceeds the maximum length of {} characters.", clause(), address.repository, max_repository_length));
  }
  if (delimiter == std::string_view::npos || delimiter + 1 == last_segment.size()) {
    return error("BCP196", clause() + " The module tag or digest is missing.");
  }
  const auto value = last_segment.substr(delimiter + 1);
  if (last_segment[delimiter] == '@') {
    if (!is_digest(value)) {
      return error("BCP224", fmt::format("{} The digest \"{}\" is not valid. The valid format is a string \"sha256:\" followed by exactly 64 lowercase hexadecimal digits.", clause(), value));
    }
    address.digest = std::string(value);
    return address;
  }
  if (value.size() > max_tag_length) {
    return error("BCP197", fmt::format("{} The tag \"{}\" exceeds the maximum length of {} characters.", clause(), value, max_tag_length));
  }
  if (!is_tag(value)) {
    return error("BCP198", fmt::format("{} The tag \"{}\" is not valid. Valid characters are alphanumeric, \".\", \"_\", or \"-\" but the tag cannot begin with \".\", \"_\", or \"-\".", clause(), value));
  }
  address.tag = std::string(value);
  return address;
}

// `mapToFilePath` of moduleAliasesMock: the alias stands for a folder of Bicep files, not for a registry.
Expected<ArtifactReference, ArtifactError> resolve_mock(std::string_view alias, const std::optional<std::string>& folder, std::string_view rest,
                                                        const Configuration& configuration, ArtifactUse use) {
  if (use == ArtifactUse::extension) {
    return error("BCP448", fmt::format("The OCI artifact module alias \"{}\" has a \"mapToFilePath\" property which is only supported for modules, not extensions.", alias));
  }
  if (!folder) {
    return error("BCP216", fmt::format("The OCI artifact module alias \"{}\" in the {} is invalid. The \"registry\" property must be specified.", alias, configuration_clause(configuration)));
  }
  auto path = rest.substr(0, std::min(rest.find('@'), rest.rfind(':')));
  if (path.empty()) return error("BCP090", "This module declaration is missing a file path reference.");
  ArtifactReference result;
  const auto base = folder->starts_with('/') ? *folder : directory_of(configuration.path) + "/" + *folder;
  result.file = normalize_path(base + "/" + std::string(path) + ".bicep");
  result.fully_qualified = "br:" + std::string(path);
  return result;
}

Expected<ArtifactReference, ArtifactError> resolve_registry(std::string_view alias, std::string_view rest, const Configuration& configuration, ArtifactUse use) {
  std::string text(rest);
  if (!alias.empty()) {
    if (!is_alias_name(alias)) {
      return error("BCP211", fmt::format("The module alias name \"{}\" is invalid. Valid characters are alphanumeric, \"_\", or \"-\".", alias));
    }
    if (const auto mock = configuration.mock_aliases.find(alias); mock != configuration.mock_aliases.end()) {
      return resolve_mock(alias, mock->second, rest, configuration, use);
    }
    const auto found = configuration.registry_aliases.find(alias);
    if (found == configuration.registry_aliases.end()) {
      return error("BCP213", fmt::format("The OCI artifact module alias name \"{}\" does not exist in the {}.", alias, configuration_clause(configuration)));
    }
    if (!found->second.registry) {
      return error("BCP216", fmt::format("The OCI artifact module alias \"{}\" in the {} is invalid. The \"registry\" property must be specified.", alias, configuration_clause(configuration)));
    }
    text = *found->second.registry + "/" + (found->second.module_path ? *found->second.module_path + "/" : "") + text;
  }
  auto address = parse_registry_address(text, alias);
  if (!address) return Unexpected<ArtifactError>{address.error()};
  ArtifactReference result;
  result.scheme = ArtifactScheme::registry;
  result.fully_qualified = "br:" + address->id();
  result.file = cache_root(configuration) + "/" +
                registry_cache_folder(address->registry, address->repository, address->tag, address->digest) +
                (use == ArtifactUse::extension ? "/types.tgz" : "/main.json");
  return result;
}

Expected<ArtifactReference, ArtifactError> resolve_template_spec(std::string_view alias, std::string_view rest, const Configuration& configuration) {
  std::string text(rest);
  if (!alias.empty()) {
    if (!is_alias_name(alias)) {
      return error("BCP211", fmt::format("The module alias name \"{}\" is invalid. Valid characters are alphanumeric, \"_\", or \"-\".", alias));
    }
    const auto found = configuration.template_spec_aliases.find(alias);
    if (found == configuration.template_spec_aliases.end()) {
      return error("BCP212", fmt::format("The Template Spec module alias name \"{}\" does not exist in the {}.", alias, configuration_clause(configuration)));
    }
    if (!found->second.subscription) {
      return error("BCP214", fmt::format("The Template Spec module alias \"{}\" in the {} is in valid. The \"subscription\" property cannot be null or undefined.", alias, configuration_clause(configuration)));
    }
    if (!found->second.resource_group) {
      return error("BCP215", fmt::format("The Template Spec module alias \"{}\" in the {} is in valid. The \"resourceGroup\" property cannot be null or undefined.", alias, configuration_clause(configuration)));
    }
    text = *found->second.subscription + "/" + *found->second.resource_group + "/" + text;
  }
  const auto clause = alias.empty() ? fmt::format("The specified Template Spec reference \"ts:{}\" is not valid.", text)
                                    : fmt::format("The Template Spec reference \"ts:{}\" after resolving alias \"{}\" is not valid.", text, alias);
  const auto malformed = [&] {
    return error("BCP194", clause + " Specify a reference in the format of \"ts:<subscription-ID>/<resource-group-name>/<template-spec-name>:<version>\", or \"ts/<module-alias>:<template-spec-name>:<version>\".");
  };
  const auto first = text.find('/'), second = text.find('/', first == std::string::npos ? first : first + 1);
  const auto colon = text.find(':', second == std::string::npos ? second : second + 1);
  if (second == std::string::npos || colon == std::string::npos || colon + 1 == text.size() || text.find('/', second + 1) != std::string::npos) return malformed();
  const auto subscription = text.substr(0, first), group = text.substr(first + 1, second - first - 1);
  const auto name = text.substr(second + 1, colon - second - 1), version = text.substr(colon + 1);
  if (!is_guid(subscription)) {
    return error("BCP217", fmt::format("{} The subscription ID \"{}\" is not a GUID.", clause, subscription));
  }
  if (group.size() > max_template_spec_name_length) {
    return error("BCP218", fmt::format("{} The resource group name \"{}\" exceeds the maximum length of {} characters.", clause, group, max_template_spec_name_length));
  }
  const auto group_character = [](char c) { return is_alphanumeric(c) || std::string_view("-_.()").find(c) != std::string_view::npos || (c & 0x80) != 0; };
  if (group.empty() || group.back() == '.' || !std::all_of(group.begin(), group.end(), group_character)) {
    return error("BCP219", fmt::format("{} The resource group name \"{}\" is invalid. Valid characters are alphanumeric, unicode characters, \".\", \"_\", \"-\", \"(\", or \")\", but the resource group name cannot end with \".\".", clause, group));
  }
  const auto is_name = [](std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return is_alphanumeric(c) || std::string_view("-_.()").find(c) != std::string_view::npos; }) && s.back() != '.';
  };
  for (const bool is_version : {false, true}) {
    const auto& value = is_version ? version : name;
    const auto what = is_version ? "version" : "name";
    if (value.size() > max_template_spec_name_length) {
      return error(is_version ? "BCP222" : "BCP220", fmt::format("{} The Template Spec {} \"{}\" exceeds the maximum length of {} characters.", clause, what, value, max_template_spec_name_length));
    }
    if (!is_name(value)) {
      return error(is_version ? "BCP223" : "BCP221", fmt::format("{} The Template Spec {} \"{}\" is invalid. Valid characters are alphanumeric, \".\", \"_\", \"-\", \"(\", or \")\", but the Template Spec {} cannot end with \".\".", clause, what, value, what));
    }
  }
  ArtifactReference result;
  result.scheme = ArtifactScheme::template_spec;
  result.fully_qualified = "ts:" + text;
  result.template_spec_id = fmt::format("/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Resources/templateSpecs/{}/versions/{}", subscription, group, name, version);
  result.file = cache_root(configuration) + "/" + to_lower_ascii(fmt::format("ts/{}/{}/{}/{}", subscription, group, name, version)) + "/main.json";
  return result;
}

std::string lower_extension(std::string_view path) {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string{} : to_lower_ascii(name.substr(dot));
}

}  // namespace

std::string normalize_path(std::string_view path) {
  std::vector<std::string_view> parts;
  const bool absolute = path.starts_with('/');
  for (std::size_t begin = 0; begin < path.size();) {
    auto end = path.find('/', begin);
    if (end == std::string_view::npos) end = path.size();
    const auto part = path.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (part != ".." || !absolute) {
      parts.push_back(part);
    }
  }
  std::string result = absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += '/';
    result += parts[i];
  }
  if (result.empty()) result = ".";
  return result;
}

std::string absolute_path(std::string_view path) {
  if (path.starts_with('/')) return normalize_path(path);
  std::error_code ignored;
  return normalize_path(std::filesystem::current_path(ignored).string() + "/" + std::string(path));
}

std::string directory_of(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string relative_path(std::string_view target, std::string_view from_file) {
  const auto to = normalize_path(target), from = normalize_path(directory_of(from_file));
  const auto split = [](std::string_view path) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin < path.size();) {
      auto end = path.find('/', begin);
      if (end == std::string_view::npos) end = path.size();
      if (end > begin && path.substr(begin, end - begin) != ".") parts.push_back(path.substr(begin, end - begin));
      begin = end + 1;
    }
    return parts;
  };
  const auto to_parts = split(to), from_parts = split(from);
  std::size_t common = 0;
  while (common < from_parts.size() && common + 1 < to_parts.size() && from_parts[common] == to_parts[common]) ++common;
  std::string result;
  for (std::size_t i = common; i < from_parts.size(); ++i) result += "../";
  for (std::size_t i = common; i < to_parts.size(); ++i) {
    if (i > common) result += '/';
    result += to_parts[i];
  }
  return result;
}

std::string encode_tag(std::string_view tag) {
  std::array<std::uint64_t, 2> mask{};
  for (std::size_t i = 0; i < std::min(tag.size(), max_tag_length); ++i) {
    if (tag[i] >= 'A' && tag[i] <= 'Z') mask[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  std::string result = std::string(tag) + "$";
  if (mask[1] != 0) return result + fmt::format("{:x}{:016x}", mask[1], mask[0]);
  return mask[0] != 0 ? result + fmt::format("{:x}", mask[0]) : result;
}

std::string registry_cache_folder(std::string_view registry, std::string_view repository, std::string_view tag, std::string_view digest) {
  auto host = to_lower_ascii(registry);
  std::replace(host.begin(), host.end(), ':', '$');
  std::string folder(repository);
  std::replace(folder.begin(), folder.end(), '/', '$');
  std::string version(digest);
  std::replace(version.begin(), version.end(), ':', '#');
  return fmt::format("br/{}/{}/{}", host, folder, digest.empty() ? encode_tag(tag) : version);
}

Expected<std::string, ArtifactError> resolve_relative_path(std::string_view path, const std::string& from_file) {
  if (path.empty()) return error("BCP050", "The specified path is empty.");
  const bool drive = path.size() > 1 && path[1] == ':' && is_alphanumeric(path[0]) && !(path[0] >= '0' && path[0] <= '9');
  if (path.front() == '/' || drive) {
    return error("BCP051", "The specified path seems to reference an absolute path. Files must be referenced using relative paths.");
  }
  for (const char c : path) {
    if (c == '\\') {
      return error("BCP098", "The specified file path contains a \"\\\" character. Use \"/\" instead as the directory separator character.");
    }
    if (std::string_view("\"*:<>?|").find(c) != std::string_view::npos) {
      return error("BCP085", "The specified file path contains one ore more invalid path characters. The following are not permitted: \"\"\", \"*\", \":\", \"<\", \">\", \"?\", \"\\\", \"|\".");
    }
    if (static_cast<unsigned char>(c) < 32) {
      return error("BCP111", "The specified file path contains invalid control code characters.");
    }
  }
  if (path.back() == ' ' || path.back() == '.') {
    return error("BCP086", "The specified file path ends with an invalid character. The following are not permitted: \" \", \".\".");
  }
  return normalize_path(directory_of(from_file) + "/" + std::string(path));
}

Expected<ArtifactReference, ArtifactError> resolve_artifact(std::string_view reference, const std::string& from_file,
                                                            const Configuration& configuration, ArtifactUse use) {
  const auto colon = reference.find(':');
  if (colon == std::string_view::npos) {
    auto path = resolve_relative_path(reference, from_file);
    if (!path) return Unexpected<ArtifactError>{path.error()};
    ArtifactReference result;
    result.file = std::move(*path);
    result.fully_qualified = std::string(reference);
    return result;
  }
  auto scheme = reference.substr(0, colon);
  std::string_view alias;
  const auto slash = scheme.find('/');
  if (slash != std::string_view::npos) {
    alias = scheme.substr(slash + 1);
    scheme = scheme.substr(0, slash);
  }
  const auto rest = reference.substr(colon + 1);
  if (scheme == "br") return resolve_registry(alias, rest, configuration, use);
  if (scheme == "ts" && use == ArtifactUse::module) return resolve_template_spec(alias, rest, configuration);
  if (scheme == "brfs") return error("BCP449", "The 'brfs' module reference scheme is for internal use only. Use a 'br/<alias>:' reference with a configured 'mapToFilePath' alias instead.");
  if (scheme == "builtin" && use == ArtifactUse::extension) {
    ArtifactReference result;
    result.scheme = ArtifactScheme::builtin;
    result.fully_qualified = std::string(reference);
    return result;
  }
  return error("BCP189", fmt::format("The specified module reference scheme \"{}\" is not recognized. Specify a path to a local module file or a module reference using one of the following schemes: \"br\", \"ts\"", scheme));
}

FileKind file_kind(std::string_view path) {
  const auto extension = lower_extension(path);
  if (extension == ".bicepparam") return FileKind::parameters;
  if (extension == ".json" || extension == ".jsonc" || extension == ".arm") return FileKind::template_json;
  return FileKind::bicep;
}

}  // namespace fleetlint::compiler
