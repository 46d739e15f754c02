#include "support/peers/sink_server.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace openspc::test {
SinkConnection::~SinkConnection() {
  ssl_.reset();
  ::close(fd_);
}

bool SinkConnection::encrypt() {
  buffer_.clear();
  ssl_.reset(SSL_new(tls_));
  return SSL_set_fd(ssl_.get(), fd_) == 1 && SSL_accept(ssl_.get()) == 1;
}

bool SinkConnection::fill() {
  std::array<char, 16'384> bytes{};
  const auto count = ssl_ ? SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
                          : static_cast<int>(::recv(fd_, bytes.data(), bytes.size(), 0));
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::optional<std::string> SinkConnection::read_line() {
  std::size_t end = 0;
  while ((end = buffer_.find('\n')) == std::string::npos)
    if (!fill()) return std::nullopt;
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> SinkConnection::read_exactly(std::size_t count) {
  while (buffer_.size() < count)
    if (!fill()) return std::nullopt;
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return bytes;
}

bool SinkConnection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ssl_ ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
                            : static_cast<int>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void SinkConnection::wait_for_end() {
  while (fill()) buffer_.clear();
}

void SinkConnection::break_off() {
  ::shutdown(fd_, SHUT_RDWR);
}

SinkServer::SinkServer(std::optional<IssuedCertificate> certificate, Serve serve) : serve_(std::move(serve)) {
  ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  if (certificate) {
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    if (SSL_CTX_use_certificate_file(tls_.get(), certificate->certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(tls_.get(), certificate->key.c_str(), SSL_FILETYPE_PEM) != 1)
      throw std::runtime_error("the sink cannot use its certificate");
  }
  thread_ = std::thread([this] { accept_forever(); });
}

SinkServer::~SinkServer() {
  ending_ = true;
  thread_.join();
  for (Client& client : clients_) client.connection->break_off();
  for (Client& client : clients_) client.thread.join();
}

void SinkServer::accept_forever() {
  while (!ending_) {
    const auto fd = listener_.accept();
    if (!fd) continue;
    auto connection = std::make_unique<SinkConnection>(*fd, tls_.get());
    SinkConnection& served = *connection;
    const std::lock_guard lock(mutex_);
    clients_.push_back({std::move(connection), std::thread([this, &served] {
                          serve_(served);
                          served.break_off();
                        })});
  }
}

}  // namespace openspc::test
