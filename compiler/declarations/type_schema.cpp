// Types as ARM schemas: `type`, `$ref`, `allowedValues`, … and what decorators add (emission rules M).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "emit/emitter.h"
#include "fleetlint/compiler/types.h"

namespace fleetlint::compiler {

using ir::Kind;
using syntax::Node;

namespace {

/// RFC 6901: a segment of a JSON pointer; then percent-encoded as part of a URI.
std::string pointer_segment(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool unreserved = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
    if (c == '~') result += "~0";
    else if (c == '/') result += "~1";
    else if (unreserved) result += c;
    else result += fmt::format("%{:02X}", byte);
  }
  return result;
}

bool is_reference(Kind kind) {
  switch (kind) {
    case Kind::TypeAliasReference:
    case Kind::SynthesizedTypeAliasReference:
    case Kind::ImportedTypeReference:
    case Kind::WildcardImportTypePropertyReference:
    case Kind::ResourceDerivedType:
    case Kind::TypeReferencePropertyAccess:
    case Kind::TypeReferenceAdditionalPropertiesAccess:
    case Kind::TypeReferenceIndexAccess:
    case Kind::TypeReferenceItemsAccess: return true;
    default: return false;
  }
}

bool is_member_access(Kind kind) {
  return kind == Kind::TypeReferencePropertyAccess || kind == Kind::TypeReferenceAdditionalPropertiesAccess ||
         kind == Kind::TypeReferenceIndexAccess || kind == Kind::TypeReferenceItemsAccess;
}

/// Where a reference leads: a place in `definitions` with the type written there, or a place in a resource type.
struct Resolution {
  std::vector<std::string> segments;
  const ir::Expression* declaration = nullptr;    ///< null for resource types
  const ir::Expression* resource_root = nullptr;  ///< ResourceDerivedType
  const Type* derived = nullptr;                  ///< what the place of the resource type holds
};

class SchemaWriter {
 public:
  explicit SchemaWriter(Emitter& emitter) : emitter_(emitter), lowering_(emitter.lowering()) {}

  using Properties = std::vector<const ir::Expression*>;

  const ir::Expression* schema(const ir::Expression& type) {
    switch (type.kind) {
      case Kind::AmbientTypeReference:
      case Kind::FullyQualifiedAmbientTypeReference:
        if (type.text == "any") return lowering_.object({}, type.source);
        return lowering_.object({type_name(type.text, type.source)}, type.source);
      case Kind::StringLiteralType: return literal("string", lowering_.string(type.text, type.source), type.source);
      case Kind::IntegerLiteralType: return literal("int", literal_value(type), type.source);
      case Kind::BooleanLiteralType: return literal("bool", literal_value(type), type.source);
      case Kind::UnionType: return union_schema(type);
      case Kind::ResourceType:
        return lowering_.object({type_name("string", type.source),
                                 lowering_.property("metadata",
                                                    lowering_.object({lowering_.property("resourceType", lowering_.string(type.text, type.source), type.source)},
                                                                     type.source),
                                                    type.source)},
                                type.source);
      case Kind::ArrayType: return array_schema(type);
      case Kind::ObjectType: return object_schema(type);
      case Kind::TupleType: return tuple_schema(type);
      case Kind::NullableType: return merge(schema(type.child(0)), "nullable", boolean(true, type.source));
      case Kind::NonNullableType: return merge(schema(type.child(0)), "nullable", boolean(false, type.source));
      case Kind::DiscriminatedObjectType: return tagged_schema(type);
      default:
        if (is_reference(type.kind)) return reference_schema(resolve(type), type.source);
        return lowering_.object({}, type.source);
    }
  }

