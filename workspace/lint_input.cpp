#include "lint_input.h"

#include <map>
#include <set>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/compiler/parameters.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/workspace/discovery.h"

namespace fleetlint::workspace {
namespace {

Finding problem(std::string code, std::string message) {
  Finding finding;
  finding.code = std::move(code);
  finding.message = std::move(message);
  return finding;
}

bool has_ending(std::string_view path, std::string_view ending) {
  return path.size() > ending.size() && fleet::equal_ignoring_case(path.substr(path.size() - ending.size()), ending);
}

/// A literal of a parameter file as a value; objects and lists point into `arena`.
eval::Value literal(const arm::Node& node, Arena& arena) {
  switch (node.kind) {
    case arm::NodeKind::boolean: return eval::Value::boolean(node.boolean);
    case arm::NodeKind::integer: return eval::Value::integer(node.integer);
    case arm::NodeKind::string: return eval::Value::string(node.text);
    case arm::NodeKind::number: return eval::Value::string(node.text);
    case arm::NodeKind::array: {
      const auto items = arena.create_array<eval::Value>(node.items.size());
      for (std::size_t i = 0; i < items.size(); ++i) items[i] = literal(node.items[i], arena);
      return eval::Value::array(items);
    }
    case arm::NodeKind::object: {
      const auto fields = arena.create_array<eval::Field>(node.members.size());
      for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& member = node.members[i];
        fields[i] = {member.name, member.name_location, literal(member.value, arena)};
        const auto* origin = arena.create<eval::Origin>(eval::OriginStep::parameter_file, member.value.location, std::string_view{}, nullptr);
        fields[i].value.set_origin(origin);
      }
      return eval::Value::object(fields);
    }
    default: return eval::Value::null();
  }
}

/// What the rules about parameter files see: every value as it was written.
rules::ParameterFile as_parameter_file(const arm::TemplateIr& document, Arena& arena) {
  rules::ParameterFile file;
  file.source = document.source;
  const auto* list = document.root.find("parameters");
  const arm::Node& parameters = list != nullptr && list->is_object() ? *list : document.root;
  for (const auto& member : parameters.members) {
    const auto* value = member.value.find("value");
    const auto* reference = member.value.find("reference");
    if (value == nullptr && reference == nullptr) continue;
    rules::ParameterFile::Value entry;
    entry.name = member.name;
    entry.is_reference = value == nullptr;
    entry.location = value != nullptr ? value->location : member.name_location;
    if (value != nullptr) {
      entry.value = literal(*value, arena);
      entry.value.set_origin(arena.create<eval::Origin>(eval::OriginStep::parameter_file, value->location, member.name, nullptr));
    }
    file.values.push_back(std::move(entry));
  }
  return file;
}

class Loader {
 public:
  Loader(SourceSet& sources, const LintOptions& options, LoadedTemplate& out) : sources_(sources), options_(options), out_(out) {}

  void load(const std::string& path) {
    path_ = path;
    input_.sources = &sources_;
    input_.limits = options_.limits;
    compile_all(path);
    if (!out_.readable) return;
    if (has_ending(path, ".bicepparam")) load_parameter_entry(path);
    else if (has_ending(path, ".bicep")) load_bicep(path);
    else load_json(path);
    if (!out_.readable || input_.template_ir == nullptr) return;
    for (const auto& file : options_.parameter_files) load_parameters(file);
    for (const auto& argument : options_.parameters) {
      auto assignments = eval::read_parameter_argument(argument, sources_, options_.limits);
      if (assignments.parameters.empty()) out_.problems.push_back(problem("FL0503", "`--param` needs NAME=VALUE"));
      append(std::move(assignments));
    }
    if (!options_.context_file.empty()) input_.context.data = read_json(options_.context_file, arm::ExpressionMode::literal);
    // The clock stays unknown: what depends on utcNow() differs at each deployment, whatever the day.
    out_.evaluated = eval::evaluate(std::move(input_));
    for (const auto& finding : out_.evaluated->findings) out_.findings.push_back(finding);
  }

 private:
  std::shared_ptr<const arm::TemplateIr> read_json(const std::string& path, arm::ExpressionMode mode) {
    auto file = sources_.read(path, options_.limits.file_bytes);
    if (!file.text) {
      out_.readable = false;
      out_.failure = about(path, file.message);
      return nullptr;
    }
    auto document = arm::read_json(sources_, sources_.add(path, std::move(*file.text)), mode, options_.limits);
    out_.written.push_back(document->source);
    auto& target = mode == arm::ExpressionMode::expressions ? out_.findings : out_.problems;
    target.insert(target.end(), document->findings.begin(), document->findings.end());
    return document;
  }

  /// Why a file could not be read; the template's own name stands before it anyway.
  std::string about(const std::string& path, std::string_view message) const {
    if (message.starts_with(path + ": ")) message.remove_prefix(path.size() + 2);
    return (path == path_ ? "" : path + ": ") + std::string(message);
  }

