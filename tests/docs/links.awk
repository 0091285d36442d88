# awk -f links.awk DOCUMENT: `line|target` of each link and picture; with -v anchors=1 its anchors, as GitHub names them.
/^ *```/ { code = !code; next }
code { next }
anchors && /^#+ / {
  name = tolower($0)
  sub(/^#+ +/, "", name)
  gsub(/[^a-z0-9 _-]/, "", name)
  gsub(/ /, "-", name)
  print name (seen[name]++ ? "-" seen[name] - 1 : "")
}
anchors {
  while (match($0, /(id|name)="[^"]+"/)) {
    name = substr($0, RSTART, RLENGTH)
    $0 = substr($0, RSTART + RLENGTH)
    gsub(/^[a-z]+="|"$/, "", name)
    print name
  }
  next
}
{
  gsub(/`[^`]*`/, "`")
  while (match($0, /\]\([^)]*\)|^\[[^]]+\]: *[^ ]+|(src|href)="[^"]*"/)) {
    target = substr($0, RSTART, RLENGTH)
    $0 = substr($0, RSTART + RLENGTH)
    sub(/^\]\(|^\[[^]]+\]: *|^(src|href)="/, "", target)
    sub(/( +"[^"]*")?\)$|"$/, "", target)
    print NR "|" target
  }
}
