// WebSocket clients that break the protocol (RFC 6455) or the one spoken over it: an error frame or a clean close with
// the right code, and nobody else is harmed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/server/raw_websocket.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

constexpr int kNormal = 1000;
constexpr int kProtocolError = 1002;
constexpr int kUnsupportedData = 1003;
constexpr int kInvalidPayload = 1007;
constexpr int kTooBig = 1009;

const std::string kPing = R"({"type":"ping"})";

class HostileWebSocket : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }
  void TearDown() override {
    ASSERT_TRUE(shop_->server.running()) << shop_->server.log();
    RawWebSocket honest = connect();
    honest.send({.payload = kPing});
    const auto pong = honest.receive();
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->payload, R"({"type":"pong"})");
  }

  static RawWebSocket connect() { return {shop_->server.port(), "/ws/samples?token=" + shop_->admin.token}; }

  static std::unique_ptr<Workshop> shop_;
};

std::unique_ptr<Workshop> HostileWebSocket::shop_;

struct FrameCase {
  const char* name;
  std::vector<RawFrame> frames;
  int close_code;
};

void PrintTo(const FrameCase& frames, std::ostream* out) {
  *out << frames.name;
}

class BrokenFrames : public HostileWebSocket, public testing::WithParamInterface<FrameCase> {};

TEST_P(BrokenFrames, AreAnsweredByAClose) {
  RawWebSocket socket = connect();
  for (const RawFrame& frame : GetParam().frames) socket.send(frame);
  const auto code = socket.receive_close();
  ASSERT_TRUE(code) << "closed without a close frame";
  EXPECT_EQ(*code, GetParam().close_code);
}

