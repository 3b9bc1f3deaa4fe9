#pragma once
// Which line of a template came from which line of Bicep (emission rule Q3).
#include <cstdint>
#include <string>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

/// One line of the printed template; lines count from 0.
struct MappedLine {
  std::uint32_t target_line = 0;
  Location source;
};

/// For each line that arm::write_json prints of a compiled template: the innermost declaration, property or value that it
/// shows, where that was written. Lines of nested templates lead to the files of their modules.
std::vector<MappedLine> map_lines(const arm::TemplateIr& compiled);

/// `{"entrypoint": …, "entries": [{"filePath": …, "sourceMap": [{"sourceLine": …, "targetLine": …}]}]}`, lines from 0.
std::string source_map_json(const SourceSet& sources, const arm::TemplateIr& compiled);

}  // namespace fleetlint::compiler
