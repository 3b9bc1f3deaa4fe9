#include "fleetlint/compiler/type_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <shared_mutex>

#include "fleetlint/base/source.h"
#include "fleetlint/base/unicode.h"
#include "types/json_cursor.h"

namespace fleetlint::compiler {
namespace {

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower_ascii(x) == to_lower_ascii(y); });
}

/// Eight bytes at a time; one bit of each byte is the case of a letter and is set.
std::uint64_t hash_without_case(std::string_view text) {
  std::uint64_t hash = text.size();
  for (std::size_t i = 0; i < text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, std::min<std::size_t>(8, text.size() - i));
    hash = (hash ^ (word | 0x2020202020202020)) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
  }
  return hash;
}

// Numbers of TypeRefs: file, element, and where the type stands; the strictness of a type depends on the latter.
constexpr unsigned position_bits = 2, element_bits = 30;
enum Position : std::uint64_t { below = 0, body_property = 1, body = 2 };

std::uint64_t number_of(std::uint64_t file, std::uint64_t element, Position position) {
  return file << (element_bits + position_bits) | element << position_bits | position;
}
std::uint32_t file_of(std::uint64_t number) { return static_cast<std::uint32_t>(number >> (position_bits + element_bits)); }
std::uint32_t element_of(std::uint64_t number) { return static_cast<std::uint32_t>((number >> position_bits) & ((1u << element_bits) - 1)); }

ScopeSet to_scopes(std::int64_t bits) {
  ScopeSet scopes = 0;
  if (bits & 1) scopes |= bit(Scope::tenant);
  if (bits & 2) scopes |= bit(Scope::management_group);
  if (bits & 4) scopes |= bit(Scope::subscription);
  if (bits & 8) scopes |= bit(Scope::resource_group);
  if (bits & 16) scopes |= bit(Scope::resource);
  return scopes;
}

PropertyFlags to_property_flags(std::int64_t bits) {
  PropertyFlags flags;
  if (bits & 1) flags |= PropertyFlag::required;
  if (bits & 2) flags |= PropertyFlag::read_only;
  if (bits & 4) flags |= PropertyFlag::write_only;
  if (bits & 8) flags |= PropertyFlag::deploy_time_constant;
  if (bits & 16) flags |= PropertyFlag::resource_identifier | PropertyFlag::loop_variant;
  if ((bits & 3) == 0) flags |= PropertyFlag::allow_implicit_null;
  return flags;
}

}  // namespace

struct TypeIndex::State {
  FileReader read;
  Strictness strictness;
  mutable std::recursive_mutex mutex;
  TypeArena arena;

  struct File {
    std::string path;
    std::once_flag read_once;  // what follows is there after ensure_read()
    FileText held;
    std::string_view text;
    std::vector<std::uint32_t> elements;  // byte offsets
  };
  std::vector<std::unique_ptr<File>> files;
  std::unordered_map<std::string, std::uint32_t> file_numbers;
  std::unordered_map<std::uint64_t, const Type*> resolved;
  unsigned depth = 0;  // of calls of resolve() on this thread, which holds `mutex`
  std::shared_mutex published_mutex;
  std::unordered_map<std::uint64_t, const Type*> published;  // what is complete, so that threads do not wait for each other

  bool index_read = false;
  FileText index_held;
  std::string_view index_text;
  std::string problem;
  struct Entry {
    std::string_view name, reference;
    std::unique_ptr<IndexedResourceType> loaded;
  };
  std::vector<Entry> entries;
  std::vector<std::uint32_t> places;  // hash table: index into `entries` plus one, by name without case; 0: free
  std::unordered_map<std::string, std::vector<std::string_view>> function_references;  // lower "type@version"
  IndexSettings settings;
  std::string_view fallback_reference;

  const TypeSource* self = nullptr;