  /// The decorators of a declaration added to its schema, in the order of rule M.
  const ir::Expression* modified(const ir::Expression& declaration, const ir::Expression* result) {
    const auto* decorators = declaration.decorators;
    if (!decorators) return result;
    if (decorators->secure) {
      const auto* type = find(result, "type");
      if (type && type->child(1).text == "string") result = merge(result, "type", lowering_.string("securestring", decorators->secure->source));
      if (type && type->child(1).text == "object") result = merge(result, "type", lowering_.string("secureObject", decorators->secure->source));
    }
    if (decorators->sealed) result = merge(result, "additionalProperties", boolean(false, decorators->sealed->source));
    if (decorators->exported && declaration.is(Kind::DeclaredType)) {
      result = add_metadata(result, "__bicep_export!", boolean(true, decorators->exported->source));
    }
    const std::pair<std::string_view, const ir::Expression*> others[] = {
        {"metadata", decorators->metadata},   {"minLength", decorators->min_length}, {"maxLength", decorators->max_length},
        {"minValue", decorators->min_value},  {"maxValue", decorators->max_value},   {"validate", decorators->user_defined_constraint},
    };
    for (const auto& [name, value] : others) {
      if (value) result = merge(result, name, value);
    }
    if (decorators->description) result = add_metadata(result, "description", decorators->description);
    return result;
  }

  const ir::Expression* add_metadata(const ir::Expression* result, std::string_view name, const ir::Expression* value) {
    return merge(result, "metadata", lowering_.object({lowering_.property(name, value, value->source)}, value->source));
  }

  /// The object with this property: objects are merged, other values replaced where they stand.
  const ir::Expression* merge(const ir::Expression* object, std::string_view name, const ir::Expression* value) {
    Properties properties(object->children.begin(), object->children.end());
    for (auto& property : properties) {
      if (!property->child(0).is(Kind::StringLiteral) || property->child(0).text != name) continue;
      if (property->child(1).is(Kind::Object) && value->is(Kind::Object)) {
        const auto* merged = &property->child(1);
        for (const auto* inner : value->children) {
          if (inner->child(0).is(Kind::StringLiteral)) merged = merge(merged, inner->child(0).text, &inner->child(1));
        }
        value = merged;
      }
      property = lowering_.property(&property->child(0), value, property->source);
      return lowering_.object(properties, object->source);
    }
    properties.push_back(lowering_.property(name, value));
    return lowering_.object(properties, object->source);
  }

  const ir::Expression* boolean(bool value, Node source = {}) {
    auto* expression = lowering_.make(Kind::BooleanLiteral, source);
    expression->boolean = value;
    return expression;
  }

 private:
  const Type* type_of(const ir::Expression& expression) {
    if (expression.type) return expression.type;
    if (!expression.source || &expression.source.tree() != &lowering_.model().tree()) return nullptr;
    return lowering_.model().types().type_of(expression.source);
  }

  static const ir::Expression* find(const ir::Expression* object, std::string_view name) {
    for (const auto* property : object->children) {
      if (property->child(0).text == name) return property;
    }
    return nullptr;
  }

  const ir::Expression* type_name(std::string_view name, Node source) { return lowering_.property("type", lowering_.string(name, source), source); }

  const ir::Expression* array(const Properties& items, Node source = {}) {
    auto* expression = lowering_.make(Kind::Array, source);
    expression->children = lowering_.list(items);
    return expression;
  }

  const ir::Expression* literal(std::string_view name, const ir::Expression* value, Node source) {
    return lowering_.object({type_name(name, source), lowering_.property("allowedValues", array({value}), source)}, source);
  }

  const ir::Expression* literal_value(const ir::Expression& type) {
    switch (type.kind) {
      case Kind::IntegerLiteralType: {
        auto* expression = lowering_.make(Kind::IntegerLiteral, type.source);
        expression->integer = type.integer;
        return expression;
      }
      case Kind::BooleanLiteralType: return boolean(type.boolean, type.source);
      case Kind::StringLiteralType: return lowering_.string(type.text, type.source);
      default: return lowering_.make(Kind::NullLiteral, type.source);
    }
  }

  /// The value that a literal type stands for.
  const ir::Expression* literal_value(const Type& type) {
    switch (type.kind) {
      case TypeKind::string_literal: return lowering_.string(lowering_.arena().copy(type.text));  // the template outlives the type
      case TypeKind::integer_literal: {
        auto* expression = lowering_.make(Kind::IntegerLiteral);
        expression->integer = type.integer;
        return expression;
      }
      case TypeKind::boolean_literal: return boolean(type.integer != 0);
      case TypeKind::object: {
        Properties properties;
        for (const auto& property : type.properties) properties.push_back(lowering_.property(lowering_.arena().copy(property.name), literal_value(*property.type)));
        return lowering_.object(properties);
      }
      case TypeKind::tuple: {
        Properties items;
        for (const auto& item : type.elements) items.push_back(literal_value(*item));
        return array(items);
      }
      default: return lowering_.make(Kind::NullLiteral);
    }
  }

