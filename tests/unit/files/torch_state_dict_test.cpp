#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/torch_state_dict.hpp>
#include <utility>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

std::string little(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i, value >>= 8U) bytes += static_cast<char>(value & 0xffU);
  return bytes;
}

struct entry {
  std::string name, content;
  int method = 0, flags = 0;
};

std::string end_of(std::size_t count, std::size_t size, std::size_t start) {
  return "PK\5\6" + little(0, 4) + little(count, 2) + little(count, 2) + little(size, 4) + little(start, 4) +
         little(0, 2);
}

/// An archive put together by hand. With `pile`, every entry claims to begin where the first does.
std::string zip_of(std::vector<entry> const& entries, bool pile = false) {
  std::string bytes, directory;
  for (auto const& [name, content, method, flags] : entries) {
    auto const sizes = little(content.size(), 4) + little(content.size(), 4) + little(name.size(), 2);
    directory += "PK\1\2" + little(0, 4) + little(static_cast<unsigned>(flags), 2) +
                 little(static_cast<unsigned>(method), 2) + little(0, 8) + sizes + little(0, 12) +
                 little(pile ? 0 : bytes.size(), 4) + name;
    bytes += "PK\3\4" + little(0, 22) + little(name.size(), 2) + little(3, 2) + name + "pad" + content;
  }
  return bytes + directory + end_of(entries.size(), directory.size(), bytes.size());
}

std::string text(std::string const& words) { return "X" + little(words.size(), 4) + words; }
std::string number(std::int64_t value) { return "\x8a\x08" + little(static_cast<std::uint64_t>(value), 8); }
std::string global(std::string const& module, std::string const& name) { return "c" + module + "\n" + name + "\n"; }

std::string numbers(std::vector<std::int64_t> const& values) {
  std::string pickle = "(";
  for (auto const value : values) pickle += number(value);
  return pickle + "t";
}

struct view {
  std::string type = "Float", key = "0";
  std::int64_t count = 6, offset = 0;
  std::vector<std::int64_t> shape{6}, strides{1};
};

/// The opcodes that put a tensor on the stack, as torch.save writes them.
std::string tensor(view const& v) {
  return global("torch._utils", "_rebuild_tensor_v2") + "((" + text("storage") + global("torch", v.type + "Storage") +
         text(v.key) + text("cpu") + number(v.count) + "tQ" + number(v.offset) + numbers(v.shape) + numbers(v.strides) +
         "\x89" + global("collections", "OrderedDict") + ")RtR";
}

/// An archive whose dictionary is built by `items`, beside six floats 0, 1, ... 5.
std::string archive(std::string const& items, std::string const& order = "little") {
  float const values[] = {0, 1, 2, 3, 4, 5};
  std::string data(sizeof values, '\0');
  std::memcpy(data.data(), values, sizeof values);
  return zip_of({{"m/data.pkl", "\x80\2}(" + items + "u."}, {"m/byteorder", order}, {"m/data/0", data}});
}

tensor_file parse(std::string const& bytes) { return parse_torch_state_dict(bytes, "models/a.pth"); }

suregrasp_tests::thrown refusal(std::string const& bytes) {
  auto error = error_of([&] { (void)parse(bytes); });
  CHECK_THAT(error.message, Catch::Contains("models/a.pth"));
  return error;
}

std::vector<float> floats(stored_tensor const& stored) {
  std::vector<float> values(stored.bytes.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), stored.bytes.data(), stored.bytes.size());
  return values;
}

stored_tensor only(view const& v) { return parse(archive(text("t") + tensor(v))).tensors.at("t"); }
std::string refused(view const& v) { return refusal(archive(text("t") + tensor(v))).id; }

std::string stem() { return read_file(std::filesystem::path(__FILE__).parent_path() / "../../golden/stem.pth"); }

}  // namespace

TEST_CASE("torch state dictionary: a file that Python wrote") {
  auto const file = parse(stem());
  CHECK(file.metadata.empty());
  REQUIRE(file.tensors.size() == 6);
  CHECK(file.tensors.at("conv1.weight").shape == extents{2, 3, 3, 3});
  CHECK(file.tensors.at("conv1.weight").bytes.size() == 216);
  for (auto const* name : {"bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"}) {
    CHECK(file.tensors.at(name).type == "F32");
    CHECK(file.tensors.at(name).shape == extents{2});
  }
  auto const& tracked = file.tensors.at("bn1.num_batches_tracked");
  CHECK(tracked.type == "I64");
  CHECK(tracked.shape.empty());
  CHECK(tracked.bytes == little(7, 8));
  CHECK(stem().find(file.tensors.at("conv1.weight").bytes) % 64 == 0);  // where torch aligns its storages
}