  void load_json(const std::string& path) {
    auto document = read_json(path, arm::ExpressionMode::expressions);
    if (document == nullptr) return;
    if (document->root.is_object()) {
      input_.template_ir = document;
    } else if (!document->has_errors()) {
      out_.findings.push_back(problem("FL0108", "a template must be a JSON object"));
      out_.findings.back().location = {document->source, {}};
    }
  }

  /// Template and parameter files share modules: one compilation reads each file once.
  void compile_all(const std::string& path) {
    std::vector<std::string> paths;
    const auto add = [&](const std::string& file) {
      if (has_ending(file, ".bicep") || has_ending(file, ".bicepparam")) paths.push_back(file);
    };
    add(path);
    for (const auto& file : options_.parameter_files) add(file);
    if (paths.empty()) return;
    compile_options_.graph = options_.graph;
    compile_options_.graph.limits = options_.limits;
    compilation_ = compiler::compile(sources_, paths, compile_options_);
    out_.compilation = compilation_;
    const auto entries = compilation_->entries();
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (entries[i] != nullptr) {
        keep_written(*entries[i]->file);
        compiled_.emplace(paths[i], entries[i]);
        continue;
      }
      out_.readable = false;
      const auto findings = compilation_->findings();
      out_.failure = about(paths[i], findings.empty() ? "cannot be read" : findings[0].message);
    }
  }

  /// The file and what it refers to by a path, each once.
  void keep_written(const compiler::SourceFile& from) {
    std::vector<const compiler::SourceFile*> open{&from};
    while (!open.empty()) {
      const auto& file = *open.back();
      open.pop_back();
      if (!written_.insert(file.source.index).second) continue;
      out_.written.push_back(file.source);
      for (const auto& reference : file.references)
        if (reference.target != nullptr && reference.artifact.scheme == compiler::ArtifactScheme::local) open.push_back(reference.target);
    }
  }

  void add_findings_of(const compiler::CompiledFile& file) {
    const auto findings = compilation_->findings_below(file);
    out_.findings.insert(out_.findings.end(), findings.begin(), findings.end());
  }

  void load_bicep(const std::string& path) {
    const auto& entry = *compiled_.at(path);
    add_findings_of(entry);
    input_.template_ir = entry.template_ir;
  }

  /// A .bicepparam names its template itself.
  void load_parameter_entry(const std::string& path) {
    const auto parameters = compiler::compile_parameters(*compilation_, *compiled_.at(path), compile_options_);
    out_.findings.insert(out_.findings.end(), parameters.findings.begin(), parameters.findings.end());
    if (parameters.used != nullptr) input_.template_ir = parameters.used->template_ir;
    take_parameters(parameters.json);
  }

  void load_parameters(const std::string& path) {
    if (has_ending(path, ".bicepparam")) {
      const auto parameters = compiler::compile_parameters(*compilation_, *compiled_.at(path), compile_options_);
      for (const auto& finding : parameters.findings)
        if (finding.severity == Severity::error) out_.findings.push_back(finding);
      take_parameters(parameters.json);
      return;
    }
    take_parameters(read_json(path, arm::ExpressionMode::literal));
  }

  void take_parameters(const std::shared_ptr<const arm::TemplateIr>& document) {
    if (document == nullptr) return;
    append(eval::read_parameter_file(document, options_.limits));
    keep_parameter_file(*document);
    documents_.push_back(document);
    input_.owners.push_back(document);
  }

  void keep_parameter_file(const arm::TemplateIr& document) { out_.parameter_files.push_back(as_parameter_file(document, *arena_)); }

  void append(eval::Assignments assignments) {
    for (auto& parameter : assignments.parameters) input_.parameters.push_back(std::move(parameter));
    for (auto& owner : assignments.owners) input_.owners.push_back(std::move(owner));
    out_.problems.insert(out_.problems.end(), assignments.findings.begin(), assignments.findings.end());
  }

  SourceSet& sources_;
  std::string path_;  ///< the template
  const LintOptions& options_;
  LoadedTemplate& out_;
  eval::EvaluationInput input_;
  compiler::CompileOptions compile_options_;
  std::shared_ptr<compiler::Compilation> compilation_;
  std::map<std::string, const compiler::CompiledFile*> compiled_;
  std::set<std::uint32_t> written_;

 public:
  std::shared_ptr<Arena> arena_ = std::make_shared<Arena>();
  std::vector<std::shared_ptr<const arm::TemplateIr>> documents_;  ///< values of parameter files point into them
};

}  // namespace

LoadedTemplate load_template(SourceSet& sources, const std::string& path, const LintOptions& options) {
  LoadedTemplate loaded;
  Loader loader(sources, options, loaded);
  loader.load(path);
  loaded.arena = loader.arena_;
  loaded.documents = std::move(loader.documents_);
  return loaded;
}

}  // namespace fleetlint::workspace
