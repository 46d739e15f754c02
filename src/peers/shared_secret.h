// Servers on one database must have the same secrets, or one refuses the tokens of another and cannot read the
// passwords that it stored. Looked at by the server before it serves.
#pragma once

#include <string>

#include "db/database.h"

namespace openspc::peers {

struct SharedSecret {
  std::string name;         // in the table
  std::string fingerprint;  // base::fingerprint()
  std::string what_for;     // "signs tokens"
  std::string variable;     // where it comes from, when it is set
  std::string file;         // else
};

/// The first server of a database says what the secret is. Throws Error(unavailable) that says what to do when it is
/// another one there and a server that has it lives, for which it waits some seconds; when none does, as after a
/// secret was changed on purpose, this one's counts from now on, and the log says so.
void require_shared(db::Database& database, const SharedSecret& secret);

}  // namespace openspc::peers