TEST_CASE("torch state dictionary: offsets and strides are followed") {
  CHECK(floats(only({})) == std::vector<float>{0, 1, 2, 3, 4, 5});
  CHECK(floats(only({.offset = 2, .shape = {2, 2}, .strides = {2, 1}})) == std::vector<float>{2, 3, 4, 5});
  CHECK(floats(only({.shape = {3, 2}, .strides = {1, 3}})) == std::vector<float>{0, 3, 1, 4, 2, 5});
  CHECK(floats(only({.offset = 1, .shape = {3}, .strides = {2}})) == std::vector<float>{1, 3, 5});
  CHECK(floats(only({.offset = 4, .shape = {2, 2}, .strides = {0, 1}})) == std::vector<float>{4, 5, 4, 5});
  CHECK(floats(only({.shape = {1, 3, 1}, .strides = {99, 1, 77}})) == std::vector<float>{0, 1, 2});
  CHECK(floats(only({.offset = 5, .shape = {}, .strides = {}})) == std::vector<float>{5});
  CHECK(floats(only({.offset = 6, .shape = {1LL << 62, 0, 4}, .strides = {1, 1, 1}})).empty());
}

TEST_CASE("torch state dictionary: every type of storage has its name") {
  std::vector<std::pair<std::string, std::string>> const types{
      {"Float", "F32"}, {"Double", "F64"}, {"Half", "F16"},        {"BFloat16", "BF16"},
      {"Long", "I64"},  {"Int", "I32"},    {"Short", "I16"},       {"Char", "I8"},
      {"Byte", "U8"},   {"Bool", "BOOL"},  {"ComplexFloat", "C64"}};
  for (auto const& [torch, name] : types) {
    auto const count = static_cast<std::int64_t>(24 / detail::stored_size(name));
    CHECK(only({.type = torch, .count = count, .shape = {count}}).type == name);
  }
  CHECK_THAT(refusal(archive(text("t") + tensor({.type = "QInt8"}))).message, Catch::Contains("'torch.QInt8Storage'"));
}

TEST_CASE("torch state dictionary: tensors stand at top level, or else under a known key") {
  auto const inner = "}(" + text("deep") + tensor({}) + "u";
  auto const names = [](std::string const& items) {
    std::string list;
    for (auto const& [name, stored] : parse(archive(items)).tensors) list += name + " ";
    return list;
  };
  CHECK(names(text("epoch") + "K\3" + text("state_dict") + inner) == "deep ");
  CHECK(names(text("lr") + "G" + little(0, 8) + text("model") + inner) == "deep ");
  CHECK(names(text("state_dict") + inner + text("top") + tensor({})) == "deep ");  // the best accuracy, say
  CHECK(names(text("model") + "N" + text("state_dict") + inner) == "deep ");
  CHECK(names(text("p") + global("torch._utils", "_rebuild_parameter") + tensor({}) + "\x88}\x87R") == "p ");
  CHECK(refusal(archive("")).id == "data.state_dict.empty");
}

TEST_CASE("torch state dictionary: checkpoints hold the model under many names") {
  auto const names = [](std::string const& items) {
    std::string all;
    for (auto const& [name, stored] : parse(archive(items)).tensors) all += name + " ";
    return all;
  };
  auto const holding = [](std::string const& name) { return "}(" + text(name) + tensor({}) + "u"; };
  for (auto const* key : {"model_state_dict", "net", "network", "model_ema", "state_dict_ema", "weights", "student"})
    CHECK(names(text("epoch") + number(7) + text(key) + holding("w") + text("optimizer") + "}") == "w ");
  CHECK(names(text("model_ema") + holding("average") + text("model_state_dict") + holding("w")) == "w ");
  CHECK(names(text("state_dict") + "}(" + text("model") + holding("w") + "u") == "w ");
  CHECK(names(text("best_accuracy") + tensor({.shape = {}, .strides = {}}) + text("state_dict") + holding("w")) ==
        "w ");
  auto const several = refusal(archive(text("teacher") + holding("a") + text("student") + holding("b")));
  CHECK(several.id == "data.state_dict.entries");
  CHECK_THAT(several.message, Catch::Contains("'student', 'teacher'"));
  auto const none = refusal(archive(text("epoch") + number(7) + text("config") + "}"));
  CHECK(none.id == "data.state_dict.empty");
  CHECK_THAT(none.message, Catch::Contains("the entries 'epoch', 'config'") && Catch::Contains("state_dict() alone"));
}

