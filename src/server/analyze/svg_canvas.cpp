#include "server/analyze/svg_canvas.h"

#include <array>
#include <charconv>
#include <cmath>

namespace openspc::server::analyze {
namespace {

// Hundredths of a unit are finer than any screen.
std::string coordinate(double value) {
  const double rounded = std::round(value * 100) / 100;
  std::array<char, 32> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded == 0 ? 0.0 : rounded);
  return error == std::errc{} && std::isfinite(value) ? std::string(buffer.data(), end) : "0";
}

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + coordinate(value) + "\"";
}

std::string style_attribute(std::string_view style) {
  return " class=\"" + std::string(style) + "\"";
}

}  // namespace

void Path::add(char command, double x, double y) {
  text_ += command;
  text_ += coordinate(x);
  text_ += ' ';
  text_ += coordinate(y);
}

void SvgCanvas::line(double x1, double y1, double x2, double y2, std::string_view style) {
  body_ += "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) + attribute("y2", y2) +
           style_attribute(style) + "/>\n";
}

void SvgCanvas::rect(const Rect& rect, std::string_view style, double radius) {
  body_ += "<rect" + attribute("x", rect.x) + attribute("y", rect.y) + attribute("width", rect.width) +
           attribute("height", rect.height) + (radius > 0 ? attribute("rx", radius) : "") + style_attribute(style) +
           "/>\n";
}

void SvgCanvas::circle(double x, double y, double radius, std::string_view style, std::string_view tooltip) {
  body_ += "<circle" + attribute("cx", x) + attribute("cy", y) + attribute("r", radius) + style_attribute(style);
  body_ += tooltip.empty() ? "/>\n" : "><title>" + xml_escaped(tooltip) + "</title></circle>\n";
}

void SvgCanvas::path(const Path& path, std::string_view style) {
  if (!path.empty()) body_ += "<path d=\"" + path.text() + "\"" + style_attribute(style) + "/>\n";
}

void SvgCanvas::text(double x, double y, std::string_view text, std::string_view style, Anchor anchor) {
  constexpr std::array<std::string_view, 3> kAnchors = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  body_ += "<text" + attribute("x", x) + attribute("y", y) + style_attribute(style);
  body_ += kAnchors.at(static_cast<std::size_t>(anchor));
  body_ += ">" + xml_escaped(text) + "</text>\n";
}

std::string SvgCanvas::finish(double width, double height, std::string_view title, std::string_view description,
                              std::string_view style_sheet) const {
  const std::string size = coordinate(width) + " " + coordinate(height);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size +
         "\"" + attribute("width", width) + attribute("height", height) + " role=\"img\">\n<title>" +
         xml_escaped(title) + "</title>\n<desc>" + xml_escaped(description) + "</desc>\n<style>" +
         std::string(style_sheet) + "</style>\n" + body_ + "</svg>\n";
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') escaped += c;
    }
  }
  return escaped;
}

std::vector<double> round_ticks(double low, double high, std::size_t most) {
  std::vector<double> ticks;
  if (!(high > low) || most == 0 || !std::isfinite(high - low)) return ticks;
  const double least = (high - low) / static_cast<double>(most);
  const double decade = std::pow(10.0, std::floor(std::log10(least)));
  double step = 10 * decade;
  for (const double candidate : {1.0, 2.0, 5.0}) {
    if (candidate * decade >= least) {
      step = candidate * decade;
      break;
    }
  }
  const double first = std::ceil(low / step - 1e-9);
  for (std::size_t i = 0; i <= most; ++i) {
    const double tick = (first + static_cast<double>(i)) * step;
    if (tick > high + step * 1e-9) break;
    ticks.push_back(tick);
  }
  return ticks;
}

}  // namespace openspc::server::analyze
