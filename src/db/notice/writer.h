// The notices of one transaction on their way into the table, just before its COMMIT. Private to db/; one for each
// connection that writes, on its thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "db/notice/bell.h"
#include "db/session.h"
#include "db/session_impl.h"

namespace openspc::db::detail {

/// Whoever reads notices of this process under this name leaves its own out.
class NoticeWriter {
 public:
  explicit NoticeWriter(const NoticeEndpoint& endpoint);

  void add(const Hooks& job);
  /// Writes what the jobs of the transaction tell, unless no other server hears: looked up within the transaction, so
  /// that a server which began to hear before it misses nothing. While there are others, its own server reads the row
  /// too, so that all see one order.
  void write(Session& session);
  /// Nothing of the transaction stands, or another one begins.
  void forget() noexcept {
    notices_.clear();
    written_ = false;
  }
  /// Of the last write(): whether this server hears what it told from the database.
  bool comes_back() const noexcept { return comes_back_; }
  /// After the commit.
  void ring();

  /// By which readers know in what order the notices of a connection stand.
  std::int64_t lane() const noexcept { return lane_; }

 private:
  bool does_any_hear(Session& session) const;
  void make_known(Session& session);
  std::string body() const;

  const std::string instance_;
  const std::shared_ptr<Bell> bell_;
  const std::int64_t lane_;
  std::vector<Notice> notices_;
  bool written_ = false;
  bool comes_back_ = false;
  bool is_known_ = false;  // the lane, to readers
};

}  // namespace openspc::db::detail
