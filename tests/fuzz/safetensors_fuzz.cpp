#include <suregrasp/files/safetensors.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) { (void)suregrasp::parse_safetensors(bytes, "fuzz"); }
