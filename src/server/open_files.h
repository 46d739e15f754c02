// How many files and sockets this process may hold. Called once, before the server opens any.
#pragma once

namespace openspc::server {

/// Raises the soft limit to the hard one, and says in the log when that is few: every browser, machine and reader of
/// the database takes one.
void raise_open_file_limit();

}  // namespace openspc::server
