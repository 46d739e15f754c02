// One transfer of libcurl: its handle, its lists, and what the server answered. Used by the thread of Transfers.
#pragma once

#include <curl/curl.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/transfers.h"

namespace openspc::net::detail {

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

class Transfer {
 public:
  /// Both throw std::invalid_argument for headers or addresses that could smuggle lines.
  Transfer(HttpPost post, const std::string& proxy, Transfers::Done done);
  Transfer(const Mail& mail, Transfers::Done done);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return easy_.get(); }
  void finish(CURLcode code);
  void break_off();

 private:
  Transfer(const std::string& proxy, Transfers::Done done);
  template <class Value>
  void set(CURLoption option, Value value);
  void trust(const Trust& trust);
  void add_header(const std::string& line);
  TransferResult result(CURLcode code) const;
  std::string reason(CURLcode code, long status) const;

  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  void hear(std::string_view line);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  bool is_mail_ = false;
  bool wants_answer_ = false;
  std::string answer_;
  std::string challenge_;  // of a mail server, in base64: with it one says why a token does not do
  std::string refusal_;    // in the words of a mail server, when that was its last answer
  bool is_refusal_unfinished_ = false;
  std::string ban_;  // why the address may not be called
  std::string body_;
  std::size_t sent_ = 0;  // of a mail
  std::size_t received_ = 0;
  std::size_t answered_ = 0;  // bytes of the body
  std::array<char, CURL_ERROR_SIZE> error_{};
  Transfers::Done done_;
  std::unique_ptr<curl_slist, FreeList> headers_, recipients_;
  std::unique_ptr<CURL, FreeEasy> easy_;  // goes before what it uses
};

}  // namespace openspc::net::detail
