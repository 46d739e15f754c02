// Wakes one thread that waits for its database and for this process at once. Private to db/; rung from any thread.
#pragma once

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

 private:
  const int descriptor_;
};

/// What ties the connections of a process that write to the thread that hears.
struct NoticeEndpoint {
  std::string instance;
  std::shared_ptr<const Bell> bell;
  std::vector<std::int64_t> lanes{};
};

}  // namespace openspc::db::detail
