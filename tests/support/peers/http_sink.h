// A receiver of webhooks: keeps every request and answers as it was told, path by path. In the clear, or with a
// certificate over TLS.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/peers/sink_server.h"

namespace openspc::test {

struct SinkRequest {
  std::string path;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  [[nodiscard]] boost::json::value json() const { return boost::json::parse(body); }
};

struct SinkAnswer {
  enum class Manner { answer, silence, hang_up, endless };
  int status = 200;
  std::string headers{};  ///< whole lines
  std::string body = "ok";
  Manner manner = Manner::answer;
  std::chrono::milliseconds delay{};
};

class HttpSink {
 public:
  explicit HttpSink(std::optional<IssuedCertificate> certificate = std::nullopt);

  [[nodiscard]] std::string url(const std::string& path = "/hook") const;
  /// The answers to the next requests for a path; the last one stands for all that follow.
  void answer(const std::string& path, std::vector<SinkAnswer> answers);
  [[nodiscard]] std::vector<SinkRequest> requests(const std::string& path = "/hook");
  /// Waits until that many have come, and returns them all; throws when they do not.
  std::vector<SinkRequest> wait(std::size_t count, const std::string& path = "/hook",
                                std::chrono::seconds patience = std::chrono::seconds(30));

 private:
  void serve(SinkConnection& connection);
  SinkAnswer next_answer(const std::string& path);

  bool is_encrypted_;
  std::mutex mutex_;  // guards what follows
  std::vector<SinkRequest> requests_;
  std::map<std::string, std::vector<SinkAnswer>> answers_;
  SinkServer server_;
};

}  // namespace openspc::test
