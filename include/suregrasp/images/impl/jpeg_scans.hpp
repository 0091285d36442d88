#ifndef SUREGRASP_IMAGES_IMPL_JPEG_SCANS_HPP
#define SUREGRASP_IMAGES_IMPL_JPEG_SCANS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/images/impl/jpeg_code.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Follows the codes of a JPEG's scans without computing pixels, to know whether every block of them is there: decoders
/// fill what lacks with grey, without an error. Sequential and progressive files with Huffman codes.
/// Source: ITU-T T.81, annexes A.2, B.2, F.2 and G.1.2.
class jpeg_scans {
 public:
  /// The content of a frame's segment (SOF); false where it is damaged.
  [[nodiscard]] bool frame(std::string_view segment, bool progressive) {
    auto const at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<std::uint8_t>(segment[i])); };
    if (segment.size() < 6 || segment.size() < 6 + 3 * at(5)) return false;
    height_ = at(1) << 8 | at(2), width_ = at(3) << 8 | at(4);
    progressive_ = progressive;
    for (std::size_t i = 0; i < at(5); ++i) {
      component const c{at(6 + 3 * i), at(7 + 3 * i) >> 4, at(7 + 3 * i) & 15};
      if (c.across < 1 || c.across > 4 || c.down < 1 || c.down > 4) return false;
      most_across_ = std::max(most_across_, c.across), most_down_ = std::max(most_down_, c.down);
      components_.push_back(c);
    }
    return !components_.empty() && width_ > 0 && height_ > 0;
  }

  /// The content of a segment with Huffman tables (DHT); false where it is damaged.
  [[nodiscard]] bool tables(std::string_view segment) {
    while (!segment.empty()) {
      auto const kind = static_cast<std::uint8_t>(segment[0]);
      auto const code = jpeg_code::of(segment.substr(1));
      if (!code || (kind >> 4) > 1 || (kind & 15) > 3) return false;
      codes_[kind >> 4][kind & 15] = code;
      segment.remove_prefix(1 + code->size());
    }
    return true;
  }

  /// The content of a segment that sets the blocks between restart markers (DRI).
  void restarts(std::string_view segment) {
    if (segment.size() >= 2)
      restart_ =
          static_cast<std::size_t>(static_cast<std::uint8_t>(segment[0])) << 8 | static_cast<std::uint8_t>(segment[1]);
  }

  /// What is wrong with a scan whose segment (SOS) holds `header` and whose codes begin at `at`; nothing where every
  /// block is there. A file without its tables, as in motion JPEG, is not followed.
  [[nodiscard]] std::optional<std::string> damage(std::string_view header, std::string_view bytes, std::size_t at) {
    if (!read_header(header)) return "has a damaged header";
    if (!std::ranges::all_of(scanned_, [&](auto const& s) { return has_codes(s); })) return std::nullopt;
    jpeg_bits bits(bytes, at);
    end_run_ = 0;
    auto const [across, down] = units();
    for (std::size_t n = 0; n < across * down; ++n) {
      auto const share = std::to_string(n * 100 / (across * down)) + " % of its pixels";
      if (restart_ > 0 && n > 0 && n % restart_ == 0) {
        end_run_ = 0;
        if (!bits.restart((n / restart_ - 1) % 8)) return "lacks a restart marker after " + share;
      }
      bool const known = unit(bits, n, across);
      if (bits.short_of_bits()) return "ends after " + share;
      if (!known) return "holds codes that are none after " + share;
    }
    return std::nullopt;
  }

  /// Whether each channel was in a scan, and no coefficient lacks bits that a later scan should have brought.
  [[nodiscard]] bool complete() const {
    return std::ranges::all_of(components_, [](auto const& c) {
      return c.scanned && std::ranges::all_of(c.lacking_bits, [](auto bits) { return bits == 0; });
    });
  }

 private:
  struct component {
    std::size_t id, across, down;  ///< `across` and `down`: blocks of a unit of all channels
    bool scanned = false;
    std::array<std::size_t, 64> lacking_bits{};  ///< of each coefficient, after the scans so far
    std::vector<std::uint64_t> known{};  ///< of each block, which coefficients are not 0; progressive files only
  };
  struct scanned_component {
    component* of;
    std::size_t first_code, other_code;
  };

  [[nodiscard]] bool read_header(std::string_view header) {
    auto const at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<std::uint8_t>(header[i])); };
    scanned_.clear();
    if (header.empty() || at(0) < 1 || at(0) > 4 || header.size() < 4 + 2 * at(0)) return false;
    for (std::size_t i = 0; i < at(0); ++i) {
      auto const c = std::ranges::find(components_, at(1 + 2 * i), &component::id);
      if (c == components_.end() || (at(2 + 2 * i) >> 4) > 3 || (at(2 + 2 * i) & 15) > 3) return false;
      c->scanned = true;
      scanned_.push_back({&*c, at(2 + 2 * i) >> 4, at(2 + 2 * i) & 15});
    }
    std::size_t const rest = 1 + 2 * at(0);
    first_ = progressive_ ? at(rest) : 0, last_ = progressive_ ? at(rest + 1) : 63;
    refines_ = progressive_ && (at(rest + 2) >> 4) > 0;
    if (first_ > last_ || last_ > 63 || (first_ > 0 && scanned_.size() > 1)) return false;
    for (auto const& s : scanned_)
      for (auto k = first_; progressive_ && k <= last_; ++k) s.of->lacking_bits[k] = at(rest + 2) & 15;
    return true;
  }

  [[nodiscard]] bool has_codes(scanned_component const& s) const {
    bool const first = first_ == 0 && !refines_, others = progressive_ ? first_ > 0 : true;
    return (!first || codes_[0][s.first_code]) && (!others || codes_[1][s.other_code]);
  }

  /// Units of the scan across and down: of all channels, or blocks of the only one.
  [[nodiscard]] std::array<std::size_t, 2> units() const {
    auto const parts = [](std::size_t whole, std::size_t part) { return (whole + part - 1) / part; };
    if (scanned_.size() > 1) return {parts(width_, 8 * most_across_), parts(height_, 8 * most_down_)};
    auto const& c = *scanned_[0].of;
    return {parts(parts(width_ * c.across, most_across_), 8), parts(parts(height_ * c.down, most_down_), 8)};
  }

  [[nodiscard]] bool unit(jpeg_bits& bits, std::size_t n, std::size_t units_across) {
    for (auto const& s : scanned_) {
      std::size_t const across = scanned_.size() > 1 ? s.of->across : 1, down = scanned_.size() > 1 ? s.of->down : 1;
      for (std::size_t i = 0; i < across * down; ++i)
        if (!(progressive_ && first_ > 0 ? refined_block(bits, s, n, units_across) : plain_block(bits, s)))
          return false;
    }
    return true;
  }

  /// A block of a sequential file, or the first coefficient of one in a progressive file.
  [[nodiscard]] bool plain_block(jpeg_bits& bits, scanned_component const& s) const {
    if (refines_) return bits.take(1), true;
    int const size = codes_[0][s.first_code]->next(bits);
    if (size < 0 || size > 15) return false;
    bits.take(size);
    for (std::size_t k = 1; !progressive_ && k < 64; ++k) {
      int const symbol = codes_[1][s.other_code]->next(bits);
      if (symbol < 0) return false;
      if ((symbol & 15) == 0 && symbol != 0xf0) break;
      k += static_cast<std::size_t>(symbol >> 4);
      if (k > 63) return false;
      bits.take(symbol & 15);
    }
    return true;
  }

  /// The other coefficients of a block in a progressive file.
  [[nodiscard]] bool refined_block(jpeg_bits& bits, scanned_component const& s, std::size_t n,
                                   std::size_t units_across) {
    auto& blocks = s.of->known;
    if (blocks.empty()) blocks.resize(units_across * units()[1]);
    auto& known = blocks[n];
    auto const& code = *codes_[1][s.other_code];
    std::size_t k = first_;
    while (end_run_ == 0 && k <= last_) {
      int const symbol = code.next(bits);
      if (symbol < 0) return false;
      int run = symbol >> 4, size = symbol & 15;
      if (size == 0 && run < 15) {
        end_run_ = (std::size_t{1} << run) + bits.take(run);
        break;
      }
      if (size > 0) bits.take(refines_ ? 1 : size);
      k = skipped(bits, known, k, run);
      if (size > 0 && k > last_) return false;
      if (size > 0) known |= std::uint64_t{1} << k;
      ++k;
    }
    if (end_run_ == 0) return true;
    --end_run_;
    for (; refines_ && k <= last_; ++k)
      if (known >> k & 1) bits.take(1);
    return true;
  }

  /// The coefficient after `run` zeros from `k` on; each known one between takes a bit where this scan refines.
  [[nodiscard]] std::size_t skipped(jpeg_bits& bits, std::uint64_t known, std::size_t k, int run) const {
    if (!refines_) return k + static_cast<std::size_t>(run);
    for (; k <= last_; ++k) {
      if (known >> k & 1)
        bits.take(1);
      else if (--run < 0)
        break;
    }
    return k;
  }

  std::size_t width_ = 0, height_ = 0, most_across_ = 1, most_down_ = 1, restart_ = 0;
  bool progressive_ = false;
  std::vector<component> components_;
  std::array<std::array<std::optional<jpeg_code>, 4>, 2> codes_{};
  std::vector<scanned_component> scanned_;           ///< of the scan at hand, as are the following
  std::size_t first_ = 0, last_ = 63, end_run_ = 0;  ///< coefficients; blocks that have none any more
  bool refines_ = false;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_JPEG_SCANS_HPP
