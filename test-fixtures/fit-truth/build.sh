#!/usr/bin/env bash
# Builds fit-truth: build.sh SOURCE LIBS OUT
#   SOURCE  llama.cpp's source tree, v0.5.0
#   LIBS    folder of that version's shared libraries (libllama.v0.5.0.so, libggml.v0.5.0.so, libggml-base.so,
#           libggml-cpu-*.so), as the npm packages @node-llama-cpp/linux-x64 hold them
#   OUT     where the program goes
set -euo pipefail
src=${1:?usage: build.sh SOURCE LIBS OUT}; libs=${2:?}; out=${3:?}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
src=$(cd "$src" && pwd); libs=$(cd "$libs" && pwd); out=$(cd "$out" && pwd)
flags=(-std=c++17 -O1 -g0 -Wall -Wextra -Wno-missing-field-initializers -DGGML_SHARED -DGGML_BACKEND_SHARED -DLLAMA_SHARED
  "-DFIT_TRUTH_LIBS=\"$libs\"" -I"$src/include" -I"$src/src" -I"$src/ggml/include" -I"$src/ggml/src" -I"$src/vendor")
link=(-L"$libs" -l:libllama.v0.5.0.so -l:libggml.v0.5.0.so -l:libggml-base.so -lpthread -ldl "-Wl,-rpath,$libs")
g++ "${flags[@]}" -c -o "$out/fake-gpu.o" "$here/fake-gpu.cpp"
{
  echo '#define MOE_WEIGHTED_REDUCTION_MAX_EXPERTS' \
    "$(grep -rhoE 'MOE_WEIGHTED_REDUCTION_MAX_EXPERTS *(=|) *[0-9]+' "$src/ggml/src/ggml-cuda" | grep -oE '[0-9]+$' | head -1)"
  sed -n '/^struct ggml_cuda_topk_moe_args/,/^};/p' "$src/ggml/src/ggml-cuda/topk-moe.cuh"
  sed -n '/^bool ggml_cuda_should_use_topk_moe/,/^}/p' "$src/ggml/src/ggml-cuda/topk-moe.cu"
  sed -n '/^static bool ggml_cuda_topk_moe_fusion/,/^}/p;/^struct ggml_cuda_moe_weighted_reduction_match/,/^};/p;/^static bool ggml_cuda_match_moe_weighted_reduction/,/^}/p' \
    "$src/ggml/src/ggml-cuda/ggml-cuda.cu"
} > "$out/cuda-fusion.inc"
g++ "${flags[@]}" -w "-DCUDA_FUSION_SOURCE=\"$out/cuda-fusion.inc\"" -c -o "$out/cuda-fusion.o" "$here/cuda-fusion.cpp"
g++ "${flags[@]}" -c -o "$out/fit-truth.o" "$here/fit-truth.cpp"

# the same with ggml's scheduler and allocator compiled in, to show their private state
sed 's/^#define AT_PRINTF(...)$/#define AT_PRINTF(...) graph_trace(__VA_ARGS__)/' "$src/ggml/src/ggml-alloc.c" > "$out/ggml-alloc-traced.c"
gcc -O1 -w -DGGML_SHARED "-DGGML_ALLOC_C=\"$out/ggml-alloc-traced.c\"" -I"$src/ggml/include" -I"$src/ggml/src" -c -o "$out/graph-alloc.o" "$here/graph-alloc.c"
g++ "${flags[@]}" -w -I"$here" -c -o "$out/graph-dump.o" -DFIT_TRUTH_GRAPH "$here/graph-dump.cpp"
g++ "${flags[@]}" -DFIT_TRUTH_GRAPH -c -o "$out/fit-truth-graph.o" "$here/fit-truth.cpp"
g++ -rdynamic -o "$out/fit-truth-graph" "$out/fit-truth-graph.o" "$out/fake-gpu.o" "$out/cuda-fusion.o" "$out/graph-dump.o" "$out/graph-alloc.o" "${link[@]}"

g++ -o "$out/fit-truth" "$out/fit-truth.o" "$out/fake-gpu.o" "$out/cuda-fusion.o" "${link[@]}"

# lists the tensors a file of keys would need
g++ "${flags[@]}" -w -rdynamic -o "$out/list-tensors" "$here/list-tensors.cpp" "${link[@]}"
