// Random templates (functions, loops, conditions, nested deployments that feed each other): replacing any of the known
// parameters by an unknown one never changes a known result into a different known one. FLEETLINT_PROPERTY_CASES sets
// how many; a template that breaks the rule is made smaller before it is shown.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/template/reader.h"
#include "less_known.h"

namespace fleetlint::eval {
namespace {

using test::contradiction;

/// Decisions of a generator, so that a case can be made smaller by changing them: without decisions left, the simplest is taken.
class Choices {
 public:
  explicit Choices(std::vector<std::uint32_t> made) : made_(std::move(made)) {}
  std::size_t below(std::size_t count) { return count == 0 || at_ >= made_.size() ? 0 : made_[at_++] % count; }
  bool one_in(std::size_t count) { return below(count) == count - 1; }

 private:
  std::vector<std::uint32_t> made_;
  std::size_t at_ = 0;
};

constexpr char schema[] = R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0")";

struct Parameter {
  const char *name, *declaration;
  std::vector<const char*> values;
};
const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> all = {
      {"s", R"({"type": "string", "minLength": 1, "maxLength": 6})", {R"("ab")", R"("Web-1")", R"("x,y")"}},
      {"e", R"({"type": "string", "allowedValues": ["dev", "prod", "test"]})", {R"("dev")", R"("prod")", R"("test")"}},
      {"n", R"({"type": "int", "minValue": 0, "maxValue": 4})", {"0", "1", "3", "4"}},
      {"b", R"({"type": "bool"})", {"true", "false"}},
      {"a", R"({"type": "array"})", {"[]", R"(["1"])", R"(["b", "a", "b"])", R"(["ab", 2])"}},
      {"o", R"({"type": "object"})", {"{}", R"({"k": "v"})", R"({"k": "w", "n": 2, "in": {"x": 1}})"}}};
  return all;
}

enum class Type { text, integer, boolean, array, object };

/// Writes one template from choices.
class Generator {
 public:
  explicit Generator(Choices choices) : choices_(std::move(choices)) {}

  std::string write() {
    std::string variables, resources, outputs;
    const std::size_t variable_count = 1 + choices_.below(4);
    for (std::size_t i = 0; i < variable_count; ++i) {
      const auto type = static_cast<Type>(choices_.below(5));
      variables += (i ? ",\n  " : "  ") + quoted("v" + std::to_string(i)) + ": " + value(type, 2);
      variables_.push_back({"variables('v" + std::to_string(i) + "')", type});
    }
    if (choices_.one_in(2)) {
      variables += ",\n  \"copy\": [{\"name\": \"vl\", \"count\": " + count() + ", \"input\": {\"i\": \"[copyIndex('vl')]\", \"t\": " + quoted("[" + in_loop("vl", [&] { return text(2); }) + "]") + "}}]";
      variables_.push_back({"variables('vl')", Type::array});
    }
    const std::size_t modules = choices_.below(3);
    for (std::size_t i = 0; i < modules; ++i) resources += (resources.empty() ? "" : ",\n") + module(i);
    const std::size_t others = choices_.below(3);
    for (std::size_t i = 0; i < others; ++i) resources += (resources.empty() ? "" : ",\n") + resource(i);
    const std::size_t output_count = 1 + choices_.below(4);
    for (std::size_t i = 0; i < output_count; ++i) outputs += (i ? ",\n  " : "  ") + output("o" + std::to_string(i));
    std::string declared;
    for (const auto& parameter : parameters()) declared += (declared.empty() ? "" : ", ") + quoted(parameter.name) + ": " + parameter.declaration;
    return std::string("{") + schema + ",\n\"parameters\": {" + declared + "},\n\"variables\": {\n" + variables + "},\n\"resources\": [\n" + resources + "],\n\"outputs\": {\n" + outputs + "}}";
  }

 private:
  struct Known {
    std::string expression;
    Type type;
  };

  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }
  static const char* word(Type type) {
    constexpr const char* words[] = {"string", "int", "bool", "array", "object"};
    return words[static_cast<std::size_t>(type)];
  }

