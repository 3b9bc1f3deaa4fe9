// What imports add to the template of the file that imports: the symbols named in `import` statements and everything
// they need, under names that cannot meet others (emission rules N5–N11). Symbols of Bicep files are lowered in their own
// file and then renamed (migration.h); symbols of ARM JSON are turned into intermediate expressions (json_import.h).
#include "fleetlint/compiler/import_names.h"

#include <algorithm>
#include <deque>
#include <set>

#include "declarations/json_import.h"
#include "declarations/migration.h"
#include "fleetlint/compiler/artifact.h"
#include "lower/lowering.h"
#include "lower/name_order.h"

namespace fleetlint::compiler {
namespace {

using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
    if (!letter && (i == 0 || c < '0' || c > '9')) return false;
  }
  return true;
}

/// A symbol of the closure.
struct Entry {
  std::string source_template;  ///< what the template records as its origin
  std::string original_name;
  Node imported_by;             ///< the import of this file that led here
  // One of three:
  const SemanticModel* model = nullptr;  ///< a declaration, or (without symbol) the value of a load function, of a Bicep file
  SymbolId symbol;
  Node load_call;
  const ModuleInterface* json = nullptr;  ///< a definition, variable or function of ARM JSON
  JsonSymbol json_symbol;
  std::string_view name;        ///< in this file's template
};

class Closure {
 public:
  explicit Closure(Lowering& lowering) : lowering_(lowering), model_(lowering.model()) {}

  ImportNames run() {
    collect();
    assign_names();
    build();
    return std::move(result_);
  }

 private:
  /// An import statement of some file, seen from there.
  struct Reference {
    const SemanticModel* model;
    SymbolId imported;  ///< of `model`: a named or wildcard import
  };
  struct Work {
    Node imported_by;
    std::size_t entry = SIZE_MAX;
    Reference reference{nullptr, {}};
  };
  using Key = std::pair<std::string, std::string>;

  std::string source_of(const Import& import) const {
    // Local files by their path as seen from the file that is compiled, others by their full reference.
    if (import.reference == nullptr) return {};
    if (import.reference->artifact.external()) return import.reference->artifact.fully_qualified;
    return import.interface != nullptr && import.interface->file != nullptr ? relative_path(import.interface->file->path, model_.file().path) : std::string();
  }

  std::size_t add(Entry entry) {
    const auto [found, added] = by_key_.try_emplace(Key(entry.source_template, entry.original_name), entries_.size());
    if (added) {
      const auto imported_by = entry.imported_by;
      entries_.push_back(std::move(entry));
      queue_.push_back({imported_by, found->second, {}});
    }
    return found->second;
  }

  void collect() {
    // Extended parameter files come after the file's own imports.
    std::vector<const SemanticModel*> models{&model_};
    for (const auto* model : models) {
      for (const auto kind : {SymbolKind::imported_type, SymbolKind::imported_variable, SymbolKind::imported_function}) {
        for (const auto id : model->declared(kind)) queue_.push_back({model->symbol(id).declaration, SIZE_MAX, {model, id}});
      }
    }
    std::stable_sort(queue_.begin(), queue_.end(), [](const Work& a, const Work& b) { return a.imported_by.index() < b.imported_by.index(); });
    for (const auto id : model_.declared(SymbolKind::wildcard_import)) queue_.push_back({model_.symbol(id).declaration, SIZE_MAX, {&model_, id}});
    while (!queue_.empty()) {
      const auto work = queue_.front();
      queue_.pop_front();
      if (work.entry == SIZE_MAX) follow_import(work); else follow_entry(work);
    }
  }

