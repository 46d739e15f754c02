// Any bytes as a request target: an accepted one has an absolute path of clean UTF-8 without NUL, and its query is read
// into a described struct or refused in the documented shape.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "net/detail/parse.h"
#include "net/schema.h"
#include "net/url.h"

namespace openspc::net::fuzz {

enum class Order { asc, desc };
BOOST_DESCRIBE_ENUM(Order, asc, desc)

struct Query {
  std::optional<base::CharacteristicId> id{};
  std::optional<base::Timestamp> start{};
  std::optional<std::string> name{};
  std::vector<std::int64_t> rules{};
  double sigma = 3;
  std::int64_t limit = 100;
  bool all = false;
  Order order = Order::asc;
};
BOOST_DESCRIBE_STRUCT(Query, (), (id, start, name, rules, sigma, limit, all, order))

inline void describe(Fields<Query>& f) {
  for (const char* name : {"rules", "sigma", "limit", "all", "order"}) f[name].defaulted();
  f["name"].max_length(10);
  f["limit"].range(1, 1000);
}

}  // namespace openspc::net::fuzz

namespace {

namespace net = openspc::net;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_clean(std::string_view part) {
  return part.find('\0') == std::string_view::npos && openspc::base::is_utf8(part);
}

void read_query(const net::Target& target) {
  try {
    net::fuzz::Query query;
    net::detail::InputErrors errors;
    net::detail::parse_query(net::detail::type_of<net::fuzz::Query>(), &query, target, errors);
    errors.throw_if_any();
    require(query.limit >= 1 && query.limit <= 1000);
  } catch (const openspc::base::Error& error) {
    require(error.kind() == openspc::base::ErrorKind::invalid && !error.fields().empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto target = net::parse_target(text);
  if (!target) return 0;
  require(target->path.starts_with('/') && is_clean(target->path));
  for (const auto& [name, value] : target->query)
    require(is_clean(name) && is_clean(value) && target->find(name) != nullptr);
  read_query(*target);
  return 0;
}
