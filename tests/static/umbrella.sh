#!/bin/sh
# umbrella.sh ROOT: every room has a door, <suregrasp/ROOM.hpp>, which includes every header of the room but its impl/;
# so has a folder of a room that has a door of its own, <suregrasp/ROOM/FOLDER.hpp>.
# suregrasp.hpp includes the doors of the rooms that need nothing but Boost.Hana; these leave out what reaches OpenCV or JSON.
cd "$1/include" || exit 2
status=0
light="core backend distributed geometry heatmap pyramid loss metrics teacher network robot"

fault() { echo "$1"; status=1; }

# Whether a header reaches OpenCV or JSON, by whatever way; the answers are kept in a folder.
answers=$(mktemp -d)
trap 'rm -rf "$answers"' EXIT
heavy() {
  answer=$answers/$(printf '%s' "$1" | tr / _)
  if [ ! -f "$answer" ]; then
    echo no >"$answer"
    if grep -qE '^#include <(opencv2|nlohmann)/' "$1"; then
      echo yes >"$answer"
    else
      for included in $(sed -n 's/^#include <\(suregrasp\/[^>]*\)>.*/\1/p' "$1"); do
        if [ -f "$included" ] && heavy "$included"; then echo yes >"$answers/$(printf '%s' "$1" | tr / _)"; break; fi
      done
    fi
  fi
  grep -q yes "$answers/$(printf '%s' "$1" | tr / _)"
}

for folder in suregrasp/*/; do
  room=$(basename "$folder")
  door=suregrasp/$room.hpp
  [ -f "$door" ] || { fault "The room $room has no door: expected $door"; continue; }
  for header in $(find "$folder" -name '*.hpp' ! -path '*/impl/*'); do
    inner=$(dirname "$header").hpp  # a folder of a room may have a door of its own
    if [ "$inner" != "$door" ] && [ -f "$inner" ]; then
      grep -qF "#include <$header>" "$inner" || fault "$inner does not include <$header>"
      continue
    fi
    case " $light " in *" $room "*) heavy "$header" && continue ;; esac
    grep -qF "#include <$header>" "$door" || fault "$door does not include <$header>"
  done
  case " $light " in
    *" $room "*)
      grep -qF "#include <$door>" suregrasp/suregrasp.hpp || fault "suregrasp/suregrasp.hpp does not include <$door>"
      if heavy "$door"; then fault "$door reaches OpenCV or JSON"; fi ;;
  esac
done
exit $status
