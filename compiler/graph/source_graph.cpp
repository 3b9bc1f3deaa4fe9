// Loads a file and everything it refers to, wave by wave: the files of a wave are read and parsed in parallel, then what
// they refer to is resolved in their order. So source ids, and with them the order of findings, never depend on timing.
#include "fleetlint/compiler/source_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "fleetlint/base/threads.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/template_kind.h"
#include "graph/built_in_extensions.h"

namespace fleetlint::compiler {
namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

// The node that names the other file: a String, or an Identifier for an extension of the configuration.
Node path_of(Node statement) {
  switch (statement.kind()) {
    case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: case NodeKind::UsingDeclaration:
    case NodeKind::ExtendsDeclaration: case NodeKind::ExtensionDeclaration:
      return statement.part(Role::path);
    case NodeKind::CompileTimeImportDeclaration: {
      const auto from = statement.child(NodeKind::CompileTimeImportFromClause);
      return from ? from.part(Role::path) : Node{};
    }
    default: return {};
  }
}

ArtifactError missing_path(Node statement) {
  switch (statement.kind()) {
    case NodeKind::UsingDeclaration: return {"BCP256", "The using declaration is missing a bicep template file path reference."};
    case NodeKind::ModuleDeclaration: return {"BCP090", "This module declaration is missing a file path reference."};
    case NodeKind::ExtensionDeclaration: return {"BCP201", "Expected an extension specification string. This should either be a relative path, or a valid OCI artifact specification."};
    case NodeKind::ExtendsDeclaration: return {"BCP404", "The \"extends\" declaration is missing a bicepparam file path reference"};
    default: return {"BCP358", "This declaration is missing a template file path reference."};
  }
}

/// What is wrong with a statement that refers to a file of this kind; nothing when it may.
std::optional<ArtifactError> wrong_kind(Node statement, FileKind kind) {
  const bool parameters = kind == FileKind::parameters;
  switch (statement.kind()) {
    case NodeKind::UsingDeclaration:
      if (parameters) return ArtifactError{"BCP276", "A using declaration can only reference a Bicep file."};
      break;
    case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration:
      if (parameters) return ArtifactError{"BCP277", "A module declaration can only reference a Bicep File, an ARM template, a registry reference or a template spec reference."};
      break;
    case NodeKind::ExtendsDeclaration:
      if (!parameters) return missing_path(statement);
      break;
    default: break;
  }
  return std::nullopt;
}

ArtifactError unreadable(const ArtifactReference& artifact, const ReadResult& read) {
  if (artifact.external()) return {"BCP190", fmt::format("The artifact with reference \"{}\" has not been restored.", artifact.fully_qualified)};
  switch (read.failure) {
    case ReadFailure::not_found: return {"BCP091", fmt::format("An error occurred reading file. Could not find file '{}'.", artifact.file)};
    case ReadFailure::not_a_file: return {"BCP275", fmt::format("Unable to open file at path \"{}\". Found a directory instead.", artifact.file + (artifact.fully_qualified.ends_with('/') ? "/" : ""))};
    default: return {"BCP091", fmt::format("An error occurred reading file. {}", read.message)};
  }
}

class Loader {
 public:
  Loader(SourceSet& sources, ConfigurationCache& configurations, const GraphOptions& options)
      : sources_(sources), configurations_(configurations), options_(options) {}

  SourceGraph load(const std::vector<std::string>& paths);

 private:
  struct Loaded {
    std::unique_ptr<SourceFile> file;  // null when it could not be read
    ReadResult failure;
  };
  struct Request {
    std::string path;
    bool is_template_spec = false;
  };

  std::size_t request(const std::string& path, bool is_template_spec);
  void load_wave(std::size_t begin);
  void parse(SourceFile& file) const;
  void collect_references(SourceFile& file);
  void resolve(SourceFile& file, FileReference& reference);
  void resolve_extension(SourceFile& file, FileReference& reference, std::string_view specification);
  void report_cycles();
  void order(SourceGraph& graph);

