#include "base/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "base/version.h"

namespace openspc::base {
namespace {

using Variables = std::map<std::string, std::string>;
const std::filesystem::path kNoFile = "/nonexistent/.env";

Environment variables(const std::map<std::string, std::string>& named) {
  return Environment(named);
}

Config load(const Variables& variables) {
  return load_config(Environment(variables), kNoFile);
}

std::string refusal(const std::string& name, const std::string& value) {
  try {
    load({{name, value}});
    return "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid);
    return error.detail();
  }
}

class DotenvFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "openspc-config-XXXXXX";
    folder_ = mkdtemp(name.data());
    path_ = folder_ / ".env";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& text) const { std::ofstream(path_) << text; }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST(Config, HasTheDocumentedDefaults) {
  const auto config = load({});
  EXPECT_EQ(config.host, "0.0.0.0");
  EXPECT_EQ(config.port, 8000);
  EXPECT_EQ(config.app_version, program_version());
  EXPECT_EQ(config.admin_username, "admin");
  EXPECT_TRUE(config.admin_password.empty());
  EXPECT_FALSE(config.cookie_secure);
  EXPECT_FALSE(config.dev_mode);
  EXPECT_FALSE(config.sandbox);
  EXPECT_EQ(config.log_format, LogFormat::console);
  EXPECT_EQ(config.rate_limit_login, (Rate{5, 1, "minute"}));
  EXPECT_EQ(config.rate_limit_default, std::nullopt);
  EXPECT_TRUE(config.trusted_proxies.empty());
}

TEST(Config, TellsVariablesThatMeanNothingWithTheOneThatWasProbablyMeant) {
  const auto config = load({{"OPENSPC_PROT", "9000"},
                            {"openspc_admin_pasword", "x"},
                            {"OPENSPC_COLOUR", "blue"},
                            {"OPENSPC_HOST", "::1"},
                            {"OPENSPC_DB_ENCRYPTION_KEY", "key"}});
  EXPECT_EQ(config.unknown_variables, (std::vector<UnknownVariable>{{"OPENSPC_ADMIN_PASWORD", "OPENSPC_ADMIN_PASSWORD"},
                                                                    {"OPENSPC_COLOUR", std::nullopt},
                                                                    {"OPENSPC_PROT", "OPENSPC_PORT"}}));
}

TEST(Config, LetsTheOriginsOfDevelopmentInOnlyInDevelopment) {
  EXPECT_TRUE(load({}).cors_origins.empty());
  EXPECT_EQ(load({{"OPENSPC_DEV_MODE", "true"}}).cors_origins.size(), 4u);
  EXPECT_EQ(load({{"OPENSPC_DEV_MODE", "true"}}).cors_origins.front(), "http://localhost:5173");
  const std::vector<std::string> named{"https://a.example"};
  for (const char* mode : {"true", "false"})
    EXPECT_EQ(load({{"OPENSPC_DEV_MODE", mode}, {"OPENSPC_CORS_ORIGINS", "https://a.example"}}).cors_origins, named);
}

TEST(Config, TakesAddressesAndNetworksOfProxies) {
  EXPECT_EQ(load({{"OPENSPC_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, fd00::/8"}}).trusted_proxies.size(), 3u);
  EXPECT_EQ(refusal("OPENSPC_TRUSTED_PROXIES", "10.0.0.1, proxy.example"),
            "OPENSPC_TRUSTED_PROXIES=\"proxy.example\": expected addresses and networks such as 192.0.2.7, 10.0.0.0/8 "
            "or fd00::/8");
  EXPECT_NE(refusal("OPENSPC_TRUSTED_PROXIES", "10.0.0.0/40"), "accepted");
  EXPECT_NE(refusal("OPENSPC_TRUSTED_PROXIES", "*"), "accepted");
}

TEST(Config, OpensADatabaseInTheDataFolderUnlessToldOtherwise) {
  EXPECT_EQ(load({{"OPENSPC_DATA_DIR", "/srv/spc"}}).effective_database_url(), "/srv/spc/openspc.db");
  EXPECT_EQ(load({{"OPENSPC_DATABASE_URL", "sqlite:////x.db"}}).effective_database_url(), "sqlite:////x.db");
}

TEST(Config, ReadsEveryKindOfValue) {
  const auto config = load({{"OPENSPC_PORT", "9000"},
                            {"OPENSPC_COOKIE_SECURE", "yes"},
                            {"OPENSPC_LOG_FORMAT", "JSON"},
                            {"OPENSPC_LOG_LEVEL", "warning"},
                            {"OPENSPC_RATE_LIMIT_LOGIN", "10/5minutes"},
                            {"OPENSPC_CORS_ORIGINS", " https://a.example , https://b.example,"},
                            {"OPENSPC_HEADER_TIMEOUT", "2.5"},
                            {"OPENSPC_MAX_BODY_BYTES", "2048"}});
  EXPECT_EQ(config.port, 9000);
  EXPECT_TRUE(config.cookie_secure);
  EXPECT_EQ(config.log_format, LogFormat::json);
  EXPECT_EQ(config.log_level, LogLevel::warning);
  EXPECT_EQ(config.rate_limit_login, (Rate{10, 5, "minute"}));
  EXPECT_EQ(config.cors_origins, (std::vector<std::string>{"https://a.example", "https://b.example"}));
  EXPECT_EQ(config.header_timeout, std::chrono::milliseconds(2500));
  EXPECT_EQ(config.max_body_bytes, 2048u);
}

TEST(Config, IgnoresTheCaseOfNames) {
  EXPECT_EQ(load({{"openspc_Port", "9000"}}).port, 9000);
}

TEST(Config, IgnoresUnknownNames) {
  EXPECT_NO_THROW(load({{"OPENSPC_NO_SUCH_THING", "1"}}));
}

TEST(Config, UnderstandsAllDocumentedBooleans) {
  for (const char* yes : {"true", "1", "yes", "on", "t", "y", "TRUE", "On"})
    EXPECT_TRUE(load({{"OPENSPC_DEV_MODE", yes}}).dev_mode);
  for (const char* no : {"false", "0", "no", "off", "f", "n", "OFF"})
    EXPECT_FALSE(load({{"OPENSPC_DEV_MODE", no}}).dev_mode);
}

TEST(Config, RefusesAnEmptyBooleanByName) {
  EXPECT_NE(refusal("OPENSPC_SANDBOX", "").find("OPENSPC_SANDBOX"), std::string::npos);
}

TEST(Config, NamesTheVariableAndWhatItExpects) {
  EXPECT_EQ(refusal("OPENSPC_PORT", "abc"), "OPENSPC_PORT=\"abc\": expected a number from 0 to 65535");
  EXPECT_EQ(refusal("OPENSPC_LOG_FORMAT", "xml"), "OPENSPC_LOG_FORMAT=\"xml\": expected one of console, json");
}

TEST(Config, RefusesBadValuesOfEveryKind) {
  EXPECT_NE(refusal("OPENSPC_PORT", "65536"), "accepted");
  EXPECT_NE(refusal("OPENSPC_PORT", "-1"), "accepted");
  EXPECT_NE(refusal("OPENSPC_PORT", "80x"), "accepted");
  EXPECT_NE(refusal("OPENSPC_PORT", ""), "accepted");
  EXPECT_NE(refusal("OPENSPC_DEV_MODE", "maybe"), "accepted");
  EXPECT_NE(refusal("OPENSPC_RATE_LIMIT_LOGIN", "often"), "accepted");
  EXPECT_NE(refusal("OPENSPC_BODY_TIMEOUT", "0"), "accepted");
  EXPECT_NE(refusal("OPENSPC_BODY_TIMEOUT", "nan"), "accepted");
}

TEST(Config, BoundsThePoolAndTheTimeOutsOfTheDatabase) {
  const Config config = load({{"OPENSPC_DATABASE_READERS", "8"},
                              {"OPENSPC_DATABASE_LANES", "4"},
                              {"OPENSPC_DATABASE_CONNECT_TIMEOUT", "3"},
                              {"OPENSPC_DATABASE_STATEMENT_TIMEOUT", "2.5"}});
  EXPECT_EQ(config.database_readers, 8u);
  EXPECT_EQ(config.database_lanes, 4u);
  EXPECT_EQ(config.database_connect_timeout, std::chrono::seconds(3));
  EXPECT_EQ(config.database_statement_timeout, std::chrono::milliseconds(2'500));
  EXPECT_EQ(refusal("OPENSPC_DATABASE_READERS", "65"),
            "OPENSPC_DATABASE_READERS=\"65\": expected a number from 1 to 64");
  EXPECT_EQ(refusal("OPENSPC_DATABASE_LANES", "1"), "OPENSPC_DATABASE_LANES=\"1\": expected a number from 2 to 4");
  EXPECT_NE(refusal("OPENSPC_DATABASE_CONNECT_TIMEOUT", "0"), "accepted");
  EXPECT_NE(refusal("OPENSPC_DATABASE_STATEMENT_TIMEOUT", "forever"), "accepted");
}

TEST(Config, AddressOfThePageIsOneOfTheWeb) {
  const auto address = [](const char* text) {
    return load_config(variables({{"OPENSPC_PUBLIC_URL", text}}), "/nowhere/.env").public_url;
  };
  EXPECT_EQ(address("https://spc.example.com:8443/line/"), "https://spc.example.com:8443/line");
  EXPECT_EQ(address(""), "");
  for (const char* text : {"spc.example.com", "javascript:alert(1)", "https://a b", "https://a?x=1", "http://"})
    EXPECT_NE(refusal("OPENSPC_PUBLIC_URL", text), "accepted") << text;
}

TEST_F(DotenvFile, TellsVariablesOfOursThatMeanNothing) {
  write("OPENSPC_PROT=9001\nOTHER_PROGRAM=1\n");
  EXPECT_EQ(load_config(Environment(), path_).unknown_variables,
            (std::vector<UnknownVariable>{{"OPENSPC_PROT", "OPENSPC_PORT"}}));
}

TEST_F(DotenvFile, GivesValuesThatTheEnvironmentOverrides) {
  write("OPENSPC_PORT=9001\nopenspc_host=127.0.0.1\n");
  const auto config = load_config(variables({{"OPENSPC_PORT", "9002"}}), path_);
  EXPECT_EQ(config.port, 9002);
  EXPECT_EQ(config.host, "127.0.0.1");
}

TEST_F(DotenvFile, NeverGivesTheEncryptionKey) {
  write("OPENSPC_DB_ENCRYPTION_KEY=from-file\n");
  EXPECT_EQ(load_config(Environment(), path_).db_encryption_key, "");
  EXPECT_EQ(load_config(variables({{"OPENSPC_DB_ENCRYPTION_KEY", "real"}}), path_).db_encryption_key, "real");
}

TEST_F(DotenvFile, ThatIsMalformedStopsTheLoad) {
  write("what is this\n");
  EXPECT_THROW(load_config(Environment(), path_), Error);
}

TEST(ProcessEnvironment, SeesTheVariablesOfThisProcess) {
  ASSERT_EQ(setenv("OPENSPC_TEST_ONLY", "seen", 1), 0);
  EXPECT_EQ(process_environment().find("OPENSPC_TEST_ONLY"), "seen");
  EXPECT_EQ(process_environment().find("OPENSPC_TEST_NOT_SET"), std::nullopt);
  unsetenv("OPENSPC_TEST_ONLY");
}

}  // namespace
}  // namespace openspc::base
