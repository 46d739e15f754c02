#include "notify/delivery/signature.h"

#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

// printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
TEST(Signature, IsTheHmacOfTimeAndBody) {
  const auto time = base::timestamp_from_unix(1'700'000'000).value();
  EXPECT_EQ(webhook_signature("key", time, R"({"a":1})"),
            "t=1700000000,v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03");
}

TEST(Signature, ChangesWithTheTime) {
  const auto time = base::timestamp_from_unix(1'700'000'000).value();
  EXPECT_NE(webhook_signature("key", time, "body").substr(13),
            webhook_signature("key", time + std::chrono::seconds(1), "body").substr(13));
}

}  // namespace
}  // namespace openspc::notify
