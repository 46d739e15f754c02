#include "server/health_command.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/url/parse.hpp>
#include <cstdlib>
#include <istream>
#include <ostream>
#include <stdexcept>

namespace openspc::server {

int check_health(const std::string& url, std::ostream& out) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->scheme() != "http" || parsed->host().empty())
    throw std::runtime_error("'" + url + "' is no http:// address");
  boost::asio::ip::tcp::iostream stream;
  stream.expires_after(std::chrono::seconds(5));
  stream.connect(parsed->host_address(), parsed->has_port() ? std::string(parsed->port()) : "80");
  if (!stream) throw std::runtime_error("no answer from " + url + ": " + stream.error().message());
  stream << "GET " << (parsed->encoded_path().empty() ? "/" : std::string(parsed->encoded_path()))
         << " HTTP/1.0\r\nHost: " << parsed->host() << "\r\n\r\n"
         << std::flush;
  std::string protocol;
  int status = 0;
  stream >> protocol >> status;
  std::string line;
  while (std::getline(stream, line) && line != "\r") {
  }
  while (std::getline(stream, line)) out << line << '\n';
  if (status == 0) throw std::runtime_error("no answer from " + url);
  return status == 200 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace openspc::server
