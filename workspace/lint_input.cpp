#include "lint_input.h"

#include <algorithm>

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
    input_.sources = &sources_;
    input_.limits = options_.limits;
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
      out_.failure = path + ": " + file.message;
      return nullptr;
    }
    auto document = arm::read_json(sources_, sources_.add(path, std::move(*file.text)), mode, options_.limits);
    auto& target = mode == arm::ExpressionMode::expressions ? out_.findings : out_.problems;
    target.insert(target.end(), document->findings.begin(), document->findings.end());
    return document;
  }

  void load_json(const std::string& path) {
    auto document = read_json(path, arm::ExpressionMode::expressions);
    if (document != nullptr && document->root.is_object()) input_.template_ir = document;
  }

  compiler::CompileOptions compile_options() const {
    compiler::CompileOptions options;
    options.graph = options_.graph;
    options.graph.limits = options_.limits;
    return options;
  }

  const compiler::CompiledFile* compile(const std::string& path) {
    const auto options = compile_options();
    std::shared_ptr<compiler::Compilation> compilation = compiler::compile(sources_, {path}, options);
    const auto* entry = compilation->entries().empty() ? nullptr : compilation->entries()[0];
    if (entry == nullptr) {
      out_.readable = false;
      const auto findings = compilation->findings();
      out_.failure = path + ": " + (findings.empty() ? std::string("cannot be read") : findings[0].message);
      return nullptr;
    }
    compilations_->push_back(compilation);
    out_.compilation = compilations_;
    if (has_ending(path, ".bicepparam")) return entry;  // its findings come with its values
    const auto findings = compilation->findings_below(*entry);
    out_.findings.insert(out_.findings.end(), findings.begin(), findings.end());
    return entry;
  }

  void load_bicep(const std::string& path) {
    if (const auto* entry = compile(path)) input_.template_ir = entry->template_ir;
  }

  /// A .bicepparam names its template itself.
  void load_parameter_entry(const std::string& path) {
    const auto* entry = compile(path);
    if (entry == nullptr) return;
    input_.template_ir = template_of_parameters(*entry);
    take_compiled_parameters(*entry);
  }

  void load_parameters(const std::string& path) {
    if (has_ending(path, ".bicepparam")) {
      if (const auto* entry = compile(path)) take_compiled_parameters(*entry);
      return;
    }
    const auto document = read_json(path, arm::ExpressionMode::literal);
    if (document == nullptr) return;
    append(eval::read_parameter_file(document, options_.limits));
    keep_parameter_file(*document);
  }

  std::shared_ptr<const arm::TemplateIr> template_of_parameters(const compiler::CompiledFile& entry) {
    for (const auto& reference : entry.file->references)
      if (reference.target != nullptr && reference.target->kind != compiler::FileKind::parameters) {
        for (const auto& compilation : *compilations_)
          if (const auto& target = compilation->compiled(*reference.target); target.template_ir != nullptr) return target.template_ir;
      }
    return nullptr;
  }

  /// The values of a .bicepparam that was compiled last.
  void take_compiled_parameters(const compiler::CompiledFile& entry) {
    const auto built = compiler::compile_parameters(*compilations_->back(), entry, compile_options());
    out_.findings.insert(out_.findings.end(), built.findings.begin(), built.findings.end());
    if (built.json == nullptr) return;
    append(eval::read_parameter_file(built.json, options_.limits));
    keep_parameter_file(*built.json);
    input_.owners.push_back(built.json);
  }

  void keep_parameter_file(const arm::TemplateIr& document) { out_.parameter_files.push_back(as_parameter_file(document, *arena_)); }

  void append(eval::Assignments assignments) {
    for (auto& parameter : assignments.parameters) input_.parameters.push_back(std::move(parameter));
    for (auto& owner : assignments.owners) input_.owners.push_back(std::move(owner));
    out_.problems.insert(out_.problems.end(), assignments.findings.begin(), assignments.findings.end());
  }

  SourceSet& sources_;
  const LintOptions& options_;
  LoadedTemplate& out_;
  eval::EvaluationInput input_;
  std::shared_ptr<std::vector<std::shared_ptr<compiler::Compilation>>> compilations_ = std::make_shared<std::vector<std::shared_ptr<compiler::Compilation>>>();

 public:
  std::shared_ptr<Arena> arena_ = std::make_shared<Arena>();
};

}  // namespace

LoadedTemplate load_template(SourceSet& sources, const std::string& path, const LintOptions& options) {
  LoadedTemplate loaded;
  Loader loader(sources, options, loaded);
  loader.load(path);
  loaded.arena = loader.arena_;
  return loaded;
}

}  // namespace fleetlint::workspace
