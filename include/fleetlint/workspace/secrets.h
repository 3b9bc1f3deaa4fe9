#pragma once
// Which texts in the sources of a run are values of secure parameters.
#include <span>

#include "fleetlint/base/redaction.h"
#include "fleetlint/base/source.h"
#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::workspace {

/// Looks through all sources: defaults of secure parameters in templates, what parameter files and modules assign to a
/// parameter that is secure in some template of the run, and what they assign to a name that none declares, which may be
/// a mistyped one; literals of properties whose name tells that they are secret; and signatures of access tokens anywhere. Reads each source once more; meant for when there is something to print about them.
Redaction find_secrets(const SourceSet& sources, unsigned threads = 1);

/// The same in these sources only, for what is printed about a few files of a large run.
Redaction find_secrets(const SourceSet& sources, std::span<const SourceId> among, unsigned threads = 1);

/// Adds the texts that a template gives to such properties in the end, by whatever way: a variable may hold one, too.
void add_secret_values(const eval::EvaluatedTemplate& evaluated, Redaction& redaction);

}  // namespace fleetlint::workspace
