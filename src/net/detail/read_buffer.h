// Bytes received and not yet read. Starts small, because most of thousands of connections are idle. Private to net.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace openspc::net::detail {

class ReadBuffer {
 public:
  static constexpr std::size_t initial = 1024;
  static constexpr std::size_t usual = 16 * 1024;

  std::string_view data() const { return {bytes_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  void consume(std::size_t n) {
    begin_ += n;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  /// Makes room for at least one byte, but holds no more than `limit` in all. False when that is full.
  bool make_room(std::size_t limit) {
    if (end_ < capacity_) return true;
    if (begin_ > 0) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
      return true;
    }
    if (capacity_ >= limit) return false;
    resize(std::min(limit, std::max(initial, capacity_ * 2)));
    return true;
  }
  /// Grows towards a body that is known to come.
  void reserve(std::size_t capacity) {
    if (capacity > capacity_) resize(capacity);
  }
  char* room() { return bytes_.get() + end_; }
  std::size_t room_size() const { return capacity_ - end_; }
  void received(std::size_t n) { end_ += n; }

  /// Gives memory back once a large request is done.
  void shrink() {
    if (empty() && capacity_ > usual) resize(initial);
  }

 private:
  void resize(std::size_t capacity) {
    std::unique_ptr<char[]> bytes(new char[capacity]);  // not make_unique: the bytes need no zeroes
    if (!empty()) std::memcpy(bytes.get(), bytes_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    bytes_ = std::move(bytes);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace openspc::net::detail
