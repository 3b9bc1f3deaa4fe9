// `fleetlint snapshot FILE.bicepparam`: what the deployment is predicted to make.
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/workspace/secrets.h"
#include "input_file.h"
#include "output_file.h"
#include "snapshot.h"
#include "template_input.h"

namespace fleetlint::cli {
namespace {

/// Where the deployment would run, as far as the command line says.
struct Target {
  std::string tenant_id, subscription_id, management_group_id, resource_group, location, deployment_name;
};

struct SnapshotOptions {
  TemplateArguments input;
  Target target;
  std::string mode = "overwrite";
  bool to_stdout = false;
};

void add_member(std::string& object, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  if (object.size() > 1) object += ',';
  eval::append_json_string(object, name);
  object += ':';
  eval::append_json_string(object, value);
}

/// The context that the evaluator reads; members that are not given stay unknown.
std::string context_text(const Target& target, bool in_group) {
  std::string tenant = "{", subscription = "{", group = "{", management = "{", deployment = "{";
  add_member(tenant, "tenantId", target.tenant_id);
  add_member(subscription, "subscriptionId", target.subscription_id);
  add_member(group, "name", target.resource_group);
  add_member(management, "name", target.management_group_id);
  add_member(deployment, "name", target.deployment_name);
  add_member(in_group ? group : deployment, "location", target.location);
  return R"({"tenant":)" + tenant + R"(},"subscription":)" + subscription + R"(},"resourceGroup":)" + group + R"(},"managementGroup":)" + management + R"(},"deployment":)" + deployment + "}}";
}

/// The schema of a template names the scope that it is for.
std::string_view scope_of(const arm::TemplateIr& document) {
  const auto* schema = document.root.find("$schema");
  const std::string_view text = schema == nullptr ? std::string_view() : schema->text;
  const auto names = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  if (names("subscriptionDeploymentTemplate")) return "subscription";
  if (names("managementGroupDeploymentTemplate")) return "managementGroup";
  if (names("tenantDeploymentTemplate")) return "tenant";
  return "resourceGroup";
}

/// 8-4-4-4-12 hexadecimal digits: how Azure names tenants and subscriptions.
bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

/// Check for an option that takes such an id (else exit code `usage`).
CLI::Validator guid() {
  return CLI::Validator([](std::string& text) { return is_guid(text) ? std::string() : "`" + redact_secrets(text.substr(0, 80)) + "` is no id such as 00000000-0000-0000-0000-000000000000"; }, "");
}

/// What does not fit the scope of the template; empty: everything fits.
std::string wrong_target(const Target& target, std::string_view scope) {
  const auto wrong = [&](std::string_view option) { return std::string(option) + " does not fit a template whose target scope is " + std::string(scope); };
  if (!target.subscription_id.empty() && scope != "resourceGroup" && scope != "subscription") return wrong("--subscription-id");
  if (!target.resource_group.empty() && scope != "resourceGroup") return wrong("--resource-group");
  if (!target.management_group_id.empty() && scope != "managementGroup") return wrong("--management-group-id");
  return {};
}

int compare_with(const std::string& path, const std::string& snapshot, const Redaction& redaction) {
  const auto before = read_input(path);
  if (!before) return unreadable;
  // A snapshot of another tool may hold what ours does not show.
  const auto changes = snapshot_changes(json_without_secrets(redaction, *before), snapshot);
  std::fwrite(changes.data(), 1, changes.size(), stdout);
  return changes.empty() ? clean : findings;
}

int run_snapshot(SnapshotOptions& options) {
  if (!options.input.file.ends_with(".bicepparam")) {
    std::fprintf(stderr, "fleetlint: %s: is not a .bicepparam file; `fleetlint expand` shows what a template makes\n", options.input.file.c_str());
    return usage;
  }
  TemplateInput input;
  read_template_input(options.input, input);
  if (input.exit_code != clean) return input.exit_code;
  auto& evaluation = input.evaluation;
  if (evaluation.template_ir != nullptr) {
    const auto scope = scope_of(*evaluation.template_ir);
    if (const auto wrong = wrong_target(options.target, scope); !wrong.empty()) {
      std::fprintf(stderr, "fleetlint: %s\n", wrong.c_str());
      return usage;
    }
    if (evaluation.context.data == nullptr)
      evaluation.context.data = arm::read_json(input.sources, input.sources.add("command line", context_text(options.target, scope == "resourceGroup")), arm::ExpressionMode::literal, evaluation.limits);
  }
  const auto evaluated = eval::evaluate(std::move(evaluation));
  auto all = input.findings;
  all.insert(all.end(), evaluated->findings.begin(), evaluated->findings.end());
  if (std::any_of(all.begin(), all.end(), [](const Finding& finding) { return finding.severity == Severity::error; })) {
    print_findings(input.sources, all);
    return findings;
  }
  // The file is made to be kept and compared: what is secret in it would be for ever in the repository.
  auto redaction = workspace::find_secrets(input.sources);
  workspace::add_secret_values(*evaluated, redaction);
  const auto text = json_without_secrets(redaction, snapshot_text(*evaluated, all));
  if (options.to_stdout && options.mode == "overwrite") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return clean;
  }
  const auto path = std::filesystem::path(options.input.file).replace_extension(".snapshot.json").string();
  if (options.mode == "validate") return compare_with(path, text, redaction);
  if (write_file(path, text)) {
    if (isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "wrote %s\n", path.c_str());
    return clean;
  }
  tell_not_written(path, errno);
  return usage;
}

}  // namespace

Command snapshot_command() {
  return {"snapshot", "predict what a deployment makes, and compare with an earlier prediction",
          "  fleetlint snapshot main.bicepparam --stdout --subscription-id 00000000-0000-0000-0000-000000000000 --resource-group fleet\n"
          "  fleetlint snapshot main.bicepparam\n"
          "  fleetlint snapshot main.bicepparam --mode validate\n",
          305, [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<SnapshotOptions>();
            options->input.declare(app);
            app.get_option("FILE")->description("parameter file: .bicepparam");
            app.add_flag("--stdout", options->to_stdout, "print it; else it goes to FILE with the extension .snapshot.json");
            app.add_option("--mode", options->mode, "overwrite: write the prediction; validate: compare with the one that is there, exit 1 if it differs")->transform(one_of({"overwrite", "validate"}, true));
            app.add_option("--tenant-id", options->target.tenant_id, "tenant of the deployment")->check(guid());
            app.add_option("--subscription-id", options->target.subscription_id, "its subscription")->check(guid());
            app.add_option("--management-group-id", options->target.management_group_id, "its management group");
            app.add_option("--location", options->target.location, "of the resource group, or of the deployment at a higher scope");
            app.add_option("--resource-group", options->target.resource_group, "name of its resource group");
            app.add_option("--deployment-name", options->target.deployment_name, "name of the deployment");
            return [options] { return run_snapshot(*options); };
          }};
}

}  // namespace fleetlint::cli
