// Delivers what waits for one broker, in order and at QoS 1, in a session of its own; a message leaves the disk once
// the broker has acknowledged it. Made by Links for brokers with outbound publishing whose lease this server holds. Any
// thread.
#pragma once

#include <future>
#include <stop_token>

#include "connect/broker.h"
#include "connect/link_task.h"
#include "db/database.h"

namespace openspc::connect {

class OutboundLink {
 public:
  /// `settings` are those of the broker's link: the session gets a client id of its own.
  OutboundLink(LinkSettings settings, OutboundFormat format, db::Database& database, LinkPool& pool);
  OutboundLink(const OutboundLink&) = delete;
  OutboundLink& operator=(const OutboundLink&) = delete;
  ~OutboundLink();

  /// Messages were stored.
  void wake() { place_.wake(); }
  /// Without waiting, so that many may end at a time.
  void ask_to_stop();

 private:
  base::Task<void> run(std::stop_token stop);
  base::Task<void> connect_and_deliver(const std::stop_token& stop);
  base::Task<bool> deliver_some(MqttSession& session, const std::stop_token& stop);
  bool has_waiting();
  base::Task<void> pause(std::chrono::milliseconds time, const std::stop_token& stop);

  LinkSettings settings_;
  const OutboundFormat format_;
  db::Database& database_;
  LinkPool& pool_;
  LinkWait place_;
  LinkPool::Prospect prospect_ = LinkPool::Prospect::good;
  std::stop_source stop_;
  std::future<void> over_;
};

}  // namespace openspc::connect
