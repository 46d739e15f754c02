// The locks of a lane's transaction: one of the whole database, which jobs with a key share, and one of each key.
// Private to db/; one for each lane, on its thread.
//
// PostgreSQL's advisory locks end with the transaction. MariaDB's named ones are nobody's to share and end with the
// connection, so a lane gives them back when its transaction has ended, and the lock of the whole database is a number
// of gates: whoever has a key passes one, whoever has none closes them all.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>

#include "db/session.h"

namespace openspc::db::detail {

class LaneLocks {
 public:
  /// `patience`: how long a lock may be waited for; 0: as long as it takes. PostgreSQL's sessions know it already.
  LaneLocks(DialectKind kind, std::chrono::milliseconds patience);

  /// In the midst of a transaction. Throws Error(unavailable) when a lock is not given in time.
  void take_whole_database(Session& session);
  /// In rising order on every lane of every server: nobody waits for one who waits for him.
  void take_keys(Session& session, const std::set<std::int64_t>& keys);
  /// When the transaction has ended in any way; what a connection that is lost held is free by itself.
  void give_back(Session& session) noexcept;

 private:
  const bool is_mariadb_;
  const std::string seconds_;
  const std::string pass_a_gate_;
  bool has_any_ = false;
};

}  // namespace openspc::db::detail
