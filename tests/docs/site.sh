#!/bin/sh
# site.sh ROOT: the site of the reference is built by one command, and no name in it is more than three clicks from its start.
# The check finds a start that leads nowhere and a name whose page is gone.
case $(doxygen --version 2>/dev/null) in
  1.9.*) ;;
  *) echo "skipped: no doxygen 1.9; other versions write other pages"; exit 77 ;;
esac
command -v python3 >/dev/null || { echo "skipped: there is no python3 here"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
"$1/scripts/site.sh" "$work/site" >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
"$1/scripts/site.sh" "$work" 2>/dev/null && { echo "A folder of other files was taken for a site."; exit 1; }
clicks() { python3 "$1/docs/site/clicks.py" "$work/site" >"$work/clicks"; }
clicks "$1" || { cat "$work/clicks"; exit 1; }
cat "$work/clicks"
grep -qF "$work" "$work/site/index.html" && { echo "The start names the folder that it was built in."; exit 1; }

mv "$work/site/structsuregrasp_1_1grasp.html" "$work"
clicks "$1" && { echo "A name that leads nowhere was not found."; exit 1; }
mv "$work/structsuregrasp_1_1grasp.html" "$work/site"
: >"$work/site/index.html"
! clicks "$1" || { echo "A start that leads nowhere was not found."; exit 1; }
