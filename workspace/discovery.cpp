#include "fleetlint/workspace/discovery.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "fleetlint/base/source.h"
#include "fleetlint/base/text_encoding.h"
#include "fleetlint/base/threads.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/artifact.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::workspace {
namespace {

namespace fs = std::filesystem;

bool ends_with_ignoring_case(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), text.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// What a Bicep file refers to, as paths: modules, imports, or what `using` names.
std::vector<std::string> references_of(const std::string& path, const syntax::SyntaxTree& tree, syntax::NodeKind declaration) {
  std::vector<std::string> targets;
  for (const auto statement : tree.root().children()) {
    if (!statement.is(declaration)) continue;
    const auto from = statement.child(syntax::NodeKind::CompileTimeImportFromClause);
    const auto literal = (from ? from : statement).part(syntax::Role::path);
    if (!literal.is(syntax::NodeKind::String)) continue;
    const auto written = syntax::literal_string(literal);
    if (!written) continue;
    // Only local files: registry modules are nobody's entry here.
    if (auto target = compiler::resolve_relative_path(*written, path)) targets.push_back(std::move(*target));
  }
  return targets;
}

/// `main.parameters.json`, `main.prod.parameters.json`, `main.parameters.prod.json` of `main.json` or `main.bicep`: the
/// name in front, in lower case; empty when the name says nothing.
std::string stem_of_parameter_file(std::string_view path) {
  auto name = to_lower_ascii(file_name(path));
  if (!name.ends_with(".json") && !name.ends_with(".jsonc")) return "";
  const auto at = name.find(".parameters.");
  return at == std::string::npos ? "" : name.substr(0, name.find('.') < at ? name.find('.') : at);
}

std::string stem_of_template(std::string_view path) {
  const auto name = to_lower_ascii(file_name(path));
  return name.substr(0, name.rfind('.'));
}

/// Every file below the roots that may be an input.
class Walk {
 public:
  void start(const std::string& root) {
    std::error_code error;
    const auto status = fs::status(root, error);
    if (error || !fs::exists(status)) {
      unreadable.push_back({root, error && error != std::errc::no_such_file_or_directory ? error.message() : "no such file or folder"});
    } else if (fs::is_directory(status)) {
      walk(root);
    } else {
      files.push_back(compiler::normalize_path(root));
    }
  }

  std::vector<std::string> files;
  std::vector<UnreadableInput> unreadable;

 private:
  static bool is_left_out(std::string_view name) { return name.starts_with('.') || name == "node_modules"; }
  static bool may_be_input(std::string_view name) {
    return ends_with_ignoring_case(name, ".bicep") || ends_with_ignoring_case(name, ".bicepparam") ||
           ends_with_ignoring_case(name, ".json") || ends_with_ignoring_case(name, ".jsonc");
  }

  void walk(const std::string& root) {
    std::vector<std::string> open = {root};
    while (!open.empty()) {
      const auto folder = std::move(open.back());
      open.pop_back();
      std::error_code error;
      fs::directory_iterator at(folder, error);
      if (error) {
        unreadable.push_back({compiler::normalize_path(folder), error.message()});
        continue;
      }
      for (const fs::directory_iterator end; at != end && !error; at.increment(error)) visit(*at, open);
      if (error) unreadable.push_back({compiler::normalize_path(folder), error.message()});
    }
  }

