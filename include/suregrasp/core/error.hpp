#ifndef SUREGRASP_CORE_ERROR_HPP
#define SUREGRASP_CORE_ERROR_HPP

#include <stdexcept>
#include <string>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// Base of every exception the library throws.
///
/// `id()` is stable across releases, made for tests and for programs that react to one kind of failure; `what()` is for
/// people and says what was expected, what came instead and where.
class error : public std::runtime_error {
 public:
  error(std::string id, std::string const& message) : std::runtime_error(message), id_(std::move(id)) {}

  [[nodiscard]] std::string const& id() const noexcept { return id_; }

 private:
  std::string id_;
};

/// A grasp, rectangle or affine map that has no geometric meaning (non-finite, negative size, singular).
struct geometry_error : error {
  using error::error;
};

/// A tensor of another shape or kind than the algorithm needs.
struct shape_error : error {
  using error::error;
};

/// An option outside of the range in which it has a meaning.
struct option_error : error {
  using error::error;
};

/// A file or folder from outside that is missing, malformed or inconsistent.
struct data_error : error {
  using error::error;
};

/// A model file or checkpoint that is malformed or belongs to another architecture or configuration.
struct model_error : error {
  using error::error;
};

/// Training that cannot continue: a non-finite loss, an empty labelled set.
struct training_error : error {
  using error::error;
};

/// Processes that work together and cannot any more: one is gone, does not answer, or runs something else.
struct distributed_error : error {
  using error::error;
};

/// A file, or a line or character of a text file, printed as `path`, `path:line` or `path:line:column`. Lines and
/// columns count from 1; 0 stands for the whole file or line.
struct source_location {
  std::string path;
  int line = 0;
  int column = 0;

  [[nodiscard]] std::string text() const {
    std::string result = path;
    if (line > 0) result.append(":").append(std::to_string(line));
    if (line > 0 && column > 0) result.append(":").append(std::to_string(column));
    return result;
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_ERROR_HPP