  std::string value(Type type, int depth) {
    if (type == Type::array && choices_.one_in(4)) return "[1, " + quoted("[" + text(depth) + "]") + ", \"z\"]";
    if (type == Type::object && choices_.one_in(4)) {
      const std::string loop = choices_.one_in(2) ? ", \"copy\": [{\"name\": \"l\", \"count\": " + count() + ", \"input\": " + quoted("[" + in_loop("l", [&] { return text(1); }) + "]") + "}]" : "";
      const std::string computed = choices_.one_in(3) ? ", " + quoted("[" + text(1) + "]") + ": 2" : "";
      return "{\"f\": " + quoted("[" + text(depth) + "]") + computed + loop + "}";
    }
    return quoted("[" + expression(type, depth) + "]");
  }

  std::string count() { return choices_.one_in(3) ? "2" : quoted("[" + (choices_.one_in(2) ? parameter("n", "2") : "length(" + array(1) + ")") + "]"); }

  std::string in_loop(const std::string& name, const std::function<std::string()>& write) {
    loops_.push_back(name);
    const auto result = write();
    loops_.pop_back();
    return result;
  }

  std::string output(const std::string& name) {
    const auto type = static_cast<Type>(choices_.below(5));
    const std::string condition = choices_.one_in(5) ? "\"condition\": " + quoted("[" + boolean(2) + "]") + ", " : "";
    if (type == Type::array && choices_.one_in(3))
      return quoted(name) + ": {\"type\": \"array\", " + condition + "\"copy\": {\"count\": " + count() + ", \"input\": " + quoted("[" + in_loop("", [&] { return text(2); }) + "]") + "}}";
    return quoted(name) + ": {\"type\": \"" + word(type) + "\", " + condition + "\"value\": " + value(type, 3) + "}";
  }

  /// A condition and a loop, perhaps; `body` is written inside the loop.
  std::string entry(const std::string& type, const std::string& name, bool named_by_index, const std::function<std::string()>& body) {
    std::string result = "{\"type\": \"" + type + "\", \"apiVersion\": \"2020-01-01\"";
    const bool loop = named_by_index && choices_.one_in(2);
    if (loop) {
      result += ", \"copy\": {\"name\": \"" + name + "l\", \"count\": " + count() + "}";
      loops_.push_back("");
    }
    if (choices_.one_in(3)) result += ", \"condition\": " + quoted("[" + boolean(2) + "]");
    result += ", \"name\": " + (named_by_index ? quoted("[concat('" + name + "', " + text(1) + (loop ? ", copyIndex()" : "") + ")]") : quoted(name)) + ", " + body() + "}";
    if (loop) loops_.pop_back();
    return result;
  }

  std::string resource(std::size_t index) {
    return entry("A.B/c", "r" + std::to_string(index), true, [&] {
      return "\"location\": " + quoted("[" + text(1) + "]") + ", \"properties\": {\"p\": " + value(static_cast<Type>(choices_.below(5)), 3) + ", \"q\": " + value(Type::object, 2) + "}";
    });
  }

  std::string module(std::size_t index) {
    const auto name = "m" + std::to_string(index);
    const auto type = static_cast<Type>(choices_.below(5));
    const auto result = entry("Microsoft.Resources/deployments", name, false, [&] {
      const std::string given = value(type, 2);
      Generator inner(choices_);
      inner.variables_ = {{"parameters('p')", type}};
      inner.is_module_ = true;
      const auto result_type = static_cast<Type>(inner.choices_.below(5));
      const std::string output = inner.value(result_type, 2);
      const std::string inside = inner.choices_.one_in(2) ? inner.resource(0) : "";
      choices_ = inner.choices_;
      outputs_of_modules_.push_back({"reference('" + name + "').outputs.r.value", result_type});
      return std::string("\"properties\": {\"mode\": \"Incremental\", \"expressionEvaluationOptions\": {\"scope\": \"inner\"}, \"parameters\": {\"p\": {\"value\": ") + given + "}}, \"template\": {" + schema +
             ", \"parameters\": {\"p\": {\"type\": \"" + word(type) + "\"}}, \"resources\": [" + inside + "], \"outputs\": {\"r\": {\"type\": \"" + word(result_type) + "\", \"value\": " + output + "}}}}";
    });
    // Outputs of a module can be used in properties and outputs after it only, which is where expressions go from now on.
    variables_.insert(variables_.end(), outputs_of_modules_.begin(), outputs_of_modules_.end());
    outputs_of_modules_.clear();
    return result;
  }

  std::string expression(Type type, int depth) {
    switch (type) {
      case Type::text: return text(depth);
      case Type::integer: return integer(depth);
      case Type::boolean: return boolean(depth);
      case Type::array: return array(depth);
      case Type::object: return object(depth);
    }
    return {};
  }