  /// Members of a union in the order of types; of anything else the thing itself.
  static std::vector<const Type*> members_of(const Type* type) {
    std::vector<const Type*> result;
    if (!type) return result;
    if (type->kind != TypeKind::union_of) return {type};
    for (const auto& member : type->elements) result.push_back(member.get());
    return result;
  }

  const ir::Expression* allowed_values(const std::vector<const Type*>& members, Node source) {
    Properties items;
    for (const auto* member : members) items.push_back(literal_value(*member));
    return array(items, source);
  }

  const ir::Expression* union_schema(const ir::Expression& type) {
    auto members = members_of(type_of(type));
    const auto is_null = [](const Type* member) { return member->kind == TypeKind::null; };
    const bool nullable = std::ranges::any_of(members, is_null) && members.size() > 1;
    if (nullable) std::erase_if(members, is_null);
    Properties properties;
    if (!members.empty()) {
      if (const auto name = arm_primitive_name(*members.front()); !name.empty()) properties.push_back(type_name(name, type.source));
    }
    properties.push_back(lowering_.property("allowedValues", allowed_values(members, type.source), type.source));
    if (nullable) properties.push_back(lowering_.property("nullable", boolean(true), type.source));
    return lowering_.object(properties, type.source);
  }

  /// The values that items of an array may have, when they are literals; else null.
  const ir::Expression* allowed_items(const ir::Expression& item) {
    switch (item.kind) {
      case Kind::StringLiteralType:
      case Kind::IntegerLiteralType:
      case Kind::BooleanLiteralType:
      case Kind::NullLiteralType: return array({literal_value(item)});
      case Kind::ObjectType:
      case Kind::TupleType: {
        const auto* type = type_of(item);
        return type && is_literal(*type) ? array({literal_value(*type)}) : nullptr;
      }
      case Kind::UnionType: return allowed_values(members_of(type_of(item)), item.source);
      default: return nullptr;
    }
  }

  const ir::Expression* array_schema(const ir::Expression& type) {
    const auto& item = type.child(0);
    Properties properties{type_name("array", type.source)};
    if (const auto* values = allowed_items(item)) properties.push_back(lowering_.property("allowedValues", values, item.source));
    else properties.push_back(lowering_.property("items", schema(item)));
    return lowering_.object(properties, type.source);
  }

  const ir::Expression* object_schema(const ir::Expression& type) {
    Properties members;
    const ir::Expression* additional = nullptr;
    for (const auto* member : type.children) {
      const auto* member_schema = modified(*member, schema(member->child(0)));
      if (member->is(Kind::ObjectTypeAdditionalProperties)) additional = lowering_.property("additionalProperties", member_schema, member->source);
      else members.push_back(lowering_.property(lowering_.string(member->text, member->source), member_schema, member->source));
    }
    Properties properties{type_name("object", type.source), lowering_.property("properties", lowering_.object(members, type.source), type.source)};
    if (additional) properties.push_back(additional);
    return lowering_.object(properties, type.source);
  }

  const ir::Expression* tuple_schema(const ir::Expression& type) {
    Properties items;
    for (const auto* item : type.children) items.push_back(modified(*item, schema(item->child(0))));
    return lowering_.object({type_name("array", type.source), lowering_.property("prefixItems", array(items, type.source), type.source),
                             lowering_.property("items", boolean(false), type.source)},
                            type.source);
  }

  // References.

  Resolution named(std::string_view name) { return {{"definitions", std::string(name)}, emitter_.declared_type(name), nullptr, nullptr}; }

  Resolution resolve(const ir::Expression& type) {
    std::vector<const ir::Expression*> accesses;
    const auto* root = &type;
    while (is_member_access(root->kind)) {
      accesses.push_back(root);
      root = &root->child(0);
    }
    Resolution at;
    switch (root->kind) {
      case Kind::TypeAliasReference:
      case Kind::SynthesizedTypeAliasReference: at = named(root->text); break;
      case Kind::ImportedTypeReference: at = named(emitter_.imports().name_of(root->symbol)); break;
      case Kind::WildcardImportTypePropertyReference: at = named(emitter_.imports().name_of(root->symbol, root->text)); break;
      case Kind::ResourceDerivedType:
        at.resource_root = root;
        at.derived = type_of(*root);
        break;
      default: return at;
    }
    for (auto i = accesses.size(); i-- > 0;) step(at, *accesses[i]);
    return at;
  }

