#pragma once
#include <cstddef>
#include <utility>
#include <vector>

namespace longshore::maps {

/// Lends vectors that keep their memory from loan to loan: short lists are made and thrown away for every value.
/// Outlives its loans. Not thread-safe.
template <class T>
class Scratch {
 public:
  class Loan {
   public:
    Loan(Scratch& owner, std::vector<T> items) : owner_(&owner), items_(std::move(items)) {}
    Loan(Loan&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), items_(std::move(other.items_)) {}
    Loan& operator=(Loan&& other) noexcept {
      std::swap(owner_, other.owner_);
      std::swap(items_, other.items_);
      return *this;
    }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() {
      if (!owner_) return;
      items_.clear();
      owner_->free_.push_back(std::move(items_));
    }

    std::vector<T>& operator*() { return items_; }
    std::vector<T>* operator->() { return &items_; }
    bool empty() const { return items_.empty(); }
    std::size_t size() const { return items_.size(); }
    const T& front() const { return items_.front(); }
    const T& operator[](std::size_t at) const { return items_[at]; }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

   private:
    Scratch* owner_;
    std::vector<T> items_;
  };

  Loan take() {
    if (free_.empty()) return {*this, {}};
    auto items = std::move(free_.back());
    free_.pop_back();
    return {*this, std::move(items)};
  }

 private:
  std::vector<std::vector<T>> free_;
};

}  // namespace longshore::maps
