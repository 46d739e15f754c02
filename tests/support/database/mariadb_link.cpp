#include "support/database/mariadb_link.h"

#include <stdexcept>
#include <string_view>

#include "db/driver/database_url.h"

namespace openspc::test {
namespace {

std::string setting(const db::DatabaseUrl& url, std::string_view name) {
  for (const auto& [key, value] : url.settings)
    if (key == name) return value;
  return {};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace

MariadbLink::MariadbLink(const std::string& url) : handle_(mysql_init(nullptr)) {
  const auto place = db::parse_database_url(url);
  mysql_optionsv(handle_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  const std::string port = setting(place, "port");
  if (mysql_real_connect(handle_.get(), setting(place, "host").c_str(), setting(place, "user").c_str(),
                         setting(place, "password").c_str(), setting(place, "dbname").c_str(),
                         port.empty() ? 0 : static_cast<unsigned>(std::stoi(port)), nullptr,
                         CLIENT_FOUND_ROWS) == nullptr)
    throw std::runtime_error(mysql_error(handle_.get()));
  rows(
      "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin, time_zone = '+00:00', sql_mode ="
      " 'STRICT_ALL_TABLES,ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,NO_AUTO_VALUE_ON_ZERO'");
}

std::vector<std::vector<std::string>> MariadbLink::rows(const std::string& sql) {
  if (mysql_real_query(handle_.get(), sql.data(), sql.size()) != 0)
    throw std::runtime_error(sql + ": " + mysql_error(handle_.get()));
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(handle_.get()),
                                                                        &mysql_free_result);
  std::vector<std::vector<std::string>> rows;
  if (result == nullptr) return rows;
  while (MYSQL_ROW const row = mysql_fetch_row(result.get())) {
    auto& texts = rows.emplace_back();
    const unsigned long* const lengths = mysql_fetch_lengths(result.get());
    for (unsigned i = 0; i < mysql_num_fields(result.get()); ++i)
      texts.emplace_back(row[i] == nullptr ? std::string() : std::string(row[i], lengths[i]));
  }
  return rows;
}

void MariadbLink::copy_from(const std::string& original) {
  rows("SET foreign_key_checks = 0");
  const auto made = rows("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = '" +
                         original + "' ORDER BY table_type, table_name");
  std::vector<std::string> views;
  for (const auto& each : made) {
    const std::string quoted = "\"" + each[0] + "\"", from = "\"" + original + "\"." + quoted;
    if (each[1] == "VIEW") {
      views.push_back(rows("SHOW CREATE VIEW " + from).front()[1]);
    } else if (each[1] == "SEQUENCE") {
      rows(rows("SHOW CREATE SEQUENCE " + from).front()[1]);
    } else {
      rows(rows("SHOW CREATE TABLE " + from).front()[1]);
      rows("INSERT INTO " + quoted + " SELECT * FROM " + from);
    }
  }
  for (const std::string& view : views) rows(replaced(view, "\"" + original + "\".", ""));
}

}  // namespace openspc::test