  SourceSet& sources_;
  ConfigurationCache& configurations_;
  const GraphOptions& options_;
  std::vector<Request> requests_;
  std::vector<Loaded> loaded_;  // parallel to requests_
  std::unordered_map<std::string, std::size_t> by_path_;
  std::unordered_map<std::string, std::shared_ptr<const TypeIndex>> extensions_;
  std::vector<std::pair<FileReference*, std::size_t>> pending_;  // references to a requested file
};

std::size_t Loader::request(const std::string& path, bool is_template_spec) {
  const auto [found, added] = by_path_.try_emplace(path, requests_.size());
  if (added) requests_.push_back({path, is_template_spec});
  return found->second;
}

void Loader::load_wave(std::size_t begin) {
  const auto count = requests_.size() - begin;
  std::vector<ReadResult> texts(count);
  for_each_index(count, options_.threads, [&](std::size_t i) { texts[i] = sources_.read(requests_[begin + i].path, options_.limits.file_bytes); });
  loaded_.resize(requests_.size());
  for (std::size_t i = 0; i < count; ++i) {
    auto& loaded = loaded_[begin + i];
    const auto& request = requests_[begin + i];
    if (!texts[i].text) {
      loaded.failure = std::move(texts[i]);
      continue;
    }
    loaded.file = std::make_unique<SourceFile>();
    loaded.file->path = request.path;
    loaded.file->kind = file_kind(request.path);
    loaded.file->is_template_spec = request.is_template_spec;
    loaded.file->source = sources_.add(request.path, std::move(*texts[i].text));
    loaded.file->configuration = &configurations_.for_file(request.path);
  }
  for_each_index(count, options_.threads, [&](std::size_t i) {
    if (loaded_[begin + i].file) parse(*loaded_[begin + i].file);
  });
  for (std::size_t i = 0; i < count; ++i) {
    if (loaded_[begin + i].file) collect_references(*loaded_[begin + i].file);
  }
}

void Loader::parse(SourceFile& file) const {
  if (file.kind == FileKind::template_json) return;  // refers to nothing: read_template() when it is its turn
  const auto kind = file.kind == FileKind::parameters ? syntax::FileKind::parameter_file : syntax::FileKind::template_file;
  file.tree = std::make_unique<const syntax::SyntaxTree>(syntax::parse(sources_[file.source].text(), kind, options_.limits));
  file.findings = syntax::syntax_findings(*file.tree, file.source);
  for (auto finding : file.configuration->findings) {  // a broken configuration counts as none: told where it would have held
    if (finding.location) finding.notes.push_back({finding.location, "here"});
    finding.location = {file.source, {}};
    file.findings.push_back(std::move(finding));
  }
}

void Loader::collect_references(SourceFile& file) {
  if (!file.tree) return;
  for (const Node statement : file.tree->root().children()) {
    const auto path = path_of(statement);
    if (!path || path.is(NodeKind::NoneLiteral)) continue;
    FileReference reference;
    reference.path = path;
    reference.statement = statement;
    reference.is_import = statement.is(NodeKind::CompileTimeImportDeclaration);
    file.references.push_back(std::move(reference));
  }
  for (auto& reference : file.references) resolve(file, reference);
}

void Loader::resolve(SourceFile& file, FileReference& reference) {
  const auto& statement = reference.statement;
  const bool extension = statement.is(NodeKind::ExtensionDeclaration);
  std::string specification;
  if (extension && reference.path.is(NodeKind::Identifier)) {
    const auto name = reference.path.name_text();
    if (const auto* known = built_in_extension(name); known != nullptr && !known->is_configured) return;
    const auto found = file.configuration->extensions.find(name);
    if (found == file.configuration->extensions.end()) {
      if (name == "microsoftGraph") reference.error = ArtifactError{"BCP407", "Built-in extension \"microsoftGraph\" is retired. Use dynamic types instead. See https://aka.ms/graphbicep/dynamictypes"};
      else reference.error = ArtifactError{"BCP204", fmt::format("Extension \"{}\" is not recognized.", name)};
      return;
    }
    specification = found->second;
    // A path in the configuration is relative to the configuration's own file.
    if (specification.find(':') == std::string::npos) {
      specification = relative_path(normalize_path(directory_of(file.configuration->path) + "/" + specification), file.path);
    }
  } else if (!reference.path.is(NodeKind::String)) {
    reference.error = missing_path(statement);
    return;
  } else if (auto literal = syntax::literal_string(reference.path)) {
    specification = std::move(*literal);
  } else {
    reference.error = ArtifactError{extension ? "BCP303" : "BCP092", extension ? "String interpolation is unsupported for specifying the extension." : "String interpolation is not supported in file paths."};
    return;
  }
  if (extension) {
    resolve_extension(file, reference, specification);
    return;
  }
  auto artifact = resolve_artifact(specification, file.path, *file.configuration, ArtifactUse::module);
  if (!artifact) {
    reference.error = artifact.error();
    return;
  }
  reference.artifact = std::move(*artifact);
  if (requests_.size() >= options_.limits.modules) {
    reference.error = ArtifactError{"FL0301", fmt::format("more than {} files are referred to", options_.limits.modules)};
    return;
  }
  const auto number = request(reference.artifact.file, reference.artifact.scheme == ArtifactScheme::template_spec);
  pending_.emplace_back(&reference, number);
}

void Loader::resolve_extension(SourceFile& file, FileReference& reference, std::string_view specification) {
  auto artifact = resolve_artifact(specification, file.path, *file.configuration, ArtifactUse::extension);
  if (!artifact) {
    reference.error = artifact.error();
    return;
  }
  reference.artifact = std::move(*artifact);
  if (reference.artifact.scheme == ArtifactScheme::builtin) return;
  auto& types = extensions_[reference.artifact.file];
  if (!types) {
    auto archive = read_file(reference.artifact.file, options_.limits.file_bytes);
    if (!archive.text) {
      reference.error = ArtifactError{"BCP190", fmt::format("The artifact with reference \"{}\" has not been restored.", reference.artifact.fully_qualified)};
      return;
    }
    // A local package wraps the archive that a registry has alone.
    bool wrapped = false;
    if (auto package = unpack_tgz(*archive.text, options_.limits)) {
      if (const auto inner = package->find("types.tgz"); inner != package->end()) {
        archive.text = inner->second;
        wrapped = true;
      }
    }
    types = TypeIndex::open_archive(*archive.text, TypeIndex::Strictness::strict, options_.limits);
    if (!types && !wrapped && reference.artifact.scheme == ArtifactScheme::local) {
      reference.error = ArtifactError{"BCP192", fmt::format("Unable to restore the artifact with reference \"{}\": The file is not a valid extension package. Expected a gzip-compressed tar archive containing extension types.", reference.artifact.fully_qualified)};
      return;
    }
    if (!types || !types->problem().empty()) {
      types = nullptr;
      reference.error = ArtifactError{"BCP396", "The referenced extension types artifact has been published with malformed content."};
      return;
    }
  }
  reference.extension_types = types;
}

// Gives every file that is in a cycle its shortest one, and takes away the references that lead into it (BCP094, BCP095).
void Loader::report_cycles() {
  std::unordered_map<const SourceFile*, std::vector<const SourceFile*>> cycles;
  std::unordered_map<const SourceFile*, int> state;  // 1: on the stack, 2: done
  struct Step {
    SourceFile* file;
    std::size_t next = 0;
  };
  for (const auto& loaded : loaded_) {
    if (!loaded.file || state[loaded.file.get()] != 0) continue;
    std::vector<Step> stack{{loaded.file.get()}};
    state[loaded.file.get()] = 1;
    while (!stack.empty()) {
      auto& step = stack.back();
      if (step.next >= step.file->references.size()) {
        state[step.file] = 2;
        stack.pop_back();
        continue;
      }
      auto* target = step.file->references[step.next++].target;
      if (target == nullptr) continue;
      auto& target_state = state[target];
      if (target_state == 0) {
        target_state = 1;
        stack.push_back({target});
      } else if (target_state == 1) {
        const auto first = std::find_if(stack.begin(), stack.end(), [&](const Step& s) { return s.file == target; });
        std::vector<const SourceFile*> cycle;
        for (auto at = first; at != stack.end(); ++at) cycle.push_back(at->file);
        for (const auto* member : cycle) {
          auto& known = cycles[member];
          if (known.empty() || known.size() > cycle.size()) known = cycle;
        }
      }
    }
  }
  for (auto& loaded : loaded_) {
    if (!loaded.file) continue;
    for (auto& reference : loaded.file->references) {
      const auto found = cycles.find(reference.target);
      if (reference.target == nullptr || found == cycles.end()) continue;
      const auto& cycle = found->second;
      if (cycle.size() == 1) {
        reference.error = cycle[0]->kind == FileKind::parameters
                              ? ArtifactError{"BCP278", "This parameters file references itself, which is not allowed."}
                              : ArtifactError{"BCP094", "This module references itself, which is not allowed."};
      } else {
        const auto start = std::find(cycle.begin(), cycle.end(), reference.target);
        std::string text;
        for (std::size_t i = 0; i < cycle.size(); ++i) {
          const auto at = (static_cast<std::size_t>(start - cycle.begin()) + i) % cycle.size();
          text += fmt::format("{}\"{}\"", i > 0 ? " -> " : "", cycle[at]->path);
        }
        reference.error = ArtifactError{"BCP095", fmt::format("The file is involved in a cycle ({}).", text)};
      }
    }
  }
  for (auto& loaded : loaded_) {
    if (!loaded.file) continue;
    for (auto& reference : loaded.file->references) {
      if (reference.error) reference.target = nullptr;
    }
  }
}

void Loader::order(SourceGraph& graph) {
  // Levels by explicit depth-first walk; the graph has no cycles any more.
  std::unordered_map<const SourceFile*, bool> done;
  struct Step {
    SourceFile* file;
    std::size_t next = 0;
  };
  for (const auto& loaded : loaded_) {
    if (!loaded.file || done[loaded.file.get()]) continue;
    std::vector<Step> stack{{loaded.file.get()}};
    while (!stack.empty()) {
      auto& step = stack.back();
      if (step.next < step.file->references.size()) {
        auto* target = step.file->references[step.next++].target;
        if (target != nullptr && !done[target]) stack.push_back({target});
        continue;
      }
      for (const auto& reference : step.file->references) {
        if (reference.target != nullptr) step.file->level = std::max(step.file->level, reference.target->level + 1);
      }
      done[step.file] = true;
      stack.pop_back();
    }
  }
  for (auto& loaded : loaded_) {
    if (loaded.file) graph.files.push_back(std::move(loaded.file));
  }
  std::sort(graph.files.begin(), graph.files.end(), [](const auto& a, const auto& b) {
    return a->level != b->level ? a->level < b->level : a->path < b->path;
  });
  for (std::uint32_t i = 0; i < graph.files.size(); ++i) {
    auto& file = *graph.files[i];
    file.index = i;
    if (file.tree) graph.source_of_tree.emplace(file.tree.get(), file.source);
  }
}

SourceGraph Loader::load(const std::vector<std::string>& paths) {
  SourceGraph graph;
  graph.sources = &sources_;
  graph.limits = options_.limits;
  if (options_.types_folder) graph.azure_types = TypeIndex::open_folder(*options_.types_folder, TypeIndex::Strictness::azure, options_.limits);
  std::vector<std::size_t> entries;
  for (const auto& path : paths) entries.push_back(request(normalize_path(path), false));
  for (std::size_t begin = 0; begin < requests_.size();) {
    const auto end = requests_.size();
    load_wave(begin);
    begin = end;
  }
  for (auto& [reference, number] : pending_) {
    auto& loaded = loaded_[number];
    reference->target = loaded.file.get();
    if (loaded.file) reference->error = wrong_kind(reference->statement, loaded.file->kind);
    else reference->error = unreadable(reference->artifact, loaded.failure);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& loaded = loaded_[entries[i]];
    graph.entries.push_back(loaded.file.get());
    if (loaded.file) continue;
    Finding finding;
    finding.code = "FL0520";  // the caller named it: no source is wrong
    finding.message = paths[i] + ": " + loaded.failure.message;
    graph.findings.push_back(std::move(finding));
  }
  report_cycles();
  order(graph);
  return graph;
}

}  // namespace