  void follow_import(const Work& work) {
    const auto* import = work.reference.model->import_of(work.reference.imported);
    if (import == nullptr || import->interface == nullptr) return;
    const auto source = source_of(*import);
    const auto include = [&](const ModuleInterface::Export& exported) -> std::size_t {
      Entry entry;
      entry.source_template = source;
      entry.imported_by = work.imported_by;
      if (import->interface->model != nullptr) {
        entry.model = import->interface->model;
        entry.symbol = entry.model->symbol_at(exported.declaration);
        entry.original_name = std::string(exported.name);
        return add(std::move(entry));
      }
      entry.json = import->interface;
      entry.json_symbol = json_symbol_of(exported);
      entry.original_name = original_name(entry.json_symbol);
      return add(std::move(entry));
    };
    const auto key = std::pair(work.reference.model, work.reference.imported.index);
    if (work.reference.model->symbol(work.reference.imported).kind != SymbolKind::wildcard_import) {
      if (import->exported != nullptr && import->exported->kind != ExportKind::error) named_[key] = include(*import->exported);
      return;
    }
    for (const auto& exported : import->interface->exports) {
      if (exported.kind != ExportKind::error) members_[key][std::string(exported.name)] = include(exported);
    }
  }

  void follow_entry(const Work& work) {
    // A copy: entries_ grows below.
    const auto entry = entries_[work.entry];
    if (entry.json != nullptr) {
      for (const auto& used : json_references(entry.json->template_ir->root, entry.json_symbol)) {
        Entry next;
        next.source_template = entry.source_template;
        next.imported_by = work.imported_by;
        next.json = entry.json;
        next.json_symbol = used;
        next.original_name = original_name(used);
        add(std::move(next));
      }
      return;
    }
    if (!entry.symbol) return;
    const auto& model = *entry.model;
    const auto declaration = model.symbol(entry.symbol).declaration;
    const auto end = declaration.index() + declaration.raw().subtree_size;
    for (auto i = declaration.index() + 1; i < end; ++i) {
      const auto node = model.tree().node(i);
      const auto kind = node.kind();
      if (kind == NodeKind::FunctionCall || kind == NodeKind::InstanceFunctionCall) follow_load(work, entry, node);
      if (kind != NodeKind::VariableAccess && kind != NodeKind::TypeVariableAccess && kind != NodeKind::FunctionCall && kind != NodeKind::ParameterizedTypeInstantiation) continue;
      const auto id = model.symbol_at(node);
      if (!id) continue;
      switch (model.symbol(id).kind) {
        case SymbolKind::type_alias: case SymbolKind::variable: case SymbolKind::function: {
          Entry next;
          next.source_template = entry.source_template;
          next.original_name = std::string(model.symbol(id).name);
          next.imported_by = work.imported_by;
          next.model = &model;
          next.symbol = id;
          add(std::move(next));
          break;
        }
        case SymbolKind::imported_type: case SymbolKind::imported_variable: case SymbolKind::imported_function: case SymbolKind::wildcard_import: {
          if (followed_.insert({&model, id.index}).second) queue_.push_back({work.imported_by, SIZE_MAX, {&model, id}});
          break;
        }
        default: break;
      }
    }
  }

  void follow_load(const Work& work, const Entry& entry, Node call) {
    if (!call.name_text().starts_with("load") || entry.model->symbol(entry.symbol).kind == SymbolKind::function) return;
    Imported source(*entry.model);
    const auto name = source.function_variable(call);
    if (name.empty()) return;
    Entry next;
    next.source_template = entry.source_template;
    next.original_name = std::string(name);
    next.imported_by = work.imported_by;
    next.model = entry.model;
    next.load_call = call;
    add(std::move(next));
  }

  void assign_names() {
    for (const auto& [key, entry] : named_) {
      if (key.first == &model_) entries_[entry].name = model_.symbol(SymbolId{key.second}).name;
    }
    std::vector<Entry*> ordered;
    for (auto& entry : entries_) ordered.push_back(&entry);
    const auto text = [](const Entry& entry) { return entry.source_template + "_" + entry.original_name; };
    std::stable_sort(ordered.begin(), ordered.end(), [&](const Entry* a, const Entry* b) { return compare_names(text(*a), text(*b)) < 0; });
    int next = 1;
    std::map<std::string, int> templates;
    for (auto* entry : ordered) {
      if (!entry->name.empty()) continue;
      const auto [found, added] = templates.try_emplace(entry->source_template, next);
      if (added) ++next;
      const auto own = is_identifier(entry->original_name) ? entry->original_name : "_" + std::to_string(next++);
      entry->name = lowering_.arena().copy(std::string_view("_" + std::to_string(found->second) + "." + own));
    }
    for (const auto& [key, entry] : named_) {
      if (key.first == &model_) result_.names[key.second] = entries_[entry].name;
    }
    for (const auto& [key, members] : members_) {
      if (key.first != &model_) continue;
      for (const auto& [member, entry] : members) result_.wildcard_names[{key.second, member}] = entries_[entry].name;
    }
    for (const auto& entry : entries_) result_.origins[std::string(entry.name)] = {entry.source_template, entry.original_name};
  }

