#include <suregrasp/backend/tape.hpp>

#include "../../examples/third_backend/eigen_backend.hpp"
#include "hold_to_all_laws.hpp"

using namespace suregrasp;
using suregrasp_tests::hold_to_all_laws;

TEST_CASE("Eigen as first written double") { hold_to_all_laws(eigen_backend_start<double>{}); }
TEST_CASE("Eigen float") { hold_to_all_laws(eigen_backend<float>{}); }
TEST_CASE("Eigen double") { hold_to_all_laws(eigen_backend<double>{}); }
TEST_CASE("Eigen float taped") { hold_to_all_laws(taped<eigen_backend<float>>{}); }
TEST_CASE("Eigen double taped") { hold_to_all_laws(taped<eigen_backend<double>>{}); }
