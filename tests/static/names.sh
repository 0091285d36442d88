#!/bin/sh
# names.sh ROOT: no room for everything, no unfinished work, no output and no `using namespace` in a header.
set -u
cd "$1" || exit 2
status=0

# complain TEXT: standard input holds offenders; any is a fault.
complain() {
  offenders=$(cat)
  [ -z "$offenders" ] && return
  printf '%s:\n%s\n' "$1" "$offenders"
  status=1
}

sources() { find include backends examples tests conan scripts cmake -type f "$@" 2>/dev/null; }
headers() { find include backends/*/include -name '*.hpp' 2>/dev/null; }

offenders=$(find include backends examples tests | grep -E '/(utils?|common|helpers?|misc)(\.[a-z]+)?$')
complain 'A name that says nothing' <<END
$offenders
END
offenders=$(sources \( -name '*.[ch]pp' -o -name '*.cmake' -o -name '*.sh' -o -name 'CMakeLists.txt' \) ! -path 'tests/static/*' \
  -exec grep -nE '\b(TODO|FIXME|XXX|HACK)\b|not (yet )?implemented' {} +)
complain 'Unfinished work' <<END
$offenders
END
offenders=$(headers | xargs grep -nE 'std::(cout|cerr|clog|puts|printf)\b|[^n]printf\(|^using namespace' /dev/null |
  grep -v 'snprintf')
complain 'A header that prints, or opens a namespace for all who include it' <<END
$offenders
END
exit $status
