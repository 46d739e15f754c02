// A value of an OPC UA server with its quality and times, in our own types. Made by sessions; read by ingestion and by
// the routes that show values. A value type.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace openspc::connect::opcua {

enum class Quality : std::uint8_t { good, uncertain, bad };

struct Value {
  boost::json::value shown = nullptr;            // number, text, boolean or null; what is none of these as text
  std::optional<double> number{};                // a single number or boolean, finite or not; nothing for anything else
  std::optional<std::string> text{};             // a String as it came, when it is short enough to be a number
  std::optional<std::vector<double>> numbers{};  // of an array of numbers, finite or not, of at most 10,000 elements
  std::string type{};                            // the built-in type: "Double"; "Double[]" for arrays
  Quality quality = Quality::good;
  std::string status = "Good";  // name of the status code: "BadSensorFailure"
  bool overflowed = false;      // the server's queue was full: values before or after this one are lost
  std::optional<base::Timestamp> source_time{}, server_time{};
};

}  // namespace openspc::connect::opcua
