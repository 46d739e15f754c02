// An installation moved from one database to another: from a file to a file, and where the tests have a server from a
// file to it and back. What arrives is compared field by field, by questions of the test's own.
#include "db/copy/copy.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <utility>

#include "base/error.h"
#include "database_fixture.h"
#include "db/schema/migrations.h"

namespace openspc::db {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kNodes = 25;

class CopyOfAnInstallation : public DatabaseTest {
 protected:
  /// The file of the fixture is the source, whatever the tests stand on; the target is what they stand on.
  void SetUp() override {
    DatabaseTest::SetUp();
    db_.reset();
    seed(source());
  }

  std::string source() const { return (folder_ / "source.db").string(); }
  std::string target() const { return place_->url(); }

  static void run(Session& s, std::string_view sql) { s.execute_script(s.dialect().expand(sql)); }

  /// Rows of every type: what differs between databases, and what refers to its own table.
  static void seed(const std::string& url) {
    const auto database = Database::open(url);
    Migrator(*database).up();
    database->write_now([](Session& s) {
      const auto now = *base::from_database("2026-03-04 05:06:07.000089");
      s.execute("DELETE FROM plant");
      s.execute(
          "INSERT INTO plant (id, name, code, is_active, settings, created_at, updated_at) VALUES (?,?,?,?,?,?,?)", 41,
          "Größe \"1\"\n", "P1", true, R"({"a": [1, 2.5, null]})", now, now);
      s.execute(
          "INSERT INTO plant (id, name, code, is_active, settings, created_at, updated_at) VALUES (?,?,?,?,?,?,?)", 42,
          "", "P2", false, std::optional<std::string>(), now, now);
      s.execute(
          "INSERT INTO \"user\" (id, username, hashed_password, is_active, must_change_password, created_at, "
          "updated_at) "
          "VALUES (?,?,?,?,?,?,?)",
          7, "ann", "$argon2", true, false, now, now);
      s.execute(
          "INSERT INTO api_keys (id, name, key_hash, created_at, permissions, rate_limit_per_minute, is_active) VALUES "
          "(?,?,?,?,?,?,?)",
          "b-key", "K", "h", now, "[]", 60, true);
      // A child before its parent.
      for (int i = 1; i <= kNodes; ++i)
        s.execute("INSERT INTO hierarchy (id, parent_id, plant_id, name, type) VALUES (?,?,?,?,?)", i,
                  std::optional<int>(), 41, "Node " + std::to_string(i), "Line");
      for (int i = 1; i < kNodes; ++i) s.execute("UPDATE hierarchy SET parent_id = ? WHERE id = ?", i + 1, i);
      s.execute(
          "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, target_value, usl, lsl) "
          "VALUES (?,?,?,?,?,?,?)",
          3, 5, "Diameter", 5, 0.1, 1e300, -4.9e-324);
    });
  }

  static CopyReport copied(const std::string& from, const std::string& to, const CopyOptions& options = {}) {
    return copy_database({from, {.readers = 1}}, {to, {.readers = 1}}, options);
  }

  static std::string refusal_of(const std::string& from, const std::string& to) {
    try {
      copied(from, to);
      return "copied";
    } catch (const base::Error& error) {
      return error.detail();
    }
  }

  /// In the words of SQLite, whichever it is: what a database holds, table by table.
  static std::map<std::string, std::vector<std::string>> content_of(const std::string& url) {
    const auto database = Database::open(url);
    return database->read_now([](Session& s) {
      std::map<std::string, std::vector<std::string>> content;
      const bool is_file = s.dialect().kind() == DialectKind::sqlite;
      for (const auto& [table] : s.query<std::string>(s.dialect().tables_query()))
        if (table != "openspc_migration")
          content[table] = is_file                                    ? rows_of_file(s, table)
                           : s.dialect().kind() == DialectKind::mysql ? rows_of_mariadb(s, table)
                                                                      : rows_of_server(s, table);
      return content;
    });
  }

  static std::vector<std::string> rows_of_file(Session& s, const std::string& table) {
    std::string columns;
    s.each<std::string, std::string>(
        "SELECT name, type FROM pragma_table_info(?) ORDER BY name",
        [&](const std::string& name, const std::string& type) {
          const std::string column = "\"" + name + "\"";
          // Doubles by their exact value.
          const std::string text = type == "FLOAT" ? "printf('%!.17g', " + column + ")" : column;
          columns += " || '|' || CASE WHEN " + column + " IS NULL THEN '-' ELSE " + text + " END";
        },
        table);
    return sorted(s, "SELECT ''" + columns + " FROM \"" + table + "\"");
  }

