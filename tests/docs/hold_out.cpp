// Opens a data set of any format and holds out a fifth of its objects.
#include <cstdio>
#include <exception>
#include <string>
#include <suregrasp/data/group_split.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <vector>

int main(int count, char** arguments) try {
  if (count != 2) return std::fputs("usage: hold_out DATA\n", stderr), 2;
  auto const photographs = suregrasp::open_data_set(arguments[1]);
  std::vector<std::string> objects;
  for (auto const& entry : photographs.entries) objects.push_back(entry.object);
  auto const split = suregrasp::split_by_group(objects, 0.2, suregrasp::random_stream(1));

  std::size_t grasps = 0;
  for (auto const position : split.test) grasps += photographs.entries[position].read().data.grasps.size();
  std::printf("%zu photographs to learn from, %zu held out with %zu grasps\n", split.train.size(), split.test.size(),
              grasps);
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
