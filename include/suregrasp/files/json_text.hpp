#ifndef SUREGRASP_FILES_JSON_TEXT_HPP
#define SUREGRASP_FILES_JSON_TEXT_HPP

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <type_traits>
#include <vector>

/// JSON of a file, and back, with messages that say where and the way out.
namespace suregrasp::inline v2 {

namespace detail {

/// What to do about a text that stops being JSON at `at`; empty where nothing usual is seen.
[[nodiscard]] inline std::string json_remedy(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "; the text ends there: is the file cut short?";
  auto const rest = text.substr(at);
  auto const begins = [&](auto... words) { return (rest.starts_with(words) || ...); };
  auto const before = text.substr(0, at).find_last_not_of(" \t\r\n");
  bool const after_comma = before != std::string_view::npos && text[before] == ',';
  if (begins("NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"))
    return "; JSON has no NaN and no infinity: leave the value out, or mend what computed it";
  if (begins("True", "False", "None")) return "; JSON writes true, false and null, not as Python does";
  if (after_comma && begins("]", "}")) return "; remove the comma before the closing bracket";
  if (begins("//", "/*", "#")) return "; JSON has no comments: remove them";
  if (begins("'")) return "; JSON writes names and texts in double quotes";
  if (begins("+")) return "; JSON writes numbers without a plus";
  if (utf8_character_at(text, at).size == 0) return "; the text is not UTF-8: save it as UTF-8";
  return {};
}

/// The message for a text that stops being JSON at byte `at`.
[[nodiscard]] inline std::string json_problem(std::string_view text, std::size_t at, std::string const& path) {
  auto const of_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; };
  at = std::min(at, text.size());
  if (at < text.size() && of_word(text[at]))
    while (at > 0 && of_word(text[at - 1])) --at;
  auto const before = text.substr(0, at);
  auto const line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
  auto const column = static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1;
  return source_location{path, line, column}.text() + ": expected JSON, got `" + visible(text.substr(at), 20) + "`" +
         json_remedy(text, at);
}

/// Reads JSON without keeping it: refuses objects that have a key twice, and deep nesting, and notes where a text stops
/// being JSON. (The library's own callback looks through a whole list at the end of each object in it.)
class json_watch {
 public:
  json_watch(std::string const& path, std::string const& id, int most_depth, std::size_t most_keys)
      : path_(path), id_(id), most_depth_(most_depth), most_keys_(most_keys) {}

  bool null() { return true; }
  bool boolean(bool /*value*/) { return true; }
  bool number_integer(std::int64_t /*value*/) { return true; }
  bool number_unsigned(std::uint64_t /*value*/) { return true; }
  bool number_float(double /*value*/, std::string const& /*text*/) { return true; }
  bool string(std::string const& /*value*/) { return true; }
  template <class Binary>
  bool binary(Binary const& /*value*/) {
    return true;
  }
  bool start_object(std::size_t /*size*/) {
    open_.emplace_back();
    return enter();
  }
  bool end_object() {
    open_.pop_back();
    return leave();
  }
  bool start_array(std::size_t /*size*/) { return enter(); }
  bool end_array() { return leave(); }
  bool key(std::string const& key) {
    if (!open_.back().keys.insert(key).second)
      refuse("each key once in " + keys_above() + ", got `" + visible(key) + "` twice");
    if (open_.back().keys.size() > most_keys_)
      refuse("at most " + std::to_string(most_keys_) + " keys in " + keys_above() + ", got more");
    open_.back().key = key;
    return true;
  }
  bool parse_error(std::size_t byte, std::string const& token, nlohmann::json::exception const& problem) {
    if (dynamic_cast<nlohmann::json::parse_error const*>(&problem) == nullptr)
      refuse("numbers within the range of a double, got " + visible(token));
    stopped_at = byte > 0 ? byte - 1 : 0;
    return false;
  }

  std::size_t stopped_at = 0;  ///< where a text stopped being JSON

 private:
  struct open_object {
    std::set<std::string> keys{};
    std::string key{};  ///< the last one
  };

  bool enter() {
    if (++depth_ > most_depth_) refuse("JSON nested at most " + std::to_string(most_depth_) + " deep, got more");
    return true;
  }
  bool leave() {
    --depth_;
    return true;
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error(id_, path_ + ": expected " + expected);
  }
  [[nodiscard]] std::string keys_above() const {
    std::string text;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) text += (text.empty() ? "" : ".") + visible(open_[i].key);
    return text.empty() ? "the outermost object" : "an object of " + text;
  }

  std::string path_, id_;
  int most_depth_, depth_ = 0;
  std::size_t most_keys_;
  std::vector<open_object> open_;
};

}  // namespace detail

/// The JSON in a text of a file, after a byte order mark or without one. Throws `data_error` `id` with line and column
/// for what is no JSON (NaN, a comma before a closing bracket, a comment, ...), and for a key twice in an object, a
/// number that no double holds, deeper nesting than `most_depth`, and more than 4096 keys in an ordered object;
/// `data.text.encoding` for UTF-16.
template <class Json = nlohmann::json>
[[nodiscard]] Json parse_json(std::string_view bytes, std::string const& path, std::string const& id,
                              int most_depth = 64) {
  auto const text = detail::text_of_file(bytes, path);
  // an ordered object is looked through for each of its keys
  std::size_t const most_keys = std::is_same_v<Json, nlohmann::json> ? std::string_view::npos : 4096;
  detail::json_watch watch(path, id, most_depth, most_keys);
  if (!Json::sax_parse(text, &watch)) throw data_error(id, detail::json_problem(text, watch.stopped_at, path));
  return Json::parse(text);
}

namespace detail {

/// The first text in JSON that is not UTF-8, as a message shows it; empty where all are.
template <class Json>
[[nodiscard]] std::string text_outside_utf8(Json const& json) {
  if (json.is_string()) {
    auto const& text = json.template get_ref<std::string const&>();
    return is_utf8(text) ? std::string() : visible(text, 200);
  }
  if (!json.is_structured()) return {};
  for (auto const& [key, value] : json.items()) {
    if (!is_utf8(key)) return visible(key, 200);
    if (auto found = text_outside_utf8(value); !found.empty()) return found;
  }
  return {};
}

}  // namespace detail

/// JSON as text, indented by `indent`, for a file called `path` in messages. Throws `data_error` `json.text` where a
/// name or text in it is not UTF-8, which JSON cannot hold.
template <class Json>
[[nodiscard]] std::string json_text(Json const& json, std::string const& path, int indent = 1) {
  if (auto const found = detail::text_outside_utf8(json); !found.empty())
    throw data_error("json.text", path + ": expected names in UTF-8, which JSON needs, got `" + found +
                                      "`: rename the file, for example with convmv");
  return json.dump(indent);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_JSON_TEXT_HPP
