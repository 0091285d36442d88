#!/bin/sh
# reference.sh ROOT: Doxygen has nothing to say against the comments in the headers, and everything that stands in a
# namespace has one. Members of classes may speak for themselves.
case $(doxygen --version 2>/dev/null) in
  1.9.*) ;;
  *) echo "skipped: no doxygen 1.9; other versions warn of other things"; exit 77 ;;
esac
cd "$1" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
{
  cat docs/Doxyfile
  printf '%s\n' "OUTPUT_DIRECTORY = $work" 'WARN_IF_UNDOCUMENTED = YES' 'WARN_AS_ERROR = NO' 'SEARCHENGINE = NO'
} | doxygen - 2>"$work/said" || { cat "$work/said"; exit 1; }
grep -vE 'of (class|struct|union) .* is not documented|^$' "$work/said" && exit 1
[ -s "$work/reference/index.html" ] || { echo "Doxygen wrote nothing"; exit 1; }
