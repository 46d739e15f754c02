#include "db/driver/postgresql_failure.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/error.h"
#include "base/log.h"
#include "db/driver/postgresql_refusal.h"
#include "db/error.h"

namespace openspc::db::driver {

namespace {

std::string_view field_of(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

/// "Key (plant_id, name)=(1, x) already exists." of the table "mqtt_broker" -> "mqtt_broker.plant_id,
/// mqtt_broker.name", as SQLite says it.
std::string broken_columns(std::string_view table, std::string_view detail) {
  const auto open = detail.find('(');
  const auto close = detail.find(")=(");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::string(table);
  std::string columns;
  std::string_view list = detail.substr(open + 1, close - open - 1);
  while (!list.empty()) {
    const auto comma = std::min(list.find(", "), list.size());
    columns += (columns.empty() ? "" : ", ") + std::string(table) + "." + std::string(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 2, list.size()));
  }
  return columns;
}

[[noreturn]] void throw_constraint(const PGresult* result, std::string_view state) {
  const std::string table(field_of(result, PG_DIAG_TABLE_NAME));
  if (state == "23505")
    throw ConstraintViolation(ConstraintKind::unique, broken_columns(table, field_of(result, PG_DIAG_MESSAGE_DETAIL)));
  if (state == "23503") throw ConstraintViolation(ConstraintKind::foreign_key, {});
  if (state == "23502")
    throw ConstraintViolation(ConstraintKind::not_null,
                              table + "." + std::string(field_of(result, PG_DIAG_COLUMN_NAME)));
  throw ConstraintViolation(ConstraintKind::check, std::string(field_of(result, PG_DIAG_CONSTRAINT_NAME)));
}

/// What a person is told when the database cannot do its work now; empty when the fault is in the statement.
/// Codes: PostgreSQL 15, Appendix A.
std::string_view outage_of(std::string_view state) {
  struct Outage {
    std::string_view code;  // or the first letters of a class
    std::string_view text;
  };
  static constexpr std::array<Outage, 12> outages{{
      {"53100", "The database has no room left: make room on its disk"},
      {"53300", kNoMoreConnections},
      {"53", "The database has not enough resources"},
      {"25006", "The database is read-only: it is a standby, or somebody set default_transaction_read_only"},
      {"25P02", "The database gave up the transaction"},
      {"40", "The database is busy; try again"},
      {"55P03", "The database is busy; try again"},
      {"57014", "The database did not answer in time; try again"},
      {"57P", "The database is shutting down or starting; try again"},
      {"58", "The database cannot be read or written: look at its disk"},
      {"XX", "The database is damaged or has a fault of its own: look at its log"},
      {"08", "The connection to the database was lost"},
  }};
  const auto found = std::ranges::find_if(outages, [&](const Outage& each) { return state.starts_with(each.code); });
  return found == outages.end() ? std::string_view() : found->text;
}

/// What a person is told of a value that its column cannot hold; empty when it is something else.
/// `message` ends with the column's type where that is "character varying(100)".
std::string refusal_of(std::string_view state, std::string_view message) {
  if (state == "22001") {
    const auto open = message.rfind('('), close = message.rfind(')');
    const bool tells = open != std::string_view::npos && close != std::string_view::npos && open < close;
    return "A text is too long" + (tells ? ": at most " + std::string(message.substr(open + 1, close - open - 1)) +
                                               " characters are kept of it"
                                         : std::string());
  }
  if (state == "22003") return "A number is too large for what is kept of it";
  if (state == "22021" || state == "22P05") return "A text holds characters that the database cannot store";
  if (state == "22008") return "A time is outside of what the database can store";
  return {};
}

}  // namespace

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string_view state_of(const PGresult* result) {
  return field_of(result, PG_DIAG_SQLSTATE);
}

// The message is told in the server's language, so it is known by the function that gives it.
bool is_outdated(const PGresult* result) {
  return field_of(result, PG_DIAG_SQLSTATE) == "0A000" &&
         field_of(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

bool is_conflict(const PGresult* result) {
  const std::string_view state = state_of(result);
  return state == "40001" || state == "40P01" || state == "55P03";
}

void throw_failure(const PGresult* result, const std::string& sql, detail::StorageState& storage) {
  const std::string state(state_of(result));
  const std::string message = trimmed(PQresultErrorMessage(result));
  if (state.starts_with("23")) throw_constraint(result, state);
  if (is_outdated(result)) throw base::unavailable("The tables of the database were changed; try again");
  if (const auto reason = refusal_of(state, message); !reason.empty()) {
    base::log::warning("value_refused", {{"code", state}, {"error", message}});
    throw ValueRefused(reason);
  }
  if (const auto outage = outage_of(state); !outage.empty()) {
    if (state == "53100") storage.note_shortage();
    base::log::error("database_unavailable", {{"code", state}, {"error", message}});
    throw base::unavailable(std::string(outage));
  }
  throw std::logic_error(message + " in: " + sql);
}

void refuse_nul(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) throw ValueRefused("Text must not hold the character NUL (U+0000)");
}

}  // namespace openspc::db::driver
