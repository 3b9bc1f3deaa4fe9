#include "checks.h"

#include <algorithm>

#include "fleetlint/base/nearest_name.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

using eval::Value;

std::string shown(const Property& property, std::string_view absent) {
  if (property.is_absent()) return std::string(absent);
  std::vector<std::string> all;  // one of several: a parameter with allowed values, the branches of if()
  for (const Value* value : property.alternatives()) {
    if (value == nullptr || value->is_secret() || value->is_unknown()) return "a value that is not shown";
    auto text = scalar_text(*value);
    if (text && text->size() > 80) text = text->substr(0, 77) + "...";
    auto one = text ? "`" + redact_secrets(*text) + "`" : std::string(value->is_array() ? "a list" : "an object");
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  }
  if (all.size() > 3) return "one of " + std::to_string(all.size()) + " values";
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : " or ") + one;
  return text;
}

bool is_before_api(const Resource& resource, std::string_view version) {
  const auto& own = resource.api_version();
  return own && *own < *parse_api_version(version);
}

Tri test_image(const Property& image, const std::function<Tri(std::optional<std::string_view>, std::optional<std::string_view>, std::optional<std::string_view>)>& predicate) {
  if (image.alternatives().size() > 1) {  // one of several images: their parts belong together
    bool yes = false, no = false;
    for (const Value* value : image.alternatives()) {
      const Tri one = value == nullptr ? Tri::no : test_image(Property(value, image.path(), {}), predicate);
      if (one == Tri::unknown) return Tri::unknown;
      (one == Tri::yes ? yes : no) = true;
    }
    return yes && no ? Tri::unknown : tri(yes);
  }
  const auto texts = [&](const char* name) {
    const Property property = image[name];
    std::vector<std::optional<std::string_view>> found;
    for (const Value* value : property.alternatives()) found.push_back(value != nullptr && value->is_string() ? std::optional(trim(value->as_string())) : std::nullopt);
    if (found.empty()) found.emplace_back();
    return found;
  };
  const auto publishers = texts("publisher"), offers = texts("offer"), skus = texts("sku");
  if (publishers.size() * offers.size() * skus.size() > 4096) return Tri::unknown;
  bool yes = false, no = false;
  for (const auto& publisher : publishers)
    for (const auto& offer : offers)
      for (const auto& sku : skus) {
        const Tri one = predicate(publisher, offer, sku);
        if (one == Tri::unknown) return Tri::unknown;
        (one == Tri::yes ? yes : no) = true;
      }
  return yes && no ? Tri::unknown : tri(yes);
}

bool is_from_parameter_file(const Property& property) {
  for (const auto* value : property.alternatives())
    for (const auto* origin = value == nullptr ? nullptr : value->origin(); origin != nullptr; origin = origin->via)
      if (origin->step == eval::OriginStep::parameter_file || origin->step == eval::OriginStep::command_line) return true;
  return false;
}

Property name_of(const Property& property) { return Property(nullptr, property.path(), property.name_location()); }

std::vector<ExtensionUse> extension_uses(const FleetModel& model, Hosts hosts) {
  const auto wanted = [&](Hosts host) { return (static_cast<int>(hosts) & static_cast<int>(host)) != 0; };
  std::vector<ExtensionUse> uses;
  if (wanted(Hosts::scale_sets))
    for (const auto& set : model.scale_sets)
      for (const auto& extension : set.extensions) uses.push_back({&set, &extension});
  for (const auto& extension : model.machine_extensions) {
    const auto& resource = *extension.resource;
    if (resource.is("microsoft.hybridcompute/machines/extensions") ? wanted(Hosts::arc_machines)
        : resource.is("microsoft.compute/virtualmachines/extensions") ? wanted(Hosts::virtual_machines)
                                                                      : wanted(Hosts::scale_sets))
      uses.push_back({nullptr, &extension});
  }
  return uses;
}

FindingBuilder report(RuleContext& context, const ExtensionUse& use, const Property& at, std::string message) {
  if (use.set != nullptr) return context.report(*use.set, *use.extension, at, std::move(message));
  FindingBuilder builder = context.report(*use.extension->resource, at, std::move(message));
  builder.element(to_lower(use.extension->display_name()));
  return builder;
}

Tri is_linux_custom_script(const Extension& extension) {
  return (extension.publisher.equals("Microsoft.Azure.Extensions") && extension.type.equals("CustomScript")) ||
         (extension.publisher.equals("Microsoft.OSTCExtensions") && extension.type.equals("CustomScriptForLinux"));
}

Tri is_windows_custom_script(const Extension& extension) {
  return extension.publisher.equals("Microsoft.Compute") && extension.type.equals("CustomScriptExtension");
}

Tri is_custom_script(const Extension& extension) {
  const Tri publisher = extension.publisher.is_one_of({"Microsoft.Azure.Extensions", "Microsoft.Compute", "Microsoft.OSTCExtensions"});
  return publisher && extension.type.is_one_of({"CustomScript", "CustomScriptExtension", "CustomScriptForLinux"});
}

Tri is_desired_state(const Extension& extension) {
  return (extension.publisher.equals("Microsoft.Powershell") && extension.type.equals("DSC")) ||
         (extension.publisher.equals("Microsoft.OSTCExtensions") && extension.type.equals("DSCForLinux"));
}

Tri is_application_health(const Extension& extension) {
  return extension.publisher.equals("Microsoft.ManagedServices") && extension.type.is_one_of({"ApplicationHealthLinux", "ApplicationHealthWindows"});
}

