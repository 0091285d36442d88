#!/bin/sh
# optional_members.sh COMPILER INCLUDE: an optional member of a backend that has the wrong type is refused where it would
# be used, and the compiler names it and what was expected; the right one, and one that its constraint switches off, are
# not. Skipped (77) without the compiler.
set -u
command -v "$1" >/dev/null || { echo "skipped: there is no $1"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

cat >"$work/backend.cpp" <<'END'
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/testing/tolerance.hpp>
using namespace suregrasp;
using tensor = host_array<double>;
using indices = std::int64_t;

struct backend : reference_backend<backend, tensor, double> {
  tensor from_host(host_view<double const> const&) const;
  tensor to_host(tensor const&) const;
  tensor variable(tensor const&) const;
  tensor stop_gradient(tensor const&) const;
  std::vector<tensor> gradient(tensor const&, std::span<tensor const>) const;
  MEMBER
};

void use(backend const& be, tensor& t, std::span<tensor> ts) {
  (void)constant(be, 1);
  (void)slice(be, t, 0, 0);
  (void)transpose(be, t);
  (void)suregrasp::sqrt(be, t);
  (void)suregrasp::round(be, t);
  (void)suregrasp::sin(be, t);
  (void)suregrasp::cos(be, t);
  (void)on_host(be, t);
  (void)memory_of(be, t);
  (void)epsilon_of(be, t);
  (void)clone(be, t);
  (void)without_gradients(be, [&] { return t; });
  lerp_all<backend>(be, ts, ts, 0.5);
  (void)testing::tolerance<backend>::value;
}
END

compiles() { "$compiler" -std=c++20 -fsyntax-only -D "MEMBER=$1" -I "$include" "$work/backend.cpp" >"$work/said" 2>&1; }
compiler=$1 include=$2 status=0
fault() { echo "$1"; cat "$work/said"; status=1; }

# MEMBER: right, as the documentation has it. One compilation: they do not depend on each other.
compiles '
  tensor constant(double, extents const&) const;
  tensor slice(tensor const&, std::size_t, indices, indices) const;
  tensor transpose(tensor const&) const;
  tensor sqrt(tensor const&) const;
  tensor round(tensor const&) const;
  tensor sin(tensor const&) const;
  tensor cos(tensor const&) const;
  bool on_host(tensor const&) const;
  std::span<std::byte const> memory_of(tensor const&) const;
  double epsilon_of(tensor const&) const;
  tensor clone(tensor const&) const;
  template <class F> auto without_gradients(F const& f) const { return f(); }
  void lerp_(tensor&, tensor const&, double) const;
  void lerp_all_(std::span<tensor>, std::span<tensor const>, double) const;
  static constexpr double tolerance = 1e-3;' || fault 'refused: members of the right types'
compiles '' || fault 'refused: no optional member at all'

# NAME: MEMBER of the wrong type.
while IFS=':' read -r name member; do
  if compiles "$member"; then
    fault "accepted:$member"
    continue
  fi
  grep -qF -- "optional member $name has another type than expected" "$work/said" ||
    fault "expected that $name is named, of$member"
done <<'END'
constant: double constant(double, extents const&) const;
constant: tensor constant(double) const;
constant: tensor constant(double, extents const&);
slice: tensor slice(tensor const&, std::size_t) const;
transpose: tensor const& transpose(tensor const&) const;
sqrt: tensor sqrt(double) const;
sqrt: double sqrt(tensor const&) const;
round: void round(tensor&) const;
sin: double sin(double) const;
cos: tensor cos;
on_host: int on_host(tensor const&) const;
on_host: bool on_host;
memory_of: void const* memory_of(tensor const&) const;
epsilon_of: float epsilon_of(tensor const&) const;
clone: tensor* clone(tensor const&) const;
without_gradients: template <class F> void without_gradients(F const&) const;
lerp_: tensor lerp_(tensor&, tensor const&, double) const;
lerp_: void lerp_(tensor&, tensor const&) const;
lerp_all_: void lerp_all_(std::vector<tensor>&, double) const;
tolerance: static constexpr char const* tolerance = "little";
END

# A wrapper of backends has a member where the wrapped one has it: a constraint switches it off.
cat >"$work/backend.cpp" <<'END'
#include <suregrasp/testing/counting_backend.hpp>
#include <suregrasp/testing/archetype.hpp>
using namespace suregrasp;
template <class B>
struct wrapper : testing::counting_backend<B> {
  using testing::counting_backend<B>::counting_backend;
  void lerp_(tensor_t<B>& t, tensor_t<B> const& to, double weight) const
    requires has_lerp<B>;
  tensor_t<B> sqrt(tensor_t<B> const& t) const
    requires has_sqrt<B>;
};
using plain = testing::archetype<double>;
static_assert(!has_lerp<wrapper<plain>> && !has_sqrt<wrapper<plain>>);
void use(wrapper<plain> const& be, tensor_t<plain> const& t, std::span<tensor_t<plain>> ts) {
  (void)suregrasp::sqrt(be, t);
  lerp_all<wrapper<plain>>(be, ts, ts, 0.5);
}
END
compiles '' || fault 'refused: members that a constraint switches off'
exit $status
