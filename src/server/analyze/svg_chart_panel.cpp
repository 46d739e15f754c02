#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <span>

#include "server/analyze/chart_labels.h"
#include "server/analyze/number_text.h"
#include "server/analyze/svg_panels.h"

namespace openspc::server::analyze {
namespace {

constexpr double kLeft = 78;    // tick labels
constexpr double kRight = 132;  // labels of the limits
constexpr double kHeading = 30;
constexpr double kAxis = 22;
constexpr std::size_t kMostDots = 500;  // more points are drawn as a line alone

class ChartPanel {
 public:
  ChartPanel(SvgCanvas& canvas, const Rect& area, const Analysis& analysis, spc::ChartPart part)
      : canvas_(canvas),
        analysis_(analysis),
        part_(part),
        series_(part == spc::ChartPart::location ? analysis.chart.location : *analysis.chart.dispersion),
        area_(area),
        plot_{area.x + kLeft, area.y + kHeading, area.width - kLeft - kRight, area.height - kHeading - kAxis},
        decimals_(decimals_of(series_)) {
    find_range();
    const auto count = static_cast<double>(analysis.data.points());
    spacing_ = plot_.width / std::max(count, 1.0);
  }

  void draw() {
    canvas_.text(area_.x, area_.y + 14, heading(), "panel-title");
    canvas_.rect(plot_, "plot");
    draw_zones();
    draw_ticks();
    draw_limits();
    draw_baseline();
    draw_series();
    draw_limit_labels();
  }

 private:
  [[nodiscard]] std::string heading() const {
    std::string name = statistic_name(analysis_, part_);
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    return name;
  }

  void find_range() {
    low_ = std::numeric_limits<double>::infinity();
    high_ = -low_;
    for (const double value : series_.values()) {
      low_ = std::min(low_, value);
      high_ = std::max(high_, value);
    }
    for (const spc::Scale& scale : series_.scales().said()) {
      low_ = std::min(low_, scale.lcl);
      high_ = std::max(high_, scale.ucl);
    }
    if (!(high_ > low_)) {
      const double half = low_ == 0 ? 0.5 : std::abs(low_) / 100;
      low_ -= half;
      high_ += half;
    }
    const double margin = 0.07 * (high_ - low_);
    low_ -= low_ == 0 ? 0.02 * (high_ - low_) : margin;
    high_ += margin;
  }

  [[nodiscard]] double x(std::size_t index) const { return plot_.x + (static_cast<double>(index) + 0.5) * spacing_; }
  [[nodiscard]] double y(double value) const {
    return plot_.y + std::clamp((high_ - value) / (high_ - low_), 0.0, 1.0) * plot_.height;
  }

  // The stretch of the axis on which a point's limits hold: halfway to its neighbours, to the edge at the ends.
  [[nodiscard]] double left_of(std::size_t i) const { return i == 0 ? plot_.x : x(series_.index(i)) - spacing_ / 2; }
  [[nodiscard]] double right_of(std::size_t i) const {
    return i + 1 == series_.size() ? plot_.right() : left_of(i + 1);
  }

  // A line that steps with the limits of the points, as corners from left to right.
  template <class Value>
  [[nodiscard]] std::vector<std::array<double, 2>> steps(Value value) const {
    std::vector<std::array<double, 2>> corners;
    const spc::PerPoint<spc::Scale>& scales = series_.scales();
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const double height = y(value(scales[i]));
      if (corners.empty() || corners.back()[1] != height) corners.push_back({left_of(i), height});
      const bool last = i + 1 == series_.size();
      if (last || y(value(scales[i + 1])) != height) corners.push_back({right_of(i), height});
    }
    return corners;
  }

  template <class Value>
  void step_line(Value value, std::string_view style) {
    Path path;
    for (const auto& [px, py] : steps(value)) path.empty() ? path.move_to(px, py) : path.line_to(px, py);
    canvas_.path(path, style);
  }

  template <class Upper, class Lower>
  void band(Upper upper, Lower lower, std::string_view style) {
    Path path;
    for (const auto& [px, py] : steps(upper)) path.empty() ? path.move_to(px, py) : path.line_to(px, py);
    auto below = steps(lower);
    std::ranges::reverse(below);
    for (const auto& [px, py] : below) path.line_to(px, py);
    path.close();
    canvas_.path(path, style);
  }

