#include <cstdio>
#include <filesystem>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/files/read_file.hpp>
#include <vector>

#include "fuzz.hpp"

namespace {

/// The seed with a few bytes changed, removed, repeated or put in.
std::string mutated(std::string bytes, suregrasp::random_stream draw) {
  static std::vector<std::string> const words{"NaN", "inf", "-", "1e999",           "4294967295",
                                              "\n",  ";",   "{", "\xff\xff\xff\xff"};
  for (auto left = 1 + draw.below(6); left > 0 && !bytes.empty(); --left) {
    auto const at = draw.below(bytes.size());
    switch (draw.below(5)) {
      case 0:
        bytes[at] = static_cast<char>(draw.below(256));
        break;
      case 1:
        bytes.erase(at, 1 + draw.below(8));
        break;
      case 2:
        bytes.insert(at, words[draw.below(words.size())]);
        break;
      case 3:
        bytes.insert(at, bytes.substr(draw.below(bytes.size()), draw.below(64)));
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

void run(std::string const& bytes) {
  (void)run_one_input(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
}

}  // namespace

/// Without libFuzzer: every file of a folder of seeds, whole, cut off everywhere, and with two thousand mutations.
int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::size_t runs = 0;
  for (auto const& file : std::filesystem::directory_iterator(arguments[1])) {
    auto const seed = suregrasp::read_file(file.path());
    run(seed);
    for (std::size_t length = 0; length < seed.size(); length += 1 + seed.size() / 500) run(seed.substr(0, length));
    for (std::uint64_t i = 0; i < 2000; ++i, ++runs)
      run(mutated(seed, suregrasp::random_stream(i).fork(file.path().filename().string())));
  }
  std::printf("%zu mutations\n", runs);
  return runs > 0 ? 0 : 1;
}
