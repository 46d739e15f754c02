// What is said, and what is left alone, when the command line or the surroundings do not let a server start.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "support/server/server_process.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
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

}  // namespace
}  // namespace openspc::test