  /// A variable of this type, when there is one.
  std::string known(Type type, const std::string& otherwise) {
    std::vector<const Known*> fitting;
    for (const auto& variable : variables_)
      if (variable.type == type) fitting.push_back(&variable);
    if (fitting.empty()) return otherwise;
    return fitting[choices_.below(fitting.size())]->expression;
  }
  std::string parameter(const char* name, const char* literal) { return is_module_ ? literal : std::string("parameters('") + name + "')"; }

  std::string text(int depth) {
    if (depth == 0) {
      switch (choices_.below(4)) {
        case 0: return "'t'";
        case 1: return parameter("s", "'S'");
        case 2: return parameter("e", "'dev'");
        default: return loops_.empty() ? known(Type::text, "'A-b'") : loops_.back().empty() ? "string(copyIndex())" : "string(copyIndex('" + loops_.back() + "'))";
      }
    }
    switch (choices_.below(17)) {
      case 0: return text(0);
      case 1: return "concat(" + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 2: return "toUpper(" + text(depth - 1) + ")";
      case 3: return "format('{0}/{1:D2}', " + text(depth - 1) + ", " + integer(depth - 1) + ")";
      case 4: return "if(" + boolean(depth - 1) + ", " + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 5: return "substring(concat(" + text(depth - 1) + ", 'abc'), 0, 2)";
      case 6: return "replace(" + text(depth - 1) + ", 'b', " + text(depth - 1) + ")";
      case 7: return "join(" + array(depth - 1) + ", '-')";
      case 8: return "string(" + array(depth - 1) + ")";
      case 9: return "uniqueString(" + text(depth - 1) + ")";
      case 10: return "resourceId('A.B/c', " + text(depth - 1) + ")";
      case 11: return "coalesce(tryGet(" + object(depth - 1) + ", 'k'), " + text(depth - 1) + ")";
      case 12: return "string(" + object(depth - 1) + ")";
      case 13: return "take(" + text(depth - 1) + ", " + integer(depth - 1) + ")";
      case 14: return "padLeft(" + integer(depth - 1) + ", 4, '0')";
      case 15: return "trim(concat(' ', " + text(depth - 1) + "))";
      default: return known(Type::text, "'x'");
    }
  }

  std::string integer(int depth) {
    if (depth == 0) return choices_.one_in(2) ? parameter("n", "2") : std::to_string(choices_.below(4));
    switch (choices_.below(9)) {
      case 0: return integer(0);
      case 1: return "add(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
      case 2: return "mul(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
      case 3: return "mod(" + integer(depth - 1) + ", 3)";
      case 4: return "length(" + array(depth - 1) + ")";
      case 5: return "length(" + text(depth - 1) + ")";
      case 6: return "max(" + integer(depth - 1) + ", 2)";
      case 7: return "if(" + boolean(depth - 1) + ", " + integer(depth - 1) + ", " + integer(depth - 1) + ")";
      default: return known(Type::integer, "indexOf(" + text(depth - 1) + ", 'a')");
    }
  }

  std::string boolean(int depth) {
    if (depth == 0) return choices_.one_in(2) ? parameter("b", "true()") : choices_.one_in(2) ? "false()" : "true()";
    switch (choices_.below(11)) {
      case 0: return boolean(0);
      case 1: return "equals(" + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 2: return "and(" + boolean(depth - 1) + ", " + boolean(depth - 1) + ")";
      case 3: return "or(" + boolean(depth - 1) + ", " + boolean(depth - 1) + ")";
      case 4: return "not(" + boolean(depth - 1) + ")";
      case 5: return "less(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
      case 6: return "contains(" + array(depth - 1) + ", " + text(depth - 1) + ")";
      case 7: return "empty(" + array(depth - 1) + ")";
      case 8: return "startsWith(" + text(depth - 1) + ", 'a')";
      case 9: return "contains(" + object(depth - 1) + ", " + text(depth - 1) + ")";
      default: return known(Type::boolean, "equals(" + array(depth - 1) + ", " + array(depth - 1) + ")");
    }
  }

