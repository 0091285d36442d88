#include <suregrasp/data/point_cloud/lzf.hpp>

#include "catch2.hpp"

using namespace suregrasp;

namespace {

std::string from_hex(std::string const& digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

}  // namespace

TEST_CASE("what liblzf compressed comes back") {
  CHECK(lzf_decompressed(from_hex("0d746f206265206f72206e6f742074400c082c2074686174206973800e601b016f74"), 40) ==
        "to be or not to be, that is to be or not");
  CHECK(lzf_decompressed(from_hex("016161e0ff00e01700016161"), 300) == std::string(300, 'a'));
  CHECK(lzf_decompressed("", 0) == "");
}

TEST_CASE("input that is cut, makes another size or refers to what is not there gives nothing") {
  auto const whole = from_hex("016161e0ff00e01700016161");
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK_FALSE(lzf_decompressed(whole.substr(0, length), 300));
  CHECK_FALSE(lzf_decompressed(whole, 299));
  CHECK_FALSE(lzf_decompressed(whole, 301));
  CHECK_FALSE(lzf_decompressed(from_hex("00612001"), 4));  // two bytes back, one is there
  CHECK(lzf_decompressed(from_hex("00612000"), 4) == "aaaa");
  CHECK_FALSE(lzf_decompressed(whole, std::size_t{1} << 60));
}
