#include "db/savepoint.h"

#include <cstddef>
#include <exception>
#include <iterator>
#include <vector>

#include "base/error.h"
#include "db/session_impl.h"

namespace openspc::db::detail {

Savepoint::Savepoint(Session& session)
    : session_(session),
      after_commit_(session.impl().hooks.after_commit.size()),
      after_rollback_(session.impl().hooks.after_rollback.size()) {
  session_.execute("SAVEPOINT part");
}

void Savepoint::keep() {
  session_.execute("RELEASE SAVEPOINT part");
}

void Savepoint::undo() {
  SessionImpl& impl = session_.impl();
  impl.forget_id_blocks();
  impl.forget_posted();
  impl.begin_epoch();
  impl.hooks.after_commit.resize(after_commit_);
  Hooks undone;
  const auto first = impl.hooks.after_rollback.begin() + static_cast<std::ptrdiff_t>(after_rollback_);
  undone.after_rollback.assign(std::make_move_iterator(first),
                               std::make_move_iterator(impl.hooks.after_rollback.end()));
  impl.hooks.after_rollback.resize(after_rollback_);
  undone.run_after_rollback();
  try {
    session_.execute("ROLLBACK TO SAVEPOINT part");
    session_.execute("RELEASE SAVEPOINT part");
  } catch (const std::exception&) {
    // The connection was lost, or the database has ended the transaction itself.
    throw base::unavailable("The database gave up the transaction");
  }
}

}  // namespace openspc::db::detail
