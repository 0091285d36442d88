#include "checkpoint.hpp"

#include <suregrasp/core/error.hpp>

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

constexpr char const* optimizer_name = "optimizer";
constexpr char const* progress_key = "suregrasp.progress";

bool is_own(std::filesystem::path const& path) { return read_safetensors_metadata(path).contains(progress_key); }

/// The first place where two configurations differ, for people.
std::string difference(json const& there, json const& here) {
  auto const changes = json::diff(there, here);
  auto const path = changes.at(0).at("path").get<std::string>();
  auto const value = [&](json const& all) {
    json::json_pointer const at(path);
    return all.contains(at) ? all.at(at).dump() : std::string("nothing");
  };
  return path.substr(1) + " was " + value(there) + ", now it is " + value(here);
}

[[noreturn]] void refuse(std::filesystem::path const& path) {
  throw model_error("model.checkpoint", path.string() +
                                            ": expected a checkpoint of a training run, found something else; move it "
                                            "away or choose another --out");
}

}  // namespace

void write_checkpoint(std::filesystem::path const& path, checkpoint const& moment, json const& configuration) {
  auto file = moment.network;
  file.tensors[optimizer_name] = {"U8", {static_cast<std::int64_t>(moment.optimizer.size())}, moment.optimizer};
  json const progress{{"phase", moment.phase},
                      {"step", moment.step},
                      {"loss", moment.loss},
                      {"curves", moment.curves},
                      {"configuration", configuration}};
  file.metadata[progress_key] = progress.dump();
  write_safetensors(path, file);
}

std::optional<checkpoint> read_checkpoint(std::filesystem::path const& path, json const& configuration) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  checkpoint moment{read_safetensors(path), {}, {}, 0, 0, {}};
  auto const described = moment.network.metadata.find(progress_key);
  auto const optimizer = moment.network.tensors.find(optimizer_name);
  if (described == moment.network.metadata.end() || optimizer == moment.network.tensors.end()) refuse(path);
  auto const progress = json::parse(described->second);
  if (auto const& there = progress.at("configuration"); there != configuration)
    throw model_error("model.checkpoint.configuration",
                      path.string() + ": belongs to a run with other options (" + difference(there, configuration) +
                          "); repeat those options to go on, or use --restart to begin anew");
  moment.optimizer = optimizer->second.bytes;
  moment.network.tensors.erase(optimizer);
  progress.at("phase").get_to(moment.phase);
  progress.at("step").get_to(moment.step);
  progress.at("loss").get_to(moment.loss);
  moment.curves = progress.at("curves");
  return moment;
}

void require_own_checkpoint(std::filesystem::path const& path) {
  if (std::filesystem::exists(path) && !is_own(path)) refuse(path);
}

void remove_checkpoint(std::filesystem::path const& path) {
  if (is_own(path)) std::filesystem::remove(std::filesystem::canonical(path));
}

}  // namespace suregrasp::cli
