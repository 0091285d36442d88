#include <catch2/catch.hpp>
#include <span>
#include <string>
#include <suregrasp/distributed/agreement.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/testing/thread_group.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp::testing::in_threads;
using suregrasp::testing::thread_group;
using suregrasp_tests::error_of;
using list = std::vector<double>;

TEST_CASE("collectives: the group of one has its own values back") {
  single_process const alone;
  list values{1, 2};
  sum_over(alone, std::span(values));
  CHECK(values == list{1, 2});
  CHECK(gather_values(alone, values) == values);
  CHECK(from_first(alone, "text") == "text");
  CHECK_NOTHROW(wait_for_all(alone));
  require_equal(alone, "a digest", "7");
}

TEST_CASE("collectives: values of different counts are gathered by rank") {
  in_threads(3, [](thread_group const& group) {
    auto const all = gather_values(group, std::vector<int>(group.rank(), static_cast<int>(group.rank())));
    if (all != std::vector<int>{1, 2, 2}) throw error("test", "gathered otherwise");
  });
}

TEST_CASE("collectives: counts that differ are refused in a sum") {
  CHECK(error_of([] {
          in_threads(2, [](thread_group const& group) {
            list values(1 + group.rank());
            sum_over(group, std::span(values));
          });
        }).id == "distributed.count");
}

TEST_CASE("batch_part: parts follow each other and differ by one at most") {
  for (std::size_t const size : {1U, 2U, 3U, 7U})
    for (std::size_t const items : {0U, 1U, 8U, 9U, 100U}) {
      std::vector<batch_part> parts(size);
      in_threads(size, [&](thread_group const& group) { parts[group.rank()] = part_of(items, group); });
      std::size_t next = 0;
      for (auto const& part : parts) {
        CHECK(part.first == next);
        CHECK(part.of == items);
        CHECK(part.count >= items / size);
        CHECK(part.count <= items / size + 1);
        next += part.count;
      }
      CHECK(next == items);
    }
  CHECK(part_of(5, single_process{}) == batch_part::whole(5));
}

TEST_CASE("batch_part: a batch has an item for each") {
  in_threads(2, [](thread_group const& group) { require_item_for_each(2, group, "batch"); });
  CHECK(error_of([] {
          in_threads(3, [](thread_group const& group) { require_item_for_each(2, group, "batch"); });
        }).id == "distributed.batch");
}

TEST_CASE("agreement: one that differs is named in all processes") {
  in_threads(2, [](thread_group const& group) { require_one_configuration(group, {{"seed", "1"}, {"", ":2:"}}); });
  for (std::string const left_out : {"", "1"}) {
    std::vector<std::string> said(3);
    in_threads(3, [&](thread_group const& group) {
      std::map<std::string, std::string> configuration{{"batch", "8"}};
      if (group.rank() != 2 || !left_out.empty()) configuration["seed"] = group.rank() == 2 ? "2" : "1";
      said[group.rank()] = error_of([&] { require_one_configuration(group, configuration); }).message;
    });
    for (auto const& each : said) {
      CHECK(each == said.front());
      CHECK(each.find("'seed' is '1' in rank 0 and " + std::string(left_out.empty() ? "nothing" : "'2'") +
                      " in rank 2") != std::string::npos);
    }
  }
  CHECK(error_of([] {
          in_threads(
              2, [](thread_group const& group) { require_equal(group, "the teacher", std::to_string(group.rank())); });
        }).id == "distributed.unequal");
}

TEST_CASE("thread_group: an exception of one ends the others") {
  CHECK(error_of([] {
          in_threads(3, [](thread_group const& group) {
            if (group.rank() == 1) throw data_error("test.own", "of its own accord");
            wait_for_all(group);
          });
        }).id == "test.own");
}
