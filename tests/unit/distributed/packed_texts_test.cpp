#include <suregrasp/distributed/impl/packed_texts.hpp>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using suregrasp::detail::packed_texts;
using suregrasp::detail::unpacked_texts;

TEST_CASE("packed_texts: any texts come back, the empty ones and those that look like packed ones too") {
  std::string const zeros(3, '\0');
  std::vector<std::string> const texts{"", "2:ab", ":", zeros, "", "12"};
  CHECK(unpacked_texts(packed_texts(texts)) == texts);
  CHECK(packed_texts({"ab", ""}) == "2:ab0:");
  CHECK(unpacked_texts("").empty());
}
