#include <CLI/CLI.hpp>
#include <string>
#include <suregrasp/core/field_checks.hpp>
#include <vector>

#include "cli/commands/adapt.hpp"
#include "cli/commands/calibrate.hpp"
#include "cli/commands/convert.hpp"
#include "cli/commands/demo.hpp"
#include "cli/commands/detect.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/inspect.hpp"
#include "cli/commands/label.hpp"
#include "cli/commands/score.hpp"
#include "cli/commands/split.hpp"
#include "cli/commands/suggest.hpp"
#include "cli/commands/synth.hpp"
#include "cli/commands/train.hpp"
#include "cli/commands/watch.hpp"
#include "cli/console/field_options.hpp"
#include "cli/console/run_record.cpp"
#include "fuzz.hpp"

// The options of each of the tool's commands, read from any words; nothing is carried out.
namespace {

using namespace suregrasp;
using namespace suregrasp::cli;
using suregrasp_tests::refused;
using suregrasp_tests::require;

/// As the tool's own, to where a command would begin to work: what was read is what its fields allow, and can be
/// written down.
template <described Options>
void try_command(char const* name, std::vector<char const*> const& words) {
  if (words[1] != std::string_view(name)) return;
  CLI::App app("fuzz", "suregrasp");
  app.require_subcommand(1);
  app.option_defaults()->always_capture_default();
  auto* const command = app.add_subcommand(name, "fuzz");
  command->option_defaults()->always_capture_default();
  command->set_help_all_flag("--help-all", "fuzz");
  run_options run;
  Options options;
  add_field_options(*command, run);
  add_field_options(*command, options);
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (CLI::ParseError const& problem) {
    if (problem.get_exit_code() == 0) hide_rare_options(*command), (void)app.help();
    return;
  }
  require(!refused([&] { check_fields(options, name), check_fields(run, name); }));
  auto const record = option_values(*command).dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  require(nlohmann::ordered_json::parse(record).size() + 2 == command->get_options().size());
  require(!shell_text({words.begin(), words.end()}).empty());
}

}  // namespace

void suregrasp_tests::read(std::string_view bytes) {
  std::string text = "suregrasp\n" + std::string(bytes);
  std::ranges::replace(text, '\n', '\0');
  std::vector<char const*> words;
  for (std::size_t at = 0; at < text.size(); at += std::string_view(words.back()).size() + 1)
    words.push_back(text.c_str() + at);
  if (words.size() < 2) return;
  try_command<synth_options>("synth", words);
  try_command<inspect_options>("inspect", words);
  try_command<convert_options>("convert", words);
  try_command<label_options>("label", words);
  try_command<cli::split_options>("split", words);
  try_command<train_options>("train", words);
  try_command<evaluate_options>("evaluate", words);
  try_command<score_options>("score", words);
  try_command<detect_command_options>("detect", words);
  try_command<calibrate_options>("calibrate", words);
  try_command<watch_options>("watch", words);
  try_command<suggest_options>("suggest", words);
  try_command<adapt_options>("adapt", words);
  try_command<adapt_heads_options>("adapt-heads", words);
  try_command<demo_options>("demo", words);
  try_command<doctor_options>("doctor", words);
}
