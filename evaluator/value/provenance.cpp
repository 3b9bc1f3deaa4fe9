#include "fleetlint/evaluator/provenance.h"

#include <algorithm>

namespace fleetlint::eval {
namespace {

constexpr std::size_t most_notes = 8;
constexpr std::size_t most_visits = 1000;  // values share parts, so a walk over all of them may not end

/// The steps at which a value changes its place.
bool moves(OriginStep step) { return step != OriginStep::literal && step != OriginStep::expression && step != OriginStep::function; }

class Walk {
 public:
  explicit Walk(Location here) : here_(here) {}

  void follow(const Origin* origin) {
    for (; origin && notes.size() < most_notes && ++visited_ < most_visits; origin = origin->via) {
      if (moves(origin->step) && origin->location && !(origin->location == here_) && !is_told(*origin)) notes.push_back({origin->location, describe(*origin)});
      for (const Origin* part : origin->parts) waiting_.push_back(part);
    }
    // The first argument's way is told to its end before that of the others begins.
    while (!waiting_.empty() && notes.size() < most_notes && visited_ < most_visits) {
      const Origin* next = waiting_.front();
      waiting_.erase(waiting_.begin());
      follow(next);
    }
  }

  std::vector<Note> notes;

 private:
  bool is_told(const Origin& origin) const {
    return std::any_of(notes.begin(), notes.end(), [&](const Note& note) { return note.location == origin.location && note.message == describe(origin); });
  }

  Location here_;
  std::vector<const Origin*> waiting_;
  std::size_t visited_ = 0;
};

}  // namespace

std::string describe(const Origin& origin) {
  const std::string label = origin.label.empty() ? std::string() : " `" + std::string(origin.label) + "`";
  switch (origin.step) {
    case OriginStep::literal: return "written here";
    case OriginStep::expression: return "computed here";
    case OriginStep::parameter: return "from parameter" + label;
    case OriginStep::default_value: return "default of parameter" + label;
    case OriginStep::parameter_file: return "value of parameter" + label + " in the parameter file";
    case OriginStep::command_line: return "value of parameter" + label + " on the command line";
    case OriginStep::variable: return "from variable" + label;
    case OriginStep::output: return "from output" + label;
    case OriginStep::module_parameter: return "passed to parameter" + label + " of a module";
    case OriginStep::module_output: return "from output" + label + " of a module";
    case OriginStep::loop_item: return "item of a loop";
    case OriginStep::function: return "from function" + label;
  }
  return "from here";
}

std::vector<Note> way_of(const Origin* origin, Location here) {
  Walk walk(here);
  walk.follow(origin);
  return std::move(walk.notes);
}

}  // namespace fleetlint::eval
