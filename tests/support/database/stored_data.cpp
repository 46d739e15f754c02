#include "support/database/stored_data.h"

#include <libpq-fe.h>

#include <stdexcept>
#include <utility>

#include "db/driver/database_url.h"
#include "support/database/mariadb_link.h"
#include "support/database/sqlite_file.h"

namespace openspc::test {

class StoredData::Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;
  virtual std::vector<std::vector<std::string>> rows(const std::string& sql) = 0;
};

namespace {

constexpr Oid kBoolean = 16;
constexpr Oid kTimestampWithZone = 1184;

class FileConnection final : public StoredData::Connection {
 public:
  explicit FileConnection(const std::string& path) : file_(path) {}
  std::vector<std::vector<std::string>> rows(const std::string& sql) override {
    return file_.rows(db::Dialect(db::DialectKind::sqlite).expand(sql));
  }

 private:
  SqliteFile file_;
};

/// "2026-03-01 08:00:00.25+00" as it stands in SQLite: six digits, no zone.
std::string in_our_form(std::string time) {
  constexpr std::size_t seconds_length = 19, full_length = 26;
  time.erase(time.rfind('+'));
  if (time.size() == seconds_length) time += '.';
  time.resize(full_length, '0');
  return time;
}

std::string cell_of(PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return {};
  std::string text = PQgetvalue(result, row, column);
  switch (PQftype(result, column)) {
    case kBoolean:
      return text == "t" ? "1" : "0";
    case kTimestampWithZone:
      return in_our_form(std::move(text));
    default:
      return text;
  }
}

class MariadbConnection final : public StoredData::Connection {
 public:
  explicit MariadbConnection(const std::string& url) : link_(url) {}
  std::vector<std::vector<std::string>> rows(const std::string& sql) override {
    return link_.rows(db::Dialect(db::DialectKind::mysql).expand(sql));
  }

 private:
  MariadbLink link_;
};

class ServerConnection final : public StoredData::Connection {
 public:
  explicit ServerConnection(const std::string& url) : connection_(PQconnectdb(url.c_str()), &PQfinish) {
    rows("SET TimeZone = 'UTC'");
  }

  std::vector<std::vector<std::string>> rows(const std::string& sql) override {
    const std::string expanded = db::Dialect(db::DialectKind::postgresql).expand(sql);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_.get(), expanded.c_str()), &PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection_.get()));
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      auto& row = rows.emplace_back();
      for (int j = 0; j < PQnfields(result.get()); ++j) row.push_back(cell_of(result.get(), i, j));
    }
    return rows;
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace

StoredData::StoredData(const std::string& url) {
  const auto place = db::parse_database_url(url);
  if (place.is_file()) {
    connection_ = std::make_unique<FileConnection>(url);
  } else if (place.kind == db::DialectKind::mysql) {
    connection_ = std::make_unique<MariadbConnection>(url);
  } else {
    connection_ = std::make_unique<ServerConnection>(url);
  }
}

StoredData::StoredData(StoredData&&) noexcept = default;
StoredData& StoredData::operator=(StoredData&&) noexcept = default;
StoredData::~StoredData() = default;

void StoredData::execute(const std::string& sql) {
  connection_->rows(sql);
}

std::vector<std::vector<std::string>> StoredData::rows(const std::string& sql) {
  return connection_->rows(sql);
}

std::vector<std::string> StoredData::column(const std::string& sql) {
  std::vector<std::string> result;
  for (auto& row : rows(sql)) result.push_back(std::move(row.at(0)));
  return result;
}

std::string StoredData::text(const std::string& sql) {
  return column(sql).at(0);
}

std::int64_t StoredData::number(const std::string& sql) {
  return std::stoll(text(sql));
}

}  // namespace openspc::test
