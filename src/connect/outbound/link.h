// Delivers what waits for one broker, in order and at QoS 1, in a session of its own; a message leaves the disk once
// the broker has acknowledged it. Made by brokers::Links for brokers with outbound publishing whose lease this server
// holds. Any thread.
#pragma once

#include <future>
#include <stop_token>

#include "connect/mqtt/link_task.h"
#include "connect/outbound/receiver.h"
#include "db/database.h"

namespace openspc::connect::outbound {

class Link {
 public:
  /// `settings` are those of the broker's link: the session gets a client id of its own.
  Link(mqtt::LinkSettings settings, OutboundFormat format, db::Database& database, mqtt::LinkPool& pool);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  /// Messages were stored.
  void wake() { place_.wake(); }
  /// Without waiting, so that many may end at a time.
  void ask_to_stop();

 private:
  base::Task<void> run(std::stop_token stop);
  base::Task<void> connect_and_deliver(const std::stop_token& stop);
  base::Task<bool> deliver_some(mqtt::Session& session, const std::stop_token& stop);
  bool has_waiting();
  base::Task<void> pause(std::chrono::milliseconds time, const std::stop_token& stop);

  mqtt::LinkSettings settings_;
  const OutboundFormat format_;
  db::Database& database_;
  mqtt::LinkPool& pool_;
  mqtt::LinkWait place_;
  mqtt::LinkPool::Prospect prospect_ = mqtt::LinkPool::Prospect::good;
  std::stop_source stop_;
  std::future<void> over_;
};

}  // namespace openspc::connect::outbound
