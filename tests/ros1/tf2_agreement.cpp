// Our rotations, quaternions and transforms against those of tf2, over random poses; scripts/ros1.sh builds and runs
// it.
#include <tf2/LinearMath/Matrix3x3.h>
#include <tf2/LinearMath/Transform.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot.hpp>
#include <suregrasp/robot/messages/ur_script.hpp>

using namespace suregrasp;

namespace {

struct a;
struct b;
struct c;

double worst = 0;

void compare(double ours, double theirs) { worst = std::max(worst, std::abs(ours - theirs)); }

void compare(vector3 const& ours, tf2::Vector3 const& theirs) {
  compare(ours.x, theirs.x()), compare(ours.y, theirs.y()), compare(ours.z, theirs.z());
}

template <class From, class To>
void compare(transform<From, To> const& ours, tf2::Transform const& theirs) {
  compare(ours.translation, theirs.getOrigin());
  for (int column = 0; column < 3; ++column) {
    vector3 const* const axes[] = {&ours.orientation.x(), &ours.orientation.y(), &ours.orientation.z()};
    compare(*axes[column], theirs.getBasis().getColumn(column));
  }
  auto const q = quaternion_of(ours.orientation);
  auto const p = theirs.getRotation();
  double const sign = p.w() * q.w + p.x() * q.x + p.y() * q.y + p.z() * q.z < 0 ? -1 : 1;
  for (auto const [mine, other] : {std::pair(q.x, p.x()), {q.y, p.y()}, {q.z, p.z()}, {q.w, p.w()}})
    compare(mine, sign * other);
}

template <class From, class To>
struct both {
  transform<From, To> ours;
  tf2::Transform theirs;
};

/// A random pose, made by each library from the same axis, angle and position.
template <class From, class To>
both<From, To> drawn(random_stream& draw) {
  vector3 const axis = unit({draw.normal(), draw.normal(), draw.normal()});
  double const angle = draw.uniform(-3.1, 3.1);
  vector3 const at{draw.normal(), draw.normal(), draw.normal()};
  return {{rotation::about(axis, radians_value<double>(angle)), at},
          tf2::Transform(tf2::Quaternion({axis.x, axis.y, axis.z}, angle), {at.x, at.y, at.z})};
}

}  // namespace

int main() {
  random_stream draw(5);
  constexpr int count = 10000;
  for (int i = 0; i < count; ++i) {
    auto const [first, tf_first] = drawn<a, b>(draw);
    auto const [second, tf_second] = drawn<b, c>(draw);
    compare(first, tf_first);
    compare(second * first, tf_second * tf_first);
    compare(first.inverse(), tf_first.inverse());
    vector3 const p{draw.normal(), draw.normal(), draw.normal()};
    compare(first(position<a>{p}), tf_first * tf2::Vector3(p.x, p.y, p.z));
    auto const third = drawn<a, b>(draw);
    double const turn = tf_first.getRotation().angleShortestPath(third.theirs.getRotation());
    compare(turn_between(first.orientation, third.ours.orientation).value, turn);
    compare(norm(rotation_vector(first.orientation)), tf_first.getRotation().getAngleShortestPath());
  }
  std::printf("tf2: %d poses, largest difference %.1e\n", count, worst);
  return worst < 1e-7 ? 0 : 1;
}
