#include "server/analyze/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>

namespace openspc::server::analyze {
namespace {

// A flag whose words are the codes of an enumeration.
template <class Code, class Parse>
void add_code(CLI::App& command, const std::string& flag, std::optional<Code>& target, Parse parse,
              const std::vector<std::string>& words, const std::string& help) {
  command
      .add_option_function<std::string>(
          flag, [&target, parse](const std::string& word) { target = parse(word); }, help)
      ->check(CLI::IsMember(words));
}

PointRange parse_range(const std::string& text) {
  PointRange range;
  const char* const end = text.data() + text.size();
  const auto from = std::from_chars(text.data(), end, range.first);
  const bool separated = from.ec == std::errc{} && from.ptr != end && *from.ptr == ':';
  const auto to = separated ? std::from_chars(from.ptr + 1, end, range.last) : from;
  if (!separated || to.ec != std::errc{} || to.ptr != end || range.first < 1 || range.first > range.last) {
    throw CLI::ValidationError("--baseline", "'" + text + "' is not FROM:TO, two point numbers such as 1:25");
  }
  return range;
}

char parse_delimiter(const std::string& text) {
  if (text == "tab" || text == "\\t" || text == "\t") return '\t';
  if (text.size() == 1 && text != "\"" && text != "#" && text != "\n" && text != "\r") return text.front();
  throw CLI::ValidationError("--delimiter", "'" + text + "' is not one character or the word tab");
}

void add_number(CLI::App& command, const std::string& flag, std::optional<double>& target, const std::string& help) {
  command.add_option(flag, target, help)->check([](const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool number = error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
    return number ? std::string() : "'" + text + "' is not a finite number";
  });
}

void declare_data(CLI::App& command, AnalyzeOptions& options) {
  command.add_option("FILE", options.file, "CSV file; - reads standard input")->required();
  command
      .add_option("--value-column", options.value_columns,
                  "Column of the readings or counts, by name or number; several (a,b,c) make each row a subgroup")
      ->delimiter(',');
  command
      .add_option("--subgroup-size", options.subgroup_size,
                  "Rows that form a subgroup; of an attribute chart, the items inspected each time")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}));
  command.add_option("--subgroup-column", options.subgroup_column, "Column whose equal entries form a subgroup");
  command.add_option("--size-column", options.size_column, "Column of items inspected or units (p, np, u charts)");
  command.add_option_function<std::string>(
      "--delimiter", [&options](const std::string& text) { options.delimiter = parse_delimiter(text); },
      "Character between cells, or tab (default: found out)");
  command
      .add_option_function<std::string>(
          "--decimal",
          [&options](const std::string& word) {
            options.decimal_mark = word == "auto" ? std::nullopt : std::optional(word == "comma" ? ',' : '.');
          },
          "What stands before the decimals: point or comma; the other one separates thousands (default: auto)")
      ->check(CLI::IsMember({"auto", "point", "comma"}));
  command
      .add_option_function<std::string>(
          "--header",
          [&options](const std::string& word) {
            options.header = word == "yes"  ? base::CsvHeader::present
                             : word == "no" ? base::CsvHeader::absent
                                            : base::CsvHeader::automatic;
          },
          "Whether the first row names the columns (default: auto)")
      ->check(CLI::IsMember({"auto", "yes", "no"}));
}

void declare_chart(CLI::App& command, AnalyzeOptions& options) {
  add_code(command, "--chart", options.chart, spc::parse_chart_kind,
           {"auto", "xbar-r", "xbar-s", "i-mr", "p", "np", "c", "u"},
           "Kind of chart (default: auto: i-mr for single readings, xbar-r up to 10, xbar-s above)");
  command.add_option_function<std::string>(
      "--baseline", [&options](const std::string& text) { options.baseline = parse_range(text); },
      "FROM:TO, the points that set the limits (default: all)");
  command.add_option("--rules", options.rules, "Nelson rules to judge by, such as 1,2,5 (default: all that are valid)")
      ->delimiter(',')
      ->check(CLI::Range(1, 8));
  command
      .add_option_function<std::string>(
          "--mode", [&options](const std::string& code) { options.mode = *spc::parse_subgroup_mode(code); },
          "How points of unequal size are drawn (default: VARIABLE_LIMITS)")
      ->transform(CLI::IsMember({"STANDARDIZED", "VARIABLE_LIMITS", "NOMINAL_TOLERANCE"}, CLI::ignore_case));
  add_code(command, "--sigma-method", options.sigma_method, spc::parse_sigma_method,
           {"moving_range", "median_moving_range", "r_bar_d2", "s_bar_c4", "pooled_sd"},
           "Estimator of the within sigma (default: that of the chart)");
  command.add_option("--span", options.span, "Readings in a moving range (default: 2)")
      ->check(CLI::Range(std::size_t{2}, std::size_t{100}));
}

void declare_report(CLI::App& command, AnalyzeOptions& options) {
  add_number(command, "--lsl", options.lsl, "Lower specification limit");
  add_number(command, "--usl", options.usl, "Upper specification limit");
  add_number(command, "--target", options.target, "Target value");
  command.add_option("--confidence", options.confidence, "Level of the capability intervals (default: 0.95)")
      ->check(CLI::Range(0.5, 0.9999));
  command
      .add_option_function<std::string>(
          "--format",
          [&options](const std::string& word) {
            options.format = word == "json"           ? ReportFormat::json
                             : word == "json-summary" ? ReportFormat::json_summary
                             : word == "svg"          ? ReportFormat::svg
                                                      : ReportFormat::text;
          },
          "Report for people, scripts (json-summary: without the points) or a document (default: text)")
      ->check(CLI::IsMember({"text", "json", "json-summary", "svg"}));
  command.add_flag("--ascii", options.ascii, "Plain characters only (default: by the locale)");
  command.add_option("--width", options.width, "Width of the text report (default: that of the terminal)")
      ->check(CLI::Range(std::size_t{60}, std::size_t{300}));
  command.add_flag("--fail-on-signal", options.fail_on_signal, "Exit status 3 when a rule fires");
}

}  // namespace

void declare_options(CLI::App& command, AnalyzeOptions& options) {
  declare_data(command, options);
  declare_chart(command, options);
  declare_report(command, options);
  command.footer(
      "Exit status: 0 done, 1 the file, its data or the options do not fit, 3 a rule fired and --fail-on-signal was "
      "given.\n"
      "Examples:\n"
      "  openspc analyze rings.csv --subgroup-column sample --value-column diameter --lsl 73.95 --usl 74.05\n"
      "  openspc analyze defects.csv --chart p --value-column defective --size-column inspected --baseline 1:25\n"
      "  openspc analyze weights.csv --format svg > report.svg");
}

}  // namespace openspc::server::analyze
