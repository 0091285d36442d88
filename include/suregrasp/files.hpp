#ifndef SUREGRASP_FILES_HPP
#define SUREGRASP_FILES_HPP

/// Whole files: read at once, replaced in one step; tensors as safetensors and as Python's `torch.save` writes them. A
/// damaged file is refused with an error, never read beyond its end.
///
/// Begin with
/// - `read_file`, `write_file`: the bytes of a file; a crash leaves the old content or the new;
/// - `read_safetensors`, `write_safetensors`: tensors and metadata by name;
/// - `read_torch_state_dict`: tensors of a PyTorch checkpoint; nothing in it is executed;
/// - `list_folder`: the files below a folder, also through links; `parse_json`: JSON with messages that say the place.
///
/// Needs `suregrasp::io` (JSON for Modern C++) for tensors; POSIX.
/// Thread safety: functions keep no state; of two threads that write one file, the last to finish wins, as a whole.
///
/// ```cpp
/// stored_tensor const weight{.type = "F32", .shape = {2, 2}, .bytes = std::string(16, '\0')};
/// write_safetensors("model.safetensors", {{{"layer.weight", weight}}, {{"author", "me"}}});
///
/// tensor_file const file = read_safetensors("model.safetensors");
/// assert(file.tensors.at("layer.weight").shape == extents({2, 2}));
/// assert(file.metadata.at("author") == "me");
/// ```
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/files/folder_lock.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/files/safetensors_header.hpp>
#include <suregrasp/files/torch_state_dict.hpp>

#endif  // SUREGRASP_FILES_HPP
