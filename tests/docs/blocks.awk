# awk -v out=FOLDER -f blocks.awk DOCUMENT: writes each fenced block to FOLDER/<line of its fence> and prints
# `line|language|mark`, where the mark is the one-line HTML comment right above the fence. Code by indentation alone
# has no place for one; it is named too.
inside && /^```$/ { inside = blank = 0; close(file); mark = ""; next }
inside { print >file; next }
/^ *```/ {
  inside = 1
  file = out "/" NR
  printf "" >file
  language = $0
  if (!sub(/^```/, "", language)) language = "an indented fence"
  print NR "|" language "|" mark
  next
}
/^    / && blank { print NR "|indented code|" }
{ mark = ""; blank = /^$/ }
/^<!-- .* -->$/ { mark = substr($0, 6, length($0) - 9) }
END { if (inside) print NR "|a block without an end|" }
