#include "server/analyze/analyze_command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "server/analyze/analysis.h"
#include "server/analyze/dataset.h"
#include "server/analyze/reports.h"

namespace openspc::server::analyze {
namespace {

// The encoding that the environment's locale names (POSIX: the first of these that is set decides).
bool terminal_knows_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string locale(value);
    std::ranges::transform(locale, locale.begin(), [](unsigned char c) { return std::tolower(c); });
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

std::size_t terminal_width() {
  constexpr std::size_t kNarrowest = 72;
  constexpr std::size_t kWidest = 140;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return AnalyzeOptions().width;
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, kWidest);
}

Dataset read_file(const AnalyzeOptions& options, std::istream& in) {
  if (options.file == "-") return read_dataset(in, options);
  std::ifstream file(options.file, std::ios::binary);
  if (!file) throw base::bad_request(std::strerror(errno));
  return read_dataset(file, options);
}

void write_report(const Analysis& analysis, const AnalyzeOptions& options, std::ostream& out, std::ostream& err) {
  switch (options.format) {
    case ReportFormat::text:
      write_text(analysis, {.ascii = options.ascii, .width = options.width}, out);
      return;
    case ReportFormat::json:
      write_json(analysis, JsonDetail::points, out);
      return;
    case ReportFormat::json_summary:
      write_json(analysis, JsonDetail::summary, out);
      return;
    case ReportFormat::svg:
      write_svg(analysis, out);
      for (const std::string& note : analysis.all_notes()) err << "openspc analyze: " << note << '\n';
      return;
  }
}

}  // namespace

void add_analyze_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("analyze", "Control chart, capability and normality of the data in a CSV file");
  const auto options = std::make_shared<AnalyzeOptions>();
  options->ascii = !terminal_knows_utf8();
  options->width = terminal_width();
  declare_options(*command, *options);
  command->callback([options, &status] { status = run_analyze(*options, std::cin, std::cout, std::cerr); });
}

int run_analyze(const AnalyzeOptions& options, std::istream& in, std::ostream& out, std::ostream& err) {
  try {
    const Analysis analysis = analyze(read_file(options, in), options);
    write_report(analysis, options, out, err);
    out.flush();
    if (!out) {
      err << "openspc analyze: the report cannot be written\n";
      return kExitBadInput;
    }
    return options.fail_on_signal && !analysis.signals.empty() ? kExitSignal : kExitDone;
  } catch (const base::Error& error) {
    const std::string file = options.file == "-" ? "standard input" : options.file;
    err << "openspc analyze: " << file << ": " << error.detail() << '\n';
    return kExitBadInput;
  }
}

}  // namespace openspc::server::analyze
