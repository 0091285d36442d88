#!/bin/sh
# quoted_code.sh ROOT: code in the documentation is the compiled code. A comment `<!-- FILE [region] -->` before a block
# says where it comes from: the lines of FILE between two lines `// [region]`.
cd "$1" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
find . -name '*.md' -not -path './build/*' -not -path './.git/*' | sort | while read -r document; do
  grep -noE '^<!-- [^ ]+ \[[a-z_]+\] -->$' "$document" | while IFS=: read -r line marker; do
    source=$(echo "$marker" | cut -d' ' -f2)
    region=$(echo "$marker" | sed 's/.*\[\(.*\)\].*/\1/')
    [ -f "$source" ] || { echo "$document:$line: there is no $source"; touch "$work/failed"; continue; }
    awk -v mark="// [$region]" '$0 == mark { inside = !inside; found = 1; next } inside' "$source" >"$work/source"
    awk -v from="$line" 'NR > from && /^```$/ && inside { exit } inside; NR > from && /^```cpp$/ { inside = 1 }' \
      "$document" >"$work/quoted"
    [ -s "$work/source" ] || { echo "$document:$line: $source has no region [$region]"; touch "$work/failed"; continue; }
    diff "$work/source" "$work/quoted" >"$work/difference" && continue
    echo "$document:$line: differs from [$region] in $source (< there, > here)"
    cat "$work/difference"
    touch "$work/failed"
  done
done
[ -e "$work/failed" ] && exit 1
exit 0
