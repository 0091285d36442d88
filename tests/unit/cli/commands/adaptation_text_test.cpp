#include "cli/commands/adaptation_text.hpp"

#include <catch2/catch.hpp>

using namespace suregrasp;
using namespace suregrasp::cli;

TEST_CASE("adaptation_text: a filter's record holds what it goes by") {
  CHECK(to_json(named_filter_options{}).dump() == R"({"name":"quantile","keep_share":0.5,"window":256})");
  CHECK(to_json(named_filter_options{.threshold = 3}).dump() == R"({"name":"fixed","threshold":3.0})");
  CHECK(to_json(named_filter_options{.name = filter_name::soft, .threshold = 1, .warm_up = 2}).dump() ==
        R"({"name":"soft","threshold":1.0,"softness":0.1,"warm_up":2})");
}

TEST_CASE(
    "adaptation_text: figures that there are not are null, those of pseudo-labels left out where there are none") {
  adaptation_result const result{
      .curve = {{.step = 0, .evaluation_loss = 2}, {.step = 5, .loss = 1, .evaluation_loss = 1}},
      .best_loss = 1,
      .final_loss = 1,
      .labelled = {"a"},
      .unlabelled = {"b", "c"},
      .unlabelled_locations = 4,
      .locations_near_labels = 3};
  auto const all = to_json(result, adaptation_method::confident);
  CHECK(all.at("method") == "confident");
  CHECK(all.at("labelled") == 1);
  CHECK(all.at("places_near_labels") == 3);
  CHECK(all.at("filter").at("name") == "quantile");
  CHECK(all.at("curve")[0].at("loss").is_null());
  CHECK_FALSE(all.at("curve")[0].contains("lesson_error"));
  CHECK(all.at("curve")[1].at("lesson_error").is_null());
  CHECK(to_json(result, adaptation_method::mean_teacher).at("method") == "mean-teacher");
  auto const direct = to_json(result, adaptation_method::direct);
  CHECK_FALSE(direct.contains("filter"));
  CHECK_FALSE(direct.at("curve")[1].contains("lesson_error"));
}
