#include "server/analyze/terminal_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <ranges>
#include <span>
#include <string_view>

#include "server/analyze/number_text.h"

namespace openspc::server::analyze {
namespace {

constexpr std::size_t kDotsAcross = 2;  // of a braille character
constexpr std::size_t kDotsDown = 4;
constexpr std::size_t kWidestStep = 4;  // columns from point to point

enum class Mark : std::uint8_t { none, limit, center, point, signal };

struct Cell {
  std::uint8_t dots = 0;  // braille dots as Unicode numbers them
  Mark line = Mark::none;
  Mark mark = Mark::none;
};

// Bits of the dots of a braille character, row by row (Unicode block 2800).
constexpr std::array<std::array<std::uint8_t, kDotsAcross>, kDotsDown> kDotBits = {
    {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}};

std::string braille(std::uint8_t dots) {
  const unsigned point = 0x2800U + dots;
  return {static_cast<char>(0xE0U | point >> 12), static_cast<char>(0x80U | (point >> 6 & 0x3FU)),
          static_cast<char>(0x80U | (point & 0x3FU))};
}

std::string_view glyph(Mark mark, Script script) {
  const bool ascii = script == Script::ascii;
  switch (mark) {
    case Mark::limit:
      return ascii ? "-" : "\u2504";
    case Mark::center:
      return ascii ? "." : "\u2500";
    case Mark::point:
      return ascii ? "o" : "\u25CB";
    case Mark::signal:
      return ascii ? "#" : "\u25CF";
    case Mark::none:
      break;
  }
  return " ";
}

std::string limit_label(std::string_view name, double value, int decimals) {
  return pad_right(std::string(name), 4) + fixed(value, decimals);
}

class Drawing {
 public:
  Drawing(const spc::ChartSeries& series, std::size_t points, const TerminalArea& area)
      : series_(series), points_(points), area_(area) {
    find_range();
    make_labels();
    lay_out_columns();
  }

  std::vector<std::string> draw() {
    draw_limits();
    if (area_.script == Script::unicode) draw_strokes();
    draw_marks();
    std::vector<std::string> lines = rows();
    lines.push_back(axis());
    if (const std::string rules = rule_line(); !rules.empty()) lines.push_back(rules);
    return lines;
  }

 private:
  void find_range() {
    for (const double value : series_.values()) {
      low_ = std::min(low_, value);
      high_ = std::max(high_, value);
    }
    for (const spc::Scale& scale : series_.scales().said()) {
      low_ = std::min(low_, scale.lcl);
      high_ = std::max(high_, scale.ucl);
    }
    if (high_ <= low_) {
      const double half = low_ == 0 ? 0.5 : std::abs(low_) / 2;
      low_ -= half;
      high_ += half;
    }
  }

  void make_labels() {
    const spc::Scale& last = series_.scales().back();
    labels_.assign(area_.height, "");
    add_label("UCL", last.ucl);
    add_label("LCL", last.lcl);
    add_label("CL", last.center);
    const std::size_t widest = std::max(area_.label_width, limit_label_width(series_, area_.decimals));
    columns_ = area_.width > widest + 10 ? area_.width - widest - 1 : 10;
  }

  void add_label(std::string_view name, double value) {
    std::string& label = labels_[row_of(value)];
    if (label.empty()) label = limit_label(name, value, area_.decimals);
  }

  void lay_out_columns() {
    if (points_ > columns_) {
      step_ = 0;  // several points share a column
    } else {
      step_ = points_ < 2 ? 1 : std::clamp<std::size_t>((columns_ - 1) / (points_ - 1), 1, kWidestStep);
      columns_ = (points_ - 1) * step_ + 1;
    }
    cells_.assign(area_.height * columns_, {});
    rules_.assign(columns_, ' ');
  }

