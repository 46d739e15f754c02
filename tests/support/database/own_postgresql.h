// A PostgreSQL server of a test's own, for what would spoil the one that all share: few connections, an end of its own,
// a standby that takes over.
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
  /// A copy that follows the primary, known to it as "standby".
  static OwnPostgresql standby_of(const OwnPostgresql& primary, std::filesystem::path folder);
  OwnPostgresql(const OwnPostgresql&) = delete;
  OwnPostgresql& operator=(const OwnPostgresql&) = delete;
  ~OwnPostgresql();

  /// Of its database "postgres", as its superuser.
  const std::string& url() const { return url_; }

  void crash() const;    ///< ends at once, as if its machine did
  void promote() const;  ///< returns when the standby takes writes

 private:
  struct Standby {};
  OwnPostgresql(Standby, const OwnPostgresql& primary, std::filesystem::path folder);

  std::filesystem::path folder_;
  std::string url_;
};

}  // namespace openspc::test
