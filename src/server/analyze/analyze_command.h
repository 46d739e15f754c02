// `openspc analyze FILE.csv`: control chart, rules, capability and normality of the data in a file, as text for people,
// JSON for scripts or SVG for a report. Called by the command line and by tests; needs no database and no server.
#pragma once

#include <iosfwd>

#include "server/analyze/options.h"

namespace openspc::server::analyze {

// Exit statuses beside those of the command line itself.
inline constexpr int kExitDone = 0;
inline constexpr int kExitBadInput = 1;  // the file, its data or the options do not fit; one line on `err` says why
inline constexpr int kExitSignal = 3;    // --fail-on-signal, and a rule fired

// Adds the subcommand; when it is given, `status` receives its exit status. `status` must outlive the parsing.
void add_analyze_command(CLI::App& app, int& status);

// Reads options.file, or `in` where it is "-", and writes the report to `out` and notes about the data to `err` (they
// are part of the text report and of the JSON). Throws nothing that bad input can cause.
int run_analyze(const AnalyzeOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace openspc::server::analyze