  static std::vector<std::string> rows_of_server(Session& s, const std::string& table) {
    std::string columns;
    s.each<std::string, std::string>(
        "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns WHERE table_name = ?"
        " AND table_schema = current_schema() ORDER BY column_name COLLATE \"C\"",
        [&](const std::string& name, const std::string& type) {
          const std::string column = "\"" + name + "\"";
          std::string text = "CAST(" + column + " AS TEXT)";
          if (type == "boolean") text = "CAST(CAST(" + column + " AS INTEGER) AS TEXT)";
          if (type.starts_with("timestamp")) text = "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')";
          columns += " || '|' || COALESCE(" + text + ", '-')";
        },
        table);
    return sorted(s, "SELECT ''" + columns + " FROM \"" + table + "\"");
  }

  static std::vector<std::string> rows_of_mariadb(Session& s, const std::string& table) {
    std::string columns;
    s.each<std::string>(
        "SELECT column_name FROM information_schema.columns WHERE table_name = ? AND table_schema = DATABASE()"
        " ORDER BY column_name COLLATE utf8mb4_bin",
        [&](const std::string& name) { columns += " || '|' || COALESCE(CAST(\"" + name + "\" AS CHAR), '-')"; }, table);
    return sorted(s, "SELECT ''" + columns + " FROM \"" + table + "\"");
  }

  static std::vector<std::string> sorted(Session& s, const std::string& sql) {
    std::vector<std::string> rows;
    for (auto& [row] : s.query<std::string>(sql)) rows.push_back(std::move(row));
    std::ranges::sort(rows);
    return rows;
  }
};

TEST_F(CopyOfAnInstallation, HoldsWhatTheSourceHoldsFieldByField) {
  const auto report = copied(source(), target());
  EXPECT_TRUE(report.is_good());
  EXPECT_FALSE(report.was_resumed);
  EXPECT_THAT(report.left_out, IsEmpty());
  const auto database = Database::open(target());
  database->read_now([](Session& s) {
    const auto plant = *s.first<std::string, bool, std::string, base::Timestamp>(
        "SELECT name, is_active, settings, created_at FROM plant WHERE id = 41");
    EXPECT_EQ(plant, std::tuple("Größe \"1\"\n", true, R"({"a": [1, 2.5, null]})",
                                *base::from_database("2026-03-04 05:06:07.000089")));
    EXPECT_EQ((*s.first<bool, std::optional<std::string>>("SELECT is_active, settings FROM plant WHERE id = 42")),
              std::tuple(false, std::nullopt));
    EXPECT_EQ((*s.first<double, double, double>("SELECT target_value, usl, lsl FROM characteristic WHERE id = 3")),
              std::tuple(0.1, 1e300, -4.9e-324));
    EXPECT_EQ(s.scalar<int>("SELECT COUNT(*) FROM hierarchy WHERE parent_id = id + 1"), kNodes - 1);
    EXPECT_EQ(s.scalar<int>("SELECT COUNT(*) FROM plant"), 2) << "and nothing that a new database brings along";
  });
}

TEST_F(CopyOfAnInstallation, ComesBackAsItWas) {
  copied(source(), target());
  const std::string back = (folder_ / "back.db").string();
  EXPECT_TRUE(copied(target(), back).is_good());
  EXPECT_EQ(content_of(back), content_of(source()));
}

TEST_F(CopyOfAnInstallation, HasTheSameChecksumsOnEveryDatabase) {
  const auto there = copied(source(), target());
  const auto back = copied(target(), (folder_ / "back.db").string());
  ASSERT_EQ(there.tables.size(), back.tables.size());
  for (std::size_t i = 0; i < there.tables.size(); ++i)
    EXPECT_EQ(there.tables[i].checksum, back.tables[i].checksum) << there.tables[i].name;
}

TEST_F(CopyOfAnInstallation, DrawsNewIdsBehindThoseThatCame) {
  copied(source(), target());
  const auto database = Database::open(target());
  const auto id = database->write_now([](Session& s) {
    return s.insert("INSERT INTO hierarchy (plant_id, name, type) VALUES (?,?,?)", 41, "New", "Line");
  });
  EXPECT_GT(id, kNodes);
}

TEST_F(CopyOfAnInstallation, GoesOnWhereItWasKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    CopyOptions options{.rows_of_a_step = 4};
    options.on_step = [](const std::string& table, std::int64_t rows) {
      if (table == "hierarchy" && rows >= 12) ::kill(::getpid(), SIGKILL);
    };
    copied(source(), target(), options);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));

  std::int64_t first = -1;
  CopyOptions options{.rows_of_a_step = 4};
  options.on_step = [&first](const std::string& table, std::int64_t rows) {
    if (table == "hierarchy" && first < 0) first = rows;
  };
  const auto report = copied(source(), target(), options);
  EXPECT_TRUE(report.was_resumed);
  EXPECT_TRUE(report.is_good());
  EXPECT_GT(first, 12) << "what was copied is not copied again";
  EXPECT_EQ(content_of(source()), [&] {
    const std::string back = (folder_ / "back.db").string();
    copied(target(), back);
    return content_of(back);
  }());
}

