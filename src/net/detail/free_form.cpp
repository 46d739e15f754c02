#include "net/detail/free_form.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

/// Size and shape of a document, counted no further than what is allowed.
class Measure {
 public:
  explicit Measure(const json::value& value) { add(value, 1); }

  bool too_many_bytes() const { return bytes_ > kMaxFreeFormBytes; }
  bool too_many_members() const { return members_ > kMaxFreeFormMembers; }
  bool too_deep() const { return depth_ > kMaxFreeFormDepth; }

 private:
  bool beyond() const { return too_many_bytes() || too_many_members() || too_deep(); }

  void add(const json::value& value, std::size_t depth) {
    depth_ = std::max(depth_, depth);
    bytes_ += 1;  // the shortest number
    if (beyond()) return;
    if (value.is_string()) bytes_ += value.get_string().size() + 1;
    if (value.is_array()) {
      for (const json::value& element : value.get_array()) {
        if (beyond()) return;
        add(element, depth + 1);
      }
    } else if (value.is_object()) {
      for (const auto& [key, element] : value.get_object()) {
        ++members_;
        bytes_ += key.size() + 3;
        if (beyond()) return;
        add(element, depth + 1);
      }
    }
  }

  std::size_t bytes_ = 0;  // at least so many as text
  std::size_t members_ = 0;
  std::size_t depth_ = 0;
};

class NumberCheck {
 public:
  explicit NumberCheck(const FreeFormFault& fault) : fault_(fault) {}

  void look_at(const json::value& value) {
    if (value.is_double() && !std::isfinite(value.get_double()))
      return fault_(path_, "finite_number", "Input should be a finite number", value);
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.get_array().size(); ++i)
        step(static_cast<std::int64_t>(i), value.get_array()[i]);
    } else if (value.is_object()) {
      for (const auto& [key, element] : value.get_object()) step(json::string(key), element);
    }
  }

 private:
  void step(json::value name, const json::value& into) {
    path_.push_back(std::move(name));
    look_at(into);
    path_.pop_back();
  }

  const FreeFormFault& fault_;
  json::array path_;
};

}  // namespace

void check_free_form(const json::value& value, const FreeFormFault& fault) {
  const auto refuse = [&](const std::string& msg) { fault({}, "value_error", "Value error, " + msg, value); };
  const Measure measure(value);
  if (measure.too_deep())
    return refuse("nested more than " + std::to_string(kMaxFreeFormDepth) + " levels deep: make it flatter");
  if (measure.too_many_members())
    return refuse("more than " + std::to_string(kMaxFreeFormMembers) + " members: store less here");
  if (measure.too_many_bytes() || json::serialize(value).size() > kMaxFreeFormBytes)
    return refuse("longer than " + std::to_string(kMaxFreeFormBytes) + " bytes as JSON: store less here");
  NumberCheck(fault).look_at(value);
}

}  // namespace openspc::net::detail
