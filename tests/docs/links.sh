#!/bin/sh
# links.sh ROOT: every relative link and picture in the documentation leads to a file that is there, and its anchor to a
# heading there.
here=$(cd "$(dirname "$0")" && pwd)
cd "$1" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
find . -name '*.md' -not -path './build*' -not -path './.git/*' | sort | sed 's|^./||' >"$work/documents"
count=0
while read -r document; do
  awk -f "$here/links.awk" "$document" >"$work/links"
  while IFS='|' read -r line target; do
    case $target in *://* | mailto:*) continue ;; esac
    count=$((count + 1))
    file=${target%%#*}
    path=$document
    [ -n "$file" ] && path=$(dirname "$document")/$file
    if [ ! -e "$path" ]; then
      echo "$document:$line: $target: there is no $path"
      touch "$work/failed"
      continue
    fi
    case $target in
      *#*)
        awk -v anchors=1 -f "$here/links.awk" "$path" | grep -qxF "${target#*#}" && continue
        echo "$document:$line: $target: no heading of $path has that name"
        touch "$work/failed" ;;
    esac
  done <"$work/links"
done <"$work/documents"
echo "$count relative links"
[ ! -e "$work/failed" ] && [ "$count" -gt 0 ]
