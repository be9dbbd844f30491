// Prints the graphs that a context reserves, as the scheduler split them and the allocator placed them.
//
// ggml-backend.cpp of the same version is compiled into the program, so that the scheduler's private state can be
// read; two of its functions are wrapped. The program's functions take the place of the shared library's.

#define ggml_backend_sched_reserve_size ggml_backend_sched_reserve_size_plain
#define ggml_backend_sched_split_graph  ggml_backend_sched_split_graph_plain
#include "ggml-backend.cpp"
#undef ggml_backend_sched_reserve_size
#undef ggml_backend_sched_split_graph

#include "graph-dump.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

graph_dump_options graph_dumping;

extern "C" {
void   graph_trace(const char * format, ...);
bool   graph_place_of(ggml_gallocr_t galloc, ggml_tensor * tensor, int * buffer, int * chunk, size_t * offset);
int    graph_chunk_count(ggml_gallocr_t galloc, int buffer);
size_t graph_chunk_size(ggml_gallocr_t galloc, int buffer, int chunk);
void   ggml_backend_sched_reserve_size(ggml_backend_sched_t sched, ggml_cgraph * graph, size_t * sizes);
void   ggml_backend_sched_split_graph(ggml_backend_sched_t sched, ggml_cgraph * graph);
}

namespace {

int  graphs_seen     = 0;
int  after_reserve   = -1; // graphs since the one whose sizes the context keeps
bool tracing         = false;

struct place {
    bool   placed = false;
    int    buffer = -1;
    int    chunk  = -1;
    size_t offset = 0;
};

place place_of(ggml_backend_sched_t sched, ggml_tensor * t) {
    place p;
    ggml_tensor * root = t->view_src ? t->view_src : t;
    p.placed = graph_place_of(sched->galloc, root, &p.buffer, &p.chunk, &p.offset);
    if (p.placed && t->view_src) {
        p.offset += t->view_offs;
    }
    return p;
}

const char * name_of(const ggml_tensor * t) {
    return t->name[0] ? t->name : "-";
}

void print_tensor(ggml_backend_sched_t sched, const char * kind, int index, ggml_tensor * t, int backend,
        const std::unordered_map<const ggml_tensor *, std::string> & index_of) {
    printf("%s\t%d\t%s\t%s\ttype=%s\tne=%lld,%lld,%lld,%lld\tnb=%zu,%zu,%zu,%zu\tbytes=%zu", kind, index, name_of(t),
        ggml_op_desc(t), ggml_type_name(t->type), (long long) t->ne[0], (long long) t->ne[1], (long long) t->ne[2],
        (long long) t->ne[3], t->nb[0], t->nb[1], t->nb[2], t->nb[3], ggml_nbytes(t));

    const place p = place_of(sched, t);
    if (p.placed && !t->view_src) {
        printf("\talloc=%zu", ggml_backend_buft_get_alloc_size(sched->bufts[p.buffer], t));
    }
    printf("\tbackend=%s", ggml_backend_name(sched->backends[backend]));
    if (p.placed) {
        printf("\tbuffer=%s\tchunk=%d\toffset=%zu", ggml_backend_buft_name(sched->bufts[p.buffer]), p.chunk, p.offset);
    } else {
        const ggml_tensor * root = t->view_src ? t->view_src : t;
        printf("\tbuffer=%s\texternal", root->buffer ? ggml_backend_buffer_name(root->buffer) : "?");
    }
    if (t->view_src) {
        printf("\tview=%s+%zu", name_of(t->view_src), t->view_offs);
    }
    std::string flags;
    flags += t->flags & GGML_TENSOR_FLAG_INPUT ? "I" : "";
    flags += t->flags & GGML_TENSOR_FLAG_OUTPUT ? "O" : "";
    flags += t->flags & GGML_TENSOR_FLAG_PARAM ? "P" : "";
    if (!flags.empty()) {
        printf("\tflags=%s", flags.c_str());
    }
    // a node is placed before its sources are freed: the same place as a source's means that it took it over
    for (int j = 0; p.placed && !t->view_src && t->op != GGML_OP_NONE && j < GGML_MAX_SRC; ++j) {
        if (t->src[j] && t->src[j] != t) {
            const place s = place_of(sched, t->src[j]);
            if (s.placed && s.buffer == p.buffer && s.chunk == p.chunk && s.offset == p.offset && ggml_nbytes(t) > 0) {
                printf("\tinplace=%d:%s", j, name_of(t->src[j]));
                break;
            }
        }
    }
    std::string sources;
    for (int j = 0; j < GGML_MAX_SRC; ++j) {
        if (t->src[j]) {
            const auto found = index_of.find(t->src[j]);
            sources += (sources.empty() ? "" : "|") + std::to_string(j) + ":" +
                (found == index_of.end() ? "" : found->second + ":") + name_of(t->src[j]);
        }
    }
    if (!sources.empty()) {
        printf("\tsrc=%s", sources.c_str());
    }
    if (t->op == GGML_OP_ROPE || t->op == GGML_OP_SOFT_MAX || t->op == GGML_OP_FLASH_ATTN_EXT) {
        printf("\tparams=%d,%d,%d,%d", t->op_params[0], t->op_params[1], t->op_params[2], t->op_params[3]);
    }
    printf("\n");
}

void print_graph(ggml_backend_sched_t sched, const ggml_cgraph * original, const char * label, const size_t * sizes) {
    const ggml_cgraph & g = sched->graph; // with the copies of inputs and what keeps their sources alive
    printf("graph\t%d\t%s\t%s\n", graphs_seen, label, graph_dumping.title.c_str());
    printf("summary\tnodes=%d\tleafs=%d\tsplits=%d\tcopies=%d\tallocator_nodes=%d\tallocator_leafs=%d\n",
        original->n_nodes, original->n_leafs, sched->n_splits, sched->n_copies, g.n_nodes, g.n_leafs);
    for (int b = 0; b < sched->n_backends; ++b) {
        printf("backend\t%d\t%s\tbuffer=%s\talignment=%zu\n", b, ggml_backend_name(sched->backends[b]),
            ggml_backend_buft_name(sched->bufts[b]), ggml_backend_buft_get_alignment(sched->bufts[b]));
    }

    std::unordered_map<const ggml_tensor *, std::string> index_of;
    std::unordered_set<const ggml_tensor *>      originals;
    for (int i = 0; i < g.n_nodes; ++i) {
        index_of.emplace(g.nodes[i], "#" + std::to_string(i));
    }
    for (int i = 0; i < g.n_leafs; ++i) {
        index_of.emplace(g.leafs[i], "L" + std::to_string(i));
    }
    for (int i = 0; i < original->n_nodes; ++i) {
        originals.insert(original->nodes[i]);
    }

    for (int i = 0; i < g.n_leafs; ++i) {
        print_tensor(sched, "leaf", i, g.leafs[i], sched->leaf_backend_ids[i], index_of);
    }
    // a split's nodes follow its inputs' copies, each after what keeps the copied tensor allocated until then
    int i = 0;
    const auto print_next = [&](const char * kind) {
        print_tensor(sched, kind, i, g.nodes[i], sched->node_backend_ids[i], index_of);
        ++i;
    };
    for (int s = 0; s < sched->n_splits; ++s) {
        const ggml_backend_sched_split & split = sched->splits[s];
        printf("split\t%d\tbackend=%s\tnodes=%d..%d\tinputs=%d", s, ggml_backend_name(sched->backends[split.backend_id]),
            split.i_start, split.i_end - 1, split.n_inputs);
        for (int j = 0; j < split.n_inputs; ++j) {
            printf("%s%s", j == 0 ? "\t" : "|", name_of(split.inputs[j]));
        }
        printf("\n");
        for (int j = 0; j < split.n_inputs; ++j) {
            print_next("keep");
            print_next("copy");
        }
        for (int n = split.i_start; n < split.i_end; ++n) {
            print_next("node");
            while (i < g.n_nodes && originals.count(g.nodes[i]) == 0 && (n + 1 < split.i_end)) {
                print_next("keep");
            }
        }
    }
    for (int b = 0; b < sched->n_backends; ++b) {
        for (int c = 0; c < graph_chunk_count(sched->galloc, b); ++c) {
            printf("size\t%s\tchunk=%d\tbytes=%zu\n", ggml_backend_buft_name(sched->bufts[b]), c, graph_chunk_size(sched->galloc, b, c));
        }
        if (sizes) {
            printf("total\t%s\tbytes=%zu\n", ggml_backend_buft_name(sched->bufts[b]), sizes[b]);
        }
    }
    fflush(stdout);
}

} // namespace

