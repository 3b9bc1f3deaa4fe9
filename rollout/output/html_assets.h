#pragma once
// Style and script of the page.
#include <string_view>

namespace fleetlint::rollout::picture {

extern const std::string_view page_style;
extern const std::string_view page_script;

}  // namespace fleetlint::rollout::picture
