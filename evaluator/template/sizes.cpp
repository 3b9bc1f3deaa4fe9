// What the platform takes at most of a resource and of a template, once loops are expanded and values are filled in.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "template/deployment.h"

namespace fleetlint::eval {
namespace {

// Microsoft Learn, "Best practices for ARM templates", template limits.
constexpr std::uint64_t most_resource_bytes = 1u << 20, most_template_bytes = 4u << 20;

/// Bytes of compact JSON, at least: escapes and what is unknown may add to them. Counting stops above a bound, because
/// values share parts and a few of them may stand for a text of any size.
class Size {
 public:
  explicit Size(std::uint64_t most) : most_(most) {}

  void add(const Value& value) {
    switch (value.kind()) {
      case ValueKind::null:
      case ValueKind::boolean: bytes_ += 4; break;
      case ValueKind::integer:
      case ValueKind::number: bytes_ += 1; break;
      case ValueKind::string: bytes_ += value.as_string().size() + 2; break;
      case ValueKind::array:
        bytes_ += 1 + std::max<std::size_t>(1, value.items().size());
        for (std::size_t i = 0; i < value.items().size() && !is_over(); ++i) add(value.items()[i]);
        break;
      case ValueKind::object:
        bytes_ += 1 + std::max<std::size_t>(1, value.fields().size());
        for (std::size_t i = 0; i < value.fields().size() && !is_over(); ++i) add(value.fields()[i].name, value.fields()[i].value);
        break;
      case ValueKind::unknown: break;
    }
  }

  template <typename Part>
  void add(std::string_view name, const Part& part) {
    bytes_ += name.size() + 3;
    add(part);
  }

  /// JSON as it is written, without the white space between its parts.
  void add(const arm::Node& node) {
    if (!node.is_array() && !node.is_object()) {
      bytes_ += node.location.span.size();
      return;
    }
    bytes_ += 1 + std::max<std::size_t>(1, node.items.size() + node.members.size());
    for (std::size_t i = 0; i < node.items.size() && !is_over(); ++i) add(node.items[i]);
    for (std::size_t i = 0; i < node.members.size() && !is_over(); ++i) add(node.members[i].name, node.members[i].value);
  }

  bool is_over() const { return bytes_ > most_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::uint64_t bytes_ = 0, most_;
};

constexpr std::uint64_t megabytes(std::uint64_t bytes) { return bytes >> 20; }

}  // namespace

void Deployment::check_sizes() {
  std::uint64_t all = 0;
  for (auto& instance : instances_) {
    const auto& resource = *instance.resource;
    if (resource.condition == Tri::no || resource.existing) continue;
    Size size(most_resource_bytes);
    size.add(resource.body);
    evaluator().charge(size.bytes() / 256);
    const bool is_certain = resource.condition == Tri::yes && !resource.zero_or_more;
    if (is_certain) all += size.bytes();
    if (!size.is_over() || std::exchange(instance.entry->is_too_large, true)) continue;
    session_.report(ErrorKind::limit_exceeded, resource.location,
                    fmt::format("the resource `{}` has more than {} MB with its values filled in, which is the most that one resource may have",
                                resource.name.is_string() ? resource.name.as_string() : resource.symbolic_name, megabytes(most_resource_bytes)),
                    *this, {}, certain_ && is_certain);
  }
  Size rest(most_template_bytes);
  for (const auto& output : result_->outputs) rest.add(output.name, output.value);
  if (all + rest.bytes() > most_template_bytes && frame_.resources)
    session_.report(ErrorKind::limit_exceeded, frame_.resources->location,
                    fmt::format("the template has more than {} MB with loops expanded and values filled in, which is the most that a template may have", megabytes(most_template_bytes)),
                    *this, {}, certain_);
  // As it is written, with the templates inside of it. Of Bicep the place is that of the source, which is shorter.
  if (parent_ || !frame_.root || frame_.root->location.span.size() <= most_template_bytes) return;
  Size written(most_template_bytes);
  written.add(*frame_.root);
  if (written.is_over())
    session_.report(ErrorKind::limit_exceeded, {frame_.root->location.source, {frame_.root->location.span.begin, frame_.root->location.span.begin + 1}},
                    fmt::format("the template has more than {} MB as it is written, which is the most that a template may have", megabytes(most_template_bytes)), *this, {}, certain_);
}

}  // namespace fleetlint::eval