  void read_index();
  Entry* find_entry(std::string_view name);
  void read_settings(JsonCursor& cursor);
  std::uint32_t file_number(std::string_view path);
  void ensure_read(File& file) const;
  std::unique_ptr<IndexedResourceType> load_entry(const Entry& entry, std::uint64_t number);
  std::optional<std::uint64_t> parse_reference(std::string_view reference, std::uint32_t in_file, Position position);
  const Type* resolve(std::uint64_t number);
  JsonCursor element(std::uint64_t number) const;

  // Readers of one element.
  struct Building {
    std::uint32_t file = 0;
    Position position = below;
  };
  TypeRef read_reference(JsonCursor& cursor, Building where, Position position);
  const Type* build(JsonCursor cursor, Building where);
  std::vector<Property> read_properties(JsonCursor& cursor, Building where);
  const Type* build_object(JsonCursor cursor, Building where, std::string_view name, std::vector<Property> base);
  std::string_view text_of(JsonCursor& cursor);
  const Type* make_object(std::string_view name, std::vector<Property> properties, const Property* additional, TypeFlags flags);
  TypeFlags flags_at(Position position, bool sensitive) const;
};

/// A string that lives as long as the index: most stand in a file just as they are.
std::string_view TypeIndex::State::text_of(JsonCursor& cursor) {
  auto decoded = cursor;
  const auto raw = cursor.raw_string();
  return raw.find('\\') == std::string_view::npos ? raw : arena.text(decoded.string());
}

/// As TypeArena::object; the texts of the properties live as long as the index and are not copied.
const Type* TypeIndex::State::make_object(std::string_view name, std::vector<Property> properties, const Property* additional, TypeFlags flags) {
  if (name.empty()) return arena.object(name, std::move(properties), additional, flags);
  std::ranges::stable_sort(properties, {}, &Property::name);
  Type type;
  type.kind = TypeKind::object;
  type.flags = flags;
  type.text = arena.text(name);
  type.properties = arena.arena().copy(std::span<const Property>(properties));
  type.additional = additional;
  return arena.make(type);
}

void TypeIndex::State::read_settings(JsonCursor& cursor) {
  if (!cursor.enter('{')) return;
  while (const auto key = cursor.next_key()) {
    if (*key == "name") settings.name = cursor.string();
    else if (*key == "version") settings.version = cursor.string();
    else if (*key == "isSingleton") settings.is_singleton = cursor.boolean();
    else if (*key == "configurationType") {
      if (cursor.enter('{')) {
        while (const auto inner = cursor.next_key()) {
          if (*inner != "$ref") { cursor.skip_value(); continue; }
          if (const auto number = parse_reference(cursor.raw_string(), 0, below)) settings.configuration = TypeRef(self, *number);
        }
      }
    } else cursor.skip_value();
  }
}

void TypeIndex::State::read_index() {
  if (index_read) return;
  index_read = true;
  auto text = read("index.json");
  if (!text) { problem = "there is no index.json"; return; }
  index_held = std::move(*text);
  index_text = index_held.text;
  JsonCursor cursor(index_text);
  const auto reference = [&]() -> std::string_view {
    std::string_view found;
    if (!cursor.enter('{')) return found;
    while (const auto key = cursor.next_key()) {
      if (*key == "$ref") found = cursor.raw_string(); else cursor.skip_value();
    }
    return found;
  };
  if (!cursor.enter('{')) { problem = "index.json does not hold an object"; return; }
  while (const auto key = cursor.next_key()) {
    if (*key == "resources" && cursor.enter('{')) {
      while (const auto name = cursor.next_key()) {
        entries.push_back({*name, reference(), nullptr});
      }
    } else if (*key == "resourceFunctions" && cursor.enter('{')) {
      while (const auto type = cursor.next_key()) {
        if (!cursor.enter('{')) continue;
        while (const auto version = cursor.next_key()) {
          auto& list = function_references[to_lower_ascii(std::string(*type) + "@" + std::string(*version))];
          if (!cursor.enter('[')) continue;
          while (cursor.next_element()) list.push_back(reference());
        }
      }
    } else if (*key == "settings") {
      read_settings(cursor);
    } else if (*key == "fallbackResourceType") {
      fallback_reference = reference();
    } else if (*key != "resources" && *key != "resourceFunctions") {
      cursor.skip_value();
    }
  }
  if (cursor.failed()) problem = "index.json is not valid JSON";
  places.assign(std::bit_ceil(2 * entries.size() + 1), 0);
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    auto at = hash_without_case(entries[i].name) & (places.size() - 1);
    while (places[at] != 0) at = (at + 1) & (places.size() - 1);
    places[at] = i + 1;
  }
}

