#include <sys/socket.h>
#include <sys/un.h>

#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "catch2.hpp"
#include "device_node.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::device_node;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

mode_t mode_of(std::filesystem::path const& file) {
  struct stat status {};
  REQUIRE(::lstat(file.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

/// The mask of new files' permissions while it lives.
class file_mask {
 public:
  explicit file_mask(mode_t mask) : before_(::umask(mask)) {}
  file_mask(file_mask const&) = delete;
  file_mask& operator=(file_mask const&) = delete;
  ~file_mask() { ::umask(before_); }

 private:
  mode_t before_;
};

}  // namespace

TEST_CASE("write_file writes every byte and leaves nothing else behind") {
  temporary_folder const folder;
  std::string const content("a\0b\r\n\xff", 6);
  write_file(folder / "f", content);
  CHECK(read_file(folder / "f") == content);
  write_file(folder / "f", "");
  CHECK(read_file(folder / "f").empty());
  CHECK(folder.count() == 1);
}

TEST_CASE("write_file that fails keeps the old content and removes its temporary file") {
  temporary_folder const folder;
  std::filesystem::create_directories(folder / "taken/inside");
  auto const failed = error_of([&] { write_file(folder / "taken", "text"); });
  CHECK(failed.id == "io.write");
  CHECK_THAT(failed.message, Catch::Contains("taken"));
  CHECK(folder.count() == 1);
  CHECK(error_of([&] { write_file(folder / "no/such/file", "text"); }).id == "io.write");
}

TEST_CASE("read_file names what it cannot read") {
  temporary_folder const folder;
  auto const missing = error_of([&] { (void)read_file(folder / "absent.txt"); });
  CHECK(missing.id == "io.missing");
  CHECK_THAT(missing.message, Catch::Contains("absent.txt"));
  CHECK(error_of([&] { (void)read_file(folder.path()); }).id == "io.read");
}

TEST_CASE("write_file keeps the permissions of a file, and gives a new one those that new files get") {
  temporary_folder const folder;
  file_mask const mask(027);
  write_file(folder / "new", "a");
  CHECK(mode_of(folder / "new") == 0640);
  for (mode_t const mode : {0600, 0664, 0444, 0755}) {
    REQUIRE(::chmod((folder / "new").c_str(), mode) == 0);
    write_file(folder / "new", "b");
    CHECK(mode_of(folder / "new") == mode);
  }
  if (::geteuid() != 0) return;
  REQUIRE(::chown((folder / "new").c_str(), 12, 34) == 0);
  write_file(folder / "new", "c");
  struct stat status {};
  REQUIRE(::stat((folder / "new").c_str(), &status) == 0);
  CHECK((status.st_uid == 12 && status.st_gid == 34));
}

TEST_CASE("write_file follows links, also to a file that is not there yet") {
  temporary_folder const folder;
  std::filesystem::create_directory(folder / "deep");
  write_file(folder / "deep/file", "old");
  std::filesystem::create_symlink("deep/file", folder / "relative");
  std::filesystem::create_symlink(folder / "relative", folder / "twice");
  std::filesystem::create_symlink("deep/new", folder / "dangling");
  std::filesystem::create_symlink("round", folder / "round");
  std::filesystem::create_symlink("no/such/file", folder / "nowhere");
  write_file(folder / "twice", "new");
  CHECK(read_file(folder / "deep/file") == "new");
  write_file(folder / "dangling", "fresh");
  CHECK(read_file(folder / "deep/new") == "fresh");
  for (auto const* name : {"relative", "twice", "dangling", "round", "nowhere"})
    CHECK(std::filesystem::is_symlink(folder / name));
  for (auto const* name : {"round", "nowhere"}) {
    CHECK(error_of([&] { write_file(folder / name, "text"); }).id == "io.write");
    CHECK(std::filesystem::is_symlink(folder / name));
  }
  CHECK(folder.count() == 6);
}

TEST_CASE("write_file writes through devices and FIFOs") {
  temporary_folder const folder;
  auto const fifo = folder / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  int const reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  write_file(fifo, "through");
  std::array<char, 16> text{};
  CHECK(::read(reader, text.data(), text.size()) == 7);
  CHECK(std::string(text.data()) == "through");
  ::close(reader);
  CHECK(std::filesystem::is_fifo(fifo));

  if (auto const full = device_node(folder / "full", "full", 7))
    CHECK_THAT(error_of([&] { write_file(*full, "text"); }).message, Catch::Contains("full"));
  if (auto const null = device_node(folder / "null", "null", 3)) {
    write_file(*null, "text");
    CHECK(std::filesystem::is_character_file(*null));
  }
  CHECK(folder.count() == 3);
}

TEST_CASE("write_file goes on in a file that is open here, by its number") {
  temporary_folder const folder;
  int const open = ::open((folder / "log").c_str(), O_RDWR | O_CREAT, 0600);
  REQUIRE(::write(open, "first ", 6) == 6);
  write_file("/dev/fd/" + std::to_string(open), "second ");
  write_file("/proc/self/fd/" + std::to_string(open), "third");
  ::close(open);
  CHECK(read_file(folder / "log") == "first second third");
  CHECK(folder.count() == 1);
}

TEST_CASE("write_file refuses a folder and a socket by what they are") {
  temporary_folder const folder;
  CHECK_THAT(error_of([&] { write_file(folder.path(), "text"); }).message, Catch::Contains("it is a folder"));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  auto const path = (folder / "socket").string();
  REQUIRE(path.size() < sizeof address.sun_path);
  std::copy(path.begin(), path.end(), address.sun_path);
  int const socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0);
  auto const refused = error_of([&] { write_file(path, "text"); });
  ::close(socket);
  CHECK(refused.id == "io.write");
  CHECK_THAT(refused.message, Catch::Contains("it is a socket"));
  CHECK(std::filesystem::is_socket(path));
}

TEST_CASE("write_file takes names as long as the disk does") {
  temporary_folder const folder;
  write_file(folder / std::string(255, 'a'), "text");
  CHECK(read_file(folder / std::string(255, 'a')) == "text");
  CHECK(error_of([&] { write_file(folder / std::string(256, 'a'), "text"); }).id == "io.write");
  CHECK(folder.count() == 1);
}
