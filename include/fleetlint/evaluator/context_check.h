#pragma once
// Names in a context file (`--context`) that nothing reads.
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

/// Warnings (FL0509) about members that mean nothing: what they were meant for stays unknown. Inside a scope other names
/// may stand than those that are known, so there only what is nearly one of them is told.
void check_context(const arm::Node& context, std::vector<Finding>& findings);

}  // namespace fleetlint::eval
