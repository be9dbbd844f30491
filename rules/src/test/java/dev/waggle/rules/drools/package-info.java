@NullMarked
package dev.waggle.rules.drools;

import org.jspecify.annotations.NullMarked;
