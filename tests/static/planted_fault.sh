#!/bin/sh
# planted_fault.sh CHECK [FAULT]: CHECK passes a clean tree and fails once its fault, or another, is planted there.
set -u
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d) || exit 2
trap 'rm -rf "$tree"' EXIT
header=$tree/include/suregrasp/geometry/angle.hpp
mkdir -p "$(dirname "$header")" "$tree/backends" "$tree/examples" "$tree/tests"
printf '#ifndef SUREGRASP_GEOMETRY_ANGLE_HPP\n#define SUREGRASP_GEOMETRY_ANGLE_HPP\n\nint angle();\n\n#endif  // SUREGRASP_GEOMETRY_ANGLE_HPP\n' >"$header"
umbrella=$tree/include/suregrasp/geometry.hpp
printf '#ifndef SUREGRASP_GEOMETRY_HPP\n#define SUREGRASP_GEOMETRY_HPP\n\n#include <suregrasp/geometry/angle.hpp>\n\n#endif  // SUREGRASP_GEOMETRY_HPP\n' >"$umbrella"
printf '#ifndef SUREGRASP_SUREGRASP_HPP\n#define SUREGRASP_SUREGRASP_HPP\n\n#include <suregrasp/backend.hpp>\n#include <suregrasp/geometry.hpp>\n\n#endif  // SUREGRASP_SUREGRASP_HPP\n' >"$tree/include/suregrasp/suregrasp.hpp"

mkdir -p "$tree/include/suregrasp/backend"
extensions=$tree/include/suregrasp/backend/extensions.hpp
# shellcheck disable=SC2016
printf '#ifndef SUREGRASP_BACKEND_EXTENSIONS_HPP\n#define SUREGRASP_BACKEND_EXTENSIONS_HPP\n\n/// `sqrt(t)`: the root. Law: `sqrt_values`.\ntemplate <class B>\nconcept has_sqrt = true;\n\n#endif  // SUREGRASP_BACKEND_EXTENSIONS_HPP\n' >"$extensions"
printf '#ifndef SUREGRASP_BACKEND_HPP\n#define SUREGRASP_BACKEND_HPP\n\n#include <suregrasp/backend/extensions.hpp>\n\n#endif  // SUREGRASP_BACKEND_HPP\n' >"$tree/include/suregrasp/backend.hpp"
# shellcheck disable=SC2016
printf '| optional member | meaning | law |\n|---|---|---|\n| `sqrt(t)` | the root | `sqrt_values` |\n' >"$tree/backends/README.md"

printf '// [angle]\nint angle();\n// [angle]\n' >"$tree/examples/angle.cpp"
# shellcheck disable=SC2016
printf '<!-- examples/angle.cpp [angle] -->\n```cpp\nint angle();\n```\n' >"$tree/README.md"

# shellcheck disable=SC2016
printf '| what | held by |\n|---|---|\n| angles | `angles wrap` |\n' >"$tree/SECURITY.md"
printf 'TEST_CASE("angles wrap") {}\n' >"$tree/tests/angle_test.cpp"

sh "$here/$1.sh" "$tree"
status=$?
[ $status -eq 77 ] && exit 77
[ $status -eq 0 ] || { echo "$1 fails on a clean tree"; exit 1; }

case ${2:-$1} in
  security) sed -i 's/angles wrap/angles turn/' "$tree/tests/angle_test.cpp" ;;
  optional_members) sed -i 's/^| `sqrt.*/| `root(t)` | the root | `sqrt_values` |/' "$tree/backends/README.md" ;;
  names) echo '// TO''DO' >>"$header" ;;
  header_length) yes '' | head -n 300 >>"$header" ;;
  include_guards) sed -i 's/GEOMETRY_ANGLE/ANGLE/' "$header" ;;
  words) sed -i 's/int angle();/auto text = R"a(it looks\nso)a"; int place_angle();/' "$header" ;;
  greedy_names) echo 'int planted(B const& be);' >>"$header" ;;
  include_order) sed -i 's|^int angle|#include <suregrasp/metrics/angle.hpp>\n&|' "$header" ;;
  opencv) sed -i 's|^int angle|#include <opencv2/core.hpp>\n&|' "$header" ;;
  umbrella) sed -i '/#include/d' "$umbrella" ;;
  without_hana) sed -i '/^int/i #include <boost/hana.hpp>' "$header" ;;
  quoted_code) sed -i 's/int angle/int angles/' "$tree/README.md" ;;
  clang_tidy) sed -i 's/^int angle();/inline bool angle(int x) { return (x \& 1) == (x \& 1); }/' "$header" ;;
  format) echo 'int   badly( ) ;' >>"$header" ;;
esac
if sh "$here/$1.sh" "$tree"; then
  echo "$1 does not see its planted fault ${2:-}"
  exit 1
fi
