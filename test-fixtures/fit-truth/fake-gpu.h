// Devices that answer llama.cpp's questions as CUDA devices do, and compute nothing.
#pragma once

#include "ggml-backend.h"

#include <vector>

// How faithfully the devices imitate CUDA.
struct fake_gpu_options {
    // Reserve, behind the result of flash attention, room for an F16 copy of a quantized KV cache.
    bool fa_temporaries = false;
    // Refuse the operations that ggml-cuda refuses. Off: every operation is supported.
    bool cuda_ops = false;
    // Keep the tensors that ggml-cuda keeps for its fusion of mixture-of-experts operations.
    bool cuda_fusion = false;
    // Compute capability the kernels are chosen for: 750, 860, 890 ...
    int compute_capability = 860;
    // A batch of at least this many tokens is computed on the device although its weights lie in host memory.
    int offload_min_batch = 32;
};

extern fake_gpu_options fake_gpu;

constexpr int FAKE_GPU_COUNT = 4;

// A backend's graph_optimize (cuda-fusion.cpp).
struct ggml_cgraph;
struct ggml_backend_graph_optimize_params;
void fake_gpu_graph_optimize(ggml_backend_t backend, ggml_cgraph * graph, ggml_backend_graph_optimize_params * params);

// Registers FAKE_GPU_COUNT devices, GPU0, GPU1 ..., with equal memory; returns them.
std::vector<ggml_backend_dev_t> fake_gpu_register();
