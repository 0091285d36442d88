#include <catch2/catch.hpp>
#include <filesystem>
#include <suregrasp/teacher/checkpoint_folder.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

training_checkpoint<float> moment_of(std::int64_t step) {
  training_checkpoint<float> moment{.step = step};
  moment.tensors["student/w"] = {{2, 1}, {0.1F, -3}};
  moment.numbers["filter"] = {1.0 / 3, -0.0};
  moment.numbers["none"] = {};
  moment.bytes["optimizer"] = std::string("\0\xff", 2);
  moment.configuration = {{"labelled", "a \"b\""}, {"seed", "1"}};
  return moment;
}

/// Replaces the last byte of a file, or cuts it off.
void spoil(std::filesystem::path const& path, bool cut) {
  auto bytes = read_file(path);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  if (cut) bytes.pop_back();
  write_file(path, bytes);
}

}  // namespace

TEST_CASE("checkpoint_folder: what was written comes back to the bit, the newest first") {
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder / "new", 3);
  auto const configuration = moment_of(0).configuration;
  CHECK_FALSE(checkpoints.newest(configuration).newest.has_value());
  for (std::int64_t const step : {9, 10, 200}) checkpoints.write(moment_of(step));
  auto const found = checkpoints.newest(configuration);
  REQUIRE(found.newest);
  CHECK(found.ignored.empty());
  CHECK(found.newest->step == 200);
  CHECK(found.newest->tensors.at("student/w").shape == extents{2, 1});
  CHECK(format_checkpoint(*found.newest) == format_checkpoint(moment_of(200)));
}

TEST_CASE("checkpoint_folder: a torn file is passed over with a line, whether cut or changed") {
  for (bool const cut : {true, false}) {
    temporary_folder const folder;
    checkpoint_folder<float> const checkpoints(folder.path());
    checkpoints.write(moment_of(1));
    checkpoints.write(moment_of(2));
    spoil(folder / "step-000000000002.safetensors", cut);
    auto const found = checkpoints.newest(moment_of(0).configuration);
    REQUIRE(found.newest);
    CHECK(found.newest->step == 1);
    REQUIRE(found.ignored.size() == 1);
    CHECK_THAT(found.ignored.front(), Catch::Contains("ignored ") && Catch::Contains("step-000000000002"));
  }
}

TEST_CASE("checkpoint_folder: only the last are kept, and what was half written is cleared away") {
  temporary_folder const folder;
  write_file(folder / "step-000000000007.safetensors.suregrasp-0123456789abcdef", std::string_view("half"));
  write_file(folder / "notes.txt", std::string_view("mine"));
  checkpoint_folder<float> const checkpoints(folder.path(), 2);
  CHECK(folder.count() == 1);
  for (std::int64_t step = 0; step < 5; ++step) checkpoints.write(moment_of(step));
  CHECK(folder.count() == 3);
  CHECK(checkpoints.newest(moment_of(0).configuration).newest->step == 4);
  CHECK(std::filesystem::exists(folder / "notes.txt"));
  CHECK(error_of([&] { checkpoint_folder<float>(folder.path(), 0); }).id == "checkpoint.keep");
  CHECK(error_of([&] { checkpoint_folder<float>(folder / "notes.txt"); }).id == "io.write");
}

TEST_CASE("checkpoint_folder: only what it wrote is removed, whatever the names of others") {
  temporary_folder const folder;
  write_file(folder / "outside", std::string_view("mine"));
  std::filesystem::create_directory(folder / "kept");
  for (auto const* name : {"step-000000000001.safetensors.backup", "step-000000000000.safetensors",
                           "step-experiment9.safetensors", "step-000000000001.safetensors.suregrasp-0123456789abcdeg"})
    write_file(folder / "kept" / name, std::string_view("mine"));
  std::filesystem::create_symlink(folder / "outside", folder / "kept" / "step-000000000002.safetensors");
  checkpoint_folder<float> const checkpoints(folder / "kept", 1);
  for (std::int64_t step = 5; step < 8; ++step) checkpoints.write(moment_of(step));
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "kept"), {}) == 6);
  CHECK(read_file(folder / "outside") == "mine");
}

TEST_CASE("checkpoint_folder: another configuration, or another backend, is refused by name") {
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder.path());
  checkpoints.write(moment_of(1));
  auto const refused = error_of([&] { (void)checkpoints.newest({{"labelled", "a \"b\""}, {"seed", "2"}}); });
  CHECK(refused.id == "teacher.checkpoint.configuration");
  CHECK_THAT(refused.message, Catch::Contains("seed was 1, now it is 2"));
  checkpoint_folder<double> const others(folder.path());
  CHECK(error_of([&] { (void)others.newest(moment_of(0).configuration); }).id == "teacher.checkpoint.type");
}
