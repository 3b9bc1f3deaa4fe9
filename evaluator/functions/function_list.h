#pragma once
// The families of functions; the list is generated from the files in this folder.
#include <vector>

#include "functions/function.h"

namespace fleetlint::eval {
std::vector<Family> function_list();
}