  /// Follows references until the declaration is of the wanted kind or the place is in a resource type.
  void trace(Resolution& at, Kind wanted) {
    for (int guard = 0; guard < 1000 && at.declaration && !at.declaration->is(wanted); ++guard) {
      const auto* declaration = at.declaration;
      if (!is_reference(declaration->kind)) return;
      at = resolve(*declaration);
    }
  }

  void step(Resolution& at, const ir::Expression& access) {
    const auto into_resource = [&](std::initializer_list<std::string> segments) {
      at.segments.insert(at.segments.end(), segments);
      at.derived = type_of(access);
    };
    switch (access.kind) {
      case Kind::TypeReferencePropertyAccess: {
        trace(at, Kind::ObjectType);
        if (!at.declaration) return into_resource({"properties", std::string(access.text)});
        at.segments.insert(at.segments.end(), {"properties", std::string(access.text)});
        for (const auto* member : at.declaration->children) {
          if (member->is(Kind::ObjectTypeProperty) && member->text == access.text) {
            at.declaration = &member->child(0);
            return;
          }
        }
        return;
      }
      case Kind::TypeReferenceAdditionalPropertiesAccess:
        trace(at, Kind::ObjectType);
        if (!at.declaration) return into_resource({"additionalProperties"});
        at.segments.emplace_back("additionalProperties");
        if (!at.declaration->children.empty()) at.declaration = &at.declaration->children.back()->child(0);
        return;
      case Kind::TypeReferenceIndexAccess:
        trace(at, Kind::TupleType);
        if (!at.declaration) return into_resource({"prefixItems", std::to_string(access.integer)});
        at.segments.insert(at.segments.end(), {"prefixItems", std::to_string(access.integer)});
        if (access.integer >= 0 && static_cast<std::size_t>(access.integer) < at.declaration->children.size()) {
          at.declaration = &at.declaration->child(static_cast<std::size_t>(access.integer)).child(0);
        }
        return;
      default:
        trace(at, Kind::ArrayType);
        if (!at.declaration) return into_resource({"items"});
        at.segments.emplace_back("items");
        if (!at.declaration->children.empty()) at.declaration = &at.declaration->child(0);
    }
  }

  const ir::Expression* reference_schema(const Resolution& at, Node source) {
    std::string pointer;
    if (!at.resource_root) {
      pointer = "#";
      for (const auto& segment : at.segments) pointer += "/" + pointer_segment(segment);
      return lowering_.object({lowering_.property("$ref", lowering_.string(lowering_.arena().copy(std::string_view(pointer)), source), source)}, source);
    }
    pointer = at.resource_root->text;
    for (std::size_t i = 0; i < at.segments.size(); ++i) pointer += (i == 0 ? "#" : "/") + pointer_segment(at.segments[i]);
    const auto* value = lowering_.string(lowering_.arena().copy(std::string_view(pointer)));
    if (at.resource_root->integer == 1) value = lowering_.object({lowering_.property("source", value)});
    else if (at.resource_root->integer == 2) value = lowering_.object({lowering_.property("source", value), lowering_.property("output", boolean(true))});
    Properties properties;
    if (at.derived) {
      if (const auto name = arm_primitive_name(*at.derived); !name.empty()) properties.push_back(type_name(name, source));
    }
    properties.push_back(
        lowering_.property("metadata", lowering_.object({lowering_.property("__bicep_resource_derived_type!", value, source)}, source), source));
    return lowering_.object(properties, source);
  }

  // Tagged unions.

  const ir::Expression* tagged_schema(const ir::Expression& type) {
    Properties mapping;
    add_mapping(mapping, type);
    const auto* discriminator = lowering_.object({lowering_.property("propertyName", lowering_.string(type.text)),
                                                  lowering_.property("mapping", lowering_.object(mapping))});
    return lowering_.object({type_name("object", type.source), lowering_.property("discriminator", discriminator, type.source)}, type.source);
  }

