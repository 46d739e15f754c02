#include "support/peers/http_sink.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <thread>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

std::optional<SinkRequest> read_request(SinkConnection& connection) {
  const auto first = connection.read_line();
  if (!first) return std::nullopt;
  SinkRequest request;
  const auto begin = first->find(' ') + 1;
  request.path = first->substr(begin, first->find(' ', begin) - begin);
  while (auto line = connection.read_line()) {
    if (line->empty()) {
      const auto length = request.headers.find("content-length");
      auto body = connection.read_exactly(length == request.headers.end() ? 0 : std::stoul(length->second));
      if (!body) return std::nullopt;
      request.body = std::move(*body);
      return request;
    }
    const auto colon = line->find(':');
    std::string name = line->substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    request.headers[name] = line->substr(std::min(line->size(), colon + 2));
  }
  return std::nullopt;
}

void write_answer(SinkConnection& connection, const SinkAnswer& answer) {
  std::this_thread::sleep_for(answer.delay);
  const std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " Said\r\n" + answer.headers;
  switch (answer.manner) {
    case SinkAnswer::Manner::answer:
      connection.write(head + "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body);
      break;
    case SinkAnswer::Manner::silence:
      connection.wait_for_end();
      break;
    case SinkAnswer::Manner::hang_up:
      connection.break_off();
      break;
    case SinkAnswer::Manner::endless:
      connection.write(head + "\r\n");
      while (connection.write(std::string(8'192, 'x'))) {
      }
      break;
  }
}

}  // namespace

HttpSink::HttpSink(std::optional<IssuedCertificate> certificate)
    : is_encrypted_(certificate.has_value()),
      server_(certificate, [this](SinkConnection& connection) { serve(connection); }) {}

std::string HttpSink::url(const std::string& path) const {
  return (is_encrypted_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server_.port()) + path;
}

void HttpSink::answer(const std::string& path, std::vector<SinkAnswer> answers) {
  const std::lock_guard lock(mutex_);
  answers_[path] = std::move(answers);
}

SinkAnswer HttpSink::next_answer(const std::string& path) {
  const std::lock_guard lock(mutex_);
  auto& answers = answers_[path];
  if (answers.empty()) return {};
  SinkAnswer answer = answers.front();
  if (answers.size() > 1) answers.erase(answers.begin());
  return answer;
}

void HttpSink::serve(SinkConnection& connection) {
  if (is_encrypted_ && !connection.encrypt()) return;
  while (auto request = read_request(connection)) {
    const std::string path = request->path;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(*request));
    }
    write_answer(connection, next_answer(path));
  }
}

std::vector<SinkRequest> HttpSink::requests(const std::string& path) {
  const std::lock_guard lock(mutex_);
  std::vector<SinkRequest> found;
  std::ranges::copy_if(requests_, std::back_inserter(found), [&](const auto& request) { return request.path == path; });
  return found;
}

std::vector<SinkRequest> HttpSink::wait(std::size_t count, const std::string& path, std::chrono::seconds patience) {
  wait_for([&] { return requests(path).size() >= count; }, std::to_string(count) + " requests for " + path, patience);
  return requests(path);
}

}  // namespace openspc::test
