#ifndef SUREGRASP_CORE_DIGEST_HPP
#define SUREGRASP_CORE_DIGEST_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace suregrasp::inline v2 {

/// A 64-bit hash that tells contents apart, such as two configurations; no protection against contents made to collide.
///
/// Each word of eight bytes goes through the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). The length of each
/// piece is hashed too, so that adding `"ab"`, `"c"` differs from adding `"a"`, `"bc"`.
class digest {
 public:
  digest& add(std::string_view bytes) {
    mix(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, std::min(sizeof word, bytes.size() - i));
      mix(word);
    }
    return *this;
  }

  /// Adds the bytes of a number as they lie in memory, so the digest depends on its type and the machine's byte order.
  template <class T>
    requires std::is_arithmetic_v<T>
  digest& add(T value) {
    return add(std::string_view(reinterpret_cast<char const*>(&value), sizeof value));
  }

  /// The digest of what was added so far, as sixteen hexadecimal digits.
  [[nodiscard]] std::string text() const {
    std::string result(16, '0');
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = "0123456789abcdef"[(state_ >> (60 - 4 * i)) & 15];
    return result;
  }

 private:
  void mix(std::uint64_t word) {
    std::uint64_t z = (state_ ^ word) + 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    state_ = z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_DIGEST_HPP
