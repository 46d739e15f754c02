// Loaded before a server, this puts its wall clock as many seconds ahead as SHIFTED_CLOCK_SECONDS says. Time that is
// only measured is left alone.
#include <dlfcn.h>
#include <time.h>

#include <cstdlib>

namespace {

time_t ahead() {
  static const time_t seconds = [] {
    const char* text = std::getenv("SHIFTED_CLOCK_SECONDS");
    return text == nullptr ? 0 : static_cast<time_t>(std::atoll(text));
  }();
  return seconds;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) {
  using Function = int (*)(clockid_t, timespec*);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = real(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += ahead();
  return result;
}

extern "C" time_t time(time_t* where) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (where != nullptr) *where = now.tv_sec;
  return now.tv_sec;
}