// Of several entries with the same name the first counts.
TypeIndex::State::Entry* TypeIndex::State::find_entry(std::string_view name) {
  if (places.empty()) return nullptr;
  for (auto at = hash_without_case(name) & (places.size() - 1); places[at] != 0; at = (at + 1) & (places.size() - 1)) {
    auto& entry = entries[places[at] - 1];
    if (equal_without_case(entry.name, name)) return &entry;
  }
  return nullptr;
}

std::uint32_t TypeIndex::State::file_number(std::string_view path) {
  const auto [found, added] = file_numbers.try_emplace(std::string(path), static_cast<std::uint32_t>(files.size()));
  if (!added) return found->second;
  files.push_back(std::make_unique<File>());
  files.back()->path = path;
  return found->second;
}

/// Needs no lock: reading a file is most of what an index does, so find() does it before it takes one, and no thread waits for
/// another one's file. Files that only a type of another file refers to are read when they are met.
void TypeIndex::State::ensure_read(File& file) const {
  std::call_once(file.read_once, [&] {
    // Only files below the index are read, whatever it says.
    const bool inside = !file.path.starts_with('/') && file.path.find("..") == std::string::npos;
    if (auto held = inside ? read(file.path) : std::nullopt) file.held = std::move(*held);
    file.text = file.held.text;
    file.elements = JsonCursor(file.text).objects_of_array();
  });
}

std::optional<std::uint64_t> TypeIndex::State::parse_reference(std::string_view reference, std::uint32_t in_file, Position position) {
  const auto hash = reference.find("#/");
  if (hash == std::string_view::npos) return std::nullopt;
  std::uint64_t element = 0;
  for (const char c : reference.substr(hash + 2)) {
    if (c < '0' || c > '9' || element > (1u << 26)) return std::nullopt;
    element = element * 10 + static_cast<std::uint64_t>(c - '0');
  }
  const auto file = hash == 0 ? in_file : file_number(reference.substr(0, hash));
  return number_of(file, element, position);
}

JsonCursor TypeIndex::State::element(std::uint64_t number) const {
  if (file_of(number) >= files.size()) return JsonCursor("null");
  auto& file = *files[file_of(number)];
  ensure_read(file);
  if (element_of(number) >= file.elements.size()) return JsonCursor("null");
  return JsonCursor(file.text, file.elements[element_of(number)]);
}

TypeRef TypeIndex::State::read_reference(JsonCursor& cursor, Building where, Position position) {
  TypeRef result(&types::any);
  if (!cursor.enter('{')) return result;
  while (const auto key = cursor.next_key()) {
    if (*key != "$ref") { cursor.skip_value(); continue; }
    if (const auto number = parse_reference(cursor.raw_string(), where.file, position)) result = TypeRef(self, *number);
  }
  return result;
}

TypeFlags TypeIndex::State::flags_at(Position position, bool sensitive) const {
  TypeFlags flags;
  // Resource bodies are checked strictly, their properties with warnings, because the published types have mistakes.
  if (strictness == Strictness::azure) {
    if (position != body) flags |= TypeFlag::warn_on_property_type_mismatch;
    if (position == below) flags |= TypeFlag::warn_on_type_mismatch;
  }
  if (sensitive) flags |= TypeFlag::secure;
  return flags;
}

