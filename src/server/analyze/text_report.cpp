#include <algorithm>
#include <array>
#include <ostream>
#include <set>
#include <span>

#include "server/analyze/chart_labels.h"
#include "server/analyze/number_text.h"
#include "server/analyze/reports.h"
#include "server/analyze/terminal_chart.h"

namespace openspc::server::analyze {
namespace {

constexpr std::size_t kLocationRows = 13;
constexpr std::size_t kDispersionRows = 8;
// What the tables take side by side; in less they are stacked.
constexpr std::size_t kTableWidth = 76;

class TextReport {
 public:
  TextReport(const Analysis& analysis, const TextStyle& style, std::ostream& out)
      : analysis_(analysis), style_(style), script_(style.ascii ? Script::ascii : Script::unicode), out_(out) {}

  void write() {
    write_title();
    write_limits();
    write_chart(analysis_.chart.location, spc::ChartPart::location, kLocationRows);
    if (analysis_.chart.dispersion) {
      write_chart(*analysis_.chart.dispersion, spc::ChartPart::dispersion, kDispersionRows);
    }
    write_signals();
    write_capability();
    write_normality();
    write_notes();
  }

 private:
  [[nodiscard]] std::string symbol(spc::ChartPart part) const { return statistic_symbol(analysis_, part, script_); }
  [[nodiscard]] std::string dash() const { return style_.ascii ? "-" : "\u2013"; }

  void write_title() {
    const std::string& value = analysis_.data.value_name;
    const std::string title = chart_title(analysis_, script_) + (value.empty() ? "" : " of " + value);
    out_ << title << '\n' << std::string(display_width(title), '=') << '\n';
    std::string extent = analysis_.data.source + ": " + extent_text(analysis_) + "; " + baseline_text(analysis_);
    if (analysis_.mode != spc::SubgroupMode::variable_limits)
      extent.append("; mode ").append(spc::name(analysis_.mode));
    write_hanging("", extent);
    out_ << '\n';
  }

  [[nodiscard]] bool is_narrow() const { return style_.width < kTableWidth; }

  void write_limits() {
    const std::size_t number = is_narrow() ? 11 : 14;
    const std::size_t name = is_narrow() ? 26 : 32;
    out_ << pad_right("", name) << pad_left("LCL", number) << pad_left("center", number) << pad_left("UCL", number)
         << '\n';
    const auto line = [&](const spc::ChartSeries& series, spc::ChartPart part) {
      if (series.empty()) return;
      const int decimals = decimals_of(series);
      const spc::Scale& last = series.scales().back();
      out_ << pad_right(pad_right(symbol(part), 6) + statistic_name(analysis_, part), name)
           << pad_left(fixed(last.lcl, decimals), number) << pad_left(fixed(last.center, decimals), number)
           << pad_left(fixed(last.ucl, decimals), number) << '\n';
      if (!series.constant_limits()) out_ << std::string(6, ' ') << "(of the last point; they vary)\n";
    };
    line(analysis_.chart.location, spc::ChartPart::location);
    if (analysis_.chart.dispersion) line(*analysis_.chart.dispersion, spc::ChartPart::dispersion);
    if (analysis_.within) write_sigmas(*analysis_.within);
    out_ << '\n';
  }

  void write_sigmas(const spc::SigmaEstimate& within) {
    const int decimals = decimals_for(within.sigma.value) + 1;
    std::string sigmas = "sigma within subgroups " + fixed(within.sigma.value, decimals) + " (" +
                         sigma_method_text(within.method, script_) + ")";
    if (analysis_.overall && analysis_.overall->count >= 2) {
      sigmas += ", of all " + std::to_string(analysis_.overall->count) + " readings " +
                fixed(analysis_.overall->sd(), decimals) + "; mean " + fixed(analysis_.overall->mean, decimals);
    }
    write_hanging("", sigmas);
  }

  void write_chart(const spc::ChartSeries& series, spc::ChartPart part, std::size_t rows) {
    if (series.empty()) return;
    out_ << symbol(part) << ", " << statistic_name(analysis_, part) << '\n';
    const TerminalArea area{.width = style_.width,
                            .height = rows,
                            .decimals = decimals_of(series),
                            .script = script_,
                            .label_width = widest_label()};
    for (const std::string& line : draw_terminal_chart(series, analysis_.data.points(), area)) out_ << line << '\n';
    out_ << '\n';
  }

  [[nodiscard]] std::size_t widest_label() const {
    const auto width = [](const spc::ChartSeries& series) { return limit_label_width(series, decimals_of(series)); };
    const std::size_t location = width(analysis_.chart.location);
    return analysis_.chart.dispersion ? std::max(location, width(*analysis_.chart.dispersion)) : location;
  }

  [[nodiscard]] std::string where(const Signal& signal) const {
    const bool one = signal.points.size() == 1;
    std::string text = (one ? "point " : "points ") + number_list(signal.points);
    const std::string first = analysis_.label_of(signal.points.front() - 1);
    if (first.empty()) return text;
    const std::string last = analysis_.label_of(signal.points.back() - 1);
    return text + " (" + first + (one ? "" : " " + dash() + " " + last) + ")";
  }

