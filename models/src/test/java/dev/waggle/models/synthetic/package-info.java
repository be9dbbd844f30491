@NullMarked
package dev.waggle.models.synthetic;

import org.jspecify.annotations.NullMarked;