std::vector<Property> TypeIndex::State::read_properties(JsonCursor& cursor, Building where) {
  std::vector<Property> properties;
  if (!cursor.enter('{')) return properties;
  while (const auto name = cursor.next_key()) {
    Property property;
    property.name = *name;  // in the text of the file, which stays
    if (cursor.enter('{')) {
      while (const auto key = cursor.next_key()) {
        if (*key == "type") property.type = read_reference(cursor, where, where.position == body ? body_property : below);
        else if (*key == "flags") property.flags = to_property_flags(cursor.integer());
        else if (*key == "description") property.description = text_of(cursor);
        else cursor.skip_value();
      }
    }
    if (!property.type) property.type = &types::any;
    properties.push_back(property);
  }
  return properties;
}

const Type* TypeIndex::State::build_object(JsonCursor cursor, Building where, std::string_view name, std::vector<Property> base) {
  std::vector<Property> properties;
  const Property* additional = nullptr;
  bool sensitive = false;
  std::string own_name;
  if (cursor.enter('{')) {
    while (const auto key = cursor.next_key()) {
      if (*key == "name") own_name = cursor.string();
      else if (*key == "properties") properties = read_properties(cursor, where);
      else if (*key == "additionalProperties") additional = arena.additional(read_reference(cursor, where, where.position == body ? body_property : below));
      else if (*key == "sensitive") sensitive = cursor.boolean();
      else cursor.skip_value();
    }
  }
  for (auto& property : base) {
    const auto same = [&](const Property& own) { return equal_without_case(own.name, property.name); };
    if (std::none_of(properties.begin(), properties.end(), same)) properties.push_back(property);
  }
  return make_object(name.empty() ? own_name : name, std::move(properties), additional, flags_at(where.position, sensitive));
}

const Type* TypeIndex::State::build(JsonCursor cursor, Building where) {
  const auto whole = cursor;
  std::string_view kind;
  std::string text, name, discriminator, pattern;
  std::optional<std::int64_t> min_value, max_value, min_length, max_length;
  std::vector<Property> base;
  std::vector<TypeRef> elements;
  std::vector<std::pair<std::string, TypeRef>> variants;
  TypeRef item(&types::any);
  bool sensitive = false;
  if (!cursor.enter('{')) return &types::any;
  while (const auto key = cursor.next_key()) {
    if (*key == "$type") kind = cursor.raw_string();
    else if (*key == "value") text = cursor.string();
    else if (*key == "name") name = cursor.string();
    else if (*key == "discriminator") discriminator = cursor.string();
    else if (*key == "pattern") pattern = cursor.string();
    else if (*key == "minValue") min_value = cursor.integer();
    else if (*key == "maxValue") max_value = cursor.integer();
    else if (*key == "minLength") min_length = cursor.integer();
    else if (*key == "maxLength") max_length = cursor.integer();
    else if (*key == "sensitive") sensitive = cursor.boolean();
    else if (*key == "itemType") item = read_reference(cursor, where, below);
    else if (*key == "baseProperties") base = read_properties(cursor, where);
    else if (*key == "elements") {
      if (kind == "DiscriminatedObjectType") {
        if (!cursor.enter('{')) continue;
        while (const auto variant = cursor.next_key()) variants.emplace_back(*variant, read_reference(cursor, where, where.position));
      } else if (cursor.enter('[')) {
        while (cursor.next_element()) elements.push_back(read_reference(cursor, where, where.position));
      }
    } else cursor.skip_value();
  }
  if (kind == "StringType") return arena.string(min_length, max_length, flags_at(where.position, sensitive), arena.text(pattern));
  if (kind == "StringLiteralType") return arena.string_literal(text, flags_at(where.position, false));
  if (kind == "IntegerType") return arena.integer(min_value, max_value, flags_at(where.position, false));
  if (kind == "BooleanType") {
    Type type;
    type.kind = TypeKind::boolean;
    type.flags = flags_at(where.position, false);
    return arena.make(type);
  }
  if (kind == "NullType") return &types::null;
  if (kind == "ArrayType") {
    // An array's own strictness is that of a body property exactly when it stands directly in a body.
    const auto flags = strictness == Strictness::azure ? flags_at(where.position == body ? body_property : below, false) : TypeFlags{};
    return arena.array(item, min_length, max_length, flags);
  }
  if (kind == "UnionType") return arena.union_of(elements);
  if (kind == "ObjectType") return build_object(whole, where, {}, {});
  if (kind == "DiscriminatedObjectType") {
    std::vector<TypeRef> objects;
    for (const auto& [key, reference] : variants) {
      // The variant's element is built again with the base properties in it.
      const auto* variant = reference.get();
      if (!variant->is_object()) continue;
      std::vector<Property> properties(variant->properties.begin(), variant->properties.end());
      for (const auto& property : base) {
        const auto same = [&](const Property& own) { return equal_without_case(own.name, property.name); };
        if (std::none_of(properties.begin(), properties.end(), same)) properties.push_back(property);
      }
      objects.push_back(make_object(key, std::move(properties), variant->additional, variant->flags));
    }
    return arena.discriminated(name, discriminator, objects, flags_at(where.position, false));
  }
  return &types::any;
}

