#include <suregrasp/data/point_cloud/lzf.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  if (bytes.size() < 4) return;
  auto const at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[i])); };
  std::size_t const size = at(0) | at(1) << 8 | at(2) << 16 | at(3) << 24;
  auto const content = suregrasp::lzf_decompressed(bytes.substr(4), size);
  require(!content || (content->size() == size && size < 88 * bytes.size()));
}
