@NullMarked
package dev.waggle.rules.judge;

import org.jspecify.annotations.NullMarked;
