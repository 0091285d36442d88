#!/bin/sh
# reference_filter.sh HEADER: what Doxygen reads in its place, line by line. The version is an inline namespace, which it
# takes for another name; a comment on a namespace, or before the includes of a door, is about the header; a module of LibTorch is made by a macro;
# "Eq." ends no sentence.
exec awk '
  /^ *\/\/\// { gsub(/Eq[.] /, "Eq.\\ ") }
  function release(i) { for (i = 1; i <= held; ++i) print lines[i]; held = 0 }
  /^$/ { release(); lines[held = 1] = $0; next }
  /^\/\/\// && held { lines[++held] = $0; next }
  /^(namespace suregrasp|#include)/ && held > 1 { lines[1] = "/// \\file" }
  { release(); sub(/^namespace suregrasp::inline v2/, "namespace suregrasp") }
  /^TORCH_MODULE_IMPL/ {
    split($0, part, /[(, )]+/)
    $0 = "/** A shared handle on a `" part[3] "`. */ class " part[2] " : public torch::nn::ModuleHolder<" part[3] "> {};"
  }
  { sub(/^struct boost::hana::accessors_impl/, "struct accessors_impl"); print }
  END { release() }' "$1"
