// The tensors that llama.cpp wants for a GGUF file that has keys only: names, shapes, and the types llama-quantize
// would give them.
//
//   list-tensors FILE [--with REGEX] [--file-type NUMBER]
//
// A line of output is NAME, TYPE, SHAPE, separated by tabs. Tensors that the library takes or leaves are listed only
// if REGEX matches their whole name, with or without "blk.N."; the others of that kind go to standard error with a '-'.
// FILE_TYPE is a llama_ftype: 15 Q4_K_M (default), 1 F16, 7 Q8_0, 38 MXFP4_MOE.
//
// The program takes the place of one of the library's own functions, the one that every tensor is asked for by.

#include "llama-model-loader.h"
#include "llama-model.h"

#include "ggml-cpp.h"
#include "llama-ext.h"

#include <cstdio>
#include <cstring>
#include <regex>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

struct listed {
    std::string          name;
    std::vector<int64_t> shape;
};

std::vector<listed> tensors;
std::string         with = "(?!)";

std::string without_block(const std::string & name) {
    return std::regex_replace(name, std::regex("^blk\\.\\d+\\."), "");
}

bool wanted(const std::string & name) {
    static const std::regex pattern(with);
    return std::regex_match(without_block(name), pattern) || std::regex_match(name, pattern);
}

// as the conversion scripts leave them: small and sensitive tensors in F32, the rest in F16
ggml_type converted_type(const listed & t) {
    static const std::regex f32(
        "ffn_gate_inp\\.weight|ffn_gate_inp_shexp\\.weight|position_embd\\.weight|token_types\\.weight|ssm_conv1d(_[qkv])?\\.weight|"
        "shortconv\\.conv\\.weight|time_mix_first\\.weight|time_mix_w[12]\\.weight|time_mix_decay_w[12]\\.weight|"
        "time_mix_lerp_fused\\.weight|altup_correct_coef\\.weight|altup_predict_coef\\.weight|.*_norm\\.weight|indexer\\.proj\\.weight");
    const std::string name = without_block(t.name);
    size_t dims = t.shape.size();
    while (dims > 1 && t.shape[dims - 1] == 1) {
        --dims;
    }
    if (dims < 2 || std::regex_match(name, f32) || name.size() < 7 || name.compare(name.size() - 7, 7, ".weight") != 0) {
        return GGML_TYPE_F32;
    }
    return GGML_TYPE_F16;
}

void fill(ggml_tensor *, void *) {}

} // namespace

ggml_tensor * llama_model_loader::create_tensor(
        const llama_hparams &, const buft_list_t *, const buft_list_t *, const buft_list_t *, const buft_list_t *,
        const LLM_TN_IMPL & tn, const std::initializer_list<int64_t> & ne, int flags) {
    const std::string name = tn.str();
    bool known = false;
    for (const listed & t : tensors) {
        known |= t.name == name;
    }
    if (!(flags & TENSOR_DUPLICATED) && !known) {
        std::string shape;
        bool possible = true;
        for (int64_t n : ne) {
            shape += (shape.empty() ? "" : ",") + std::to_string(n);
            possible &= n > 0;
        }
        if ((flags & TENSOR_NOT_REQUIRED) && !(possible && wanted(name))) {
            fprintf(stderr, "-\t%s\t%s\n", name.c_str(), shape.c_str());
            return nullptr;
        }
        tensors.push_back({ name, ne });
    } else if ((flags & TENSOR_NOT_REQUIRED) && !known) {
        return nullptr;
    }
    if (flags & TENSOR_SKIP) {
        return nullptr;
    }
    // the model keeps it and looks at its shape at most
    static ggml_context * ctx = ggml_init({ size_t(64) << 20, nullptr, true });
    ggml_tensor * tensor = ggml_new_tensor(ctx, GGML_TYPE_F32, int(ne.size()), ne.begin());
    ggml_set_name(tensor, name.c_str());
    return tensor;
}

int main(int argc, char ** argv) {
    llama_ftype file_type = LLAMA_FTYPE_MOSTLY_Q4_K_M;
    std::string file;
    for (int i = 1; i < argc; ++i) {
        if (strcmp(argv[i], "--with") == 0 && i + 1 < argc) {
            with = argv[++i];
        } else if (strcmp(argv[i], "--file-type") == 0 && i + 1 < argc) {
            file_type = llama_ftype(atoi(argv[++i]));
        } else {
            file = argv[i];
        }
    }
    if (file.empty()) {
        fputs("usage: list-tensors FILE [--with REGEX] [--file-type NUMBER]\n", stderr);
        return 2;
    }
    llama_log_set([](ggml_log_level level, const char * text, void *) {
        if (level == GGML_LOG_LEVEL_ERROR) {
            fputs(text, stderr);
        }
    }, nullptr);
    ggml_backend_load_all_from_path(getenv("FIT_TRUTH_LIBS") ? getenv("FIT_TRUTH_LIBS") : FIT_TRUTH_LIBS);

    gguf_context * keys = gguf_init_from_file(file.c_str(), { /*.no_alloc =*/ true, /*.ctx =*/ nullptr });
    if (!keys) {
        return 1;
    }
    ggml_backend_dev_t none[] = { nullptr };
    llama_model_params params = llama_model_default_params();
    params.no_alloc = true;
    params.devices  = none;
    llama_model * model = llama_model_init_from_user(keys, fill, nullptr, params);
    if (!model) {
        return 1;
    }

    ggml_context_ptr ctx(ggml_init({ ggml_tensor_overhead() * (tensors.size() + 1), nullptr, true }));
    std::vector<ggml_tensor *> all;
    for (const listed & t : tensors) {
        ggml_tensor * tensor = ggml_new_tensor(ctx.get(), converted_type(t), int(t.shape.size()), t.shape.data());
        ggml_set_name(tensor, t.name.c_str());
        all.push_back(tensor);
    }
    std::vector<ggml_type> types(all.size());
    llama_model_quantize_params quantize = llama_model_quantize_default_params();
    quantize.ftype = file_type;
    quantize_state_impl * state = llama_quant_init(model, &quantize);
    llama_quant_compute_types(state, file_type, all.data(), types.data(), all.size());
    for (size_t i = 0; i < all.size(); ++i) {
        const bool plain = file_type == LLAMA_FTYPE_MOSTLY_F16 || !llama_quant_tensor_allows_quantization(state, all[i]);
        printf("%s\t%s\t", all[i]->name, ggml_type_name(plain ? all[i]->type : types[i]));
        for (size_t d = 0; d < tensors[i].shape.size(); ++d) {
            printf("%s%lld", d > 0 ? "," : "", (long long) tensors[i].shape[d]);
        }
        printf("\n");
    }
    fflush(stdout);
    _exit(0);
}
