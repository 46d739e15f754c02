#include "db/driver/mariadb_failure.h"

#include <errmsg.h>
#include <mysqld_error.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "base/error.h"
#include "base/log.h"
#include "db/driver/mariadb_refusal.h"
#include "db/error.h"

namespace openspc::db::driver {
namespace {

template <std::size_t N>
bool is_one_of(unsigned code, const std::array<unsigned, N>& codes) {
  return std::ranges::find(codes, code) != codes.end();
}

constexpr std::array<unsigned, 7> kLost{CR_SERVER_GONE_ERROR, CR_SERVER_LOST,       CR_SERVER_LOST_EXTENDED,
                                        ER_SERVER_SHUTDOWN,   ER_CONNECTION_KILLED, ER_NORMAL_SHUTDOWN,
                                        CR_STMT_CLOSED};

constexpr std::array<unsigned, 8> kMismatches{ER_TABLE_EXISTS_ERROR, ER_BAD_TABLE_ERROR, ER_NO_SUCH_TABLE,
                                              ER_DUP_FIELDNAME,      ER_DUP_KEYNAME,     ER_CANT_DROP_FIELD_OR_KEY,
                                              ER_UNKNOWN_SEQUENCES,  ER_UNKNOWN_VIEW};

/// The text between the last quotes of a message: "Duplicate entry 'A' for key 'code'" -> "code".
std::string last_quoted(std::string_view message) {
  const auto close = message.rfind('\'');
  if (close == std::string_view::npos || close == 0) return {};
  const auto open = message.rfind('\'', close - 1);
  if (open == std::string_view::npos) return {};
  return std::string(message.substr(open + 1, close - open - 1));
}

/// "INSERT INTO plant (..." -> "plant". MariaDB names the key that was broken, and not its table.
std::string written_table(std::string_view sql) {
  for (const std::string_view word : {"INSERT INTO ", "UPDATE "}) {
    const auto at = sql.find(word);
    if (at == std::string_view::npos) continue;
    std::string_view rest = sql.substr(at + word.size());
    if (rest.starts_with('"')) rest.remove_prefix(1);
    return std::string(rest.substr(0, rest.find_first_of(" \"(\n")));
  }
  return {};
}

void throw_if_constraint(const Failure& failure, const std::string& sql) {
  switch (failure.code) {
    case ER_DUP_ENTRY:
    case ER_DUP_KEY:
    case ER_DUP_ENTRY_WITH_KEY_NAME:
      throw ConstraintViolation(ConstraintKind::unique, written_table(sql) + "." + last_quoted(failure.message));
    case ER_NO_REFERENCED_ROW:
    case ER_NO_REFERENCED_ROW_2:
    case ER_ROW_IS_REFERENCED:
    case ER_ROW_IS_REFERENCED_2:
      throw ConstraintViolation(ConstraintKind::foreign_key, {});
    case ER_BAD_NULL_ERROR:
    case ER_NO_DEFAULT_FOR_FIELD:
      throw ConstraintViolation(ConstraintKind::not_null, written_table(sql) + "." + last_quoted(failure.message));
    case ER_CONSTRAINT_FAILED:
      throw ConstraintViolation(ConstraintKind::check, failure.message);
    default:
      return;
  }
}

/// What a person is told of a value that its column cannot hold; empty when it is something else.
std::string_view refusal_of(unsigned code) {
  switch (code) {
    case ER_DATA_TOO_LONG:
    case ER_NET_PACKET_TOO_LARGE:
    case CR_NET_PACKET_TOO_LARGE:
      return "A text is too long";
    case ER_WARN_DATA_OUT_OF_RANGE:
    case ER_DATA_OUT_OF_RANGE:
      return "A number is too large for what is kept of it";
    case ER_TRUNCATED_WRONG_VALUE_FOR_FIELD:
    case ER_INVALID_CHARACTER_STRING:
      return "A text holds characters that the database cannot store";
    case ER_TRUNCATED_WRONG_VALUE:
    case ER_WRONG_VALUE:
      return "A time is outside of what the database can store";
    default:
      return {};
  }
}

/// What a person is told when the database cannot do its work now; empty when the fault is in the statement.
std::string_view outage_of(unsigned code) {
  struct Outage {
    unsigned code;
    std::string_view text;
  };
  static constexpr std::string_view no_room = "The database has no room left: make room on its disk";
  static constexpr std::string_view read_only = "The database is read-only: it is a replica, or somebody set read_only";
  static constexpr std::string_view busy = "The database is busy; try again";
  static constexpr std::string_view unreadable = "The database cannot be read or written: look at its disk";
  static constexpr std::string_view damaged = "The database is damaged or has a fault of its own: look at its log";
  static constexpr std::array<Outage, 20> outages{{
      {ER_DISK_FULL, no_room},
      {ER_RECORD_FILE_FULL, no_room},
      {ER_CON_COUNT_ERROR, kNoMoreMariadbConnections},
      {ER_TOO_MANY_USER_CONNECTIONS, kNoMoreMariadbConnections},
      {ER_OPTION_PREVENTS_STATEMENT, read_only},
      {ER_READ_ONLY_MODE, read_only},
      {ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, read_only},
      {ER_LOCK_DEADLOCK, busy},
      {ER_LOCK_WAIT_TIMEOUT, busy},
      {ER_CHECKREAD, busy},
      {ER_STATEMENT_TIMEOUT, "The database did not answer in time; try again"},
      {ER_QUERY_INTERRUPTED, "The database did not answer in time; try again"},
      {ER_NEED_REPREPARE, "The tables of the database were changed; try again"},
      {ER_OUTOFMEMORY, "The database has not enough resources"},
      {ER_ERROR_ON_READ, unreadable},
      {ER_ERROR_ON_WRITE, unreadable},
      {ER_GET_ERRNO, unreadable},
      {ER_CRASHED_ON_USAGE, damaged},
      {ER_TABLE_CORRUPT, damaged},
      {CR_NEW_STMT_METADATA, "The tables of the database were changed; try again"},
  }};
  const auto found = std::ranges::find(outages, code, &Outage::code);
  return found == outages.end() ? std::string_view() : found->text;
}

}  // namespace

bool is_lost(const Failure& failure) {
  return is_one_of(failure.code, kLost);
}

bool is_mismatch(const Failure& failure) {
  return is_one_of(failure.code, kMismatches);
}

bool is_outdated(const Failure& failure) {
  return failure.code == ER_NEED_REPREPARE || failure.code == CR_NEW_STMT_METADATA;
}

bool is_conflict(const Failure& failure) {
  return is_one_of(failure.code, std::array<unsigned, 3>{ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD});
}

void throw_failure(const Failure& failure, const std::string& sql, detail::StorageState& state) {
  throw_if_constraint(failure, sql);
  if (const auto reason = refusal_of(failure.code); !reason.empty()) {
    base::log::warning("value_refused", {{"code", failure.code}, {"error", failure.message}});
    throw ValueRefused(std::string(reason));
  }
  if (const auto outage = outage_of(failure.code); !outage.empty()) {
    if (failure.code == ER_DISK_FULL || failure.code == ER_RECORD_FILE_FULL) state.note_shortage();
    base::log::error("database_unavailable", {{"code", failure.code}, {"error", failure.message}});
    throw base::unavailable(std::string(outage));
  }
  if (is_mismatch(failure)) throw SchemaMismatch(failure.message + " in: " + sql);
  throw std::logic_error(failure.message + " in: " + sql);
}

}  // namespace openspc::db::driver
