#pragma once
// What several checks ask. Private to the room.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// The value in backticks, shortened, never a secret: for messages. `absent` when there is none.
std::string shown(const Property& property, std::string_view absent = "nothing");

/// The resource's API version is known and older than this one, which brought what the rule is about.
bool is_before_api(const Resource& resource, std::string_view version);
/// The answer of `predicate(publisher, offer, sku)` for every image that a reference may name; texts that are not known are nothing.
Tri test_image(const Property& image, const std::function<Tri(std::optional<std::string_view>, std::optional<std::string_view>, std::optional<std::string_view>)>& predicate);


/// A value of it came, as a whole, from a parameter file or the command line.
bool is_from_parameter_file(const Property& property);

/// The place of a property's name, for findings about the name itself.
Property name_of(const Property& property);

/// Kinds of resources whose extensions a rule looks at.
enum class Hosts : std::uint8_t { scale_sets = 1, arc_machines = 2, virtual_machines = 4 };
constexpr Hosts operator|(Hosts a, Hosts b) { return static_cast<Hosts>(static_cast<int>(a) | static_cast<int>(b)); }
inline constexpr Hosts sets_and_arc = Hosts::scale_sets | Hosts::arc_machines;
inline constexpr Hosts every_host = Hosts::scale_sets | Hosts::arc_machines | Hosts::virtual_machines;

/// An extension with the set it belongs to; `set` is null for machines and for sets outside the deployment.
struct ExtensionUse {
  const ScaleSet* set = nullptr;
  const Extension* extension = nullptr;
  bool is_arc() const { return extension->resource->is("microsoft.hybridcompute/machines/extensions"); }
};
/// Every extension of the deployment, those under an unknown condition included.
std::vector<ExtensionUse> extension_uses(const FleetModel& model, Hosts hosts);
FindingBuilder report(RuleContext& context, const ExtensionUse& use, const Property& at, std::string message);

/// The custom script extension in any of its publisher forms; yes also for wrong crossings of publisher and type.
Tri is_custom_script(const Extension& extension);
Tri is_windows_custom_script(const Extension& extension);
Tri is_linux_custom_script(const Extension& extension);
Tri is_desired_state(const Extension& extension);
Tri is_application_health(const Extension& extension);
/// commandToExecute and script of settings and protectedSettings that are there.
std::vector<Property> commands(const Extension& extension);

/// Whether a value is made with something that differs at each deployment: utcNow(), newGuid(), deployment().name.
bool changes_with_each_deployment(const eval::Value& value);
/// Visits the value, the parts of lists and objects, and what unknown parts are made of.
void walk_values(const eval::Value& value, const std::function<void(const eval::Value&)>& visit);
/// Strings with their property path; unknown ones too.
void walk_strings(const Property& property, const std::function<void(const Property&)>& visit);
/// Every property below one, objects and lists included; `enter` says whether to go into it.
void walk_properties(const Property& property, const std::function<bool(const Property&)>& enter);

/// Lower case without blanks: "West Europe" is "westeurope".
std::string region(std::string_view text);
/// Nothing when a region is unknown.
std::optional<std::string> region_of(const Property& location);
/// The only id of a property; type empty when it cannot be read.
ResourceReference reference_of(const Property& id);
SymbolicText symbolic(const Property& property);

/// sku.name of an isolated size (one machine a host), see seed 001, lines 72 to 74.
bool is_isolated_size(std::string_view size);
/// A version below `major.minor`, compared as numbers; no when it cannot be read.
Tri version_below(const Property& version, std::int64_t major, std::int64_t minor);

/// "a, b and c"
std::string listing(const std::vector<std::string>& items);
/// The candidate with the smallest edit distance of at most `limit`.
std::optional<std::string> nearest(std::string_view text, const std::vector<std::string>& candidates, std::size_t limit = 3);

}  // namespace fleetlint::rules
