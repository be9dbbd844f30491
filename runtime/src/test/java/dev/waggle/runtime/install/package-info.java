@NullMarked
package dev.waggle.runtime.install;

import org.jspecify.annotations.NullMarked;
