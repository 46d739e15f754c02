// The program `openspc` as its user types it: subcommands and flags, nothing behind them. Called by main() alone.
#pragma once

namespace openspc::server {

/// Runs the subcommand and returns the exit status: 0 success, 1 failure, 2 the schema of the database is not the
/// program's, 100 and more for a command line that cannot be understood. What fails is told on standard error in one
/// line.
int run_command_line(int argc, char** argv);

}  // namespace openspc::server
