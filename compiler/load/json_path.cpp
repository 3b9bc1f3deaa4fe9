// JSONPath as the reference's JSON library reads it: `$`, `.name`, `['name']`, `[0]`, `[-1]`-free indices, `[0:2]`, `[*]`, `..name`,
// lists of names and indices, and filters `[?(@.price > 3 && @.kind == 'x')]`. A path may start with a dot.
#include <charconv>
#include <algorithm>
#include <memory>
#include <regex>

#include "load/loaded_file.h"

namespace fleetlint::compiler::load {
namespace {

using arm::Node;
using arm::NodeKind;



class PathReader {
 public:
  PathReader(std::string_view path, const Node& root, const Limits& limits) : path_(path), root_(root), limits_(limits) {}

  // Nothing: malformed.
  std::optional<std::vector<Node>> run() {
    std::vector<Node> current{root_};
    if (take('$')) at_root_ = true;
    bool first = true;
    while (at_ < path_.size() && !broken_) {
      blanks();
      if (at_ >= path_.size()) break;
      step(current, first);
      first = false;
    }
    if (broken_) return std::nullopt;
    return current;
  }

 private:
  enum class Comparison { exists, equals, not_equals, less, less_equal, greater, greater_equal, matches };
  struct Operand {
    bool is_path = false;
    std::string path;  // relative to `@` or `$`
    bool from_root = false;
    Node value;
  };
  struct Condition {
    Operand left, right;
    Comparison comparison = Comparison::exists;
  };
  // Conditions joined by `&&` within, `||` between groups.
  using Filter = std::vector<std::vector<Condition>>;