  void add_mapping(Properties& mapping, const ir::Expression& tagged) {
    for (const auto* member : tagged.children) {
      if (!is_reference(member->kind) || member->is(Kind::ResourceDerivedType)) {
        if (member->is(Kind::ResourceDerivedType)) add_resource_mapping(mapping, tagged.text, resolve(*member));
        else add_variant(mapping, tagged.text, *member, nullptr);
        continue;
      }
      const auto at = resolve(*member);
      if (at.resource_root) add_resource_mapping(mapping, tagged.text, at);
      else if (at.declaration) add_variant(mapping, tagged.text, *at.declaration, &at);
    }
  }

  void add_variant(Properties& mapping, std::string_view discriminator, const ir::Expression& declaration, const Resolution* at) {
    if (declaration.is(Kind::DiscriminatedObjectType)) {
      add_mapping(mapping, declaration);
      return;
    }
    if (is_reference(declaration.kind)) {
      const auto next = resolve(declaration);
      if (next.declaration) add_variant(mapping, discriminator, *next.declaration, at);
      return;
    }
    if (!declaration.is(Kind::ObjectType)) return;
    mapping.push_back(lowering_.property(tag_of(declaration, discriminator), at ? reference_schema(*at, {}) : object_schema(declaration)));
  }

  void add_resource_mapping(Properties& mapping, std::string_view discriminator, const Resolution& at) {
    if (!at.derived) return;
    if (at.derived->kind == TypeKind::object) {
      mapping.push_back(lowering_.property(tag_of(*at.derived, discriminator), reference_schema(at, {})));
    } else if (at.derived->kind == TypeKind::discriminated_object) {
      for (const auto& variant : at.derived->elements) {
        auto place = at;
        const auto tag = tag_of(*variant, discriminator);
        place.segments.insert(place.segments.end(), {"discriminator", "mapping", std::string(tag)});
        place.derived = variant.get();
        mapping.push_back(lowering_.property(tag, reference_schema(place, {})));
      }
    }
  }

  std::string_view tag_of(const ir::Expression& object, std::string_view discriminator) {
    for (const auto* member : object.children) {
      if (!member->is(Kind::ObjectTypeProperty) || member->text != discriminator) continue;
      if (member->child(0).is(Kind::StringLiteralType)) return member->child(0).text;
    }
    const auto* type = type_of(object);
    return type ? tag_of(*type, discriminator) : std::string_view();
  }

  static std::string_view tag_of(const Type& object, std::string_view discriminator) {
    const auto* property = object.find(discriminator);
    return property && property->type->kind == TypeKind::string_literal ? property->type->text : std::string_view();
  }

  Emitter& emitter_;
  Lowering& lowering_;
};

}  // namespace

const ir::Expression* type_schema(Emitter& emitter, const ir::Expression& type) { return SchemaWriter(emitter).schema(type); }

const ir::Expression* declaration_schema(Emitter& emitter, const ir::Expression& declaration) {
  SchemaWriter writer(emitter);
  return writer.modified(declaration, writer.schema(declaration.child(0)));
}

void add_definitions(Emitter& emitter, MemberList& members, const ir::Expression& program) {
  SchemaWriter writer(emitter);
  auto& lowering = emitter.lowering();
  MemberList definitions;
  std::vector<const ir::Expression*> types;
  for (const auto* child : program.children) {
    if (child->is(Kind::DeclaredType)) types.push_back(child);
  }
  types.insert(types.end(), emitter.imports().types.begin(), emitter.imports().types.end());
  for (const auto* declared : types) {
    const auto* schema = writer.modified(*declared, writer.schema(declared->child(0)));
    if (const auto at = emitter.imports().origins.find(declared->text); at != emitter.imports().origins.end()) {
      std::vector<const ir::Expression*> origin{
          lowering.property("sourceTemplate", lowering.string(lowering.arena().copy(std::string_view(at->second.source_template))))};
      if (!declared->text.ends_with(at->second.original_name)) {
        origin.push_back(lowering.property("originalIdentifier", lowering.string(lowering.arena().copy(std::string_view(at->second.original_name)))));
      }
      schema = writer.add_metadata(schema, "__bicep_imported_from!", lowering.object(origin));
    }
    emitter.add_declaration(definitions, *declared, *schema);
  }
  if (!definitions.empty()) emitter.add(members, "definitions", emitter.object_value(definitions, emitter.here()));
}

