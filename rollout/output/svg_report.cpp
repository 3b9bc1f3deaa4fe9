// The picture as SVG: legend, Gantt, serving capacity, phases, probabilities, one below the other.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "markup.h"
#include "output/narrative.h"
#include "picture_layout.h"

namespace fleetlint::rollout {
namespace picture {
namespace {

constexpr int label_width = 240, right_margin = 24, row_height = 18, region_height = 24, chart_height = 64;

/// Colours of Okabe and Ito, which people with any kind of colour vision can tell apart; each kind has a pattern as well.
constexpr const char* style = R"css(
svg{--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--ok:#009e73;--fail:#d55e00;--back:#cc79a7;--stop:#b00020;--surge:#0072b2;--run:#56b4e9;--wait:#8c959f;--many:#6e7781;
font:12px system-ui,"Segoe UI",Helvetica,Arial,sans-serif;background:var(--paper)}
@media (prefers-color-scheme:dark){svg{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;--ok:#2fbf93;--fail:#ff8a3d;--back:#e39ac5;--stop:#ff6b7d;--surge:#58a6ff;--run:#7cc7f0;--wait:#9198a1;--many:#8b949e}}
@media print{svg{--ink:#000;--soft:#333;--line:#bbb;--paper:#fff;--ok:#009e73;--fail:#d55e00;--back:#cc79a7;--stop:#b00020;--surge:#0072b2;--run:#56b4e9;--wait:#777;--many:#6e7781}}
text{fill:var(--ink)}.soft{fill:var(--soft)}.grid{stroke:var(--line);stroke-width:1;fill:none}.head{font-weight:600}
.b{stroke:var(--paper);stroke-width:.6}.ok{fill:var(--ok)}.fail{fill:url(#p-fail)}.back{fill:url(#p-back)}.stop{fill:url(#p-stop)}.surge{fill:var(--surge)}.run{fill:url(#p-run)}.wait{fill:url(#p-wait)}.many{fill:var(--many)}
.set>.b{opacity:.45}.leaf>.b{opacity:1}.band{fill:var(--surge);opacity:.25}.cap{fill:none;stroke:var(--surge);stroke-width:1.6}.capfill{fill:var(--surge);opacity:.12}.bound{stroke:var(--stop);stroke-width:1;stroke-dasharray:5 3}.gap{fill:var(--line);opacity:.45}
.mark{fill:var(--stop)}.pub{stroke:var(--soft);stroke-dasharray:2 3}.box{fill:none;stroke:var(--line)}.pair{stroke:var(--soft);fill:none;stroke-dasharray:3 2}
.p{fill:var(--paper)}.f1{fill:var(--fail)}.f2{fill:var(--back)}.f3{fill:var(--stop)}.f4{fill:var(--run)}.s5{stroke:var(--wait);stroke-width:1.4}.s1{stroke:var(--paper);stroke-width:1.6}
)css";

constexpr const char* patterns = R"svg(<defs>
<pattern id="p-fail" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="f1" width="6" height="6"/><path class="s1" d="M0 0v6"/></pattern>
<pattern id="p-back" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="f2" width="6" height="6"/><circle class="p" cx="3" cy="3" r="1.3"/></pattern>
<pattern id="p-stop" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="f3" width="6" height="6"/><path class="s1" d="M0 0l6 6M6 0l-6 6"/></pattern>
<pattern id="p-run" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="f4" width="8" height="8"/><path class="s1" d="M4 0v8"/></pattern>
<pattern id="p-wait" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="s5" d="M0 0v5"/></pattern>
</defs>
)svg";

/// Tenths of a pixel as SVG wants them.
std::string px(std::int64_t tenths) { return tenths % 10 == 0 ? std::to_string(tenths / 10) : fmt::format("{}.{}", tenths / 10, tenths % 10); }

/// A text of few words on two lines of about `most` characters.
std::pair<std::string, std::string> two_lines(const std::string& text, int most) {
  if (length(text) <= most) return {text, {}};
  std::size_t cut = 0;
  for (std::size_t at = text.find(' '); at != std::string::npos && length(text.substr(0, at)) <= most; at = text.find(' ', at + 1)) cut = at;
  if (cut == 0) return {shorten(text, most), {}};
  return {text.substr(0, cut), shorten(text.substr(cut + 1), most)};
}

class Canvas {
 public:
  Canvas(const RolloutReport& report, const PictureOptions& options)
      : report_(report), options_(options), width_(static_cast<int>(std::max(options.width, 640u))),
        axis_(busy_intervals(report), std::int64_t{width_ - label_width - right_margin} * 10), layout_(lay_out(report, options.max_rows)) {}

  std::string draw() {
    legend();
    gantt();
    capacity();
    phases();
    probabilities();
    if (options_.trials != nullptr && !options_.trials->sets.empty()) bands();
    put("</g>\n");  // "below": everything under the Gantt moves up when rows are folded
    return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">)"
                       "<style>{3}</style>\n{4}{5}</svg>\n",
                       width_, y_ + 12, escape(fmt::format("rollout {}", report_.scenario->name)), style, patterns, body_);
  }

 private:
  template <typename... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) { fmt::format_to(std::back_inserter(body_), format, std::forward<Args>(args)...); }
  std::string x(Millis instant) const { return px(label_width * 10 + axis_.at(instant)); }
  void heading(std::string_view text) {
    y_ += 26;
    put("<text class=\"head\" x=\"8\" y=\"{}\">{}</text>\n", y_, escape(text));
    y_ += 10;
  }

  void legend() {
    static constexpr std::pair<BarKind, const char*> entries[] = {{BarKind::ok, "upgraded"}, {BarKind::failures, "contains failures"}, {BarKind::restored, "put back"},
                                                                  {BarKind::faulted, "stopped"}, {BarKind::surge, "max surge"}, {BarKind::running, "running"}, {BarKind::waiting, "waiting"}};
    int at = 8;
    y_ = 6;
    const auto entry = [&](std::string_view sign, std::string_view text) {
      const int width = 40 + 7 * static_cast<int>(text.size());
      if (at > 8 && at + width > width_ - right_margin) {
        at = 8;
        y_ += 20;
      }
      put("<g transform=\"translate({},{})\">{}<text x=\"23\" y=\"10\">{}</text></g>", at, y_, sign, text);
      at += width;
    };
    for (const auto& [kind, text] : entries) entry(fmt::format("<rect class=\"b {}\" width=\"18\" height=\"12\"/>", bar_class[static_cast<int>(kind)]), text);
    const auto gathered = [](const Row& row) { return std::any_of(row.bars.begin(), row.bars.end(), [](const Bar& b) { return b.kind == BarKind::gathered; }); };
    if (std::any_of(layout_.rows.begin(), layout_.rows.end(), gathered)) entry("<rect class=\"b many\" width=\"18\" height=\"12\"/>", "sets of a region");
    if (!axis_.gaps().empty()) entry("<rect class=\"gap\" width=\"18\" height=\"12\"/>", "nothing happens: shortened");
    if (!layout_.publications.empty()) entry("<path class=\"soft\" d=\"M9 11l-5 -8h10z\"/>", "published");
    if (!report_.phases.empty()) entry("<path class=\"soft\" d=\"M9 0l4 6l-4 6l-4 -6z\"/>", "phase opens");
    if (layout_.checks) entry("<path class=\"mark\" d=\"M9 0l4 6l-4 6l-4 -6z\"/>", "check that stops");
    put("<text class=\"soft\" x=\"{}\" y=\"{}\">times are UTC</text>\n", at, y_ + 10);
    y_ += 22;
  }

  void time_axis(int top, int bottom) {
    for (const auto& gap : axis_.gaps()) {
      put("<rect class=\"gap\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>", px(label_width * 10 + gap.at), top, px(gap.width), bottom - top,
          escape(fmt::format("nothing happens for {}", format_span(gap.to - gap.from))));
    }
    std::string lines;
    for (const auto& tick : axis_.ticks()) {
      lines += fmt::format("M{} {}V{}", px(label_width * 10 + tick.at), top, bottom);
      put("<text class=\"soft\" x=\"{}\" y=\"{}\">{}</text>", px(label_width * 10 + tick.at + 60), top - 4, tick.text);
    }
    put("<path class=\"grid\" d=\"{}\"/>\n", lines);
  }

  void gantt() {
    y_ += 18;
    const int top = y_;
    int height = 0;
    for (const auto& row : layout_.rows) height += row.level == Row::Level::region ? region_height : row_height;
    put("<g id=\"axis\">");
    time_axis(top, top + height);
    for (const auto& mark : layout_.publications)
      if (mark.at >= axis_.begin() && mark.at <= axis_.end())
        put("<path class=\"pub\" d=\"M{0} {1}V{2}\"/><path class=\"soft\" d=\"M{0} {1}l-5 -8h10z\"><title>{3}</title></path>", x(mark.at), top, top + height, escape(mark.text));
    put("</g>\n<g id=\"rows\" data-top=\"{}\">\n", top);
    static constexpr const char* level_class[] = {"region", "set", "zone", "ud"};
    for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
      const auto& row = layout_.rows[i];
      const int level = static_cast<int>(row.level), h = row.level == Row::Level::region ? region_height : row_height;
      const bool leaf = i + 1 == layout_.rows.size() || layout_.rows[i + 1].parent != static_cast<std::int32_t>(i);
      put("<g class=\"row {}{}\" data-p=\"{}\" data-h=\"{}\" transform=\"translate(0,{})\">", level_class[level], row.level == Row::Level::set && leaf ? " leaf" : "", row.parent, h, y_);
      const int character = row.level == Row::Level::region ? 78 : 67;  // tenths of a pixel, about
      const int room = (label_width - 24 - 12 * level) * 10;
      const auto label = shorten_middle(row.label, room / character);
      put("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", row.level == Row::Level::region ? "head" : "label", 8 + 12 * level, h - 5, escape(label));
      // The detail gives way to a long name.
      const int free = (room - character * length(label)) / 64 - 1;
      const auto& detail = length(row.detail) <= free ? row.detail : row.short_detail;  // a number is told whole or not at all
      if (!detail.empty() && length(detail) <= free) put("<text class=\"soft\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", label_width - 8, h - 5, escape(detail));
      for (const auto& bar : row.bars) {
        const auto from = axis_.at(bar.from), width = std::max<std::int64_t>(axis_.at(bar.to) - from, leaf && row.bars.size() < 50 ? 30 : 8);
        put("<rect class=\"b {}\" x=\"{}\" y=\"2\" width=\"{}\" height=\"{}\"><title>{}</title></rect>", bar_class[static_cast<int>(bar.kind)], px(label_width * 10 + from), px(width),
            h - 4, escape(bar.text));
      }
      for (const auto& mark : row.marks)
        put("<path class=\"{}\" d=\"M{} 1l4 {}l-4 {}l-4 {}z\"><title>{}</title></path>", mark.kind == Mark::Kind::phase ? "soft" : "mark", x(mark.at), h / 2 - 1, h / 2 - 1, 1 - h / 2, escape(mark.text));
      put("</g>\n");
      y_ += h;
    }
    put("</g>\n");
    const char* gathered = layout_.detail == Layout::Detail::sets ? "update domains are gathered into sets" : "sets are gathered into regions";
    if (layout_.detail != Layout::Detail::update_domains) put("<text class=\"soft\" x=\"8\" y=\"{}\">too many rows for a picture: {}; the JSON report is complete</text>\n", y_ += 16, gathered);
    put("<g id=\"below\">");
  }

  /// A step line of what serves; at most a low and a last value for each pixel column.
  void chart(const std::string& label, const std::vector<std::pair<Millis, std::int64_t>>& steps, std::int64_t scale, std::int64_t floor, Millis floor_at, const std::string& cause,
             const std::vector<std::pair<std::int64_t, std::string>>& bounds) {
    const int top = y_ + 14, bottom = top + chart_height;
    const auto height_of = [&](std::int64_t value) { return bottom * 10 - (scale == 0 ? 0 : static_cast<std::int64_t>(static_cast<__int128>(value) * chart_height * 10 / scale)); };
    put("<text x=\"8\" y=\"{}\">{}</text><text class=\"soft\" x=\"8\" y=\"{}\">at worst {} of {}</text>", top + 14, escape(shorten(label, 30)), top + 30, floor, scale);
    if (floor < scale && !cause.empty()) {
      const auto [first, second] = two_lines(cause, 33);
      put("<text class=\"soft\" x=\"8\" y=\"{}\">{}<title>{}</title></text>", top + 45, escape(first), escape(cause));
      if (!second.empty()) put("<text class=\"soft\" x=\"8\" y=\"{}\">{}<title>{}</title></text>", top + 59, escape(second), escape(cause));
    }
    put("<path class=\"grid\" d=\"M{0} {1}H{2}M{0} {3}H{2}\"/><text class=\"soft\" x=\"{4}\" y=\"{5}\" text-anchor=\"end\">{6}</text>", label_width, top, width_ - right_margin, bottom, label_width - 6, top + 4, scale);
    std::string path;
    std::int64_t at = -1, low = 0, last = scale;
    const auto flush = [&] {
      if (at < 0) return;
      const auto column = px(label_width * 10 + at);
      if (path.empty()) path = fmt::format("M{} {}", label_width, px(height_of(last)));
      path += fmt::format("H{}", column);
      if (low != last) path += fmt::format("V{}", px(height_of(low)));
      path += fmt::format("V{}", px(height_of(last)));
    };
    for (const auto& [instant, value] : steps) {
      const auto column = axis_.at(instant) / 10 * 10;
      if (column != at) {
        flush();
        at = column;
        low = value;
      }
      low = std::min(low, value);
      last = value;
    }
    flush();
    if (path.empty()) path = fmt::format("M{} {}", label_width, px(height_of(scale)));
    path += fmt::format("H{}", width_ - right_margin);
    put("<path class=\"capfill\" d=\"{}V{}H{}z\"/><path class=\"cap\" d=\"{}\"/>", path, bottom, label_width, path);
    for (const auto& [bound, text] : bounds)
      if (bound <= scale)
        put("<path class=\"bound\" d=\"M{} {}H{}\"><title>{}</title></path>", label_width, px(height_of(bound)), width_ - right_margin, escape(text));
    if (floor < scale)
      put("<circle class=\"mark\" cx=\"{}\" cy=\"{}\" r=\"3\"><title>{}</title></circle>", x(floor_at), px(height_of(floor)),
          escape(fmt::format("{} of {} serve at {}{}{}", floor, scale, format_instant(floor_at), cause.empty() ? "" : ": ", cause)));
    put("\n");
    y_ = bottom + 8;
  }

  std::string cause_of(std::uint32_t set) const {
    const auto cause = narrative::capacity_cause(report_, set);
    return cause ? fmt::format("{} (rule {})", cause->text, info(cause->rule).id) : std::string();
  }

  void capacity() {
    if (report_.scenario->sets.empty()) return;
    heading("Serving capacity");
    const auto& scenario = *report_.scenario;
    std::vector<std::pair<Millis, std::int64_t>> changes;
    std::int64_t total = 0;
    std::vector<std::uint64_t> members(report_.classes.size());
    for (const auto of : report_.class_of) ++members[of];
    for (std::size_t i = 0; i < report_.classes.size(); ++i) {
      std::int64_t before = 0;
      for (const auto& [instant, serving] : report_.classes[i].capacity) {
        changes.emplace_back(instant, (std::int64_t{serving} - before) * static_cast<std::int64_t>(members[i]));
        before = serving;
      }
    }
    std::sort(changes.begin(), changes.end());
    std::vector<std::pair<Millis, std::int64_t>> fleet;
    for (const auto& [instant, change] : changes) {
      total += change;
      if (!fleet.empty() && fleet.back().first == instant) fleet.back().second = total;
      else fleet.emplace_back(instant, total);
    }
    if (report_.class_of.size() > 1 && !fleet.empty()) {
      const auto scale = std::max_element(fleet.begin(), fleet.end(), [](auto& a, auto& b) { return a.second < b.second; })->second;
      const auto floor = std::min_element(fleet.begin(), fleet.end(), [](auto& a, auto& b) { return a.second < b.second; });
      chart(fmt::format("all {} sets", report_.class_of.size()), fleet, scale, floor->second, floor->first, "", {});
    }
    // Of many courses those that lose most; their order stays that of the report.
    std::vector<std::size_t> courses;
    for (std::size_t i = 0; i < report_.classes.size(); ++i)
      if (!report_.classes[i].capacity.empty() && !report_.classes[i].operations.empty()) courses.push_back(i);
    const std::size_t all = courses.size(), most = 40, few = 12;
    if (all > most) {
      const auto lost = [&](std::size_t i) { return report_.classes[i].count - std::min(report_.classes[i].count, report_.classes[i].min_serving); };
      std::stable_sort(courses.begin(), courses.end(), [&](std::size_t a, std::size_t b) { return lost(a) > lost(b); });
      courses.resize(few);
      std::sort(courses.begin(), courses.end());
    }
    for (const auto i : courses) {
      const auto& course = report_.classes[i];
      const auto set = course.members.empty() ? 0u : course.members.front();
      const auto& id = scenario.sets[set].id;
      std::vector<std::pair<Millis, std::int64_t>> steps(course.capacity.begin(), course.capacity.end());
      std::int64_t scale = course.count;
      for (const auto& step : steps) scale = std::max(scale, step.second);
      std::vector<std::pair<std::int64_t, std::string>> bounds;
      for (const auto& assertion : scenario.assertions)
        if (assertion.type == Assertion::Type::min_serving && assertion.at_least && (assertion.set == all_sets || report_.class_of[assertion.set] == i))
          bounds.emplace_back(*assertion.at_least, fmt::format("assertion {}: at least {}", assertion.id, *assertion.at_least));
      chart(members[i] == 1 ? id : fmt::format("{} and {} alike", id, members[i] - 1), steps, scale, course.min_serving, course.min_serving_at, cause_of(set), bounds);
    }
    if (all > most) put("<text class=\"soft\" x=\"8\" y=\"{}\">the {} of {} courses that lose most instances are drawn; the JSON report has all</text>\n", y_ += 16, few, all);
    if (courses.empty()) put("<text class=\"soft\" x=\"8\" y=\"{}\">no instance is taken out of service</text>\n", y_ += 16);
  }

  void phases() {
    if (report_.phases.empty()) return;
    heading("Phases: paired regions never share one");
    const auto& scenario = *report_.scenario;
    const int column_width = 168, box = 20;
    int bottom = y_, column = 0;
    std::uint32_t rollout = report_.phases.front().rollout;
    std::vector<std::pair<int, int>> where(scenario.regions.size(), {-1, -1});
    for (const auto& phase : report_.phases) {
      const bool wraps = 8 + (column + 1) * column_width > width_ - right_margin;
      if (phase.rollout != rollout || wraps) {
        y_ = bottom + 14;
        column = 0;
        if (phase.rollout != rollout) std::fill(where.begin(), where.end(), std::pair(-1, -1));
        rollout = phase.rollout;
      }
      const int left = 8 + column * column_width;
      put("<text x=\"{}\" y=\"{}\">phase {}</text><text class=\"soft\" x=\"{}\" y=\"{}\">{}</text>", left, y_ + 14, phase.index, left, y_ + 28, format_instant(phase.open));
      const auto result = !phase.close ? std::string("open") : phase.passed ? fmt::format("passed, {} of {}", phase.succeeded, phase.eligible) : fmt::format("halted, {} of {}", phase.succeeded, phase.eligible);
      put("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", phase.close && !phase.passed ? "mark" : "soft", left, y_ + 42, result);
      int at = y_ + 48;
      const std::size_t most = 24;
      for (std::size_t i = 0; i < phase.regions.size() && i < most; ++i) {
        const auto region = phase.regions[i];
        put("<rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/><text x=\"{}\" y=\"{}\">{}</text>", left, at, column_width - 24, box - 3, left + 6, at + 13, escape(shorten(scenario.regions[region].name, 19)));
        for (const auto pair : scenario.regions[region].pairs)
          if (where[pair].first >= 0)
            put("<path class=\"pair\" d=\"M{} {}C{} {} {} {} {} {}\"><title>{}</title></path>", where[pair].first, where[pair].second, where[pair].first + 30, where[pair].second, left - 30,
                at + 8, left, at + 8, escape(fmt::format("{} is paired with {}", scenario.regions[region].name, scenario.regions[pair].name)));
        where[region] = {left + column_width - 24, at + 8};
        at += box;
      }
      if (phase.regions.size() > most) put("<text class=\"soft\" x=\"{}\" y=\"{}\">and {} more</text>", left, at + 12, phase.regions.size() - most), at += box;
      bottom = std::max(bottom, at);
      ++column;
      put("\n");
    }
    y_ = bottom + 6;
  }

  void probabilities() {
    if (!report_.monte_carlo) return;
    const auto& monte_carlo = *report_.monte_carlo;
    heading("Over " + narrative::count_of(monte_carlo.trials, "trial"));
    const auto room = std::int64_t{width_ - label_width - right_margin} * 10;
    std::size_t drawn = 0;
    for (const auto& set : monte_carlo.sets) {
      if (set.set == all_sets && monte_carlo.sets.size() == 2) continue;  // it is its only set
      if (++drawn > 60) break;
      const auto of = std::max<std::uint64_t>(set.completed + set.stopped + set.running, 1);
      const auto wide = [&](std::uint64_t count) { return static_cast<std::int64_t>(static_cast<__int128>(room) * count / of); };
      put("<text x=\"8\" y=\"{}\">{}</text>", y_ + 14, escape(shorten(set.set == all_sets ? std::string("fleet") : report_.scenario->sets[set.set].id, 30)));
      std::int64_t at = label_width * 10;
      for (const auto& [kind, count, word] : {std::tuple(BarKind::ok, set.completed, "complete"), std::tuple(BarKind::faulted, set.stopped, "stop early"), std::tuple(BarKind::running, set.running, "still run at the end")}) {
        if (count == 0) continue;
        put("<rect class=\"b {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\"><title>{} of {} trials {}</title></rect>", bar_class[static_cast<int>(kind)], px(at), y_ + 2, px(wide(count)), count, of, word);
        at += wide(count);
      }
      const auto low = static_cast<std::int64_t>(set.interval_low * static_cast<double>(room)), high = static_cast<std::int64_t>(set.interval_high * static_cast<double>(room));
      put("<path class=\"grid\" d=\"M{0} {1}v8M{0} {2}H{3}M{3} {1}v8\"><title>95 % interval (Wilson) of the share that completes</title></path>\n", px(label_width * 10 + low), y_ + 18, y_ + 22, px(label_width * 10 + high));
      y_ += 30;
    }
  }

  /// Serving capacity over time in many trials, and where they stop.
  void bands() {
    const TrialPicture& picture = *options_.trials;
    heading(fmt::format("Serving capacity over time in {}: 5, 50 and 95 % of them", narrative::count_of(picture.trials, "trial")));
    const auto& scenario = *report_.scenario;
    const int left = label_width, right = width_ - right_margin;
    for (const auto& set : picture.sets) {
      const int top = y_ + 14, bottom = top + chart_height;
      const std::int64_t scale = std::max<std::int64_t>({1, scenario.sets[set.set].capacity, *std::max_element(set.high.begin(), set.high.end())});
      const auto steps = static_cast<std::int64_t>(set.low.size()) - 1;
      const auto column = [&](std::size_t i) { return px(left * 10 + (right - left) * 10 * static_cast<std::int64_t>(i) / std::max<std::int64_t>(steps, 1)); };
      const auto height = [&](std::uint32_t v) { return px(bottom * 10 - std::int64_t{v} * chart_height * 10 / scale); };
      std::string up, down, middle;
      for (std::size_t i = 0; i < set.low.size(); ++i) {
        up += fmt::format("{}{} {}", i == 0 ? "M" : "L", column(i), height(set.high[i]));
        down.insert(0, fmt::format("L{} {}", column(i), height(set.low[i])));
        middle += fmt::format("{}{} {}", i == 0 ? "M" : "L", column(i), height(set.middle[i]));
      }
      const auto lowest = *std::min_element(set.low.begin(), set.low.end());
      put("<text x=\"8\" y=\"{}\">{}</text><text class=\"soft\" x=\"8\" y=\"{}\">95 % of trials: {} of {} or more</text>", top + 14, escape(shorten(scenario.sets[set.set].id, 30)), top + 30, lowest, scale);
      put("<path class=\"grid\" d=\"M{0} {1}H{2}M{0} {3}H{2}\"/><text class=\"soft\" x=\"{4}\" y=\"{5}\" text-anchor=\"end\">{6}</text>", left, top, right, bottom, left - 6, top + 4, scale);
      put("<path class=\"band\" d=\"{}{}z\"><title>between 5 and 95 % of {} trials</title></path><path class=\"cap\" d=\"{}\"/>", up, down, picture.trials, middle);
      for (int quarter = 0; quarter <= 4; ++quarter) {
        const Millis at = (set.to - set.from) * quarter / 4 / one_second * one_second;
        put("<text class=\"soft\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>", left + (right - left) * quarter / 4, bottom + 14, quarter == 0 ? "start" : quarter == 4 ? "end" : "middle", quarter == 0 ? format_instant(set.from / one_second * one_second) : "+" + format_span(at));
      }
      put("\n");
      y_ = bottom + 18;
      stops(set, picture.trials);
    }
  }

  /// How many trials stop after which batch.
  void stops(const TrialPicture::Set& set, std::uint64_t trials) {
    const std::uint64_t stopped = trials - std::min(trials, set.completed);
    if (set.stopped_after.empty() || stopped == 0) return;
    const int left = label_width, height = 40, top = y_ + 8, bottom = top + height;
    const auto most = *std::max_element(set.stopped_after.begin(), set.stopped_after.end());
    const auto count = static_cast<int>(std::min<std::size_t>(set.stopped_after.size(), 60));
    const int step = std::clamp((width_ - right_margin - left) / std::max(count, 1), 12, 60);
    put("<text class=\"soft\" x=\"8\" y=\"{}\">stops after batch</text><path class=\"grid\" d=\"M{} {}H{}\"/>", bottom + 13, left, bottom, left + step * count);
    for (int j = 0; j < count; ++j) {
      const auto n = set.stopped_after[static_cast<std::size_t>(j)];
      const auto tall = static_cast<std::int64_t>(n) * height * 10 / static_cast<std::int64_t>(std::max<std::uint64_t>(most, 1));
      if (n > 0)
        put("<rect class=\"b stop\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{} of {} trials stop {}</title></rect>", left + j * step + 2, px(bottom * 10 - tall), step - 4, px(std::max<std::int64_t>(tall, 10)), n, trials, j == 0 ? std::string("before the first batch") : fmt::format("after batch {}", j));
      if (count <= 30 || j % 5 == 0) put("<text class=\"soft\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", left + j * step + step / 2, bottom + 13, j);
    }
    put("\n");
    y_ = bottom + 22;
  }

  const RolloutReport& report_;
  const PictureOptions& options_;
  int width_, y_ = 0;
  TimeAxis axis_;
  Layout layout_;
  std::string body_;
};

}  // namespace
}  // namespace picture

std::string render_svg(const RolloutReport& report, const PictureOptions& options) { return picture::Canvas(report, options).draw(); }

}  // namespace fleetlint::rollout
