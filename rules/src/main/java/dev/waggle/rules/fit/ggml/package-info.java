/**
 * What ggml, llama.cpp's tensor library, does with a compute graph before it runs: which device computes which node
 * (ggml-backend.cpp, ggml_backend_sched_split_graph) and how much scratch memory each needs (ggml-alloc.c, ggml_gallocr).
 * Sizes only, no numbers are computed. The version is llama.cpp 0.5.0's.
 */
@NullMarked
package dev.waggle.rules.fit.ggml;

import org.jspecify.annotations.NullMarked;