  void draw_zones() {
    const auto ucl = [](const spc::Scale& scale) { return scale.ucl; };
    const auto lcl = [](const spc::Scale& scale) { return scale.lcl; };
    band(ucl, lcl, "zone-a");
    if (part_ == spc::ChartPart::dispersion || analysis_.is_attribute()) return;
    for (const int k : {2, 1}) {
      const auto upper = [k](const spc::Scale& scale) { return std::min(scale.at(k), scale.ucl); };
      const auto lower = [k](const spc::Scale& scale) { return std::max(scale.at(-k), scale.lcl); };
      band(upper, lower, k == 2 ? "zone-b" : "zone-c");
    }
  }

  void draw_ticks() {
    const auto ticks = round_ticks(low_, high_, static_cast<std::size_t>(plot_.height / 34));
    const int decimals = ticks.size() < 2 ? decimals_ : decimals_for((ticks[1] - ticks[0]) * 1000 * 1.001);
    for (const double tick : ticks) {
      canvas_.line(plot_.x, y(tick), plot_.right(), y(tick), "grid");
      canvas_.text(plot_.x - 8, y(tick) + 4, fixed(tick, decimals), "tick", Anchor::end);
    }
    const std::size_t points = analysis_.data.points();
    const bool labelled = !analysis_.data.labels.empty();
    const std::size_t step = tick_step(points, plot_.width / (labelled ? 84 : 44));
    for (std::size_t number = 1; number <= points; number = number == 1 && step > 1 ? step : number + step) {
      const double at = x(number - 1);
      if (number > 1 && number == step && at - x(0) < (labelled ? 60 : 20)) continue;
      canvas_.line(at, plot_.bottom(), at, plot_.bottom() + 4, "axis");
      canvas_.text(at, plot_.bottom() + 17,
                   labelled ? shortened(analysis_.label_of(number - 1), 12) : std::to_string(number), "tick",
                   Anchor::middle);
    }
  }

  static std::size_t tick_step(std::size_t points, double most) {
    for (std::size_t decade = 1;; decade *= 10) {
      for (const std::size_t factor : {1U, 2U, 5U}) {
        if (static_cast<double>(points) / static_cast<double>(factor * decade) <= std::max(most, 2.0)) {
          return factor * decade;
        }
      }
    }
  }

  static std::string shortened(const std::string& text, std::size_t most) {
    std::string result;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
      if (starts && ++characters > most) return result + "\u2026";
      result += text[i];
    }
    return result;
  }

  void draw_limits() {
    step_line([](const spc::Scale& scale) { return scale.center; }, "center");
    step_line([](const spc::Scale& scale) { return scale.ucl; }, "limit");
    step_line([](const spc::Scale& scale) { return scale.lcl; }, "limit");
  }

  void draw_baseline() {
    if (!analysis_.baseline || part_ != spc::ChartPart::location) return;
    const double from = x(analysis_.baseline->first - 1) - spacing_ / 2;
    const double to = x(analysis_.baseline->last - 1) + spacing_ / 2;
    canvas_.line(from, plot_.y, to, plot_.y, "baseline");
    if (analysis_.baseline->first > 1) canvas_.line(from, plot_.y, from, plot_.bottom(), "baseline-end");
    if (analysis_.baseline->last < analysis_.data.points())
      canvas_.line(to, plot_.y, to, plot_.bottom(), "baseline-end");
    canvas_.text((from + to) / 2, plot_.y - 6, baseline_text(analysis_), "tick", Anchor::middle);
  }

