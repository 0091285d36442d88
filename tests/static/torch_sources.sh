#!/bin/sh
# torch_sources.sh NINJA BUILD LIMIT: LibTorch's headers cost half a minute a source, so few sources may reach them, by
# whatever way. Ninja knows what each object file was made from.
sources=$("$1" -C "$2" -t deps | awk '
  /^[^ ].*: #deps/ { object = $1 }
  /\/(ATen|c10|torch\/csrc)\// { if (object !~ /^$|tests\/bench\//) print object; object = "" }')
count=$(printf '%s' "$sources" | grep -c .)
printf '%s sources of at most %s include LibTorch\n%s\n' "$count" "$3" "$sources"
[ "$count" -le "$3" ]
