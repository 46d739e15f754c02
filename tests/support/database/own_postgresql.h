// A PostgreSQL server of a test's own, for what would spoil the one that all share: few connections, an end of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace openspc::test {

class OwnPostgresql {
 public:
  /// `folder` does not exist yet; each setting is a line of postgresql.conf. Throws std::runtime_error when it does not
  /// start.
  explicit OwnPostgresql(std::filesystem::path folder, const std::vector<std::string>& settings = {});
  OwnPostgresql(const OwnPostgresql&) = delete;
  OwnPostgresql& operator=(const OwnPostgresql&) = delete;
  ~OwnPostgresql();

  /// Of its database "postgres", as its superuser.
  const std::string& url() const { return url_; }

 private:
  std::filesystem::path folder_;
  std::string url_;
};

}  // namespace openspc::test
