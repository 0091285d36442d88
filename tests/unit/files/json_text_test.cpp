#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/files/json_text.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using Catch::Contains;
using Catch::StartsWith;
using suregrasp_tests::error_of;

namespace {

suregrasp_tests::thrown refusal(std::string const& text, int most_depth = 64) {
  return error_of([&] { (void)parse_json(text, "d.json", "data.plain.json", most_depth); });
}

}  // namespace

TEST_CASE("json_text: what is no JSON is refused with line, column and the way out") {
  struct {
    std::string text, beginning, remedy;
  } const cases[] = {
      {"{\"a\":\n [1, NaN]}", "d.json:2:6: ", "no NaN"},
      {"{\"a\": nan}", "d.json:1:7: ", "no NaN"},
      {"[Infinity]", "d.json:1:2: ", "no infinity"},
      {"[0,\n-Infinity]", "d.json:2:1: ", "no infinity"},
      {"{\"a\": [1, 2,]}", "d.json:1:13: ", "remove the comma"},
      {"{\"a\": 1,\n}", "d.json:2:1: ", "remove the comma"},
      {"{\"a\": True}", "d.json:1:7: ", "true, false"},
      {"[None]", "d.json:1:2: ", "null"},
      {"{ // cups\n}", "d.json:1:3: ", "no comments"},
      {"{'a': 1}", "d.json:1:2: ", "double quotes"},
      {"[+5]", "d.json:1:2: ", "without a plus"},
      {"[\"gr\xFCn\"]", "d.json:1:", "UTF-8"},
      {"{\"a\": [1, 2", "d.json:1:12: ", "cut short"},
      {"", "d.json:1:1: ", "cut short"},
      {"[1] 2", "d.json:1:5: ", "expected JSON"},
  };
  for (auto const& each : cases) {
    INFO(each.text);
    auto const refused = refusal(each.text);
    CHECK(refused.id == "data.plain.json");
    CHECK_THAT(refused.message,
               StartsWith(each.beginning) && Contains("expected JSON, got `") && Contains(each.remedy));
  }
}

TEST_CASE("json_text: numbers of every kind, texts, truths and null are read") {
  auto const read = parse_json<nlohmann::json>(R"({"a": [-1, 2, 0.5, "text", true, false, null]})", "a.json", "id");
  CHECK(read == nlohmann::json{{"a", {-1, 2, 0.5, "text", true, false, nullptr}}});
}

TEST_CASE("json_text: a key twice, numbers beyond a double, and deep nesting are refused") {
  auto const twice = refusal(R"({"photographs": [{"image": "a.png", "x": 1, "image": "b.png"}]})");
  CHECK_THAT(twice.message, StartsWith("d.json: ") && Contains("each key once in an object of photographs") &&
                                Contains("`image` twice"));
  CHECK(refusal(R"({"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]})").id.empty());
  CHECK_THAT(refusal(R"({"a": 1, "a": 1})").message, Contains("the outermost object"));
  CHECK_THAT(refusal("[1e999]").message, StartsWith("d.json: ") && Contains("1e999"));
  CHECK(refusal("[[[1]]]", 3).id.empty());
  CHECK_THAT(refusal("[[[[1]]]]", 3).message, Contains("at most 3 deep"));
}

TEST_CASE("json_text: long lists of objects are read at once, wide ordered objects not at all") {
  std::string list = "[", object = "{";
  for (int i = 0; i < 300'000; ++i) list += "{},";  // the work of a second, were it done for each object anew: an hour
  CHECK(parse_json(list + "1]", "d.json", "x").size() == 300'001);
  for (int i = 0; i < 5000; ++i) object += "\"" + std::to_string(i) + "\": 1, ";
  CHECK(parse_json(object + "\"a\": 1}", "d.json", "x").size() == 5001);
  CHECK_THAT(error_of([&] { (void)parse_json<nlohmann::ordered_json>(object + "\"a\": 1}", "d.json", "x"); }).message,
             Contains("at most 4096 keys in the outermost object"));
}

TEST_CASE("json_text: a byte order mark is skipped, UTF-16 is refused") {
  CHECK(parse_json("\xEF\xBB\xBF{\"a\": 1}", "d.json", "data.plain.json").at("a") == 1);
  CHECK(parse_json<nlohmann::ordered_json>("{\"b\": 1, \"a\": 2}", "d.json", "x").dump() == "{\"b\":1,\"a\":2}");
  CHECK(refusal(std::string("\xFF\xFE{\0}\0", 6)).id == "data.text.encoding");
}

TEST_CASE("json_text: only UTF-8 can be written, and what is none is named") {
  CHECK(json_text(nlohmann::json{{"id", "gr\xC3\xBCn"}}, "o.json", -1) == "{\"id\":\"gr\xC3\xBCn\"}");
  for (auto const& json : {nlohmann::json{{"id", "gr\xFCn"}}, nlohmann::json{{"list", {"a", "gr\xFCn"}}},
                           nlohmann::json{{"gr\xFCn", 1}}}) {
    auto const refused = error_of([&] { (void)json_text(json, "o.json"); });
    CHECK(refused.id == "json.text");
    CHECK_THAT(refused.message, StartsWith("o.json: ") && Contains("`gr\\xFCn`") && Contains("rename"));
  }
}