  void blanks() { while (at_ < path_.size() && path_[at_] == ' ') ++at_; }
  bool take(char c) {
    if (at_ >= path_.size() || path_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!path_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void fail() { broken_ = true; }

  void step(std::vector<Node>& current, bool first) {
    bool deep = false;
    if (take("..")) {
      deep = true;
    } else if (path_[at_] == '.') {
      ++at_;
      if (at_ >= path_.size()) return fail();
    } else if (path_[at_] != '[' && !first) {
      return fail();
    }
    if (deep) descend(current);
    if (at_ < path_.size() && path_[at_] == '[') {
      ++at_;
      return bracket(current);
    }
    if (take('*')) return every(current);
    const auto begin = at_;
    while (at_ < path_.size() && path_[at_] != '.' && path_[at_] != '[' && path_[at_] != ' ') ++at_;
    if (at_ == begin) return fail();
    by_name(current, std::string(path_.substr(begin, at_ - begin)));
  }

  // `..`: the nodes themselves and everything below, in document order.
  void descend(std::vector<Node>& current) {
    std::vector<Node> all;
    std::vector<Node> stack(current.rbegin(), current.rend());
    while (!stack.empty() && all.size() < limits_.array_items) {
      const auto node = stack.back();
      stack.pop_back();
      all.push_back(node);
      for (auto item = node.items.rbegin(); item != node.items.rend(); ++item) stack.push_back(*item);
      for (auto member = node.members.rbegin(); member != node.members.rend(); ++member) stack.push_back(member->value);
    }
    current = std::move(all);
  }

  void every(std::vector<Node>& current) {
    std::vector<Node> next;
    for (const auto& node : current) {
      next.insert(next.end(), node.items.begin(), node.items.end());
      for (const auto& member : node.members) next.push_back(member.value);
    }
    current = std::move(next);
  }

  void by_name(std::vector<Node>& current, const std::string& name) {
    std::vector<Node> next;
    for (const auto& node : current) {
      for (const auto& member : node.members) {
        if (member.name == name) { next.push_back(member.value); break; }
      }
    }
    current = std::move(next);
  }

  void bracket(std::vector<Node>& current) {
    blanks();
    if (at_ >= path_.size()) return fail();
    const char c = path_[at_];
    if (c == '\'' || c == '"') return names(current);
    if (c == '*') {
      ++at_;
      blanks();
      if (!take(']')) return fail();
      return every(current);
    }
    if (c == '?') {
      ++at_;
      blanks();
      if (!take('(')) return fail();
      const auto filter = read_filter();
      blanks();
      if (broken_ || !take(')')) return fail();
      blanks();
      if (!take(']')) return fail();
      std::vector<Node> next;
      for (const auto& node : current) {
        for (const auto& item : node.items) {
          if (holds(filter, item)) next.push_back(item);
        }
        for (const auto& member : node.members) {
          if (holds(filter, member.value)) next.push_back(member.value);
        }
      }
      current = std::move(next);
      return;
    }
    indices(current);
  }

  std::string quoted() {
    const char quote = path_[at_++];
    std::string text;
    while (at_ < path_.size() && path_[at_] != quote) {
      if (path_[at_] == '\\' && at_ + 1 < path_.size()) ++at_;
      text += path_[at_++];
    }
    if (!take(quote)) fail();
    return text;
  }

  void names(std::vector<Node>& current) {
    std::vector<Node> next;
    do {
      blanks();
      if (at_ >= path_.size() || (path_[at_] != '\'' && path_[at_] != '"')) return fail();
      auto part = current;
      by_name(part, quoted());
      next.insert(next.end(), part.begin(), part.end());
      blanks();
    } while (take(','));
    if (!take(']')) return fail();
    current = std::move(next);
  }

  std::optional<std::int64_t> integer() {
    blanks();
    std::int64_t value = 0;
    const auto rest = path_.substr(at_);
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (read.ec != std::errc{}) return std::nullopt;
    at_ += static_cast<std::size_t>(read.ptr - rest.data());
    blanks();
    return value;
  }

  void indices(std::vector<Node>& current) {
    auto first = integer();
    if (at_ < path_.size() && path_[at_] == ':') {
      ++at_;
      const auto last = integer();
      std::optional<std::int64_t> stride;
      if (take(':')) stride = integer();
      if (!take(']') || (stride && *stride == 0)) return fail();
      return slice(current, first, last, stride.value_or(1));
    }
    if (!first) return fail();
    std::vector<std::int64_t> wanted{*first};
    while (take(',')) {
      const auto next = integer();
      if (!next) return fail();
      wanted.push_back(*next);
    }
    if (!take(']')) return fail();
    std::vector<Node> next;
    for (const auto& node : current) {
      for (const auto index : wanted) {
        if (index >= 0 && static_cast<std::size_t>(index) < node.items.size()) next.push_back(node.items[static_cast<std::size_t>(index)]);
      }
    }
    current = std::move(next);
  }

  static void slice(std::vector<Node>& current, std::optional<std::int64_t> first, std::optional<std::int64_t> last, std::int64_t stride) {
    std::vector<Node> next;
    for (const auto& node : current) {
      const auto count = static_cast<std::int64_t>(node.items.size());
      auto begin = first.value_or(stride > 0 ? 0 : count - 1), end = last.value_or(stride > 0 ? count : -1);
      if (first && begin < 0) begin += count;
      if (last && end < 0) end += count;
      begin = std::clamp<std::int64_t>(begin, stride > 0 ? 0 : INT64_MIN, stride > 0 ? count : count - 1);
      end = std::clamp<std::int64_t>(end, -1, count);
      for (auto i = begin; stride > 0 ? i < end : i > end; i += stride) {
        if (i >= 0 && i < count) next.push_back(node.items[static_cast<std::size_t>(i)]);
      }
    }
    current = std::move(next);
  }

  Filter read_filter() {
    Filter filter(1);
    for (;;) {
      filter.back().push_back(read_condition());
      if (broken_) return filter;
      blanks();
      if (take("&&")) continue;
      if (take("||")) { filter.emplace_back(); continue; }
      return filter;
    }
  }

  Condition read_condition() {
    Condition condition;
    condition.left = read_operand();
    blanks();
    static constexpr std::pair<std::string_view, Comparison> operators[] = {
        {"===", Comparison::equals}, {"!==", Comparison::not_equals}, {"==", Comparison::equals}, {"!=", Comparison::not_equals}, {"<>", Comparison::not_equals},
        {"<=", Comparison::less_equal}, {">=", Comparison::greater_equal}, {"<", Comparison::less}, {">", Comparison::greater}, {"=~", Comparison::matches}};
    for (const auto& [text, comparison] : operators) {
      if (!take(text)) continue;
      condition.comparison = comparison;
      condition.right = read_operand();
      break;
    }
    return condition;
  }

  Operand read_operand() {
    Operand operand;
    blanks();
    if (at_ >= path_.size()) { fail(); return operand; }
    const char c = path_[at_];
    if (c == '@' || c == '$') {
      operand.is_path = true;
      operand.from_root = c == '$';
      const auto begin = ++at_;
      int depth = 0;
      while (at_ < path_.size()) {
        const char p = path_[at_];
        if (depth == 0 && (p == ' ' || p == ')' || p == '=' || p == '!' || p == '<' || p == '>' || p == '&' || p == '|')) break;
        if (p == '[') ++depth;
        if (p == ']') --depth;
        ++at_;
      }
      operand.path = std::string(path_.substr(begin, at_ - begin));
      return operand;
    }
    if (c == '\'' || c == '"') {
      operand.value.kind = NodeKind::string;
      texts_.push_back(std::make_unique<std::string>(quoted()));
      operand.value.text = *texts_.back();
      return operand;
    }
    if (c == '/') {  // regular expression /…/i
      const auto end = path_.find('/', at_ + 1);
      if (end == std::string_view::npos) { fail(); return operand; }
      texts_.push_back(std::make_unique<std::string>(path_.substr(at_ + 1, end - at_ - 1)));
      operand.value.kind = NodeKind::string;
      operand.value.text = *texts_.back();
      at_ = end + 1;
      while (at_ < path_.size() && path_[at_] >= 'a' && path_[at_] <= 'z') operand.value.boolean = path_[at_++] == 'i' || operand.value.boolean;
      return operand;
    }
    const auto begin = at_;
    while (at_ < path_.size() && std::string_view(" )&|=<>!").find(path_[at_]) == std::string_view::npos) ++at_;
    const auto word = path_.substr(begin, at_ - begin);
    if (word == "true" || word == "false") {
      operand.value.kind = NodeKind::boolean;
      operand.value.boolean = word == "true";
    } else if (word == "null") {
      operand.value.kind = NodeKind::null;
    } else {
      double number = 0;
      const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
      if (word.empty() || read.ec != std::errc{} || read.ptr != word.data() + word.size()) { fail(); return operand; }
      texts_.push_back(std::make_unique<std::string>(word));
      operand.value.kind = NodeKind::number;
      operand.value.text = *texts_.back();
    }
    return operand;
  }

  static std::optional<double> numeric(const Node& node) {
    if (node.is(NodeKind::integer)) return static_cast<double>(node.integer);
    std::string_view text;
    if (node.is(NodeKind::number)) text = node.text;
    else if (node.is(NodeKind::expression) && node.expression->kind == arm::ExpressionKind::call && node.expression->text == "json") text = node.expression->arguments[0]->text;
    else return std::nullopt;
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  static bool compare(const Node& a, const Node& b, Comparison how) {
    if (how == Comparison::matches) {
      if (!a.is_string() || b.text.size() > 256 || a.text.size() > 4096) return false;
      try {
        return std::regex_search(a.text.begin(), a.text.end(), std::regex(std::string(b.text), b.boolean ? std::regex::icase : std::regex::ECMAScript));
      } catch (const std::regex_error&) {
        return false;
      }
    }
    const auto x = numeric(a), y = numeric(b);
    int order = 0;
    bool comparable = true;
    if (x && y) order = *x < *y ? -1 : *x > *y ? 1 : 0;
    else if (a.is_string() && b.is_string()) order = a.text.compare(b.text);
    else if (a.kind == b.kind && a.is(NodeKind::boolean)) order = static_cast<int>(a.boolean) - static_cast<int>(b.boolean);
    else if (a.kind == b.kind && a.is(NodeKind::null)) order = 0;
    else comparable = false;
    switch (how) {
      case Comparison::equals: return comparable && order == 0;
      case Comparison::not_equals: return !comparable || order != 0;
      case Comparison::less: return comparable && order < 0;
      case Comparison::less_equal: return comparable && order <= 0;
      case Comparison::greater: return comparable && order > 0;
      case Comparison::greater_equal: return comparable && order >= 0;
      default: return comparable;
    }
  }

  std::vector<Node> values(const Operand& operand, const Node& item) const {
    if (!operand.is_path) return {operand.value};
    if (operand.path.empty()) return {operand.from_root ? root_ : item};
    if (++depth_ > 32) return {};
    auto found = PathReader(operand.path, operand.from_root ? root_ : item, limits_).run();
    --depth_;
    return found ? *found : std::vector<Node>{};
  }

  bool holds(const Filter& filter, const Node& item) const {
    for (const auto& group : filter) {
      bool all = true;
      for (const auto& condition : group) {
        const auto left = values(condition.left, item);
        bool one = false;
        if (condition.comparison == Comparison::exists) {
          one = !left.empty();
        } else {
          for (const auto& a : left) {
            for (const auto& b : values(condition.right, item)) one = one || compare(a, b, condition.comparison);
          }
        }
        all = all && one;
      }
      if (all) return true;
    }
    return false;
  }

  std::string_view path_;
  Node root_;
  const Limits& limits_;
  std::size_t at_ = 0;
  bool broken_ = false, at_root_ = false;
  mutable int depth_ = 0;
  std::vector<std::unique_ptr<std::string>> texts_;
};

}  // namespace

std::optional<std::vector<arm::Node>> select_tokens(const arm::Node& root, std::string_view path, const Limits& limits) {
  return PathReader(path, root, limits).run();
}

}  // namespace fleetlint::compiler::load