const Type* TypeIndex::State::resolve(std::uint64_t number) {
  if (const auto found = resolved.find(number); found != resolved.end()) return found->second;
  // A union or a discriminated object that contains itself would resolve for ever; it reads as `any`.
  resolved[number] = &types::any;
  const auto position = static_cast<Position>(number & ((1u << position_bits) - 1));
  const auto* type = build(element(number), {file_of(number), position});
  resolved[number] = type;
  return type;
}

TypeIndex::TypeIndex(FileReader read, Strictness strictness) : state_(std::make_unique<State>()) {
  state_->read = std::move(read);
  state_->strictness = strictness;
  state_->self = this;
}
TypeIndex::~TypeIndex() = default;

const Type* TypeIndex::resolve(std::uint64_t number) const {
  {
    const std::shared_lock reading(state_->published_mutex);
    if (const auto found = state_->published.find(number); found != state_->published.end()) return found->second;
  }
  const std::lock_guard lock(state_->mutex);
  ++state_->depth;
  const auto* type = state_->resolve(number);
  // While another type is being built from it, this one may be the stand-in for a circle.
  if (--state_->depth == 0) {
    const std::unique_lock writing(state_->published_mutex);
    state_->published.emplace(number, type);
  }
  return type;
}

/// Nothing for an entry whose element is no resource type.
std::unique_ptr<IndexedResourceType> TypeIndex::State::load_entry(const Entry& entry, std::uint64_t number) {
  const auto file = file_of(number);
  auto cursor = element(number);
  auto loaded = std::make_unique<IndexedResourceType>();
  loaded->name = entry.name;
  std::int64_t flags = 0;
  bool has_scopes = false;
  if (cursor.enter('{')) {
    while (const auto key = cursor.next_key()) {
      if (*key == "body") loaded->body = read_reference(cursor, {file, body}, body);
      else if (*key == "readableScopes") { loaded->readable_scopes = to_scopes(cursor.integer()); has_scopes = true; }
      else if (*key == "writableScopes") { loaded->writable_scopes = to_scopes(cursor.integer()); has_scopes = true; }
      else if (*key == "scopeType") { loaded->readable_scopes = loaded->writable_scopes = to_scopes(cursor.integer()); has_scopes = true; }
      else if (*key == "flags") flags = cursor.integer();
      else cursor.skip_value();
    }
  }
  if (!loaded->body) return nullptr;
  // Older packages; of an extension, none at all stands for everywhere.
  if (!has_scopes || (loaded->readable_scopes | loaded->writable_scopes) == 0) loaded->readable_scopes = loaded->writable_scopes = to_scopes(31);
  if (flags & 1) loaded->writable_scopes = 0;  // older packages mark read-only types
  return loaded;
}

