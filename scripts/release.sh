#!/bin/sh
# release.sh BUILD OUT [KEY]: what a release hands out, made of the commit at hand and of BUILD, which has its tool:
#   suregrasp-VERSION.tar.gz        the sources
#   suregrasp-dev_*.deb             the headers; suregrasp_*.deb, the tool, where BUILD has it on Debian's libraries
#   scenes.safetensors              the model that comes with the tool
#   suregrasp-VERSION.spdx.json     a software bill of materials (SPDX 2.3) of all of these
#   SHA256SUMS, SHA256SUMS.sig      their digests, signed with the private key KEY of ssh-keygen where one is given
# To check, with the public key in a line `releases namespaces="suregrasp" ssh-ed25519 ...` of a file SIGNERS:
#   ssh-keygen -Y verify -f SIGNERS -I releases -n suregrasp -s SHA256SUMS.sig <SHA256SUMS && sha256sum -c SHA256SUMS
set -eu
[ $# -ge 2 ] || { sed -n '2,9s/^# //p' "$0"; exit 2; }
build=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
key=${3:-}
cd "$(dirname "$0")/.."
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
bill=suregrasp-$version.spdx.json
model=examples/models/scenes.safetensors

git archive --format=tar --prefix="suregrasp-$version/" HEAD | gzip -n >"$out/suregrasp-$version.tar.gz"
cp "$model" "$out/"
parts=suregrasp_dev
[ -x "$build/examples/suregrasp" ] && command -v dpkg-shlibdeps >/dev/null && parts="$parts;suregrasp_tool"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work" -D CPACK_COMPONENTS_ALL="$parts") >"$work/log" 2>&1 ||
  { cat "$work/log" >&2; exit 1; }
cp "$work"/*.deb "$out/"

digest() { sha256sum "$1" | cut -d' ' -f1; }
# package ID NAME VERSION LICENCE FILE: an entry of the bill, with the digest of FILE where there is one.
package() {
  printf '%s    {"SPDXID": "SPDXRef-%s", "name": "%s", "versionInfo": "%s", "downloadLocation": "NOASSERTION",\n' "$comma" "$1" "$2" "$3"
  printf '     "filesAnalyzed": false, "licenseConcluded": "%s", "licenseDeclared": "%s", "copyrightText": "NOASSERTION"' "$4" "$4"
  [ -z "$5" ] || printf ',\n     "packageFileName": "%s", "checksums": [{"algorithm": "SHA256", "checksumValue": "%s"}]' \
    "$(basename "$5")" "$(digest "$5")"
  printf '}'
  comma=',
'
}
relation() {
  printf '%s    {"spdxElementId": "SPDXRef-%s", "relationshipType": "%s", "relatedSpdxElement": "SPDXRef-%s"}' "$comma" "$1" "$2" "$3"
  comma=',
'
}
# What a package of Debian depends on, a line each: its name without versions.
needs() { dpkg-deb -f "$1" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g; /^$/d' | sort -u; }
id() { echo "$1" | tr -c 'A-Za-z0-9.\n' '-'; }
debs=$(cd "$out" && ls ./*.deb)
needed=$(for deb in $debs; do needs "$out/$deb"; done | sort -u)
{
  printf '{\n  "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "suregrasp-%s",\n' "$version"
  printf '  "documentNamespace": "https://spdx.org/spdxdocs/suregrasp-%s-%s",\n' "$version" "$(digest "$out/suregrasp-$version.tar.gz")"
  printf '  "creationInfo": {"created": "%s", "creators": ["Tool: suregrasp-release"]},\n' \
    "$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)"
  printf '  "packages": [\n'
  comma=
  package source suregrasp "$version" MIT "$out/suregrasp-$version.tar.gz"
  package model scenes.safetensors "$version" 'MIT AND Apache-2.0' "$out/scenes.safetensors"
  for deb in $debs; do
    name=$(dpkg-deb -f "$out/$deb" Package)
    package "$(id "deb-$name")" "$name" "$version" MIT "$out/$deb"
  done
  for name in $needed; do
    there=$(dpkg-query -W -f '${Version}' "$name" 2>/dev/null || echo NOASSERTION)
    package "$(id "$name")" "$name" "$there" NOASSERTION ''
  done
  printf '\n  ],\n  "relationships": [\n'
  comma=
  relation DOCUMENT DESCRIBES source
  relation source CONTAINS model
  for deb in $debs; do
    name=$(dpkg-deb -f "$out/$deb" Package)
    relation "$(id "deb-$name")" GENERATED_FROM source
    [ "$name" != suregrasp ] || relation deb-suregrasp CONTAINS model
    for other in $(needs "$out/$deb"); do relation "$(id "deb-$name")" DEPENDS_ON "$(id "$other")"; done
  done
  printf '\n  ]\n}\n'
} >"$out/$bill"

(cd "$out" && sha256sum "suregrasp-$version.tar.gz" ./*.deb scenes.safetensors "$bill" | sed 's|\./||' >SHA256SUMS)
if [ -n "$key" ]; then
  rm -f "$out/SHA256SUMS.sig"
  ssh-keygen -q -Y sign -f "$key" -n suregrasp "$out/SHA256SUMS" 2>/dev/null
fi
cat "$out/SHA256SUMS"
