#include "net/detail/transfer.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <stdexcept>

#include "base/crypto.h"
#include "base/reachable.h"
#include "base/text.h"
#include "base/version.h"

namespace openspc::net::detail {
namespace {

constexpr long kConnectPatience = 5;
constexpr std::size_t kLongestReason = 200;
constexpr std::size_t kCodeLength = 3;  // of a reply of SMTP

// Options are long; libcurl's words for them are enumerators in some of its versions and numbers in others.
constexpr long kNoEncryption = CURLUSESSL_NONE, kEncryption = CURLUSESSL_ALL, kOldestTls = CURL_SSLVERSION_TLSv1_2;

std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty() && line.size() < kLongestReason) {
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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// How much came, and nothing of what it says: an answer may come from inside a network that its reader has no door to.
std::string size_of_answer(std::size_t bytes) {
  if (bytes == 0) return "without a text";
  return bytes < 1'024 ? "with less than 1 KiB" : "with 1 KiB or more";
}

// Empty when it is none.
std::string decoded_base64(std::string_view text) {
  std::string letters;
  for (const char c : text)
    if (c != '=') letters += c == '+' ? '-' : c == '/' ? '_' : c;
  return base::base64url_decode(letters).value_or("");
}

// A proxy resolves names by itself; what is written as a number, in whatever notation, is known here.
std::string ban_on_number(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return {};
  std::string host = parsed->host_address();
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, &::freeaddrinfo);
  return std::string(base::ban_on(*address->ai_addr).value_or(""));
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

Transfer::Transfer(const std::string& proxy, Transfers::Done done) : done_(std::move(done)), easy_(curl_easy_init()) {
  if (!easy_) throw std::bad_alloc();
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, proxy.c_str());
  set(CURLOPT_NOPROXY, "");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_CONNECTTIMEOUT, kConnectPatience);
  set(CURLOPT_TIMEOUT, static_cast<long>(Transfers::patience.count()));
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

Transfer::Transfer(HttpPost post, const std::string& proxy, Transfers::Done done) : Transfer(proxy, std::move(done)) {
  if (!proxy.empty())
    if (const std::string ban = ban_on_number(post.url); !ban.empty()) throw std::invalid_argument(ban);
  body_ = std::move(post.body);
  wants_answer_ = post.wants_answer;
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

Transfer::Transfer(const Mail& mail, Transfers::Done done) : Transfer(std::string(), std::move(done)) {
  is_mail_ = true;
  const MailServer& server = mail.server;
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_URL, server_url(server).c_str());
  set(CURLOPT_USE_SSL, server.security == MailSecurity::none ? kNoEncryption : kEncryption);
  if (!server.username.empty()) {
    set(CURLOPT_USERNAME, server.username.c_str());
    if (server.access_token.empty()) {
      set(CURLOPT_PASSWORD, server.password.c_str());
    } else {
      set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
      set(CURLOPT_XOAUTH2_BEARER, server.access_token.c_str());
    }
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
  set(CURLOPT_SSLVERSION, kOldestTls);
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
  transfer.answered_ += length;
  if (transfer.received_ > Transfers::longest_answer) return 0;
  if (transfer.wants_answer_) transfer.answer_.append(data, length);
  return length;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.is_mail_) transfer.hear(std::string_view(data, size * count));
  transfer.received_ += size * count;
  return transfer.received_ > Transfers::longest_answer ? 0 : size * count;
}

// A reply of several lines repeats its code before each, with a hyphen behind it in all but the last.
void Transfer::hear(std::string_view line) {
  while (line.ends_with('\r') || line.ends_with('\n')) line.remove_suffix(1);
  const std::string_view code = line.substr(0, kCodeLength);
  if (code.size() < kCodeLength || !std::ranges::all_of(code, is_digit)) return;
  if (code == "334") {
    challenge_ = line.size() > kCodeLength ? line.substr(kCodeLength + 1) : std::string_view();
  } else if (code != "221") {
    challenge_.clear();
  }
  const bool is_refusal = code.front() == '4' || code.front() == '5';
  // Goodbyes are said to those who were refused as well.
  if (!is_refusal && code != "221") refusal_.clear();
  if (!is_refusal) return;
  std::string text = is_refusal_unfinished_ ? refusal_ : std::string(code);
  if (line.size() > kCodeLength) text.append(1, ' ').append(line.substr(kCodeLength + 1));
  refusal_ = one_line(text);
  is_refusal_unfinished_ = line.size() > kCodeLength && line[kCodeLength] == '-';
}

curl_socket_t Transfer::on_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  if (const auto ban = base::ban_on(address->addr)) {
    static_cast<Transfer*>(self)->ban_ = *ban;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string Transfer::reason(CURLcode code, long status) const {
  if (!ban_.empty()) return ban_;
  if (received_ > Transfers::longest_answer) return "the answer is longer than 64 KiB";
  if (code == CURLE_OPERATION_TIMEDOUT) return "no answer in time";
  if (code == CURLE_LOGIN_DENIED && refusal_.empty() && !challenge_.empty())
    return "the mail server says: " + one_line(decoded_base64(challenge_));
  if (code != CURLE_OK && !refusal_.empty()) return "the mail server says: " + refusal_;
  if (code != CURLE_OK) return error_.front() != '\0' ? one_line(error_.data()) : curl_easy_strerror(code);
  if (status >= 300 && status < 400) return "the server answers with a redirection, which is not followed";
  return "the server answers " + std::to_string(status) + ", " + size_of_answer(answered_);
}

TransferResult Transfer::result(CURLcode code) const {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  TransferResult result{.status = static_cast<int>(status)};
  const bool is_good = status >= 200 && status < 300;
  // A receiver that takes the message and then talks too much has it nevertheless.
  result.succeeded = is_mail_ ? code == CURLE_OK : is_good && (code == CURLE_OK || code == CURLE_WRITE_ERROR);
  if (!result.succeeded) result.error = reason(code, status);
  result.is_login_refused = is_mail_ && code == CURLE_LOGIN_DENIED;
  result.answer = answer_;
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
