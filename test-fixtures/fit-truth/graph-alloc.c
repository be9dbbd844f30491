// ggml-alloc.c of the same version with its trace switched on, and a way to ask where a tensor was put.
//
// GGML_ALLOC_C is a copy of that file in which build.sh gave the macro AT_PRINTF a body.

void graph_trace(const char * format, ...);

#include GGML_ALLOC_C

// Where the last reserved graph keeps a tensor that the allocator placed. False if the allocator did not place it:
// weights, caches, and tensors that view those.
bool graph_place_of(struct ggml_gallocr * galloc, struct ggml_tensor * tensor, int * buffer, int * chunk, size_t * offset) {
    const size_t i = ggml_hash_find(&galloc->hash_set, tensor);
    if (i == GGML_HASHSET_FULL || !ggml_bitset_get(galloc->hash_set.used, i)) {
        return false;
    }
    const struct hash_node * hn = &galloc->hash_values[i];
    if (tensor->buffer || tensor->data || tensor->view_src) {
        return false;
    }
    *buffer = hn->buffer_id;
    *chunk  = hn->addr.chunk;
    *offset = hn->addr.offset;
    return true;
}

int graph_chunk_count(struct ggml_gallocr * galloc, int buffer) {
    return galloc->buf_tallocs[buffer]->n_chunks;
}

size_t graph_chunk_size(struct ggml_gallocr * galloc, int buffer, int chunk) {
    return galloc->buf_tallocs[buffer]->chunks[chunk]->max_size;
}
