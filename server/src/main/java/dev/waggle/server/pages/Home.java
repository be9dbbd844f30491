package dev.waggle.server.pages;

import org.jspecify.annotations.Nullable;

/**
 * The first page.
 *
 * @param chosen the machine that is judged
 * @param here this machine, where another is chosen; null also where the reader is not signed in
 * @param generate null where the reader is not signed in
 */
record Home(
        Page page,
        MachineView chosen,
        @Nullable MachineView here,
        Facets facets,
        Filter filter,
        MatrixView matrix,
        @Nullable GenerateView generate) {}