void add_parameters(Emitter& emitter, MemberList& members, const ir::Expression& program) {
  SchemaWriter writer(emitter);
  MemberList parameters;
  for (const auto* declared : program.children) {
    if (!declared->is(Kind::DeclaredParameter)) continue;
    const auto* schema = writer.schema(declared->child(0));
    if (declared->boolean) schema = writer.merge(schema, "defaultValue", &declared->child(1));
    if (declared->decorators && declared->decorators->allowed_values) schema = writer.merge(schema, "allowedValues", declared->decorators->allowed_values);
    emitter.add_declaration(parameters, *declared, *writer.modified(*declared, schema));
  }
  if (!parameters.empty()) emitter.add(members, "parameters", emitter.object_value(parameters, emitter.here()));
}

void add_functions(Emitter& emitter, MemberList& members, const ir::Expression& program) {
  SchemaWriter writer(emitter);
  auto& lowering = emitter.lowering();
  std::vector<std::pair<std::string_view, std::vector<const ir::Expression*>>> spaces;
  const auto add = [&](const ir::Expression* declared) {
    const auto space = declared->segments.empty() ? std::string_view("__bicep") : declared->segments[0];
    auto at = std::ranges::find(spaces, space, [](const auto& entry) { return entry.first; });
    if (at == spaces.end()) at = spaces.insert(spaces.end(), {space, {}});
    at->second.push_back(declared);
  };
  for (const auto* child : program.children) {
    if (child->is(Kind::DeclaredFunction)) add(child);
  }
  for (const auto* imported : emitter.imports().functions) add(imported);
  if (spaces.empty()) return;
  std::vector<arm::Node> functions;
  for (const auto& [space, declarations] : spaces) {
    MemberList named;
    for (const auto* declared : declarations) {
      const auto& lambda = declared->child(0);
      std::vector<const ir::Expression*> parameters;
      for (std::size_t i = 0; i < lambda.segments.size(); ++i) {
        // Placed at the function as a whole: the objects stand for nothing that is written.
        const auto* parameter = writer.merge(writer.schema(lambda.child(i)), "name", lowering.string(lambda.segments[i]));
        parameters.push_back(lowering.object({parameter->children.begin(), parameter->children.end()}, declared->source));
      }
      auto* list = lowering.make(Kind::Array, declared->source);
      list->children = lowering.list(parameters);
      const auto body = lambda.lambda.parameter_types;
      const auto* output = lambda.lambda.has_output_type ? writer.schema(lambda.child(body + 1)) : lowering.object({});
      output = writer.merge(output, "value", &lambda.child(body));
      output = lowering.object({output->children.begin(), output->children.end()}, declared->source);
      std::vector<const ir::Expression*> function{lowering.property("parameters", list), lowering.property("output", output)};
      std::vector<const ir::Expression*> metadata;
      if (declared->decorators && declared->decorators->description) {
        metadata.push_back(lowering.property("description", declared->decorators->description));
      }
      if (declared->decorators && declared->decorators->exported) {
        metadata.push_back(lowering.property("__bicep_export!", writer.boolean(true, declared->decorators->exported->source)));
      }
      const auto key = space == "__bicep" ? std::string(declared->text) : fmt::format("{}.{}", space, declared->text);
      if (const auto at = emitter.imports().origins.find(key); at != emitter.imports().origins.end()) {
        std::vector<const ir::Expression*> origin{
            lowering.property("sourceTemplate", lowering.string(lowering.arena().copy(std::string_view(at->second.source_template))))};
        if (declared->text != at->second.original_name) {
          origin.push_back(lowering.property("originalIdentifier", lowering.string(lowering.arena().copy(std::string_view(at->second.original_name)))));
        }
        metadata.push_back(lowering.property("__bicep_imported_from!", lowering.object(origin)));
      }
      if (!metadata.empty()) function.push_back(lowering.property("metadata", lowering.object(metadata)));
      emitter.add_declaration(named, *declared, *lowering.object(function, declared->source));
    }
    MemberList entry;
    emitter.add(entry, "namespace", emitter.string_value(space));
    emitter.add(entry, "members", emitter.object_value(named, emitter.here()));
    functions.push_back(emitter.object_value(entry, emitter.here()));
  }
  emitter.add(members, "functions", emitter.array_value(functions, emitter.here()));
}

}  // namespace fleetlint::compiler
