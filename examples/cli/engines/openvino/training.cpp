#include "cli/commands/adapt.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/engine.hpp"
#include "cli/commands/train.hpp"

// What a tool without LibTorch says where it is to train, or to time its stages.
namespace suregrasp::cli {

training_result train(train_options const&, run_options const&) {
  require_training("train");
  return {};
}

struct adapt_memory::contents {};

adapt_memory::adapt_memory() = default;
adapt_memory::~adapt_memory() = default;
void adapt_memory::forget_features() {}

nlohmann::ordered_json adapt(adapt_options const&, run_options const&, adapt_memory const&) {
  require_training("adapt");
  return {};
}

nlohmann::ordered_json adapt_heads(adapt_heads_options const&, run_options const&, adapt_memory const&) {
  require_training("adapt-heads");
  return {};
}

void doctor(doctor_options const&, run_options const&) { require_training("doctor"); }

}  // namespace suregrasp::cli
