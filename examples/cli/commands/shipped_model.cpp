#include "shipped_model.hpp"

#include <suregrasp/core/error.hpp>

namespace suregrasp::cli {

std::filesystem::path model_or_shipped(std::filesystem::path const& given) {
  if (!given.empty()) return given;
  auto const name = std::filesystem::path("models") / "scenes.safetensors";
  auto const folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();  // installed: libexec/suregrasp
  auto const beside = folder / name;
  auto const installed = folder.parent_path().parent_path() / "share" / "suregrasp" / name;
  for (auto const& path : {beside, installed})
    if (std::filesystem::exists(path)) return path;
  throw option_error("option.model", "no --model was given, and the model that comes with the tool is neither " +
                                         beside.string() + " nor " + installed.string());
}

}  // namespace suregrasp::cli
