// Expression evaluation: simple expressions one by one, long chains of lambdas, unknown arguments.
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "fleetlint/evaluator/request.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::eval {
namespace {

constexpr std::array<std::string_view, 8> simple_expressions = {
    "[add(1, 2)]",
    "[concat('vm-', 'web')]",
    "[toLower('ABC')]",
    "[equals('a', 'b')]",
    "[length(createArray(1, 2, 3))]",
    "[if(true(), 'a', 'b')]",
    "[format('{0}-{1}', 'a', 1)]",
    "[createObject('a', 1).a]",
};

/// Parse, evaluate and print: all that `eval --batch` does for one request.
void simple_batch(benchmark::State& state) {
  const Limits limits;
  std::string out;
  std::size_t n = 0;
  for (auto _ : state) {
    Arena arena;
    out.clear();
    for (int i = 0; i < 64; ++i) {
      Request request;
      request.expression = simple_expressions[n++ % simple_expressions.size()];
      append_json(out, evaluate_request(request, limits, arena));
    }
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(simple_batch);

/// 100,000 items through range, map and filter.
void lambda_chain(benchmark::State& state) {
  const Limits limits;
  std::string ranges;
  for (int i = 0; i < 10; ++i) ranges += (i ? ", " : "") + std::string("range(") + std::to_string(i * 10000) + ", 10000)";
  const std::string expression = "[length(filter(map(concat(" + ranges + "), lambda('x', add(lambdaVariables('x'), 1))), lambda('x', equals(mod(lambdaVariables('x'), 2), 0))))]";
  for (auto _ : state) {
    Arena arena;
    Request request;
    request.expression = expression;
    const Value value = evaluate_request(request, limits, arena);
    if (!value.is_integer() || value.as_integer() != 50'000) state.SkipWithError("wrong result");
  }
}
BENCHMARK(lambda_chain)->Unit(benchmark::kMillisecond);

/// A name with an unknown part through some functions.
void unknown_name(benchmark::State& state) {
  const Limits limits;
  SourceSet sources;
  const auto parameters = arm::read_json(sources, sources.add("p.json", R"({"p": {"$unknown": {"type": "string", "maxLength": 20}}})"), arm::ExpressionMode::literal, limits);
  for (auto _ : state) {
    Arena arena;
    Request request;
    request.expression = "[toLower(concat('vm-', take(parameters('p'), 8), '-', uniqueString(parameters('p'))))]";
    request.parameters = &parameters->root;
    benchmark::DoNotOptimize(evaluate_request(request, limits, arena));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(unknown_name);

/// What an expression bomb costs until its limit.
void bomb(benchmark::State& state) {
  Limits limits;
  std::string expression = "[length(map(range(0, 10000), lambda('a', map(range(0, 10000), lambda('b', add(lambdaVariables('a'), 1))))))]";
  for (auto _ : state) {
    Arena arena;
    Request request;
    request.expression = expression;
    benchmark::DoNotOptimize(evaluate_request(request, limits, arena));
    state.counters["MiB"] = static_cast<double>(arena.bytes()) / (1 << 20);
  }
}
BENCHMARK(bomb)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fleetlint::eval
