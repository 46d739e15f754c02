// What identity keeps in memory: the principals of verified tokens.

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "identity/principal_cache.h"

namespace openspc::identity {
namespace {

using namespace std::chrono_literals;

class PrincipalCacheTest : public ::testing::Test {
 protected:
  static PrincipalCache::Shared principal(std::int64_t user, std::string session) {
    net::Principal one;
    one.user_id = {user};
    one.session_id = std::move(session);
    return std::make_shared<const net::Principal>(one);
  }
  void store(const char* token, std::int64_t user, const char* session) {
    cache.store(base::sha256(token), principal(user, session), now + 1h, now, cache.generation());
  }
  bool knows(const char* token, base::Timestamp at) { return cache.find(base::sha256(token), at) != nullptr; }

  base::Timestamp now = *base::parse_timestamp("2026-02-12T08:00:00Z");
  PrincipalCache cache{3, 2s};
};

TEST_F(PrincipalCacheTest, RemembersForAShortWhile) {
  store("a", 1, "s1");
  EXPECT_TRUE(knows("a", now + 1999ms));
  EXPECT_FALSE(knows("a", now + 2s));
  EXPECT_FALSE(knows("b", now));
}

TEST_F(PrincipalCacheTest, DoesNotOutliveTheToken) {
  cache.store(base::sha256("a"), principal(1, "s1"), now + 1s, now, cache.generation());
  EXPECT_TRUE(knows("a", now + 999ms));
  EXPECT_FALSE(knows("a", now + 1s));
}

TEST_F(PrincipalCacheTest, DoesNotTrustEntriesFromTheFuture) {
  store("a", 1, "s1");
  EXPECT_FALSE(knows("a", now - 1s));
}

TEST_F(PrincipalCacheTest, ForgetsAUserASessionOrAll) {
  store("a", 1, "s1");
  store("b", 1, "s2");
  store("c", 2, "s3");
  cache.forget({base::UserId{1}, "s1"});
  EXPECT_FALSE(knows("a", now));
  EXPECT_TRUE(knows("b", now));
  cache.forget({base::UserId{1}, {}});
  EXPECT_FALSE(knows("b", now));
  EXPECT_TRUE(knows("c", now));
  cache.forget({});
  EXPECT_FALSE(knows("c", now));
}

TEST_F(PrincipalCacheTest, DoesNotStoreWhatWasReadBeforeAChange) {
  const auto before = cache.generation();
  cache.forget({base::UserId{9}, {}});
  cache.store(base::sha256("a"), principal(1, "s1"), now + 1h, now, before);
  EXPECT_FALSE(knows("a", now));
}

TEST_F(PrincipalCacheTest, IsBounded) {
  for (const char* token : {"a", "b", "c", "d", "e"}) store(token, 1, "s1");
  int known = 0;
  for (const char* token : {"a", "b", "c", "d", "e"}) known += knows(token, now) ? 1 : 0;
  EXPECT_EQ(known, 3);
  EXPECT_TRUE(knows("e", now));
}

}  // namespace
}  // namespace openspc::identity
