#include <sys/stat.h>

#include <fstream>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>

#include "../catch2.hpp"
#include "../device_node.hpp"
#include "check_refused.hpp"
#include "workplace.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// Every file below a folder with its bytes.
std::map<std::string, std::string> content_of_all(fs::path const& folder) {
  std::map<std::string, std::string> files;
  for (auto const& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().string()] = read_file(entry.path());
  return files;
}

/// A folder with a copy of a few files of the workplace, which no refused call may change.
class kept_folder {
 public:
  kept_folder() {
    auto const& at = workplace::get();
    fs::copy(at.source(), folder_ / "set");
    fs::copy(at.model(), folder_ / "model");
    fs::copy(at.photograph(), folder_ / "photo.png");
    write_file(folder_ / "found.json", R"([{"id": "source00000", "grasps": []}])");
    fs::create_symlink(folder_ / "photo.png", folder_ / "link");
    fs::create_hard_link(folder_ / "photo.png", folder_ / "twin.png");
  }

  [[nodiscard]] std::string operator/(std::string const& name) const { return (folder_ / name).string(); }
  [[nodiscard]] fs::path const& path() const { return folder_.path(); }

 private:
  temporary_folder folder_;
};

words training_on(std::string const& data, std::string const& out, words const& more = {}) {
  return joined(joined({"train", "--data", data, "--out", out}, tiny_training), more);
}

words adaptation_into(std::string const& out, words const& more = {}) {
  auto const& at = workplace::get();
  return joined({"adapt-heads", "--model", at.model(), "--data", at.target(), "--out", out, "--steps", "6", "--views",
                 "1", "--block", "1", "--labelled", "3", "--heat-steps", "3", "--checkpoint-every", "0"},
                more);
}