  void visit(const fs::directory_entry& entry, std::vector<std::string>& open) {
    std::error_code ignored;
    const auto name = entry.path().filename().string();
    const auto status = entry.symlink_status(ignored);
    if (fs::is_directory(status)) {
      if (!is_left_out(name)) open.push_back(entry.path().string());
    } else if (may_be_input(name)) {
      // A link counts when it leads to a regular file; one that leads nowhere, in a circle, or to a folder does not.
      if (fs::is_regular_file(status) || (fs::is_symlink(status) && fs::is_regular_file(entry.status(ignored))))
        files.push_back(compiler::normalize_path(entry.path().string()));
    }
  }
};

/// What one file turned out to be.
struct Examined {
  InputKind kind = InputKind::other;
  std::vector<std::string> modules, imports, used;  ///< references of a template; what a .bicepparam uses
  bool names_template = false;                      ///< a .bicepparam with another `using` than `none`
  std::string failure;
};

/// JSON that names no schema, but by its name or its resources was meant to be a template, and cannot be read: silence about
/// it would look like a clean result. Other broken JSON is no business of ours.
bool is_broken_template(const std::string& path, const std::string& text, const Limits& limits) {
  constexpr std::string_view names[] = {"azuredeploy.json", "maintemplate.json", "armtemplate.json", "arm-template.json"};
  if (!ends_with_ignoring_case(path, ".json") && !ends_with_ignoring_case(path, ".jsonc")) return false;
  const auto name = to_lower_ascii(std::string_view(path).substr(path.rfind('/') + 1));
  const bool is_named_so = std::any_of(std::begin(names), std::end(names), [&](std::string_view each) { return name == each; });
  if (!is_named_so) {
    const auto lower = to_lower_ascii(text);
    if (lower.find("\"resources\"") == std::string::npos || lower.find("\"microsoft.compute/virtualmachinescalesets\"") == std::string::npos) return false;
  }
  SourceSet sources;
  return arm::read_json(sources, sources.add(path, text), arm::ExpressionMode::literal, limits)->has_errors();
}

Examined examine(const std::string& path, const Limits& limits) {
  Examined result;
  auto read = read_file(path, limits.file_bytes);
  if (!read.text) {
    result.failure = read.message;
    return result;
  }
  read.text = source_text(std::move(*read.text));
  result.kind = input_kind(path, *read.text);
  if (result.kind == InputKind::other && is_broken_template(path, *read.text, limits)) result.kind = InputKind::arm_template;
  if (result.kind != InputKind::bicep && result.kind != InputKind::bicep_parameters) return result;
  const auto tree = syntax::parse(*read.text, syntax::file_kind_of(path), limits);
  if (result.kind == InputKind::bicep_parameters) {
    result.used = references_of(path, tree, syntax::NodeKind::UsingDeclaration);
    for (const auto statement : tree.root().children())
      result.names_template = result.names_template || (statement.is(syntax::NodeKind::UsingDeclaration) && statement.part(syntax::Role::path).is(syntax::NodeKind::String));
  } else {
    result.modules = references_of(path, tree, syntax::NodeKind::ModuleDeclaration);
    result.imports = references_of(path, tree, syntax::NodeKind::CompileTimeImportDeclaration);
  }
  return result;
}

std::vector<Examined> examine_all(const std::vector<std::string>& files, const Limits& limits, unsigned threads) {
  std::vector<Examined> results(files.size());
  for_each_index(files.size(), threads, [&](std::size_t i) { results[i] = examine(files[i], limits); });
  return results;
}

}  // namespace

InputKind input_kind(std::string_view path, std::string_view text) {
  if (ends_with_ignoring_case(path, ".bicep")) return InputKind::bicep;
  if (ends_with_ignoring_case(path, ".bicepparam")) return InputKind::bicep_parameters;
  if (!ends_with_ignoring_case(path, ".json") && !ends_with_ignoring_case(path, ".jsonc")) return InputKind::other;
  // The schema is named near the top of every template; reading all of a large data file to find none would be waste.
  const auto head = to_lower_ascii(text.substr(0, 65536));
  if (head.find("deploymentparameters.json") != std::string::npos) return InputKind::arm_parameters;
  if (head.find("deploymenttemplate.json") != std::string::npos) return InputKind::arm_template;
  const bool has_shape = head.find("\"contentversion\"") != std::string::npos;
  if (has_shape && text.find("\"resources\"") != std::string_view::npos) return InputKind::arm_template;
  return InputKind::other;
}

namespace {

/// What others lead to is looked at through them. In a circle nothing comes first, so the first by its path does.
void mark_entries(std::map<std::string, TemplateInput>& templates) {
  std::map<std::string_view, std::vector<TemplateInput*>> modules;  // by the file that uses them
  for (auto& [path, input] : templates)
    for (const auto& user : input.used_by) modules[user].push_back(&input);
  std::set<const TemplateInput*> reached;
  const auto reach_from = [&](TemplateInput& entry) {
    std::vector<TemplateInput*> open{&entry};
    reached.insert(&entry);
    while (!open.empty()) {
      const auto found = modules.find(open.back()->path);
      open.pop_back();
      if (found == modules.end()) continue;
      for (auto* module : found->second) {
        module->is_entry = module == &entry;
        if (reached.insert(module).second) open.push_back(module);
      }
    }
  };
  for (auto& [path, input] : templates)
    if (input.used_by.empty()) reach_from(input);
  for (auto& [path, input] : templates)
    if (!reached.contains(&input)) reach_from(input);
}

}  // namespace

