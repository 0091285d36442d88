#include <suregrasp/files/torch_state_dict.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) { (void)suregrasp::parse_torch_state_dict(bytes, "fuzz"); }