  std::string_view name_in_template(const SemanticModel& model, SymbolId id, std::string_view member) const {
    if (!member.empty()) {
      const auto found = members_.find({&model, id.index});
      if (found == members_.end()) return {};
      const auto entry = found->second.find(member);
      return entry == found->second.end() ? std::string_view() : entries_[entry->second].name;
    }
    if (const auto found = named_.find({&model, id.index}); found != named_.end()) return entries_[found->second].name;
    for (const auto& entry : entries_) {
      if (entry.model == &model && entry.symbol == id) return entry.name;
    }
    return {};
  }

  void build() {
    result_.type_arena = std::make_shared<TypeArena>();
    std::map<const ModuleInterface*, JsonNames> json_names;
    for (const auto& entry : entries_) {
      if (entry.json != nullptr) json_names[entry.json][entry.json_symbol] = entry.name;
    }
    std::map<const SemanticModel*, std::unique_ptr<Imported>> sources;
    for (const auto& entry : entries_) {
      if (entry.json != nullptr) {
        JsonImport converter(lowering_, entry.json->template_ir->root, json_names[entry.json], entry.imported_by, *result_.type_arena);
        keep(entry.json_symbol.kind, converter.declaration(entry.json_symbol, entry.name));
        continue;
      }
      auto& source = sources[entry.model];
      if (!source) source = std::make_unique<Imported>(*entry.model);
      const Renaming renaming = [&](SymbolId id, std::string_view member) { return name_in_template(*entry.model, id, member); };
      const LoadRenaming loads = [&](std::string_view original) -> std::string_view {
        const auto found = by_key_.find(Key(entry.source_template, std::string(original)));
        return found == by_key_.end() ? std::string_view() : entries_[found->second].name;
      };
      if (!entry.symbol) {
        keep(JsonSymbol::Kind::variable, source->load_variable(lowering_, entry.load_call, entry.name, entry.imported_by));
        continue;
      }
      const auto kind = entry.model->symbol(entry.symbol).kind;
      const auto* declaration = source->declaration(lowering_, entry.symbol, entry.name, entry.imported_by, renaming, loads, result_.places);
      keep(kind == SymbolKind::type_alias ? JsonSymbol::Kind::type : kind == SymbolKind::variable ? JsonSymbol::Kind::variable : JsonSymbol::Kind::function, declaration);
    }
    const auto by_name = [](const ir::Expression* a, const ir::Expression* b) { return compare_names(a->text, b->text) < 0; };
    for (auto* list : {&result_.types, &result_.variables, &result_.functions}) std::stable_sort(list->begin(), list->end(), by_name);
  }

  void keep(JsonSymbol::Kind kind, const ir::Expression* declaration) {
    if (declaration == nullptr) return;
    (kind == JsonSymbol::Kind::type ? result_.types : kind == JsonSymbol::Kind::variable ? result_.variables : result_.functions).push_back(declaration);
  }

  Lowering& lowering_;
  const SemanticModel& model_;
  ImportNames result_;
  std::vector<Entry> entries_;
  std::map<Key, std::size_t> by_key_;
  std::deque<Work> queue_;
  std::set<std::pair<const SemanticModel*, std::uint32_t>> followed_;
  std::map<std::pair<const SemanticModel*, std::uint32_t>, std::size_t> named_;
  std::map<std::pair<const SemanticModel*, std::uint32_t>, std::map<std::string, std::size_t, std::less<>>> members_;
};

}  // namespace

const ir::Expression* ImportNames::find_type(std::string_view name) const {
  for (const auto* type : types) {
    if (type->text == name) return type;
  }
  return nullptr;
}

ImportNames import_names(Lowering& lowering) { return Closure(lowering).run(); }

}  // namespace fleetlint::compiler
