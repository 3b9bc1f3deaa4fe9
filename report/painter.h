#pragma once
// Colours of a terminal. Private to the room.
#include <string>
#include <string_view>

#include "fleetlint/base/finding.h"

namespace fleetlint::report {

class Painter {
 public:
  explicit Painter(bool on) : on_(on) {}
  bool is_on() const { return on_; }
  std::string operator()(const char* code, std::string_view text) const {
    if (!on_) return std::string(text);
    return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
  }

 private:
  bool on_;
};

inline const char* severity_color(Severity severity) {
  return severity == Severity::error ? "1;31" : severity == Severity::warning ? "1;33" : "1;36";
}

}  // namespace fleetlint::report