  void draw_series() {
    draw_stroke();
    std::set<std::size_t> involved;  // in a signal, 1-based
    for (const Signal& signal : analysis_.signals) {
      if (signal.part == part_) involved.insert(signal.points.begin(), signal.points.end());
    }
    const bool dots = series_.size() <= kMostDots;
    const double radius = std::clamp(spacing_ * 0.3, 1.6, 3.4);
    const std::string style = radius < 2.4 ? "dot small" : "dot";
    for (std::size_t place = 0; dots && place < series_.size(); ++place) {
      const spc::SeriesPoint point{series_.index(place), series_.plotted(place), series_.fired(place)};
      if (!point.fired.empty()) continue;
      const bool takes_part = involved.contains(point.index + 1);
      canvas_.circle(x(point.index), y(point.plotted.value), radius, takes_part ? style + " involved" : style,
                     tooltip(point));
    }
    double last_label = -std::numeric_limits<double>::infinity();
    series_.for_each_fired([&](const spc::SeriesPoint& point) {
      const double px = x(point.index);
      const double py = y(point.plotted.value);
      canvas_.circle(px, py, std::max(radius, 2.6) + 1.2, "dot signal", tooltip(point));
      if (px - last_label < 9) return;
      const bool above = point.plotted.value >= point.plotted.scale.center;
      canvas_.text(px, above ? py - 9 : py + 17, rule_numbers(point.fired).substr(0, 1), "rule", Anchor::middle);
      last_label = px;
    });
  }

  // Several points on one column of the screen are drawn as the stroke from their lowest to their highest.
  void draw_stroke() {
    Path path;
    const std::span<const double> values = series_.values();
    for (std::size_t i = 0; i < values.size();) {
      const double column = std::floor(x(series_.index(i)) * 2);
      double lowest = values[i];
      double highest = lowest;
      std::size_t next = i + 1;
      for (; next < values.size() && std::floor(x(series_.index(next)) * 2) == column; ++next) {
        lowest = std::min(lowest, values[next]);
        highest = std::max(highest, values[next]);
      }
      const double px = x(series_.index(i));
      path.empty() ? path.move_to(px, y(highest)) : path.line_to(px, y(highest));
      if (next > i + 1) path.line_to(px, y(lowest));
      i = next;
    }
    canvas_.path(path, series_.size() <= kMostDots ? "series" : "series thin");
  }

  static std::string rule_numbers(spc::RuleSet fired) {
    std::string text;
    for (const spc::Rule rule : spc::kAllRules) {
      if (fired.contains(rule)) text += (text.empty() ? "" : "\u00B7") + std::to_string(spc::number(rule));
    }
    return text;
  }

  [[nodiscard]] std::string tooltip(const spc::SeriesPoint& point) const {
    if (series_.size() > kMostDots) return {};
    const std::string label = analysis_.label_of(point.index);
    return "point " + std::to_string(point.index + 1) + (label.empty() ? "" : " (" + label + ")") + ": " +
           fixed(point.plotted.value, decimals_) + (point.fired.empty() ? "" : ", rule " + rule_numbers(point.fired));
  }

  void draw_limit_labels() {
    const spc::Scale& last = series_.scales().back();
    struct Label {
      double y;
      std::string text;
      std::string_view style;
    };
    const auto with = [this](const char* name, double value) { return std::string(name) + fixed(value, decimals_); };
    std::array<Label, 3> labels = {{{y(last.ucl), with("UCL  ", last.ucl), "limit-label"},
                                    {y(last.center), with("CL  ", last.center), "center-label"},
                                    {y(last.lcl), with("LCL  ", last.lcl), "limit-label"}}};
    constexpr double kLine = 15;
    labels[1].y = std::max(labels[1].y, labels[0].y + kLine);
    labels[2].y = std::max(labels[2].y, labels[1].y + kLine);
    for (const Label& label : labels) canvas_.text(plot_.right() + 8, label.y + 4, label.text, label.style);
  }

  SvgCanvas& canvas_;
  const Analysis& analysis_;
  spc::ChartPart part_;
  const spc::ChartSeries& series_;
  Rect area_;
  Rect plot_;
  int decimals_;
  double spacing_ = 1;
  double low_ = 0;
  double high_ = 1;
};

}  // namespace

void draw_chart_panel(SvgCanvas& canvas, const Rect& area, const Analysis& analysis, spc::ChartPart part) {
  const auto& series = part == spc::ChartPart::location ? analysis.chart.location : *analysis.chart.dispersion;
  if (!series.empty()) ChartPanel(canvas, area, analysis, part).draw();
}

}  // namespace openspc::server::analyze
