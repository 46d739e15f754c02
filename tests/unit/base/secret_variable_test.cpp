// Secrets from files: OPENSPC_X_FILE beside OPENSPC_X, of every secret variable.
#include "base/secret_variable.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/config.h"
#include "base/error.h"

namespace openspc::base {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct SecretVariable {
  std::string name;
  std::string Config::* member;
};

std::vector<SecretVariable> all_secrets() {
  return {{"OPENSPC_DATABASE_URL", &Config::database_url},   {"OPENSPC_DATABASE_PASSWORD", &Config::database_password},
          {"OPENSPC_JWT_SECRET", &Config::jwt_secret},       {"OPENSPC_ADMIN_PASSWORD", &Config::admin_password},
          {"OPENSPC_METRICS_TOKEN", &Config::metrics_token}, {"OPENSPC_DB_ENCRYPTION_KEY", &Config::db_encryption_key}};
}

class SecretFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "openspc-secret-XXXXXX";
    folder_ = mkdtemp(name.data());
    path_ = folder_ / "secret";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& text) const { std::ofstream(path_) << text; }

  Config load(const std::map<std::string, std::string>& variables) const {
    return load_config(Environment(variables), folder_ / ".env");
  }
  std::string refusal_of(const std::map<std::string, std::string>& variables) const {
    try {
      load(variables);
      return "accepted";
    } catch (const Error& error) {
      return error.detail();
    }
  }
  /// What is said when the file of the tests is to be a secret.
  std::string refusal() const { return refusal_of({{"OPENSPC_JWT_SECRET_FILE", path_.string()}}); }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(SecretFile, GivesEverySecretVariable) {
  write("hidden");
  for (const SecretVariable& secret : all_secrets())
    EXPECT_EQ(load({{secret.name + "_FILE", path_.string()}}).*secret.member, "hidden") << secret.name;
}

TEST_F(SecretFile, AndTheVariableItselfAreNotBothTaken) {
  write("hidden");
  for (const SecretVariable& secret : all_secrets())
    EXPECT_EQ(refusal_of({{secret.name, "x"}, {secret.name + "_FILE", path_.string()}}),
              secret.name + " and " + secret.name + "_FILE are both given: keep one of them");
}

TEST_F(SecretFile, AndAVariableOfTheOtherPlaceAreNotBothTaken) {
  write("hidden");
  std::ofstream(folder_ / ".env") << "OPENSPC_JWT_SECRET=x\n";
  EXPECT_THAT(refusal(), AllOf(HasSubstr("OPENSPC_JWT_SECRET and"), HasSubstr("OPENSPC_JWT_SECRET_FILE")));
}

TEST_F(SecretFile, MayBeNamedInTheDotenvFileButNotTheOneOfTheEncryptionKey) {
  write("hidden");
  std::ofstream(folder_ / ".env") << "OPENSPC_JWT_SECRET_FILE=" << path_.string()
                                  << "\nOPENSPC_DB_ENCRYPTION_KEY_FILE=" << path_.string() << "\n";
  EXPECT_EQ(load({}).jwt_secret, "hidden");
  EXPECT_EQ(load({}).db_encryption_key, "");
}

TEST_F(SecretFile, IsNotGivenByAnEmptyVariable) {
  write("hidden");
  EXPECT_EQ(load({{"OPENSPC_JWT_SECRET", ""}, {"OPENSPC_JWT_SECRET_FILE", path_.string()}}).jwt_secret, "hidden");
  EXPECT_EQ(load({{"OPENSPC_JWT_SECRET", "x"}, {"OPENSPC_JWT_SECRET_FILE", ""}}).jwt_secret, "x");
}

TEST_F(SecretFile, LosesOneLineEndAndNothingElse) {
  write(" hidden \n");
  EXPECT_EQ(read_secret("X", path_), " hidden ");
  write("hidden\r\n");
  EXPECT_EQ(read_secret("X", path_), "hidden");
  write("hidden\n\n");
  EXPECT_EQ(read_secret("X", path_), "hidden\n");
}

TEST_F(SecretFile, ThatIsMissingIsNamedWithItsVariable) {
  EXPECT_EQ(refusal(), "OPENSPC_JWT_SECRET_FILE names the file " + path_.string() + ": No such file or directory");
}

TEST_F(SecretFile, ThatMayNotBeReadIsNamedWithItsVariable) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read anything";
  write("hidden");
  ASSERT_EQ(::chmod(path_.c_str(), 0), 0);
  EXPECT_EQ(refusal(), "OPENSPC_JWT_SECRET_FILE names the file " + path_.string() + ": Permission denied");
}

TEST_F(SecretFile, ThatIsEmptyIsRefused) {
  for (const char* nothing : {"", "\n"}) {
    write(nothing);
    EXPECT_EQ(refusal(), "OPENSPC_JWT_SECRET_FILE names the file " + path_.string() + ": it is empty");
  }
}

TEST_F(SecretFile, ThatIsTooLargeIsRefusedWithoutItsContent) {
  write(std::string(kMostSecretBytes + 1, 'h'));
  EXPECT_THAT(refusal(), AllOf(HasSubstr("more than 65536 bytes"), Not(HasSubstr("hhh"))));
}

TEST_F(SecretFile, ThatIsNoFileIsRefusedAtOnce) {
  EXPECT_THAT(refusal_of({{"OPENSPC_JWT_SECRET_FILE", folder_.string()}}), HasSubstr("it is no file"));
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(refusal(), HasSubstr("it is no file"));
}

TEST_F(SecretFile, IsKnownAmongTheVariables) {
  write("hidden");
  EXPECT_TRUE(load({{"OPENSPC_JWT_SECRET_FILE", path_.string()}}).unknown_variables.empty());
}

}  // namespace
}  // namespace openspc::base
