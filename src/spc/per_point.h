// What each point of a series has (its limits, its size), said once while all points have the same: a series may have
// millions of points, and most have one pair of limits. Called by chart.h and the command line. A value, any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace openspc::spc {

template <class T>
class PerPoint {
 public:
  PerPoint() = default;
  // The same for so many points, at least one.
  PerPoint(std::size_t points, const T& value) : size_(points), said_(1, value) {}

  void push_back(const T& value) {
    ++size_;
    if (is_constant() && size_ > 1) {
      if (said_.front() == value) return;
      const T before = said_.front();
      said_.assign(size_ - 1, before);
    }
    said_.push_back(value);
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Of a point by its place in the series, which must have one there.
  [[nodiscard]] const T& operator[](std::size_t place) const { return said_[is_constant() ? 0 : place]; }
  [[nodiscard]] const T& front() const { return said_.front(); }
  [[nodiscard]] const T& back() const { return said_.back(); }
  // Do all points have the same?
  [[nodiscard]] bool is_constant() const { return said_.size() <= 1; }
  // Each value that occurs, at least once and in the order of the points: enough for a largest one or a comparison.
  [[nodiscard]] std::span<const T> said() const { return said_; }

 private:
  std::size_t size_ = 0;
  std::vector<T> said_;  // one for all points, or one for each
};

}  // namespace openspc::spc
