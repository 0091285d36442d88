#!/bin/sh
# refused.sh COMPILER INCLUDE SOURCE: SOURCE compiles, and with REFUSED defined it does not and the compiler says what the
# first line of SOURCE expects: `// refused: a text`. Skipped (77) where there is no such compiler.
set -u
command -v "$1" >/dev/null || { echo "skipped: there is no $1"; exit 77; }
expected=$(sed -n '1s|^// refused: ||p' "$3")
[ -n "$expected" ] || { echo "$3: expected a first line '// refused: a text'"; exit 1; }
"$1" -std=c++20 -fsyntax-only -I "$2" "$3" || { echo "$3 does not compile even without what is to be refused"; exit 1; }
if said=$("$1" -std=c++20 -fsyntax-only -D REFUSED -I "$2" "$3" 2>&1); then
  echo "$3 compiles: expected a refusal with '$expected'"
  exit 1
fi
printf '%s\n' "$said" | grep -qF -- "$expected" && exit 0
printf '%s\nexpected this text in what the compiler says: %s\n' "$said" "$expected"
exit 1
