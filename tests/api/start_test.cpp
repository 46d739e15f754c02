// What is said, and what is left alone, when the command line or the surroundings do not let a server start.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "support/server/http_client.h"
#include "support/server/server_process.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(CommandLine, NamesTheWordThatItDoesNotKnowAndTheOneThatWasProbablyMeant) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> slips{
      {{"srve"}, "openspc: unknown command 'srve'; did you mean 'serve'?"},
      {{"serve", "--prot", "3"}, "openspc serve: unknown option '--prot'; did you mean '--port'?"},
      {{"serve", "--prot=3"}, "openspc serve: unknown option '--prot'; did you mean '--port'?"},
      {{"--vesion"}, "openspc: unknown option '--vesion'; did you mean '--version'?"},
      {{"simulate", "mqt"}, "openspc simulate: unknown command 'mqt'; did you mean 'mqtt'?"},
      {{"analyze", "data.csv", "--value-colum", "x"}, "did you mean '--value-column'?"},
      {{"status"}, "openspc: unknown command 'status'; its commands are serve, demo,"}};
  for (const auto& [words, answer] : slips) {
    const auto result = run_openspc(words);
    EXPECT_NE(result.status, 0) << answer;
    EXPECT_THAT(result.output, HasSubstr(answer));
  }
}

TEST(CommandLine, ValueThatDoesNotFitIsNamedAsBefore) {
  EXPECT_THAT(run_openspc({"serve", "--port", "abc"}).output, HasSubstr("--port"));
  EXPECT_THAT(run_openspc({"serve", "--port", "abc"}).output, Not(HasSubstr("unknown")));
}

TEST(Start, OnAnAddressInUseCreatesNothing) {
  ServerProcess first;
  const TemporaryFolder folder;
  const auto result = run_openspc({"serve", "--host", "127.0.0.1", "--port", std::to_string(first.port()), "--data-dir",
                                   (folder.path() / "data").string()});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr("--port"));
  EXPECT_FALSE(fs::exists(folder.path() / "data"));
}

TEST(Start, OfADemoOnAnAddressInUseLeavesTheOldOneAsItWas) {
  ServerProcess first;
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "openspc.db") << "an older demo";
  const auto result = run_openspc(
      {"demo", "--host", "127.0.0.1", "--port", std::to_string(first.port()), "--data-dir", folder.path().string()});
  EXPECT_NE(result.status, 0);
  EXPECT_EQ(fs::file_size(folder.path() / "openspc.db"), std::string_view("an older demo").size());
}

TEST(Start, InAFolderThatIsNoneSaysSoFirst) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  for (const fs::path& path : {folder.path() / "file", folder.path() / "file" / "below"}) {
    const auto result = run_openspc({"serve", "--port", "0", "--data-dir", path.string()});
    EXPECT_NE(result.status, 0);
    EXPECT_THAT(result.output, HasSubstr("The data folder " + path.string() + " cannot be used"));
    EXPECT_THAT(result.output, HasSubstr("OPENSPC_DATA_DIR"));
  }
}

TEST(Start, WarnsOfVariablesThatMeanNothing) {
  ServerProcess server({.environment = {{"OPENSPC_COOKIE_SECUR", "true"}}});
  EXPECT_THAT(server.log(), HasSubstr("OPENSPC_COOKIE_SECUR"));
  EXPECT_THAT(server.log(), HasSubstr("did_you_mean=OPENSPC_COOKIE_SECURE"));
}

TEST(Start, TakesItsSecretsFromFiles) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "password") << "from-a-file-1\n";
  ServerProcess server({.environment = {{"OPENSPC_ADMIN_PASSWORD", ""},
                                        {"OPENSPC_ADMIN_PASSWORD_FILE", (folder.path() / "password").string()}}});
  EXPECT_NO_THROW(HttpClient(server.port()).sign_in(ServerProcess::admin_name, "from-a-file-1"));
}

TEST(Start, OfAnyCommandRefusesASecretThatIsGivenTwice) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "secret") << "hidden-in-the-file";
  const std::vector<std::vector<std::string>> commands{{"serve"},
                                                       {"demo"},
                                                       {"migrate", "status"},
                                                       {"user", "reset-password", "admin", "--generate"},
                                                       {"copy", "--to", (folder.path() / "to.db").string()}};
  for (const auto& command : commands) {
    const auto result = run_openspc(command, {{"OPENSPC_JWT_SECRET", "hidden-in-the-variable"},
                                              {"OPENSPC_JWT_SECRET_FILE", (folder.path() / "secret").string()}});
    EXPECT_NE(result.status, 0) << command.front();
    EXPECT_THAT(result.output, HasSubstr("OPENSPC_JWT_SECRET and OPENSPC_JWT_SECRET_FILE are both given"));
    EXPECT_THAT(result.output, Not(HasSubstr("hidden")));
  }
}

TEST(Start, WarnsOfSettingsThatAFileHasNoUseFor) {
  OPENSPC_SQLITE_ONLY("about a file");
  ServerProcess server({.environment = {{"OPENSPC_DATABASE_LANES", "3"}}});
  EXPECT_THAT(server.log(), AllOf(HasSubstr("setting_without_effect"), HasSubstr("OPENSPC_DATABASE_LANES")));
}

TEST(Start, OnADatabaseServerThatIsAwayEndsWithOneClearLine) {
  const auto result = run_openspc({"serve", "--port", "0"}, {{"OPENSPC_DATABASE_URL", "postgresql://u@127.0.0.1:1/spc"},
                                                             {"OPENSPC_DATABASE_PASSWORD", "hidden"}});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, AllOf(HasSubstr("openspc: Cannot open the database postgresql://127.0.0.1:1/spc"),
                                   HasSubstr("Look at host and port"), Not(HasSubstr("hidden"))));
}

std::vector<std::string> copy_of(const ServerProcess& server, const fs::path& target) {
  return {"copy", "--from", server.replica().environment.at("OPENSPC_DATABASE_URL"), "--to", target.string()};
}

TEST(Copy, OfADatabaseThatIsServedIsRefused) {
  ServerProcess server;
  const TemporaryFolder folder;
  const auto result = run_openspc(copy_of(server, folder.path() / "openspc.db"));
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr("A server runs on the source"));
  EXPECT_FALSE(fs::exists(folder.path() / "openspc.db"));
}

TEST(Copy, IsServedAsTheSourceWas) {
  ServerProcess server;
  HttpClient(server.port()).sign_in(ServerProcess::admin_name, ServerProcess::admin_password);
  ASSERT_EQ(server.stop(), 0);
  const TemporaryFolder folder;
  const auto result = run_openspc(copy_of(server, folder.path() / "openspc.db"));
  EXPECT_EQ(result.status, 0) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("plant"), HasSubstr("Counts and checksums of all tables are equal")));
  ServerProcess moved({.environment = {{"OPENSPC_ADMIN_PASSWORD", "of-nobody-here-1"},
                                       {"OPENSPC_DATABASE_URL", (folder.path() / "openspc.db").string()}},
                       .data_dir = folder.path()});
  EXPECT_NO_THROW(HttpClient(moved.port()).sign_in(ServerProcess::admin_name, ServerProcess::admin_password));
}

}  // namespace
}  // namespace openspc::test
