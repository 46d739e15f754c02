#include "db/value.h"

#include <stdexcept>

#include "base/error.h"

namespace openspc::db::detail {

void refuse_not_finite() {
  throw base::invalid_text("Numbers must be finite");
}

void refuse_null() {
  throw std::logic_error("A NULL was read into a type that cannot hold it");
}

void refuse_text(std::string_view type, std::string_view text) {
  throw std::runtime_error("The database holds text that is no " + std::string(type) + ": " +
                           std::string(text.substr(0, 60)));
}

}  // namespace openspc::db::detail
