#include "db/driver/database_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/error.h"

namespace openspc::db {
namespace {

using testing::HasSubstr;
using testing::Not;

std::map<std::string, std::string> settings_of(std::string_view url) {
  const DatabaseUrl parsed = parse_database_url(url);
  EXPECT_EQ(parsed.kind, DialectKind::postgresql);
  return {parsed.settings.begin(), parsed.settings.end()};
}

std::string refusal_of(std::string_view url) {
  try {
    parse_database_url(url);
  } catch (const base::Error& error) {
    return error.detail();
  }
  return {};
}

TEST(DatabaseUrl, OfTheGuidesSaysHostPersonAndDatabase) {
  const auto settings = settings_of("postgresql+asyncpg://openspc:secret@db.example:5433/spc?ssl=require");
  EXPECT_EQ(settings, (std::map<std::string, std::string>{{"host", "db.example"},
                                                          {"port", "5433"},
                                                          {"user", "openspc"},
                                                          {"password", "secret"},
                                                          {"dbname", "spc"},
                                                          {"sslmode", "require"}}));
}

TEST(DatabaseUrl, NamesSeveralHostsWithAndWithoutPorts) {
  const auto settings = settings_of("postgresql://openspc@a:5432,b,[::1]:5434/spc?target_session_attrs=read-write");
  EXPECT_EQ(settings.at("host"), "a,b,::1");
  EXPECT_EQ(settings.at("port"), "5432,,5434");
  EXPECT_EQ(settings.at("target_session_attrs"), "read-write");
}

TEST(DatabaseUrl, TakesAPasswordWithAnyCharacterEncodedOrAsItIs) {
  EXPECT_EQ(settings_of("postgresql://u:p%40s%2Fs@h/spc").at("password"), "p@s/s");
  EXPECT_EQ(settings_of("postgresql://u:p@s/s?#:x@h/spc").at("password"), "p@s/s?#:x");
  EXPECT_EQ(settings_of("postgresql://u:100%@h/spc").at("password"), "100%");
}

TEST(DatabaseUrl, ShowsPeopleNoPassword) {
  EXPECT_THAT(parse_database_url("postgresql://u:hidden@h/spc").path, Not(HasSubstr("hidden")));
}

TEST(DatabaseUrl, TakesItsPasswordFromElsewhere) {
  const auto settings = parse_database_url("postgresql://u@h/spc", "p@ss").settings;
  EXPECT_THAT(settings, testing::Contains(testing::Pair("password", "p@ss")));
  EXPECT_EQ(parse_database_url("/srv/openspc.db", "p@ss").path, "/srv/openspc.db");
}

TEST(DatabaseUrl, TakesOnePasswordAndOnlyOfAUser) {
  const auto refusal = [](const char* url) {
    try {
      parse_database_url(url, "hidden");
      return std::string();
    } catch (const base::Error& error) {
      return error.detail();
    }
  };
  EXPECT_THAT(refusal("postgresql://u:secret@h/spc"),
              AllOf(HasSubstr("OPENSPC_DATABASE_PASSWORD"), HasSubstr("keep one of them"), Not(HasSubstr("secret")),
                    Not(HasSubstr("hidden"))));
  EXPECT_THAT(refusal("postgresql://h/spc"), HasSubstr("names no user"));
}

TEST(DatabaseUrl, WithASlipIsNoFileAndShowsNoPassword) {
  for (const char* slip : {"postgresql:/u:hidden@h/spc", "postgresql+asyncpg:u:hidden@h/spc", "sqlite:/spc.db",
                           "host=h user=u password=hidden dbname=spc", "postgresql://u:hidden/spc"})
    EXPECT_THAT(refusal_of(slip), AllOf(HasSubstr("The database"), Not(HasSubstr("hidden")))) << slip;
}

TEST(DatabaseUrl, IsReadWhateverTheCaseOfItsKind) {
  EXPECT_EQ(parse_database_url("PostgreSQL://u@h/spc").kind, DialectKind::postgresql);
}

TEST(DatabaseUrl, OfMariadbHasManyNamesAndOneMeaning) {
  for (const std::string scheme : {"mysql+aiomysql", "mysql+asyncmy", "mysql", "mariadb", "MariaDB+pymysql"}) {
    const auto place = parse_database_url(scheme + "://ann:p%40w@h:3307/spc?charset=utf8mb4&ssl_ca=/etc/ca.pem");
    EXPECT_EQ(place.kind, DialectKind::mysql) << scheme;
    EXPECT_EQ(place.path, "mariadb://h:3307/spc");
    EXPECT_THAT(place.settings, testing::UnorderedElementsAre(
                                    testing::Pair("host", "h"), testing::Pair("port", "3307"),
                                    testing::Pair("user", "ann"), testing::Pair("password", "p@w"),
                                    testing::Pair("dbname", "spc"), testing::Pair("sslrootcert", "/etc/ca.pem")));
  }
}

TEST(DatabaseUrl, SaysWhatIsWrongWithIt) {
  EXPECT_THAT(refusal_of("postgresql://u@h:99999/spc"), HasSubstr("99999"));
  EXPECT_THAT(refusal_of("postgresql://u@h"), HasSubstr("names no database"));
  EXPECT_THAT(refusal_of("postgresql://u@h/spc?pool=3"), HasSubstr("\"pool\""));
  EXPECT_THAT(refusal_of("oracle://u@h/spc"), AllOf(HasSubstr("oracle"), HasSubstr("sqlite:///PATH")));
  EXPECT_THAT(refusal_of("mssql://u@h/spc"), HasSubstr("not built"));
  EXPECT_THAT(refusal_of("mariadb://u@h/spc?pool=3"), HasSubstr("\"pool\""));
  EXPECT_THAT(refusal_of("mariadb://u@h/spc?ssl_mode=perhaps"), HasSubstr("verify-full"));
}

}  // namespace
}  // namespace openspc::db
