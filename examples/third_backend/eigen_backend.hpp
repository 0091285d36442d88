#ifndef EIGEN_BACKEND_HPP
#define EIGEN_BACKEND_HPP

#include <Eigen/Core>
#include <suregrasp/backend/reference_backend.hpp>
#include <vector>

// [start]
/// Eigen has vectors and matrices, not tensors: a shape and a flat array, row-major, make one.
template <class T>
struct eigen_tensor {
  suregrasp::extents shape;
  Eigen::ArrayX<T> values;
};

template <class T>
struct eigen_backend_start : suregrasp::reference_backend<eigen_backend_start<T>, eigen_tensor<T>, T> {
  eigen_tensor<T> from_host(suregrasp::host_view<T const> const& view) const {
    return {view.shape, Eigen::Map<Eigen::ArrayX<T> const>(view.values.data(), std::ssize(view.values))};
  }
  suregrasp::host_array<T> to_host(eigen_tensor<T> const& t) const {
    return {t.shape, std::vector<T>(t.values.begin(), t.values.end())};
  }
};
// [start]

// [faster]
/// The same, with what Eigen does well in Eigen's hands; the rest is still the reference's.
template <class T>
struct eigen_backend : suregrasp::reference_backend<eigen_backend<T>, eigen_tensor<T>, T> {
  using tensor = eigen_tensor<T>;
  using reference = suregrasp::reference_backend<eigen_backend<T>, tensor, T>;
  using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  tensor from_host(suregrasp::host_view<T const> const& view) const {
    return {view.shape, Eigen::Map<Eigen::ArrayX<T> const>(view.values.data(), std::ssize(view.values))};
  }
  suregrasp::host_array<T> to_host(tensor const& t) const {
    return {t.shape, std::vector<T>(t.values.begin(), t.values.end())};
  }
  suregrasp::extents shape(tensor const& t) const { return t.shape; }
  tensor constant(double value, suregrasp::extents const& shape) const {
    return {shape, Eigen::ArrayX<T>::Constant(static_cast<Eigen::Index>(suregrasp::element_count(shape)),
                                              static_cast<T>(value))};
  }

  tensor add(tensor const& a, tensor const& b) const {
    return a.shape == b.shape ? tensor{a.shape, a.values + b.values} : reference::add(a, b);
  }
  tensor sub(tensor const& a, tensor const& b) const {
    return a.shape == b.shape ? tensor{a.shape, a.values - b.values} : reference::sub(a, b);
  }
  tensor mul(tensor const& a, tensor const& b) const {
    if (b.shape.empty()) return {a.shape, a.values * b.values(0)};
    return a.shape == b.shape ? tensor{a.shape, a.values * b.values} : reference::mul(a, b);
  }

  tensor sqrt(tensor const& t) const { return {t.shape, t.values.sqrt()}; }

  tensor matmul(tensor const& a, tensor const& b) const {
    if (a.shape.size() != 2 || b.shape.size() != 2 || a.shape[1] != b.shape[0]) return reference::matmul(a, b);
    matrix const product = as_matrix(a) * as_matrix(b);
    return {{a.shape[0], b.shape[1]}, Eigen::Map<Eigen::ArrayX<T> const>(product.data(), product.size())};
  }
  tensor transpose(tensor const& t) const {
    matrix const transposed = as_matrix(t).transpose();
    return {{t.shape[1], t.shape[0]}, Eigen::Map<Eigen::ArrayX<T> const>(transposed.data(), transposed.size())};
  }

 private:
  static Eigen::Map<matrix const> as_matrix(tensor const& t) { return {t.values.data(), t.shape[0], t.shape[1]}; }
};
// [faster]

#endif  // EIGEN_BACKEND_HPP