Discovery discover(const std::vector<std::string>& roots, const Limits& limits, unsigned threads) {
  Walk walk;
  for (const auto& root : roots) walk.start(root);
  std::sort(walk.files.begin(), walk.files.end());
  walk.files.erase(std::unique(walk.files.begin(), walk.files.end()), walk.files.end());
  const auto examined = examine_all(walk.files, limits, threads);

  Discovery discovery;
  std::map<std::string, TemplateInput> templates;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> by_stem;  // folder and stem to templates
  for (std::size_t i = 0; i < walk.files.size(); ++i) {
    const auto& path = walk.files[i];
    if (!examined[i].failure.empty()) walk.unreadable.push_back({path, examined[i].failure});
    if (examined[i].kind != InputKind::bicep && examined[i].kind != InputKind::arm_template) continue;
    templates[path] = {path, examined[i].kind, {}, {}, {}, true};
    by_stem[{compiler::directory_of(path), stem_of_template(path)}].push_back(path);
  }
  for (std::size_t i = 0; i < walk.files.size(); ++i) {
    const auto& path = walk.files[i];
    for (const auto& module : examined[i].modules)
      if (const auto found = templates.find(module); found != templates.end()) found->second.used_by.push_back(path);
    for (const auto& imported : examined[i].imports)
      if (const auto found = templates.find(imported); found != templates.end()) found->second.imported_by.push_back(path);
    bool is_lone = examined[i].names_template;
    for (const auto& used : examined[i].used)
      if (const auto found = templates.find(used); found != templates.end()) {
        found->second.parameter_files.push_back(path);
        is_lone = false;
      }
    if (is_lone) discovery.lone_parameter_files.push_back(path);
    if (examined[i].kind == InputKind::arm_parameters)
      for (const auto& owner : by_stem[{compiler::directory_of(path), stem_of_parameter_file(path)}])
        templates[owner].parameter_files.push_back(path);
  }
  mark_entries(templates);
  for (auto& [path, input] : templates) {
    for (auto* list : {&input.parameter_files, &input.used_by, &input.imported_by}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    discovery.templates.push_back(std::move(input));
  }
  discovery.unreadable = std::move(walk.unreadable);
  std::sort(discovery.unreadable.begin(), discovery.unreadable.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return discovery;
}

namespace {

/// Every file that a file refers to, directly or not.
class References {
 public:
  References(bool with_values, const Limits& limits) : with_values_(with_values), limits_(limits) {}

  std::set<std::string> below(const std::string& path) {
    std::set<std::string> reached;
    std::vector<std::string> open = direct(path);
    while (!open.empty()) {
      const auto next = std::move(open.back());
      open.pop_back();
      if (!reached.insert(next).second) continue;
      const auto& further = direct(next);
      open.insert(open.end(), further.begin(), further.end());
    }
    return reached;
  }

 private:
  const std::vector<std::string>& direct(const std::string& path) {
    const auto [found, is_new] = known_.try_emplace(path);
    if (!is_new || !(ends_with_ignoring_case(path, ".bicep") || ends_with_ignoring_case(path, ".bicepparam"))) return found->second;
    const auto examined = examine(path, limits_);
    found->second = examined.modules;
    if (with_values_) found->second.insert(found->second.end(), examined.used.begin(), examined.used.end());
    return found->second;
  }

  bool with_values_;
  const Limits& limits_;
  std::map<std::string, std::vector<std::string>> known_;
};

}  // namespace

std::set<std::string> used_by_others(const std::vector<std::string>& files, bool with_values, const Limits& limits) {
  std::set<std::string> used;
  if (files.size() < 2) return used;
  References references(with_values, limits);
  std::map<std::string, std::set<std::string>> below;
  for (const auto& file : files) {
    const auto path = compiler::normalize_path(file);
    below.try_emplace(path, references.below(path));
  }
  for (const auto& file : files) {
    const auto path = compiler::normalize_path(file);
    const bool is_used = std::any_of(below.begin(), below.end(), [&](const auto& other) { return other.first != path && other.second.contains(path) && !below.at(path).contains(other.first); });
    if (is_used) used.insert(file);
  }
  return used;
}

std::vector<std::string> parameter_files_of(const std::string& template_path, const Limits& limits) {
  std::vector<std::string> found;
  const auto folder = compiler::directory_of(template_path);
  const auto wanted = compiler::normalize_path(template_path);
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const auto path = compiler::normalize_path(folder + "/" + at->path().filename().string());
    const bool is_bicep = ends_with_ignoring_case(path, ".bicepparam");
    if (!is_bicep && stem_of_parameter_file(path) != stem_of_template(wanted)) continue;
    const auto examined = examine(path, limits);
    const bool belongs = is_bicep ? std::find(examined.used.begin(), examined.used.end(), wanted) != examined.used.end()
                                  : examined.kind == InputKind::arm_parameters;
    if (belongs) found.push_back(path);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> callers_near(const std::string& module_path, const Limits& limits) {
  constexpr int folders_above = 2;
  constexpr std::size_t most_files = 300;  // an editor waits for the answer
  std::vector<std::string> found;
  const auto wanted = compiler::normalize_path(module_path);
  auto folder = compiler::directory_of(wanted);
  std::size_t looked_at = 0;
  for (int i = 0; i <= folders_above && !folder.empty(); ++i) {
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      const auto path = compiler::normalize_path(folder + "/" + at->path().filename().string());
      if (path != wanted && ends_with_ignoring_case(path, ".bicep")) files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
      if (++looked_at > most_files) break;
      const auto modules = examine(path, limits).modules;
      if (std::find(modules.begin(), modules.end(), wanted) != modules.end()) found.push_back(path);
    }
    const auto above = compiler::directory_of(folder);
    if (above == folder) break;
    folder = above;
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace fleetlint::workspace
