#ifndef SUREGRASP_IMAGES_IMPL_JPEG_CODE_HPP
#define SUREGRASP_IMAGES_IMPL_JPEG_CODE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace suregrasp::inline v2::detail {

/// The bits of a JPEG scan, up to the next marker. After the last one come zeros, and `short_of_bits` says so.
class jpeg_bits {
 public:
  jpeg_bits(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  /// The next 16 bits, which stay.
  [[nodiscard]] std::uint32_t ahead() {
    while (have_ < 16) {
      bits_ = bits_ << 8 | next_byte();
      have_ += 8;
    }
    return static_cast<std::uint32_t>(bits_ >> (have_ - 16)) & 0xffff;
  }

  /// The next `count` bits, 0 to 16.
  std::uint32_t take(int count) {
    auto const value = ahead() >> (16 - count);
    have_ -= count;
    return value;
  }

  /// Whether more bits were taken than there are.
  [[nodiscard]] bool short_of_bits() const { return have_ < invented_; }

  /// Begins anew after the restart marker of number `n`, from 0 to 7; false where it isn't the next.
  [[nodiscard]] bool restart(std::size_t n) {
    have_ = invented_ = 0;
    bits_ = 0;
    while (at_ + 1 < bytes_.size() && byte(at_) == 0xff && byte(at_ + 1) == 0xff) ++at_;
    if (at_ + 1 >= bytes_.size() || byte(at_) != 0xff || byte(at_ + 1) != 0xd0 + n) return false;
    at_ += 2;
    return true;
  }

 private:
  [[nodiscard]] std::size_t byte(std::size_t at) const { return static_cast<std::uint8_t>(bytes_[at]); }

  [[nodiscard]] std::uint64_t next_byte() {
    bool const stuffed = at_ < bytes_.size() && byte(at_) == 0xff;
    if (at_ >= bytes_.size() || (stuffed && (at_ + 1 >= bytes_.size() || byte(at_ + 1) != 0))) {
      invented_ += 8;
      return 0;
    }
    auto const value = byte(at_);
    at_ += stuffed ? 2 : 1;
    return value;
  }

  std::string_view bytes_;
  std::size_t at_;
  std::uint64_t bits_ = 0;
  int have_ = 0, invented_ = 0;  ///< bits in `bits_`, and how many of the last ones are not in the file
};

/// A table of Huffman codes. Source: ITU-T T.81, annexes C and F.2.2.3.
class jpeg_code {
 public:
  static constexpr int unknown = -1;

  /// The table of a DHT segment from its 16 numbers of codes by length on; nothing where it is damaged.
  [[nodiscard]] static std::optional<jpeg_code> of(std::string_view table) {
    if (table.size() < 16) return std::nullopt;
    jpeg_code result;
    std::uint32_t code = 0, index = 0;
    for (std::size_t length = 1; length <= 16; ++length, code <<= 1) {
      auto const count = static_cast<std::uint8_t>(table[length - 1]);
      result.offset_[length] = static_cast<int>(index) - static_cast<int>(code);
      code += count;
      index += count;
      if (code > 1U << length || index > 256 || table.size() < 16 + index) return std::nullopt;
      result.end_[length] = code << (16 - length);
    }
    result.size_ = 16 + index;
    for (std::size_t i = 0; i < index; ++i) result.symbols_[i] = static_cast<std::uint8_t>(table[16 + i]);
    result.make_short_codes();
    return result;
  }

  /// Bytes that the table takes of its segment.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// The symbol whose code comes next, or `unknown`.
  [[nodiscard]] int next(jpeg_bits& bits) const {
    auto const ahead = bits.ahead();
    if (auto const known = short_codes_[ahead >> 7]; known != 0) {
      bits.take(known >> 8);
      return known & 255;
    }
    return symbol(ahead, bits);
  }

 private:
  /// What a code of `length` bits stands for.
  [[nodiscard]] std::uint8_t symbol_of(int code, std::size_t length) const {
    int const at = code + offset_[length];
    return symbols_[static_cast<std::size_t>(at)];
  }

  [[nodiscard]] int symbol(std::uint32_t ahead, jpeg_bits& bits) const {
    for (int length = 1; length <= 16; ++length)
      if (ahead < end_[static_cast<std::size_t>(length)]) {
        bits.take(length);
        return symbol_of(static_cast<int>(ahead >> (16 - length)), static_cast<std::size_t>(length));
      }
    return unknown;
  }

  /// Length and symbol of each code of at most 9 bits, by the next 9 bits; most codes are that short.
  void make_short_codes() {
    for (std::uint32_t ahead = 0; ahead < 512; ++ahead)
      for (std::size_t length = 1; length <= 9; ++length)
        if (ahead << 7 < end_[length]) {
          short_codes_[ahead] =
              static_cast<std::uint16_t>(length << 8 | symbol_of(static_cast<int>(ahead >> (9 - length)), length));
          break;
        }
  }

  std::array<std::uint32_t, 17> end_{};  ///< by length: the first 16 bits that are no code of that length or less
  std::array<int, 17> offset_{};         ///< from a code to the index of its symbol
  std::array<std::uint8_t, 256> symbols_{};
  std::array<std::uint16_t, 512> short_codes_{};
  std::size_t size_ = 16;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_JPEG_CODE_HPP
