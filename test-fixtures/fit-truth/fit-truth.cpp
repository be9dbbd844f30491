// What llama.cpp's own allocator would allocate for a model and settings, to the byte, without a GPU.
//
//   fit-truth [OPTIONS] MODELS_DIR < questions.jsonl > answers.jsonl
//   fit-truth --graph [OPTIONS] MODELS_DIR < questions.jsonl     also every node of the graphs, and where it is kept
//
// The model is laid out with no_alloc, so a GGUF header with a hole for its data is enough. The GPUs are imitations
// (fake-gpu.cpp); everything else is the unmodified library.

#include "fake-gpu.h"
#include "graph-dump.h"

#include "llama.h"
#include "llama-ext.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <list>
#include <map>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using json = nlohmann::ordered_json;

namespace {

bool        verbose = false;
std::string last_error;

void on_log(ggml_log_level level, const char * text, void *) {
    if (verbose) {
        fputs(text, stderr);
    }
    if (level == GGML_LOG_LEVEL_ERROR) {
        last_error = text;
    }
#ifdef FIT_TRUTH_GRAPH
    const char * reserving = strstr(text, "reserving a graph for ubatch with ");
    if (reserving) {
        graph_dumping.title = reserving + strlen("reserving a graph for ubatch with ");
        graph_dumping.title.erase(graph_dumping.title.find_last_not_of('\n') + 1);
    }
#endif
}

ggml_type cache_type(const std::string & name) {
    for (int t = 0; t < GGML_TYPE_COUNT; ++t) {
        const char * known = ggml_type_name(ggml_type(t));
        if (known && name == known) {
            return ggml_type(t);
        }
    }
    throw std::runtime_error("unknown type of KV cache: " + name);
}

// A model as laid out for the last question: consecutive questions often differ by the context only.
class layout {
  public:
    layout(std::string folder, std::vector<ggml_backend_dev_t> gpus) : folder(std::move(folder)), gpus(std::move(gpus)) {}

    llama_model * of(const json & q) {
        const std::string name   = q.at("model");
        const int         ngl    = q.at("gpu_layers");
        const int         n_gpus = q.value("gpus", 1);
        const int         moe    = q.value("moe_layers_on_host", 0);
        const bool        repack = q.value("cpu_repack", 0) != 0;

        const std::string wanted = name + "|" + std::to_string(ngl) + "|" + std::to_string(n_gpus) + "|" +
            std::to_string(moe) + "|" + std::to_string(repack);
        if (wanted == key && model) {
            return model;
        }
        if (model) {
            llama_model_free(model);
        }
        key = wanted;

        devices.assign(gpus.begin(), gpus.begin() + n_gpus);
        devices.push_back(nullptr);

        patterns.clear();
        overrides.clear();
        for (int i = 0; i < moe; ++i) {
            patterns.push_back("blk\\." + std::to_string(i) + "\\.ffn_(up|down|gate|gate_up)_(ch|)exps");
            overrides.push_back({ patterns.back().c_str(), ggml_backend_cpu_buffer_type() });
        }
        overrides.push_back({ nullptr, nullptr });

        llama_model_params params = llama_model_default_params();
        params.devices               = devices.data();
        params.n_gpu_layers          = ngl;
        params.load_mode             = LLAMA_LOAD_MODE_NONE;
        params.no_alloc              = true;
        params.use_extra_bufts       = repack;
        params.tensor_buft_overrides = moe > 0 ? overrides.data() : nullptr;

        last_error.clear();
        model = llama_model_load_from_file((folder + "/" + name + ".gguf").c_str(), params);
        if (!model) {
            throw std::runtime_error("model: " + last_error);
        }
        return model;
    }

