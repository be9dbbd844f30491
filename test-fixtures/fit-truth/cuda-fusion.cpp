// What ggml-cuda keeps allocated for the mixture-of-experts operations that it fuses (its graph_optimize).
//
// The functions that recognize such operations are taken from ggml-cuda.cu and topk-moe.cu of the same version by
// build.sh, into CUDA_FUSION_SOURCE; they need no CUDA.

#include "fake-gpu.h"

#include "ggml-backend-impl.h"
#include "ggml-impl.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <vector>

#include CUDA_FUSION_SOURCE

void fake_gpu_graph_optimize(ggml_backend_t, ggml_cgraph * graph, ggml_backend_graph_optimize_params * params) {
    if (!fake_gpu.cuda_fusion) {
        return;
    }
    const auto keep = [&](const ggml_tensor * tensor, ggml_tensor * until) {
        params->add_alloc_dep(params->user_data, const_cast<ggml_tensor *>(tensor), until);
    };
    for (int i = 0; i < graph->n_nodes; ++i) {
        ggml_cuda_moe_weighted_reduction_match match;
        if (ggml_cuda_match_moe_weighted_reduction(graph, i, match)) {
            keep(match.experts, match.dst);
            keep(match.weights, match.dst);
            if (match.expert_scale != nullptr) {
                keep(match.expert_scale, match.dst);
            }
            i += match.node_count - 1;
        }

        const ggml_tensor * node = graph->nodes[i];
        if (node->op != GGML_OP_UNARY && node->op != GGML_OP_SOFT_MAX && node->op != GGML_OP_ARGSORT) {
            continue;
        }
        ggml_cuda_topk_moe_args args;
        if (!ggml_cuda_topk_moe_fusion(graph, i, args) || args.delayed_softmax) {
            continue;
        }
        std::vector<ggml_op> ops;
        if (args.sigmoid) {
            ops = { GGML_OP_UNARY };
        } else if (args.sqrt_softplus) {
            ops = { GGML_OP_UNARY, GGML_OP_SQRT };
        } else {
            ops = { GGML_OP_SOFT_MAX };
        }
        int outputs[2];
        const int probs = i + int(ops.size()) - 1;
        if (args.prob_bias) {
            ops.insert(ops.end(), { GGML_OP_RESHAPE, GGML_OP_ADD, GGML_OP_ARGSORT, GGML_OP_VIEW, GGML_OP_GET_ROWS });
            outputs[0] = probs + 4;
        } else {
            ops.insert(ops.end(), { GGML_OP_RESHAPE, GGML_OP_ARGSORT, GGML_OP_VIEW, GGML_OP_GET_ROWS });
            outputs[0] = probs + 3;
        }
        if (args.norm) {
            ops.insert(ops.end(), { GGML_OP_RESHAPE, GGML_OP_SUM_ROWS, GGML_OP_CLAMP, GGML_OP_DIV, GGML_OP_RESHAPE });
        }
        if (args.scale) {
            ops.insert(ops.end(), { GGML_OP_SCALE });
        }
        outputs[1] = i + int(ops.size()) - 1;
        if (outputs[1] + 1 >= graph->n_nodes) {
            continue;
        }
        if (ggml_can_fuse_subgraph(graph, i, int(ops.size()), ops.data(), outputs, 2) &&
                ggml_cuda_should_use_topk_moe(node, node->src[0], graph->nodes[outputs[1]], graph->nodes[outputs[0]])) {
            const int last = i + int(ops.size());
            for (int k = i; k < last; ++k) {
                keep(graph->nodes[k], graph->nodes[last]);
                for (int j = 0; j < GGML_MAX_SRC; ++j) {
                    if (graph->nodes[k]->src[j]) {
                        keep(graph->nodes[k]->src[j], graph->nodes[last]);
                    }
                }
            }
            i += int(ops.size()) - 1;
        }
    }
}
