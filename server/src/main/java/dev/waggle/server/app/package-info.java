/** What the command line and the HTTP routes share: the catalog, this machine, models and their judged cells. */
@NullMarked
package dev.waggle.server.app;

import org.jspecify.annotations.NullMarked;
