#ifndef SUREGRASP_TESTS_WORKPLACE_HPP
#define SUREGRASP_TESTS_WORKPLACE_HPP

#include <stdexcept>
#include <string>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>

#include "tool.hpp"

namespace suregrasp_tests {

/// Twelve generated scenes of each domain and a small detector trained on the first, made once for all tests.
class workplace {
 public:
  [[nodiscard]] static workplace const& get() {
    static workplace const made;
    return made;
  }

  [[nodiscard]] std::string operator()(std::string const& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string source() const { return (*this)("source"); }
  [[nodiscard]] std::string target() const { return (*this)("target"); }
  [[nodiscard]] std::string model() const { return (*this)("model"); }
  [[nodiscard]] std::string photograph() const { return source() + "/source00000r.png"; }
  [[nodiscard]] std::string depth() const { return source() + "/source00000d.tiff"; }

 private:
  workplace() {
    must({"synth", "--out", source(), "--count", "12", "--quiet"});
    must({"synth", "--out", target(), "--count", "12", "--domain", "target", "--quiet"});
    must(joined({"train", "--data", source(), "--out", model(), "--quiet"}, tiny_training));
  }

  static void must(words const& arguments) {
    if (auto const ended = run(arguments); ended.status != 0 || !ended.err.empty())
      throw std::runtime_error(arguments.front() + " ended with " + std::to_string(ended.status) + ": " + ended.err);
  }

  temporary_folder folder_;
};

/// The tensors of a safetensors file as one text of names, types, shapes and bytes.
[[nodiscard]] inline std::string tensors_of(std::string const& path) {
  auto file = suregrasp::read_safetensors(path);
  file.metadata.clear();
  return suregrasp::format_safetensors(file);
}

/// Everything an adaptation leaves, but when it began and how long it took.
[[nodiscard]] inline std::string left_by_adaptation(std::string const& out) {
  return tensors_of(out) + json_of(out + ".json").at("result").dump() + suregrasp::read_file(out + ".steps.csv");
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_WORKPLACE_HPP
