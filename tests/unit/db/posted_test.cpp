// Statements that nobody waits for, rows in a stream, and what one job may tell the next of the same transaction.
#include <boost/asio/co_spawn.hpp>
#include <functional>

#include "database_fixture.h"

namespace openspc::db {
namespace {

class Posted : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script("CREATE TABLE t (n INTEGER NOT NULL UNIQUE)");
  }

  static void post(Session& s, int n) { s.post("INSERT INTO t VALUES (?)", n); }
  static int count(Session& s) { return s.scalar<int>("SELECT COUNT(*) FROM t"); }
};

TEST_F(Posted, StandBeforeTheNextStatement) {
  EXPECT_EQ(db_->write_now([](Session& s) {
    post(s, 1);
    post(s, 2);
    return count(s);
  }),
            2);
}

TEST_F(Posted, AreCommittedWhenNothingFollows) {
  db_->write_now([](Session& s) { post(s, 1); });
  EXPECT_EQ(db_->read_now(count), 1);
}

TEST_F(Posted, MayBeMoreThanTheServerAnswersAtOnce) {
  db_->write_now([](Session& s) {
    for (int n = 0; n < 1'000; ++n) post(s, n);
  });
  EXPECT_EQ(db_->read_now(count), 1'000);
}

TEST_F(Posted, FailTheirJobWithTheirOwnReasonWhenNothingFollows) {
  EXPECT_THROW(db_->write_now([](Session& s) {
    post(s, 1);
    post(s, 1);
    post(s, 2);
  }),
               ConstraintViolation);
  EXPECT_EQ(db_->read_now(count), 0);
}

TEST_F(Posted, FailTheirJobWithTheirOwnReasonWhenAQuestionFollows) {
  EXPECT_THROW(db_->write_now([](Session& s) {
    post(s, 1);
    post(s, 1);
    return count(s);
  }),
               ConstraintViolation);
}

TEST_F(Posted, LeaveTheConnectionInOrderWhenTheirJobThrows) {
  EXPECT_THROW(db_->write_now([](Session& s) {
    post(s, 1);
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  db_->write_now([](Session& s) { post(s, 2); });
  EXPECT_EQ(db_->read_now([](Session& s) { return s.scalar<int>("SELECT n FROM t"); }), 2);
}

TEST_F(Posted, LeaveTheConnectionInOrderWhenTheyFailAndTheirJobThrows) {
  EXPECT_ANY_THROW(db_->write_now([](Session& s) {
    post(s, 1);
    post(s, 1);
    throw std::runtime_error("no");
  }));
  db_->write_now([](Session& s) { post(s, 2); });
  EXPECT_EQ(db_->read_now(count), 1);
}

TEST_F(Posted, ThatFailHarmNoNeighbourOfTheirTransaction) {
  std::vector<std::string> told(3);
  boost::asio::io_context io;
  Hold hold(*db_, 1);
  const std::vector<std::vector<int>> jobs{{1, 2}, {3, 3}, {4}};
  for (std::size_t i = 0; i < jobs.size(); ++i)
    boost::asio::co_spawn(io,
                          db_->write_in_order(1,
                                              [&jobs, i](Session& s) {
                                                for (const int n : jobs[i]) post(s, n);
                                              }),
                          [&told, i](const std::exception_ptr& error) { told[i] = error ? "failed" : "stored"; });
  io.poll();
  hold.release();
  io.run();
  EXPECT_EQ(told, (std::vector<std::string>{"stored", "failed", "stored"}));
  EXPECT_EQ(db_->read_now(count), 3);
}

class Streamed : public DatabaseTest {
 protected:
  using Row = std::tuple<int, std::optional<std::string>>;

  void SetUp() override {
    DatabaseTest::SetUp();
    script("CREATE TABLE thing (i INTEGER NOT NULL UNIQUE, t ${text})");
  }

  static std::vector<Row> numbered(std::optional<std::string> text, int count = 100) {
    std::vector<Row> rows;
    for (int i = 0; i < count; ++i) rows.emplace_back(i, text);
    return rows;
  }
  static void insert(Session& s, const std::vector<Row>& rows) { s.insert_many("thing (i, t)", std::span(rows)); }
  static int count(Session& s) { return s.scalar<int>("SELECT COUNT(*) FROM thing"); }
};

TEST_F(Streamed, TextComesBackWhateverItsCharacters) {
  const std::vector<std::string> texts{"",       "\\N",  "\\.",       "a\tb",          "line\nline", "\r\n",
                                       "\\t\\n", "\x7f", "{\"a\":1}", "Größe 5 µm \"", "\b\f\v\x01"};
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) rows.emplace_back(i, texts[static_cast<std::size_t>(i) % texts.size()]);
  db_->write_now([&](Session& s) { insert(s, rows); });
  EXPECT_EQ(db_->read_now([](Session& s) {
    return s.query<int, std::optional<std::string>>("SELECT i, t FROM thing ORDER BY i");
  }),
            rows);
}

TEST_F(Streamed, TextWithNulIsRefusedWhereItCannotBeKeptAndLeavesTheConnectionInOrder) {
  const auto rows = numbered(std::string("a\0b", 3));
  try {
    db_->write_now([&](Session& s) { insert(s, rows); });
  } catch (const base::Error& refusal) {
    EXPECT_EQ(refusal.kind(), base::ErrorKind::invalid);
  }
  db_->write_now([](Session& s) { s.execute("DELETE FROM thing"); });
  EXPECT_EQ(db_->read_now(count), 0);
}

TEST_F(Streamed, RowsThatBreakAConstraintAreRefusedTogetherByItsName) {
  auto rows = numbered("x");
  rows.push_back(rows.front());
  try {
    db_->write_now([&](Session& s) { insert(s, rows); });
    FAIL() << "stored";
  } catch (const ConstraintViolation& refusal) {
    EXPECT_EQ(refusal.constraint_kind(), ConstraintKind::unique);
  }
  EXPECT_EQ(db_->read_now(count), 0);
}

TEST_F(Streamed, RowsFollowWhatWasPostedBefore) {
  db_->write_now([](Session& s) {
    s.post("INSERT INTO thing (i, t) VALUES (?, ?)", 1'000, "first");
    insert(s, numbered("x"));
    s.post("DELETE FROM thing WHERE i < ?", 50);
  });
  EXPECT_EQ(db_->read_now(count), 51);
}

TEST_F(Streamed, RowsAreAllThereWhateverTheirNumber) {
  int written = 0;
  for (int number = 1; number <= 50; ++number) {
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(number));
    for (int i = 0; i < number; ++i) {
      ++written;
      rows.emplace_back(written, std::to_string(written));
    }
    db_->write_now([&](Session& s) { insert(s, rows); });
    const auto whole = [](Session& s) {
      return s.scalar<int>("SELECT COUNT(*) FROM thing WHERE t = CAST(i AS VARCHAR(10))");
    };
    EXPECT_EQ(db_->read_now(whole), written) << number;
  }
}

TEST_F(Streamed, RowsMayBeMany) {
  const auto rows = numbered(std::string(100, 'x'), 20'000);
  db_->write_now([&](Session& s) { insert(s, rows); });
  EXPECT_EQ(db_->read_now(count), 20'000);
}

class Epochs : public Posted {
 protected:
  // In the order in which they ran: jobs with one key, that share a transaction.
  std::vector<Epoch> epochs_of(const std::vector<std::function<void(Session&)>>& jobs) {
    std::vector<Epoch> epochs;
    boost::asio::io_context io;
    Hold hold(*db_, 1);
    for (const auto& job : jobs)
      boost::asio::co_spawn(io,
                            db_->write_in_order(1,
                                                [&epochs, &job](Session& s) {
                                                  epochs.push_back(s.epoch());
                                                  job(s);
                                                }),
                            [](const std::exception_ptr&) {});
    io.poll();
    hold.release();
    io.run();
    return epochs;
  }
};

TEST_F(Epochs, LastOverJobsThatKeepThem) {
  const auto keep = [](Session& s) { s.keep_epoch(); };
  const auto epochs = epochs_of({keep, keep, keep});
  EXPECT_EQ(epochs, std::vector(3, epochs.at(0)));
}

TEST_F(Epochs, EndWithAJobThatDoesNotKeepThem) {
  const auto keep = [](Session& s) { s.keep_epoch(); };
  const auto epochs = epochs_of({keep, keep, [](Session&) {}, keep});
  EXPECT_NE(epochs[2], epochs[3]);
}

TEST_F(Epochs, EndWithTheirTransaction) {
  const auto look = [this] {
    return db_->write_now([](Session& s) {
      s.keep_epoch();
      return s.epoch();
    });
  };
  const Epoch first = look();
  EXPECT_NE(look(), first);
}

TEST_F(Epochs, EndWithAJobThatFails) {
  const auto keep = [](Session& s) { s.keep_epoch(); };
  const auto fail = [](Session& s) {
    s.keep_epoch();
    throw std::runtime_error("no");
  };
  const auto epochs = epochs_of({keep, keep, fail, keep});
  EXPECT_NE(epochs[2], epochs.back());
}

}  // namespace
}  // namespace openspc::db
