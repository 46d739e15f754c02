// Any bytes as a request body: parsed or refused in the documented shape, and what was parsed survives being written
// and read again, as a document and as a described struct with a member of every kind.
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "net/json.h"
#include "net/schema.h"

namespace openspc::net::fuzz {

enum class Mode { manual, automatic };
BOOST_DESCRIBE_ENUM(Mode, manual, automatic)

struct Item {
  base::SampleId id;
  std::vector<double> readings{};
};
BOOST_DESCRIBE_STRUCT(Item, (), (id, readings))

struct Body {
  bool flag = false;
  std::int64_t whole = 0;
  std::int32_t small = 0;
  double real = 0;
  std::string text{};
  base::Timestamp when{};
  Mode mode = Mode::manual;
  std::optional<std::string> note{};
  std::vector<Item> items{};
  std::map<std::string, std::int64_t> counts{};
  boost::json::value any{};
  boost::json::object object{};
};
BOOST_DESCRIBE_STRUCT(Body, (), (flag, whole, small, real, text, when, mode, note, items, counts, any, object))

inline void describe(Fields<Body>& f) {
  for (const char* name :
       {"flag", "whole", "small", "real", "text", "when", "mode", "items", "counts", "any", "object"})
    f[name].defaulted();
  f["small"].range(-5, 1000);
  f["text"].length(0, 20).pattern("^[a-z]*$");
  f["note"].max_length(10);
  f["items"].max_items(8);
}

}  // namespace openspc::net::fuzz

namespace {

namespace net = openspc::net;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto value = net::parse_json_body(text);
    const auto again = net::parse_json_body(boost::json::serialize(value));
    require(boost::json::serialize(again) == boost::json::serialize(value));

    const auto body = net::from_json<net::fuzz::Body>(value);
    const std::string written = net::to_json_text(body);
    const auto reread = net::from_json<net::fuzz::Body>(net::parse_json_body(written));
    require(net::to_json_text(reread) == written);
  } catch (const openspc::base::Error& error) {
    require(error.kind() == openspc::base::ErrorKind::invalid && !error.fields().empty());
  }
  return 0;
}
