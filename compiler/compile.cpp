// From paths to templates: each file is bound and compiled once everything that it uses is compiled.
#include "fleetlint/compiler/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <set>
#include <span>
#include <unordered_map>

#include "bind/syntax_queries.h"
#include "diagnostics.h"
#include "emit/emitter.h"
#include "fleetlint/compiler/import_names.h"
#include "fleetlint/compiler/semantic_model.h"
#include "fleetlint/grammar/parse.h"
#include "fleetlint/template/writer.h"
#include "graph/work_plan.h"
#include "load/respelled_json.h"
#include "lower/emit_limits.h"
#include "lower/lowering.h"
#include "suppression.h"

namespace fleetlint::compiler {

namespace {

/// Chains of operators and members are as deep as they are long; what is deeper is refused rather than followed.
constexpr std::uint32_t maximum_tree_depth = 2000;

bool is_error(const Finding& finding) { return finding.severity == Severity::error; }

/// The first node that lies too deep, or no node.
syntax::Node too_deep(const syntax::SyntaxTree& tree) {
  std::vector<std::uint32_t> ends;  // of the nodes around, innermost last
  const auto count = static_cast<std::uint32_t>(tree.nodes.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    while (!ends.empty() && ends.back() <= i) ends.pop_back();
    if (ends.size() > maximum_tree_depth) return tree.node(i);
    if (tree.nodes[i].subtree_size > 1) ends.push_back(i + tree.nodes[i].subtree_size);
  }
  return {};
}

/// A template whose `metadata._generator.templateHash` is still empty. Templates that embed this one share its nodes, so
/// filling the hash in fills it in there, too.
struct Unhashed {
  arm::Node without;            ///< the template without the hash: what it covers (emission rule Q1)
  arm::Node* hash = nullptr;
  std::span<char> digits;       ///< memory of the template for its text
};

/// The template with a place for its hash, which `unhashed` points to.
arm::Node with_place_for_hash(const arm::Node& root, Arena& arena, Unhashed& unhashed) {
  unhashed.without = root;
  const auto replaced = [&](const arm::Node& object, std::string_view name, auto&& change) {
    std::vector<arm::Member> members(object.members.begin(), object.members.end());
    for (auto& member : members) {
      if (member.name == name) member.value = change(member.value);
    }
    auto copy = object;
    copy.members = arena.copy(members);
    return copy;
  };
  return replaced(root, "metadata", [&](const arm::Node& metadata) {
    return replaced(metadata, "_generator", [&](const arm::Node& generator) {
      std::vector<arm::Member> members(generator.members.begin(), generator.members.end());
      arm::Member member;
      member.name = "templateHash";
      member.name_location = generator.location;
      member.value.kind = arm::NodeKind::string;
      member.value.location = generator.location;
      members.push_back(member);
      const auto copied = arena.create_array<arm::Member>(members.size());
      std::ranges::copy(members, copied.begin());
      unhashed.hash = &copied.back().value;
      unhashed.digits = arena.create_array<char>(std::numeric_limits<std::uint64_t>::digits10 + 1);
      auto copy = generator;
      copy.members = copied;
      return copy;
    });
  });
}

enum class Follow : std::uint8_t { everything, imports };

/// Indexes of these files and of everything that they use or import, directly or not, each once.
std::set<std::uint32_t> files_reached_from(std::vector<const SourceFile*> open, Follow follow = Follow::everything) {
  std::set<std::uint32_t> reached;
  while (!open.empty()) {
    const auto* file = open.back();
    open.pop_back();
    if (!reached.insert(file->index).second) continue;
    for (const auto& reference : file->references)
      if (reference.target && (follow == Follow::everything || reference.is_import)) open.push_back(reference.target);
  }
  return reached;
}

/// Memory that is used again and again, as many pieces as threads use one at the same time: what was touched lately is quick.
template <typename Memory>
class Pool {
 public:
  struct GiveBack {
    Pool* pool;
    void operator()(Memory* memory) const {
      const std::lock_guard lock(pool->mutex_);
      pool->free_.emplace_back(memory);
    }
  };
  /// Comes back by itself.
  using Lease = std::unique_ptr<Memory, GiveBack>;

  Lease take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return {new Memory(), GiveBack{this}};
    auto memory = std::move(free_.back());
    free_.pop_back();
    return {memory.release(), GiveBack{this}};
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Memory>> free_;
};

}  // namespace

struct Compilation::Impl : InterfaceTable {
  Impl(SourceSet& source_set, const CompileOptions& compile_options)
      : sources(source_set), options(compile_options),
        configurations(source_set, compile_options.graph.limits, compile_options.graph.configuration) {}

