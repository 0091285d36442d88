#!/bin/sh
# header_length.sh ROOT: one idea, one header. More than 220 lines is worth a thought, more than 300 is a fault.
cd "$1" || exit 2
find include backends/*/include -name '*.hpp' -exec wc -l {} + 2>/dev/null | awk '
  $2 != "total" && $1 > 220 { print $2 ": " $1 " lines" ($1 > 300 ? ", more than 300" : " (worth a thought)") }
  $2 != "total" && $1 > 300 { fault = 1 }
  END { exit fault }'
