#include <algorithm>
#include <ostream>

#include "base/certain.h"
#include "server/analyze/chart_labels.h"
#include "server/analyze/number_text.h"
#include "server/analyze/reports.h"
#include "server/analyze/svg_panels.h"

namespace openspc::server::analyze {
namespace {

constexpr double kWidth = 1120;
constexpr double kMargin = 36;
constexpr double kInner = kWidth - 2 * kMargin;
constexpr double kGap = 26;
constexpr double kRow = 21;     // of a table
constexpr double kSignal = 40;  // a signal and its usual cause

constexpr std::string_view kStyle = R"css(
text{font-family:Inter,"Helvetica Neue",Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;font-size:12px;fill:#1f2937}
.paper{fill:#fff}
.title{font-size:22px;font-weight:600;fill:#111827}
.subtitle{font-size:13px;fill:#6b7280}
.panel-title{font-size:13px;font-weight:600;fill:#374151}
.good{fill:#e7f6ec}.bad{fill:#fdeaea}
.good-text{font-weight:600;fill:#18794e}.bad-text{font-weight:600;fill:#b42318}
.rule-line{stroke:#e5e7eb}
.plot{fill:#fafbfc}
.zone-a{fill:#f4f6f9}.zone-b{fill:#edf2f7}.zone-c{fill:#e4ecf4}
.grid{stroke:#fff;stroke-width:1}
.axis{stroke:#cbd2da}
.tick{font-size:11px;fill:#6b7280}
.limit{fill:none;stroke:#c2410c;stroke-width:1.4;stroke-dasharray:7 4}
.center{fill:none;stroke:#18794e;stroke-width:1.3}
.limit-label{font-size:11.5px;fill:#c2410c}.center-label{font-size:11.5px;fill:#18794e}
.baseline{stroke:#6b7280;stroke-width:3}.baseline-end{stroke:#9ca3af;stroke-dasharray:2 3}
.series{fill:none;stroke:#1d5fa8;stroke-width:1.5;stroke-linejoin:round}.thin{stroke-width:.8}
.dot{fill:#1d5fa8;stroke:#fff;stroke-width:1}.small{stroke:none}.involved{fill:#e08600}.signal{fill:#d92d20;stroke-width:1.4}
.rule{font-size:10.5px;font-weight:700;fill:#b42318}
.bar{fill:#bfd4ea}
.curve{fill:none;stroke-width:1.8}.overall{stroke:#1f2937}.within{stroke:#1d5fa8;stroke-dasharray:6 4}
.spec{stroke:#7c3aed;stroke-width:1.6}.target{stroke:#7c3aed;stroke-width:1.2;stroke-dasharray:3 3}
.spec-label{font-size:11px;font-weight:600;fill:#6d28d9}
.name{fill:#6b7280}.number{font-weight:600}.head{font-size:11px;fill:#9ca3af}
.note{font-size:11px;fill:#6b7280}
)css";

class SvgReport {
 public:
  explicit SvgReport(const Analysis& analysis) : analysis_(analysis) {}

  std::string draw() {
    draw_heading();
    const bool two_charts = analysis_.chart.dispersion && !analysis_.chart.dispersion->empty();
    draw_chart(spc::ChartPart::location, two_charts ? 330 : 420);
    if (two_charts) draw_chart(spc::ChartPart::dispersion, 220);
    if (analysis_.overall) draw_distribution();
    draw_signals();
    draw_notes();
    return canvas_.finish(kWidth, y_ + 10, title(), subtitle(), kStyle);
  }

 private:
  [[nodiscard]] std::string title() const {
    const std::string& value = analysis_.data.value_name;
    return chart_title(analysis_, Script::unicode) + (value.empty() ? "" : " of " + value);
  }
  [[nodiscard]] std::string subtitle() const {
    std::string text =
        analysis_.data.source + "  \u00B7  " + extent_text(analysis_) + "  \u00B7  " + baseline_text(analysis_);
    if (analysis_.mode != spc::SubgroupMode::variable_limits)
      text += "  \u00B7  " + std::string(spc::name(analysis_.mode));
    return text;
  }

  void draw_heading() {
    canvas_.rect({0, 0, kWidth, 4000}, "paper");  // cut off by the view box
    canvas_.text(kMargin, y_ + 20, title(), "title");
    canvas_.text(kMargin, y_ + 42, subtitle(), "subtitle");
    const bool calm = analysis_.signals.empty();
    const std::string verdict = calm ? "In control" : counted(analysis_.signals.size(), "signal");
    constexpr double kPill = 118;
    canvas_.rect({kWidth - kMargin - kPill, y_ + 4, kPill, 30}, calm ? "good" : "bad", 15);
    canvas_.text(kWidth - kMargin - kPill / 2, y_ + 24, verdict, calm ? "good-text" : "bad-text", Anchor::middle);
    y_ += 66;
  }

  void draw_chart(spc::ChartPart part, double height) {
    draw_chart_panel(canvas_, {kMargin, y_, kInner, height}, analysis_, part);
    y_ += height + kGap;
  }

  void draw_distribution() {
    constexpr double kHistogram = 500;
    constexpr double kHeight = 292;
    canvas_.line(kMargin, y_ - 8, kWidth - kMargin, y_ - 8, "rule-line");
    y_ += 8;
    draw_histogram_panel(canvas_, {kMargin, y_, kHistogram, kHeight}, analysis_);
    draw_numbers(kMargin + kHistogram + 48, y_);
    y_ += kHeight + kGap;
  }

  void draw_numbers(double x, double y) {
    canvas_.text(x, y + 14, "Process", "panel-title");
    y += 38;
    const spc::Summary& overall = base::certain(analysis_.overall);
    const int decimals = decimals_for(analysis_.within ? analysis_.within->sigma.value : overall.sd()) + 1;
    const auto row = [&](const std::string& name, const std::string& value, const std::string& remark) {
      canvas_.text(x, y, name, "name");
      canvas_.text(x + 214, y, value, "number", Anchor::end);
      canvas_.text(x + 228, y, remark, "note");
      y += kRow;
    };
    row("Mean", fixed(overall.mean, decimals), counted(overall.count, "reading"));
    if (analysis_.within) {
      row("Sigma within", fixed(analysis_.within->sigma.value, decimals),
          sigma_method_text(analysis_.within->method, Script::unicode) + "  (dashed curve)");
    }
    if (overall.count >= 2) {
      row("Sigma overall", fixed(overall.sd(), decimals), "all readings  (solid curve)");
    }
    if (analysis_.normality) {
      row("Anderson\u2013Darling A\u00B2*", fixed(analysis_.normality->a_squared_star, 3),
          p_value_text(analysis_.normality->p_value) +
              (analysis_.normality->p_value < 0.05 ? ": not normal" : ": normal fits"));
    }
    if (analysis_.capability) draw_capability(*analysis_.capability, x, y + 12);
  }

  void draw_capability(const spc::Capability& capability, double x, double y) {
    canvas_.text(x, y + 2, "Capability", "panel-title");
    const std::string level = shortest(100 * capability.confidence) + " % interval";
    canvas_.text(x + 100, y + 2, level, "head");
    canvas_.text(x + 370, y + 2, level, "head");
    y += 24;
    const auto index = [&](double left, const char* name, const std::optional<spc::CapabilityIndex>& value) {
      if (!value) return;
      canvas_.text(left, y, name, "name");
      canvas_.text(left + 84, y, fixed(value->value, 3), "number", Anchor::end);
      if (value->ci) {
        canvas_.text(left + 100, y, fixed(value->ci->lower, 3) + " \u2013 " + fixed(value->ci->upper, 3), "note");
      }
    };
    const auto row = [&](const char* within, const auto& a, const char* overall, const auto& b) {
      if (!a && !b) return;
      index(x, within, a);
      index(x + 270, overall, b);
      y += kRow;
    };
    row("Cp", capability.cp, "Pp", capability.pp);
    row("Cpk", capability.cpk, "Ppk", capability.ppk);
    row("Cpl", capability.cpl, "Ppl", capability.ppl);
    row("Cpu", capability.cpu, "Ppu", capability.ppu);
    row("", std::optional<spc::CapabilityIndex>(), "Cpm", capability.cpm);
    std::string ppm = "Out of specification, per million: ";
    if (capability.observed) ppm += "observed " + fixed(capability.observed->total(), 0) + ", ";
    ppm += "expected " + fixed(capability.expected_within.total(), 1) + " within, " +
           fixed(capability.expected_overall.total(), 1) + " overall";
    canvas_.text(x, y + 2, ppm, "note");
  }

  void draw_signals() {
    if (analysis_.signals.empty()) return;
    constexpr std::size_t kShown = 12;
    canvas_.line(kMargin, y_ - 8, kWidth - kMargin, y_ - 8, "rule-line");
    canvas_.text(kMargin, y_ + 18, "Signals", "panel-title");
    y_ += 44;
    for (std::size_t i = 0; i < std::min(kShown, analysis_.signals.size()); ++i) {
      const Signal& signal = analysis_.signals[i];
      const bool one = signal.points.size() == 1;
      canvas_.text(kMargin, y_, "Rule " + std::to_string(spc::number(signal.rule)), "bad-text");
      canvas_.text(kMargin + 58, y_, statistic_symbol(analysis_, signal.part, Script::unicode), "number");
      canvas_.text(kMargin + 92, y_, (one ? "point " : "points ") + shortened_list(signal) + ": " + describe(signal),
                   "");
      canvas_.text(kMargin + 92, y_ + 16, usual_cause(signal.rule, signal.part), "note");
      y_ += kSignal;
    }
    if (analysis_.signals.size() > kShown) {
      canvas_.text(kMargin, y_, "and " + std::to_string(analysis_.signals.size() - kShown) + " more", "note");
      y_ += kRow;
    }
    y_ += 8;
  }

  static std::string shortened_list(const Signal& signal) {
    std::string list = number_list(signal.points);
    if (list.size() <= 60) return list;
    return std::to_string(signal.points.front()) + " to " + std::to_string(signal.points.back());
  }

  void draw_notes() {
    for (const std::string& remark : analysis_.remarks) {
      for (const std::string& line : wrapped(remark, 170)) {
        canvas_.text(kMargin, y_ + 4, line, "note");
        y_ += 16;
      }
    }
    y_ += 10;
  }

  const Analysis& analysis_;
  SvgCanvas canvas_;
  double y_ = 28;
};

}  // namespace

void write_svg(const Analysis& analysis, std::ostream& out) {
  out << SvgReport(analysis).draw();
}

}  // namespace openspc::server::analyze
