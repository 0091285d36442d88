// refused: fields() of this struct must list every member once, in the order of their declaration
#include <suregrasp/core/fields.hpp>

struct gripper_options {
  double opening = 0.08;
#ifdef REFUSED
  double force = 40;
#endif
  static constexpr auto fields(auto list) { return list(suregrasp::field{"opening", &gripper_options::opening}); }
};

int main() { (void)suregrasp::configuration_text(gripper_options{}); }
