#include "net/detail/transfer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "base/text.h"
#include "base/version.h"

namespace openspc::net::detail {
namespace {

constexpr long connect_patience = 5;
constexpr std::size_t quoted_answer = 200;

// Options are long; libcurl's words for them are enumerators in some of its versions and numbers in others.
constexpr long no_encryption = CURLUSESSL_NONE, encryption = CURLUSESSL_ALL, oldest_tls = CURL_SSLVERSION_TLSv1_2;

bool is_link_local(const curl_sockaddr& address) {
  if (address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.addr, sizeof v4);
    return (ntohl(v4.sin_addr.s_addr) >> 16) == 0xA9FE;  // 169.254.0.0/16
  }
  if (address.family != AF_INET6) return false;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address.addr, std::min<std::size_t>(sizeof v6, address.addrlen));
  const auto* const bytes = v6.sin6_addr.s6_addr;
  const bool is_mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) && bytes[12] == 169 && bytes[13] == 254;
  return IN6_IS_ADDR_LINKLOCAL(&v6.sin6_addr) || is_mapped;
}

std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty() && line.size() < quoted_answer) {
    const std::size_t length = base::utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      line += '?';
    } else if (first < ' ' || first == 0x7f) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else {
      line += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return line;
}

std::string server_url(const MailServer& server) {
  if (!is_host_name(server.host)) throw std::invalid_argument("no host name");
  const std::string host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
  return (server.security == MailSecurity::tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(server.port);
}

}  // namespace

template <class Value>
void Transfer::set(CURLoption option, Value value) {
  if (curl_easy_setopt(easy_.get(), option, value) != CURLE_OK)
    throw std::invalid_argument("libcurl refuses an option: " + std::to_string(option));
}

Transfer::Transfer(Transfers::Done done) : done_(std::move(done)), easy_(curl_easy_init()) {
  if (!easy_) throw std::bad_alloc();
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_CONNECTTIMEOUT, connect_patience);
  set(CURLOPT_TIMEOUT, static_cast<long>(Transfers::patience.count()));
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

Transfer::Transfer(HttpPost post, Transfers::Done done) : Transfer(std::move(done)) {
  body_ = std::move(post.body);
  set(CURLOPT_PROTOCOLS_STR, "https,http");
  set(CURLOPT_URL, post.url.c_str());
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDS, body_.data());
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
  for (const auto& [name, value] : post.headers) {
    std::string line = name;
    line.append(": ").append(value);
    add_header(line);
  }
  add_header("User-Agent: OpenSPC/" + std::string(base::program_version()));
  add_header("Expect:");  // some receivers let a client wait for the word to go on
  set(CURLOPT_HTTPHEADER, headers_.get());
  trust(post.trust);
}

Transfer::Transfer(const Mail& mail, Transfers::Done done) : Transfer(std::move(done)) {
  is_mail_ = true;
  const MailServer& server = mail.server;
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_URL, server_url(server).c_str());
  set(CURLOPT_USE_SSL, server.security == MailSecurity::none ? no_encryption : encryption);
  if (!server.username.empty()) {
    set(CURLOPT_USERNAME, server.username.c_str());
    set(CURLOPT_PASSWORD, server.password.c_str());
  }
  body_ = mail_message(mail);
  set(CURLOPT_MAIL_FROM, ("<" + mail.sender + ">").c_str());
  recipients_.reset(curl_slist_append(nullptr, ("<" + mail.recipient + ">").c_str()));
  set(CURLOPT_MAIL_RCPT, recipients_.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &Transfer::on_read);
  set(CURLOPT_READDATA, static_cast<void*>(this));
  trust(server.trust);
}

void Transfer::trust(const Trust& trust) {
  set(CURLOPT_SSLVERSION, oldest_tls);
  set(CURLOPT_SSL_VERIFYPEER, trust.verify ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, trust.verify ? 2L : 0L);
  if (trust.ca_certificate.empty()) return;
  std::string authorities = trust.ca_certificate;
  curl_blob blob{.data = authorities.data(), .len = authorities.size(), .flags = CURL_BLOB_COPY};
  set(CURLOPT_CAINFO_BLOB, &blob);
}

void Transfer::add_header(const std::string& line) {
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  if (std::ranges::any_of(line, is_control)) throw std::invalid_argument("a header with control characters");
  // The list is the library's to grow, and still ours when it cannot.
  curl_slist* const list = headers_.release();
  curl_slist* const longer = curl_slist_append(list, line.c_str());
  headers_.reset(longer == nullptr ? list : longer);
  if (longer == nullptr) throw std::bad_alloc();
}

std::size_t Transfer::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t copied = transfer.body_.copy(buffer, size * count, transfer.sent_);
  transfer.sent_ += copied;
  return copied;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t length = size * count;
  transfer.received_ += length;
  const std::size_t room = quoted_answer - std::min(quoted_answer, transfer.answer_.size());
  transfer.answer_.append(data, std::min(room, length));
  return transfer.received_ > Transfers::longest_answer ? 0 : length;
}

std::size_t Transfer::on_header(char* /*data*/, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.received_ += size * count;
  return transfer.received_ > Transfers::longest_answer ? 0 : size * count;
}

curl_socket_t Transfer::on_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  if (is_link_local(*address)) {
    static_cast<Transfer*>(self)->link_local_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string Transfer::reason(CURLcode code, long status) const {
  if (link_local_) return "link-local addresses are not allowed";
  if (received_ > Transfers::longest_answer) return "the answer is longer than 64 KiB";
  if (code == CURLE_OPERATION_TIMEDOUT) return "no answer in time";
  if (code != CURLE_OK) return error_.front() != '\0' ? one_line(error_.data()) : curl_easy_strerror(code);
  if (status >= 300 && status < 400) return "the server answers with a redirection, which is not followed";
  const std::string answer = one_line(answer_);
  return "the server answers " + std::to_string(status) + (answer.empty() ? "" : ": " + answer);
}

TransferResult Transfer::result(CURLcode code) const {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  TransferResult result{.status = static_cast<int>(status)};
  const bool is_good = status >= 200 && status < 300;
  // A receiver that takes the message and then talks too much has it nevertheless.
  result.succeeded = is_mail_ ? code == CURLE_OK : is_good && (code == CURLE_OK || code == CURLE_WRITE_ERROR);
  if (!result.succeeded) result.error = reason(code, status);
  curl_off_t wait = 0;
  if (!is_mail_ && curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
    result.retry_after = std::chrono::seconds(wait);
  return result;
}

void Transfer::finish(CURLcode code) {
  done_(result(code));
}

void Transfer::break_off() {
  done_(TransferResult{.is_broken_off = true, .error = "the server is stopping"});
}

}  // namespace openspc::net::detail
