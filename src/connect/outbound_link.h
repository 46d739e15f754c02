// Delivers what waits for one broker, in order and at QoS 1, in a session of its own; a message leaves the disk once
// the broker has acknowledged it. Made by Links for brokers with outbound publishing whose lease this server holds. Any
// thread.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "connect/broker.h"
#include "connect/link_thread.h"
#include "db/database.h"

namespace openspc::connect {

class OutboundLink {
 public:
  /// `settings` are those of the broker's link: the session gets a client id of its own.
  OutboundLink(LinkSettings settings, OutboundFormat format, db::Database& database);
  OutboundLink(const OutboundLink&) = delete;
  OutboundLink& operator=(const OutboundLink&) = delete;
  ~OutboundLink();

  /// Messages were stored.
  void wake();

 private:
  void run(const std::stop_token& stop);
  void connect_and_deliver(const std::stop_token& stop);
  bool deliver_some(MqttSession& session, const std::stop_token& stop);
  bool has_waiting();
  void wait(std::chrono::milliseconds time, const std::stop_token& stop);

  LinkSettings settings_;
  const OutboundFormat format_;
  db::Database& database_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool woken_ = false;
  std::jthread thread_;
};

}  // namespace openspc::connect