  const ModuleInterface* interface_of(const SourceFile& file) const override { return interfaces[file.index].get(); }
  const SemanticModel* model_of(const SourceFile& file) const override { return models[file.index].get(); }
  std::string_view extension_name(const SourceFile& file, syntax::Node statement) const override {
    return compiler::extension_name(file, statement);
  }

  void run(const std::vector<std::string>& paths) {
    graph = load_sources(sources, configurations, paths, options.graph);
    const auto count = graph.files.size();
    files.resize(count);
    models.resize(count);
    interfaces.resize(count);
    embedded_texts.resize(count);
    unhashed.resize(count);
    const auto plan = plan_work(graph);
    users = std::vector<std::atomic<std::uint32_t>>(count);
    for (std::size_t i = 0; i < count; ++i) users[i] = static_cast<std::uint32_t>(plan.dependents[i].size()) + 1;
    entry_of.assign(count, false);
    for (const auto* entry : graph.entries) {
      if (entry) entry_of[entry->index] = true;
    }
    text_users = std::vector<std::atomic<std::uint32_t>>(count);
    for (std::size_t i = 0; i < count; ++i) text_users[i] = static_cast<std::uint32_t>(plan.dependents[i].size());
    find_read_expressions();
    const auto compile_one = [&](std::uint32_t index) {
      if (graph.files[index]->kind == FileKind::template_json)
        read_template(*graph.files[index], sources, reads_expressions[index] ? arm::ExpressionMode::expressions : arm::ExpressionMode::unread, graph.limits);
      compile_file(*graph.files[index]);
    };
    const auto write_one = [&](std::uint32_t index) {
      set_hash(*graph.files[index]);
      make_texts(*graph.files[index], !plan.dependents[index].empty());
      for (const auto target : targets_of(*graph.files[index])) {
        if (--text_users[target] == 0) embedded_texts[target].give_up();
      }
      if (options.take_text) release(index);
    };
    for_each_in_order(plan, options.graph.threads, compile_one, write_one);
  }

  /// Of ARM JSON that is only embedded nobody asks what its expressions say.
  void find_read_expressions() {
    reads_expressions.assign(graph.files.size(), !options.take_text);
    for (std::size_t i = 0; i < entry_of.size(); ++i) reads_expressions[i] = reads_expressions[i] || entry_of[i];
    for (const auto& file : graph.files) {
      for (const auto& reference : file->references) {
        if (reference.target && reference.is_import) reads_expressions[reference.target->index] = true;
      }
    }
  }

  /// The template as the templates around it and the user will print it.
  struct EmbeddedTexts {
    std::string printed, hashed;

    /// An empty string that is moved into another leaves it its memory; this does not.
    void give_up() {
      std::string().swap(printed);
      std::string().swap(hashed);
    }
  };

  /// The texts of the modules that a template embeds, found by the nodes that it shares with them.
  arm::EmbeddedText texts_of_modules(const SourceFile& file, std::string EmbeddedTexts::* which) const {
    std::unordered_map<const arm::Member*, const std::string*> texts;
    for (const auto& reference : file.references) {
      if (!reference.target || !files[reference.target->index].template_ir) continue;
      const auto& text = embedded_texts[reference.target->index].*which;
      if (!text.empty()) texts.emplace(files[reference.target->index].template_ir->root.members.data(), &text);
    }
    if (texts.empty()) return {};
    return [texts = std::move(texts)](const arm::Node& nested) {
      const auto found = texts.find(nested.members.data());
      return found == texts.end() ? nullptr : found->second;
    };
  }

  void set_hash(const SourceFile& file) {
    auto& place = unhashed[file.index];
    if (!files[file.index].template_ir || place.hash == nullptr) return;
    const auto memory = memories.take();
    const auto hash = arm::template_hash(place.without, texts_of_modules(file, &EmbeddedTexts::hashed), *memory);
    std::ranges::copy(hash, place.digits.begin());
    place.hash->text = {place.digits.data(), hash.size()};
  }

  void make_texts(const SourceFile& file, bool is_embedded) {
    auto& result = files[file.index];
    if (!result.template_ir) return;
    const auto memory = memories.take();
    const auto& root = result.template_ir->root;
    auto& texts = embedded_texts[file.index];
    if (is_embedded) {
      if (options.take_text) texts.printed = arm::write_json(root, texts_of_modules(file, &EmbeddedTexts::printed), *memory);
      // What is printed anyway is quicker to go over than nodes, but not than copying the modules below.
      texts.hashed = options.take_text && result.template_ir->modules.empty() ? arm::embedded_hash_text(texts.printed, *memory)
                                                                              : arm::embedded_hash_text(root, texts_of_modules(file, &EmbeddedTexts::hashed), *memory);
    }
    if (options.take_text && entry_of[file.index]) {
      if (!file.tree) {
        // What the compiler wrote stays as it is, ARM JSON is put into the usual order.
        Arena arena;
        options.take_text(file, arm::write_json(arm::normalize(root, arena), {}, *memory));
      } else if (is_embedded) {
        options.take_text(file, texts.printed);
      } else {
        options.take_text(file, arm::write_json(root, texts_of_modules(file, &EmbeddedTexts::printed), *memory));
      }
    }
  }

