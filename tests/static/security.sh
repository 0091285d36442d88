#!/bin/sh
# security.sh ROOT: each row of SECURITY.md's tables ends with the name of a test case, which there is.
cd "$1" || exit 2
[ -f SECURITY.md ] || exit 0
sed -n 's/^| .*| `\(.*\)` |$/\1/p' SECURITY.md | {
  status=0
  while IFS= read -r name; do
    grep -rqF "TEST_CASE(\"$name\"" tests || { echo "SECURITY.md: there is no test case '$name'"; status=1; }
  done
  rows=$(grep -c '^| ' SECURITY.md) heads=$(grep -c '^|---' SECURITY.md) named=$(grep -c '^| .*| `.*` |$' SECURITY.md)
  [ "$((rows - heads))" -eq "$named" ] || { echo "SECURITY.md: a row without a test: $((rows - heads)) rows, $named tests"; status=1; }
  exit $status
}
