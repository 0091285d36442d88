# awk -v work=FOLDER -f accepted.awk DOCUMENT: the document with FOLDER/got.LINE below the command of each LINE for which
# there is FOLDER/differs.LINE.
/^```/ || /^\$ / { dropping = 0 }
more { print; more = /\\$/; if (!more && dropping) show(); next }
dropping { next }
{ print }
/^\$ / {
  got = work "/got." NR
  dropping = (getline line <(work "/differs." NR)) >= 0
  more = /\\$/
  if (!more && dropping) show()
}
function show(line) {
  while ((getline line <got) > 0) {
    sub(/ +$/, "", line)
    print line
  }
}
