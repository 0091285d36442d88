#ifndef SUREGRASP_TESTING_GROUP_LAWS_HPP
#define SUREGRASP_TESTING_GROUP_LAWS_HPP

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/testing/law.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

namespace detail {

/// Bytes of every value, of another length and beginning for each process.
[[nodiscard]] inline std::string message_of(std::size_t rank, std::size_t length) {
  std::string bytes(length, '\0');
  for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>((i * 7 + rank * 31) % 256);
  return bytes;
}

template <process_group Group>
[[nodiscard]] law_results gathering_laws(Group const& group) {
  auto const size = static_cast<std::size_t>(group.size()), rank = static_cast<std::size_t>(group.rank());
  law_results results;
  results.push_back(testing::law("a_rank_is_below_the_size", [&](evidence& against) {
    against.expect(rank < size, "rank " + std::to_string(rank) + " of " + std::to_string(size));
  }));

  results.push_back(testing::law("gather_has_one_of_each_in_their_order", [&](evidence& against) {
    auto const all = group.gather(std::to_string(rank));
    against.expect(all.size() == size, std::to_string(all.size()) + " answers of " + std::to_string(size));
    for (std::size_t i = 0; i < all.size(); ++i)
      against.expect(all[i] == std::to_string(i), "the answer of rank " + std::to_string(i) + " is '" + all[i] + "'");
  }));

  results.push_back(testing::law("gather_keeps_bytes_of_all_lengths", [&](evidence& against) {
    for (std::size_t const length : {0U, 1U, 1000U, 300000U}) {
      auto const all = group.gather(detail::message_of(rank, length * rank));  // rank 0 has none
      for (std::size_t i = 0; i < all.size(); ++i)
        against.expect(all[i] == detail::message_of(i, length * i),
                       std::to_string(length * i) + " bytes of rank " + std::to_string(i) + " came otherwise");
    }
  }));

  results.push_back(testing::law("broadcast_is_that_of_the_first", [&](evidence& against) {
    for (std::size_t const length : {0U, 5U, 100000U})
      against.expect(
          suregrasp::from_first(group, detail::message_of(rank, length + rank)) == detail::message_of(0, length),
          "what rank 0 has passed, " + std::to_string(length) + " bytes, came otherwise");
  }));

  results.push_back(testing::law("calls_are_not_mixed_up", [&](evidence& against) {
    for (std::size_t n = 0; n < 50; ++n) {
      auto const all = group.gather(std::to_string(n));
      for (auto const& each : all)
        against.expect(each == std::to_string(n), "call " + std::to_string(n) + " got " + each);
      if (n % 3 == 0) suregrasp::wait_for_all(group);
    }
  }));
  return results;
}

template <process_group Group>
[[nodiscard]] law_results summing_laws(Group const& group) {
  auto const size = static_cast<double>(group.size()), rank = static_cast<double>(group.rank());
  law_results results;
  results.push_back(testing::law("sums_are_over_all", [&](evidence& against) {
    std::vector<double> values{1, rank, -2 * rank, 0.25}, none;
    suregrasp::sum_over(group, std::span(values));
    suregrasp::sum_over(group, std::span(none));
    auto const ranks = size * (size - 1) / 2;
    against.expect(values == std::vector<double>{size, ranks, -2 * ranks, 0.25 * size}, "a sum is wrong");
  }));

  results.push_back(testing::law("sums_are_the_same_everywhere", [&](evidence& against) {
    std::vector<double> values(1000);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = 1 / (1 + static_cast<double>(i) + 3.7 * rank);
    suregrasp::sum_over(group, std::span(values));
    auto const all = suregrasp::gather_values(group, values);
    for (std::size_t i = 0; i < all.size(); ++i)
      against.expect(all[i] == values[i % values.size()], "sum " + std::to_string(i) + " differs between processes");
  }));

  results.push_back(testing::law("what_is_not_finite_shows_everywhere", [&](evidence& against) {
    auto const sum = suregrasp::sum_over(group, rank == 0 ? std::nan("") : 1.0);
    against.expect(std::isnan(sum), "the NaN of one process is lost in the sum");
  }));
  return results;
}

}  // namespace detail

/// Holds a process group to the laws of `process_group` and of the members that it has. To be called by all of its
/// processes at once; each gets results of its own.
template <process_group Group>
[[nodiscard]] law_results check_group(Group const& group) {
  law_results results = detail::gathering_laws(group);
  testing::append(results, detail::summing_laws(group));
  return results;
}

/// The same, and the sums of tensors of a library.
template <process_group Group, tensor_backend B>
[[nodiscard]] law_results check_group(Group const& group, B const& be) {
  auto results = testing::check_group(group);
  results.push_back(testing::law("tensors_are_summed_element_by_element", [&](evidence& against) {
    auto const size = static_cast<scalar_t<B>>(group.size());
    std::vector<scalar_t<B>> const values{1, 2, -3, 4, 0.5, -0.25};
    std::vector<tensor_t<B>> tensors;
    for (extents const& shape : {extents{2, 3}, extents{6}, extents{1, 6, 1}})
      tensors.push_back(be.from_host(host_view<scalar_t<B> const>(shape, values)));
    tensors.push_back(be.from_host(host_view<scalar_t<B> const>({0}, {})));
    suregrasp::sum_tensors_over(group, be, tensors);
    auto expected = values;
    for (auto& value : expected) value *= size;
    for (std::size_t i = 0; i < 3; ++i) {
      extents const shapes[] = {{2, 3}, {6}, {1, 6, 1}};
      against.expect_same("tensor " + std::to_string(i), be.to_host(tensors[i]),
                          host_array<scalar_t<B>>{shapes[i], expected});
    }
    against.expect(be.shape(tensors[3]) == extents{0}, "an empty tensor became " + to_string(be.shape(tensors[3])));
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_GROUP_LAWS_HPP
