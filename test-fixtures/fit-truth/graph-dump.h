// Prints the graphs that a context reserves, as the scheduler split them and the allocator placed them.
#pragma once

#include <string>

enum class graph_dump { off, reserved, all };

struct graph_dump_options {
    graph_dump  what  = graph_dump::off;
    bool        trace = false; // every step of the allocator, too
    std::string title;         // what the library said it was about to reserve
};

#ifdef FIT_TRUTH_GRAPH
extern graph_dump_options graph_dumping;

// A new context begins.
void graph_dump_begin();
#endif