TEST_F(CopyOfAnInstallation, IsKnownAsBegunUntilItsEnd) {
  CopyOptions stops;
  stops.on_step = [](const std::string&, std::int64_t) { throw std::runtime_error("enough"); };
  EXPECT_THROW(copied(source(), target(), stops), std::runtime_error);
  EXPECT_TRUE(is_begun_copy(*Database::open(target())));
  EXPECT_THAT(refusal_of(target(), (folder_ / "third.db").string()), HasSubstr("has not come to its end"));
  copied(source(), target());
  EXPECT_FALSE(is_begun_copy(*Database::open(target())));
}

TEST_F(CopyOfAnInstallation, OfAnotherSourceIsNotGoneOnWith) {
  CopyOptions stops;
  stops.on_step = [](const std::string&, std::int64_t) { throw std::runtime_error("enough"); };
  EXPECT_THROW(copied(source(), target(), stops), std::runtime_error);
  const std::string other = (folder_ / "other.db").string();
  seed(other);
  EXPECT_THAT(refusal_of(other, target()), HasSubstr("begun copy of another database"));
}

TEST_F(CopyOfAnInstallation, StopsWhenAnotherGoesOnWithIt) {
  CopyOptions options{.rows_of_a_step = 4};
  bool is_first = true;
  options.on_step = [&](const std::string& table, std::int64_t) {
    if (table != "hierarchy" || !std::exchange(is_first, false)) return;
    CopyOptions other{.rows_of_a_step = 4};
    other.on_step = [](const std::string&, std::int64_t) { throw std::runtime_error("enough"); };
    EXPECT_THROW(copied(source(), target(), other), std::runtime_error);
  };
  try {
    copied(source(), target(), options);
    ADD_FAILURE();
  } catch (const base::Error& error) {
    EXPECT_THAT(error.detail(), HasSubstr("Another copy into the same target is under way"));
  }
}

TEST_F(CopyOfAnInstallation, GoesIntoAnEmptyDatabaseAlone) {
  copied(source(), target());
  EXPECT_THAT(refusal_of(source(), target()), HasSubstr("it holds an installation. Name an empty database"));
}

TEST_F(CopyOfAnInstallation, GoesIntoNobodysTables) {
  const auto database = Database::open(target());
  database->write_now([](Session& s) { s.execute("CREATE TABLE wages (amount INTEGER)"); });
  EXPECT_THAT(refusal_of(source(), target()), HasSubstr("no OpenSPC database"));
}

TEST_F(CopyOfAnInstallation, NeedsASourceOfTheNewestSchema) {
  {
    const auto database = Database::open(source());
    Migrator(*database).down();
  }
  EXPECT_THAT(refusal_of(source(), target()), AllOf(HasSubstr("The source"), HasSubstr("run: openspc migrate up")));
}

TEST_F(CopyOfAnInstallation, NeedsASourceThatIsThere) {
  EXPECT_THAT(refusal_of((folder_ / "nothing.db").string(), target()), HasSubstr("no such file"));
}

TEST_F(CopyOfAnInstallation, LeavesOutTablesOfOthersAndNamesThem) {
  {
    const auto database = Database::open(source());
    database->write_now([](Session& s) { s.execute("CREATE TABLE wages (amount INTEGER)"); });
  }
  const auto report = copied(source(), target());
  EXPECT_THAT(report.left_out, testing::ElementsAre("wages"));
  EXPECT_TRUE(report.is_good());
}

TEST_F(CopyOfAnInstallation, CopiesNoViews) {
  {
    const auto database = Database::open(source());
    database->write_now([](Session& s) { s.execute("CREATE VIEW node AS SELECT id FROM hierarchy"); });
  }
  EXPECT_THAT(copied(source(), target()).left_out, IsEmpty());
}

