#!/bin/sh
# run_document.sh ROOT DOCUMENT [FOLDERS [accept]]: writes the files of a document and runs its commands, in its order, in
# a scratch folder, and compares what they print with what it says they print (same_output.awk). There are `suregrasp`, a
# link to the project, the files of tests/docs/<document>/, and FOLDERS, as a:b, on the path. Skipped (77) where this build
# lacks a program that a document runs. <!-- figures differ --> above a block: one number is as good as another. With
# `accept`, what is printed now goes into the document in place of what differs.
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$1" && pwd) || exit 2
document=$2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
[ -n "${3:-}" ] && PATH=$3:$PATH
export PATH OMP_WAIT_POLICY=passive LC_ALL=C

mkdir "$work/blocks" "$work/scratch"
: >"$work/commands"
awk -v out="$work/blocks" -f "$here/blocks.awk" "$root/$document" >"$work/list"
[ -s "$work/list" ] || exit 0
programs=$(grep -rhoE '^\$ (suregrasp|example_[a-z_]+|detect_photograph|hold_out)( |$)' "$work/blocks" | cut -d' ' -f2 | sort -u)
grep -rqE 'COMPONENTS.* libtorch' "$work/blocks" && programs="$programs suregrasp"
for program in $programs; do
  command -v "$program" >/dev/null && continue
  echo "skipped: $document needs $program, which this build does not have"
  exit 77
done

stem=$(basename "$document" .md)
if [ -d "$here/$stem" ]; then cp -r "$here/$stem/." "$work/scratch"; fi
ln -s "$root" "$work/scratch/suregrasp"

{
  cat <<'END'
failed() { echo "$document:$1: ended with an error"; cat "$work/got.$1" "$work/errors"; exit 1; }
failed_before() { echo "$document:$1: expected a command, a line that begins with \$"; exit 1; }
END
  while IFS='|' read -r line language mark; do
    case $mark in
      'file: '*)
        echo "mkdir -p \"\$(dirname '${mark#file: }')\" && cp '$work/blocks/$line' '${mark#file: }' || exit 2" ;;
      *)
        [ "$language" = console ] || continue
        awk -v work="$work" -v block="$line" -f "$here/script.awk" "$work/blocks/$line"
        if [ "$mark" = 'figures differ' ]; then
          awk -v first="$line" '/^\$ / { print first + FNR }' "$work/blocks/$line" >>"$work/masked"
        fi ;;
    esac
  done <"$work/list"
} >"$work/script"
touch "$work/masked"
(cd "$work/scratch" && document=$document work=$work && export document work && exec sh "$work/script") || exit 1

status=0
while read -r at; do
  masked=0
  grep -qx "$at" "$work/masked" && masked=1
  awk -v masked=$masked -f "$here/same_output.awk" "$work/wanted.$at" "$work/got.$at" && continue
  echo "$document:$at: prints something else (< as documented, > as it is)"
  diff "$work/wanted.$at" "$work/got.$at"
  touch "$work/differs.$at"
  status=1
done <"$work/commands"
if [ $status -ne 0 ] && [ "${4:-}" = accept ]; then
  awk -v work="$work" -f "$here/accepted.awk" "$root/$document" >"$work/accepted" &&
    cp "$work/accepted" "$root/$document" && echo "$document: accepted"
fi
exit $status