  std::string array(int depth) {
    if (depth == 0) return choices_.one_in(2) ? parameter("a", "createArray('i')") : "createArray(1, 'b')";
    switch (choices_.below(13)) {
      case 0: return array(0);
      case 1: return "createArray(" + text(depth - 1) + ", " + integer(depth - 1) + ")";
      case 2: return "concat(" + array(depth - 1) + ", " + array(depth - 1) + ")";
      case 3: return "union(" + array(depth - 1) + ", " + array(depth - 1) + ")";
      case 4: return "range(0, " + (choices_.one_in(2) ? "3" : parameter("n", "2")) + ")";
      case 5: return "map(" + array(depth - 1) + ", lambda('x', concat('m', string(lambdaVariables('x')))))";
      case 6: return "filter(" + array(depth - 1) + ", lambda('x', " + "equals(lambdaVariables('x'), " + text(depth - 1) + ")))";
      case 7: return "split(" + text(depth - 1) + ", ',')";
      case 8: return "skip(" + array(depth - 1) + ", 1)";
      case 9: return "intersection(" + array(depth - 1) + ", " + array(depth - 1) + ")";
      case 10: return "if(" + boolean(depth - 1) + ", " + array(depth - 1) + ", " + array(depth - 1) + ")";
      case 11: return "objectKeys(" + object(depth - 1) + ")";
      default: return known(Type::array, "items(" + object(depth - 1) + ")");
    }
  }

  std::string object(int depth) {
    if (depth == 0) return choices_.one_in(2) ? parameter("o", "createObject('k', 'i')") : "createObject('k', 'l')";
    switch (choices_.below(8)) {
      case 0: return object(0);
      case 1: return "createObject('k', " + text(depth - 1) + ", 'n', " + integer(depth - 1) + ")";
      case 2: return "union(" + object(depth - 1) + ", " + object(depth - 1) + ")";
      case 3: return "createObject(" + text(depth - 1) + ", 1, 'k', 'z')";
      case 4: return "if(" + boolean(depth - 1) + ", " + object(depth - 1) + ", " + object(depth - 1) + ")";
      case 5: return "shallowMerge(createArray(" + object(depth - 1) + ", " + object(depth - 1) + "))";
      case 6: return "toObject(" + array(depth - 1) + ", lambda('x', string(lambdaVariables('x'))), lambda('x', 1))";
      default: return known(Type::object, "json(string(" + object(depth - 1) + "))");
    }
  }

  Choices choices_;
  std::vector<Known> variables_, outputs_of_modules_;
  std::vector<std::string> loops_;
  bool is_module_ = false;
};

/// One case: what makes the template, the values and which of them are hidden.
struct Case {
  std::vector<std::uint32_t> choices;
  std::vector<std::size_t> values;
  std::size_t hidden = 0;
};

std::shared_ptr<const EvaluatedTemplate> run(const std::shared_ptr<const arm::TemplateIr>& ir, const Case& wanted, bool hide, SourceSet& sources) {
  std::string file = "{\"$schema\": \"p\", \"parameters\": {";
  for (std::size_t i = 0; i < parameters().size(); ++i) {
    if (hide && (wanted.hidden >> i & 1)) continue;
    file += std::string(file.ends_with('{') ? "\"" : ", \"") + parameters()[i].name + "\": {\"value\": " + parameters()[i].values[wanted.values[i] % parameters()[i].values.size()] + "}";
  }
  const auto given = arm::read_json(sources, sources.add("p.json", file + "}}"), arm::ExpressionMode::literal, Limits{});
  auto assignments = read_parameter_file(given, Limits{});
  EvaluationInput input;
  input.template_ir = ir;
  input.parameters = assignments.parameters;
  input.owners = assignments.owners;
  input.trace = false;
  return evaluate(std::move(input));
}

