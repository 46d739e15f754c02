#include "support/database/own_postgresql.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

namespace openspc::test {
namespace {

std::string command(const std::string& what, const std::filesystem::path& folder) {
  return std::string(OPENSPC_SCRIPTS) + "/postgresql.sh " + what + " '" + folder.string() + "'";
}

/// What the command writes, without the end of its line.
std::string output_of(const std::string& command) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string text;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), part.size(), pipe.get()) != nullptr) text += part.data();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

}  // namespace

OwnPostgresql::OwnPostgresql(std::filesystem::path folder, const std::vector<std::string>& settings)
    : folder_(std::move(folder)) {
  std::string start = command("start", folder_);
  for (const std::string& setting : settings) start += " '" + setting + "'";
  url_ = output_of(start);
  if (!url_.starts_with("postgresql://")) throw std::runtime_error("no PostgreSQL of its own: " + url_);
}

OwnPostgresql::OwnPostgresql(Standby, const OwnPostgresql& primary, std::filesystem::path folder)
    : folder_(std::move(folder)), url_(output_of(command("standby", folder_) + " '" + primary.folder_.string() + "'")) {
  if (!url_.starts_with("postgresql://")) throw std::runtime_error("no standby of its own: " + url_);
}

OwnPostgresql OwnPostgresql::standby_of(const OwnPostgresql& primary, std::filesystem::path folder) {
  return {Standby{}, primary, std::move(folder)};
}

void OwnPostgresql::crash() const {
  run(command("crash", folder_));
}

void OwnPostgresql::promote() const {
  run(command("promote", folder_));
}

OwnPostgresql::~OwnPostgresql() {
  [[maybe_unused]] const int status = std::system(command("stop", folder_).c_str());
}

}  // namespace openspc::test
