// What the connections of one database have found wrong with its storage. Shared by the writer and all readers; any
// thread. Private to db/.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "base/guarded.h"

namespace openspc::db::detail {

/// What a person is told of damage.
inline constexpr std::string_view kDamagedText =
    "The database is damaged: stop the server and restore a backup of its file";

class StorageState {
 public:
  /// The database's content is broken: nothing may be written until a person has looked at it. The first reason stays.
  void note_damage(std::string_view reason) {
    damage_.with([&](std::string& damage) {
      if (damage.empty()) damage = reason;
    });
  }
  /// Empty when nothing is known to be damaged.
  std::string damage() const { return damage_.copy(); }

  /// A write failed for want of room or for a fault of the disk. It stays noted until as much has been written as
  /// requests do at once.
  void note_shortage() noexcept { short_ = true; }
  void end_shortage() noexcept { short_ = false; }
  bool is_short() const noexcept { return short_; }

 private:
  base::Guarded<std::string> damage_;
  std::atomic<bool> short_ = false;
};

}  // namespace openspc::db::detail
