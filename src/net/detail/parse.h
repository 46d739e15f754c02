// Reading untrusted values into described types, collecting every failure. Used by schema.h and by the endpoint
// binding.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "net/detail/type.h"
#include "net/request.h"

namespace openspc::net::detail {

/// The parameter that makes every route refuse what it does not know.
inline constexpr std::string_view kStrictParameter = "strict";

/// A member or parameter that nobody asked for.
struct UnknownInput {
  boost::json::array loc;
  std::optional<std::string> nearest;  // a known word, which was probably meant
};

/// Failures of one request, in the documented shape. The list is bounded, so that a large hostile body cannot make a
/// larger answer; inputs that are echoed are bounded likewise.
class InputErrors {
 public:
  static constexpr std::size_t max_errors = 100;
  static constexpr std::size_t max_unknown = 20;

  explicit InputErrors(std::size_t bound = max_errors) : bound_(bound) {}

  void add(boost::json::array loc, std::string_view type, std::string msg, const boost::json::value& input,
           boost::json::object ctx = {});
  /// Bounded likewise; all are counted.
  bool tells_more_unknown() const { return unknown_.size() < max_unknown; }
  void count_unknown() { ++unknown_count_; }
  void note_unknown(boost::json::array loc, std::string_view name, std::span<const std::string> known);
  /// Those of a part of the input, whose locs begin within it.
  void take_unknown(const boost::json::array& where, InputErrors& within);
  const std::vector<UnknownInput>& unknown() const { return unknown_; }
  std::size_t unknown_count() const { return unknown_count_; }
  /// Makes failures of what is unknown.
  void refuse_unknown();

  bool full() const { return list_.size() >= bound_; }
  std::size_t size() const { return list_.size(); }
  /// Throws Error(invalid) unless empty.
  void throw_if_any();
  std::vector<base::FieldError> take() { return std::move(list_); }

 private:
  std::size_t bound_;
  std::vector<base::FieldError> list_;
  std::vector<UnknownInput> unknown_;
  std::size_t unknown_count_ = 0;
};

/// Reads a body (or a part of one); every loc begins with `where`.
void parse_value(const Type& type, void* into, const boost::json::value& from, const boost::json::array& where,
                 InputErrors& errors);

/// Reads path or query parameters, one for each member. `source` is "path" or "query".
void parse_path(const Type& type, void* into, const std::vector<PathParameter>& parameters, InputErrors& errors);
void parse_query(const Type& type, void* into, const Target& target, InputErrors& errors);
/// Notes the parameters that none of these types has a member for.
void note_unknown_query(std::span<const Type* const> types, const Target& target, InputErrors& errors);

}  // namespace openspc::net::detail
