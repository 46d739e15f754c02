// Wakes one thread that waits for its database and for this process at once. Private to db/; rung from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace openspc::db::detail {

class Bell {
 public:
  Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  ~Bell();

  void ring() const noexcept;
  /// True when it was rung since the last call.
  bool take() const noexcept;
  /// Readable from ring() to take().
  int descriptor() const noexcept { return descriptor_; }

  /// What the thread that waits believes: whether other servers tell something too.
  void note_others(bool are_there) noexcept { has_others_ = are_there; }
  bool has_others() const noexcept { return has_others_; }

 private:
  const int descriptor_;
  std::atomic<bool> has_others_ = false;
};

/// What ties the connections of a process that write to the thread that hears.
struct NoticeEndpoint {
  std::string instance;
  std::shared_ptr<Bell> bell;
  std::vector<std::int64_t> lanes{};
};

}  // namespace openspc::db::detail
