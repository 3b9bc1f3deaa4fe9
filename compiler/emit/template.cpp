// The sections of a template in their fixed order (emission rules A, K, N4, O).
#include <algorithm>

#include "emit/emitter.h"

namespace fleetlint::compiler {

using ir::Kind;

namespace {

constexpr std::string_view experimental_warning =
    "This template uses ARM features that are experimental. Experimental features should be enabled for testing purposes only, as there are no "
    "guarantees about the quality or stability of these features. Do not enable these settings for any production usage, or your production "
    "environment may be subject to breaking.";

std::string_view schema_of(Scope scope) {
  switch (scope) {
    case Scope::tenant: return "https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#";
    case Scope::management_group: return "https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#";
    case Scope::subscription: return "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#";
    default: return "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
  }
}

}  // namespace

Emitter::Emitter(Lowering& lowering, const ImportNames& imports, const CompileOptions& options, arm::TemplateIr& out)
    : lowering_(lowering), model_(lowering.model()), imports_(imports), options_(options), only_text_(static_cast<bool>(options.take_text)), out_(out) {
  // What no statement stands for is placed at the start of the file.
  here_ = {model_.file().source, {0, 0}};
}

arm::Node Emitter::template_node(const ir::Expression& program, const TemplateLookup& modules) {
  const auto top = here_;
  MemberList members;
  for (const auto* child : program.children) {
    if (child->is(Kind::DeclaredType)) declared_types_.try_emplace(child->text, &child->child(0));
  }
  for (const auto* imported : imports_.types) declared_types_.try_emplace(imported->text, &imported->child(0));
  const auto features = model_.features();
  add(members, "$schema", string_value(schema_of(model_.target_scope())));
  if (lowering_.settings().experimental_language) {
    add(members, "languageVersion", string_value(features.has(Feature::module_extension_configs) ? "2.2-experimental" : "2.1-experimental"));
  } else if (symbolic()) {
    add(members, "languageVersion", string_value("2.0"));
  }
  add(members, "contentVersion", string_value("1.0.0.0"));
  const auto section = [&](auto&& write) {
    here_ = top;
    write();
  };
  section([&] { add_metadata(members, program); });
  section([&] { add_definitions(*this, members, program); });
  section([&] { add_functions(*this, members, program); });
  section([&] { add_parameters(*this, members, program); });
  section([&] { add_variables(members, program); });
  section([&] { add_extensions(members, program); });
  section([&] { add_resources(members, program, modules); });
  section([&] { add_outputs(members, program); });
  section([&] {
    MemberList asserts;
    for (const auto* child : program.children) {
      if (!child->is(Kind::DeclaredAssert)) continue;
      here_ = location(*child);
      add(asserts, child->text, value(child->child(0)));
    }
    here_ = top;
    if (!asserts.empty()) add(members, "asserts", object_value(asserts, top));
  });
  return object_value(members, top);
}

const ir::Expression* Emitter::declared_type(std::string_view name) const {
  const auto at = declared_types_.find(name);
  return at == declared_types_.end() ? nullptr : at->second;
}

void Emitter::add_declaration(MemberList& members, const ir::Expression& declared, const ir::Expression& schema) {
  const auto around = here_;
  here_ = declared.source ? location(declared) : around;
  MemberList properties;
  add_properties(properties, schema);
  arm::Member member;
  member.name = keep(declared.text);
  member.value = object_value(properties, here_);
  member.name_location = declared.source ? Location{here_.source, declared.source.name_span()} : here_;
  members.push_back(member);
  here_ = around;
}

void Emitter::add_metadata(MemberList& members, const ir::Expression& program) {
  MemberList metadata;
  if (lowering_.settings().experimental_language) {
    add(metadata, "_EXPERIMENTAL_WARNING", string_value(experimental_warning));
    std::vector<arm::Node> enabled;
    for (const auto& facts : feature_facts()) {
      if (facts.experimental_language_version && model_.features().has(facts.feature)) enabled.push_back(string_value(facts.display_name));
    }
    add(metadata, "_EXPERIMENTAL_FEATURES_ENABLED", array_value(enabled, here_));
  }
  MemberList generator;
  add(generator, "name", string_value(options_.generator_name));
  add(generator, "version", string_value(options_.generator_version));
  add(metadata, "_generator", object_value(generator, here_));

  // Variables that others may import, by name.
  std::vector<const ir::Expression*> exported;
  for (const auto id : model_.declared(SymbolKind::variable)) {
    if (!model_.decorator(model_.symbol(id).declaration, "export")) continue;
    for (const auto* child : program.children) {
      if (child->is(Kind::DeclaredVariable) && child->symbol == id) exported.push_back(child);
    }
  }
  std::ranges::sort(exported, {}, &ir::Expression::text);
  if (!exported.empty()) {
    std::vector<arm::Node> items;
    for (const auto* variable : exported) {
      MemberList item;
      add(item, "name", string_value(variable->text));
      if (variable->decorators && variable->decorators->description) {
        // Here, unlike elsewhere, only texts in '''…''' lose their indentation.
        const auto written = model_.decorator(variable->source, "description").child(syntax::NodeKind::FunctionArgument).part(syntax::Role::value);
        const auto token = model_.tree().tokens.text_of(written.first_token());
        const bool verbatim = token.starts_with("'''") || token.starts_with('$');
        add(item, "description", value(verbatim ? *variable->decorators->description : *lowering_.lower(written)));
      }
      if (variable->boolean) add(item, "type", value(*type_schema(*this, variable->child(0))));
      items.push_back(object_value(item, here_));
    }
    add(metadata, "__bicep_exported_variables!", array_value(items, here_));
  }
  for (const auto* child : program.children) {
    if (!child->is(Kind::DeclaredMetadata)) continue;
    add(metadata, child->text, value(child->child(0)));
  }
  add(members, "metadata", object_value(metadata, here_));
}

void Emitter::add_variables(MemberList& members, const ir::Expression& program) {
  std::vector<const ir::Expression*> variables;
  for (const auto* child : program.children) {
    if (child->is(Kind::DeclaredVariable)) variables.push_back(child);
  }
  variables.insert(variables.end(), imports_.variables.begin(), imports_.variables.end());
  if (variables.empty()) return;
  const auto top = here_;
  MemberList result;
  std::vector<arm::Node> loops;
  for (const auto* variable : variables) {
    const auto& written = *variable->children.back();
    if (!written.is(Kind::ForLoop)) continue;
    here_ = location(*variable);
    loops.push_back(copy_object(variable->text, written.child(0), &written.child(1), false));
  }
  here_ = top;
  if (!loops.empty()) add_copy(result, array_value(loops, top));
  for (const auto* variable : variables) {
    const auto& written = *variable->children.back();
    if (written.is(Kind::ForLoop)) continue;
    here_ = variable->source ? location(*variable) : top;
    // What a load function read has no text of its own here: an empty place at the call.
    if (!written.source) here_.span.end = here_.span.begin;
    add(result, variable->text, value(written));
  }
  here_ = top;
  add(members, "variables", object_value(result, top));
}

void Emitter::add_extensions(MemberList& members, const ir::Expression& program) {
  const auto top = here_;
  const bool configs = model_.features().has(Feature::module_extension_configs);
  MemberList result;
  const auto add_extension = [&](std::string_view alias, std::string_view name, std::string_view version, const ir::Expression* config) {
    MemberList extension;
    add(extension, configs ? "name" : "provider", string_value(name));
    add(extension, "version", string_value(version));
    if (config && !configs) add(extension, "config", value(*config));
    if (config && configs && config->is(Kind::Object)) {
      MemberList settings;
      for (const auto* property : config->children) {
        MemberList setting;
        add(setting, "defaultValue", value(property->child(1)));
        // The object around the value is not written: it belongs to the configuration as a whole.
        add_declared(settings, property->child(0).text, object_value(setting, location(*config)));
      }
      add(extension, "config", object_value(settings, location(*config)));
    }
    add_declared(result, alias, object_value(extension, here_));
  };
  for (const auto* child : program.children) {
    if (!child->is(Kind::Extension)) continue;
    here_ = location(*child);
    const auto facts = model_.types().extension(child->symbol);
    add_extension(child->text, facts.name, facts.version, child->children.empty() ? nullptr : &child->child(0));
  }
  here_ = top;
  for (const auto& implicit : model_.types().implicit_extensions()) add_extension(implicit.alias, implicit.name, implicit.version, nullptr);
  if (model_.target_scope() == Scope::local) add_extension("az0synthesized", "LocalNested", "0.0.0", nullptr);
  if (!result.empty()) add(members, configs ? "extensions" : "imports", object_value(result, top));
}

void Emitter::add_resources(MemberList& members, const ir::Expression& program, const TemplateLookup& modules) {
  const auto top = here_;
  MemberList named;
  std::vector<arm::Node> items;
  const auto add_entry = [&](std::string_view name, arm::Node node) {
    if (!symbolic()) {
      items.push_back(node);
      return;
    }
    arm::Member member;
    member.name = keep(name);
    member.name_location = node.location;
    member.value = node;
    named.push_back(member);
  };
  for (const auto* child : program.children) {
    if (!child->is(Kind::DeclaredResource)) continue;
    const auto& resource = model_.resources()[child->resource];
    if (!symbolic() && model_.symbol(resource.symbol).is_existing) continue;
    add_entry(resource.symbolic_name, resource_node(*child));
  }
  for (const auto* child : program.children) {
    if (child->is(Kind::DeclaredModule)) add_entry(child->text, module_node(*child, modules));
  }
  here_ = top;
  add(members, "resources", symbolic() ? object_value(named, top) : array_value(items, top));
}

void Emitter::add_outputs(MemberList& members, const ir::Expression& program) {
  const auto top = here_;
  MemberList outputs;
  for (const auto* child : program.children) {
    if (!child->is(Kind::DeclaredOutput)) continue;
    here_ = location(*child);
    MemberList output;
    add_properties(output, *declaration_schema(*this, *child));
    const auto& written = child->child(1);
    if (written.is(Kind::ForLoop)) {
      add_copy(output, copy_object({}, written.child(0), &written.child(1), false));
    } else if (child->child(0).is(Kind::ResourceType)) {
      add(output, "value", value(*lowering_.property_access(&written, "id", written.source)));
    } else {
      add(output, "value", value(written));
    }
    add_declared(outputs, child->text, object_value(output, here_));
    if (child->source) outputs.back().name_location = Location{here_.source, child->source.name_span()};
  }
  here_ = top;
  if (!outputs.empty()) add(members, "outputs", object_value(outputs, top));
}

}  // namespace fleetlint::compiler
