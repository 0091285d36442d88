#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <suregrasp/core/digest.hpp>

using suregrasp::digest;

TEST_CASE("digest: the same content gives the same digits, in every run") {
  CHECK(digest().add("grasp").add(1.5).text() == digest().add("grasp").add(1.5).text());
  CHECK(digest().text() == "0000000000000000");
}

TEST_CASE("digest: the digits are those of former releases") {
  CHECK(digest().add("grasp").text() == "6ae7ad62c57fe93d");
  CHECK(digest().add("a rectangle").add("").text() == "73208014ca2553b7");
}

TEST_CASE("digest: any bit, the order and where pieces end make a difference") {
  std::string const content(100, 'x');
  std::set<std::string> digests{digest().add(content).text()};
  for (std::size_t i = 0; i < content.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = content;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      digests.insert(digest().add(changed).text());
    }
  CHECK(digests.size() == 801);
  CHECK(digest().add("ab").add("c").text() != digest().add("a").add("bc").text());
  CHECK(digest().add("a").add("b").text() != digest().add("b").add("a").text());
  CHECK(digest().add("a").text() != digest().add(std::string("a\0", 2)).text());
  CHECK(digest().add(0.0).text() != digest().add(-0.0).text());
}
