#!/bin/sh
# quoted_code.sh ROOT: no code in the documentation stands for itself. The HTML comment above a block, or its language,
# says what holds it to the truth:
#   <!-- FILE [region] -->   it is what stands in FILE between two lines `// [region]` (or `# [region]`)
#   <!-- FILE -->            its lines stand in FILE, one after the other; FILE may be another document
#   <!-- file: NAME -->      written to NAME in a scratch folder, for the commands of the document
#   ```console               commands that are run there, with what they print (tests/docs/run_document.sh)
#   <!-- not run: WHY -->    nothing does; no place for a command of the tool
# In the README, in docs/ and in backends/README.md a block without any of them is an error.
here=$(cd "$(dirname "$0")/../docs" && pwd)
cd "$1" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# complain TEXT: about the block at hand.
complain() { echo "$document:$line: $1"; touch "$work/failed"; }

# quoted_from FILE: that it is there, and that something compiles, configures or runs it.
quoted_from() {
  [ -f "$1" ] || { complain "there is no $1"; return 1; }
  case $1 in
    examples/* | tests/* | conan/* | include/* | backends/* | docs/*) ;;
    *) complain "nothing checks $1"; return 1 ;;
  esac
}

check_region() {
  source=${mark%% *} region=${mark##* }
  quoted_from "$source" || return
  awk -v region="$region" '$0 == "// " region || $0 == "# " region { inside = !inside; next } inside' \
    "$source" >"$work/source"
  [ -s "$work/source" ] || { complain "$source has no region $region"; return; }
  diff "$work/source" "$work/$line" >"$work/difference" && return
  complain "differs from $region in $source (< there, > here)"
  cat "$work/difference"
}

find . -name '*.md' -not -path './build*' -not -path './.git/*' | sort | sed 's|^./||' >"$work/documents"
while read -r document; do
  awk -v out="$work" -f "$here/blocks.awk" "$document" >"$work/blocks"
  while IFS='|' read -r line language mark; do
    case $mark in
      'not run: '*)
        grep -qE '^(\$ )?suregrasp ' "$work/$line" && complain "a command of the tool that nothing runs" ;;
      'file: '*) ;;
      *' ['*']') check_region ;;
      *.* | */*)
        quoted_from "$mark" || continue
        awk -f "$here/quoted_lines.awk" "$work/$line" "$mark" || complain "these lines do not stand in $mark" ;;
      *)
        [ "$language" = console ] && continue
        case $document in
          README.md | docs/* | backends/README.md)
            complain "a block (${language:-of no language}) that nothing checks: no mark above it" ;;
        esac ;;
    esac
  done <"$work/blocks"
done <"$work/documents"
[ ! -e "$work/failed" ]