  void write_signals() {
    out_ << "Signals\n";
    if (analysis_.signals.empty()) {
      out_ << "  None: no rule fires.\n\n";
      return;
    }
    constexpr std::size_t kShown = 40;
    std::set<std::pair<spc::Rule, spc::ChartPart>> rules;
    for (std::size_t i = 0; i < analysis_.signals.size(); ++i) {
      const Signal& signal = analysis_.signals[i];
      rules.emplace(signal.rule, signal.part);
      if (i >= kShown) continue;
      const std::string text = where(signal) + ": " + describe(signal);
      write_hanging(
          "  " + pad_right(symbol(signal.part), 6) + "rule " + std::to_string(spc::number(signal.rule)) + "  ", text);
    }
    if (analysis_.signals.size() > kShown) out_ << "  ... and " << analysis_.signals.size() - kShown << " more\n";
    out_ << "  What usually lies behind them\n";
    for (const auto& [rule, part] : rules) {
      write_hanging("  " + pad_right(symbol(part), 6) + "rule " + std::to_string(spc::number(rule)) + "  ",
                    usual_cause(rule, part));
    }
    out_ << '\n';
  }

  void write_hanging(const std::string& head, const std::string& text) {
    const std::size_t indent = display_width(head);
    const std::size_t width = style_.width > indent + 20 ? style_.width - indent : 20;
    bool first = true;
    for (const std::string& line : wrapped(text, width)) {
      out_ << (first ? head : std::string(indent, ' ')) << line << '\n';
      first = false;
    }
  }

  void write_capability() {
    if (!analysis_.capability) return;
    const spc::Capability& capability = *analysis_.capability;
    const spc::Specification& specification = analysis_.specification;
    out_ << "Capability  ";
    const auto limit = [&](const char* name, const std::optional<double>& value) {
      if (value) out_ << "  " << name << ' ' << shortest(*value);
    };
    limit("LSL", specification.lsl);
    limit("target", specification.target);
    limit("USL", specification.usl);
    out_ << '\n';
    const std::string level = shortest(100 * capability.confidence) + " % interval";
    const std::array<IndexPair, 5> pairs{{{{"Cp", capability.cp}, {"Pp", capability.pp}},
                                          {{"Cpk", capability.cpk}, {"Ppk", capability.ppk}},
                                          {{"Cpl", capability.cpl}, {"Ppl", capability.ppl}},
                                          {{"Cpu", capability.cpu}, {"Ppu", capability.ppu}},
                                          {{"", std::nullopt}, {"Cpm", capability.cpm}}}};
    if (is_narrow()) {
      write_column("within subgroups", level, pairs, &IndexPair::within);
      write_column("overall", level, pairs, &IndexPair::overall);
    } else {
      out_ << "  " << pad_right("within subgroups", 22) << pad_right(level, 20) << pad_right("overall", 16) << level
           << '\n';
      for (const auto& [within, overall] : pairs) write_indices(within, overall);
    }
    std::string rates = "out of specification, per million: ";
    if (capability.observed) rates += "observed " + fixed(capability.observed->total(), 0) + ", ";
    rates += "expected " + fixed(capability.expected_within.total(), 1) + " within, " +
             fixed(capability.expected_overall.total(), 1) + " overall";
    write_hanging("  ", rates);
    out_ << '\n';
  }

  struct NamedIndex {
    const char* name;
    std::optional<spc::CapabilityIndex> index;
  };
  struct IndexPair {
    NamedIndex within, overall;
  };

  void write_column(const char* title, const std::string& level, std::span<const IndexPair> pairs,
                    NamedIndex IndexPair::* which) {
    out_ << "  " << pad_right(title, 22) << level << '\n';
    for (const IndexPair& pair : pairs) {
      const NamedIndex& named = pair.*which;
      if (named.index) out_ << "  " << index_text(named, 22) << interval_text(named.index) << '\n';
    }
  }

  void write_indices(const NamedIndex& within, const NamedIndex& overall) {
    if (!within.index && !overall.index) return;
    out_ << "  " << index_text(within, 16) << pad_right(interval_text(within.index), 26) << index_text(overall, 16)
         << interval_text(overall.index) << '\n';
  }

  static std::string index_text(const NamedIndex& named, std::size_t width) {
    if (!named.index) return pad_right("", width);
    return pad_right(pad_right(named.name, 5) + pad_left(fixed(named.index->value, 3), 7), width);
  }

  [[nodiscard]] std::string interval_text(const std::optional<spc::CapabilityIndex>& index) const {
    if (!index || !index->ci) return {};
    return fixed(index->ci->lower, 3) + " " + dash() + " " + fixed(index->ci->upper, 3);
  }

  void write_normality() {
    if (!analysis_.normality) return;
    out_ << "Normality\n";
    write_hanging("  ", std::string("Anderson-Darling ") + (style_.ascii ? "A2* = " : "A\u00B2* = ") +
                            fixed(analysis_.normality->a_squared_star, 3) + ", " +
                            p_value_text(analysis_.normality->p_value) + ": " +
                            normality_verdict(analysis_.normality->p_value) + ".");
    out_ << '\n';
  }

  void write_notes() {
    const std::vector<std::string> notes = analysis_.all_notes();
    if (notes.empty()) return;
    out_ << "Notes\n";
    for (const std::string& note : notes) write_hanging("  ", note);
  }

  const Analysis& analysis_;
  const TextStyle& style_;
  Script script_;
  std::ostream& out_;
};

}  // namespace

void write_text(const Analysis& analysis, const TextStyle& style, std::ostream& out) {
  TextReport(analysis, style, out).write();
}

}  // namespace openspc::server::analyze
