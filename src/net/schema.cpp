#include "net/schema.h"

#include <boost/json/parse.hpp>
#include <stdexcept>

#include "base/json_numbers.h"
#include "base/text.h"

namespace openspc::net {

Field FieldSet::operator[](std::string_view member) {
  for (detail::FieldInfo& info : type_->fields) {
    if (info.name == member) return Field(info);
  }
  throw std::logic_error("describe(" + type_->name + "): no member " + std::string(member));
}

Field& Field::length(std::size_t minimum, std::size_t maximum) {
  return min_length(minimum).max_length(maximum);
}

Field& Field::min_length(std::size_t minimum) {
  info_->rules.min_length = minimum;
  return *this;
}

Field& Field::max_length(std::size_t maximum) {
  info_->rules.max_length = maximum;
  return *this;
}

Field& Field::pattern(std::string_view regular_expression) {
  info_->rules.pattern = regular_expression;
  info_->rules.compiled_pattern = std::make_shared<const std::regex>(
      info_->rules.pattern, std::regex::ECMAScript | std::regex::optimize | std::regex::nosubs);
  return *this;
}

Field& Field::range(double ge, double le) {
  return at_least(ge).at_most(le);
}

Field& Field::at_least(double ge) {
  info_->rules.ge = ge;
  return *this;
}

Field& Field::at_most(double le) {
  info_->rules.le = le;
  return *this;
}

Field& Field::greater_than(double gt) {
  info_->rules.gt = gt;
  return *this;
}

Field& Field::less_than(double lt) {
  info_->rules.lt = lt;
  return *this;
}

Field& Field::items(std::size_t minimum, std::size_t maximum) {
  return min_items(minimum).max_items(maximum);
}

Field& Field::min_items(std::size_t minimum) {
  info_->rules.min_items = minimum;
  return *this;
}

Field& Field::max_items(std::size_t maximum) {
  info_->rules.max_items = maximum;
  return *this;
}

Field& Field::one_of(std::initializer_list<std::string_view> texts) {
  info_->rules.one_of.assign(texts.begin(), texts.end());
  return *this;
}

Field& Field::defaulted() {
  info_->rules.defaulted = true;
  return *this;
}

Field& Field::not_null() {
  info_->rules.not_null = true;
  return *this;
}

Field& Field::or_null() {
  info_->rules.not_null = false;
  return *this;
}

Field& Field::doc(std::string_view text) {
  info_->rules.doc = text;
  return *this;
}

Field& Field::format(std::string_view name) {
  info_->rules.format = name;
  return *this;
}

Field& Field::example(boost::json::value value) {
  info_->rules.example = std::move(value);
  return *this;
}

Field& Field::rename(std::string_view wire_name) {
  info_->name = wire_name;
  info_->prefix.clear();
  base::append_json_string(info_->prefix, wire_name);
  info_->prefix += ':';
  return *this;
}

boost::json::value detail::parse_document(std::string_view text) {
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !base::has_only_finite_numbers(value)) throw base::invalid_text("This is no JSON of finite numbers");
  return value;
}

}  // namespace openspc::net
