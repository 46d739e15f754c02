// A part of a job that may fail by itself: what it wrote is undone, and the job goes on. For lists whose rows stand or
// fall one by one. Without it PostgreSQL takes nothing more in a transaction in which a statement has failed.
#pragma once

#include <cstddef>
#include <type_traits>

#include "db/session.h"

namespace openspc::db {

namespace detail {

class Savepoint {
 public:
  explicit Savepoint(Session& session);
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint() = default;

  void keep();
  /// Throws Error(unavailable) when the whole transaction is gone.
  void undo();

 private:
  Session& session_;
  const std::size_t after_commit_;  // how many hooks there were
  const std::size_t after_rollback_;
};

}  // namespace detail

/// Runs `part`, whose result it returns. What `part` throws comes through when its writes are undone and its hooks
/// forgotten. Writes only; not within another of its kind.
template <class F>
std::invoke_result_t<F&> in_savepoint(Session& session, F part) {
  detail::Savepoint savepoint(session);
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
      part();
      savepoint.keep();
    } else {
      auto result = part();
      savepoint.keep();
      return result;
    }
  } catch (...) {
    savepoint.undo();
    throw;
  }
}

}  // namespace openspc::db
