#include "db/notice/bell.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace openspc::db::detail {
namespace {

int open_counter() {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return descriptor;
}

}  // namespace

Bell::Bell() : descriptor_(open_counter()) {}

Bell::~Bell() {
  ::close(descriptor_);
}

// A counter that is full wakes as well as one that could be raised.
void Bell::ring() const noexcept {
  constexpr std::uint64_t once = 1;
  [[maybe_unused]] const auto written = ::write(descriptor_, &once, sizeof once);
}

bool Bell::take() const noexcept {
  std::uint64_t rung = 0;
  return ::read(descriptor_, &rung, sizeof rung) == sizeof rung;
}

}  // namespace openspc::db::detail
