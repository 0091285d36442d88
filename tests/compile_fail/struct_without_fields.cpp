// refused: gripper_options
#include <suregrasp/core/fields.hpp>

struct described_options {
  double opening = 0.08;
  static constexpr auto fields(auto list) { return list(suregrasp::field{"opening", &described_options::opening}); }
};

struct gripper_options {
  double opening = 0.08;
};

int main() {
  (void)suregrasp::configuration_text(described_options{});
#ifdef REFUSED
  (void)suregrasp::configuration_text(gripper_options{});
#endif
}
