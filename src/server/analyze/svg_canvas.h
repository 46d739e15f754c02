// Writes SVG elements; knows nothing of charts. Text is escaped, so no name in a file can break out of it. Called by
// the SVG report. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace openspc::server::analyze {

struct Rect {
  double x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
};

enum class Anchor { start, middle, end };

// A path of straight strokes, in canvas units.
class Path {
 public:
  void move_to(double x, double y) { add('M', x, y); }
  void line_to(double x, double y) { add('L', x, y); }
  void close() { text_ += 'Z'; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add(char command, double x, double y);
  std::string text_;
};

class SvgCanvas {
 public:
  // `style` names classes, which are defined by the style sheet given to finish().
  void line(double x1, double y1, double x2, double y2, std::string_view style);
  void rect(const Rect& rect, std::string_view style, double radius = 0);
  void circle(double x, double y, double radius, std::string_view style, std::string_view tooltip = {});
  void path(const Path& path, std::string_view style);
  void text(double x, double y, std::string_view text, std::string_view style, Anchor anchor = Anchor::start);

  [[nodiscard]] std::string finish(double width, double height, std::string_view title, std::string_view description,
                                   std::string_view style_sheet) const;

 private:
  std::string body_;
};

// XML character data: markup escaped, characters that XML forbids left out.
[[nodiscard]] std::string xml_escaped(std::string_view text);

// At most `most` round numbers within [low, high], ascending.
[[nodiscard]] std::vector<double> round_ticks(double low, double high, std::size_t most);

}  // namespace openspc::server::analyze
