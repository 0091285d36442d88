#!/bin/sh
# release.sh BUILD VERSION: makes a release of this commit, signs it with a key of its own, checks it as a user would, and
# sees a changed byte; the bill of materials names what the packages need; the README states the model's digest.
set -eu
build=$1 version=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
stated=$(sed -n 's/.*SHA-256 `\([0-9a-f]*\)`.*/\1/p' "$root/README.md")
there=$(sha256sum "$root/examples/models/scenes.safetensors" | cut -d' ' -f1)
[ "$stated" = "$there" ] || { echo "README.md: the model's digest is $there, not '$stated'"; exit 1; }
for tool in git dpkg-deb ssh-keygen; do
  command -v $tool >/dev/null || { echo "skipped: there is no $tool here"; exit 77; }
done
git -C "$root" rev-parse HEAD >/dev/null 2>&1 || { echo "skipped: these sources are no clone"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
printf 'releases namespaces="suregrasp" %s\n' "$(cat "$work/key.pub")" >"$work/signers"
PATH=$(dirname "$CPACK"):$PATH sh "$root/scripts/release.sh" "$build" "$work/out" "$work/key" >/dev/null

good() {
  (cd "$work/out" && ssh-keygen -q -Y verify -f ../signers -I releases -n suregrasp -s SHA256SUMS.sig <SHA256SUMS &&
    sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1
}
good || { echo "a release is refused by its own signature or digests"; exit 1; }
printf ' ' >>"$work/out/scenes.safetensors"
! good || { echo "a changed model passes for the released one"; exit 1; }
(cd "$work/out" && sha256sum ./* | sed 's|\./||' >SHA256SUMS)
! good || { echo "changed digests pass for the signed ones"; exit 1; }

bill=$work/out/suregrasp-$version.spdx.json
for deb in "$work"/out/*.deb; do
  dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | while read -r name; do
    grep -qF "\"name\": \"$name\"" "$bill" || { echo "the bill of materials lacks $name"; exit 1; }
  done
done
cat >"$work/bill.cmake" <<'END'
file(READ "${BILL}" bill)
string(JSON count LENGTH "${bill}" packages)
math(EXPR last "${count} - 1")
set(known DOCUMENT)
foreach(i RANGE ${last})
  string(JSON id GET "${bill}" packages ${i} SPDXID)
  list(APPEND known "${id}")
  string(JSON file ERROR_VARIABLE none GET "${bill}" packages ${i} packageFileName)
  if(NOT none AND NOT file STREQUAL "scenes.safetensors")
    string(JSON stated GET "${bill}" packages ${i} checksums 0 checksumValue)
    get_filename_component(folder "${BILL}" DIRECTORY)
    file(SHA256 "${folder}/${file}" there)
    if(NOT stated STREQUAL there)
      message(FATAL_ERROR "${file}: the bill of materials states another digest")
    endif()
  endif()
endforeach()
list(APPEND known SPDXRef-DOCUMENT)
string(JSON count LENGTH "${bill}" relationships)
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  foreach(end spdxElementId relatedSpdxElement)
    string(JSON id GET "${bill}" relationships ${i} ${end})
    if(NOT id IN_LIST known)
      message(FATAL_ERROR "a relationship of ${id}, which is no package of the bill")
    endif()
  endforeach()
endforeach()
END
"$CMAKE" -D BILL="$bill" -P "$work/bill.cmake"
