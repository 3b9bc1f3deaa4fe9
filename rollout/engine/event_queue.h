#pragma once
// The one queue of a run: by instant, then by the order of kinds (rule T-3), then by the order of scheduling.
#include <cstdint>
#include <algorithm>
#include <vector>

#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

/// The place of an event among those of the same instant (rule T-3).
enum class EventOrder : std::uint8_t {
  instance_result = 20, batch_end = 30, repair_task = 35, zone_token = 50, phase = 60, publication = 70, queue = 75, start = 80, batch_start = 90
};

enum class EventType : std::uint8_t {
  instance_created, batch_end, restore_end, repair_task_done, token_move, phase_close, phase_open, publish_image, publish_extension, replica, action,
  try_start, retry_extension, start_operation, claim_again, batch_start, task_approved
};

struct Event {
  Millis at = 0;
  EventOrder order = EventOrder::queue;
  EventType type = EventType::try_start;
  std::uint64_t sequence = 0;
  std::uint32_t a = 0, b = 0;
};

class EventQueue {
 public:
  void clear() {
    events_.clear();
    sequence_ = 0;
  }
  bool empty() const { return events_.empty(); }
  const Event& top() const { return events_.front(); }
  void push(Millis at, EventOrder order, EventType type, std::uint32_t a = 0, std::uint32_t b = 0) {
    events_.push_back({at, order, type, sequence_++, a, b});
    std::push_heap(events_.begin(), events_.end(), later);
  }
  Event pop() {
    std::pop_heap(events_.begin(), events_.end(), later);
    const Event event = events_.back();
    events_.pop_back();
    return event;
  }

 private:
  static bool later(const Event& a, const Event& b) {
    if (a.at != b.at) return a.at > b.at;
    if (a.order != b.order) return a.order > b.order;
    return a.sequence > b.sequence;
  }
  std::vector<Event> events_;
  std::uint64_t sequence_ = 0;
};

}  // namespace fleetlint::rollout
