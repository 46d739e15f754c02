// Disks that are full, refuse to write, or are locked by another program: a clear error, and work goes on afterwards.
#include <signal.h>
#include <sys/resource.h>

#include <boost/asio/detached.hpp>
#include <filesystem>

#include "database_fixture.h"

namespace openspc::db {
namespace {

namespace asio = boost::asio;

class Outage : public DatabaseTest {
 protected:
  void SetUp() override {
    OPENSPC_SQLITE_ONLY("about the files of the database");
    DatabaseTest::SetUp();
    script("CREATE TABLE t (blob TEXT NOT NULL)");
  }

  void insert(std::size_t bytes) {
    db_->write_now([&](Session& s) { s.execute("INSERT INTO t VALUES (?)", std::string(bytes, 'x')); });
  }

  template <class F>
  std::string unavailable(F&& fn) {
    try {
      fn();
      return "it worked";
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::unavailable) << error.detail();
      return error.detail();
    }
  }

  int count() { return scalar<int>("SELECT count(*) FROM t"); }
};

/// No file of this process may grow past this size, as if the disk were full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(Outage, OfAFileThatGoesDuringAWriteIsNotAcknowledged) {
  bool committed = false;
  bool rolled_back = false;
  const auto refused = unavailable([&] {
    db_->write_now([&](Session& s) {
      s.after_commit([&] { committed = true; });
      s.after_rollback([&] { rolled_back = true; });
      s.execute("INSERT INTO t VALUES ('x')");
      std::filesystem::remove(path());
    });
  });
  EXPECT_NE(refused.find("was deleted or moved"), std::string::npos) << refused;
  EXPECT_FALSE(committed);
  EXPECT_TRUE(rolled_back);
}

TEST_F(Outage, OfAMovedFileEndsWhenItIsBack) {
  const auto away = path().string() + ".away";
  std::filesystem::rename(path(), away);
  EXPECT_NE(unavailable([&] { insert(1); }).find("was deleted or moved"), std::string::npos);
  std::filesystem::rename(away, path());
  insert(1);
  EXPECT_EQ(count(), 1);
}

TEST_F(Outage, OfAReplacedFileStays) {
  std::filesystem::copy_file(path(), path().string() + ".copy");
  std::filesystem::rename(path().string() + ".copy", path());
  for (int i = 0; i < 2; ++i)
    EXPECT_NE(unavailable([&] { insert(1); }).find("was replaced by another"), std::string::npos);
}

TEST_F(Outage, IsNoneWhenAnotherProgramFoldsTheLogOrCompactsTheFile) {
  for (int i = 0; i < 50; ++i) insert(10'000);
  script("DELETE FROM t");
  {
    const auto other = Database::open(path().string(), {.readers = 1});
    other->read_now([](Session& s) { s.scalar<int>("SELECT count(*) FROM t"); });
  }
  ASSERT_EQ(
      std::system(("sqlite3 '" + path().string() + "' 'PRAGMA wal_checkpoint(TRUNCATE); VACUUM' >/dev/null").c_str()),
      0);
  insert(1);
  ASSERT_EQ(std::system(("sqlite3 '" + path().string() + "' 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null").c_str()), 0);
  insert(1);
  EXPECT_EQ(count(), 2);
}

TEST_F(Outage, OfAFullDatabaseIsToldAndPasses) {
  const auto pages = scalar<int>("PRAGMA page_count");
  script("PRAGMA max_page_count = " + std::to_string(pages + 2));
  EXPECT_EQ(unavailable([&] { insert(100'000); }), "The database has no room left: make room on its disk");
  EXPECT_EQ(count(), 0);
  script("PRAGMA max_page_count = 1000000");
  insert(100'000);
  EXPECT_EQ(count(), 1);
}

TEST_F(Outage, OfTheDiskAtTheCommitFailsTheJobAndPasses) {
  bool committed = false;
  bool rolled_back = false;
  {
    const FileSizeLimit limit(std::filesystem::file_size(path().string() + "-wal"));
    EXPECT_NE(unavailable([&] {
                db_->write_now([&](Session& s) {
                  s.after_commit([&] { committed = true; });
                  s.after_rollback([&] { rolled_back = true; });
                  s.execute("INSERT INTO t VALUES (?)", std::string(50'000, 'x'));
                });
              }),
              "it worked");
  }
  EXPECT_FALSE(committed);
  EXPECT_TRUE(rolled_back);
  insert(10);
  EXPECT_EQ(count(), 1);
}

TEST_F(Outage, OfTheDiskAtTheCommitFailsEveryJobOfTheGroup) {
  asio::io_context io;
  int failed = 0;
  int rolled_back = 0;
  {
    Hold hold(*db_);
    for (int i = 0; i < 5; ++i) {
      asio::co_spawn(io, db_->write([&](Session& s) {
        s.after_rollback([&] { ++rolled_back; });
        s.execute("INSERT INTO t VALUES (?)", std::string(50'000, 'x'));
      }),
                     [&](const std::exception_ptr& error) { failed += error ? 1 : 0; });
    }
    io.poll();
    const FileSizeLimit limit(std::filesystem::file_size(path().string() + "-wal"));
    hold.release();
    io.run();
  }
  EXPECT_EQ(failed, 5);
  EXPECT_EQ(rolled_back, 5);
  EXPECT_EQ(count(), 0);
  insert(10);
  EXPECT_EQ(count(), 1);
}

TEST_F(Outage, OfADatabaseThatTurnsReadOnlyIsToldAndPasses) {
  db_->write_now([this](Session& s) {
    s.execute("PRAGMA query_only = ON");
    EXPECT_EQ(unavailable([&] { s.execute("INSERT INTO t VALUES ('x')"); }),
              "The database is read-only: look at its disk and the rights of its file");
    s.execute("PRAGMA query_only = OFF");
  });
  insert(1);
  EXPECT_EQ(count(), 1);
}

TEST_F(Outage, ByTheLockOfAnotherProgramIsToldAndPasses) {
  open({.busy_timeout = std::chrono::milliseconds(50)});
  const auto other = Database::open(path().string());
  const Hold hold(*other);
  EXPECT_EQ(unavailable([&] { insert(1); }), "The database is busy; try again");
  EXPECT_EQ(count(), 0);
}

TEST_F(Outage, DoesNotDisturbReaders) {
  insert(10);
  const FileSizeLimit limit(1);
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace openspc::db