TEST_CASE("torch state dictionary: names lose what a wrapper put before all of them") {
  auto const names = [](std::vector<std::string> const& given) {
    std::string items, all;
    for (auto const& each : given) items += text(each) + tensor({});
    for (auto const& [name, stored] : parse(archive(items)).tensors) all += name + " ";
    return all;
  };
  CHECK(names({"module.conv1.weight", "module.bn1.bias"}) == "bn1.bias conv1.weight ");
  CHECK(names({"_orig_mod.conv1.weight"}) == "conv1.weight ");
  CHECK(names({"_orig_mod.module.a", "_orig_mod.module.b"}) == "a b ");
  CHECK(names({"module._orig_mod.a"}) == "a ");
  CHECK(names({"n_averaged", "module.a"}) == "a n_averaged ");
  CHECK(names({"module.a", "head.b"}) == "head.b module.a ");
  CHECK(names({"modules.a"}) == "modules.a ");
  CHECK(without_wrapper({}).tensors.empty());
}

TEST_CASE("torch state dictionary: a dictionary that holds itself") {
  auto const self =
      zip_of({{"m/data.pkl", "\x80\2}q" + std::string(1, '\0') + text("model") + "h" + std::string(1, '\0') + "s."}});
  CHECK(refusal(self).id == "data.state_dict.empty");
}

TEST_CASE("torch state dictionary: views that leave their storage, also where numbers wrap") {
  constexpr auto large = std::int64_t{1} << 62;
  std::vector<view> const views{{.shape = {7}},
                                {.offset = 1},
                                {.offset = 6, .shape = {}, .strides = {}},
                                {.offset = -1, .shape = {1}},
                                {.offset = large},
                                {.shape = {-6}},
                                {.strides = {-1}},
                                {.shape = {2}, .strides = {6}},
                                {.shape = {2, 3}, .strides = {1}},
                                {.shape = {large, 4}, .strides = {4, 1}},
                                {.shape = {3, 3}, .strides = {large, large}}};
  for (auto const& v : views) CHECK(refused(v) == "data.state_dict.view");
  CHECK(refused({.shape = {large, large}, .strides = {0, 0}}) == "data.state_dict.size");
  CHECK(refused({.shape = {100000}, .strides = {0}}) == "data.state_dict.size");
  CHECK(refused({.shape = std::vector<std::int64_t>(9, 1), .strides = std::vector<std::int64_t>(9, 1)}) ==
        "data.state_dict.pickle");
}

TEST_CASE("torch state dictionary: tensors together are no larger than the file") {
  auto items = text("t") + tensor({}) + "q\1";
  for (int i = 0; i < 200; ++i) items += text(std::to_string(i)) + "h\1";
  CHECK(refusal(archive(items)).id == "data.state_dict.size");
}

TEST_CASE("torch state dictionary: storages that are missing or of another size") {
  CHECK(refused({.key = "1"}) == "data.state_dict.storage");
  CHECK(refused({.key = "../data.pkl"}) == "data.state_dict.storage");
  for (std::int64_t const count : {-1, 0, 5, 7}) CHECK(refused({.count = count}) == "data.state_dict.storage");
  CHECK(refused({.type = "Double"}) == "data.state_dict.storage");
}

TEST_CASE("torch state dictionary: nothing but tensors is built, and what was asked for is named") {
  auto const system = refusal(archive(text("t") + global("os", "system") + text("true") + "\x85R"));
  CHECK(system.id == "data.state_dict.global");
  CHECK_THAT(system.message, Catch::Contains("'os.system'"));
  auto const called = refusal(archive(text("t") + global("torch", "FloatStorage") + ")R"));
  CHECK_THAT(called.message, Catch::Contains("'torch.FloatStorage' is not called"));
  for (auto const& [code, name] : {std::pair{"\x81", "0x81"}, {"i", "0x69"}, {"o", "0x6f"}, {"\x93", "0x93"}}) {
    auto const error = refusal(archive(code));
    CHECK(error.id == "data.state_dict.opcode");
    CHECK_THAT(error.message, Catch::Contains(name));
  }
}

