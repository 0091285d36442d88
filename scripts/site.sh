#!/bin/sh
# site.sh [DIR]: the reference, the guides and a page for every room as a site in DIR (build/site): open DIR/index.html.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$project/build/site}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ -f "$folder/doxygen.css" ] || [ -z "$(ls "$folder")" ] || {
  echo "site.sh: expected no folder, an empty one or that of a site to write anew, got $folder" >&2
  exit 2
}
cd "$project"
for tool in doxygen python3; do
  command -v $tool >/dev/null || { echo "site.sh needs $tool (Debian: $tool)" >&2; exit 1; }
done
rm -rf "${folder:?}"/*
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What there is, and a page of it for every room.
{
  cat docs/Doxyfile
  printf '%s\n' "OUTPUT_DIRECTORY = $work" 'GENERATE_HTML = NO' 'GENERATE_XML = YES' 'XML_PROGRAMLISTING = NO'
} | doxygen -
python3 docs/site/rooms.py "$work/xml" . >"$work/rooms.dox"

# The start names the rooms' pages and the guides; Doxygen calls a page after the path of its file.
guides=
for file in README.md docs/tutorial.md docs/*.md backends/README.md examples/python/README.md examples/models/README.md \
  examples/experiments/*.md RESULTS.md BENCHMARKS.md SECURITY.md CHANGELOG.md CONTRIBUTING.md; do
  case " $guides " in *" $file "*) ;; *) [ ! -f "$file" ] || guides="$guides $file" ;; esac
done
page_of() { echo "$1" | sed -e 's|[.]md$||' -e 's|/|_|g' -e 's|^|md_|'; }
{
  sed -n '/^\\mainpage/,/^A comment says/p' docs/reference.dox | sed -e '$d' \
    -e 's/\\ref include.suregrasp.\([a-z]*\)/\\ref room_\1 "\1"/' -e 's/\\ref suregrasp::\([a-z]*\)/\\ref room_\1 "\1"/' \
    -e '1s/^/\/**\n/'
  echo '## Guides'
  echo
  for file in $guides; do echo "- \\subpage $(page_of "$file")"; done
  echo
  sed -n '/^A comment says/,/^\\dir/p' docs/reference.dox | sed '$d'
  echo '*/'
  sed -n '/^\\dir/,$p' docs/reference.dox | sed '1s/^/\/**\n/'
} >"$work/start.dox"

{
  cat docs/Doxyfile
  printf '%s\n' "OUTPUT_DIRECTORY = $work" "HTML_OUTPUT = $folder" "HTML_EXTRA_STYLESHEET = docs/site/site.css" \
    "INPUT = $work/start.dox $work/rooms.dox include backends/xtensor/include backends/libtorch/include \
      backends/openvino/include $guides" \
    'FILE_PATTERNS = *.hpp *.dox *.md' 'STRIP_FROM_PATH += .' 'IMAGE_PATH = docs' 'SEARCHENGINE = YES' \
    'WARN_AS_ERROR = NO' 'WARNINGS = NO'
} | doxygen -
cat docs/site/search.css >>"$folder/search/search.css"
[ -s "$folder/index.html" ] || { echo "Doxygen wrote no start page" >&2; exit 1; }
echo "$folder/index.html"