  /// Takes one user away. What nobody uses any more goes, and with it what it used: types and nodes of a module live on in those
  /// who refer to it, however far away.
  void release(std::uint32_t index) {
    std::vector<std::uint32_t> open{index};
    while (!open.empty()) {
      const auto at = open.back();
      open.pop_back();
      if (--users[at] > 0) continue;
      auto& result = files[at];
      result.model = nullptr;
      result.interface = nullptr;
      result.template_ir.reset();
      interfaces[at].reset();
      models[at].reset();
      auto& file = *graph.files[at];
      file.json.reset();
      for (const auto target : targets_of(file)) open.push_back(target);
      file.tree.reset();
    }
  }

  void compile_file(const SourceFile& file) {
    auto& result = files[file.index];
    result.file = &file;
    result.findings = file.findings;
    if (file.tree) compile_bicep(file, result);
    else compile_json(file, result);
    result.has_errors = result.has_errors || std::ranges::any_of(result.findings, is_error);
    if (result.has_errors) result.template_ir = nullptr;
    if (interfaces[file.index]) {
      interfaces[file.index]->has_errors = interfaces[file.index]->has_errors || result.has_errors;
      result.interface = interfaces[file.index].get();
    }
    sort_findings(result.findings);
    // The same thing may be seen from several sides; it is told once.
    const auto same = [](const Finding& a, const Finding& b) {
      return a.code == b.code && a.location.source == b.location.source && a.location.span == b.location.span && a.message == b.message && a.severity == b.severity;
    };
    result.findings.erase(std::unique(result.findings.begin(), result.findings.end(), same), result.findings.end());
  }

  void compile_json(const SourceFile& file, CompiledFile& result) {
    interfaces[file.index] = make_interface(file);
    result.template_ir = load::respelled(file.json);
    if (file.json) result.has_errors = file.json->has_errors();
  }

  void compile_bicep(const SourceFile& file, CompiledFile& result) {
    if (const auto deep = too_deep(*file.tree)) {
      report(result.findings, {file.source, deep.span()}, Diagnostic::TooDeep, maximum_tree_depth);
      return;
    }
    models[file.index] = bind(file, graph, *this);
    auto& model = *models[file.index];
    result.model = &model;
    model.set_types(make_type_facts(model, *this));
    model.types().check();
    report_references(model);
    if (file.kind == FileKind::bicep) report_unresolved_names(model);
    report_modules_with_errors(model);
    if (file.kind == FileKind::bicep) interfaces[file.index] = make_interface(model);
    const bool had_errors = model.has_errors();
    const auto scopes = read_scopes(model);
    const auto inlined = inlined_symbols(model, scopes);
    check_emit_limits(model, scopes, inlined);
    if (file.kind == FileKind::bicep && !had_errors && !model.has_errors()) emit(model, scopes, inlined, result);
    const Suppressions suppressions(file.tree->tokens);
    for (const auto& finding : model.findings()) {
      const bool suppressed = !is_error(finding) && suppressions.covers(finding.code, finding.location.span.begin);
      if (!suppressed) result.findings.push_back(finding);
    }
  }

  /// References that lead nowhere: a file that is not there, a cycle, a bad path.
  static void report_references(const SemanticModel& model) {
    std::set<std::uint32_t> told;  // where an error was told already, so that nothing is told twice
    for (const auto& finding : model.findings()) {
      if (is_error(finding)) told.insert(finding.location.span.begin);
    }
    for (const auto& reference : model.file().references) {
      if (!reference.error || !reference.path || told.contains(reference.path.span().begin)) continue;
      Finding finding;
      finding.code = reference.error->code;
      finding.message = reference.error->message;
      finding.location = model.location(reference.path);
      if (finding.code == "BCP190") finding.help = help_for_missing(reference.artifact, model.file().path);
      model.findings().push_back(std::move(finding));
    }
  }

  static std::string help_for_missing(const ArtifactReference& artifact, const std::string& file) {
    if (!artifact.external()) return fmt::format("there is no file {}", artifact.file);
    return fmt::format("run `bicep restore {}` once (fleetlint never downloads), or name the folder of restored modules with --cache-root; looked for {}", file, artifact.file);
  }

