package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.FromWorker;

/** Where a worker's messages go. */
interface Output {
    void send(FromWorker message);
}
