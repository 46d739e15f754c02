// What the servers of this database tell: each transaction that told something (Session::tell), once, in the order of
// each characteristic, and in the same one on all servers. Made by the room `peers`, which knows what the texts mean.
//
// A server that knows of no other delivers what it tells by itself, after the commit, and writes nothing down. While
// there are others it reads its own rows among theirs: what it committed first is not heard before what came before it.
//
// A server that hears has a row in server_instance; while others have, each transaction leaves a row in `notice`. A row
// lies in its lane: ids rise in the order in which a lane commits, so a reader that remembers the last id of each lane
// misses none, whoever commits later elsewhere. Rows are read again within milliseconds where the database can wake who
// waits (PostgreSQL: a bare NOTIFY, at most every five milliseconds, on a connection of its own), and are deleted by
// their own server after ten seconds. A server that slept longer, or whose connection was lost, is told that it missed
// something, and must believe nothing that it remembers.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "db/database.h"

namespace openspc::db {

class Notices {
 public:
  /// Called on the thread of the notices, one at a time; what they throw is logged.
  struct Listener {
    /// A JSON array of what the jobs of one transaction told, here or on another server.
    std::function<void(std::string_view, bool is_own)> on_notice;
    std::function<void()> on_missed;
  };

  Notices(Database& database, Listener listener);
  Notices(const Notices&) = delete;
  Notices& operator=(const Notices&) = delete;
  ~Notices();

  /// From its return on nothing that others commit is missed. Throws what the database throws.
  void start();
  /// Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::db