std::vector<Property> commands(const Extension& extension) {
  std::vector<Property> found;
  for (const auto* place : {&extension.settings, &extension.protected_settings})
    for (const char* name : {"commandToExecute", "script"}) {
      Property command = place->at(name);
      if (!command.is_absent()) found.push_back(std::move(command));
    }
  return found;
}

namespace {

constexpr int max_depth = 40;

class ValueWalk {
 public:
  explicit ValueWalk(const std::function<void(const Value&)>& visit) : visit_(visit) {}

  void walk(const Value& value, int depth) {
    if (depth > max_depth) return;
    visit_(value);
    if (!visited_.enter(value)) return;
    for (const Value& item : value.items()) walk(item, depth + 1);
    for (const auto& field : value.fields()) walk(field.value, depth + 1);
    if (!value.is_unknown()) return;
    const auto& unknown = value.as_unknown();
    for (const Value& argument : unknown.arguments) walk(argument, depth + 1);
    for (const Value& each : unknown.one_of) walk(each, depth + 1);
    for (const auto& member : unknown.members) walk(member.value, depth + 1);
    if (unknown.items != nullptr) walk(*unknown.items, depth + 1);
  }

 private:
  const std::function<void(const Value&)>& visit_;
  eval::VisitedParts visited_;
};

/// A property is a place, and each use of a shared value is another one: they are counted instead.
constexpr int max_properties = 200'000;

void walk(const Property& property, const std::function<bool(const Property&)>& enter, int depth, int& left) {
  if (depth > max_depth || --left < 0 || !enter(property)) return;
  const Items items = property.items();
  for (const auto& item : items.certain) walk(item, enter, depth + 1, left);
  for (const auto& member : property.members()) walk(member, enter, depth + 1, left);
}

void walk(const Property& property, const std::function<bool(const Property&)>& enter) {
  int left = max_properties;
  walk(property, enter, 0, left);
}

}  // namespace

void walk_values(const Value& value, const std::function<void(const Value&)>& visit) { ValueWalk(visit).walk(value, 0); }

void walk_properties(const Property& property, const std::function<bool(const Property&)>& enter) { walk(property, enter); }

void walk_strings(const Property& property, const std::function<void(const Property&)>& visit) {
  walk(property,
       [&](const Property& each) {
         const bool container = std::any_of(each.alternatives().begin(), each.alternatives().end(),
                                            [](const Value* value) { return value != nullptr && (value->is_object() || value->is_array()); });
         if (!container && !each.is_absent()) visit(each);
         return true;
       });
}

bool changes_with_each_deployment(const Value& value) {
  bool found = false;
  walk_values(value, [&](const Value& part) {
    if (!part.is_unknown()) return;
    const auto& unknown = part.as_unknown();
    if (unknown.changes_every_deployment || unknown.reason == eval::UnknownReason::clock || unknown.reason == eval::UnknownReason::random) found = true;
    for (const std::string_view call : {"utcnow(", "newguid(", "deployment().name", "deployment()['name']"})
      if (contains_ignoring_case(unknown.expression, call)) found = true;
  });
  return found;
}

std::string region(std::string_view text) {
  std::string out;
  for (const char c : to_lower(text))
    if (c != ' ') out += c;
  return out;
}

std::optional<std::string> region_of(const Property& location) {
  const auto text = location.text();
  if (!text) return std::nullopt;
  return region(*text);
}

ResourceReference reference_of(const Property& id) {
  if (id.alternatives().size() != 1 || id.alternatives()[0] == nullptr) return {};
  return read_reference(*id.alternatives()[0]);
}

SymbolicText symbolic(const Property& property) {
  if (property.alternatives().size() == 1 && property.alternatives()[0] != nullptr) return SymbolicText::of(*property.alternatives()[0]);
  SymbolicText unknown;
  if (!property.is_absent()) unknown.append_unknown(nullptr, {});
  return unknown;
}

bool is_isolated_size(std::string_view size) {
  for (const std::string_view whole_host : {"Standard_F72s_v2", "Standard_M128ms", "Standard_G5", "Standard_GS5", "Standard_DS15_v2", "Standard_D15_v2"})
    if (equal_ignoring_case(size, whole_host)) return true;
  // Standard_E104ids_v5: an `i` among the feature letters behind the number of processors.
  const auto prefix = size.find('_');
  if (prefix == std::string_view::npos) return false;
  std::size_t at = prefix + 1;
  const auto letter = [&] { return at < size.size() && ((size[at] | 32) >= 'a' && (size[at] | 32) <= 'z'); };
  const auto digit = [&] { return at < size.size() && size[at] >= '0' && size[at] <= '9'; };
  while (letter()) ++at;
  if (!digit()) return false;
  while (digit() || (at < size.size() && size[at] == '-')) ++at;
  for (; letter(); ++at)
    if (size[at] == 'i') return true;
  return false;
}

Tri version_below(const Property& version, std::int64_t major, std::int64_t minor) {
  return version.test([&](const Value& value) {
    const auto text = scalar_text(value);
    const auto parsed = text ? parse_major_minor(trim(*text)) : std::nullopt;
    return tri(parsed && *parsed < std::pair{major, minor});
  });
}

std::string listing(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += "`" + items[i] + "`";
  }
  return out;
}

std::optional<std::string> nearest(std::string_view text, const std::vector<std::string>& candidates, std::size_t limit) {
  std::optional<std::string> best;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(text, candidate, limit);
    if (distance <= limit) {
      best = candidate;
      if (distance == 0) break;
      limit = distance - 1;
    }
  }
  return best;
}

}  // namespace fleetlint::rules
