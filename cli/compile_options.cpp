#include "compile_options.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "command.h"
#include "version.h"

extern char** environ;

namespace fleetlint::cli {

std::shared_ptr<CompileArguments> add_compile_options(CLI::App& app) {
  auto arguments = std::make_shared<CompileArguments>();
  app.add_option("--cache-root", arguments->cache_root, help_of_cache_root);
  app.add_option("--types", arguments->types, help_of_types)->check(given_path());
  app.add_option("--config", arguments->config, "bicepconfig.json to use instead of looking for one")->check(readable_json());
  app.add_option("--features", arguments->features, "experimental features to switch on, separated by commas");
  app.add_option("--generator", arguments->generator, "NAME@VERSION for metadata._generator");
  return arguments;
}

std::optional<compiler::CompileOptions> compile_options(const CompileArguments& arguments) {
  compiler::CompileOptions options;
  options.generator_version = version;
  if (!arguments.generator.empty()) {
    const auto at = arguments.generator.rfind('@');
    options.generator_name = arguments.generator.substr(0, at);
    options.generator_version = at == std::string::npos ? "" : arguments.generator.substr(at + 1);
  }
  auto& configuration = options.graph.configuration;
  if (!arguments.config.empty()) configuration.fixed_file = arguments.config;
  if (!arguments.cache_root.empty()) configuration.cache_root = arguments.cache_root;
  if (!arguments.types.empty()) options.graph.types_folder = arguments.types;
  std::size_t begin = 0;
  while (begin < arguments.features.size()) {
    auto end = arguments.features.find(',', begin);
    if (end == std::string::npos) end = arguments.features.size();
    const auto name = arguments.features.substr(begin, end - begin);
    begin = end + 1;
    if (name.empty()) continue;
    const auto feature = compiler::feature_named(name);
    if (!feature) {
      std::fprintf(stderr, "fleetlint: there is no experimental feature `%s`\n", name.c_str());
      return std::nullopt;
    }
    configuration.extra_features.set(*feature);
  }
  options.graph.threads = arguments.threads != 0 ? arguments.threads : std::max(1u, std::thread::hardware_concurrency());
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) options.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return options;
}

}  // namespace fleetlint::cli