  [[nodiscard]] std::size_t dot_column(std::size_t index) const {
    return step_ == 0 ? index * columns_ * kDotsAcross / points_ : index * step_ * kDotsAcross;
  }
  [[nodiscard]] std::size_t column_of(std::size_t index) const { return dot_column(index) / kDotsAcross; }
  [[nodiscard]] std::size_t dot_row(double value) const {
    const double from_top = (high_ - value) / (high_ - low_);
    const auto last = static_cast<double>(area_.height * kDotsDown - 1);
    return static_cast<std::size_t>(std::clamp(std::round(from_top * last), 0.0, last));
  }
  [[nodiscard]] std::size_t row_of(double value) const { return dot_row(value) / kDotsDown; }
  Cell& cell(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }

  // The limits of a point reach to the middle between it and its neighbours.
  void draw_limits() {
    const spc::PerPoint<spc::Scale>& scales = series_.scales();
    std::size_t nearest = 0;
    for (std::size_t column = 0; column < columns_; ++column) {
      const auto distance = [&](std::size_t i) {
        const std::size_t at = column_of(series_.index(i));
        return at > column ? at - column : column - at;
      };
      const auto next_is_nearer = [&] {
        return nearest + 1 < scales.size() && distance(nearest + 1) < distance(nearest);
      };
      while (!scales.is_constant() && next_is_nearer()) ++nearest;
      const spc::Scale& scale = scales[nearest];
      cell(row_of(scale.ucl), column).line = Mark::limit;
      cell(row_of(scale.lcl), column).line = Mark::limit;
      cell(row_of(scale.center), column).line = Mark::center;
    }
  }

  // Points that share a column of dots are one stroke from the lowest to the highest of them.
  void draw_strokes() {
    const std::span<const double> values = series_.values();
    for (std::size_t first = 0; first < values.size();) {
      const std::size_t next = end_of_column(first);
      const std::size_t column = dot_column(series_.index(first));
      if (next - first > 1) {
        double lowest = values[first];
        double highest = lowest;
        for (const double value : values.subspan(first, next - first)) {
          lowest = std::min(lowest, value);
          highest = std::max(highest, value);
        }
        stroke(column, dot_row(highest), column, dot_row(lowest));
      }
      if (next < values.size()) {
        stroke(column, dot_row(values[next - 1]), dot_column(series_.index(next)), dot_row(values[next]));
      }
      first = next;
    }
  }

  // The place of the first point right of the column of dots in which the point at `first` stands.
  [[nodiscard]] std::size_t end_of_column(std::size_t first) const {
    if (step_ != 0) return first + 1;
    const std::size_t dots = columns_ * kDotsAcross;
    const std::size_t beyond = ((dot_column(series_.index(first)) + 1) * points_ + dots - 1) / dots;
    const auto later = std::views::iota(first + 1, series_.size());
    return *std::ranges::partition_point(later, [&](std::size_t place) { return series_.index(place) < beyond; });
  }

  void stroke(std::size_t x0, std::size_t y0, std::size_t x1, std::size_t y1) {
    const auto dx = static_cast<double>(x1) - static_cast<double>(x0);
    const auto dy = static_cast<double>(y1) - static_cast<double>(y0);
    const int steps = static_cast<int>(std::max({std::abs(dx), std::abs(dy), 1.0}));
    for (int i = 0; i <= steps; ++i) {
      const double part = static_cast<double>(i) / steps;
      const auto x = static_cast<std::size_t>(std::lround(static_cast<double>(x0) + part * dx));
      const auto y = static_cast<std::size_t>(std::lround(static_cast<double>(y0) + part * dy));
      Cell& hit = cell(y / kDotsDown, x / kDotsAcross);
      hit.dots = static_cast<std::uint8_t>(hit.dots | kDotBits[y % kDotsDown][x % kDotsAcross]);
    }
  }

