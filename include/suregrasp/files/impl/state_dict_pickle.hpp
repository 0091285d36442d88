#ifndef SUREGRASP_FILES_IMPL_STATE_DICT_PICKLE_HPP
#define SUREGRASP_FILES_IMPL_STATE_DICT_PICKLE_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <suregrasp/files/impl/pickle_bytes.hpp>
#include <suregrasp/files/impl/pickle_stack.hpp>
#include <suregrasp/files/impl/pickle_values.hpp>
#include <utility>
#include <variant>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Interprets the part of Python's pickle protocol 2 that state dictionaries are written in. Nothing is executed: the
/// few globals it knows are names for what is done here. Anything else throws `data_error` naming it. Memory is linear
/// in the pickle's length; the values view `bytes`.
class state_dict_unpickler {
 public:
  state_dict_unpickler(std::string_view bytes, std::string where) : bytes_(bytes, std::move(where)) {}
  state_dict_unpickler(state_dict_unpickler const&) = delete;
  state_dict_unpickler& operator=(state_dict_unpickler const&) = delete;

  /// Interprets the whole pickle; returns the index of its result in `values()`.
  [[nodiscard]] pickle_index run() {
    for (auto opcode = bytes_.take(1)[0]; opcode != '.'; opcode = bytes_.take(1)[0])
      if (!read_constant(opcode) && !read_reference(opcode) && !read_container(opcode)) fail_at_opcode(opcode);
    return stack_.pop();
  }

  [[nodiscard]] pickle_values const& values() const { return stack_.values(); }

 private:
  [[noreturn]] void fail(std::string const& what) const { bytes_.fail(what); }
  [[noreturn]] void fail_at_opcode(char opcode) const {
    constexpr std::string_view digits = "0123456789abcdef";
    auto const code = static_cast<unsigned char>(opcode);
    auto const text = std::string("0x") + digits[code >> 4U] + digits[code & 15U];
    bytes_.fail("opcode " + text + " does not occur in a state dictionary", "data.state_dict.opcode");
  }

  bool push(pickle_value value) {
    stack_.push(std::move(value));
    return true;
  }

  bool read_constant(char opcode) {
    switch (opcode) {
      case '\x80':
        if (auto const protocol = bytes_.number(1); protocol != 2)
          fail("expected pickle protocol 2, got " + std::to_string(protocol));
        return true;
      case 'N':
        return push(std::monostate());
      case '\x88':
        return push(true);
      case '\x89':
        return push(false);
      case 'K':
        return push(static_cast<std::int64_t>(bytes_.number(1)));
      case 'M':
        return push(static_cast<std::int64_t>(bytes_.number(2)));
      case 'J':
        return push(std::int64_t{static_cast<std::int32_t>(bytes_.number(4))});
      case '\x8a':
        return push(bytes_.whole_number());
      case 'G':
        return push(bytes_.real_number());
      case 'X':
        return push(bytes_.text(4));
      case '\x8c':
        return push(bytes_.text(1));
      default:
        return false;
    }
  }

  bool read_reference(char opcode) {
    switch (opcode) {
      case 'q':
        return stack_.note(bytes_.number(1)), true;
      case 'r':
        return stack_.note(bytes_.number(4)), true;
      case 'h':
        return stack_.recall(bytes_.number(1)), true;
      case 'j':
        return stack_.recall(bytes_.number(4)), true;
      case 'c':
        return push_global();
      case 'R':
        return call();
      case 'Q':
        return push_storage();
      case 'b':
        return (void)stack_.pop(), (void)stack_.top(), true;  // attributes, such as a state dictionary's _metadata
      default:
        return false;
    }
  }

  bool read_container(char opcode) {
    switch (opcode) {
      case '(':
        return stack_.mark(), true;
      case '}':
        return push(pickle_dictionary());
      case ')':
      case ']':
        return push(pickle_sequence());
      case '\x85':
        return push(pickle_sequence{stack_.pop(1)});
      case '\x86':
        return push(pickle_sequence{stack_.pop(2)});
      case '\x87':
        return push(pickle_sequence{stack_.pop(3)});
      case 't':
        return push(pickle_sequence{stack_.pop_to_mark()});
      case 'a':
        return append(stack_.pop(1));
      case 'e':
        return append(stack_.pop_to_mark());
      case 's':
        return set_items(stack_.pop(2));
      case 'u':
        return set_items(stack_.pop_to_mark());
      default:
        return false;
    }
  }

  bool append(std::vector<pickle_index> const& added) {
    auto& items = stack_.as<pickle_sequence>(stack_.top(), "a list").items;
    items.insert(items.end(), added.begin(), added.end());
    return true;
  }
  bool set_items(std::vector<pickle_index> const& added) {
    auto& items = stack_.as<pickle_dictionary>(stack_.top(), "a dictionary").items;
    if (added.size() % 2 != 0) fail("a key without a value");
    for (std::size_t i = 0; i < added.size(); i += 2) items.emplace_back(added[i], added[i + 1]);
    return true;
  }

  bool push_global() {
    auto const module = bytes_.line();
    auto const name = module + "." + bytes_.line();
    auto const* const known = global_named(name);
    if (known == nullptr)
      bytes_.fail("'" + name + "' does not belong in a state dictionary of tensors: save model.state_dict() alone",
                  "data.state_dict.global");
    return push(pickle_global{known->name});
  }

  /// The callables a state dictionary is built with; parameters and type tags are their first argument.
  bool call() {
    auto const arguments = stack_.pop();
    auto const callable = stack_.as<pickle_global>(stack_.pop(), "a callable").name;
    if (callable == "collections.OrderedDict") {
      if (!stack_.items_of(arguments, 0).empty()) fail("expected collections.OrderedDict without arguments");
      return push(pickle_dictionary());
    }
    if (callable == "torch._utils._rebuild_tensor_v2") return push_tensor(stack_.items_of(arguments, 4));
    if (global_named(callable)->storage != nullptr)
      fail("'" + std::string(callable) + "' is not called in a state dictionary");
    stack_.push_again(stack_.items_of(arguments, 1)[0]);
    return true;
  }

  bool push_tensor(std::vector<pickle_index> const& arguments) {
    pickle_tensor const tensor{stack_.as<pickle_storage>(arguments[0], "a storage"),
                               stack_.as<std::int64_t>(arguments[1], "an offset"), stack_.extents_of(arguments[2]),
                               stack_.extents_of(arguments[3])};
    return push(std::make_unique<pickle_tensor>(tensor));
  }

  /// From `('storage', torch.FloatStorage, '0', 'cpu', 54)`: kind, type, key, device, number of elements.
  bool push_storage() {
    auto const& items = stack_.items_of(stack_.pop(), 5);
    if (stack_.as<std::string_view>(items[0], "a text") != "storage") fail("expected a reference to a storage");
    auto const* const type = global_named(stack_.as<pickle_global>(items[1], "a type of storage").name)->storage;
    if (type == nullptr) fail("expected a type of storage");
    return push(pickle_storage{type, stack_.as<std::string_view>(items[2], "a key"),
                               stack_.as<std::int64_t>(items[4], "a size")});
  }

  pickle_bytes bytes_;
  pickle_stack stack_{bytes_};
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_FILES_IMPL_STATE_DICT_PICKLE_HPP
