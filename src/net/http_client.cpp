#include "net/http_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "base/certain.h"

namespace openspc::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

}  // namespace

class HttpClient::Impl {
 public:
  Impl(std::string host, std::uint16_t port, std::chrono::milliseconds deadline)
      : host_(std::move(host)), port_(port), deadline_(deadline) {}

  void set_bearer_token(std::string token) { token_ = std::move(token); }

  base::Task<HttpReply> request(Method method, std::string target, std::string json) {
    http::request<http::string_body> message;
    message.method_string(method_name(method));
    message.target(target);
    message.version(11);
    message.set(http::field::host, host_);
    if (!token_.empty()) message.set(http::field::authorization, "Bearer " + token_);
    if (!json.empty()) message.set(http::field::content_type, "application/json");
    message.body() = std::move(json);
    message.prepare_payload();
    try {
      if (!stream_) co_await connect();
      beast::tcp_stream& stream = base::certain(stream_);
      stream.expires_after(deadline_);
      co_await http::async_write(stream, message, asio::use_awaitable);
      http::response<http::string_body> reply;
      co_await http::async_read(stream, buffer_, reply, asio::use_awaitable);
      stream.expires_never();
      if (!reply.keep_alive()) disconnect();
      co_return HttpReply{static_cast<int>(reply.result_int()), std::move(reply.body())};
    } catch (const boost::system::system_error&) {
      disconnect();
      throw;
    }
  }

 private:
  base::Task<void> connect() {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    const auto addresses = co_await resolver.async_resolve(host_, std::to_string(port_), asio::use_awaitable);
    beast::tcp_stream& stream = stream_.emplace(executor);
    stream.expires_after(deadline_);
    co_await stream.async_connect(addresses, asio::use_awaitable);
    stream.socket().set_option(asio::ip::tcp::no_delay(true));
  }

  void disconnect() {
    stream_.reset();
    buffer_.clear();
  }

  std::string host_;
  std::uint16_t port_;
  std::chrono::milliseconds deadline_;
  std::string token_;
  std::optional<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
};

HttpClient::HttpClient(std::string host, std::uint16_t port, std::chrono::milliseconds deadline)
    : impl_(std::make_unique<Impl>(std::move(host), port, deadline)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

void HttpClient::set_bearer_token(std::string token) {
  impl_->set_bearer_token(std::move(token));
}

base::Task<HttpReply> HttpClient::request(Method method, std::string target, std::string json) {
  return impl_->request(method, std::move(target), std::move(json));
}

}  // namespace openspc::net