void read_template(SourceFile& file, const SourceSet& sources, arm::ExpressionMode mode, const Limits& limits) {
  auto json = arm::read_json(sources, file.source, mode, limits);
  file.findings = json->findings;
  const auto& root = json->root;
  const bool is_wrong_file = arm::is_parameter_file(root);
  if (!json->has_errors() && (is_wrong_file || !root.is_object())) {
    Finding finding;
    finding.code = is_wrong_file ? "FL0209" : "FL0108";
    finding.location = {root.location.source, {root.location.span.begin, root.location.span.begin + 1}};
    finding.message = is_wrong_file ? arm::is_no_template : "a template must be a JSON object";
    file.findings.push_back(std::move(finding));
  }
  if (!file.is_template_spec) {
    file.json = std::move(json);
    return;
  }
  // A template spec version: the template is a property of the entity.
  auto main = std::make_shared<arm::TemplateIr>();
  main->source = file.source;
  main->findings = json->findings;
  if (const auto* id = json->root.find("id"); id != nullptr && id->is_string()) file.template_spec_id = std::string(id->text);
  if (const auto* properties = json->root.find("properties")) {
    if (const auto* node = properties->find("mainTemplate")) main->root = *node;
  }
  main->modules.push_back(std::move(json));
  file.json = std::move(main);
}

const FileReference* SourceFile::reference_at(syntax::Node path_node) const {
  for (const auto& reference : references) {
    if (reference.path == path_node) return &reference;
  }
  return nullptr;
}

const FileReference* SourceFile::reference_of(syntax::Node statement) const {
  // References are in source order, so their statements' node indices ascend.
  const auto found = std::lower_bound(references.begin(), references.end(), statement.index(),
                                      [](const FileReference& reference, std::uint32_t index) { return reference.statement.index() < index; });
  return found != references.end() && found->statement == statement ? &*found : nullptr;
}

SourceGraph load_sources(SourceSet& sources, ConfigurationCache& configurations, const std::vector<std::string>& paths, const GraphOptions& options) {
  return Loader(sources, configurations, options).load(paths);
}

}  // namespace fleetlint::compiler
