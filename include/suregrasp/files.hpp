#ifndef SUREGRASP_FILES_HPP
#define SUREGRASP_FILES_HPP

/// Whole files: read at once, written in one step, tensors as safetensors and as `torch.save` writes them.
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/files/torch_state_dict.hpp>

#endif  // SUREGRASP_FILES_HPP
