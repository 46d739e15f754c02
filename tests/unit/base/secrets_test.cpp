#include "base/secrets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/log.h"

namespace openspc::base {
namespace {

class Secrets : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "openspc-secrets-XXXXXX";
    folder_ = mkdtemp(name.data());
    config_.data_dir = folder_;
    log::set_sink([this](std::string_view line) { logged_ += line; });
  }
  void TearDown() override {
    log::set_sink({});
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    std::filesystem::remove_all(folder_);
  }

  virtual std::filesystem::path file() const { return config_.data_dir / ".jwt_secret"; }
  std::string content() const {
    std::ifstream in(file());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  mode_t mode() const {
    struct stat info{};
    return ::stat(file().c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
  }

  std::filesystem::path folder_;
  Config config_;
  std::string logged_;
};

TEST_F(Secrets, AreMadeOnceAndReadAgain) {
  const auto first = resolve_jwt_secret(config_);
  EXPECT_EQ(first.size(), 86u);  // 64 bytes in base64url
  EXPECT_EQ(content(), first);
  EXPECT_EQ(resolve_jwt_secret(config_), first);
}

TEST_F(Secrets, AreReadableByTheirOwnerOnly) {
  resolve_jwt_secret(config_);
  EXPECT_EQ(mode(), 0600u);
}

TEST_F(Secrets, LeaveNoTemporaryFileBehind) {
  resolve_jwt_secret(config_);
  const auto entries = std::filesystem::directory_iterator(config_.data_dir);
  EXPECT_EQ(std::distance(entries, std::filesystem::directory_iterator()), 1);
}

TEST_F(Secrets, FromTheSettingsNeedNoFile) {
  config_.jwt_secret = "configured";
  EXPECT_EQ(resolve_jwt_secret(config_), "configured");
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(Secrets, ThatAreShortAreTakenWithAWarningThatNamesTheVariable) {
  std::string lines;
  log::set_sink([&](std::string_view line) { lines += line; });
  config_.jwt_secret = std::string(32, 'x');
  resolve_jwt_secret(config_);
  EXPECT_EQ(lines.find("secret_short"), std::string::npos);
  config_.jwt_secret = "secret-of-31-bytes-is-too-short";
  EXPECT_EQ(resolve_jwt_secret(config_), config_.jwt_secret);
  log::set_sink({});
  EXPECT_NE(lines.find("OPENSPC_JWT_SECRET"), std::string::npos) << lines;
  EXPECT_EQ(lines.find(config_.jwt_secret), std::string::npos) << "the secret itself is not told";
}

TEST_F(Secrets, OfTheReferenceAreTakenOverWithoutTheLineEnd) {
  std::ofstream(file()) << "made-by-python\n";
  EXPECT_EQ(resolve_jwt_secret(config_), "made-by-python");
}

TEST_F(Secrets, ThatOthersMayReadAreTakenFromThemWithAWarning) {
  std::ofstream(file()) << "open";
  ASSERT_EQ(::chmod(file().c_str(), 0644), 0);
  resolve_jwt_secret(config_);
  struct stat info{};
  ASSERT_EQ(::stat(file().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_NE(logged_.find("file_made_private"), std::string::npos);
  EXPECT_EQ(logged_.find("open "), std::string::npos);
}

TEST_F(Secrets, InAnEmptyFileAreMadeAnew) {
  std::ofstream(file()) << "";
  EXPECT_EQ(resolve_jwt_secret(config_).size(), 86u);
}

TEST_F(Secrets, InAFolderThatIsMissingAreUnavailable) {
  config_.data_dir /= "missing";
  try {
    resolve_jwt_secret(config_);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    EXPECT_NE(error.detail().find("missing/.jwt_secret"), std::string::npos);
  }
}

TEST_F(Secrets, InAReadOnlyFolderAreUnavailable) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  std::filesystem::permissions(config_.data_dir,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  EXPECT_THROW(resolve_jwt_secret(config_), Error);
}

class EncryptionKey : public Secrets {
 protected:
  std::filesystem::path file() const override { return config_.data_dir / ".db_encryption_key"; }

  /// The text of the error that a malformed key causes.
  std::string refusal() const {
    try {
      resolve_db_encryption_key(config_);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unavailable);
      return error.detail();
    }
    return "";
  }
};

TEST_F(EncryptionKey, IsMadeOnceAndReadAgain) {
  const auto token = resolve_db_encryption_key(config_).encrypt("password");
  EXPECT_EQ(content().size(), 44u);  // 32 bytes in padded base64url, as the reference writes it
  EXPECT_EQ(resolve_db_encryption_key(config_).decrypt(token), "password");
}

TEST_F(EncryptionKey, IsReadableByItsOwnerOnly) {
  resolve_db_encryption_key(config_);
  EXPECT_EQ(mode(), 0600u);
}

TEST_F(EncryptionKey, FromTheSettingsNeedsNoFile) {
  config_.db_encryption_key = Fernet::generate_key();
  const auto token = resolve_db_encryption_key(config_).encrypt("password");
  EXPECT_EQ(Fernet(config_.db_encryption_key).decrypt(token), "password");
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(EncryptionKey, OfTheReferenceIsTakenOverWithoutTheLineEnd) {
  const auto key = Fernet::generate_key();
  std::ofstream(file()) << key << '\n';
  EXPECT_EQ(resolve_db_encryption_key(config_).decrypt(Fernet(key).encrypt("password")), "password");
}

TEST_F(EncryptionKey, ThatIsMalformedInTheSettingsIsUnavailable) {
  config_.db_encryption_key = "short";
  EXPECT_TRUE(refusal().starts_with("OPENSPC_DB_ENCRYPTION_KEY: "));
}

TEST_F(EncryptionKey, ThatIsMalformedInItsFileIsUnavailable) {
  std::ofstream(file()) << "short";
  EXPECT_TRUE(refusal().starts_with(file().string() + ": "));
}

TEST_F(EncryptionKey, ThatIsMalformedInItsFileStaysThere) {
  std::ofstream(file()) << "short";
  refusal();
  EXPECT_EQ(content(), "short");
}

TEST_F(EncryptionKey, IsNeverToldInAnError) {
  config_.db_encryption_key = "almost-a-key";
  EXPECT_EQ(refusal().find("almost-a-key"), std::string::npos);
}

}  // namespace
}  // namespace openspc::base