const IndexedResourceType* TypeIndex::find(std::string_view name_and_version) const {
  std::unique_lock lock(state_->mutex);
  state_->read_index();
  auto* entry = state_->find_entry(name_and_version);
  if (entry == nullptr) return nullptr;
  if (entry->loaded) return entry->loaded.get();
  const auto number = state_->parse_reference(entry->reference, 0, body);
  if (!number) return nullptr;
  if (file_of(*number) < state_->files.size()) {
    auto& needed = *state_->files[file_of(*number)];  // stays where it is
    lock.unlock();
    state_->ensure_read(needed);
    lock.lock();
  }
  if (!entry->loaded) entry->loaded = state_->load_entry(*entry, *number);
  return entry->loaded.get();
}

bool TypeIndex::contains(std::string_view name_and_version) const {
  const std::lock_guard lock(state_->mutex);
  state_->read_index();
  return state_->find_entry(name_and_version) != nullptr;
}

std::vector<IndexedResourceFunction> TypeIndex::functions(std::string_view type, std::string_view api_version) const {
  const std::lock_guard lock(state_->mutex);
  state_->read_index();
  std::vector<IndexedResourceFunction> result;
  const auto found = state_->function_references.find(to_lower_ascii(std::string(type) + "@" + std::string(api_version)));
  if (found == state_->function_references.end()) return result;
  for (const auto reference : found->second) {
    const auto number = state_->parse_reference(reference, 0, below);
    if (!number) continue;
    const auto file = file_of(*number);
    auto cursor = state_->element(*number);
    IndexedResourceFunction function;
    if (!cursor.enter('{')) continue;
    while (const auto key = cursor.next_key()) {
      if (*key == "name") function.name = state_->arena.text(cursor.string());
      else if (*key == "apiVersion") function.api_version = state_->arena.text(cursor.string());
      else if (*key == "output") function.output = state_->read_reference(cursor, {file, below}, below);
      else if (*key == "input") function.input = state_->read_reference(cursor, {file, below}, below);
      else cursor.skip_value();
    }
    result.push_back(function);
  }
  return result;
}

const IndexSettings& TypeIndex::settings() const {
  const std::lock_guard lock(state_->mutex);
  state_->read_index();
  return state_->settings;
}

TypeRef TypeIndex::fallback_resource_body() const {
  const std::lock_guard lock(state_->mutex);
  state_->read_index();
  if (state_->fallback_reference.empty()) return {};
  const auto number = state_->parse_reference(state_->fallback_reference, 0, body);
  if (!number) return {};
  const auto file = file_of(*number);
  auto cursor = state_->element(*number);
  TypeRef result;
  if (cursor.enter('{')) {
    while (const auto key = cursor.next_key()) {
      if (*key == "body") result = state_->read_reference(cursor, {file, body}, body); else cursor.skip_value();
    }
  }
  return result;
}

std::vector<std::string_view> TypeIndex::all_types() const {
  const std::lock_guard lock(state_->mutex);
  state_->read_index();
  std::vector<std::string_view> names;
  names.reserve(state_->entries.size());
  for (const auto& entry : state_->entries) names.push_back(entry.name);
  return names;
}

std::string TypeIndex::problem() const {
  const std::lock_guard lock(state_->mutex);
  state_->read_index();
  return state_->problem;
}

std::shared_ptr<const TypeIndex> TypeIndex::open_folder(const std::string& folder, Strictness strictness, const Limits& limits) {
  const auto bytes = limits.file_bytes;
  return std::make_shared<TypeIndex>([folder, bytes](std::string_view path) { return map_file(folder + "/" + std::string(path), bytes); }, strictness);
}

std::shared_ptr<const TypeIndex> TypeIndex::open_archive(std::string_view bytes, Strictness strictness, const Limits& limits) {
  auto files = unpack_tgz(bytes, limits);
  if (!files) return nullptr;
  auto shared = std::make_shared<std::unordered_map<std::string, std::string>>(std::move(*files));
  return std::make_shared<TypeIndex>(
      [shared](std::string_view path) -> std::optional<FileText> {
        const auto found = shared->find(std::string(path));
        if (found == shared->end()) return std::nullopt;
        return FileText{found->second, shared};
      },
      strictness);
}

}  // namespace fleetlint::compiler
