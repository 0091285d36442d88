#ifndef SUREGRASP_FILES_IMPL_ZIP_ENTRIES_HPP
#define SUREGRASP_FILES_IMPL_ZIP_ENTRIES_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The entries of a zip archive by name; each content is a view into the archive's bytes.
using zip_entries = std::map<std::string, std::string_view>;

namespace detail {

/// A little-endian number of `size` (at most 8) bytes at `at`, which must lie in `bytes`.
[[nodiscard]] inline std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Reads the parts of an archive; sizes and offsets follow the description of the format (PKWARE APPNOTE 6.3.10).
class zip_reader {
 public:
  zip_reader(std::string_view bytes, std::string const& path) : bytes_(bytes), path_(path) {}

  [[nodiscard]] zip_entries read() {
    auto const end = end_record();
    auto const count = number(end + 10, 2), size = number(end + 12, 4), start = number(end + 16, 4);
    if (count == 0xffff || size == 0xffffffff || start == 0xffffffff) refuse_zip64();
    if (number(end + 4, 4) != 0 || number(end + 8, 2) != count)
      fail("data.zip.structure", "expected an archive in one part");
    if (start > end || size > end - start) fail("data.zip.structure", "the directory exceeds the file");
    directory_ = start;
    auto at = directory_;
    for (std::size_t i = 0; i < count; ++i) at = read_entry(at, start + size);
    refuse_overlap();
    return std::move(entries_);
  }

 private:
  [[noreturn]] void fail(std::string const& id, std::string const& what) const {
    throw data_error(id, path_ + ": " + what);
  }
  [[noreturn]] void refuse_zip64() const {
    fail("data.zip.zip64", "expected a zip archive of less than 4 GiB and 65535 entries, got one that needs zip64");
  }
  [[nodiscard]] std::size_t number(std::size_t at, std::size_t size) const {
    return static_cast<std::size_t>(little_endian(bytes_, at, size));
  }

  /// Offset of the record that ends an archive: 22 bytes and a comment whose length the record states.
  [[nodiscard]] std::size_t end_record() const {
    constexpr std::size_t size = 22, longest_comment = 0xffff;
    for (std::size_t comment = 0; comment <= longest_comment && size + comment <= bytes_.size(); ++comment) {
      auto const at = bytes_.size() - size - comment;
      if (bytes_.substr(at, 4) == "PK\5\6" && number(at + 20, 2) == comment) return at;
    }
    fail("data.zip.structure", "not a zip archive, or cut short (its end is missing)");
  }

  /// Adds the entry that the directory describes at `at`; returns the offset of the next description.
  std::size_t read_entry(std::size_t at, std::size_t end) {
    constexpr std::size_t fixed = 46;
    if (end - at < fixed || bytes_.substr(at, 4) != "PK\1\2")
      fail("data.zip.structure", "the directory is malformed at byte " + std::to_string(at));
    auto const name_size = number(at + 28, 2);
    auto const described = fixed + name_size + number(at + 30, 2) + number(at + 32, 2);
    if (described > end - at) fail("data.zip.structure", "the directory ends within an entry");
    std::string const name(bytes_.substr(at + fixed, name_size));
    auto const where = "entry '" + name + "'";
    auto const packed = number(at + 20, 4), size = number(at + 24, 4), local = number(at + 42, 4);
    if (packed == 0xffffffff || size == 0xffffffff || local == 0xffffffff) refuse_zip64();
    if (number(at + 8, 2) & 1U) fail("data.zip.encrypted", where + " is encrypted");
    if (auto const method = number(at + 10, 2); method != 0 || packed != size)
      fail("data.zip.compressed",
           where + ": expected it stored as it is, got compression method " + std::to_string(method));
    if (!entries_.emplace(name, content(where, local, size)).second)
      fail("data.zip.structure", where + " occurs twice");
    return at + described;
  }

  /// The content after an entry's own header, which begins at `local`.
  [[nodiscard]] std::string_view content(std::string const& where, std::size_t local, std::size_t size) {
    constexpr std::size_t fixed = 30;
    if (local > directory_ || directory_ - local < fixed || bytes_.substr(local, 4) != "PK\3\4")
      fail("data.zip.structure", where + ": no header at byte " + std::to_string(local));
    auto const begin = local + fixed + number(local + 26, 2) + number(local + 28, 2);
    if (begin > directory_ || size > directory_ - begin) fail("data.zip.structure", where + " exceeds the file");
    spans_.emplace_back(local, begin + size);
    return bytes_.substr(begin, size);
  }

  /// Refuses entries that share a byte; the entries together are then no larger than the archive.
  void refuse_overlap() {
    std::ranges::sort(spans_);
    for (std::size_t i = 1; i < spans_.size(); ++i)
      if (spans_[i].first < spans_[i - 1].second)
        fail("data.zip.overlap", "two entries overlap at byte " + std::to_string(spans_[i].first));
  }

  std::string_view bytes_;
  std::string const& path_;
  std::size_t directory_ = 0;
  zip_entries entries_;
  std::vector<std::pair<std::size_t, std::size_t>> spans_;
};

}  // namespace detail

/// The entries of a zip archive in memory whose entries are stored without compression. They are views into `bytes`;
/// `path` is for messages. Throws `data_error` for compressed, encrypted or overlapping entries, for zip64 and for
/// anything malformed. Checksums are not compared.
[[nodiscard]] inline zip_entries read_zip_entries(std::string_view bytes, std::string const& path) {
  return detail::zip_reader(bytes, path).read();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_IMPL_ZIP_ENTRIES_HPP