  private:
    std::string                                   folder;
    std::vector<ggml_backend_dev_t>               gpus;
    std::string                                   key;
    llama_model *                                 model = nullptr;
    std::vector<ggml_backend_dev_t>               devices;
    std::list<std::string>                        patterns;
    std::vector<llama_model_tensor_buft_override> overrides;
};

json answer(layout & models, const json & q) {
    fake_gpu.fa_temporaries = q.value("cuda_fa_temporaries", 0) != 0;

    llama_model * model = models.of(q);

    llama_context_params params = llama_context_default_params();
    params.n_ctx           = q.at("context");
    params.n_batch         = q.value("batch", 2048);
    params.n_ubatch        = q.value("ubatch", 512);
    params.n_seq_max       = q.value("sequences", 1);
    params.kv_unified      = q.value("unified_kv", 0) != 0;
    params.flash_attn_type = q.value("flash_attention", 1) ? LLAMA_FLASH_ATTN_TYPE_ENABLED : LLAMA_FLASH_ATTN_TYPE_DISABLED;
    params.type_k          = cache_type(q.value("kv_type", "f16"));
    params.type_v          = params.type_k;
    params.n_outputs_max   = q.value("output_rows", 0);
    params.swa_full        = false;

    last_error.clear();
#ifdef FIT_TRUTH_GRAPH
    printf("question\t%s\n", q.dump().c_str());
    graph_dump_begin();
#endif
    llama_context * ctx = llama_init_from_model(model, params);
    if (!ctx) {
        throw std::runtime_error("context: " + last_error);
    }

    std::map<std::string, llama_memory_breakdown_data> sums;
    for (const auto & [buft, size] : llama_get_memory_breakdown(ctx)) {
        llama_memory_breakdown_data & sum = sums[ggml_backend_buft_name(buft)];
        sum.model   += size.model;
        sum.context += size.context;
        sum.compute += size.compute;
    }
    llama_free(ctx);

    json buffers = json::object();
    for (const auto & [name, size] : sums) {
        if (size.total() > 0) {
            buffers[name] = { { "weights", size.model }, { "context", size.context }, { "compute", size.compute } };
        }
    }
    return buffers;
}

// json with a space after ':' and ',', as most writers of JSON lines do
std::string spaced(const json & value) {
    std::string text;
    bool quoted = false;
    const std::string dense = value.dump();
    for (size_t i = 0; i < dense.size(); ++i) {
        text += dense[i];
        if (dense[i] == '"' && (i == 0 || dense[i - 1] != '\\')) {
            quoted = !quoted;
        } else if (!quoted && (dense[i] == ',' || dense[i] == ':')) {
            text += ' ';
        }
    }
    return text;
}

// Answers lines from `first` on; one that stops the process is reported by the parent.
void answer_from(size_t first, const std::vector<std::string> & lines, const std::string & folder,
        const std::vector<ggml_backend_dev_t> & gpus) {
    layout models(folder, gpus);
    for (size_t i = first; i < lines.size(); ++i) {
        json q = json::parse(lines[i]);
        q.erase("buffers");
        q.erase("error");
        try {
            json buffers = answer(models, q);
            q["buffers"] = buffers;
        } catch (const std::exception & e) {
            std::string text = e.what();
            while (!text.empty() && text.back() == '\n') {
                text.pop_back();
            }
            q["error"] = text;
        }
#ifdef FIT_TRUTH_GRAPH
        printf("answer\t");
#endif
        printf("%s\n", spaced(q).c_str());
        fflush(stdout);
    }
}

[[noreturn]] void usage() {
    fputs(
        "usage: fit-truth [--graph [--all] [--trace]] [--ops all|cuda] [--fusion] [--cc N] [--cpu LIBRARY] [--libs DIR] [--verbose] MODELS_DIR\n"
        "  questions are read from standard input, one JSON object a line; answers go to standard output\n", stderr);
    exit(2);
}

} // namespace

int main(int argc, char ** argv) {
    std::string folder;
    std::string cpu;
#ifdef FIT_TRUTH_GRAPH
    graph_dumping.what = graph_dump::reserved;
#else
    for (int i = 1; i < argc; ++i) {
        if (strcmp(argv[i], "--graph") == 0) {
            // a program of its own: it has the scheduler and the allocator compiled in
            char self[4096];
            const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 16);
            if (n > 0) {
                strcpy(self + n, "-graph");
                execv(self, argv);
            }
            perror("fit-truth-graph");
            return 1;
        }
    }
#endif
    std::string libs = getenv("FIT_TRUTH_LIBS") ? getenv("FIT_TRUTH_LIBS") : FIT_TRUTH_LIBS;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        const auto next = [&]() -> std::string {
            if (++i >= argc) {
                usage();
            }
            return argv[i];
        };
        if (arg == "--ops") {
            fake_gpu.cuda_ops = next() == "cuda";
        } else if (arg == "--fusion") {
            fake_gpu.cuda_fusion = true;
        } else if (arg == "--cc") {
            fake_gpu.compute_capability = std::stoi(next());
        } else if (arg == "--cpu") {
            cpu = next();
        } else if (arg == "--libs") {
            libs = next();
#ifdef FIT_TRUTH_GRAPH
        } else if (arg == "--graph") {
        } else if (arg == "--all") {
            graph_dumping.what = graph_dump::all;
        } else if (arg == "--trace") {
            graph_dumping.trace = true;
#endif
        } else if (arg == "--verbose") {
            verbose = true;
        } else if (arg[0] == '-') {
            usage();
        } else {
            folder = arg;
        }
    }
    if (folder.empty()) {
        usage();
    }

    setenv("GGML_NO_BACKTRACE", "1", 0); // it goes to standard output
    llama_log_set(on_log, nullptr);
    if (cpu.empty()) {
        ggml_backend_load_all_from_path(libs.c_str()); // takes the variant that fits this CPU best
    } else {
        ggml_backend_load(cpu.c_str());
    }
    const std::vector<ggml_backend_dev_t> gpus = fake_gpu_register();
    llama_backend_init();

    std::vector<std::string> lines;
    for (std::string line; std::getline(std::cin, line);) {
        if (!line.empty()) {
            lines.push_back(line);
        }
    }

    // a child answers, so that an assertion of the library ends one question and not the whole run
    int failed = 0;
    for (size_t done = 0; done < lines.size();) {
        int fds[2];
        if (pipe(fds) != 0) {
            perror("pipe");
            return 1;
        }
        const pid_t child = fork();
        if (child == 0) {
            close(fds[0]);
            dup2(fds[1], STDOUT_FILENO);
            close(fds[1]);
            answer_from(done, lines, folder, gpus);
            _exit(0);
        }
        close(fds[1]);
        FILE * in = fdopen(fds[0], "r");
        char * text = nullptr;
        size_t size = 0;
        while (getline(&text, &size, in) > 0) {
            fputs(text, stdout);
#ifdef FIT_TRUTH_GRAPH
            done += strncmp(text, "answer\t", 7) == 0;
#else
            ++done;
#endif
        }
        fflush(stdout);
        free(text);
        fclose(in);
        int status = 0;
        waitpid(child, &status, 0);
        if (status != 0 && done < lines.size()) {
            json q = json::parse(lines[done++]);
            q.erase("buffers");
            q["error"] = "the library stopped the process (" +
                std::string(WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "exit") + ")";
            printf("%s\n", spaced(q).c_str());
            fflush(stdout);
            ++failed;
        }
    }
    return failed > 0 ? 1 : 0;
}