INSTANTIATE_TEST_SUITE_P(
    Each, BrokenFrames,
    testing::Values(
        FrameCase{"Unmasked", {{.payload = kPing, .masked = false}}, kProtocolError},
        FrameCase{"ReservedBit1", {{.payload = kPing, .reserved = 4}}, kProtocolError},
        FrameCase{"ReservedBit2", {{.payload = kPing, .reserved = 2}}, kProtocolError},
        FrameCase{"ReservedBit3", {{.payload = kPing, .reserved = 1}}, kProtocolError},
        FrameCase{"UnknownData", {{.payload = kPing, .opcode = 3}}, kProtocolError},
        FrameCase{"UnknownControl", {{.payload = "", .opcode = 11}}, kProtocolError},
        FrameCase{"FragmentedControl", {{.payload = "a", .opcode = 9, .fin = false}}, kProtocolError},
        FrameCase{"LongControl", {{.payload = std::string(126, 'a'), .opcode = 9}}, kProtocolError},
        FrameCase{"ContinuationOfNothing", {{.payload = kPing, .opcode = 0}}, kProtocolError},
        FrameCase{"NewMessageInsideAMessage", {{.payload = "{", .fin = false}, {.payload = kPing}}, kProtocolError},
        FrameCase{"BadUtf8", {{.payload = "\xC3\x28"}}, kInvalidPayload},
        FrameCase{"Utf8CutShort", {{.payload = "\xE2\x82"}}, kInvalidPayload},
        FrameCase{"BadUtf8InAFragment",
                  {{.payload = "{\"a\":\"", .fin = false}, {.payload = "\xFF", .opcode = 0}},
                  kInvalidPayload},
        FrameCase{"Binary", {{.payload = kPing, .opcode = 2}}, kUnsupportedData},
        FrameCase{"Oversized", {{.payload = std::string(100'000, ' ')}}, kTooBig},
        FrameCase{"ClaimsToBeHuge", {{.payload = "x", .claimed_length = std::uint64_t{1} << 40U}}, kTooBig},
        FrameCase{
            "OversizedInFragments",
            {{.payload = std::string(60'000, ' '), .fin = false}, {.payload = std::string(60'000, ' '), .opcode = 0}},
            kTooBig},
        FrameCase{"CloseOfOneByte", {{.payload = "x", .opcode = 8}}, kProtocolError},
        FrameCase{"CloseWithAReservedCode", {{.payload = "\x03\xED", .opcode = 8}}, kProtocolError},
        FrameCase{"CloseWithAnUnknownCode", {{.payload = std::string("\x00\x01", 2), .opcode = 8}}, kProtocolError},
        FrameCase{"CloseWithBadUtf8", {{.payload = "\x03\xE8\xFF\xFE", .opcode = 8}}, kProtocolError},
        FrameCase{"NotJson", {{.payload = "subscribe"}}, kInvalidPayload},
        FrameCase{"JsonNestedTooDeep", {{.payload = std::string(20'000, '[')}}, kInvalidPayload},
        FrameCase{"AList", {{.payload = "[1,2]"}}, kUnsupportedData}),
    [](const testing::TestParamInfo<FrameCase>& tested) { return std::string(tested.param.name); });

TEST_F(HostileWebSocket, APayloadLengthWithItsTopBitSetEndsTheConnection) {
  RawWebSocket socket = connect();
  socket.send_bytes(std::string("\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10) + std::string(4, '\0'));
  while (socket.receive()) {
  }
  EXPECT_TRUE(socket.socket().closed_by_peer(std::chrono::seconds(10)));
}

TEST_F(HostileWebSocket, AFragmentedMessageIsOneMessage) {
  RawWebSocket socket = connect();
  socket.send({.payload = R"({"type":)", .fin = false});
  socket.send({.payload = "in between", .opcode = 9});
  socket.send({.payload = R"("ping"})", .opcode = 0});
  const auto first = socket.receive();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->opcode, 10) << "the protocol's own ping is answered at once";
  EXPECT_EQ(first->payload, "in between");
  EXPECT_EQ(socket.receive()->payload, R"({"type":"pong"})");
}

TEST_F(HostileWebSocket, ACloseIsAnsweredByAClose) {
  RawWebSocket socket = connect();
  socket.send({.payload = "\x03\xE8", .opcode = 8});
  EXPECT_EQ(socket.receive_close(), kNormal);
  EXPECT_TRUE(socket.socket().closed_by_peer(std::chrono::seconds(10)));
}

struct MessageCase {
  const char* name;
  const char* text;
};

void PrintTo(const MessageCase& message, std::ostream* out) {
  *out << message.text;
}

class BadMessage : public HostileWebSocket, public testing::WithParamInterface<MessageCase> {};

TEST_P(BadMessage, IsAnsweredByAnErrorAndTheConnectionGoesOn) {
  RawWebSocket socket = connect();
  socket.send({.payload = GetParam().text});
  const auto answer = socket.receive();
  ASSERT_TRUE(answer);
  const auto error = boost::json::parse(answer->payload);
  EXPECT_EQ(error.at("type").as_string(), "error");
  EXPECT_FALSE(error.at("message").as_string().empty());
  socket.send({.payload = kPing});
  EXPECT_EQ(socket.receive()->payload, R"({"type":"pong"})");
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadMessage,
    testing::Values(MessageCase{"NoType", "{}"}, MessageCase{"TypeIsANumber", R"({"type":7})"},
                    MessageCase{"UnknownType", R"({"type":"launch"})"}, MessageCase{"NoIds", R"({"type":"subscribe"})"},
                    MessageCase{"IdIsAWord", R"({"type":"subscribe","characteristic_ids":["x"]})"},
                    MessageCase{"IdIsAnObject", R"({"type":"subscribe","characteristic_ids":[{}]})"},
                    MessageCase{"IdHasAFraction", R"({"type":"subscribe","characteristic_id":1.5})"},
                    MessageCase{"IdBeyond64Bits", R"({"type":"subscribe","characteristic_id":9223372036854775808})"},
                    MessageCase{"IdsAreABoolean", R"({"type":"unsubscribe","characteristic_ids":true})"}),
    [](const testing::TestParamInfo<MessageCase>& tested) { return std::string(tested.param.name); });

TEST_F(HostileWebSocket, MoreSubscriptionsThanAreAllowedAreRefused) {
  RawWebSocket socket = connect();
  bool refused = false;
  for (int block = 0; block < 40 && !refused; ++block) {
    std::string ids;
    for (int i = 0; i < 5000; ++i) ids += (i == 0 ? "" : ",") + std::to_string(block * 5000 + i + 1);
    socket.send({.payload = R"({"type":"subscribe","characteristic_ids":[)" + ids + "]}"});
    const auto answer = socket.receive();
    ASSERT_TRUE(answer);
    refused = boost::json::parse(answer->payload).at("type").as_string() == "error";
  }
  EXPECT_TRUE(refused) << "200000 subscriptions of one client were taken";
}

TEST_F(HostileWebSocket, AConnectionThatIsCutOffLeavesNothingBehind) {
  for (int i = 0; i < 100; ++i) {
    RawWebSocket socket = connect();
    socket.send({.payload = R"({"type":"subscribe","characteristic_ids":[1]})"});
  }
}

}  // namespace
}  // namespace openspc::test
