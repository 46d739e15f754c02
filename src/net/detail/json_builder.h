// Builds a JSON value from the events of Boost.JSON's parser. Its own parser reads a number of more than fifteen digits
// up to one unit in the last place beside the nearest double; here every number is the nearest, so that a value which
// was written with all its digits reads back equal. Private to net.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cstdint>
#include <span>
#include <utility>

namespace openspc::net::detail {

/// A handler of boost::json::basic_parser. The whole document must be handed over in one piece, so that a number is
/// never cut.
class JsonBuilder {
 public:
  using Text = boost::json::string_view;
  using Error = boost::system::error_code;

  static constexpr std::size_t max_object_size = boost::json::object::max_size();
  static constexpr std::size_t max_array_size = boost::json::array::max_size();
  static constexpr std::size_t max_key_size = boost::json::string::max_size();
  static constexpr std::size_t max_string_size = boost::json::string::max_size();

  /// `scratch` must outlive the builder.
  JsonBuilder(boost::json::storage_ptr storage, std::span<unsigned char> scratch)
      : stack_({}, scratch.data(), scratch.size()) {
    stack_.reset(std::move(storage));
  }

  boost::json::value release() { return stack_.release(); }

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t size, Error&) {
    stack_.push_object(size);
    return true;
  }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t size, Error&) {
    stack_.push_array(size);
    return true;
  }
  bool on_key_part(Text part, std::size_t, Error&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_key(Text rest, std::size_t, Error&) {
    stack_.push_key(rest);
    return true;
  }
  bool on_string_part(Text part, std::size_t, Error&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(Text rest, std::size_t, Error&) {
    stack_.push_string(rest);
    return true;
  }
  bool on_number_part(Text, Error&) { return true; }
  bool on_int64(std::int64_t number, Text, Error&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, Text, Error&) {
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double approximate, Text digits, Error&) {
    double nearest = approximate;  // infinity or zero stay where the digits are beyond the range of a double
    std::from_chars(digits.data(), digits.data() + digits.size(), nearest);
    stack_.push_double(nearest);
    return true;
  }
  bool on_bool(bool value, Error&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(Error&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(Text, Error&) { return true; }
  bool on_comment(Text, Error&) { return true; }

 private:
  boost::json::value_stack stack_;
};

}  // namespace openspc::net::detail