/// What is wrong; empty when knowing less only means to say less.
std::string broken(const Case& wanted, std::size_t* compared = nullptr) {
  SourceSet sources;
  const auto ir = arm::read_json(sources, sources.add("t.json", Generator(Choices(wanted.choices)).write()), arm::ExpressionMode::expressions, Limits{});
  if (ir->has_errors()) return "the template cannot be read";
  const auto all = run(ir, wanted, false, sources), some = run(ir, wanted, true, sources);
  const auto count = [&] {
    if (compared) ++*compared;
  };
  for (const auto& output : some->deployments[0]->outputs)
    for (const auto& other : all->deployments[0]->outputs)
      if (other.name == output.name) {
        count();
        if (auto wrong = contradiction(output.value, other.value, "outputs." + std::string(output.name), true); !wrong.empty()) return wrong;
      }
  for (std::size_t i = 0; i < some->deployments[0]->variables.size(); ++i) {
    const auto &less = some->deployments[0]->variables[i], &more = all->deployments[0]->variables[i];
    count();
    if (auto wrong = contradiction(less.value, more.value, "variables." + std::string(less.name), true); !wrong.empty()) return wrong;
  }
  for (const auto& finding : some->findings)
    if (finding.severity == Severity::error && std::none_of(all->findings.begin(), all->findings.end(), [&](const Finding& f) { return f.code == finding.code; }))
      return "a certain error that is none: " + finding.message;
  if (some->resources.size() != all->resources.size()) return {};  // a loop of unknown count stands for all its items
  for (std::size_t i = 0; i < some->resources.size(); ++i)
    if (!(some->resources[i]->location == all->resources[i]->location)) return {};  // as many by chance: they are not the same ones
  for (std::size_t i = 0; i < some->resources.size(); ++i) {
    const auto &less = *some->resources[i], &more = *all->resources[i];
    if (less.zero_or_more) continue;
    if (more.condition == Tri::unknown) continue;  // with all known it is an error
    if (less.condition != Tri::unknown && less.condition != more.condition) return "a condition";
    if (more.condition == Tri::no) continue;
    count();
    if (auto wrong = contradiction(less.body, more.body, "resource " + std::to_string(i), true); !wrong.empty()) return wrong;
    if (more.name.failure()) continue;  // with all known it is an error, and has no id
    if (auto wrong = contradiction(less.id, more.id, "id " + std::to_string(i), true); !wrong.empty()) return wrong;
  }
  return {};
}

/// The smallest case of its kind that can be found by leaving out and simplifying decisions.
Case shrink(Case wanted) {
  const auto better = [&](const Case& candidate) {
    if (broken(candidate).empty()) return false;
    wanted = candidate;
    return true;
  };
  for (bool again = true; again;) {
    again = false;
    for (std::size_t size = wanted.choices.size() / 2; size > 0; size /= 2)
      for (std::size_t at = 0; at + size <= wanted.choices.size();) {
        Case candidate = wanted;
        candidate.choices.erase(candidate.choices.begin() + static_cast<std::ptrdiff_t>(at), candidate.choices.begin() + static_cast<std::ptrdiff_t>(at + size));
        if (better(candidate)) again = true;
        else at += size;
      }
    for (std::size_t i = 0; i < wanted.choices.size(); ++i) {
      if (wanted.choices[i] == 0) continue;
      Case candidate = wanted;
      candidate.choices[i] = 0;
      again = better(candidate) || again;
    }
    for (std::size_t i = 0; i < parameters().size(); ++i) {
      Case candidate = wanted;
      candidate.hidden &= ~(std::size_t{1} << i);
      if (candidate.hidden != wanted.hidden) again = better(candidate) || again;
    }
  }
  return wanted;
}

TEST(RandomTemplates, KnowingLessNeverChangesAKnownResult) {
  const char* asked = std::getenv("FLEETLINT_PROPERTY_CASES");
#ifdef FLEETLINT_SANITIZED
  const std::size_t cases = asked ? std::strtoul(asked, nullptr, 10) : 150;
#else
  const std::size_t cases = asked ? std::strtoul(asked, nullptr, 10) : 1500;
#endif
  const char* seed = std::getenv("FLEETLINT_PROPERTY_SEED");
  std::mt19937 random(seed ? static_cast<std::uint32_t>(std::strtoul(seed, nullptr, 10)) : 20261130u);
  std::size_t compared = 0;
  for (std::size_t i = 0; i < cases; ++i) {
    Case wanted;
    wanted.choices.resize(40 + random() % 400);
    for (auto& choice : wanted.choices) choice = random() % 5040;
    for (std::size_t k = 0; k < parameters().size(); ++k) wanted.values.push_back(random() % 12);
    wanted.hidden = 1 + random() % 63;
    if (broken(wanted, &compared).empty()) continue;
    const Case smallest = shrink(wanted);
    std::string values;
    for (std::size_t k = 0; k < parameters().size(); ++k)
      values += std::string(parameters()[k].name) + " = " + parameters()[k].values[smallest.values[k] % parameters()[k].values.size()] + (smallest.hidden >> k & 1 ? " (hidden)\n" : "\n");
    FAIL() << "case " << i << ": " << broken(smallest) << "\n" << values << Generator(Choices(smallest.choices)).write();
  }
  EXPECT_GT(compared, cases * 3);
}

}  // namespace
}  // namespace fleetlint::eval
