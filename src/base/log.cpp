#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <memory>

#include "base/guarded.h"
#include "base/text.h"
#include "base/time.h"

namespace openspc::base::log {
namespace {

using Bound = std::vector<std::pair<std::string, std::string>>;

/// What one line consists of, whatever its format.
struct Line {
  LogLevel level;
  std::string_view logger;
  std::string_view event;
  const Bound& bound;
  Fields fields;
};

/// The process-wide destination of lines.
class Output {
 public:
  static Output& instance() {
    static Output output;
    return output;
  }

  void configure(LogFormat format, LogLevel level) {
    format_ = format;
    level_ = level;
  }

  bool enabled(LogLevel level) const { return level >= level_.load(std::memory_order_relaxed); }
  LogFormat format() const { return format_.load(std::memory_order_relaxed); }

  void set_sink(Sink sink) { *sink_.lock() = std::move(sink); }

  void write(const std::string& line) {
    {
      const auto sink = sink_.lock();
      if (*sink) return (*sink)(line);
    }
    stderr_.log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }

 private:
  Output() : stderr_("openspc", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    stderr_.set_pattern("%v");
    stderr_.flush_on(spdlog::level::trace);
  }

  std::atomic<LogFormat> format_ = LogFormat::console;
  std::atomic<LogLevel> level_ = LogLevel::info;
  Guarded<Sink> sink_;
  spdlog::logger stderr_;
};

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
    default:
      return "critical";
  }
}

/// A number or word as both formats write it; text is left to `on_text`.
template <class OnText>
void append_value(std::string& out, const Field::Value& value, OnText on_text) {
  std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::nullptr_t>) {
          out += "null";
        } else if constexpr (std::is_same_v<T, std::string_view>) {
          on_text(out, v);
        } else if constexpr (std::is_same_v<T, double>) {
          std::isfinite(v) ? void(fmt::format_to(std::back_inserter(out), "{}", v)) : void(out += "null");
        } else {
          fmt::format_to(std::back_inserter(out), "{}", v);
        }
      },
      value);
}

std::string json_line(const Line& line) {
  std::string out = "{";
  const auto member = [&out](std::string_view key) {
    if (out.size() > 1) out += ", ";
    append_json_string(out, key);
    out += ": ";
  };
  const auto text = [&](std::string_view key, std::string_view value) {
    member(key);
    append_json_string(out, value);
  };
  for (const auto& [key, value] : line.bound) text(key, value);
  for (const auto& field : line.fields) {
    member(field.key);
    append_value(out, field.value, append_json_string);
  }
  text("event", line.event);
  text("logger", line.logger);
  text("level", name_of(line.level));
  text("timestamp", to_iso8601_micros(SystemClock().now()));
  out += '}';
  return out;
}

/// Plain words stay bare; anything that could be mistaken for more than one value, or for another line, is quoted.
void append_console_text(std::string& out, std::string_view text) {
  const bool plain = !text.empty() && std::none_of(text.begin(), text.end(), [](unsigned char c) {
    return c <= ' ' || c == '"' || c == '=' || c == 0x7f;
  });
  plain ? void(out += text) : append_json_string(out, text);
}

/// An event is a sentence of ours, but parts of it may come from outside: control characters would forge lines.
std::string printable(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '?';
  }
  return result;
}

std::string console_line(const Line& line) {
  std::string out = fmt::format("{} [{:<8}] {:<30} [{}]", to_iso8601_micros(SystemClock().now()), name_of(line.level),
                                printable(line.event), line.logger);
  for (const auto& [key, value] : line.bound) {
    out.append(" ").append(key).append("=");
    append_console_text(out, value);
  }
  for (const auto& field : line.fields) {
    out.append(" ").append(field.key).append("=");
    append_value(out, field.value, append_console_text);
  }
  return out;
}

void write_line(const Line& line) {
  auto& output = Output::instance();
  if (!output.enabled(line.level)) return;
  output.write(output.format() == LogFormat::json ? json_line(line) : console_line(line));
}

void write_root(LogLevel level, std::string_view event, Fields fields) {
  static const Bound nothing;
  write_line({level, "openspc", event, nothing, fields});
}

}  // namespace

Logger::Logger(std::string name) : name_(std::move(name)) {}

Logger Logger::with(std::string key, std::string value) const {
  Logger copy = *this;
  copy.bound_.emplace_back(std::move(key), std::move(value));
  return copy;
}

void Logger::write(LogLevel level, std::string_view event, Fields fields) const {
  write_line({level, name_, event, bound_, fields});
}

void init(LogFormat format, LogLevel level) {
  Output::instance().configure(format, level);
}
bool enabled(LogLevel level) {
  return Output::instance().enabled(level);
}
void set_sink(Sink sink) {
  Output::instance().set_sink(std::move(sink));
}

void debug(std::string_view event, Fields fields) {
  write_root(LogLevel::debug, event, fields);
}
void info(std::string_view event, Fields fields) {
  write_root(LogLevel::info, event, fields);
}
void warning(std::string_view event, Fields fields) {
  write_root(LogLevel::warning, event, fields);
}
void error(std::string_view event, Fields fields) {
  write_root(LogLevel::error, event, fields);
}
void critical(std::string_view event, Fields fields) {
  write_root(LogLevel::critical, event, fields);
}

}  // namespace openspc::base::log
