#ifndef SUREGRASP_FILES_IMPL_PICKLE_STACK_HPP
#define SUREGRASP_FILES_IMPL_PICKLE_STACK_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/impl/pickle_bytes.hpp>
#include <suregrasp/files/impl/pickle_values.hpp>
#include <utility>
#include <variant>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The state of a pickle machine: its values, a stack of indices to them, marks in the stack, and the memo (values
/// noted by number). A value that is missing or of another kind than expected throws `data_error` that names the byte
/// which `bytes` has come to.
class pickle_stack {
 public:
  explicit pickle_stack(pickle_bytes const& bytes) : bytes_(bytes) {}

  [[nodiscard]] pickle_values const& values() const { return values_; }

  void push(pickle_value value) {
    values_.push_back(std::move(value));
    push_again(values_.size() - 1);
  }
  void push_again(pickle_index index) { stack_.push_back(index); }

  [[nodiscard]] pickle_index top() const {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) bytes_.fail("a value is missing");
    return stack_.back();
  }
  [[nodiscard]] pickle_index pop() {
    auto const index = top();
    stack_.pop_back();
    return index;
  }
  /// The last `count` values, deepest first.
  [[nodiscard]] std::vector<pickle_index> pop(std::size_t count) {
    std::vector<pickle_index> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
  }

  void mark() { marks_.push_back(stack_.size()); }
  /// Takes the values above the last mark, and the mark.
  [[nodiscard]] std::vector<pickle_index> pop_to_mark() {
    if (marks_.empty()) bytes_.fail("a mark is missing");
    auto items = pop(stack_.size() - marks_.back());
    marks_.pop_back();
    return items;
  }

  /// Stores the value on top in the memo under `number`, to be recalled by it.
  void note(std::uint64_t number) { notes_[number] = top(); }
  void recall(std::uint64_t number) {
    auto const found = notes_.find(number);
    if (found == notes_.end()) bytes_.fail("value " + std::to_string(number) + " is recalled before it was noted");
    push_again(found->second);
  }

  template <class Value>
  [[nodiscard]] Value& as(pickle_index index, char const* expected) {
    if (auto* const value = std::get_if<Value>(&values_[index])) return *value;
    bytes_.fail(std::string("expected ") + expected);
  }
  [[nodiscard]] std::vector<pickle_index> const& items_of(pickle_index index, std::size_t at_least) {
    auto const& items = as<pickle_sequence>(index, "a tuple").items;
    if (items.size() < at_least) bytes_.fail("expected a tuple of " + std::to_string(at_least) + " values");
    return items;
  }
  [[nodiscard]] extents extents_of(pickle_index index) {
    auto const& items = items_of(index, 0);
    if (items.size() > extents::capacity)  // which also keeps a reused tuple from multiplying
      bytes_.fail("expected at most " + std::to_string(extents::capacity) + " axes, got " +
                  std::to_string(items.size()));
    extents result;
    for (auto const item : items) result.push_back(as<std::int64_t>(item, "a whole number"));
    return result;
  }

 private:
  pickle_bytes const& bytes_;
  pickle_values values_;
  std::vector<pickle_index> stack_;
  std::vector<std::size_t> marks_;
  std::map<std::uint64_t, pickle_index> notes_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_FILES_IMPL_PICKLE_STACK_HPP
