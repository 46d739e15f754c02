// Any text of a WebSocket client: understood, or answered with a problem that is itself a clean message.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "quality/live/protocol.h"

namespace {

namespace live = openspc::quality::live;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_message(const std::string& answer, std::string_view type) {
  boost::system::error_code failure;
  const boost::json::value parsed = boost::json::parse(answer, failure);
  require(!failure && parsed.at("type").as_string() == type);
}

struct Check {
  std::string_view text;

  void operator()(const live::Subscribe& message) const {
    require_message(live::subscribed(message.ids), "subscribed");
  }
  void operator()(const live::Unsubscribe& message) const {
    require_message(live::unsubscribed(message.ids), "unsubscribed");
  }
  void operator()(live::Ping) const { require_message(live::pong(), "pong"); }
  void operator()(const live::Problem& problem) const {
    require(!problem.message.empty() && problem.message.size() < 200 && openspc::base::is_utf8(problem.message));
    require(problem.close_code == 0 || problem.close_code == live::kCloseNotJson ||
            problem.close_code == live::kCloseNotAnObject);
    if (!openspc::base::is_utf8(text)) require(problem.close_code == live::kCloseNotJson);
    require_message(live::error(problem.message), "error");
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::visit(Check{text}, live::parse(text));
  return 0;
}
