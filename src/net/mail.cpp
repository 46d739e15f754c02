#include "net/mail.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

#include "base/crypto.h"
#include "base/text.h"

namespace openspc::net {
namespace {

constexpr std::size_t kLongestAddress = 254, kLongestLocalPart = 64, kLongestHost = 253;
// RFC 2047: an encoded word has at most 75 characters, and so 45 bytes of text in base64.
constexpr std::size_t kBytesOfAWord = 45;
constexpr std::size_t kLongestSubject = 200;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_local_part(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
  const auto allowed = [&](char c) { return is_alphanumeric(c) || marks.find(c) != std::string_view::npos; };
  return !text.empty() && text.size() <= kLongestLocalPart && std::ranges::all_of(text, allowed) &&
         text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

bool is_dns_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestHost) return false;
  const auto allowed = [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; };
  return std::ranges::all_of(text, allowed) && text.front() != '.' && text.front() != '-' &&
         text.find("..") == std::string_view::npos;
}

bool is_ipv6(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
  };
  return text.size() <= kLongestHost && std::ranges::count(text, ':') >= 2 && std::ranges::all_of(text, allowed);
}

std::string base64(std::string_view bytes) {
  std::string text = base::base64url_encode(bytes);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

// One line of at most longest_subject bytes, cut between characters.
std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty() && line.size() < kLongestSubject) {
    const std::size_t length = std::max<std::size_t>(base::utf8_length(text), 1);
    const bool is_control = length == 1 && (static_cast<unsigned char>(text.front()) < ' ' || text.front() == '\x7f');
    const bool is_bad = length == 1 && static_cast<unsigned char>(text.front()) >= 0x80;
    line += is_control ? std::string_view(" ") : is_bad ? std::string_view("?") : text.substr(0, length);
    text.remove_prefix(length);
  }
  return line;
}

std::string encoded(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size()) {
      const std::size_t next = std::max<std::size_t>(base::utf8_length(text.substr(size)), 1);
      if (size + next > kBytesOfAWord) break;
      size += next;
    }
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + base64(text.substr(0, size)) + "?=";
    text.remove_prefix(size);
  }
  return words;
}

// RFC 2045, section 6.7. Lines of at most 76 characters; blanks at their ends would not survive every server.
std::string quoted_printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::size_t longest_line = 75;
  std::string encoded_text;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r') continue;
    if (c == '\n') {
      encoded_text += "\r\n";
      column = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool is_plain = c > ' ' && c < 0x7f && c != '=';
    const bool stands_as_it_is = is_plain || (c == ' ' && !ends_line);
    const std::size_t width = stands_as_it_is ? 1 : 3;
    if (column + width > longest_line) {
      encoded_text += "=\r\n";
      column = 0;
    }
    column += width;
    if (stands_as_it_is) {
      encoded_text += static_cast<char>(c);
    } else {
      encoded_text += {'=', digits[c >> 4U], digits[c & 15U]};
    }
  }
  return encoded_text;
}

std::string date_text(base::Timestamp time) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> rest{}, clock{};
  std::strftime(rest.data(), rest.size(), " %Y ", &parts);
  std::strftime(clock.data(), clock.size(), "%H:%M:%S +0000", &parts);
  return std::string(days.at(static_cast<std::size_t>(parts.tm_wday))) + ", " + std::to_string(parts.tm_mday) + " " +
         months.at(static_cast<std::size_t>(parts.tm_mon)) + rest.data() + clock.data();
}

std::string required_address(const std::string& address) {
  if (!is_mail_address(address)) throw std::invalid_argument("no mail address");
  return address;
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > kLongestAddress) return false;
  return is_local_part(text.substr(0, at)) && is_dns_name(text.substr(at + 1));
}

bool is_host_name(std::string_view text) {
  return is_dns_name(text) || is_ipv6(text);
}

std::string mail_message(const Mail& mail) {
  const std::string head = "Date: " + date_text(mail.date) + "\r\nFrom: OpenSPC <" + required_address(mail.sender) +
                           ">\r\nTo: <" + required_address(mail.recipient) +
                           ">\r\nSubject: " + encoded(one_line(mail.subject)) + "\r\nMessage-ID: <" +
                           required_address(mail.message_id) + ">\r\n";
  return head +
         "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
         quoted_printable(mail.text);
}

}  // namespace openspc::net
