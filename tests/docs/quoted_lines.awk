# awk -f quoted_lines.awk BLOCK SOURCE: succeeds where the lines of BLOCK stand in SOURCE, one after the other, all
# indented by as much.
NR == FNR { block[++wanted] = $0; next }
{ source[++lines] = $0 }
END {
  for (start = 1; wanted > 0 && start + wanted - 1 <= lines; ++start) {
    at = index(source[start], block[1])
    indent = substr(source[start], 1, at - 1)
    if (at == 0 || indent !~ /^ *$/) continue
    for (i = 1; i <= wanted; ++i)
      if (source[start + i - 1] != (block[i] == "" ? "" : indent block[i])) break
    if (i > wanted) exit 0
  }
  exit 1
}
