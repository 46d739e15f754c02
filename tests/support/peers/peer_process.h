// A program of other people's making, run by Node.js: a script of tests/peers as a child process, told things by lines
// on its standard input. Construction waits until it says "ready"; destruction kills it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace openspc::test {

class PeerProcess {
 public:
  PeerProcess(const std::string& script, const std::vector<std::string>& arguments);
  ~PeerProcess();
  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;

  void tell(const std::string& line);

 private:
  void wait_until_ready();

  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
};

}  // namespace openspc::test