extern "C" void graph_trace(const char * format, ...) {
    if (!tracing) {
        return;
    }
    static bool line_begins = true;
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (strcmp(text, "\n") == 0 && line_begins) {
        return;
    }
    printf("%s%s", line_begins ? "trace\t" : "", text);
    line_begins = text[0] && text[strlen(text) - 1] == '\n';
}

void graph_dump_begin() {
    graphs_seen   = 0;
    after_reserve = -1;
}

// the graph whose buffers the context's memory is: prompt processing at the full batch
extern "C" void ggml_backend_sched_reserve_size(ggml_backend_sched_t sched, ggml_cgraph * graph, size_t * sizes) {
    tracing = graph_dumping.trace && graph_dumping.what != graph_dump::off;
    ggml_backend_sched_reserve_size_plain(sched, graph, sizes);
    tracing = false;
    after_reserve = 0;
    if (graph_dumping.what != graph_dump::off) {
        print_graph(sched, graph, "prompt", sizes);
    }
    ++graphs_seen;
}

// graphs that are split and never allocated in a dry run; they are allocated here to show their places
extern "C" void ggml_backend_sched_split_graph(ggml_backend_sched_t sched, ggml_cgraph * graph) {
    ggml_backend_sched_split_graph_plain(sched, graph);
    const char * label = "probe";
    if (after_reserve >= 0) {
        ++after_reserve;
        label = after_reserve == 1 ? "generation" : "prompt-again";
    }
    if (graph_dumping.what == graph_dump::all || (graph_dumping.what == graph_dump::reserved && after_reserve == 1)) {
        std::vector<size_t> sizes(sched->n_backends);
        tracing = graph_dumping.trace;
        ggml_gallocr_reserve_n_size(sched->galloc, &sched->graph, sched->node_backend_ids, sched->leaf_backend_ids, sizes.data());
        tracing = false;
        print_graph(sched, graph, label, sizes.data());
    }
    ++graphs_seen;
}
