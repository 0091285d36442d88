# awk -v work=FOLDER -v block=LINE -f script.awk BLOCK: turns a block of `$ command` lines, continued after a backslash,
# and their output into a script. Each command writes to FOLDER/got.LINE; what it shall print goes to FOLDER/wanted.LINE.
function finish() {
  if (open) print "} >\"" work "/got." at "\" 2>\"" work "/errors\" || failed " at
  open = 0
}
/^\$ / || more {
  if (!more) {
    finish()
    open = 1
    at = block + FNR
    printf "" >(work "/wanted." at)
    print at >>(work "/commands")
    print "{"
    sub(/^\$ /, "")
  }
  print
  more = /\\$/
  next
}
!open { print "failed_before " block + FNR; exit }
{ print >(work "/wanted." at) }
END { finish() }
