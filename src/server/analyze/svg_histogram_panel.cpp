#include <algorithm>
#include <cmath>

#include "base/certain.h"
#include "server/analyze/number_text.h"
#include "server/analyze/svg_panels.h"
#include "spc/distributions.h"
#include "spc/histogram.h"

namespace openspc::server::analyze {
namespace {

constexpr double kHistogramHeading = 54;
constexpr double kHistogramAxis = 26;

class HistogramPanel {
 public:
  HistogramPanel(SvgCanvas& canvas, const Rect& area, const Analysis& analysis, const spc::Histogram& histogram)
      : canvas_(canvas),
        analysis_(analysis),
        overall_(base::certain(analysis.overall)),
        histogram_(histogram),
        area_(area),
        plot_{area.x, area.y + kHistogramHeading, area.width, area.height - kHistogramHeading - kHistogramAxis} {
    find_ranges();
  }

  void draw() {
    canvas_.text(area_.x, area_.y + 14, "Distribution of the readings", "panel-title");
    draw_axis();
    draw_bars();
    draw_curve(overall_.sd(), "curve overall");
    draw_curve(within_sigma(), "curve within");
    draw_specification();
  }

 private:
  void find_ranges() {
    low_ = histogram_.lower;
    high_ = histogram_.edge(histogram_.counts.size());
    for (const auto& limit :
         {analysis_.specification.lsl, analysis_.specification.usl, analysis_.specification.target}) {
      if (!limit) continue;
      low_ = std::min(low_, *limit);
      high_ = std::max(high_, *limit);
    }
    const double margin = 0.05 * (high_ - low_);
    low_ -= margin;
    high_ += margin;
    top_ = static_cast<double>(*std::ranges::max_element(histogram_.counts));
    top_ = std::max({top_, density(overall_.mean, overall_.sd()), density(overall_.mean, within_sigma())}) * 1.06;
  }

  // Zero when nothing is known of it: no curve.
  [[nodiscard]] double within_sigma() const { return analysis_.within ? analysis_.within->sigma.value : 0; }

  // Readings that a normal process would put into a bin around x.
  [[nodiscard]] double density(double value, double sigma) const {
    if (!(sigma > 0)) return 0;
    const double z = (value - overall_.mean) / sigma;
    const double readings = static_cast<double>(overall_.count) * histogram_.width / sigma * spc::normal_pdf(z);
    // A within sigma far below the overall one would flatten all bars.
    return std::min(readings, 2.5 * static_cast<double>(*std::ranges::max_element(histogram_.counts)));
  }

  [[nodiscard]] double x(double value) const { return plot_.x + (value - low_) / (high_ - low_) * plot_.width; }
  [[nodiscard]] double y(double count) const { return plot_.bottom() - count / top_ * plot_.height; }

  void draw_axis() {
    canvas_.line(plot_.x, plot_.bottom(), plot_.right(), plot_.bottom(), "axis");
    const auto ticks = round_ticks(low_, high_, 7);
    const int decimals = ticks.size() < 2 ? 3 : decimals_for((ticks[1] - ticks[0]) * 1000 * 1.001);
    for (const double tick : ticks) {
      canvas_.line(x(tick), plot_.bottom(), x(tick), plot_.bottom() + 4, "axis");
      canvas_.text(x(tick), plot_.bottom() + 18, fixed(tick, decimals), "tick", Anchor::middle);
    }
  }

  void draw_bars() {
    for (std::size_t i = 0; i < histogram_.counts.size(); ++i) {
      if (histogram_.counts[i] == 0) continue;
      const double left = x(histogram_.edge(i));
      const double top = y(static_cast<double>(histogram_.counts[i]));
      canvas_.rect({left + 0.75, top, x(histogram_.edge(i + 1)) - left - 1.5, plot_.bottom() - top}, "bar");
    }
  }

  void draw_curve(double sigma, std::string_view style) {
    if (!(sigma > 0)) return;
    constexpr int kSteps = 160;
    Path path;
    for (int i = 0; i <= kSteps; ++i) {
      const double value = low_ + (high_ - low_) * i / kSteps;
      path.empty() ? path.move_to(x(value), y(density(value, sigma)))
                   : path.line_to(x(value), y(density(value, sigma)));
    }
    canvas_.path(path, style);
  }

  void draw_specification() {
    const auto mark = [this](const char* name, const std::optional<double>& value, std::string_view style) {
      if (!value) return;
      canvas_.line(x(*value), plot_.y - 6, x(*value), plot_.bottom(), style);
      canvas_.text(x(*value), plot_.y - 11, std::string(name) + " " + shortest(*value), "spec-label", Anchor::middle);
    };
    mark("LSL", analysis_.specification.lsl, "spec");
    mark("USL", analysis_.specification.usl, "spec");
    mark("target", analysis_.specification.target, "target");
  }

  SvgCanvas& canvas_;
  const Analysis& analysis_;
  const spc::Summary& overall_;
  const spc::Histogram& histogram_;
  Rect area_;
  Rect plot_;
  double low_ = 0;
  double high_ = 1;
  double top_ = 1;
};

}  // namespace

void draw_histogram_panel(SvgCanvas& canvas, const Rect& area, const Analysis& analysis) {
  if (!analysis.overall) return;
  const double bins = std::ceil(1.5 * std::sqrt(static_cast<double>(analysis.data.readings.size())));
  const spc::HistogramOptions options{.bins = static_cast<std::size_t>(std::clamp(bins, 7.0, 40.0)), .curve_points = 0};
  const auto histogram = spc::histogram(analysis.data.readings, options);
  if (histogram) HistogramPanel(canvas, area, analysis, *histogram).draw();
}

}  // namespace openspc::server::analyze