TEST_F(CopyOfAnInstallation, NamesTheRowThatTheTargetDoesNotTake) {
  if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "a file takes any text";
  {
    const auto database = Database::open(source());
    database->write_now([](Session& s) { s.execute("UPDATE hierarchy SET type = 'x' || char(0) WHERE id = 17"); });
  }
  EXPECT_THAT(refusal_of(source(), target()), AllOf(HasSubstr("Table hierarchy, row id=17: "), HasSubstr("NUL"),
                                                    HasSubstr("Correct it in the source")));
}

TEST_F(CopyOfAnInstallation, TakesNoTextForANumber) {
  {
    const auto database = Database::open(source());
    database->write_now([](Session& s) { s.execute("UPDATE characteristic SET ucl = 'high' WHERE id = 3"); });
  }
  EXPECT_THAT(refusal_of(source(), target()),
              HasSubstr("Table characteristic: row id=3: a column of numbers holds text"));
}

TEST_F(CopyOfAnInstallation, SaysWhichTableCameOutDifferent) {
  CopyOptions meddles;
  meddles.on_step = [this](const std::string& table, std::int64_t) {
    if (table != "user") return;
    const auto database = Database::open(target());
    database->write_now([](Session& s) { s.execute("UPDATE plant SET name = 'other' WHERE id = 42"); });
  };
  const auto report = copied(source(), target(), meddles);
  EXPECT_FALSE(report.is_good());
  std::vector<std::string> different;
  for (const auto& table : report.tables)
    if (!table.is_equal) different.push_back(table.name);
  EXPECT_THAT(different, testing::ElementsAre("plant"));
}

TEST_F(CopyOfAnInstallation, OfAServerThatRunsIsRefused) {
  if (test::chosen_database() == DialectKind::sqlite) GTEST_SKIP() << "another process is needed: start_test";
  copied(source(), target());
  const auto server = Database::open(target());
  EXPECT_THAT(refusal_of(target(), (folder_ / "back.db").string()), HasSubstr("A server runs on the source"));
}

/// Readings as each database keeps them, and a key of several columns without row numbers.
class CopyOfReadings : public CopyOfAnInstallation {
 protected:
  static void make(const std::string& url) {
    const auto database = Database::open(url);
    Migrator(*database).up();
    database->write_now([&](Session& s) {
      const bool is_file = s.dialect().kind() == DialectKind::sqlite;
      run(s, std::string("CREATE TABLE reading_group (plant_id BIGINT NOT NULL, char_id BIGINT NOT NULL, time "
                         "${timestamp} NOT NULL,"
                         " id BIGINT NOT NULL, readings ") +
                 "${reals}" + ", PRIMARY KEY (plant_id, char_id, time, id))" + (is_file ? " WITHOUT ROWID" : ""));
    });
  }

  static void fill(const std::string& url, const std::string& some, const std::string& none) {
    const auto database = Database::open(url);
    database->write_now([&](Session& s) {
      for (int i = 0; i < 10; ++i)
        s.execute("INSERT INTO reading_group VALUES (?,?,?,?,?)", 1 + i % 2, 12 - i,
                  *base::from_database("2026-03-04 05:06:07"), i, i == 3 ? none : some);
      s.execute("UPDATE reading_group SET readings = NULL WHERE id = 4");
    });
  }

  /// There and back in steps smaller than the table.
  void expect_to_come_back() {
    make(target());
    const std::string back = (folder_ / "back.db").string();
    make(back);
    const CopyOptions small_steps{.rows_of_a_step = 3};
    const auto report = copied(source(), target(), small_steps);
    EXPECT_TRUE(report.is_good());
    const auto is_whole = [](const CopiedTable& table) { return table.name == "reading_group" && table.rows == 10; };
    EXPECT_THAT(report.tables, Contains(testing::Truly(is_whole)));
    EXPECT_TRUE(copied(target(), back, small_steps).is_good());
    EXPECT_EQ(content_of(back).at("reading_group"), content_of(source()).at("reading_group"));
  }
};

TEST_F(CopyOfReadings, TakesDecimalsForAnArrayAndBack) {
  make(source());
  fill(source(), std::string("0.1,-2.5e-300,1e+22,3"), std::string());
  expect_to_come_back();
}

TEST_F(CopyOfReadings, RefusesWhatIsNoReading) {
  if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "a file takes any text";
  make(source());
  fill(source(), std::string("1,two"), std::string());
  make(target());
  EXPECT_THAT(refusal_of(source(), target()), AllOf(HasSubstr("Table reading_group, row plant_id=1, char_id="),
                                                    HasSubstr("readings: \"1,two\" is no list of readings")));
}

}  // namespace
}  // namespace openspc::db
