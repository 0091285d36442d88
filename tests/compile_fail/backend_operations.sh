#!/bin/sh
# backend_operations.sh COMPILER INCLUDE: a backend that misses an operation, or returns a lazy expression from it, is
# refused by an algorithm, and the compiler names the concept and the operation. Skipped (77) without the compiler.
set -u
command -v "$1" >/dev/null || { echo "skipped: there is no $1"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

cat >"$work/backend.cpp" <<'END'
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/reference_backend.hpp>
using namespace suregrasp;
using tensor = host_array<double>;

struct lazy_expression {
  operator tensor() const;
};

struct complete : reference_backend<complete, tensor, double> {
  tensor from_host(host_view<double const> const&) const;
  tensor to_host(tensor const&) const;
  tensor variable(tensor const&) const;
  tensor stop_gradient(tensor const&) const;
  std::vector<tensor> gradient(tensor const&, std::span<tensor const>) const;
};

struct backend : complete {
#ifdef MISSING
  void MISSING() const;
#endif
#ifdef LAZY
  template <class... Arguments>
  lazy_expression LAZY(Arguments const&...) const;
#endif
};

template <class B> requires tensor_backend<B> && linalg_backend<B> && differentiable_backend<B>
void algorithm(B const&) {}
void use() { algorithm(backend{}); }
END

"$1" -std=c++20 -fsyntax-only -I "$2" "$work/backend.cpp" || { echo "the complete backend does not compile"; exit 1; }
status=0
while read -r concept operations; do
  for operation in $operations; do
    for fault in MISSING LAZY; do
      if said=$("$1" -std=c++20 -fsyntax-only -D "$fault=$operation" -I "$2" "$work/backend.cpp" 2>&1); then
        echo "accepted: $operation, $fault"
        status=1
        continue
      fi
      for expected in "$concept" "be.$operation("; do
        printf '%s\n' "$said" | grep -qF -- "$expected" && continue
        printf '%s\nexpected with %s of %s: %s\n' "$said" "$fault" "$operation" "$expected"
        status=1
      done
    done
  done
done <<'END'
has_transfer from_host to_host shape
has_layout reshape take concat
has_arithmetic add sub mul div
has_elementary exp log where
has_reductions sum max
linalg_backend matmul
differentiable_backend variable stop_gradient gradient
END
exit $status
