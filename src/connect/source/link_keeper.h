// What every link to a broker or a machine does around its connections: tries again with growing pauses, waits for the
// database as long as it must, and keeps the record that people see. Part of mqtt::LinkTask and opcua::Link, and run by
// them; the functions may be called from any thread unless they say otherwise.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>

#include "base/log.h"
#include "base/time.h"
#include "connect/source/rate_meter.h"

namespace openspc::connect::source {

struct ConnectionStatus {
  bool connected = false;
  std::uint64_t attempts = 0;  // that have ended, well or badly
  std::optional<base::Timestamp> last_connected{}, connected_since{};
  std::string error{};
  bool is_untrusted = false;  // by `error`: a person has to approve a certificate
  std::int64_t reconnects = 0;
  double messages_per_second = 0;
};

/// A connection that fails until a person approves a certificate.
class UntrustedPeer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The link is to end before it could make a batch durable: nothing is acknowledged. Never leaves LinkKeeper::run().
struct LinkEnding {};

class LinkKeeper {
 public:
  /// Whose lines they are in the log.
  struct Subject {
    std::string what;  // "broker", "opcua_server"
    std::int64_t id = 0;
    std::string name;
  };
  LinkKeeper(Subject subject, const base::Clock& clock);

  // For the link's thread:

  /// Runs `attempt` again and again until it is asked to stop or another server has the lease; each attempt connects,
  /// serves until it is asked to stop, and throws when the connection fails. `lost` is called after each that threw,
  /// before the pause; pauses grow up to `longest_pause`.
  void run(
      const std::stop_token& stop, std::chrono::milliseconds longest_pause, const std::function<void()>& attempt,
      const std::function<void()>& lost = [] {});
  /// Runs a write until the database takes it: the link waits, and the other side holds what is not acknowledged.
  /// Throws LinkEnding when it is asked to stop before.
  void persist(const std::stop_token& stop, const std::function<void()>& write);
  void note_connected();

  // The same for a link that is a coroutine and waits in ways of its own:

  enum class After : std::uint8_t { try_again, end, end_without_lease };
  /// Notes why an attempt failed, and says what follows.
  After note_end(const std::exception_ptr& failure);
  /// The growing waits of a write.
  class StoreRetry {
   public:
    std::chrono::milliseconds next();
    bool has_waited() const { return wait_ > first; }

   private:
    static constexpr std::chrono::milliseconds first{100}, last{5'000};
    std::chrono::milliseconds wait_ = first;
  };
  /// Runs the write; false, with the reason in the status, when the database cannot take it now.
  bool stored(const std::function<void()>& write, const StoreRetry& retry);

  /// Somebody wants to know now: the pause before the next attempt ends.
  void hurry();
  void note_error(const std::string& reason);
  void note_messages(std::size_t count);
  ConnectionStatus status() const;

 private:
  void pause(std::chrono::milliseconds time, const std::stop_token& stop);
  void note_failure(const std::exception& failure);

  const Subject subject_;
  const base::log::Logger logger_;
  const base::Clock& clock_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  ConnectionStatus status_;
  bool hurried_ = false;
  RateMeter rate_;
};

}  // namespace openspc::connect::source
