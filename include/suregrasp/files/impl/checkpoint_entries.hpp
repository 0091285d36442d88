#ifndef SUREGRASP_FILES_IMPL_CHECKPOINT_ENTRIES_HPP
#define SUREGRASP_FILES_IMPL_CHECKPOINT_ENTRIES_HPP

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/files/impl/pickle_values.hpp>
#include <utility>
#include <variant>

namespace suregrasp::inline v2::detail {

/// Tensors by name; they point into the values of a pickle.
using named_tensors = std::map<std::string, pickle_tensor const*>;

[[nodiscard]] inline named_tensors tensors_in(pickle_values const& values, pickle_index index) {
  named_tensors tensors;
  if (auto const* const dictionary = std::get_if<pickle_dictionary>(&values[index]))
    for (auto const& [key, value] : dictionary->items)
      if (auto const* const name = std::get_if<std::string_view>(&values[key]))
        if (auto const* const tensor = std::get_if<std::unique_ptr<pickle_tensor>>(&values[value]))
          tensors.insert_or_assign(std::string(*name), tensor->get());
  return tensors;
}

/// The entries of a dictionary that are dictionaries themselves, by name.
[[nodiscard]] inline std::map<std::string, pickle_index> dictionaries_in(pickle_values const& values,
                                                                         pickle_index index) {
  std::map<std::string, pickle_index> found;
  if (auto const* const outer = std::get_if<pickle_dictionary>(&values[index]))
    for (auto const& [key, value] : outer->items)
      if (auto const* const name = std::get_if<std::string_view>(&values[key]))
        if (std::holds_alternative<pickle_dictionary>(values[value])) found.insert_or_assign(std::string(*name), value);
  return found;
}

/// The weights in a checkpoint: the entry of the first usual name whose dictionary holds tensors, itself or one deeper;
/// else the tensors of the outermost dictionary; else those of the one entry that holds any. Throws where several do.
[[nodiscard]] inline named_tensors find_tensors(std::string const& path, pickle_values const& values,
                                                pickle_index index, int deep = 2) {
  constexpr std::array<std::string_view, 9> usual{"state_dict", "model_state_dict", "model",          "net",
                                                  "network",    "model_ema",        "state_dict_ema", "ema_state_dict",
                                                  "weights"};
  auto const inner = dictionaries_in(values, index);
  if (deep > 0)
    for (auto const name : usual)
      if (auto const at = inner.find(std::string(name)); at != inner.end())
        if (auto tensors = find_tensors(path, values, at->second, deep - 1); !tensors.empty()) return tensors;
  if (auto tensors = tensors_in(values, index); !tensors.empty()) return tensors;
  std::string first;
  named_tensors found;
  std::set<pickle_index> empty;  // each is looked through once, under however many names
  for (auto const& [name, at] : inner) {
    if (empty.contains(at)) continue;
    auto tensors = tensors_in(values, at);
    if (!found.empty() && !tensors.empty())
      throw data_error("data.state_dict.entries", path + ": expected one state dictionary of tensors, got several, '" +
                                                      visible(first) + "', '" + visible(name) +
                                                      "': save the one alone");
    if (tensors.empty())
      empty.insert(at);
    else
      found = std::move(tensors), first = name;
  }
  return found;
}

/// What the outermost dictionary holds, for a message.
[[nodiscard]] inline std::string entries_text(pickle_values const& values, pickle_index index) {
  auto const* const outer = std::get_if<pickle_dictionary>(&values[index]);
  if (outer == nullptr) return "no dictionary";
  std::string text;
  std::size_t count = 0;
  for (auto const& [key, value] : outer->items)
    if (auto const* const name = std::get_if<std::string_view>(&values[key]); name && ++count <= 8)
      text += (text.empty() ? "'" : ", '") + visible(*name) + "'";
  return text.empty() ? "no named entry" : "the entries " + text + (count > 8 ? ", ..." : "");
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_FILES_IMPL_CHECKPOINT_ENTRIES_HPP
