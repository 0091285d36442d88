#include "inspect_model.hpp"

#include <iostream>
#include <nlohmann/json.hpp>
#include <suregrasp/detect/detector_file.hpp>

namespace suregrasp::cli {

bool is_model_file(std::filesystem::path const& file) { return read_safetensors_metadata(file).contains(detector_key); }

void inspect_model(std::filesystem::path const& file, bool as_json) {
  auto const model = read_model_file(file);
  auto const options = checked_detector_options(model, file.string());
  bool const stated = model.metadata.contains(model_digest_key);
  std::size_t numbers = 0;
  for (auto const& [name, shape] : detector_tensors(options)) numbers += static_cast<std::size_t>(element_count(shape));
  nlohmann::ordered_json const json{{"path", file.string()},        {"format", "detector"},
                                    {"numbers", numbers},           {"digest", model_digest(model)},
                                    {"digest_was_written", stated}, {"detector", to_json(options)}};
  if (as_json) {
    std::cout << json_text(json, file.string()) << std::endl;
    return;
  }
  std::cout << file.string() << ": a detector\n  backbone     " << options.backbone << " of width " << options.width
            << (options.depth_branch ? ", with depth" : ", without depth") << "\n  input        " << options.input_size
            << " pixels\n  numbers      " << numbers << "\n  digest       " << model_digest(model)
            << (stated ? ", as when it was written"
                       : "\nnote: the file does not say its digest, as those written before 2.0: whether it is as it "
                         "was written cannot be told")
            << std::endl;
}

}  // namespace suregrasp::cli
