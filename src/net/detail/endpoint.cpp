#include "net/detail/endpoint.h"

#include <stdexcept>

namespace openspc::net::detail {

base::Rate rate_from(std::string_view text) {
  std::optional<base::Rate> rate = base::parse_rate(text);
  if (!rate) throw std::logic_error("not a rate: " + std::string(text));
  return *std::move(rate);
}

}  // namespace openspc::net::detail
