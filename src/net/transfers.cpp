#include "net/transfers.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <csignal>
#include <map>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/guarded.h"
#include "net/detail/transfer.h"

namespace openspc::net {
namespace {

constexpr std::size_t kLongestUrl = 2'000;
constexpr int kLongestSleepMs = 1'000;

// OpenSSL writes without MSG_NOSIGNAL: a server that hangs up must not end the process. For the calling thread.
void ignore_broken_pipes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

struct FreeMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

// libcurl wants it once, before its first use.
void initialize_library() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

}  // namespace

std::optional<std::string> url_problem(std::string_view url) {
  if (url.size() > kLongestUrl) return "it is longer than 2000 characters";
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return "this is no URL";
  if (parsed->scheme_id() != boost::urls::scheme::https && parsed->scheme_id() != boost::urls::scheme::http)
    return "it must begin with https:// or http://";
  if (parsed->encoded_host().empty()) return "it names no host";
  if (parsed->has_userinfo()) return "it must not hold a user name or a password";
  return std::nullopt;
}

bool is_https(std::string_view url) {
  const auto parsed = boost::urls::parse_uri(url);
  return parsed && parsed->scheme_id() == boost::urls::scheme::https;
}

bool is_loopback(std::string_view url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return false;
  // Boost 1.81 takes a name that begins like an address for that address, and the rest of it for a path.
  const std::string_view path = parsed->encoded_path();
  if (!path.empty() && !path.starts_with('/')) return false;
  const std::string host = parsed->host_address();
  boost::system::error_code is_name;
  const auto address = boost::asio::ip::make_address(host, is_name);
  return is_name ? host == "localhost" : address.is_loopback();
}

std::string masked_url(std::string_view url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return {};
  std::string shown = std::string(parsed->scheme()) + "://" + std::string(parsed->encoded_host_and_port());
  return parsed->encoded_resource().size() > 1 ? shown + "/…" : shown;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
    if (is_plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.append(1, '%').append(1, digits[byte >> 4u]).append(1, digits[byte & 15u]);
  }
  return encoded;
}

bool holds_certificate(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         &BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), &X509_free);
  return certificate != nullptr;
}

class Transfers::Impl {
 public:
  explicit Impl(std::string proxy) : proxy_(std::move(proxy)), multi_((initialize_library(), curl_multi_init())) {
    if (!multi_) throw std::bad_alloc();
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { stop(); }

  const std::string& proxy() const { return proxy_; }

  void stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void add(std::unique_ptr<detail::Transfer> transfer) {
    const bool is_taken = arriving_.with([&](Arriving& arriving) {
      if (arriving.ended) return false;
      arriving.transfers.push_back(std::move(transfer));
      curl_multi_wakeup(multi_.get());
      return true;
    });
    if (!is_taken) transfer->break_off();
  }

 private:
  struct Arriving {
    std::vector<std::unique_ptr<detail::Transfer>> transfers;
    bool ended = false;
  };

  void run(const std::stop_token& stop) {
    ignore_broken_pipes();
    while (!stop.stop_requested()) {
      take_arrived();
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      finish_done();
      curl_multi_poll(multi_.get(), nullptr, 0, kLongestSleepMs, nullptr);
    }
    arriving_.lock()->ended = true;
    take_arrived();
    for (auto& [handle, transfer] : running_) {
      curl_multi_remove_handle(multi_.get(), handle);
      transfer->break_off();
    }
    running_.clear();
  }

  void take_arrived() {
    auto arrived = std::exchange(arriving_.lock()->transfers, {});
    for (auto& transfer : arrived) {
      CURL* const handle = transfer->handle();
      curl_multi_add_handle(multi_.get(), handle);
      running_.emplace(handle, std::move(transfer));
    }
  }

  void finish_done() {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const handle = message->easy_handle;
      const CURLcode code = message->data.result;
      curl_multi_remove_handle(multi_.get(), handle);
      const auto finished = running_.extract(handle);
      finished.mapped()->finish(code);
    }
  }

  const std::string proxy_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::map<CURL*, std::unique_ptr<detail::Transfer>> running_;  // the thread's own
  base::Guarded<Arriving> arriving_;
  std::jthread thread_;
};

Transfers::Transfers(std::string proxy) : impl_(std::make_unique<Impl>(std::move(proxy))) {}
Transfers::~Transfers() = default;

void Transfers::start(HttpPost post, const Done& done) {
  std::unique_ptr<detail::Transfer> transfer;
  try {
    transfer = std::make_unique<detail::Transfer>(std::move(post), impl_->proxy(), done);
  } catch (const std::invalid_argument& error) {
    return done(TransferResult{.error = error.what()});
  }
  impl_->add(std::move(transfer));
}

void Transfers::start(const Mail& mail, const Done& done) {
  std::unique_ptr<detail::Transfer> transfer;
  try {
    transfer = std::make_unique<detail::Transfer>(mail, done);
  } catch (const std::invalid_argument& error) {
    return done(TransferResult{.error = error.what()});
  }
  impl_->add(std::move(transfer));
}

void Transfers::stop() {
  impl_->stop();
}

}  // namespace openspc::net
