#!/bin/sh
# optional_members.sh ROOT: the table of optional members in backends/README.md has a row for each concept of
# backend/extensions.hpp, with the call and the law that its comment names; and no row for anything else.
cd "$1" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
header=include/suregrasp/backend/extensions.hpp

# Of each concept the first code in its comment, and the first code behind `Law:` or `Laws:`.
awk '
  /^\/\/\// { text = text " " substr($0, 5); next }
  /^concept has_/ {
    split(text, code, "`")
    law = ""
    if (match(text, /Laws?: `[a-z_]+`/)) {
      law = substr(text, RSTART, RLENGTH - 1)
      sub(/^[^`]*`/, "", law)
    }
    print code[2] "|" law
  }
  !/^template/ { text = "" }' "$header" | sort >"$work/concepts"
[ -s "$work/concepts" ] || { echo "$header has no concept of an optional member"; exit 1; }

# Of each row of the table the code in its first and in its last column.
awk '/^\| optional member / { inside = 1; getline; next }
  !/^\|/ { inside = 0 }
  inside {
    columns = split($0, column, "|")
    split(column[2], member, "`")
    split(column[columns - 1], law, "`")
    print member[2] "|" law[2]
  }' backends/README.md | sort >"$work/rows"

diff "$work/concepts" "$work/rows" >"$work/difference" && exit 0
echo "backends/README.md and $header differ in optional members or their laws (< header, > table):"
grep '^[<>]' "$work/difference"
exit 1
