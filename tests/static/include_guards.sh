#!/bin/sh
# include_guards.sh ROOT: the guard of include/suregrasp/a/b.hpp is SUREGRASP_A_B_HPP, so that no two headers share one.
cd "$1" || exit 2
status=0
for folder in include backends/*/include; do
  for header in $(cd "$folder" 2>/dev/null && find . -name '*.hpp'); do
    guard=$(printf '%s' "${header#./}" | tr 'a-z/.' 'A-Z__')
    if ! head -n 2 "$folder/$header" | tr '\n' '|' | grep -q "^#ifndef $guard|#define $guard|"; then
      echo "$folder/${header#./}: expected the include guard $guard in the first two lines"
      status=1
    fi
  done
done
exit $status
