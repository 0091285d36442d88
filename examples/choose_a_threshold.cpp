// Chooses a threshold T on M_uc: of the grasps whose M_uc is below T, at most a share `RISK` will fail, with 90 %
// confidence (`metrics/risk_control.hpp` has the theorem).
//   choose_a_threshold [MODEL FOLDER [RISK]]: photographs of the workplace that the model did not learn from
// Without arguments it takes the model that comes with the tool and generated scenes.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/metrics/failure_certainty.hpp>

#include "generated_scenes.hpp"

int main(int count, char** arguments) try {
  bool const given = count > 2;
  auto const model = given ? arguments[1] : "models/scenes.safetensors";
  auto const folder = given ? arguments[2] : generated_scenes("scenes to calibrate on", 50, 7);
  double const risk = count > 3 ? std::atof(arguments[3]) : 0.25;
  suregrasp::libtorch::backend const be;
  suregrasp::libtorch::inference const network(suregrasp::libtorch::load_detector(model));
  auto const samples = suregrasp::read_samples(folder).samples;
  auto const measured = suregrasp::evaluate(be, network, samples);
  // A grasp fails where it overlaps no label by more than 0.25. The first grasp of each photograph counts: several of
  // one photograph are not independent.
  auto const certainty =
      suregrasp::certainty_of_failures(measured.overlaps, measured.uncertainties, 0.25, {.risk = risk, .delta = 0.1});
  if (!certainty) return std::fputs("no photograph has a grasp\n", stderr), 1;
  std::printf("of %zu first grasps %.0f %% fail, of the most certain half %.0f %%\n", samples.size(),
              100 * certainty->curve.mean_error(), 100 * certainty->curve.risk_at(0.5));
  if (auto const& chosen = certainty->threshold)
    std::printf("grasp where M_uc < %.3g: that keeps %.0f %%, of which at most %.0f %% fail\n", chosen->threshold,
                100 * chosen->coverage, 100 * risk);
  else
    std::printf("no threshold is proven to keep failures below %.0f %%: more photographs, or another model\n",
                100 * risk);
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
