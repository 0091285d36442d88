#ifndef SUREGRASP_FILES_IMPL_PICKLE_BYTES_HPP
#define SUREGRASP_FILES_IMPL_PICKLE_BYTES_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/impl/zip_entries.hpp>
#include <utility>

namespace suregrasp::inline v2::detail {

/// The bytes of a pickle, taken from front to back; asking for more than there are throws `data_error`.
class pickle_bytes {
 public:
  pickle_bytes(std::string_view bytes, std::string where) : bytes_(bytes), where_(std::move(where)) {}

  [[noreturn]] void fail(std::string const& what, std::string const& id = "data.state_dict.pickle") const {
    throw data_error(id, where_ + ", byte " + std::to_string(at_) + ": " + what);
  }

  [[nodiscard]] std::string_view take(std::size_t size) {
    if (size > bytes_.size() - at_) fail("the pickle is cut short");
    auto const taken = bytes_.substr(at_, size);
    at_ += size;
    return taken;
  }

  [[nodiscard]] std::uint64_t number(std::size_t size) { return little_endian(take(size), 0, size); }

  /// A text after its length, which is stored in `size` bytes.
  [[nodiscard]] std::string_view text(std::size_t size) { return take(static_cast<std::size_t>(number(size))); }

  /// The text up to the next line end, which is consumed.
  [[nodiscard]] std::string line() {
    auto const end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) fail("the pickle is cut short");
    std::string text(take(end - at_));
    ++at_;
    return text;
  }

  /// A whole number in two's complement after its length in bytes.
  [[nodiscard]] std::int64_t whole_number() {
    auto const size = static_cast<std::size_t>(number(1));
    if (size > 8) fail("expected a number of at most 8 bytes, got " + std::to_string(size));
    auto value = number(size);
    if (size > 0 && size < 8 && value >> (8 * size - 1) != 0) value |= ~std::uint64_t{0} << (8 * size);
    return static_cast<std::int64_t>(value);
  }

  /// A double; the only big-endian value in a pickle.
  [[nodiscard]] double real_number() {
    std::uint64_t bits = 0;
    for (char const byte : take(8)) bits = bits << 8U | static_cast<unsigned char>(byte);
    return std::bit_cast<double>(bits);
  }

 private:
  std::string_view bytes_;
  std::string where_;
  std::size_t at_ = 0;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_FILES_IMPL_PICKLE_BYTES_HPP