TEST_CASE("torch state dictionary: pickles that make no sense") {
  auto const numbered = [](std::string const& pickle) { return zip_of({{"data.pkl", pickle}}); };
  for (std::string const pickle : {"",
                                   ".",
                                   "\x80\2",
                                   "\x80\4.",
                                   "(.",
                                   "s.",
                                   "t.",
                                   "u.",
                                   "a.",
                                   "R.",
                                   "Q.",
                                   "b.",
                                   "q\1.",
                                   "h\1.",
                                   "N\x86.",

                                   "}Na.",
                                   "}(Nu.",
                                   "]NNs.",
                                   "NNR.",
                                   ("\x8a\x09"
                                    "123456789."),
                                   "X\xff\xff\xff\xff.",
                                   "cos",
                                   "cos\nsystem",
                                   "G1234",
                                   "(NNNNNtQ.",
                                   "(NNNNtQ."})
    CHECK(refusal(numbered(pickle)).id == "data.state_dict.pickle");
  CHECK(refusal(zip_of({{"m/version", "3\n"}})).id == "data.state_dict.archive");
  CHECK(refusal(archive(text("t") + tensor({}), "big")).id == "data.state_dict.byteorder");
}

TEST_CASE("torch state dictionary: archives that are refused") {
  auto const id = [](std::vector<entry> const& entries) { return refusal(zip_of(entries)).id; };
  CHECK(id({{"m/data.pkl", "}.", 8}}) == "data.zip.compressed");
  CHECK(id({{"m/data.pkl", "}.", 0, 1}}) == "data.zip.encrypted");
  CHECK(id({{"m/data.pkl", "}."}, {"m/data.pkl", "}."}}) == "data.zip.structure");
  CHECK(refusal(zip_of({{"m/data.pkl", "}."}, {"m/data/00", "}."}}, true)).id == "data.zip.overlap");
  CHECK(refusal(end_of(0xffff, 0xffffffff, 0xffffffff)).id == "data.zip.zip64");
  CHECK(refusal(end_of(1, 46, 0)).id == "data.zip.structure");
  CHECK(refusal("").id == "data.zip.structure");
  auto large = zip_of({{"m/data.pkl", "}."}});
  large.replace(large.find("PK\1\2") + 20, 8, 8, '\xff');
  CHECK(refusal(large).id == "data.zip.zip64");
}

TEST_CASE("torch state dictionary: a file cut anywhere is refused") {
  auto const bytes = stem();
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK(refusal(bytes.substr(0, length)).id == "data.zip.structure");
  auto const pickle = "\x80\2}" + text("t") + tensor({}) + "s.";
  for (std::size_t length = 0; length < pickle.size(); ++length)
    CHECK(refusal(zip_of({{"data.pkl", pickle.substr(0, length)}})).id == "data.state_dict.pickle");
}

TEST_CASE("torch state dictionary: a file with any byte changed is read or refused") {
  auto const bytes = stem();
  std::size_t total = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (char const change : {'\1', '\x20', '\x80', '\xff'}) {
      auto changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ change);
      try {
        for (auto const& [name, stored] : parse(changed).tensors) total += stored.bytes.size();
      } catch (data_error const& reason) {
        REQUIRE_FALSE(reason.id().empty());
      }
    }
  CHECK(total > 0);
}

TEST_CASE("torch state dictionary: a pickle that is longer than any of tensors is refused") {
  auto const refused = refusal(zip_of({{"data.pkl", "\x80\2" + std::string((2U << 20U) + 1, 'N') + "."}}));
  CHECK(refused.id == "data.state_dict.pickle");
  CHECK_THAT(refused.message, Catch::Contains("at most 2 MiB"));
}

TEST_CASE("torch state dictionary: one dictionary under many names is looked through once") {
  // 60 000 names of one dictionary of 60 000 texts: 3.6 milliards of looks, were each name one
  std::string texts = "}q\1(", names = "(";
  for (int i = 0; i < 60'000; ++i) {
    auto const name = std::to_string(i);
    texts += "\x8c" + little(name.size(), 1) + name + "N";
    names += "\x8c" + little(name.size(), 1) + name + "h\1";
  }
  CHECK(refusal(zip_of({{"data.pkl", "\x80\2}(\x8c\1a" + texts + "u" + names.substr(1) + "u."}})).id ==
        "data.state_dict.empty");
}
