// The JSON schema of scenario files, for editors: made from the table below, which a test compares with what the reader takes.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/scenario_reader.h"
#include "output/json_writer.h"

namespace fleetlint::rollout {
namespace {

/// `type`: string, boolean, instant, duration, version, name, zones, zone, any; `integer 0 100`; `number 0 1`; `one a b c`; `list T`,
/// `map T`; `=object` for a reference to an object below; `a / b` for either.
struct Key {
  const char* name;
  const char* type;
  const char* text;
  bool required = false;
};
struct Object {
  const char* name;
  std::vector<Key> keys;
};

const std::vector<Object>& objects() {
  static const std::vector<Object> all = {
      {"scenario",
       {{"schema", "one fleetlint/rollout/1", "version of this format"},
        {"name", "string", "title of reports; the file's name otherwise"},
        {"start", "instant", "first instant of the simulation", true},
        {"horizon", "duration", "how far to look; P60D otherwise"},
        {"trial", "integer 0 9223372036854775807", "run only this trial of monteCarlo"},
        {"fleetLimit", "integer 1 9223372036854775807", "at most so many generated sets a region and generator"},
        {"switches", "=switches", "readings of what public documents leave open"},
        {"durations", "=durations", "how long each step takes: a duration or a distribution"},
        {"regions", "list =region", "regions with pairs and zones"},
        {"phases", "=phases", "order and spacing of platform rollouts over regions"},
        {"setTemplates", "map =set", "settings that sets share, taken with `use`"},
        {"sets", "list =set", "scale sets and groups of machines"},
        {"fleet", "=fleet", "generated sets"},
        {"images", "list =imagePublication", "image versions that are published"},
        {"extensionVersions", "list =extensionPublication", "extension versions that are published"},
        {"faults", "list =fault", "what goes wrong"},
        {"actions", "list =action", "what users do"},
        {"maintenanceConfigurations", "list =maintenance", "windows, named by sets"},
        {"arcRollouts", "list =arcRollout", "extension upgrades of Arc-enabled servers"},
        {"guestPatching", "list =guestPatching", "automatic guest patching of virtual machines"},
        {"hotpatch", "list =hotpatchQuestion", "which kind of hotpatch a month brings"},
        {"schedules", "list =schedule", "customer-managed schedules of Update Manager"},
        {"hostMaintenance", "list =hostMaintenance", "host updates under maintenance control"},
        {"scheduledEvents", "list =scheduledEvent", "scheduled events and their notice"},
        {"repairs", "list =repairs", "automatic instance repairs"},
        {"aumDecisions", "list =orchestration", "what Update Manager does for three settings"},
        {"historyQueries", "list =historyQuery", "which attempts the history still shows"},
        {"rng", "list =draw", "random numbers, for tests"},
        {"monteCarlo", "=monteCarlo", "many trials with random durations and faults"},
        {"variants", "list =variant", "what-if changes, for --variant and --compare"},
        {"assertions", "list =assertion", "what must hold; exit status 5 if it does not"}}},
      {"switches",
       {{"upgradedDenominator", "one upgraded total batch", "what failed instances are compared with (A-1)"},
        {"udBoundary", "one strict ignore", "whether a batch stays inside one update domain (A-3)"},
        {"shrinkOnUnhealthy", "boolean", "batches get smaller while instances are ill (A-11)"},
        {"zoneToken", "boolean", "one zone of a region at a time over all sets (A-4)"},
        {"policySource", "one flag always", "whether the rolling policy needs useRollingUpgradePolicy (A-5)"},
        {"stoppedCountsUnhealthy", "boolean", "stopped instances count as unhealthy (A-7)"},
        {"eligibility", "one strict lenient", "lenient: no health signal is needed (A-6)"},
        {"arcRetry", "one nextTick plusHour", "when an Arc server tries again (A-9)"},
        {"extUpgradeServiceFabric", "boolean", "Service Fabric sets take part in extension upgrades (A-10)"},
        {"credentialFatal", "boolean", "an expired credential ends the upgrade without a restore (A-8)"}}},
      {"durations",
       {{"drain", "duration / =distribution", "before the disk is swapped"},
        {"diskSwap", "duration / =distribution", "swapping the OS disk"},
        {"boot", "duration / =distribution", "starting from the new disk"},
        {"customData", "duration / =distribution", "running custom data, if there is any"},
        {"extension", "duration / =distribution", "each extension"},
        {"appWarmup", "duration / =distribution", "until the application answers healthy"},
        {"restoreSwap", "duration / =distribution", "putting the old disk back"},
        {"create", "duration / =distribution", "making an instance"},
        {"delete", "duration / =distribution", "deleting an instance"},
        {"extUpgrade", "duration / =distribution", "upgrading an extension"},
        {"extRollback", "duration / =distribution", "putting an extension back"},
        {"patchInstall", "duration / =distribution", "installing patches"},
        {"reboot", "duration / =distribution", "a restart"},
        {"firstRollout", "duration / =distribution", "delay of the first automatic rollout"},
        {"sfPrepare", "duration / =distribution", "Service Fabric: until a repair task is approved"},
        {"sfRestore", "duration / =distribution", "Service Fabric: until a repair task is completed"},
        {"healthWindow", "duration / =distribution", "time to become healthy"},
        {"osProvisionTimeout", "duration / =distribution", "until a machine that does not come up counts as failed"},
        {"extensionsTimeBudget", "duration / =distribution", "for all extensions together"},
        {"hostFreeze", "duration / =distribution", "pause of a host update"}}},
      {"distribution",
       {{"dist", "one uniform triangular exponential lognormal empirical", "shape", true},
        {"min", "duration", "never shorter"},
        {"max", "duration", "never longer"},
        {"mode", "duration", "most frequent value (triangular)"},
        {"mean", "duration", "mean (exponential)"},
        {"median", "duration", "median (lognormal)"},
        {"sigma", "number 0 10", "spread of the logarithm (lognormal)"},
        {"quantiles", "list any", "pairs of share and duration (empirical)"},
        {"deterministic", "duration", "value of runs without chance; the median otherwise"}}},
      {"region", {{"name", "name", "as in Azure: westeurope", true}, {"pair", "list name", "paired regions, never in the same phase"}, {"zones", "zones", "availability zones"}, {"utcOffset", "duration", "local time, such as PT1H or -PT5H"}}},
      {"phases",
       {{"list", "list list name", "regions of each phase, in order"}, {"opensAt", "list duration", "timetable: opening of each phase after the publication"}, {"bake", "duration", "between the close of a phase and the next; P2D otherwise"}, {"gate", "=gate", "what halts a rollout between phases"}}},
      {"gate", {{"scope", "one fleet none", "none: nothing halts"}, {"maxFailedPercent", "integer 0 100", "share of instances that may be left behind; 20 otherwise"}}},
      {"set",
       {{"id", "string", "name of the set"},
        {"use", "string", "name of a set template"},
        {"from", "=from", "take the set from a template file"},
        {"kind", "one scaleSet vmGroup availabilitySet", "a scale set, or machines that go together"},
        {"apiVersion", "string", "API version of the template"},
        {"region", "string", "where it is"},
        {"capacity", "integer 0 1000", "instances"},
        {"orchestration", "one Uniform Flexible", "orchestrationMode"},
        {"zones", "zones / one all", "zones, or `all` of its region"},
        {"updateDomains", "integer 1 20", "update domains; 5 otherwise"},
        {"osType", "one Linux Windows", "operating system"},
        {"enableAutomaticUpdates", "boolean", "windowsConfiguration.enableAutomaticUpdates"},
        {"patchMode", "one Manual AutomaticByOS AutomaticByPlatform ImageDefault", "patchSettings.patchMode"},
        {"image", "=image", "what it runs and follows"},
        {"upgradePolicy", "=upgradePolicy", "properties.upgradePolicy"},
        {"health", "=health", "what reports health"},
        {"extensions", "list =extension", "extensions in the model"},
        {"customData", "boolean", "osProfile.customData is there"},
        {"autoOsConfiguredAt", "instant", "when automatic OS upgrade was switched on; long ago otherwise"},
        {"maintenanceConfiguration", "string", "id of a maintenance configuration"},
        {"serviceFabric", "=serviceFabric", "it is a Service Fabric node type"},
        {"notifications", "=notifications", "scheduled events of the set"},
        {"instances", "map =instance", "single instances by id, where they differ"}}},
      {"from", {{"template", "string", "Bicep or ARM file, beside the scenario", true}, {"parameters", "string / list string", "its parameter files; values of later ones win"}, {"resource", "string", "name of the scale set; the first otherwise"}}},
      {"image",
       {{"kind", "one platform gallery managedImage", "where the image comes from"}, {"stream", "string", "publisher/offer/sku, or the gallery image"}, {"current", "version", "version that the instances run"}, {"version", "string", "imageReference.version: latest, or a version"}, {"supportedSku", "boolean", "the SKU is in the list of automatic upgrades"}}},
      {"upgradePolicy", {{"mode", "one Automatic Rolling Manual", "what a change of the model does"}, {"rollingUpgradePolicy", "=rollingPolicy", "batches and limits"}, {"automaticOSUpgradePolicy", "=automaticPolicy", "image upgrades by the platform"}}},
      {"rollingPolicy",
       {{"maxBatchInstancePercent", "integer 5 100", "size of a batch; 20 otherwise"}, {"maxUnhealthyInstancePercent", "integer 5 100", "unhealthy instances before a batch; 20 otherwise"}, {"maxUnhealthyUpgradedInstancePercent", "integer 0 100", "failed among upgraded instances; 20 otherwise"},
        {"pauseTimeBetweenBatches", "duration", "from the end of a batch to the next; PT0S otherwise"}, {"enableCrossZoneUpgrade", "boolean", "batches ignore zones"}, {"prioritizeUnhealthyInstances", "boolean", "unhealthy instances first"}, {"maxSurge", "boolean", "new instances instead of new disks"},
        {"rollbackFailedInstancesOnPolicyBreach", "boolean", "put failed instances back when it stops"}}},
      {"automaticPolicy", {{"enableAutomaticOSUpgrade", "boolean", "the platform upgrades the image"}, {"useRollingUpgradePolicy", "boolean", "with the set's rolling policy, not the default"}, {"disableAutomaticRollback", "boolean", "failed instances keep the new disk"}, {"osRollingUpgradeDeferral", "boolean", "each instance waits for an approval"}}},
      {"health", {{"source", "one lbProbe appHealthExtension none both", "what reports health"}, {"intervalInSeconds", "integer 5 60", "between probes; 5 otherwise"}, {"numberOfProbes", "integer 1 24", "successes in a row; 1 otherwise"}}},
      {"extension",
       {{"name", "string", "name in the set", true}, {"publisher", "string", "publisher"}, {"type", "string", "type"}, {"stream", "string", "name of publications; the extension's name otherwise"}, {"version", "version", "typeHandlerVersion"}, {"enableAutomaticUpgrade", "boolean", "the platform upgrades it"},
        {"provisionAfterExtensions", "list string", "comes after these"}, {"credentialsExpire", "instant", "end of its SAS, certificate or token"}, {"duration", "duration", "how long it runs"}}},
      {"serviceFabric", {{"durability", "one Bronze Silver Gold", "in the extension", true}, {"clusterDurability", "one Bronze Silver Gold", "in the cluster resource"}, {"stateless", "boolean", "stateless node type"}, {"typeHandlerVersion", "version", "of the Service Fabric extension"}}},
      {"notifications", {{"osImage", "=osImageNotice", "osImageNotificationProfile"}, {"terminate", "=terminateNotice", "terminateNotificationProfile"}}},
      {"osImageNotice", {{"enable", "boolean", "instances are told 15 minutes before"}, {"approveAfter", "duration", "the application approves after"}}},
      {"terminateNotice", {{"enable", "boolean", "instances are told before they are deleted"}, {"notBeforeTimeout", "duration", "PT5M to PT15M"}, {"approveAfter", "duration", "the application approves after"}}},
      {"instance",
       {{"health", "one Healthy Unhealthy Unknown Initializing", "at the start"}, {"healthUntil", "instant", "healthy from then on"}, {"power", "one Running Stopped Deallocated", "at the start"}, {"osVersion", "version", "image version it runs"}, {"protectFromScaleSetActions", "boolean", "protected"},
        {"skipUpgrade", "boolean", "its metric says SkipUpgrade"}, {"phaseOrderingNumber", "integer 0 1000000", "custom phase"}, {"latestModelApplied", "boolean", "false: it has an older model"}, {"zone", "zone", "its zone"}, {"ud", "integer 0 10000", "its update domain"}}},
      {"fleet", {{"generate", "list =generator", "groups of sets of the same kind"}}},
      {"generator", {{"count", "integer 0 100000000", "sets in each region", true}, {"regions", "one * / list name", "regions; all otherwise"}, {"idPattern", "string", "with {region} and {n} or {n:05d}"}, {"capacity", "integer 0 1000 / =capacities", "instances of each"}, {"set", "=set", "settings", true}}},
      {"capacities", {{"quantiles", "list any", "pairs of share and number of instances", true}}},
      {"imagePublication", {{"stream", "string", "publisher/offer/sku, or the gallery image", true}, {"version", "version", "what is published", true}, {"kind", "one platform gallery", "platform images go through phases"}, {"published", "instant", "when", true}, {"replicated", "map instant", "gallery: when each region has its replica"}, {"excludeFromLatest", "boolean", "gallery: not rolled out"}}},
      {"extensionPublication", {{"stream", "string", "name of the extension", true}, {"version", "version", "what is published", true}, {"published", "instant", "when", true}, {"criticalSecurity", "boolean", "changes nothing: faster timetables are documented for Arc servers only, see arcRollouts"}}},
      {"fault",
       {{"type", "one unhealthyAfterUpgrade provisioningFails extensionFails rollbackFails credentialExpires unhealthy regionOutage quotaExhausted sfApprovalBlocked", "what goes wrong", true},
        {"set", "string", "which set; all otherwise"}, {"region", "name", "of regionOutage"}, {"instances", "list integer 0 1000000", "which instances; all otherwise"}, {"probability", "number 0 1", "by chance, with monteCarlo"}, {"mode", "one never after", "healthy never, or late"}, {"after", "duration", "healthy after this long"},
        {"attempt", "integer 1 1000000", "only in this attempt"}, {"update", "string", "only with this version or model"}, {"extension", "string", "which extension"}, {"at", "instant", "when a credential ends"}, {"from", "instant", "from"}, {"to", "instant", "up to, not including"}, {"until", "instant", "approval not before"},
        {"ud", "integer 0 10000", "update domain whose approval is late"}, {"survivesReimage", "boolean", "a new disk does not cure it"}}},
      {"action",
       {{"type", "one startOSUpgrade cancel modelChange manualUpgrade scale updateExtension", "what the user does", true}, {"set", "string", "to which set", true}, {"at", "instant", "when", true}, {"version", "string", "image version, label of the model, or extension version"},
        {"change", "one image extension customData size zones other", "what of the model changes"}, {"extensions", "list string", "which extensions run"}, {"disruptive", "boolean", "instances are out of service meanwhile"}, {"reimage", "boolean", "instances get a new disk"}, {"instances", "one * / list integer 0 1000000", "which instances"},
        {"capacity", "integer 0 1000", "new size"}, {"extension", "string", "which extension"}, {"credentialsExpire", "instant", "end of the new credential"}}},
      {"maintenance", {{"id", "name", "name of the window", true}, {"scope", "one osimage host guest", "what it is for", true}, {"start", "instant", "first opening", true}, {"duration", "duration", "how long it is open", true}, {"recurEvery", "string", "Day, Week, 6Hours, 3Days, 2Weeks, or a duration"}}},
      {"arcRollout", {{"published", "instant", "when", true}, {"from", "version", "version before", true}, {"version", "version", "new version", true}, {"criticalSecurity", "boolean", "three weeks instead of eight"}, {"window", "duration", "length of the rollout"}, {"machines", "list =arcMachine", "servers", true}}},
      {"arcMachine", {{"name", "string", "name", true}, {"region", "string", "region"}, {"subscription", "string", "subscription"}, {"enableAutomaticUpgrade", "boolean", "takes part"}, {"failAttempts", "integer 0 100000", "the first so many attempts fail"}, {"rollbackFailsAtAttempt", "integer 1 100000", "putting it back fails at this attempt"}, {"disableAfterAttempt", "integer 0 100000", "switched off after this attempt"}}},
      {"guestPatching",
       {{"released", "instant", "when patches are released", true}, {"phaseOpens", "instant", "when the region's phase opens"}, {"allHours", "boolean", "flexible sets: at all hours"}, {"offPeak", "list string", "local hours: [\"22:00\", \"06:00\"]"}, {"availabilitySet", "boolean", "the machines are one availability set"},
        {"assessEvery", "duration", "assessed again; P3D otherwise"}, {"patchRequiresReboot", "boolean", "true otherwise"}, {"unplannedBaseline", "boolean", "hotpatch: a baseline out of turn"}, {"vms", "list =patchedMachine", "machines", true}}},
      {"patchedMachine",
       {{"name", "string", "name", true}, {"utcOffset", "duration", "its time zone"}, {"zone", "zone", "zone"}, {"ud", "integer 0 10000", "update domain"}, {"patchMode", "one Manual AutomaticByOS AutomaticByPlatform ImageDefault", "patch mode"}, {"rebootSetting", "one IfRequired Never Always", "restart"},
        {"hotpatch", "boolean", "hotpatching is on"}, {"arc", "boolean", "an Arc-enabled server"}, {"poweredOff", "list =span", "when it does not run"}}},
      {"span", {{"from", "instant", "from", true}, {"to", "instant", "up to, not including", true}}},
      {"schedule", {{"start", "instant", "first occurrence", true}, {"duration", "duration", "length of the window"}, {"recurEvery", "string", "Day, Week, 6Hours, 3Days, 2Weeks, or a duration"}, {"createdAt", "instant", "when it was made"}, {"onDemand", "boolean", "update now"}, {"machines", "list =scheduledMachine", "machines", true}}},
      {"scheduledMachine",
       {{"name", "string", "name", true}, {"patchTime", "duration", "installation without restart"}, {"reboot", "boolean", "restarts"}, {"runningSince", "instant", "running since"}, {"patchMode", "one Manual AutomaticByOS AutomaticByPlatform ImageDefault", "patch mode"}, {"bypass", "boolean", "bypassPlatformSafetyChecksOnUserSchedule"},
        {"arc", "boolean", "an Arc-enabled server"}, {"ud", "integer 0 10000", "update domain of its availability set"}}},
      {"hostMaintenance", {{"window", "=hostWindow", "maintenance window"}, {"updates", "list =hostUpdate", "host updates", true}}},
      {"hostWindow", {{"start", "instant", "first opening", true}, {"duration", "duration", "at least PT2H", true}, {"every", "string", "Day, Week, 6Hours, 3Days, 2Weeks, or a duration; a week otherwise"}}},
      {"hostUpdate", {{"id", "string", "name", true}, {"available", "instant", "since when", true}, {"userApplyAt", "instant", "applied by the user"}}},
      {"scheduledEvent", {{"eventType", "one Freeze Reboot Redeploy Preempt Terminate", "kind", true}, {"raised", "instant", "when", true}, {"approved", "instant", "approval"}, {"notBeforeTimeout", "duration", "notice of Terminate"}, {"hardwareFailure", "boolean", "starts at once"}}},
      {"repairs", {{"capacity", "integer 0 1000", "instances of the set", true}, {"gracePeriod", "duration", "PT10M to PT90M"}, {"repairTime", "duration", "how long a repair takes"}, {"unhealthy", "list =patient", "ill instances", true}}},
      {"patient", {{"id", "integer 0 1000000", "instance", true}, {"since", "instant", "ill since", true}, {"stateChangeEnd", "instant", "end of its last change"}, {"protected", "boolean", "never repaired"}}},
      {"hotpatchQuestion", {{"released", "instant", "when", true}, {"unplannedBaseline", "boolean", "a baseline out of turn"}}},
      {"orchestration", {{"azureOrchestrated", "boolean", "patch mode AutomaticByPlatform", true}, {"bypassPlatformSafetyChecksOnUserSchedule", "boolean", "bypass", true}, {"scheduleAssociated", "boolean", "a schedule is attached", true}}},
      {"historyQuery", {{"at", "instant", "query", true}, {"starts", "list instant", "starts of attempts", true}}},
      {"draw", {{"seed", "integer 0 9223372036854775807", "seed"}, {"trial", "integer 0 9223372036854775807", "trial"}, {"path", "string", "path"}, {"purpose", "integer 0 4294967295", "purpose"}, {"k", "integer 0 4294967295", "counter"}}},
      {"monteCarlo", {{"seed", "integer 0 9223372036854775807", "seed", true}, {"trials", "integer 1 1000000000", "number of trials"}, {"mode", "one exact aggregate", "aggregate: sets of a class together"}}},
      {"variant", {{"name", "string", "name", true}, {"patch", "any", "merged into the scenario; `sets` by id", true}}},
      {"assertion",
       {{"id", "string", "name", true}, {"severity", "one error warning", "warnings do not change the exit status"}, {"variants", "list string", "only in these; `base` for none"}, {"minServing", "=condition", "a set never serves with fewer"}, {"minServingPercent", "=condition", "share that always serves"},
        {"completedWithin", "=condition", "from publication to completion"}, {"completionPercentile", "=condition", "of trials or sets"}, {"oldImageAtEnd", "=condition", "instances left on an older image"}, {"maxFailedInstances", "=condition", "failed instances"}, {"probability", "=condition", "of completing or stopping"},
        {"neverConcurrent", "=condition", "never upgraded at the same time"}, {"maxOutOfService", "=condition", "out of service at a time"}, {"noOperationFaulted", "=condition", "nothing stops"}}},
      {"condition",
       {{"set", "string", "which set"}, {"scope", "one set region fleet", "each set, each region, or all"}, {"atLeast", "number 0 1000000000", "bound"}, {"atMost", "number 0 1000000000 / duration", "bound"}, {"atMostPercent", "integer 0 100", "bound"}, {"minCapacity", "integer 0 1000", "only sets of this size and more"},
        {"kind", "one os model ext", "only sets with such an operation"}, {"duration", "duration", "bound"}, {"percentile", "number 0 100", "which percentile"}, {"of", "one completed stoppedEarly anyRollback", "what is counted"}, {"groups", "one regionPairs zonesOfRegion / list list string", "what must not overlap"},
        {"probability", "number 0 1", "in at least this share of trials"}}},
  };
  return all;
}

/// Words of a type, from the left.
class Type {
 public:
  explicit Type(std::string_view text) : rest_(text) {}
  std::string_view word() {
    const auto space = rest_.find(' ');
    const auto w = rest_.substr(0, space);
    rest_ = space == std::string_view::npos ? std::string_view{} : rest_.substr(space + 1);
    return w;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

void write_type(JsonWriter& json, std::string_view text);

void write_members(JsonWriter& json, std::string_view text) {
  Type type(text);
  const auto word = type.word();
  if (word[0] == '=') {
    json.field("$ref", "#/$defs/" + std::string(word.substr(1)));
  } else if (word == "integer" || word == "number") {
    json.field("type", word);
    json.key("minimum").raw(type.word());
    json.key("maximum").raw(type.word());
  } else if (word == "one") {
    json.key("enum").begin_array();
    while (!type.rest().empty()) json.value(type.word());
    json.end_array();
  } else if (word == "list") {
    json.field("type", "array").key("items");
    write_type(json, type.rest());
  } else if (word == "map") {
    json.field("type", "object").key("additionalProperties");
    write_type(json, type.rest());
  } else if (word == "zones") {
    json.field("type", "array").key("items");
    write_type(json, "zone");
  } else if (word == "zone") {
    json.key("enum").begin_array().value("1").value("2").value("3").end_array();
  } else if (word == "string" || word == "boolean") {
    json.field("type", word);
  } else if (word != "any") {
    json.field("$ref", "#/$defs/" + std::string(word));
  }
}

void write_type(JsonWriter& json, std::string_view text) {
  const auto slash = text.find(" / ");
  json.begin_object();
  if (slash == std::string_view::npos) {
    write_members(json, text);
  } else {
    json.key("anyOf").begin_array();
    write_type(json, text.substr(0, slash));
    write_type(json, text.substr(slash + 3));
    json.end_array();
  }
  json.end_object();
}

void write_object(JsonWriter& json, const Object& object) {
  json.field("type", "object").field("additionalProperties", false);
  std::vector<std::string_view> required;
  for (const auto& key : object.keys) {
    if (key.required) required.emplace_back(key.name);
  }
  if (!required.empty()) {
    json.key("required").begin_array();
    for (const auto name : required) json.value(name);
    json.end_array();
  }
  json.key("properties").begin_object();
  for (const auto& key : object.keys) {
    json.key(key.name).begin_object().field("description", key.text);
    const std::string_view type = key.type;
    const auto slash = type.find(" / ");
    if (slash == std::string_view::npos) {
      write_members(json, type);
    } else {
      json.key("anyOf").begin_array();
      write_type(json, type.substr(0, slash));
      write_type(json, type.substr(slash + 3));
      json.end_array();
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace

std::string scenario_schema() {
  JsonWriter json(1);
  json.begin_object().field("$schema", "https://json-schema.org/draft/2020-12/schema").field("title", "fleetlint rollout scenario, version 1");
  write_object(json, objects().front());
  json.key("$defs").begin_object();
  json.key("instant").begin_object().field("type", "string").field("pattern", "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?(Z|[+-]\\d{2}:\\d{2})$").end_object();
  json.key("duration").begin_object().field("type", "string").field("pattern", "^-?P(?!$)(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,3})?S)?)?$").end_object();
  json.key("version").begin_object().field("type", "string").field("pattern", "^[A-Za-z]?\\d+(\\.\\d+)*$").end_object();
  json.key("name").begin_object().field("type", "string").field("pattern", "^[A-Za-z0-9][A-Za-z0-9._-]*$").end_object();
  for (std::size_t i = 1; i < objects().size(); ++i) {
    json.key(objects()[i].name).begin_object();
    write_object(json, objects()[i]);
    json.end_object();
  }
  json.end_object().end_object();
  return std::move(json.text());
}

}  // namespace fleetlint::rollout
