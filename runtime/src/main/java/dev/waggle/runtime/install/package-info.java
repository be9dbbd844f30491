/** Installs the native libraries of engines with the npm client, each into a folder of its own. */
@NullMarked
package dev.waggle.runtime.install;

import org.jspecify.annotations.NullMarked;
