// Devices that answer llama.cpp's questions as CUDA devices do, and compute nothing.
//
// Every answer is that of ggml/src/ggml-cuda/ggml-cuda.cu and fattn.cu of the same version: buffer types, alignment,
// padding of quantized rows, capabilities, supported operations, offloading, and the kernel chosen for flash
// attention. Buffers have an address and no memory.

#include "fake-gpu.h"

#include "ggml-backend-impl.h"

#include <cstring>
#include <string>


fake_gpu_options fake_gpu;

namespace {

constexpr size_t ALIGNMENT     = 128;
constexpr int    ROW_PADDING   = 512;
constexpr int    FA_KQ_STRIDE  = 256;
constexpr size_t DEVICE_MEMORY = size_t(80) << 30;

struct device {
    int                             index;
    std::string                     name;
    ggml_backend_device             dev;
    ggml_backend_buffer_type        buft;
};

device             devices[FAKE_GPU_COUNT];
ggml_backend_reg   registry;

device & of(ggml_backend_dev_t dev) {
    return *static_cast<device *>(dev->context);
}

bool is_device_buft(ggml_backend_buffer_type_t buft);

// ---- flash attention ------------------------------------------------------------------------------------------

enum class fa_kernel { none, tile, vec, mma };

bool fa_type_supported(ggml_type type) {
    switch (type) {
        case GGML_TYPE_F32:
        case GGML_TYPE_F16:
        case GGML_TYPE_BF16:
        case GGML_TYPE_Q4_0:
        case GGML_TYPE_Q4_1:
        case GGML_TYPE_Q5_0:
        case GGML_TYPE_Q5_1:
        case GGML_TYPE_Q8_0:
            return true;
        default:
            return false;
    }
}

// ggml_cuda_get_best_fattn_kernel for NVIDIA devices of compute capability 7.5 and later
fa_kernel fa_best_kernel(const ggml_tensor * dst) {
    const ggml_tensor * Q    = dst->src[0];
    const ggml_tensor * K    = dst->src[1];
    const ggml_tensor * V    = dst->src[2];
    const ggml_tensor * mask = dst->src[3];

    const int gqa_ratio = Q->ne[2] / K->ne[2];

    float max_bias = 0.0f;
    memcpy(&max_bias, reinterpret_cast<const float *>(dst->op_params) + 1, sizeof(float));

    bool gqa_opt = gqa_ratio >= 2 && mask && max_bias == 0.0f && K->ne[1] % FA_KQ_STRIDE == 0;
    for (const ggml_tensor * t : { Q, K, V, mask }) {
        if (t == nullptr || ggml_is_quantized(t->type)) {
            continue;
        }
        for (int i = 1; i < GGML_MAX_DIMS; ++i) {
            if (t->nb[i] % 16 != 0) {
                gqa_opt = false;
                break;
            }
        }
    }

    switch (K->ne[0]) {
        case 40: case 64: case 72: case 80: case 96: case 112: case 128: case 256:
            if (V->ne[0] != K->ne[0]) {
                return fa_kernel::none;
            }
            break;
        case 192:
            if (V->ne[0] != 128 || !gqa_opt || gqa_ratio % 8 != 0) {
                return fa_kernel::none;
            }
            break;
        case 320:
            if (V->ne[0] != 256 || !gqa_opt || gqa_ratio % 32 != 0) {
                return fa_kernel::none;
            }
            break;
        case 512:
            if (V->ne[0] != K->ne[0] || !gqa_opt) {
                return fa_kernel::none;
            }
            break;
        case 576:
            if (V->ne[0] != 512 || !gqa_opt) {
                return fa_kernel::none;
            }
            break;
        default:
            return fa_kernel::none;
    }
    if (!fa_type_supported(K->type) || !fa_type_supported(V->type)) {
        return fa_kernel::none;
    }
    if (mask && mask->ne[2] != 1) {
        return fa_kernel::none;
    }

    const bool vec_possible = Q->ne[0] <= 256 && Q->ne[0] % 64 == 0 && Q->ne[0] != 192 && K->ne[1] % FA_KQ_STRIDE == 0;
    const bool ada_or_later = fake_gpu.compute_capability >= 890;

    if (Q->ne[0] != 40 && Q->ne[0] != 72) { // tensor cores
        if (vec_possible) {
            if (!ggml_is_quantized(K->type) && !ggml_is_quantized(V->type)) {
                if (ada_or_later && Q->ne[1] == 1 && Q->ne[3] == 1 &&
                        !(gqa_ratio > 4 && (Q->ne[0] >= 256 || K->ne[1] >= 8192))) {
                    return fa_kernel::vec;
                }
            } else if (Q->ne[1] <= (ada_or_later ? 2 : 1)) {
                return fa_kernel::vec;
            }
            if (!gqa_opt && Q->ne[1] == 1) {
                return fa_kernel::vec;
            }
        }
        return fa_kernel::mma;
    }
    if (vec_possible) {
        if (!ggml_is_quantized(K->type) && !ggml_is_quantized(V->type)) {
            if (Q->ne[1] == 1 && !gqa_opt) {
                return fa_kernel::vec;
            }
        } else if (Q->ne[1] <= 2) {
            return fa_kernel::vec;
        }
    }
    return fa_kernel::tile;
}

// ggml_cuda_flash_attn_ext_get_alloc_size; K and V of the same type have a vector kernel, which needs no copy
size_t fa_alloc_size(const ggml_tensor * dst) {
    const ggml_tensor * K = dst->src[1];
    const ggml_tensor * V = dst->src[2];

    const fa_kernel kernel = fa_best_kernel(dst);
    // without a kernel the operation only gets here where every operation counts as supported: then it converts too
    const bool converts = kernel != fa_kernel::vec;
    const bool f16_K = converts || (kernel == fa_kernel::vec && K->type == GGML_TYPE_F32);
    const bool f16_V = converts || (kernel == fa_kernel::vec && V->type == GGML_TYPE_F32);

    const bool V_is_K_view =
        V->view_src && (V->view_src == K || (V->view_src == K->view_src && V->view_offs == K->view_offs));

    // the tensor has no address yet, so ends are padded from address 0
    size_t end = ggml_nbytes(dst);
    if (f16_K && K->type != GGML_TYPE_F16) {
        end = GGML_PAD(end, 128) + ggml_nelements(K) * ggml_type_size(GGML_TYPE_F16);
    }
    if (f16_V && V->type != GGML_TYPE_F16 && !V_is_K_view) {
        end = GGML_PAD(end, 128) + ggml_nelements(V) * ggml_type_size(GGML_TYPE_F16);
    }
    return end;
}

// ---- buffers ----------------------------------------------------------------------------------------------------

ggml_backend_buffer_i no_memory = {
    /* .free_buffer   = */ [](ggml_backend_buffer_t) {},
    /* .get_base      = */ [](ggml_backend_buffer_t) -> void * { return reinterpret_cast<void *>(0x10000000); },
    /* .init_tensor   = */ nullptr,
    /* .memset_tensor = */ [](ggml_backend_buffer_t, ggml_tensor *, uint8_t, size_t, size_t) {},
    /* .set_tensor    = */ [](ggml_backend_buffer_t, ggml_tensor *, const void *, size_t, size_t) {},
    /* .get_tensor    = */ [](ggml_backend_buffer_t, const ggml_tensor *, void * data, size_t, size_t size) { memset(data, 0, size); },
    /* .set_tensor_2d = */ nullptr,
    /* .get_tensor_2d = */ nullptr,
    /* .cpy_tensor    = */ nullptr,
    /* .clear         = */ [](ggml_backend_buffer_t, uint8_t) {},
    /* .reset         = */ nullptr,
};

const char * device_buft_name(ggml_backend_buffer_type_t buft) {
    return static_cast<device *>(buft->context)->name.c_str();
}

bool is_device_buft(ggml_backend_buffer_type_t buft) {
    return buft->iface.get_name == device_buft_name;
}

size_t device_alloc_size(ggml_backend_buffer_type_t, const ggml_tensor * tensor) {
    size_t size = tensor->op == GGML_OP_FLASH_ATTN_EXT && fake_gpu.fa_temporaries
        ? fa_alloc_size(tensor)
        : ggml_nbytes(tensor);
    if (ggml_is_quantized(tensor->type) && tensor->ne[0] % ROW_PADDING != 0) {
        size += ggml_row_size(tensor->type, ROW_PADDING - tensor->ne[0] % ROW_PADDING);
    }
    return size;
}

const ggml_backend_buffer_type_i device_buft_i = {
    /* .get_name       = */ device_buft_name,
    /* .alloc_buffer   = */ [](ggml_backend_buffer_type_t buft, size_t size) {
        return ggml_backend_buffer_init(buft, no_memory, nullptr, size);
    },
    /* .get_alignment  = */ [](ggml_backend_buffer_type_t) { return ALIGNMENT; },
    /* .get_max_size   = */ nullptr,
    /* .get_alloc_size = */ device_alloc_size,
    /* .is_host        = */ nullptr,
};

const char * host_buft_name(ggml_backend_buffer_type_t) {
    return "HOST_PINNED";
}

ggml_backend_buffer_type_t host_buft() {
    static ggml_backend_buffer_type buft = {
        /* .iface   = */ {
            /* .get_name       = */ host_buft_name,
            /* .alloc_buffer   = */ [](ggml_backend_buffer_type_t self, size_t size) {
                ggml_backend_buffer_t buffer = ggml_backend_buft_alloc_buffer(ggml_backend_cpu_buffer_type(), size);
                if (buffer) {
                    buffer->buft = self;
                }
                return buffer;
            },
            /* .get_alignment  = */ ggml_backend_cpu_buffer_type()->iface.get_alignment,
            /* .get_max_size   = */ nullptr,
            /* .get_alloc_size = */ ggml_backend_cpu_buffer_type()->iface.get_alloc_size,
            /* .is_host        = */ ggml_backend_cpu_buffer_type()->iface.is_host,
        },
        /* .device  = */ &devices[0].dev,
        /* .context = */ nullptr,
    };
    return &buft;
}

// ---- operations ---------------------------------------------------------------------------------------------------

bool is_float_copy(ggml_type type) {
    return type == GGML_TYPE_F32 || type == GGML_TYPE_BF16 || type == GGML_TYPE_F16;
}

bool supports_op(ggml_backend_dev_t dev, const ggml_tensor * op) {
    for (int i = 0; i < GGML_MAX_SRC; ++i) {
        const ggml_tensor * src = op->src[i];
        if (src && src->buffer && is_device_buft(src->buffer->buft) && src->buffer->buft->device != dev) {
            return false;
        }
    }
    if (!fake_gpu.cuda_ops) {
        return true;
    }

    const ggml_tensor * a = op->src[0];
    const ggml_tensor * b = op->src[1];
    switch (op->op) {
        case GGML_OP_UNARY:
            return ggml_is_contiguous(a);
        case GGML_OP_GLU:
            return ggml_is_contiguous_1(a);
        case GGML_OP_MUL_MAT:
        case GGML_OP_MUL_MAT_ID:
            if (a->nb[0] != ggml_element_size(a) || b->nb[0] != ggml_element_size(b)) {
                return false;
            }
            if (b->type == GGML_TYPE_F16 && a->type != GGML_TYPE_F16) {
                return false;
            }
            if (op->op == GGML_OP_MUL_MAT_ID && op->op_params[3] == GGML_PREC_F32) {
                return false;
            }
            return a->type != GGML_TYPE_TQ1_0 && a->type != GGML_TYPE_TQ2_0;
        case GGML_OP_OUT_PROD:
            return op->type == GGML_TYPE_F32 && a->type == GGML_TYPE_F32 && b->type == GGML_TYPE_F32;
        case GGML_OP_GET_ROWS:
            switch (a->type) {
                case GGML_TYPE_F16:    case GGML_TYPE_F32:   case GGML_TYPE_BF16:  case GGML_TYPE_I32:
                case GGML_TYPE_Q1_0:   case GGML_TYPE_Q2_0:
                case GGML_TYPE_Q4_0:   case GGML_TYPE_Q4_1:  case GGML_TYPE_Q5_0:  case GGML_TYPE_Q5_1:
                case GGML_TYPE_Q8_0:   case GGML_TYPE_Q2_K:  case GGML_TYPE_Q3_K:  case GGML_TYPE_Q4_K:
                case GGML_TYPE_Q5_K:   case GGML_TYPE_Q6_K:  case GGML_TYPE_IQ2_XXS: case GGML_TYPE_IQ2_XS:
                case GGML_TYPE_IQ2_S:  case GGML_TYPE_IQ3_XXS: case GGML_TYPE_IQ3_S: case GGML_TYPE_IQ1_S:
                case GGML_TYPE_IQ1_M:  case GGML_TYPE_IQ4_XS:
                    return true;
                case GGML_TYPE_IQ4_NL: case GGML_TYPE_MXFP4:
                    return a->ne[0] % 256 == 0;
                default:
                    return false;
            }
        case GGML_OP_SET_ROWS:
            if (b->type != GGML_TYPE_I64 && b->type != GGML_TYPE_I32) {
                return false;
            }
            if (op->type == GGML_TYPE_F16 && a->type == GGML_TYPE_F16) {
                return true;
            }
            switch (op->type) {
                case GGML_TYPE_F32:  case GGML_TYPE_F16:  case GGML_TYPE_BF16: case GGML_TYPE_Q4_0: case GGML_TYPE_Q4_1:
                case GGML_TYPE_Q5_0: case GGML_TYPE_Q5_1: case GGML_TYPE_Q8_0: case GGML_TYPE_IQ4_NL:
                    return a->type == GGML_TYPE_F32;
                default:
                    return false;
            }
        case GGML_OP_SET:
            return (op->type == GGML_TYPE_F32 || op->type == GGML_TYPE_I32) && op->type == a->type && op->type == b->type;
        case GGML_OP_CPY: {
            if (is_float_copy(a->type) && is_float_copy(b->type)) {
                return true;
            }
            for (ggml_type q : { GGML_TYPE_Q8_0, GGML_TYPE_Q4_0, GGML_TYPE_Q4_1, GGML_TYPE_Q5_0, GGML_TYPE_Q5_1 }) {
                if ((a->type == GGML_TYPE_F32 && b->type == q) || (a->type == q && b->type == GGML_TYPE_F32)) {
                    return true;
                }
            }
            if (a->type == GGML_TYPE_F32 && (b->type == GGML_TYPE_IQ4_NL || b->type == GGML_TYPE_I32)) {
                return true;
            }
            if (a->type == GGML_TYPE_I32 && (b->type == GGML_TYPE_F32 || b->type == GGML_TYPE_I32)) {
                return true;
            }
            return a->type == b->type && ggml_is_contiguous(a) && ggml_is_contiguous(b);
        }
        case GGML_OP_REPEAT:
            return a->type == GGML_TYPE_F32 || a->type == GGML_TYPE_F16;
        case GGML_OP_CONCAT:
            // quantized tensors have further conditions; no graph of a language model concatenates them
            return a->type == b->type && a->type == op->type;
        case GGML_OP_NORM:
        case GGML_OP_RMS_NORM:
        case GGML_OP_L2_NORM:
        case GGML_OP_SUM:
            return ggml_is_contiguous_rows(a);
        case GGML_OP_ADD:
        case GGML_OP_SUB:
        case GGML_OP_MUL:
        case GGML_OP_DIV:
            return (a->type  == GGML_TYPE_F32 || a->type  == GGML_TYPE_F16) &&
                   (b->type  == GGML_TYPE_F32 || b->type  == GGML_TYPE_F16) &&
                   (op->type == GGML_TYPE_F32 || op->type == GGML_TYPE_F16);
        case GGML_OP_SSM_SCAN:
            if (op->src[3]->ne[0] == 1) { // Mamba-2
                return (a->ne[0] == 128 || a->ne[0] == 256) && a->ne[1] % 16 == 0;
            }
            return op->op_params[0] <= 1 &&
                   a->ne[0] == 16 && a->ne[1] == 1 && a->ne[2] % 128 == 0 && op->src[4]->ne[1] == 1;
        case GGML_OP_SSM_CONV:
            return a->ne[1] % 128 == 0;
        case GGML_OP_ROLL:
            return a->type == GGML_TYPE_F32 && ggml_is_contiguous(a);
        case GGML_OP_ROPE:
        case GGML_OP_ROPE_BACK:
            return a->nb[0] == ggml_type_size(a->type) && ggml_is_contiguous_2(a);
        case GGML_OP_IM2COL:
        case GGML_OP_IM2COL_3D:
        case GGML_OP_CONV_2D:
        case GGML_OP_ACC:
            return ggml_is_contiguous(a) && ggml_is_contiguous(b);
        case GGML_OP_SUM_ROWS:
        case GGML_OP_MEAN:
            return a->type == GGML_TYPE_F32 && op->type == GGML_TYPE_F32 && ggml_is_contiguous_rows(a);
        case GGML_OP_GROUP_NORM:
            return ggml_is_contiguous(a);
        case GGML_OP_FLASH_ATTN_EXT:
            return fa_best_kernel(op) != fa_kernel::none;
        case GGML_OP_LIGHTNING_INDEXER:
            return a->ne[0] == 128 && (a->ne[1] == 64 || a->ne[1] == 32);
        case GGML_OP_MAP_CUSTOM1:
        case GGML_OP_MAP_CUSTOM2:
        case GGML_OP_MAP_CUSTOM3:
        case GGML_OP_CUSTOM:
        case GGML_OP_FLASH_ATTN_BACK:
        case GGML_OP_WIN_PART:
        case GGML_OP_WIN_UNPART:
        case GGML_OP_GET_REL_POS:
        case GGML_OP_ADD_REL_POS:
            return false;
        default:
            return true;
    }
}

int64_t batch_size(const ggml_tensor * op) {
    switch (op->op) {
        case GGML_OP_GET_ROWS:
            return 0;
        case GGML_OP_MUL_MAT:
            return op->ne[1];
        case GGML_OP_MUL_MAT_ID:
        case GGML_OP_ROPE:
        case GGML_OP_ROPE_BACK:
            return op->ne[2];
        default:
            return ggml_nrows(op);
    }
}

// ---- backend --------------------------------------------------------------------------------------------------------

const ggml_backend_i backend_i = {
    /* .get_name            = */ [](ggml_backend_t backend) { return of(backend->device).name.c_str(); },
    /* .free                = */ [](ggml_backend_t backend) { delete backend; },
    /* .set_tensor_async    = */ [](ggml_backend_t, ggml_tensor *, const void *, size_t, size_t) {},
    /* .get_tensor_async    = */ [](ggml_backend_t, const ggml_tensor *, void *, size_t, size_t) {},
    /* .set_tensor_2d_async = */ nullptr,
    /* .get_tensor_2d_async = */ nullptr,
    /* .cpy_tensor_async    = */ nullptr,
    /* .synchronize         = */ [](ggml_backend_t) {},
    /* .graph_plan_create   = */ nullptr,
    /* .graph_plan_free     = */ nullptr,
    /* .graph_plan_update   = */ nullptr,
    /* .graph_plan_compute  = */ nullptr,
    /* .graph_compute       = */ [](ggml_backend_t, ggml_cgraph *) { return GGML_STATUS_FAILED; },
    /* .event_record        = */ [](ggml_backend_t, ggml_backend_event_t) {},
    /* .event_wait          = */ [](ggml_backend_t, ggml_backend_event_t) {},
    /* .graph_optimize      = */ fake_gpu_graph_optimize,
};

ggml_guid_t guid() {
    static ggml_guid id = { 0x66, 0x61, 0x6b, 0x65, 0x2d, 0x67, 0x70, 0x75, 0x2d, 0x74, 0x72, 0x75, 0x74, 0x68, 0x2d, 0x31 };
    return &id;
}

// ---- device -----------------------------------------------------------------------------------------------------------

const ggml_backend_device_i device_i = {
    /* .get_name             = */ [](ggml_backend_dev_t dev) { return of(dev).name.c_str(); },
    /* .get_description      = */ [](ggml_backend_dev_t) { return "imitation of a CUDA device"; },
    /* .get_memory           = */ [](ggml_backend_dev_t, size_t * free, size_t * total) { *free = *total = DEVICE_MEMORY; },
    /* .get_type             = */ [](ggml_backend_dev_t) { return GGML_BACKEND_DEVICE_TYPE_GPU; },
    /* .get_props            = */ [](ggml_backend_dev_t dev, ggml_backend_dev_props * props) {
        props->name         = of(dev).name.c_str();
        props->description  = "imitation of a CUDA device";
        props->memory_free  = DEVICE_MEMORY;
        props->memory_total = DEVICE_MEMORY;
        props->type         = GGML_BACKEND_DEVICE_TYPE_GPU;
        props->device_id    = nullptr;
        props->caps         = { /* .async */ true, /* .host_buffer */ true, /* .buffer_from_host_ptr */ false,
                                /* .events */ true, /* .mmap_support */ true };
    },
    /* .init_backend         = */ [](ggml_backend_dev_t dev, const char *) {
        return new ggml_backend { guid(), backend_i, dev, nullptr };
    },
    /* .get_buffer_type      = */ [](ggml_backend_dev_t dev) { return &of(dev).buft; },
    /* .get_host_buffer_type = */ [](ggml_backend_dev_t) { return host_buft(); },
    /* .buffer_from_host_ptr = */ nullptr,
    /* .supports_op          = */ supports_op,
    /* .supports_buft        = */ [](ggml_backend_dev_t dev, ggml_backend_buffer_type_t buft) {
        return is_device_buft(buft) && buft->device == dev;
    },
    /* .offload_op           = */ [](ggml_backend_dev_t, const ggml_tensor * op) {
        return batch_size(op) >= fake_gpu.offload_min_batch;
    },
    /* .event_new            = */ [](ggml_backend_dev_t dev) { return new ggml_backend_event { dev, nullptr }; },
    /* .event_free           = */ [](ggml_backend_dev_t, ggml_backend_event_t event) { delete event; },
    /* .event_synchronize    = */ [](ggml_backend_dev_t, ggml_backend_event_t) {},
};

} // namespace

std::vector<ggml_backend_dev_t> fake_gpu_register() {
    registry = {
        /* .api_version = */ GGML_BACKEND_API_VERSION,
        /* .iface       = */ {
            /* .get_name         = */ [](ggml_backend_reg_t) { return "GPU"; },
            /* .get_device_count = */ [](ggml_backend_reg_t) -> size_t { return FAKE_GPU_COUNT; },
            /* .get_device       = */ [](ggml_backend_reg_t, size_t i) { return &devices[i].dev; },
            /* .get_proc_address = */ [](ggml_backend_reg_t, const char *) -> void * { return nullptr; },
        },
        /* .context     = */ nullptr,
    };
    std::vector<ggml_backend_dev_t> result;
    for (int i = 0; i < FAKE_GPU_COUNT; ++i) {
        device & d = devices[i];
        d.index = i;
        d.name  = "GPU" + std::to_string(i);
        d.dev   = { device_i, &registry, &d };
        d.buft  = { device_buft_i, &d.dev, &d };
        result.push_back(&d.dev);
    }
    ggml_backend_register(&registry);
    return result;
}
