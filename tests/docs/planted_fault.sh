#!/bin/sh
# planted_fault.sh FAULT: the tests of the documentation pass a small tree and fail once the fault is planted there, with
# the place and what is wrong in their words.
set -u
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d) || exit 2
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/docs" "$tree/examples" "$tree/include/suregrasp/geometry" "$tree/backends"
cp "$here/../../docs/Doxyfile" "$here/../../docs/reference_filter.sh" "$tree/docs"
for backend in xtensor libtorch openvino; do mkdir -p "$tree/backends/$backend/include"; done
printf '/** \\mainpage\n\\namespace suregrasp\nAll. */\n' >"$tree/docs/reference.dox"
cat >"$tree/include/suregrasp/geometry/angle.hpp" <<'END'
namespace suregrasp::inline v2 {
/// The angle of `g`.
/// \param g any grasp
inline double angle(double g) { return g; }
}  // namespace suregrasp::inline v2
END
printf '// [angle]\nint angle();\n// [angle]\n  int other();\n\n  int last();\n' >"$tree/examples/angle.cpp"
cat >"$tree/docs/page.md" <<'END'
# A page of its own

[The heading](#a-page-of-its-own), [the program](../examples/angle.cpp).

<!-- examples/angle.cpp [angle] -->
```cpp
int angle();
```

<!-- examples/angle.cpp -->
```cpp
int other();

int last();
```

<!-- not run: it takes an hour -->
```sh
./everything
```

<!-- file: answer -->
```text
42
```

```console
$ cat answer; \
    echo first; echo second
42
...
second
```

<!-- figures differ -->
```console
$ echo '7.25 px'
7.31 px
```
END

quoted() { sh "$here/../static/quoted_code.sh" "$tree"; }
run() { sh "$here/run_document.sh" "$tree" docs/page.md; }
links() { sh "$here/links.sh" "$tree"; }
reference() { sh "$here/reference.sh" "$tree"; }
plant() { sed -i "$1" "$tree/docs/page.md"; }
plant_in_header() { sed -i "$1" "$tree/include/suregrasp/geometry/angle.hpp"; }

case $1 in
  region) check=quoted said='page.md:6: differs from \[angle\]' ;;
  lines) check=quoted said='page.md:11: these lines do not stand in examples/angle.cpp' ;;
  unmarked) check=quoted said='page.md:.*that nothing checks' ;;
  indented) check=quoted said='page.md:41: a block (indented code)' ;;
  command_not_run) check=quoted said='page.md:18: a command of the tool that nothing runs' ;;
  nowhere) check=quoted said='page.md:6: there is no examples/gone.cpp' ;;
  output) check=run said='page.md:28: prints something else' ;;
  masked_output) check=run said='page.md:37: prints something else' ;;
  failing_command) check=run said='page.md:37: ended with an error' ;;
  file) check=run said='page.md:28: prints something else' ;;
  link) check=links said='page.md:3: .*there is no' ;;
  anchor) check=links said='page.md:3: .*no heading' ;;
  parameter) check=reference said='nobody' ;;
  undocumented) check=reference said='another.*is not documented' ;;
  *) echo "there is no fault '$1'"; exit 2 ;;
esac

$check >"$tree/said" 2>&1
status=$?
[ $status -eq 77 ] && exit 77
[ $status -eq 0 ] || { echo "$check fails on a clean tree"; cat "$tree/said"; exit 1; }

case $1 in
  region) plant '7s/int/long/' ;;
  lines) plant 's/int last/int first/' ;;
  unmarked) plant '/file: answer/d' ;;
  indented) printf '\n    int angle();\n' >>"$tree/docs/page.md" ;;
  command_not_run) plant 's/^.\/everything/suregrasp train/' ;;
  nowhere) plant '5s/angle.cpp/gone.cpp/' ;;
  output) plant 's/^second$/third/' ;;
  masked_output) plant 's/^7.31 px/7.31 mm/' ;;
  failing_command) plant "s/^\$ echo '7.25 px'/$ false/" ;;
  file) plant '/^```text/,/^```$/s/42/43/' ;;
  link) plant 's|(../examples/angle.cpp)|(../examples/gone.cpp)|' ;;
  anchor) plant 's/(#a-page-of-its-own)/(#another)/' ;;
  parameter) plant_in_header 's/param g/param nobody/' ;;
  undocumented) plant_in_header '4s/$/\n\ninline double another(double h) { return h; }/' ;;
esac
if $check >"$tree/said" 2>&1; then
  echo "$check does not see its planted fault"
  exit 1
fi
grep -q "$said" "$tree/said" || { echo "expected words like '$said', got:"; cat "$tree/said"; exit 1; }