  void draw_marks() {
    const bool crowded = step_ == 0;  // where points share columns, only those beyond the limits stand out
    if (!crowded || area_.script == Script::ascii) draw_points();
    series_.for_each_fired([&](const spc::SeriesPoint& point) {
      if (crowded && !point.fired.contains(spc::Rule::outlier)) return;
      const std::size_t column = column_of(point.index);
      cell(row_of(point.plotted.value), column).mark = Mark::signal;
      rules_[column] = std::min(rules_[column] == ' ' ? '9' : rules_[column], first_rule(point.fired));
    });
  }

  void draw_points() {
    for (std::size_t first = 0; first < series_.size();) {
      const std::size_t next = end_of_column(first);
      const std::size_t column = column_of(series_.index(first));
      for (; first < next; ++first) cell(row_of(series_.values()[first]), column).mark = Mark::point;
    }
  }

  static char first_rule(spc::RuleSet fired) {
    for (const spc::Rule rule : spc::kAllRules) {
      if (fired.contains(rule)) return static_cast<char>('0' + spc::number(rule));
    }
    return '9';
  }

  std::vector<std::string> rows() {
    std::vector<std::string> lines;
    for (std::size_t row = 0; row < area_.height; ++row) {
      std::string line;
      for (std::size_t column = 0; column < columns_; ++column) {
        const Cell& at = cell(row, column);
        if (at.mark != Mark::none) {
          line += glyph(at.mark, area_.script);
        } else if (at.dots != 0) {
          line += braille(at.dots);
        } else {
          line += glyph(at.line, area_.script);
        }
      }
      if (!labels_[row].empty()) line += " " + labels_[row];
      while (line.ends_with(' ')) line.pop_back();
      lines.push_back(std::move(line));
    }
    return lines;
  }

  // Numbers of points below their columns, as many as fit: 1, 5, 10, ... or 1, 10, 20, ...
  [[nodiscard]] std::string axis() const {
    const std::size_t narrowest_tick = std::to_string(points_).size() + 3;
    constexpr std::array<std::size_t, 3> kSteps = {1, 2, 5};
    std::size_t step = 0;
    for (std::size_t decade = 1; step == 0; decade *= 10) {
      for (const std::size_t candidate : kSteps) {
        const std::size_t index = std::min(candidate * decade, points_ - 1);
        if (column_of(index) >= narrowest_tick || index == points_ - 1) {
          step = candidate * decade;
          break;
        }
      }
    }
    std::string line;
    for (std::size_t number = 1; number <= points_; number = number == 1 && step > 1 ? step : number + step) {
      const std::size_t column = column_of(number - 1);
      if (column < line.size() + 1 && number > 1) continue;
      line.append(column - std::min(column, line.size()), ' ');
      line += std::to_string(number);
    }
    return line;
  }

  [[nodiscard]] std::string rule_line() const {
    std::string line = rules_;
    while (line.ends_with(' ')) line.pop_back();
    if (line.empty()) return line;
    return pad_right(line, columns_) + " rule";
  }

  const spc::ChartSeries& series_;
  std::size_t points_;
  const TerminalArea& area_;
  double low_ = std::numeric_limits<double>::infinity();
  double high_ = -std::numeric_limits<double>::infinity();
  std::size_t columns_ = 0;
  std::size_t step_ = 0;
  std::vector<std::string> labels_;
  std::vector<Cell> cells_;
  std::string rules_;
};

}  // namespace

std::size_t limit_label_width(const spc::ChartSeries& series, int decimals) {
  if (series.empty()) return 0;
  const spc::Scale& last = series.scales().back();
  std::size_t widest = 0;
  for (const double value : {last.ucl, last.center, last.lcl}) {
    widest = std::max(widest, display_width(limit_label("", value, decimals)));
  }
  return widest;
}

std::vector<std::string> draw_terminal_chart(const spc::ChartSeries& series, std::size_t points,
                                             const TerminalArea& area) {
  if (series.empty() || points == 0 || area.height == 0) return {};
  return Drawing(series, points, area).draw();
}

}  // namespace openspc::server::analyze
