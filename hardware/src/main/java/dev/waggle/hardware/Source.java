package dev.waggle.hardware;

/** Something of this machine that can be read, once or again. May throw anything, may hang. */
@FunctionalInterface
interface Source<T> {
    T read() throws Exception;
}
