# awk [-v masked=1] -f same_output.awk EXPECTED GOT: succeeds where GOT is as EXPECTED. A line `...` stands for any
# number of lines, `...` within a line for any text, one space for several. Masked, one number is as good as another.
function plain(text) {
  sub(/ +$/, "", text)
  gsub(/ +/, " ", text)
  if (masked) gsub(/[-+]?(nan|[0-9]+([.][0-9]+)?(e[-+]?[0-9]+)?)/, "0", text)
  return text
}
function line_fits(pattern, text, parts, count, i, at) {
  count = split(pattern, parts, "[.][.][.]")
  if (count < 2) return pattern == text
  if (index(text, parts[1]) != 1 && parts[1] != "") return 0
  text = substr(text, length(parts[1]) + 1)
  for (i = 2; i < count; ++i) {
    at = index(text, parts[i])
    if (at == 0 && parts[i] != "") return 0
    text = substr(text, at + length(parts[i]))
  }
  return length(text) >= length(parts[count]) && substr(text, length(text) - length(parts[count]) + 1) == parts[count]
}
function fits(e, g) {
  if (e > wanted) return g > lines
  if (expected[e] == "...") {
    for (; g <= lines + 1; ++g)
      if (fits(e + 1, g)) return 1
    return 0
  }
  return g <= lines && line_fits(expected[e], got[g]) && fits(e + 1, g + 1)
}
FILENAME == ARGV[1] { expected[++wanted] = plain($0); next }
{ got[++lines] = plain($0) }
END { exit !fits(1, 1) }
