#include "server/copy_command.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <string_view>

#include "base/secret_variable.h"
#include "db/copy/copy.h"

namespace openspc::server {
namespace {

/// `from_settings`: the password of the settings is for this one.
db::CopyEnd end_of(const base::Config& config, const std::string& url, std::string_view option,
                   const std::string& password_file, bool from_settings) {
  db::CopyEnd end{url, db::DatabaseOptions::for_maintenance(config)};
  if (!from_settings) end.options.server_password.clear();
  if (!password_file.empty()) end.options.server_password = base::read_secret(option, password_file);
  return end;
}

void print_report(const db::CopyReport& report) {
  std::size_t width = 5;
  for (const auto& table : report.tables) width = std::max(width, table.name.size());
  const auto line = [width](std::string_view name, const auto& rows, std::string_view checksum,
                            std::string_view verdict) {
    std::cout << std::left << std::setw(static_cast<int>(width)) << name << "  " << std::right << std::setw(12) << rows
              << "  " << checksum << verdict << '\n';
  };
  line("table", "rows", "checksum", "");
  for (const auto& table : report.tables)
    line(table.name, table.rows, table.checksum, table.is_equal ? "" : "  DIFFERS in the target");
  for (const auto& table : report.left_out) std::cout << "left out, none of OpenSPC's: " << table << '\n';
}

}  // namespace

int copy_installation(const base::Config& config, const CopyCommandOptions& options) {
  const auto from = end_of(config, options.from.value_or(config.effective_database_url()), "--from-password-file",
                           options.from_password_file, !options.from);
  const auto to = end_of(config, options.to, "--to-password-file", options.to_password_file, false);
  db::CopyOptions copying;
  copying.on_step = [last = std::string()](const std::string& table, std::int64_t rows) mutable {
    // A line that is written over, and one for each table in a log.
    if (!last.empty() && last != table) std::cerr << '\n';
    last = table;
    std::cerr << '\r' << table << ": " << rows << " rows" << std::flush;
  };
  const auto report = db::copy_database(from, to, copying);
  std::cerr << '\n';
  if (report.was_resumed) std::cout << "A copy that had been begun was gone on with\n";
  print_report(report);
  if (!report.is_good()) {
    std::cerr << "openspc: the target differs from the source: empty it and begin anew\n";
    return 1;
  }
  std::cout
      << "Counts and checksums of all tables are equal. Keep the data folder, or OPENSPC_DB_ENCRYPTION_KEY: stored "
         "passwords are encrypted with its key\n";
  return 0;
}

}  // namespace openspc::server
