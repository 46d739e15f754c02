// Structured logging to standard error: an event code and key-value fields, as console lines or one JSON object a line.
// Any thread. Never pass a credential as a field. Call init() once at start; before it, lines are console style.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/config.h"
#include "base/ids.h"

namespace openspc::base::log {

/// A key and a printable value. Holds views: use it only as an argument of a log call.
struct Field {
  using Value = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string_view>;

  template <class T>
  Field(std::string_view k, const T& v) : key(k), value(convert(v)) {}

  std::string_view key;
  Value value;

 private:
  template <class T>
  static Value convert(const T& v) {
    if constexpr (std::same_as<T, bool> || std::same_as<T, std::nullptr_t>) {
      return v;
    } else if constexpr (std::signed_integral<T>) {
      return std::int64_t{v};
    } else if constexpr (std::unsigned_integral<T>) {
      return std::uint64_t{v};
    } else if constexpr (std::floating_point<T>) {
      return static_cast<double>(v);
    } else if constexpr (is_id<T>) {
      return v.value;
    } else {
      return std::string_view(v);
    }
  }
};

using Fields = std::initializer_list<Field>;

/// A named source of lines ("openspc.net"), with fields that every line of it carries (correlation_id, user_id).
class Logger {
 public:
  explicit Logger(std::string name);
  /// A copy that adds one field to each of its lines: `log.with("correlation_id", request.correlation_id())`.
  Logger with(std::string key, std::string value) const;

  void debug(std::string_view event, Fields fields = {}) const { write(LogLevel::debug, event, fields); }
  void info(std::string_view event, Fields fields = {}) const { write(LogLevel::info, event, fields); }
  void warning(std::string_view event, Fields fields = {}) const { write(LogLevel::warning, event, fields); }
  void error(std::string_view event, Fields fields = {}) const { write(LogLevel::error, event, fields); }
  void critical(std::string_view event, Fields fields = {}) const { write(LogLevel::critical, event, fields); }

 private:
  void write(LogLevel level, std::string_view event, Fields fields) const;

  std::string name_;
  std::vector<std::pair<std::string, std::string>> bound_;
};

void init(LogFormat format, LogLevel level);

/// True when lines of this level are written: guards the cost of preparing expensive fields.
bool enabled(LogLevel level);

/// Receives whole lines without the line end.
using Sink = std::function<void(std::string_view line)>;
/// Replaces standard error, for tests; an empty sink restores it.
void set_sink(Sink sink);

// Lines of the logger "openspc".
void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warning(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});
void critical(std::string_view event, Fields fields = {});

}  // namespace openspc::base::log
