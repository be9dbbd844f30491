/** What the agent and a worker process say to each other: newline-delimited JSON, the same for every engine. */
@NullMarked
package dev.waggle.runtime.protocol;

import org.jspecify.annotations.NullMarked;