  /// The checker tells of every name it looks at. What it does not look at stands in something broken; if nothing else
  /// was told of the file, this is.
  static void report_unresolved_names(const SemanticModel& model) {
    if (model.has_errors()) return;
    const auto& nodes = model.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].kind != syntax::NodeKind::VariableAccess && nodes[i].kind != syntax::NodeKind::TypeVariableAccess) continue;
      const auto node = model.tree().node(i);
      const auto* symbol = model.symbol_of(node);
      if (!symbol || symbol->kind != SymbolKind::unresolved) continue;
      report(model.findings(), model.location(node), Diagnostic::UnknownName, symbol->name);
    }
  }

  void report_modules_with_errors(const SemanticModel& model) {
    for (const auto& entry : model.modules()) {
      if (entry.interface && entry.interface->has_errors) {
        const auto path = entry.declaration.part(syntax::Role::path);
        report(model.findings(), model.location(path ? path : entry.declaration),
               entry.interface->template_ir ? Diagnostic::TemplateHasErrors : Diagnostic::ModuleHasErrors);
      }
    }
  }

  void emit(const SemanticModel& model, const ScopeTable& scopes, const InlinedSymbols& inlined, CompiledFile& result) {
    const auto nodes = lowered.take();
    nodes->clear();
    Lowering lowering(model, scopes, inlined, nodes.get());
    const auto imports = import_names(lowering);
    const auto* program = lowering.lower_program();
    auto out = std::make_shared<arm::TemplateIr>();
    out->source = model.file().source;
    Emitter emitter(lowering, imports, options, *out);
    const auto root = emitter.template_node(*program, [this](const SourceFile& file) { return files[file.index].template_ir; });
    out->root = with_place_for_hash(root, out->arena, unhashed[model.file().index]);
    result.template_ir = std::move(out);
  }

  SourceSet& sources;
  CompileOptions options;
  ConfigurationCache configurations;
  SourceGraph graph;
  std::vector<CompiledFile> files;
  std::vector<std::unique_ptr<SemanticModel>> models;
  std::vector<std::unique_ptr<ModuleInterface>> interfaces;
  std::vector<EmbeddedTexts> embedded_texts;
  std::vector<Unhashed> unhashed;
  Pool<arm::TextMemory> memories;
  Pool<Arena> lowered;  // expressions between the model of a file and its template
  std::vector<bool> reads_expressions;
  std::vector<std::atomic<std::uint32_t>> text_users;  // files that embed the texts and are not done yet
  std::vector<std::atomic<std::uint32_t>> users;  // of what was made of a file: itself and the files that refer to it
  std::vector<bool> entry_of;                     // was asked for
};

Compilation::Compilation() = default;
Compilation::~Compilation() = default;

const SourceGraph& Compilation::graph() const { return impl_->graph; }

const CompiledFile& Compilation::compiled(const SourceFile& file) const { return impl_->files[file.index]; }

std::vector<const CompiledFile*> Compilation::entries() const {
  std::vector<const CompiledFile*> result;
  for (const auto* file : impl_->graph.entries) result.push_back(file ? &impl_->files[file->index] : nullptr);
  return result;
}

std::vector<Finding> Compilation::findings() const {
  auto result = impl_->graph.findings;
  for (const auto& file : impl_->files) result.insert(result.end(), file.findings.begin(), file.findings.end());
  sort_findings(result);
  return result;
}

std::vector<Finding> Compilation::findings_below(const CompiledFile& entry) const {
  std::vector<Finding> result;
  for (const auto index : files_reached_from({entry.file})) {
    const auto& of_file = impl_->files[index].findings;
    result.insert(result.end(), of_file.begin(), of_file.end());
  }
  sort_findings(result);
  return result;
}

std::vector<SourceId> Compilation::sources_behind(std::span<const Finding> findings) const {
  std::set<std::uint32_t> named, quoting;
  for (const auto& finding : findings) {
    named.insert(finding.location.source.index);
    for (const auto& note : finding.notes) named.insert(note.location.source.index);
    if (may_quote_values(finding.code)) quoting.insert(finding.location.source.index);
  }
  std::vector<bool> behind(impl_->sources.size(), true);
  std::vector<const SourceFile*> start;
  for (const auto& file : impl_->graph.files) {
    behind[file->source.index] = named.contains(file->source.index);
    if (!quoting.contains(file->source.index)) continue;
    start.push_back(file.get());
    for (const auto& reference : file->references)
      if (reference.target) start.push_back(reference.target);
  }
  for (const auto index : files_reached_from(std::move(start), Follow::imports)) behind[impl_->graph.files[index]->source.index] = true;
  std::vector<SourceId> result;
  for (std::uint32_t i = 0; i < behind.size(); ++i)
    if (behind[i]) result.push_back(SourceId{i});
  return result;
}

std::unique_ptr<Compilation> compile(SourceSet& sources, const std::vector<std::string>& paths, const CompileOptions& options) {
  std::unique_ptr<Compilation> result(new Compilation());
  result->impl_ = std::make_unique<Compilation::Impl>(sources, options);
  result->impl_->run(paths);
  return result;
}

}  // namespace fleetlint::compiler
