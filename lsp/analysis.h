#pragma once
// What the server knows about an open file: the findings of every way it is deployed, and the values in it.
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/base/source.h"
#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/lsp/server.h"

namespace fleetlint::lsp {

/// One evaluation of the file: with a parameter file, without any, or inside of a template that uses it as a module.
struct Evaluation {
  std::string parameters;  ///< path of the parameter file; empty: none
  std::string caller;      ///< path of the template that uses the file; empty: the file was evaluated by itself
  std::shared_ptr<const eval::EvaluatedTemplate> evaluated;
};

/// Immutable; shared by the worker that made it and the requests that read it.
struct Analysis {
  std::string path;
  std::shared_ptr<const SourceSet> sources;
  Redaction redaction;  ///< of these sources
  std::vector<Finding> findings;  ///< of all evaluations, each once; also in modules and parameter files
  std::vector<Evaluation> evaluations;
  std::set<std::string> files;  ///< everything that was read: a change in one of them makes this stale
};

/// Text of open documents by path: it stands for what is on disk.
using Buffers = std::map<std::string, std::string>;
using Analyzer = std::function<std::shared_ptr<const Analysis>(const std::string& path, const Buffers& buffers)>;

/// The real one: from file to findings as `fleetlint lint` does it.
Analyzer make_analyzer(const ServerOptions& options);

}  // namespace fleetlint::lsp
