#!/bin/sh
# words.sh ROOT [PATH...]: names use the field's words. No identifier of a source and no name of a file below the paths
# (all of include, backends, examples and tests where none is given) holds a word of the left column below. Comments and
# string literals are not looked at. A word counts where underscores set it apart; `place`, `look` and `seen` count
# as whole names, `place` also at either end of one.
cd "$1" || exit 2
shift
[ $# -gt 0 ] || set -- include backends examples tests

find "$@" -type f ! -path '*/build/*' | sort | awk '
  BEGIN {
    table = "lesson lessons: pseudo-label|teaching taught: mean teacher, student, trained|move_towards: ema_update|" \
      "model_statistics: buffer_snapshot|head_distance: multi_head_loss|wrapped_network: network_adaptor|" \
      "fill_from_candidates: first_accepted|window_store: feature_crops|photometry: colour_jitter|" \
      "encoding_ceiling: oracle|sample_faults: sample_checks|finding findings: diagnostic|lanes: simd|" \
      "in_order: ordered_parallel_for, sorted|rough_normals: fast_normals|surest: most_certain|" \
      "plain_csv plain_json plain_data plain_description plain_folder plain_format plain_grasp plain_photograph " \
      "plain_writer: native_"
    rows = split(table, row, "|")
    for (i = 1; i <= rows; ++i) {
      split(row[i], side, ": ")
      words = split(side[1], word, " ")
      for (k = 1; k <= words; ++k) instead[word[k]] = side[2]
    }
    whole["place"] = whole["places"] = "location, batch slot, source or domain"
    whole["look"] = whole["looks"] = whole["seen"] = "view, features of a view"
  }

  # What should stand instead of a name; empty where it is fine.
  function objection(name, known, bare) {
    bare = tolower(name)
    gsub(/-/, "_", bare)
    sub(/^_+/, "", bare)
    sub(/_+$/, "", bare)
    if (bare in whole) return whole[bare]
    if (bare !~ /(^|_)in_place$/ && bare ~ /(^places?_|_places?$)/) return whole["place"]
    for (known in instead) if (index("_" bare "_", "_" known "_")) return instead[known]
    return ""
  }

  # The part of a line outside of raw strings. `raw_end`: what ends the raw string that goes on in the next line.
  function without_raw_strings(line, outside, start, end) {
    for (;;) {
      if (raw_end != "") {
        if (!(end = index(line, raw_end))) return outside
        line = substr(line, end + length(raw_end))
        raw_end = ""
      }
      if (!match(line, /(^|[^A-Za-z0-9_"])R"[A-Za-z_]*\(/)) return outside line
      start = substr(line, RSTART, RLENGTH)
      outside = outside substr(line, 1, RSTART - 1) " "
      line = substr(line, RSTART + RLENGTH)
      sub(/.*R"/, "", start)
      raw_end = ")" substr(start, 1, length(start) - 1) "\""
    }
  }

  function complain(where, name, better) { print where ": `" name "`: say " better; bad = 1 }

  {
    file = $0
    stem = file
    sub(/.*\//, "", stem)
    sub(/\..*/, "", stem)
    if ((better = objection(stem)) != "") complain(file, stem, better)
    if (file !~ /\.(hpp|cpp|inl)$/) next
    at = 0
    raw_end = ""
    while ((getline line <file) > 0) {
      ++at
      line = without_raw_strings(line)
      gsub(/\\./, "", line)
      gsub(/\047"\047/, "", line)
      gsub(/"[^"]*"/, "", line)
      sub(/\/\/.*/, "", line)
      names = split(line, name, /[^A-Za-z0-9_]+/)
      for (n = 1; n <= names; ++n) if ((better = objection(name[n])) != "") complain(file ":" at, name[n], better)
    }
    close(file)
  }
  END { exit bad }'
