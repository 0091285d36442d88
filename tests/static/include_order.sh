#!/bin/sh
# include_order.sh ROOT: includes point down. Each room may include the rooms before it in the order below, and itself;
# images and data share a place, for preprocessing takes samples and readers take image files. What comes before images
# reaches no OpenCV, by whatever way. In geometry and metrics, JSON is read and written in two headers alone.
cd "$1" || exit 2
find include backends -name '*.hpp' -exec grep -nE '^ *# *include' /dev/null {} + |
  awk -F: '
  BEGIN {
    count = split("core files backend geometry heatmap pyramid loss metrics distributed teacher network images,data " \
                  "scenes detect evaluate train robot testing backends", steps, " ")
    for (i = 1; i <= count; ++i) {
      shared = split(steps[i], rooms, ",")
      for (k = 1; k <= shared; ++k) step[rooms[k]] = i
    }
  }

  # The room of suregrasp/ROOM/... or of its door suregrasp/ROOM.hpp.
  function room_of(header) {
    sub(/^suregrasp\//, "", header)
    sub(/[\/.].*/, "", header)
    return header
  }

  function fault(text) { print text; ++faults }

  {
    file = $1
    header = file
    sub(/^.*include\/suregrasp\//, "suregrasp/", header)
    included = $3
    gsub(/^[^<"]*[<"]|[>"].*$/, "", included)
    where = file ":" $2 ": includes <" included ">"
    files[header] = file
    uses[header] = uses[header] " " included
    from = room_of(header)
    if (header !~ /^suregrasp\/.*\//) next  # a door is for users
    if (!(from in step)) {
      if (!unknown[from]++) fault(file ": the room " from " has no place in the order of rooms")
      next
    }
    if ((from == "geometry" || from == "metrics") && included ~ /^nlohmann\// &&
        header !~ /\/(native_json|prediction_files)\.hpp$/)
      fault(where ", expected JSON in native_json.hpp and prediction_files.hpp alone")
    if (included !~ /^suregrasp\//) next
    to = room_of(included)
    if (to == "suregrasp") to = "robot"  # the last of its rooms
    if (!(to in step))
      fault(where ", whose room has no place in the order of rooms")
    else if (step[to] > step[from] || (to != from && step[to] == step[from] && step[from] != step["images"]))
      fault(where ", but " to " comes after " from)
  }

  # How a header reaches OpenCV, as a text; empty where it does not.
  function way_to_opencv(header,    names, total, i, way) {
    if (header in ways) return ways[header]
    ways[header] = ""
    total = split(uses[header], names, " ")
    for (i = 1; i <= total; ++i) {
      if (names[i] ~ /^opencv2\//) way = names[i]
      else if (names[i] in uses) way = way_to_opencv(names[i])
      if (way != "") return ways[header] = header " -> " way
    }
    return ""
  }

  END {
    for (header in files) {
      room = room_of(header)
      if (header ~ /^suregrasp\/.*\// && room in step && step[room] < step["images"] && way_to_opencv(header) != "")
        fault(files[header] ": reaches OpenCV: " way_to_opencv(header))
    }
    exit faults > 0
  }'