mode_t mode_of(fs::path const& file) {
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("an output that is an input of the call is refused before any work, by whatever name") {
  kept_folder const folder;
  auto const photo = folder / "photo.png", model = folder / "model", set = folder / "set",
             found = folder / "found.json";
  auto const labels = folder / "set/source00003cpos.txt";
  auto const before = content_of_all(folder.path());
  words const detect{"detect", photo, "--model", model, "--threshold", "0"};
  std::vector<std::pair<words, std::string>> const calls{
      {joined(detect, {"--out", photo}), "the image"},
      {joined(detect, {"--out", folder / "twin.png"}), "the image"},
      {joined(detect, {"--json", folder / "link"}), "the image"},
      {joined(detect, {"--json", folder / "set/../photo.png"}), "the image"},
      {joined(detect, {"--json", model}), "--model"},
      {joined(detect, {"--also", found, "--json", found}), "--also"},
      {joined(detect, {"--depth", folder / "set/source00000d.tiff", "--out", folder / "set/source00000d.tiff"}),
       "--depth"},
      {{"split", "--data", set, "--out", labels}, "--data"},
      {{"split", "--data", set, "--out", folder / "set/manifest.json"}, "--data"},
      {{"score", "--data", set, "--predictions", found, "--json", found}, "--predictions"},
      {{"score", "--data", set, "--predictions", found, "--json", labels}, "--data"},
      {{"evaluate", "--model", model, "--data", set, "--json", model}, "--model"},
      {{"evaluate", "--model", model, "--data", set, "--split", found, "--predictions", found}, "--split"},
      {training_on(set, folder / "new", {"--backbone-weights", folder / "new"}), "--backbone-weights"},
      {training_on(set, folder / "found", {"--split", found}), "--split"},
      {training_on(set, folder / "set/objects.csv"), "--data"},
      {{"adapt", "--model", model, "--data", set, "--out", model}, "--model"},
      {{"adapt", "--data", set, "--out", folder / "found", "--model", found}, "--model"},
      {{"adapt", "--data", folder / "photo.png", "--also", set, "--out", labels}, "--also"}};
  for (auto const& [arguments, reader] : calls) {
    CAPTURE(arguments);
    check_refused(run(joined(arguments, {"--quiet"})), "would write over what " + reader + " reads", "another place");
    CHECK((content_of_all(folder.path()) == before));
  }
}

TEST_CASE("two outputs of a call that are one file are refused") {
  kept_folder const folder;
  auto const before = content_of_all(folder.path());
  auto const out = folder / "new", picture = folder / "new.png";
  words const detect{"detect", folder / "photo.png", "--model", folder / "model", "--threshold", "0"};
  std::vector<words> const calls{
      joined(detect, {"--out", picture, "--json", picture}),
      joined(detect, {"--out", picture, "--json", folder / "set/../new.png"}),
      {"evaluate", "--model", folder / "model", "--data", folder / "set", "--json", out, "--predictions", out},
      adaptation_into(out, {"--cache", out}),
      adaptation_into(out, {"--cache", out + ".checkpoint"}),
      {"synth", "--out", out, "--sheet", out}};
  for (auto const& arguments : calls) {
    CAPTURE(arguments);
    check_refused(run(joined(arguments, {"--quiet"})), "is also what ", "another place");
    CHECK((content_of_all(folder.path()) == before));
  }
}

TEST_CASE("a picture of scenes does not take the name of one of them") {
  temporary_folder const folder;
  std::string const out = folder / "scenes";
  check_refused(run({"synth", "--out", out, "--sheet", out + "/source00000r.png", "--quiet"}), "--sheet", "--out");
  CHECK(folder.count() == 0);
}

TEST_CASE("a data set named by a description keeps the description and the photographs it names") {
  kept_folder const folder;
  write_file(folder / "labels.csv",
             "image,x,y,theta_degrees,opening,jaw\nphoto.png,100,100,0,40,20\nset/source00001r.png,100,100,0,40,20\n");
  auto const before = content_of_all(folder.path());
  for (auto const* out : {"labels.csv", "photo.png", "set/source00001r.png"})
    check_refused(run({"split", "--data", folder / "labels.csv", "--out", folder / out, "--by", "image", "--quiet"}),
                  folder / out, "--data reads");
  check_refused(run({"convert", "--data", folder / "labels.csv", "--out", folder / "labels.csv"}), "labels.csv",
                "expected a folder");
  CHECK((content_of_all(folder.path()) == before));
}

TEST_CASE("what lies in a data folder without belonging to the set may be written again") {
  kept_folder const folder;
  words const split{"split", "--data", folder / "set", "--out", folder / "set/split.json", "--by", "image", "--quiet"};
  REQUIRE(run(split).status == 0);
  CHECK(run(split).status == 0);
}

TEST_CASE("devices, FIFOs and links are written through and stay what they are") {
  kept_folder const folder;
  words const detect{"detect", folder / "photo.png", "--model", folder / "model", "--threshold", "0", "--quiet"};
  SECTION("one device for two outputs") {
    auto const null = device_node(folder / "null", "null", 3);
    if (!null) return;
    auto const ended = run(joined(detect, {"--out", *null, "--json", *null}));
    INFO(ended.err);
    CHECK(ended.status == 0);
    CHECK(fs::is_character_file(*null));
  }
  SECTION("standard output, after what is printed there") {
    fs::create_symlink("/dev/fd/1", folder / "out");
    auto const ended = run(joined(detect, {"--json", folder / "out"}));
    CHECK(ended.status == 0);
    CHECK_THAT(ended.out, Contains("rank ") && Contains("\"record\""));
    CHECK(ended.out.find("rank ") < ended.out.find("\"record\""));
    CHECK(fs::is_symlink(folder / "out"));
  }
  SECTION("a full device") {
    auto const full = device_node(folder / "full", "full", 7);
    if (!full) return;
    auto const ended = run(joined(detect, {"--json", *full}));
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, Contains(full->string()));
  }
  SECTION("a link to a private file") {
    write_file(folder / "private", "old");
    fs::permissions(folder / "private", fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("private", folder / "grasps");
    CHECK(run(joined(detect, {"--json", folder / "grasps"})).status == 0);
    CHECK(fs::is_symlink(folder / "grasps"));
    CHECK(mode_of(folder / "private") == 0600);
    CHECK_THAT(read_file(folder / "private"), Contains("\"record\""));
  }
  SECTION("telemetry into a device") {
    auto const null = device_node(folder / "adapted.steps.csv", "null", 3);
    if (!null) return;
    auto const ended = run(adaptation_into(folder / "adapted", {"--quiet"}));
    INFO(ended.err);
    CHECK(ended.status == 0);
    CHECK(fs::is_character_file(*null));
  }
}

TEST_CASE("a picture is written in the format that its name says") {
  kept_folder const folder;
  auto const detect = [&](std::string const& out) {
    return run({"detect", folder / "photo.png", "--model", folder / "model", "--threshold", "0", "--out", folder / out,
                "--quiet"});
  };
  auto const begins = [&](std::string const& out, std::string const& magic) {
    REQUIRE(detect(out).status == 0);
    CHECK(read_file(folder / out).starts_with(magic));
    CHECK(read_rgb(folder / out).cols > 100);
  };
  begins("a.png", "\x89PNG");
  begins("a.JPG", "\xff\xd8");
  begins("a.jpeg", "\xff\xd8");
  begins("a.Tif", "II*");
  for (auto const* name : {"a.bmp", "picture", "a.png.txt"}) {
    check_refused(detect(name), folder / name, ".png, .jpg, .jpeg, .tif or .tiff");
    CHECK_FALSE(fs::exists(folder / name));
    CHECK_FALSE(fs::exists(folder / (std::string(name) + ".json")));
  }
  check_refused(run({"synth", "--out", folder / "new", "--sheet", folder / "sheet.gif", "--quiet"}), "sheet.gif",
                ".png");
  CHECK_FALSE(fs::exists(folder / "new"));
}

TEST_CASE("synth goes on with scenes whose sheet could not be written") {
  temporary_folder const folder;
  words const call{"synth", "--out", folder / "scenes", "--count", "2", "--sheet", folder / "sheet.png", "--quiet"};
  fs::create_symlink("/dev/full", folder / "sheet.png");
  CHECK(run(call).status == 2);
  fs::remove(folder / "sheet.png");
  CHECK(run(call).status == 0);
  CHECK(read_rgb(folder / "sheet.png").cols > 100);
  CHECK(fs::exists(folder / "scenes/manifest.json"));
}

TEST_CASE("a demonstration removes no folder that is not its own") {
  temporary_folder const folder;
  std::string const name = GENERATE("source", "workshop");
  fs::create_directories(folder / name / "album");
  write_file(folder / name / "holiday.png", "mine");
  write_file(folder / name / "source00000r.png", "mine too");
  write_file(folder / name / "album/one.png", "mine as well");
  auto const before = content_of_all(folder.path());
  check_refused(run({"demo", "--out", folder.path(), "--quiet"}), folder / name, "move it away");
  CHECK((content_of_all(folder.path()) == before));
  CHECK(folder.count() == 1);

  write_file(folder / name / ".suregrasp-unfinished", "");  // of an interrupted run: still not all is ours
  check_refused(run({"demo", "--out", folder.path(), "--quiet"}), folder / name, "album");
  CHECK(read_file(folder / name / "source00000r.png") == "mine too");
}

TEST_CASE("a demonstration that was interrupted draws its unfinished scenes anew") {
  temporary_folder const folder;
  words const demonstration{"demo", "--out", folder.path(), "--scale", "0.01"};
  {
    tool killed(demonstration);
    for (int i = 0; i < 60000 && !fs::exists(folder / "workshop/workshop00003r.png"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  auto const known = content_of_all(folder / "source");
  CHECK(known.contains(folder / "source/manifest.json"));
  CHECK_FALSE(known.contains(folder / "source/.suregrasp-unfinished"));
  CHECK(fs::exists(folder / "workshop/.suregrasp-unfinished"));
  CHECK_FALSE(fs::exists(folder / "workshop/manifest.json"));
  tool stopped(demonstration);
  stopped.interrupt_at("reading ");
  auto const again = stopped.finish();
  INFO(again.err);
  CHECK(again.status == 130);
  CHECK_THAT(again.err, Contains("drawing workshop scenes") && !Contains("drawing source scenes"));
  CHECK(fs::exists(folder / "workshop/manifest.json"));
  CHECK_FALSE(fs::exists(folder / "workshop/.suregrasp-unfinished"));
}

TEST_CASE("an adaptation removes nothing from a folder of checkpoints that it did not write") {
  temporary_folder const folder;
  std::string const out = folder / "adapted", checkpoints = out + ".checkpoint";
  auto const restart = GENERATE(values<words>({{"--quiet"}, {"--quiet", "--restart"}}));
  SECTION("a folder of others") {
    fs::create_directories(checkpoints + "/deep");
    write_file(checkpoints + "/notes.txt", "mine");
    write_file(checkpoints + "/step-000000000001.safetensors", "mine, by chance of that name");
    check_refused(run(adaptation_into(out, restart)), checkpoints, "move it away");
    CHECK(read_file(checkpoints + "/notes.txt") == "mine");
    CHECK(fs::exists(checkpoints + "/deep"));
  }
  SECTION("a file of others with the name of a checkpoint") {
    fs::create_directory(checkpoints);
    write_file(checkpoints + "/step-000000000001.safetensors", "mine, by chance of that name");
    check_refused(run(adaptation_into(out, restart)), checkpoints, "step-000000000001.safetensors");
    CHECK(fs::file_size(checkpoints + "/step-000000000001.safetensors") == 28);
  }
  SECTION("a file in the place of the folder") {
    write_file(checkpoints, "mine");
    check_refused(run(adaptation_into(out, restart)), checkpoints, "expected a folder");
    CHECK(read_file(checkpoints) == "mine");
  }
  SECTION("a file and a link among those of an interrupted run") {
    tool adapting(adaptation_into(out));
    adapting.interrupt_at("adapting LocNet");
    REQUIRE(adapting.finish().status == 130);
    REQUIRE(fs::exists(checkpoints + "/.suregrasp-unfinished"));
    write_file(folder / "outside", "mine");
    fs::create_symlink(folder / "outside", checkpoints + "/step-000000000000.safetensors");
    check_refused(run(adaptation_into(out, restart)), checkpoints, "step-000000000000.safetensors");
    fs::remove(checkpoints + "/step-000000000000.safetensors");
    write_file(checkpoints + "/notes.txt", "mine");
    check_refused(run(adaptation_into(out, restart)), checkpoints, "notes.txt");
    fs::remove(checkpoints + "/notes.txt");
    fs::remove(checkpoints + "/.suregrasp-unfinished");  // as version 1.0.0 left it
    auto const resumed = run(adaptation_into(out, {restart.back()}));
    INFO(resumed.err);
    CHECK(resumed.status == 0);
    CHECK_FALSE(fs::exists(checkpoints));
    CHECK(read_file(folder / "outside") == "mine");
  }
}

TEST_CASE("training neither removes nor replaces a file that is no checkpoint") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const out = folder / "model";
  auto const restart = GENERATE(values<words>({{"--quiet"}, {"--quiet", "--restart"}}));
  fs::copy(at.model(), out + ".checkpoint");
  check_refused(run(training_on(at.source(), out, restart)), out + ".checkpoint", "move it away");
  CHECK((read_file(out + ".checkpoint") == read_file(at.model())));
  CHECK(folder.count() == 1);
}

TEST_CASE("output that nobody takes is an error") {
  auto const& at = workplace::get();
  std::string const line = "exec \"$0\" \"$@\" " + std::string(GENERATE(">/dev/full", ">&-"));
  words const detection{"detect", at.photograph(), "--model", at.model(), "--threshold", "0"};
  for (words const& call : {words{"--help"}, words{"detect", "--help"}, words{"--version"}, detection,
                            joined(detection, {at.source() + "/source00001r.png"}), words{"inspect", at.source()},
                            words{"inspect", at.source(), "--json"}, words{"inspect", at.model()}}) {
    auto const ended = tool(joined({"-c", line, SUREGRASP_TOOL}, call), "/bin/sh").finish();
    INFO(line << " " << call.front() << ": " << ended.err);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, Contains("suregrasp: standard output: what was printed could not be written"));
  }
}

TEST_CASE("a closed stream does not make a file of the call its output") {
  temporary_folder const folder;
  auto const ended = tool({"-c", "exec \"$0\" \"$@\" >&- 2>&-", SUREGRASP_TOOL, "synth", "--out", folder / "set",
                           "--count", "2", "--width", "96", "--height", "96"},
                          "/bin/sh")
                         .finish();
  CHECK(ended.status == 0);
  CHECK(run({"inspect", folder / "set", "--quiet"}).status == 0);
}

TEST_CASE("control characters of a file do not reach the terminal") {
  temporary_folder const folder;
  fs::create_directory(folder / "set");
  write_file(folder / "set/labels.csv", "image,x,y,theta,opening,jaw\n\x1b[2J.png,1,1,0,1,1\n");
  for (auto const& ended : {run({"inspect", folder / "set/labels.csv"}),
                            run({"train", "--data", folder / "set/labels.csv", "--out", folder / "model"})})
    CHECK((ended.out + ended.err).find('\x1b') == std::string::npos);
}

TEST_CASE("a second run on one output is refused, and told who holds it") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  words const call = joined({"train", "--data", at.source(), "--out", folder / "model", "--pose-steps", "100000"},
                            {"--width", "8", "--size", "96", "--channels", "16", "--batch", "4"});
  tool first(call);
  while (!fs::exists(folder / "model.checkpoint")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  auto const second = run(joined(call, {"--restart"}));
  CHECK(second.status == 2);
  CHECK_THAT(second.err, Contains("another run is writing it now, process "));
  CHECK(fs::exists(folder / "model.checkpoint"));
}

TEST_CASE("synth goes on with a folder that was broken off, to the same files") {
  temporary_folder const folder;
  words const options{"--count", "120", "--width", "160", "--height", "120", "--empty-share", "0.2", "--seed", "4"};
  auto const synth = [&](char const* name) { return joined({"synth", "--out", folder / name}, options); };
  CHECK(run(synth("whole")).status == 0);
  {
    tool broken(synth("left"));
    while (!fs::exists(folder / "left/source00003r.png")) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }  // killed here
  CHECK_THAT(run({"inspect", folder / "left", "--quiet"}).err, Contains("writing it was broken off"));
  CHECK_THAT(run(joined(synth("left"), {"--objects", "2"})).err, Contains("with other options"));
  auto const again = run(synth("left"));
  CHECK(again.status == 0);
  CHECK_THAT(again.err, Contains("going on behind the "));
  auto files = content_of_all(folder / "left");
  for (auto const& [path, bytes] : content_of_all(folder / "whole")) {
    auto const name = fs::path(path).filename().string();
    if (name != "manifest.json") CHECK(files[(folder / ("left/" + name)).string()] == bytes);
  }
  CHECK(files.size() == content_of_all(folder / "whole").size());
}
